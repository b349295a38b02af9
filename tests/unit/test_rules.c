/* SPDX-License-Identifier: ISC */
/* The language of policies: what is read, refused, warned of, written. */
#include "test.h"

#include "programme/policy.h"
#include "programme/rules.h"

#define HEAD	"{\"format\":\"telltale-policy/1\",\"version\":3," \
		"\"profiles\":[\"brief\",\"no-poc\",\"full\"]," \
		"\"tiers\":{\"elite\":{\"lead_max\":\"5d\"}},\"rules\":["
#define RULE(when, cap, more) HEAD "{\"id\":\"r\",\"when\":" when ",\"cap\":" \
		cap ",\"because\":\"b\"" more "}]}"

static struct tt_diags diags;

static enum tt_err
parse(struct span text, struct policy **out)
{
	tt_diags_init(&diags);
	return policy_parse(out, text, SPAN("policy.json"), &diags);
}

static const struct {
	const char *name, *text;
	size_t errors, warnings;
	const char *says;	/* in one of the messages */
} rows[] = {
	{ "no rules at all", HEAD "]}", 0, 0, NULL },
	{ "each kind of fact", RULE("{\"partner.state\":\"expired\","
	  "\"partner.probation\":false,\"agreement.valid_until\":"
	  "{\"before\":\"opens_at\"},\"duty.report\":{\"not\":[\"none\"]}}",
	  "{\"nothing\":true}", ""), 0, 0, NULL },
	{ "a fact that is none", RULE("{\"partner.mood\":\"x\"}", "{}", ""),
	  1, 0, "no fact \"partner.mood\"" },
	{ "a cap that is none", RULE("{\"partner.tier\":\"x\"}",
	  "{\"lead_min\":\"1d\"}", ""), 1, 0, "\"lead_min\"" },
	{ "a member of a rule that is none", RULE("{\"partner.tier\":\"x\"}",
	  "{}", ",\"unless\":{}"), 1, 0, "\"unless\"" },
	{ "a state that is none", RULE("{\"partner.state\":[\"approved\","
	  "\"well\"]}", "{}", ""), 1, 0, "never 'well'" },
	{ "no word to compare with", RULE("{\"partner.tier\":[]}", "{}", ""),
	  1, 0, "no word" },
	{ "true or false is not a word", RULE("{\"partner.probation\":"
	  "\"yes\"}", "{}", ""), 1, 0, "true or false" },
	{ "an instant that is none", RULE("{\"agreement.valid_until\":"
	  "{\"before\":\"noon\"}}", "{}", ""), 1, 0, "noon" },
	{ "a country is accepted and warned of", RULE("{\"partner.country\":"
	  "\"JP\"}", "{}", ""), 0, 1, "both directions" },
	{ "an owner's country, too", RULE("{\"partner.owner\":{\"not\":"
	  "[\"JP\"]}}", "{}", ""), 0, 1, "both directions" },
	{ "what matches everybody is warned of", RULE("{}", "{}", ""), 0, 1,
	  "everybody" },
	{ "a wave other than the last", RULE("{\"partner.tier\":\"x\"}",
	  "{\"wave\":\"first\"}", ""), 1, 0, "'first'" },
	{ "a length that is none", RULE("{\"partner.tier\":\"x\"}",
	  "{\"lead_max\":\"1 day\"}", ""), 1, 0, "'1 day'" },
	{ "the public profile is of no wave", RULE("{\"partner.tier\":\"x\"}",
	  "{\"profile_max\":\"public\"}", ""), 1, 0, "'public'" },
	{ "an exception of one person", RULE("{\"partner.tier\":\"x\"}",
	  "{}", ",\"exception\":{\"approvals\":1,\"scope\":\"bulletin\"}"),
	  1, 0, "takes 2 people" },
	{ "an exception from a duty's rule says so in its id", RULE(
	  "{\"duty.report\":\"certain\"}", "{}",
	  ",\"exception\":{\"approvals\":2,\"scope\":\"bulletin\"}"), 1, 0,
	  "begins with duty" },
	{ "an exception that is for ever", RULE("{\"partner.tier\":\"x\"}",
	  "{}", ",\"exception\":{\"approvals\":2,\"scope\":\"all\"}"), 1, 0,
	  "'all'" },
	{ "state takes no exception, under whatever name", RULE(
	  "{\"partner.tier\":\"x\",\"partner.state\":\"expired\"}", "{}",
	  ",\"exception\":{\"approvals\":2,\"scope\":\"bulletin\"}"), 1, 0,
	  "takes no exception" },
	{ "nor does an agreement", RULE("{\"agreement.valid_until\":{"
	  "\"before\":\"public_at\"}}", "{}",
	  ",\"exception\":{\"approvals\":2,\"scope\":\"time\"}"), 1, 0,
	  "takes no exception" },
	{ "one id twice", HEAD "{\"id\":\"a\",\"when\":{\"partner.tier\":"
	  "\"x\"},\"cap\":{}},{\"id\":\"a\",\"when\":{\"partner.tier\":\"y\"},"
	  "\"cap\":{}}]}", 1, 0, "id 'a'" },
	{ "a cap says why", HEAD "{\"id\":\"a\",\"when\":{\"partner.tier\":"
	  "\"x\"},\"cap\":{\"nothing\":true}}]}", 1, 0, "\"because\"" },
	{ "all faults in one run", HEAD "{\"id\":\"-\",\"when\":7,\"cap\":7,"
	  "\"because\":7,\"q\":7}],\"embargo_max\":\"x\"}", 6, 0, NULL },
	{ "profiles out of order", "{\"format\":\"telltale-policy/1\","
	  "\"version\":1,\"profiles\":[\"full\",\"brief\"],\"tiers\":{\"a\":"
	  "{}},\"rules\":[]}", 1, 0, "rising order" },
	{ "a profile that is not among them", "{\"format\":"
	  "\"telltale-policy/1\",\"version\":1,\"profiles\":[\"brief\"],"
	  "\"tiers\":{\"a\":{\"profile_max\":\"full\"}},\"rules\":[]}", 1, 0,
	  "not among" },
	{ "no tier grants anything", "{\"format\":\"telltale-policy/1\","
	  "\"version\":1,\"profiles\":[\"brief\"],\"tiers\":{},\"rules\":[]}",
	  1, 0, "1 to 64 tiers" },
	{ "another format", "{\"format\":\"telltale-policy/2\"}", 1, 0,
	  "telltale-policy/2" },
	{ "no JSON", "{\"format\":", 1, 0, NULL },
};

static bool
is_said(const char *what)
{
	struct buf line;
	bool found = false;

	for (size_t i = 0; i < diags.n; i++) {
		buf_init(&line, 4096);
		tt_diag_format(&diags.row[i], &line);
		buf_char(&line, '\0');
		found = found || strstr(line.p, what) != NULL;
		buf_done(&line);
	}
	return found;
}

static void
what_is_not_understood_is_refused(void **state)
{
	struct policy *p;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		p = NULL;
		assert_int_equal(rows[i].errors == 0 ? TT_OK : TT_ESYNTAX,
		    parse(span_str(rows[i].text), &p));
		assert_int_equal(rows[i].errors, diags.n_errors);
		assert_int_equal(rows[i].warnings, diags.n_warnings);
		assert_int_equal(rows[i].errors == 0, p != NULL);
		if (rows[i].says != NULL)
			assert_true(is_said(rows[i].says));
		policy_free(p);
	}
}

static void
a_fault_has_its_place(void **state)
{
	struct policy *p = NULL;

	(void)state;
	assert_int_equal(TT_ESYNTAX, parse(SPAN("{ \"format\": "
	    "\"telltale-policy/1\", \"version\": 1,\n  \"profiles\": "
	    "[\"full\"], \"tiers\": { \"a\": {} },\n  \"rules\": [\n    "
	    "{ \"id\": \"r\", \"when\": { \"partner.state\": { \"not\": "
	    "[\"x\"] } },\n      \"cap\": { \"nothing\": 1 }, \"because\": "
	    "\"b\" } ] }"), &p));
	assert_int_equal(2, diags.n);
	assert_int_equal(4, diags.row[0].line);
	assert_int_equal(47, diags.row[0].column);
	assert_int_equal(5, diags.row[1].line);
}

static void
the_built_in_policy_is_whole(void **state)
{
	struct policy *p = NULL;

	(void)state;
	assert_int_equal(TT_OK, parse(rules_policy_text(), &p));
	assert_int_equal(0, diags.n_warnings);
	assert_int_equal(0, p->version);
	assert_non_null(policy_tier_of(p, "whatever"));
	assert_int_equal(POLICY_NOT_LIFTED, policy_find(p,
	    "state")->exception);
	assert_int_equal(POLICY_NOT_LIFTED, policy_find(p,
	    "agreement")->exception);
	assert_true(policy_find(p, "duty-certain")->of_duty);
	assert_false(policy_find(p, "need-to-know")->of_duty);
	assert_null(policy_find(p, "nothing-of-the-kind"));
	policy_free(p);
}

static void
written_and_read_again_it_is_the_same(void **state)
{
	static const char *const texts[] = {
		RULE("{\"partner.tier\":{\"not\":[\"a\",\"b\"]},"
		    "\"partner.probation\":true,\"agreement.valid_until\":"
		    "{\"before\":\"opens_at\"}}", "{\"wave\":\"last\","
		    "\"lead_max\":\"36h\",\"profile_max\":\"no-poc\","
		    "\"nothing\":true}", ",\"note\":\"n\""),
	};
	struct policy *p = NULL, *q = NULL;
	struct buf once, twice;

	for (size_t i = 0; i <= N_ROWS(texts); i++) {
		CHECK_ROW(state, i == 0 ? "built in" : "all of it");
		buf_init(&once, POLICY_MAX);
		buf_init(&twice, POLICY_MAX);
		assert_int_equal(TT_OK, parse(i == 0 ? rules_policy_text() :
		    span_str(texts[i - 1]), &p));
		assert_int_equal(TT_OK, policy_format(p, &once));
		assert_int_equal(TT_OK, parse(buf_view(&once), &q));
		assert_int_equal(TT_OK, policy_format(q, &twice));
		assert_true(span_eq(buf_view(&once), buf_view(&twice)));
		policy_free(p);
		policy_free(q);
		buf_done(&once);
		buf_done(&twice);
	}
}

/* Every fact of words, with and without `not`, against none, one and two. */
static void
a_fact_may_have_several_words(void **state)
{
	struct policy p = { .n_rules = 1 };
	struct policy_condition *c = &p.rule[0].when[0];
	struct policy_facts f;
	bool want;

	p.rule[0].n = 1;
	for (enum policy_fact k = 0; k < POLICY_FACTS; k++) {
		CHECK_ROW(state, policy_fact_name(k));
		if (k == POLICY_PROBATION || k == POLICY_PROFILE ||
		    k == POLICY_AGREEMENT_ENDS)
			continue;
		for (unsigned have = 0; have < 4; have++)
			for (int denied = 0; denied < 2; denied++) {
				*c = (struct policy_condition){ .fact = k,
					.denied = denied == 1, .n = 2,
					.word = { "x", "a" } };
				memset(&f, 0, sizeof(f));
				if (have & 1)
					policy_fact_add(&f, k, "a");
				if (have & 2)
					policy_fact_add(&f, k, "b");
				want = ((have & 1) != 0) != (denied == 1);
				assert_int_equal(want, policy_match(&p, &f));
			}
	}
}

static void
conditions_of_a_rule_hold_together(void **state)
{
	struct policy p = { .n_rules = 1 };
	struct policy_facts f = { .agreement_ends_s = 150, .opens_s = 100,
		.public_s = 200 };

	(void)state;
	p.rule[0].n = 2;
	p.rule[0].when[0] = (struct policy_condition){
		.fact = POLICY_PROBATION, .yes = true };
	p.rule[0].when[1] = (struct policy_condition){
		.fact = POLICY_AGREEMENT_ENDS };
	assert_int_equal(0, policy_match(&p, &f));
	f.yes[POLICY_PROBATION] = true;
	assert_int_equal(1, policy_match(&p, &f));
	p.rule[0].when[1].before_opening = true;
	assert_int_equal(0, policy_match(&p, &f));
	f.agreement_ends_s = 99;
	assert_int_equal(1, policy_match(&p, &f));
	f.agreement_ends_s = 100;	/* up to that instant it is good */
	assert_int_equal(0, policy_match(&p, &f));
}

TEST_MAIN(cmocka_unit_test(what_is_not_understood_is_refused),
    cmocka_unit_test(a_fault_has_its_place),
    cmocka_unit_test(the_built_in_policy_is_whole),
    cmocka_unit_test(written_and_read_again_it_is_the_same),
    cmocka_unit_test(a_fact_may_have_several_words),
    cmocka_unit_test(conditions_of_a_rule_hold_together))
