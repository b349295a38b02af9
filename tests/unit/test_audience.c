/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "programme/audience.h"

#define NOW	1000000

static const struct tt_wave waves[] = {
	{ .name = "main", .profile = TT_PROFILE_NO_POC,
	  .opens_at_s = NOW + 900, .tiers = { "member", "elite" },
	  .n_tiers = 2 },
	{ .name = "gone", .profile = TT_PROFILE_FULL, .opens_at_s = NOW,
	  .tiers = { "validate", "past" }, .n_tiers = 2 },
	{ .name = "early", .profile = TT_PROFILE_FULL,
	  .opens_at_s = NOW + 500, .tiers = { "elite", "validate" },
	  .n_tiers = 2 },
	{ .name = "note", .profile = TT_PROFILE_BRIEF,
	  .opens_at_s = NOW + 900, .tiers = { "member" }, .n_tiers = 1 },
};

static const struct {
	const char *name, *tier;
	enum partner_state partner;
	int64_t ends;
	enum reader_state reader;
	const char *wave;	/* NULL: nothing */
	enum tt_profile profile;
	const char *rule, *because;
} rows[] = {
	{ "the wave of the tier", "member", PARTNER_APPROVED, PARTNER_NO_END,
	  READER_ACTIVE, "main", TT_PROFILE_NO_POC, "tier", "tier member" },
	{ "two waves for one reader: the earlier", "elite", PARTNER_APPROVED,
	  PARTNER_NO_END, READER_ACTIVE, "early", TT_PROFILE_FULL, "tier",
	  "tier elite" },
	{ "an opened wave is skipped, the next is taken", "validate",
	  PARTNER_APPROVED, PARTNER_NO_END, READER_ACTIVE, "early",
	  TT_PROFILE_FULL, "tier", "tier validate" },
	{ "all of its waves have opened", "past", PARTNER_APPROVED,
	  PARTNER_NO_END, READER_ACTIVE, NULL, 0, "opened",
	  "each wave for tier past has opened" },
	{ "no wave for the tier", "entry", PARTNER_APPROVED, PARTNER_NO_END,
	  READER_ACTIVE, NULL, 0, "tier", "no wave is for tier entry" },
	{ "tiers are compared in full", "membe", PARTNER_APPROVED,
	  PARTNER_NO_END, READER_ACTIVE, NULL, 0, "tier",
	  "no wave is for tier membe" },
	{ "applied", "member", PARTNER_APPLIED, PARTNER_NO_END,
	  READER_ACTIVE, NULL, 0, "state",
	  "only approved partners; this one is applied" },
	{ "vetting", "member", PARTNER_VETTING, PARTNER_NO_END,
	  READER_ACTIVE, NULL, 0, "state",
	  "only approved partners; this one is vetting" },
	{ "expired in the record", "member", PARTNER_EXPIRED, 5,
	  READER_ACTIVE, NULL, 0, "state",
	  "only approved partners; this one is expired" },
	{ "expired by itself", "member", PARTNER_APPROVED, 86400,
	  READER_ACTIVE, NULL, 0, "state", "only approved partners; the "
	  "agreement of this one ended at 1970-01-02T00:00:00Z" },
	{ "suspended", "elite", PARTNER_SUSPENDED, PARTNER_NO_END,
	  READER_ACTIVE, NULL, 0, "state",
	  "only approved partners; this one is suspended" },
	{ "removed", "elite", PARTNER_REMOVED, PARTNER_NO_END, READER_ACTIVE,
	  NULL, 0, "state", "only approved partners; this one is removed" },
	{ "refused", "elite", PARTNER_REFUSED, PARTNER_NO_END, READER_ACTIVE,
	  NULL, 0, "state", "only approved partners; this one is refused" },
	{ "withdrawn", "elite", PARTNER_WITHDRAWN, PARTNER_NO_END,
	  READER_ACTIVE, NULL, 0, "state",
	  "only approved partners; this one is withdrawn" },
	{ "not invited", "member", PARTNER_APPROVED, PARTNER_NO_END,
	  READER_LISTED, NULL, 0, "reader",
	  "only confirmed readers; this one has not been invited" },
	{ "not joined", "member", PARTNER_APPROVED, PARTNER_NO_END,
	  READER_INVITED, NULL, 0, "reader",
	  "only confirmed readers; this one was invited and has not joined" },
	{ "not confirmed", "member", PARTNER_APPROVED, PARTNER_NO_END,
	  READER_JOINED, NULL, 0, "reader",
	  "only confirmed readers; this one has joined and is not confirmed" },
	{ "revoked", "member", PARTNER_APPROVED, PARTNER_NO_END,
	  READER_REVOKED, NULL, 0, "reader",
	  "only confirmed readers; this one was revoked" },
	{ "the partner's state is said before the reader's", "member",
	  PARTNER_REMOVED, PARTNER_NO_END, READER_REVOKED, NULL, 0, "state",
	  "only approved partners; this one is removed" },
};

static void
tier_and_state_decide(void **state)
{
	struct audience_answer a;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct audience_ask ask = { .waves = waves,
			.n_waves = N_ROWS(waves), .now_s = NOW,
			.tier = rows[i].tier, .partner = rows[i].partner,
			.agreement_ends_s = rows[i].ends,
			.reader = rows[i].reader };

		CHECK_ROW(state, rows[i].name);
		a = audience_of(&ask);
		assert_int_equal(rows[i].wave != NULL, a.granted);
		assert_string_equal(rows[i].rule, audience_rule_id(a.rule));
		assert_string_equal(rows[i].because, a.because);
		if (!a.granted)
			continue;
		assert_string_equal(rows[i].wave, waves[a.wave].name);
		assert_int_equal(rows[i].profile, a.profile);
	}
}

static void
at_one_instant_the_richer_profile_wins_in_any_order(void **state)
{
	struct tt_wave two[] = { waves[3], waves[0] };
	struct audience_ask ask = { .waves = two, .n_waves = 2, .now_s = NOW,
		.tier = "member", .partner = PARTNER_APPROVED,
		.agreement_ends_s = PARTNER_NO_END, .reader = READER_ACTIVE };

	(void)state;
	assert_int_equal(1, audience_of(&ask).wave);
	two[0] = waves[0];
	two[1] = waves[3];
	assert_int_equal(0, audience_of(&ask).wave);
}

static void
a_plan_can_be_made_before_readers_join(void **state)
{
	struct audience_ask ask = { .waves = waves, .n_waves = N_ROWS(waves),
		.now_s = NOW, .tier = "elite", .partner = PARTNER_APPROVED,
		.agreement_ends_s = PARTNER_NO_END, .reader = READER_LISTED };

	(void)state;
	assert_false(audience_of(&ask).granted);
	assert_true(audience_if_active(&ask).granted);
	ask.n_waves = 0;
	assert_false(audience_if_active(&ask).granted);
}

TEST_MAIN(cmocka_unit_test(tier_and_state_decide),
    cmocka_unit_test(at_one_instant_the_richer_profile_wins_in_any_order),
    cmocka_unit_test(a_plan_can_be_made_before_readers_join))
