#include "cable.h"

#include "format/address.h"

/* --- T-1 routing and addresses --------------------------------------------------------------------------------- */

TEST(transmission_lines_are_routing_and_their_fives_join_the_banner)
{
	WITH("VZCZCXYZ0001\nOO RUEHC\nDE RUEHPM #0417/01 0581130\nZNY SSSSS ZZH\nO 271130Z FEB 04\n"
	     "FM AMEMBASSY PORT MARLOW\nBT\nUNCLAS PORT MARLOW 000417\n\n1. Text.\n");
	assert_kind(&t, "VZCZC", "routing");
	assert_kind(&t, "ZNY", "routing");
	assert_kind(&t, "O 2711", "precedence");
	assert_kind(&t, "FM AM", "from");
	assert_kind(&t, "BT", "separator");
	assert_level(&t, "1. Text", "S");
	done(&t);
}

TEST(unknown_fives_damage_the_banner)
{
	WITH("ZNY QQQQQ ZZH\nBT\nUNCLAS PORT MARLOW 000417\n\n1. Text.\n");
	assert_reads(&t, "1. Text", "damaged");
	done(&t);
}

TEST(fives_of_the_lowest_level_do_not_lower_the_class_line)
{
	WITH("ZNR UUUUU ZZH\nBT\n" SECRET "1. Text.\n");
	assert_reads(&t, "1. Text", "banner (S)");
	done(&t);
}

TEST(addresses_run_on_over_lines_of_stations)
{
	WITH(
	    "FM AMEMBASSY PORT MARLOW\nTO SECSTATE WASHDC IMMEDIATE 2114\nINFO AMEMBASSY QUENTARA\n"
	    "AMCONSUL VELDARA PRIORITY\nBT\n" SECRET);
	assert_kind(&t, "AMCONSUL VELDARA", "info");
	assert_int_equal(where(&t, "AMCONSUL"), where(&t, "INFO AM"));
	done(&t);
}

TEST(a_sentence_among_addresses_is_unknown)
{
	WITH(
	    "FM AMEMBASSY PORT MARLOW\nTO SECSTATE WASHDC\nTHE MINISTER WAS PAID BY US\nBT\n" SECRET);
	assert_kind(&t, "THE MINISTER", "unknown");
	assert_reads(&t, "THE MINISTER", "none");
	done(&t);
}

TEST(a_sentence_that_begins_like_an_address_is_none)
{
	WITH(SECRET "1. (U) Open.\n\nTO THE MINISTER THIS WAS NEW\n\nTO MINISTER HALVARD\n");
	assert_kind(&t, "TO THE MINISTER", "heading");
	assert_reads(&t, "TO THE MINISTER", "banner (S)");
	assert_kind(&t, "TO MINISTER HALVARD", "signature");
	done(&t);
}

TEST(a_banner_or_a_notice_among_addresses_is_no_station)
{
	WITH(
	    "FM AMEMBASSY PORT MARLOW\nTO SECSTATE WASHDC\n[1 line not declassified]\nINFO AMEMBASSY QUENTARA\nSECRET\n\n1. "
	    "Text.\n");
	assert_int_equal(portion_with(&t, "[1 line")->flags & PORTION_NOTICE, PORTION_NOTICE);
	assert_kind(&t, "INFO", "info");
	assert_kind(&t, "SECRET", "banner");
	assert_reads(&t, "1. Text", "banner (S)");
	done(&t);
}

TEST(a_lower_case_address_is_no_address)
{
	WITH("FM AMEMBASSY PORT MARLOW\nTO Secstate and the spy Halvard\nBT\n" SECRET);
	assert_kind(&t, "TO Secstate", "unknown");
	done(&t);
}

/* T-1: what policies assume to be unclassified must have the shape of a station. */
TEST(a_station_is_a_post_a_routing_indicator_or_a_place_with_a_precedence)
{
	static const char *const stations[] = { "AMEMBASSY PORT MARLOW", "SECSTATE WASHDC",
		"RUEHC/SECSTATE WASHDC IMMEDIATE 2114", "RUEHQV/QUENTARA PRIORITY 0088",
		"GULL STATION PRIORITY 0088", "USMISSION PORT VELL", "" };
	static const char *const others[] = { "GULL STATION QUENTARA", "RUSSIA PAYS HALVARD",
		"QUENTARA PAID MINISTER VELL", "GULL STATION QUENTARA (S)", "PRIORITY 0088",
		"AMEMBASSY PORT MARLOW PAID MINISTER HALVARD FOUR MILLION", "Amembassy Port Marlow",
		"AMEMBASSY WAS PAID", "GULL PRIORITY IS THE MINISTER", "RUEHC/THE MINISTER",
		"AMEMBASSY PORT; MARLOW" };
	for (size_t i = 0; i < sizeof stations / sizeof *stations; i++)
		assert_true(address_is_station(slice_str(stations[i])));
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (address_is_station(slice_str(others[i])))
			fail_msg("%s", others[i]);
}

TEST(a_line_that_is_no_station_is_unknown_under_its_word_and_below_another)
{
	WITH("FM AMEMBASSY PORT MARLOW\nTO SECSTATE WASHDC\nRUEHQV/QUENTARA\nMINISTER PAID\n"
	     "INFO GULL STATION\nBT\nSECRET PORT MARLOW 000417\n\n1. (U) Text.\n");
	assert_kind(&t, "RUEHQV", "to");
	assert_kind(&t, "MINISTER", "unknown");
	assert_kind(&t, "INFO", "unknown");
	done(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(transmission_lines_are_routing_and_their_fives_join_the_banner),
		cmocka_unit_test(unknown_fives_damage_the_banner),
		cmocka_unit_test(fives_of_the_lowest_level_do_not_lower_the_class_line),
		cmocka_unit_test(addresses_run_on_over_lines_of_stations),
		cmocka_unit_test(a_sentence_among_addresses_is_unknown),
		cmocka_unit_test(a_sentence_that_begins_like_an_address_is_none),
		cmocka_unit_test(a_banner_or_a_notice_among_addresses_is_no_station),
		cmocka_unit_test(a_lower_case_address_is_no_address),
		cmocka_unit_test(
		    a_station_is_a_post_a_routing_indicator_or_a_place_with_a_precedence),
		cmocka_unit_test(
		    a_line_that_is_no_station_is_unknown_under_its_word_and_below_another),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
