/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "cli/lineup.h"
#include "draftkit.h"

#define LONG	"a-name-that-is-longer-than-any-id-may-be-" \
		"because-it-goes-on-and-on"	/* 66 bytes */

static void
a_profile_has_the_slots_of_its_parts(void **state)
{
	/* numbered as they are defined: the label's is before the rule's */
	enum { OF_ADVISORY, OF_POC, OF_BOTH, OF_RULE, N };
	struct draft *d = draftkit_whole("{{a|b}}\n",
	    "{{c|d}} {{@k hex 8}}\n", "{{e|f}} {{@k}}\n");
	static const bool want[TT_PROFILE_COUNT][N] = {
		[TT_PROFILE_NO_POC] = { [OF_ADVISORY] = true,
		    [OF_BOTH] = true, [OF_RULE] = true },
		[TT_PROFILE_FULL] = { true, true, true, true },
		[TT_PROFILE_PUBLIC] = { [OF_ADVISORY] = true,
		    [OF_BOTH] = true, [OF_RULE] = true },
	};
	struct lineup l = { .cap_copies = 0 };

	(void)state;
	assert_int_equal(d->bulletin->n_sites, N);
	lineup_profiles_of(&l, d);
	assert_int_equal(TT_OK, lineup_err(&l));
	assert_int_equal(l.roster.n_profiles, TT_PROFILE_COUNT);
	for (int p = 0; p < TT_PROFILE_COUNT; p++)
		assert_memory_equal(l.has[p], want[p], sizeof(want[p]));
	lineup_done(&l);
	draftkit_done(d);
}

static void
without_a_manifest_everybody_has_everything(void **state)
{
	struct draft *d = draftkit_loose("{{a|b}} {{hex 8}}\n");
	struct lineup l = { .cap_copies = 0 };

	(void)state;
	lineup_profiles_of(&l, d);
	assert_int_equal(TT_OK, lineup_err(&l));
	for (int p = 0; p < TT_PROFILE_COUNT; p++)
		assert_true(l.has[p][0] && l.has[p][1]);
	lineup_done(&l);
	draftkit_done(d);
}

static void
copies_stand_by_holder(void **state)
{
	static const bool first[] = { true, false }, second[] = { false, true };
	struct lineup l = { .cap_copies = 0 };
	uint32_t p = lineup_profile(&l, first, 2);
	uint32_t q = lineup_profile(&l, second, 2);
	size_t at, n;

	(void)state;
	assert_int_equal(lineup_profile(&l, first, 2), p);
	assert_int_not_equal(p, q);
	lineup_add_holder(&l, 7, "alder");
	lineup_add_copy(&l, 1, "alder-1", p);
	lineup_add_copy(&l, 5, "alder-2", p);
	lineup_add_holder(&l, 3, "");
	lineup_add_copy(&l, 2, "", q);
	assert_int_equal(TT_OK, lineup_err(&l));
	assert_int_equal(TT_OK, tt_roster_check(&l.roster));
	lineup_copies_of(&l, 0, &at, &n);
	assert_int_equal(at, 0);
	assert_int_equal(n, 2);
	lineup_copies_of(&l, 1, &at, &n);
	assert_int_equal(at, 2);
	assert_int_equal(n, 1);
	assert_true(lineup_holder_has(&l, 0, 0));
	assert_false(lineup_holder_has(&l, 0, 1));
	assert_true(lineup_holder_has(&l, 1, 1));
	assert_string_equal(l.partner[0].id, "alder");
	assert_string_equal(l.reader[1].id, "alder-2");
	lineup_done(&l);
}

static void
an_error_sticks(void **state)
{
	struct lineup l = { .cap_copies = 0 };

	(void)state;
	lineup_add_holder(&l, 0, LONG);
	assert_int_equal(TT_ELIMIT, lineup_err(&l));
	lineup_add_holder(&l, 1, "alder");
	lineup_add_copy(&l, 1, "alder-1", 0);
	assert_int_equal(TT_ELIMIT, lineup_err(&l));
	assert_int_equal(l.roster.n_copies, 0);
	lineup_done(&l);
}

static void
a_thousand_readers_grow_in_place(void **state)
{
	static const bool all[] = { true };
	struct lineup l = { .cap_copies = 0 };
	uint32_t p = lineup_profile(&l, all, 1);
	char name[24];

	(void)state;
	for (unsigned i = 0; i < 1000; i++) {
		snprintf(name, sizeof(name), "r%u", i);
		lineup_add_holder(&l, i, name);
		lineup_add_copy(&l, i, name, p);
	}
	assert_int_equal(TT_OK, lineup_err(&l));
	assert_int_equal(TT_OK, tt_roster_check(&l.roster));
	assert_string_equal(l.reader[999].id, "r999");
	assert_string_equal(l.partner[63].id, "r63");
	assert_int_equal(l.roster.copies[64].holder, 64);
	lineup_done(&l);
}

TEST_MAIN(cmocka_unit_test(a_profile_has_the_slots_of_its_parts),
    cmocka_unit_test(without_a_manifest_everybody_has_everything),
    cmocka_unit_test(copies_stand_by_holder),
    cmocka_unit_test(an_error_sticks),
    cmocka_unit_test(a_thousand_readers_grow_in_place))
