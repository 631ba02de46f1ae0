#include "unit.h"

#include "base/unicode.h"
#include "base/utf8.h"

static void
folds(const char *from, const char *to)
{
	struct buf out;
	buf_init(&out, 1 << 16);
	unicode_fold(slice_str(from), &out);
	assert_ok(buf_check(&out, NULL));
	if (!slice_is(buf_slice(&out), to))
		fail_msg("\"%s\" became \"%.*s\", not \"%s\"", from, (int)out.len,
		    out.ptr == NULL ? "" : (const char *)out.ptr, to);
	buf_release(&out);
}

static void
hidden(uint32_t from, uint32_t to, bool is)
{
	for (uint32_t c = from; c <= to; c++)
		if (unicode_is_hidden(c) != is)
			fail_msg("U+%04X", (unsigned)c);
}

TEST(ascii_folds_to_itself)
{
	char all[128];
	struct buf out;
	for (int i = 0; i < 128; i++)
		all[i] = (char)i;
	buf_init(&out, 1000);
	unicode_fold(slice_of(all, 128), &out);
	assert_int_equal(out.len, 128);
	assert_memory_equal(out.ptr, all, 128);
	buf_release(&out);
	folds("", "");
}

TEST(full_width_and_enclosed_marks_fold_to_ascii)
{
	folds("（Ｓ／／ＮＦ）", "(S//NF)");
	folds("⒮ Ⓢ 𝐒 𝒮 ﬁ", "(s) S S S fi");
	folds("🅢 🅂 🇸", "S S S");
}

TEST(cyrillic_greek_and_other_letters_fold_to_their_latin_twins)
{
	folds("(Ѕ) (С//ΝF) (ТЅ) (ՍՍ) (Տ)", "(S) (C//NF) (TS) (UU) (S)");
	folds("ꓢꓴ Ꮪ ꜱᴜ", "SU S SU");
	folds("ѕесrет", "secreт");
}

TEST(slashes_dashes_colons_blanks_and_parentheses_fold_to_ascii)
{
	folds("S∕∕NF S⁄⁄NF", "S//NF S//NF");
	folds("TS‐SCI TS–SCI TS−SCI TS﹣SCI", "TS-SCI TS-SCI TS-SCI TS-SCI");
	folds("TLP∶RED", "TLP:RED");
	folds("a\xc2\xa0"
	      "b\xe3\x80\x80"
	      "c\xe2\x80\x83"
	      "d",
	    "a b c d");
	folds("❨S❩ ⟮S⟯", "(S) (S)");
}

TEST(digits_of_any_script_fold_by_their_value)
{
	folds("25X١ 25X१ 25X１", "25X1 25X1 25X1");
}

TEST(characters_that_are_never_shown_are_dropped)
{
	folds("(\xe2\x80\x8bS\xc2\xad/\xe2\x81\xa0/\xef\xbb\xbfNF\xe2\x80\xae)", "(S//NF)");
	folds("(S\xef\xb8\x8f)\xf3\xa0\x81\x81", "(S)");
}

TEST(letters_that_are_nobodys_twin_stay)
{
	folds("Çé 日本 жщ", "Çé 日本 жщ");
	folds("e\xcc\x81 A\xcc\x8a", "é Å");
}

TEST(a_line_separator_folds_to_a_line_end)
{
	folds("a\xe2\x80\xa8(S) b", "a\n(S) b");
}

TEST(bytes_that_are_not_utf8_become_the_replacement_character)
{
	folds("a\xff(\xc0\xaf)", "a\xef\xbf\xbd(\xef\xbf\xbd\xef\xbf\xbd)");
}

TEST(folding_in_parts_that_begin_with_ascii_is_folding_the_whole)
{
	folds("x（Ｓ）y\xcc\x81 zＱ", "x(S)ý zQ");
	struct buf whole, parts;
	buf_init(&whole, 1000);
	buf_init(&parts, 1000);
	unicode_fold(slice_str("ab\xcc\x81 cd\xcc\x81"), &whole);
	unicode_fold(slice_str("ab\xcc\x81"), &parts);
	unicode_fold(slice_str(" cd\xcc\x81"), &parts);
	assert_true(slice_equal(buf_slice(&whole), buf_slice(&parts)));
	buf_release(&whole);
	buf_release(&parts);
}

TEST(every_single_character_folds_to_something_that_folds_to_itself)
{
	struct buf one, out, again;
	buf_init(&one, 8);
	buf_init(&out, 200);
	buf_init(&again, 200);
	for (uint32_t c = 1; c < 0x110000; c++) {
		if (c >= 0xd800 && c < 0xe000)
			continue;
		buf_clear(&one);
		buf_clear(&out);
		buf_clear(&again);
		utf8_add(&one, c);
		unicode_fold(buf_slice(&one), &out);
		unicode_fold(buf_slice(&out), &again);
		if (out.failed || !slice_equal(buf_slice(&out), buf_slice(&again)))
			fail_msg("U+%04X", (unsigned)c);
	}
	buf_release(&one);
	buf_release(&out);
	buf_release(&again);
}

TEST(a_long_run_of_combining_marks_is_folded_without_loss_of_the_letters_around)
{
	struct buf text, out;
	buf_init(&text, 1 << 20);
	buf_init(&out, 1 << 20);
	buf_add_str(&text, "（Ｓ");
	for (int i = 0; i < 100000; i++)
		utf8_add(&text, i % 2 == 0 ? 0x0301 : 0x0316);
	buf_add_str(&text, "）");
	unicode_fold(buf_slice(&text), &out);
	assert_ok(buf_check(&out, NULL));
	assert_memory_equal(out.ptr, "(", 1);
	assert_memory_equal(out.ptr + out.len - 1, ")", 1);
	buf_release(&text);
	buf_release(&out);
}

TEST(the_widest_character_fits_however_often_it_stands_in_a_row)
{
	struct buf text, out;
	buf_init(&text, 1 << 16);
	buf_init(&out, 1 << 20);
	for (int i = 0; i < 1000; i++)
		utf8_add(&text, 0xfdfa);
	unicode_fold(buf_slice(&text), &out);
	assert_ok(buf_check(&out, NULL));
	assert_int_equal(out.len, 1000 * 33);
	buf_release(&text);
	buf_release(&out);
}

TEST(a_full_buffer_sticks)
{
	struct buf out;
	buf_init(&out, 3);
	unicode_fold(slice_str("（Ｓ／／ＮＦ）"), &out);
	assert_int_equal(buf_check(&out, NULL), TL_SYSTEM);
	buf_release(&out);
}

TEST(controls_bidi_tags_and_selectors_are_hidden)
{
	hidden(0x00, 0x08, true);
	hidden(0x0b, 0x0b, true);
	hidden(0x0e, 0x1f, true);
	hidden(0x7f, 0x9f, true);
	hidden(0xad, 0xad, true);
	hidden(0x61c, 0x61c, true);
	hidden(0x200b, 0x200f, true);
	hidden(0x2028, 0x202e, true);
	hidden(0x2060, 0x206f, true);
	hidden(0xfe00, 0xfe0f, true);
	hidden(0xfeff, 0xfeff, true);
	hidden(0xfff9, 0xfffb, true);
	hidden(0xfffe, 0xffff, true);
	hidden(0xe0000, 0xe0fff, true);
	hidden(0x10ffff, 0x10ffff, true);
}

TEST(what_is_shown_and_the_line_controls_are_not_hidden)
{
	hidden('\t', '\n', false);
	hidden('\f', '\r', false);
	hidden(0x20, 0x7e, false);
	hidden(0xa0, 0xac, false);
	hidden(0xae, 0x17f, false);
	hidden(0x410, 0x44f, false);
	hidden(0x2010, 0x2027, false);
	hidden(0x4e00, 0x4eff, false);
	hidden(0xfffd, 0xfffd, false);
}

TEST(ascii_is_told_from_the_rest_at_every_offset)
{
	char text[32];
	memset(text, 'a', sizeof text);
	assert_true(slice_is_ascii(slice_of(text, sizeof text)));
	assert_true(slice_is_ascii(slice_of(text, 0)));
	for (size_t i = 0; i < sizeof text; i++) {
		text[i] = (char)0x80;
		assert_false(slice_is_ascii(slice_of(text, sizeof text)));
		assert_true(slice_is_ascii(slice_of(text, i)));
		text[i] = 'a';
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ascii_folds_to_itself),
		cmocka_unit_test(full_width_and_enclosed_marks_fold_to_ascii),
		cmocka_unit_test(cyrillic_greek_and_other_letters_fold_to_their_latin_twins),
		cmocka_unit_test(slashes_dashes_colons_blanks_and_parentheses_fold_to_ascii),
		cmocka_unit_test(digits_of_any_script_fold_by_their_value),
		cmocka_unit_test(characters_that_are_never_shown_are_dropped),
		cmocka_unit_test(letters_that_are_nobodys_twin_stay),
		cmocka_unit_test(a_line_separator_folds_to_a_line_end),
		cmocka_unit_test(bytes_that_are_not_utf8_become_the_replacement_character),
		cmocka_unit_test(folding_in_parts_that_begin_with_ascii_is_folding_the_whole),
		cmocka_unit_test(every_single_character_folds_to_something_that_folds_to_itself),
		cmocka_unit_test(
		    a_long_run_of_combining_marks_is_folded_without_loss_of_the_letters_around),
		cmocka_unit_test(the_widest_character_fits_however_often_it_stands_in_a_row),
		cmocka_unit_test(a_full_buffer_sticks),
		cmocka_unit_test(controls_bidi_tags_and_selectors_are_hidden),
		cmocka_unit_test(what_is_shown_and_the_line_controls_are_not_hidden),
		cmocka_unit_test(ascii_is_told_from_the_rest_at_every_offset),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
