/*
 * tests/bench/telegrams.c -- as many bytes of invented telegrams as asked for, the same on every machine.
 *
 * usage: telegrams BYTES [PARAGRAPHS_EACH [WORDS]]
 *
 * A paragraph has 20 words and up to WORDS more (80): with 80, a portion is 150 bytes, headers included; with 360, 420.
 * Words are made of syllables from a small generator, so that no run of words repeats by chance. About half of the
 * paragraphs are (U).
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct state {
	uint64_t random;
	uint64_t written;
	unsigned message;
	uint32_t words; /* of a paragraph, above 20 */
};

static uint32_t
draw(struct state *s, uint32_t below)
{
	s->random ^= s->random << 13;
	s->random ^= s->random >> 7;
	s->random ^= s->random << 17;
	return (uint32_t)(s->random >> 33) % below;
}

static void
put(struct state *s, const char *text)
{
	size_t len = strlen(text);
	s->written += len;
	if (fwrite(text, 1, len, stdout) != len)
		exit(6);
}

static void
put_word(struct state *s, char *word)
{
	static const char *const syllables[] = { "ba", "den", "kor", "li", "mar", "no", "pel",
		"ras", "sto", "tu", "ven", "wil", "zan", "gor", "fi", "hal" };
	size_t len = 0;
	for (uint32_t i = 0, n = 1 + draw(s, 3); i < n; i++) {
		const char *syllable = syllables[draw(s, 16)];
		memcpy(word + len, syllable, strlen(syllable));
		len += strlen(syllable);
	}
	word[len] = '\0';
}

static void
put_paragraph(struct state *s, unsigned number)
{
	static const char *const marks[] = { "(U)", "(U)", "(U)", "(U)", "(U)", "(C)", "(C)", "(C)",
		"(C/NF)", "(S/NF)" };
	char line[128], word[32];
	size_t used = (size_t)snprintf(line, sizeof line, "%u. %s", number, marks[draw(s, 10)]);

	for (uint32_t i = 0, n = 20 + draw(s, s->words); i < n; i++) {
		put_word(s, word);
		if (used + strlen(word) + 1 > 66) {
			line[used] = '\n';
			line[used + 1] = '\0';
			put(s, line);
			used = 0;
		}
		used += (size_t)snprintf(
		    line + used, sizeof line - used, used > 0 ? " %s" : "%s", word);
	}
	put(s, line);
	put(s, ".\n\n");
}

static void
put_telegram(struct state *s, unsigned paragraphs)
{
	char head[1024], word[32];

	put_word(s, word);
	(void)snprintf(head, sizeof head,
	    "OO RUEHC\nDE RUEHPM #%04u 0581130\nZNY SSSSS ZZH\nO 271130Z FEB 04\nFM AMEMBASSY PORT MARLOW\n"
	    "TO RUEHC/SECSTATE WASHDC IMMEDIATE %04u\nBT\nS E C R E T PORT MARLOW %06u\n\nSIPDIS\nNOFORN\n\n"
	    "E.O. 12958: DECL: 02/27/2014\nTAGS: PREL, VD\nSUBJECT: (U) %s TALKS, ROUND %u\n\n"
	    "Classified By: Ambassador Ilsa Brandt, Reasons 1.4 (b) and (d).\n\n",
	    s->message % 10000, s->message % 9973, s->message, word, s->message);
	put(s, head);
	for (unsigned i = 1; i <= paragraphs; i++)
		put_paragraph(s, i);
	put(s, "BRANDT\nBT\nNNNN\n");
	s->message++;
}

int
main(int argc, char **argv)
{
	struct state state = { .random = UINT64_C(88172645463325252), .message = 1, .words = 80 };
	uint64_t bytes = argc > 1 ? strtoull(argv[1], NULL, 10) : 4096;
	unsigned paragraphs = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 8;

	if (argc > 3)
		state.words = (uint32_t)strtoul(argv[3], NULL, 10);
	while (state.written < bytes)
		put_telegram(&state, paragraphs);
	return fflush(stdout) == 0 ? 0 : 6;
}
