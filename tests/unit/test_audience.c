/* SPDX-License-Identifier: ISC */
#include "prop.h"
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
	{ "all of its waves have opened: the next shorter one", "past",
	  PARTNER_APPROVED, PARTNER_NO_END, READER_ACTIVE, "early",
	  TT_PROFILE_FULL, "tier", "tier past" },
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
	const struct audience_bulletin b = { .waves = waves,
		.n_waves = N_ROWS(waves), .public_s = NOW + 1000,
		.now_s = NOW, .exploited_s = DUTY_NEVER };
	struct audience_answer a;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct audience_ask ask = { .bulletin = &b,
			.tier = rows[i].tier, .partner = rows[i].partner,
			.agreement_ends_s = rows[i].ends,
			.reader = rows[i].reader };

		CHECK_ROW(state, rows[i].name);
		a = audience_of(&ask);
		assert_int_equal(rows[i].wave != NULL, a.granted);
		assert_string_equal(rows[i].rule, audience_rule_id(&a));
		assert_string_equal(rows[i].because, a.because);
		if (!a.granted)
			continue;
		assert_string_equal(rows[i].wave, waves[a.wave].name);
		assert_int_equal(rows[i].profile, a.profile);
	}
}

static void
a_party_gets_nothing_whatever_its_tier_and_exceptions(void **state)
{
	const struct audience_bulletin b = { .waves = waves,
		.n_waves = N_ROWS(waves), .public_s = NOW + 1000,
		.now_s = NOW, .exploited_s = DUTY_NEVER };
	const struct audience_exception late = { .rule = AUDIENCE_LATE,
		.until_s = NOW + 500 };
	struct audience_answer a;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct audience_ask ask = { .bulletin = &b, .party = true,
			.tier = rows[i].tier, .partner = rows[i].partner,
			.agreement_ends_s = rows[i].ends, .exceptions = &late,
			.n_exceptions = 1, .had = i % 2 == 0,
			.reader = rows[i].reader };

		CHECK_ROW(state, rows[i].name);
		a = audience_of(&ask);
		assert_false(a.granted);
		assert_string_equal("party", audience_rule_id(&a));
	}
}

static void
at_one_instant_the_richer_profile_wins_in_any_order(void **state)
{
	struct tt_wave two[] = { waves[3], waves[0] };
	const struct audience_bulletin b = { .waves = two, .n_waves = 2,
		.public_s = NOW + 1000, .now_s = NOW };
	struct audience_ask ask = { .bulletin = &b, .tier = "member",
		.partner = PARTNER_APPROVED,
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
	struct audience_bulletin b = { .waves = waves,
		.n_waves = N_ROWS(waves), .public_s = NOW + 1000,
		.now_s = NOW };
	struct audience_ask ask = { .bulletin = &b, .tier = "elite",
		.partner = PARTNER_APPROVED,
		.agreement_ends_s = PARTNER_NO_END, .reader = READER_LISTED };

	(void)state;
	assert_false(audience_of(&ask).granted);
	assert_true(audience_trace_of(&ask, NULL).granted);
	b.n_waves = 0;
	assert_false(audience_trace_of(&ask, NULL).granted);
}

/* The programme of specs/stories.md 3.6, and its partners A to G. */

#define DAY	INT64_C(86400)
#define START	INT64_C(1795000000)
#define PUBLIC	(START + 20 * DAY)

static const struct tt_wave three[] = {
	{ .name = "14d", .profile = TT_PROFILE_FULL,
	  .opens_at_s = PUBLIC - 14 * DAY, .tiers = { "validate" },
	  .n_tiers = 1 },
	{ .name = "5d", .profile = TT_PROFILE_FULL,
	  .opens_at_s = PUBLIC - 5 * DAY, .tiers = { "elite" },
	  .n_tiers = 1 },
	{ .name = "24h", .profile = TT_PROFILE_NO_POC,
	  .opens_at_s = PUBLIC - DAY, .tiers = { "member" }, .n_tiers = 1 },
};

/* For everybody, as F's bulletin: the last wave alone. */
static const struct tt_wave one[] = {
	{ .name = "24h", .profile = TT_PROFILE_NO_POC,
	  .opens_at_s = PUBLIC - DAY, .tiers = { "member", "validate" },
	  .n_tiers = 2 },
};

static const struct audience_exception both_duties[] = {
	{ "duty-possible", PUBLIC }, { "duty-certain", PUBLIC },
};
static const struct audience_exception one_duty[] = {
	{ "duty-certain", PUBLIC },
};
static const struct audience_exception ended[] = {
	{ "duty-possible", PUBLIC - 6 * DAY },
	{ "duty-certain", PUBLIC - 6 * DAY },
};
static const struct audience_exception kept[] = {
	{ "state", PUBLIC }, { "agreement", PUBLIC },
};
static const struct audience_exception late[] = {
	{ AUDIENCE_LATE, PUBLIC },
};

enum duties_of { NO_DUTY, BOUND, OVERDUE, NO_PROFILE };

static const struct {
	const char *name, *tier;
	enum duties_of duties;
	int64_t ends;
	bool only_24h;
	int64_t now;
	const struct audience_exception *exceptions;
	size_t n_exceptions;
	const char *wave;	/* NULL: nothing before public */
	enum tt_profile profile;
	const char *rule;
	unsigned lifted;	/* how many */
} vectors[] = {
	{ "A: validate, no duty", "validate", NO_DUTY, PARTNER_NO_END, false,
	  START, NULL, 0, "14d", TT_PROFILE_FULL, "tier", 0 },
	{ "B: elite, no duty", "elite", NO_DUTY, PARTNER_NO_END, false, START,
	  NULL, 0, "5d", TT_PROFILE_FULL, "tier", 0 },
	{ "C: elite, a duty of 48 h", "elite", BOUND, PARTNER_NO_END, false,
	  START, NULL, 0, "24h", TT_PROFILE_BRIEF, "duty-certain", 0 },
	{ "C with both exceptions", "elite", BOUND, PARTNER_NO_END, false,
	  START, both_duties, 2, "5d", TT_PROFILE_FULL, "tier", 1 },
	{ "C with one: the 5d wave is lifted, for it is certain there",
	  "elite", BOUND, PARTNER_NO_END, false, START, one_duty, 1, "5d",
	  TT_PROFILE_FULL, "tier", 1 },
	{ "an exception that ends before the wave opens lifts nothing",
	  "elite", BOUND, PARTNER_NO_END, false, START, ended, 2, "24h",
	  TT_PROFILE_BRIEF, "duty-certain", 0 },
	{ "D: member, declaration overdue", "member", OVERDUE,
	  PARTNER_NO_END, false, START, NULL, 0, "24h", TT_PROFILE_BRIEF,
	  "duty-possible", 0 },
	{ "nothing declared at all", "member", NO_PROFILE, PARTNER_NO_END,
	  false, START, NULL, 0, "24h", TT_PROFILE_BRIEF, "duty-possible",
	  0 },
	{ "E: member, the agreement ends the day before", "member", NO_DUTY,
	  PUBLIC - DAY, false, START, NULL, 0, NULL, 0, "agreement", 0 },
	{ "E with an exception that may not be", "member", NO_DUTY,
	  PUBLIC - DAY, false, START, kept, 2, NULL, 0, "agreement", 0 },
	{ "F: validate; the bulletin has a 24h wave only", "validate",
	  NO_DUTY, PARTNER_NO_END, true, START, NULL, 0, "24h",
	  TT_PROFILE_NO_POC, "tier", 0 },
	{ "G: elite, joined when the 5d wave was open", "elite", NO_DUTY,
	  PARTNER_NO_END, false, PUBLIC - 2 * DAY, NULL, 0, "24h",
	  TT_PROFILE_NO_POC, "tier", 0 },
	{ "G with two approvals", "elite", NO_DUTY, PARTNER_NO_END, false,
	  PUBLIC - 2 * DAY, late, 1, "5d", TT_PROFILE_FULL, "tier", 0 },
	{ "a tier that the policy lacks", "guest", NO_DUTY, PARTNER_NO_END,
	  false, START, NULL, 0, NULL, 0, "tier", 0 },
};

static struct tt_diags diags;

/* A policy of share/. */
static struct policy *
shipped(const char *name)
{
	struct policy *p = NULL;
	char path[512];
	char *text;
	size_t n;

	snprintf(path, sizeof(path), TEST_DATA "/../../share/policy/%s", name);
	text = test_read(path, &n);
	tt_diags_init(&diags);
	assert_int_equal(TT_OK, policy_parse(&p, span_of(text, n),
	    span_str(name), &diags));
	free(text);
	return p;
}

/* Says of itself that 48 hours bind it, or nothing does. */
static struct profile
declares(enum duties_of d)
{
	struct profile p = { .declared = true, .declared_s = START - DAY };

	if (d == OVERDUE)
		p.declared_s = START - 366 * DAY;
	if (d == BOUND) {
		p.n_duties = 1;
		p.duty[0] = (struct profile_duty){ "xx-48", true, 2 * DAY };
	}
	return p;
}

static unsigned
bits(uint64_t v)
{
	return (unsigned)__builtin_popcountll(v);
}

static void
the_table_of_partners(void **state)
{
	struct policy *policy = shipped("tiers.json");
	struct audience_answer a;

	for (size_t i = 0; i < N_ROWS(vectors); i++) {
		const struct audience_bulletin b = { .policy = policy,
			.waves = vectors[i].only_24h ? one : three,
			.n_waves = vectors[i].only_24h ? 1 : 3,
			.public_s = PUBLIC, .now_s = vectors[i].now,
			.exploited_s = DUTY_NEVER };
		struct profile p = declares(vectors[i].duties);
		struct audience_ask ask = { .bulletin = &b,
			.tier = vectors[i].tier, .partner = PARTNER_APPROVED,
			.since_s = START - 30 * DAY, .agreement = "1",
			.agreement_ends_s = vectors[i].ends,
			.profile = vectors[i].duties == NO_PROFILE ? NULL :
			    &p, .exceptions = vectors[i].exceptions,
			.n_exceptions = vectors[i].n_exceptions,
			.reader = READER_ACTIVE };

		CHECK_ROW(state, vectors[i].name);
		a = audience_of(&ask);
		assert_string_equal(vectors[i].rule, audience_rule_id(&a));
		assert_int_equal(vectors[i].wave != NULL, a.granted);
		assert_true(bits(a.lifted) == vectors[i].lifted);
		assert_int_equal(0, a.decided & ~a.matched);
		if (!a.granted)
			continue;
		assert_string_equal(vectors[i].wave, b.waves[a.wave].name);
		assert_int_equal(vectors[i].profile, a.profile);
		assert_int_equal(a.late, vectors[i].exceptions == late);
	}
	policy_free(policy);
}

static void
a_brief_that_is_not_there_is_not_sent(void **state)
{
	struct policy *policy = shipped("tiers.json");
	struct audience_bulletin b = { .policy = policy, .waves = three,
		.n_waves = 3, .public_s = PUBLIC, .now_s = START,
		.exploited_s = DUTY_NEVER, .empty = 1u << TT_PROFILE_BRIEF };
	struct profile p = declares(BOUND);
	struct audience_ask ask = { .bulletin = &b, .tier = "elite",
		.partner = PARTNER_APPROVED,
		.agreement_ends_s = PARTNER_NO_END, .profile = &p,
		.reader = READER_ACTIVE };
	struct audience_answer a = audience_of(&ask);

	(void)state;
	assert_false(a.granted);
	assert_string_equal("duty-certain", audience_rule_id(&a));
	assert_non_null(strstr(a.because, "has no part here"));
	policy_free(policy);
}

static void
who_had_a_copy_gets_the_next_of_an_open_wave(void **state)
{
	struct audience_bulletin b = { .waves = three, .n_waves = 3,
		.public_s = PUBLIC, .now_s = PUBLIC - 2 * DAY,
		.exploited_s = DUTY_NEVER };
	struct audience_ask ask = { .bulletin = &b, .tier = "elite",
		.partner = PARTNER_APPROVED,
		.agreement_ends_s = PARTNER_NO_END, .reader = READER_ACTIVE,
		.had = true };
	struct audience_answer a = audience_of(&ask);

	(void)state;
	assert_string_equal("5d", three[a.wave].name);
	assert_false(a.late);
	ask.had = false;
	a = audience_of(&ask);
	assert_string_equal("24h", three[a.wave].name);
	b.now_s = PUBLIC - 1;
	a = audience_of(&ask);
	assert_string_equal("opened", audience_rule_id(&a));
}

static void
every_step_is_told(void **state)
{
	struct policy *policy = shipped("tiers.json");
	const struct audience_bulletin b = { .policy = policy,
		.waves = three, .n_waves = 3, .public_s = PUBLIC,
		.now_s = START, .exploited_s = DUTY_NEVER };
	struct profile p = declares(BOUND);
	struct audience_ask ask = { .bulletin = &b, .tier = "validate",
		.partner = PARTNER_APPROVED,
		.agreement_ends_s = PARTNER_NO_END, .profile = &p };
	struct audience_trace t;

	(void)state;
	assert_true(audience_trace_of(&ask, &t).granted);
	assert_int_equal(3, t.n);
	assert_int_equal(AUDIENCE_NOT_LAST, t.row[0].outcome);
	assert_int_equal(DUTY_CERTAIN, t.row[0].duty.report);
	assert_true(t.row[0].listed && !t.row[2].listed);
	assert_int_equal(AUDIENCE_GRANTED, t.row[2].outcome);
	assert_int_equal(DUTY_POSSIBLE, t.row[2].duty.report);
	assert_string_equal("validate", t.tier->name);
	policy_free(policy);
}

/* Properties: rules that are drawn, over facts that are drawn. */

static struct policy_cap
draw_cap(struct prop *p)
{
	static const int64_t leads[] = { POLICY_NO_LEAD, POLICY_NO_LEAD,
		DAY / 2, DAY, 5 * DAY, 10 * DAY };

	return (struct policy_cap){ .nothing = prop_below(p, 12) == 0,
		.last = prop_below(p, 4) == 0,
		.lead_max_s = leads[prop_below(p, N_ROWS(leads))],
		.profile_max = (enum tt_profile)prop_below(p,
		    TT_PROFILE_PUBLIC) };
}

static void
draw_rule(struct prop *p, struct policy_rule *r, size_t number)
{
	static const char *const tiers[] = { "validate", "elite", "member" };
	struct policy_condition *c = &r->when[0];

	memset(r, 0, sizeof(*r));
	snprintf(r->id, sizeof(r->id), "r%zu", number);
	snprintf(r->because, sizeof(r->because), "because of %zu", number);
	r->cap = draw_cap(p);
	r->n = 1;
	c->n = 1;
	c->denied = prop_below(p, 3) == 0;
	if (prop_below(p, 2) == 0) {
		c->fact = POLICY_DUTY;
		snprintf(c->word[0], sizeof(c->word[0]), "%s",
		    duty_reports[prop_below(p, DUTY_REPORTS)]);
	} else {
		c->fact = POLICY_TIER;
		snprintf(c->word[0], sizeof(c->word[0]), "%s",
		    tiers[prop_below(p, N_ROWS(tiers))]);
	}
	r->exception = prop_below(p, 3) == 0 ? POLICY_FOR_BULLETIN :
	    POLICY_NOT_LIFTED;
}

struct drawn {
	struct policy policy;
	struct tt_wave wave[5];
	struct audience_bulletin b;
	struct profile profile;
	struct audience_exception x[2];
	struct audience_ask ask;
};

static void
draw(struct prop *p, struct drawn *d)
{
	static const char *const tiers[] = { "validate", "elite", "member" };
	size_t n = 1 + prop_below(p, 5);

	memset(d, 0, sizeof(*d));
	d->policy.n_tiers = 1;
	snprintf(d->policy.tier[0].name, sizeof(d->policy.tier[0].name), "*");
	d->policy.tier[0].cap = POLICY_UNCAPPED;
	d->policy.n_rules = prop_below(p, 7);
	for (size_t i = 0; i < d->policy.n_rules; i++)
		draw_rule(p, &d->policy.rule[i], i);
	for (size_t i = 0; i < n; i++) {
		d->wave[i].opens_at_s = PUBLIC - (int64_t)(1 +
		    prop_below(p, 28)) * DAY / 2;
		d->wave[i].profile = (enum tt_profile)prop_below(p,
		    TT_PROFILE_PUBLIC);
		d->wave[i].n_tiers = 1;
		snprintf(d->wave[i].tiers[0], sizeof(d->wave[i].tiers[0]),
		    "%s", tiers[prop_below(p, N_ROWS(tiers))]);
	}
	d->b = (struct audience_bulletin){ .waves = d->wave, .n_waves = n,
		.public_s = PUBLIC, .now_s = START +
		    (int64_t)prop_below(p, 20) * DAY,
		.exploited_s = DUTY_NEVER, .policy = &d->policy,
		.empty = (unsigned)prop_below(p, 2) };
	d->profile = declares((enum duties_of)prop_below(p, NO_PROFILE));
	snprintf(d->x[0].rule, sizeof(d->x[0].rule), "r%u",
	    (unsigned)prop_below(p, 7));
	d->x[0].until_s = PUBLIC;
	d->ask = (struct audience_ask){ .bulletin = &d->b,
		.tier = tiers[prop_below(p, N_ROWS(tiers))],
		.partner = PARTNER_APPROVED,
		.agreement_ends_s = PARTNER_NO_END, .profile = &d->profile,
		.exceptions = d->x, .n_exceptions = prop_below(p, 2),
		.reader = READER_ACTIVE, .had = prop_below(p, 4) == 0 };
}

/* Earlier is more; at one instant, the richer profile. */
static bool
more(const struct drawn *d, const struct audience_answer *a,
    const struct audience_answer *than)
{
	int64_t x, y;

	if (!a->granted || !than->granted)
		return a->granted && !than->granted;
	x = d->wave[a->wave].opens_at_s;
	y = d->wave[than->wave].opens_at_s;
	return x < y || (x == y && a->profile > than->profile);
}

static void
the_order_of_rules_changes_nothing(void **state)
{
	static struct drawn d;
	struct audience_answer a, b;
	struct policy_rule swap;
	struct prop p;
	size_t k;

	(void)state;
	PROP_CASES(&p, 4000) {
		draw(&p, &d);
		a = audience_of(&d.ask);
		for (size_t i = d.policy.n_rules; i > 1; i--) {
			k = prop_below(&p, i);
			swap = d.policy.rule[k];
			d.policy.rule[k] = d.policy.rule[i - 1];
			d.policy.rule[i - 1] = swap;
		}
		b = audience_of(&d.ask);
		assert_int_equal(a.granted, b.granted);
		assert_int_equal(a.wave, b.wave);
		assert_int_equal(a.profile, b.profile);
		assert_int_equal(a.rule, b.rule);
		assert_string_equal(a.because, b.because);
		assert_true(bits(a.matched) == bits(b.matched) &&
		    bits(a.decided) == bits(b.decided));
	}
}

static void
nobody_gets_more_than_any_matching_rule_allows(void **state)
{
	static struct drawn d;
	struct audience_trace t;
	struct audience_answer a;
	size_t granted = 0, capped = 0;
	struct prop p;

	(void)state;
	PROP_CASES(&p, 4000) {
		draw(&p, &d);
		a = audience_trace_of(&d.ask, &t);
		if (!a.granted)
			continue;
		granted++;
		for (size_t i = 0; i < d.policy.n_rules; i++) {
			const struct policy_cap *c = &d.policy.rule[i].cap;
			const struct tt_wave *w = &d.wave[a.wave];

			if ((t.row[t.n - 1].matched &
			    ~t.row[t.n - 1].lifted & 1u << i) == 0)
				continue;
			capped++;
			assert_false(c->nothing);
			assert_true(a.profile <= c->profile_max);
			assert_true(PUBLIC - w->opens_at_s <= c->lead_max_s);
			for (size_t k = 0; c->last && k < d.b.n_waves; k++)
				assert_true(d.wave[k].opens_at_s <=
				    w->opens_at_s);
		}
		assert_true(a.profile <= d.wave[a.wave].profile);
		assert_int_equal(0, d.b.empty & 1u << a.profile);
	}
	/* else it says little */
	assert_true(granted > 500 && capped > 500);
}

static void
one_rule_more_never_gives_more(void **state)
{
	static struct drawn d;
	struct audience_answer before, after;
	size_t less = 0;
	struct prop p;

	(void)state;
	PROP_CASES(&p, 4000) {
		draw(&p, &d);
		before = audience_of(&d.ask);
		draw_rule(&p, &d.policy.rule[d.policy.n_rules], 50);
		d.policy.n_rules++;
		after = audience_of(&d.ask);
		assert_false(more(&d, &after, &before));
		less += more(&d, &before, &after);
	}
	assert_true(less > 200);
}

static void
nothing_beats_everything(void **state)
{
	static struct drawn d;
	struct audience_answer a;
	struct policy_rule *r;
	struct prop p;

	(void)state;
	PROP_CASES(&p, 2000) {
		draw(&p, &d);
		r = &d.policy.rule[d.policy.n_rules++];
		draw_rule(&p, r, 50);
		r->n = 0;	/* matches everybody */
		r->exception = POLICY_NOT_LIFTED;
		r->cap.nothing = true;
		a = audience_of(&d.ask);
		assert_false(a.granted);
	}
}

/* Had a copy of what the bulletin replaces, or not, in each tier and state. */
static const struct {
	const char *name, *tier;
	bool heir;
	enum partner_state partner;
	const char *wave;	/* NULL: nothing */
	const char *rule;
} heirs[] = {
	{ "no wave is for the tier: the last one, at its least", "entry",
	  true, PARTNER_APPROVED, "note", "replaces" },
	{ "without that, nothing", "entry", false, PARTNER_APPROVED, NULL,
	  "tier" },
	{ "a wave is for the tier: that one", "elite", true,
	  PARTNER_APPROVED, "early", "tier" },
	{ "the state says no", "entry", true, PARTNER_SUSPENDED, NULL,
	  "state" },
	{ "and no again", "entry", true, PARTNER_REMOVED, NULL, "state" },
};

static void
who_had_what_is_replaced_is_in(void **state)
{
	const struct audience_bulletin b = { .waves = waves,
		.n_waves = N_ROWS(waves), .public_s = NOW + 1000,
		.now_s = NOW, .exploited_s = DUTY_NEVER };
	struct audience_answer a;

	for (size_t i = 0; i < N_ROWS(heirs); i++) {
		struct audience_ask ask = { .bulletin = &b,
			.tier = heirs[i].tier, .partner = heirs[i].partner,
			.agreement_ends_s = PARTNER_NO_END,
			.reader = READER_ACTIVE, .heir = heirs[i].heir };

		CHECK_ROW(state, heirs[i].name);
		a = audience_of(&ask);
		assert_int_equal(heirs[i].wave != NULL, a.granted);
		assert_string_equal(heirs[i].rule, audience_rule_id(&a));
		if (a.granted)
			assert_string_equal(heirs[i].wave,
			    waves[a.wave].name);
	}
}

static void
an_heir_gets_no_wave_that_has_opened(void **state)
{
	struct tt_wave open_one = waves[1];
	const struct audience_bulletin b = { .waves = &open_one, .n_waves = 1,
		.public_s = NOW + 1000, .now_s = NOW };
	struct audience_ask ask = { .bulletin = &b, .tier = "entry",
		.partner = PARTNER_APPROVED,
		.agreement_ends_s = PARTNER_NO_END, .reader = READER_ACTIVE,
		.heir = true };
	struct audience_answer a = audience_of(&ask);

	(void)state;
	assert_false(a.granted);
	assert_string_equal("opened", audience_rule_id(&a));
}

TEST_MAIN(cmocka_unit_test(tier_and_state_decide),
    cmocka_unit_test(a_party_gets_nothing_whatever_its_tier_and_exceptions),
    cmocka_unit_test(who_had_what_is_replaced_is_in),
    cmocka_unit_test(an_heir_gets_no_wave_that_has_opened),
    cmocka_unit_test(at_one_instant_the_richer_profile_wins_in_any_order),
    cmocka_unit_test(a_plan_can_be_made_before_readers_join),
    cmocka_unit_test(the_table_of_partners),
    cmocka_unit_test(a_brief_that_is_not_there_is_not_sent),
    cmocka_unit_test(who_had_a_copy_gets_the_next_of_an_open_wave),
    cmocka_unit_test(every_step_is_told),
    cmocka_unit_test(the_order_of_rules_changes_nothing),
    cmocka_unit_test(nobody_gets_more_than_any_matching_rule_allows),
    cmocka_unit_test(one_rule_more_never_gives_more),
    cmocka_unit_test(nothing_beats_everything))
