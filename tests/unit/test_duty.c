/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "programme/duty.h"
#include "programme/rules.h"

#define HOUR	INT64_C(3600)
#define DAY	(24 * HOUR)
#define NOW	INT64_C(1795000000)	/* 2026-11-18 */
#define PUBLIC	(NOW + 20 * DAY)

static struct tt_diags diags;

static struct duties *
known(void)
{
	struct duties *d = NULL;

	tt_diags_init(&diags);
	assert_int_equal(TT_OK, duties_parse(&d, rules_duties_text(),
	    SPAN("known.json"), &diags));
	return d;
}

/* Declared yesterday, in one country, one role towards one family. */
static struct profile
in(const char *country, enum profile_role role, const char *family)
{
	struct profile p = { .declared = true, .declared_s = NOW - DAY,
		.n_countries = 1, .markets_known = true, .n_roles = 1 };

	snprintf(p.country[0], sizeof(p.country[0]), "%s", country);
	p.role[0].role = role;
	snprintf(p.role[0].family, sizeof(p.role[0].family), "%s", family);
	return p;
}

static const char relay[1][TT_ID_MAX + 1] = { "relay" };

static const struct {
	const char *name, *country;
	enum profile_role role;
	const char *family;
	int64_t before_s;	/* of the wave */
	size_t n_products;
	int64_t exploited_s;
	enum duty_report want;
} rows[] = {
	{ "the maker of the product, 5 days ahead", "CN", ROLE_PROVIDER,
	  "relay", 5 * DAY, 1, DUTY_NEVER, DUTY_CERTAIN },
	{ "one second more than the term", "CN", ROLE_PROVIDER, "relay",
	  48 * HOUR + 1, 1, DUTY_NEVER, DUTY_CERTAIN },
	{ "just the term: due at the public instant", "CN", ROLE_PROVIDER,
	  "relay", 48 * HOUR, 1, DUTY_NEVER, DUTY_POSSIBLE },
	{ "a deadline is the latest moment: it may report at once", "CN",
	  ROLE_PROVIDER, "relay", 24 * HOUR, 1, DUTY_NEVER, DUTY_POSSIBLE },
	{ "who merely receives it is not bound", "CN", ROLE_OPERATOR, "relay",
	  5 * DAY, 1, DUTY_NEVER, DUTY_NONE },
	{ "nor who makes something else", "CN", ROLE_PROVIDER, "shop",
	  5 * DAY, 1, DUTY_NEVER, DUTY_NONE },
	{ "the country alone decides nothing", "CN", ROLE_FINDER, "",
	  5 * DAY, 1, DUTY_NEVER, DUTY_NONE },
	{ "nor does the role elsewhere", "JP", ROLE_PROVIDER, "relay",
	  5 * DAY, 1, DUTY_NEVER, DUTY_NONE },
	{ "a bulletin that names no product", "CN", ROLE_PROVIDER, "relay",
	  5 * DAY, 0, DUTY_NEVER, DUTY_UNKNOWN },
	{ "a role that names no product", "CN", ROLE_PROVIDER, "", 5 * DAY, 1,
	  DUTY_NEVER, DUTY_UNKNOWN },
	{ "a group's country; nothing is exploited yet", "DE",
	  ROLE_MANUFACTURER, "relay", 5 * DAY, 1, DUTY_NEVER, DUTY_POSSIBLE },
	{ "exploited before the opening: 24 h from it", "DE",
	  ROLE_MANUFACTURER, "relay", 5 * DAY, 1, NOW, DUTY_CERTAIN },
	{ "exploited, and 24 h end at the public instant", "DE",
	  ROLE_MANUFACTURER, "relay", 24 * HOUR, 1, NOW, DUTY_POSSIBLE },
	{ "exploited on the last day", "DE", ROLE_MANUFACTURER, "relay",
	  5 * DAY, 1, PUBLIC - HOUR, DUTY_POSSIBLE },
	{ "broken into is another matter", "DE", ROLE_ENTITY, "relay",
	  5 * DAY, 1, NOW, DUTY_NONE },
};

static struct duty_answer
ask(const struct duties *d, const struct profile *p, int64_t before_s,
    size_t n_products, int64_t exploited_s)
{
	const struct duty_ask a = { .duties = d, .profile = p, .now_s = NOW,
		.since_partner_s = NOW - 40 * DAY,
		.opens_s = PUBLIC - before_s, .public_s = PUBLIC,
		.exploited_s = exploited_s, .products = relay,
		.n_products = n_products };

	return duty_of(&a);
}

static void
role_and_subject_decide(void **state)
{
	struct duties *d = known();
	struct duty_answer a;
	struct profile p;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		p = in(rows[i].country, rows[i].role, rows[i].family);
		/* whoever is in the group offers there too */
		p.n_markets = 1;
		memcpy(p.market[0], p.country[0], sizeof(p.market[0]));
		a = ask(d, &p, rows[i].before_s, rows[i].n_products,
		    rows[i].exploited_s);
		assert_string_equal(duty_reports[rows[i].want],
		    duty_reports[a.report]);
		assert_true(a.because[0] != '\0');
		assert_int_equal(a.all & 1u, rows[i].want == DUTY_NONE);
	}
	duties_free(d);
}

static void
a_declaration_counts_where_it_is_stricter(void **state)
{
	struct duties *d = known();
	struct profile p = in("CN", ROLE_PROVIDER, "relay");

	(void)state;
	p.n_duties = 1;
	snprintf(p.duty[0].id, sizeof(p.duty[0].id), "cn-rmsv-7");
	p.duty[0].after_s = -1;
	assert_int_equal(DUTY_CERTAIN, ask(d, &p, 5 * DAY, 1,
	    DUTY_NEVER).report);	/* they say: not bound */
	p = in("CN", ROLE_OPERATOR, "");
	p.n_duties = 1;
	p.duty[0] = (struct profile_duty){ "cn-rmsv-7", true, -1 };
	assert_int_equal(DUTY_CERTAIN, ask(d, &p, 5 * DAY, 1,
	    DUTY_NEVER).report);	/* they say: bound */
	p.duty[0].after_s = HOUR;
	assert_int_equal(PUBLIC - 5 * HOUR, ask(d, &p, 6 * HOUR, 1,
	    DUTY_NEVER).due_s);		/* and sooner than the law */
	p.duty[0].after_s = 30 * DAY;
	assert_int_equal(DUTY_CERTAIN, ask(d, &p, 5 * DAY, 1,
	    DUTY_NEVER).report);	/* but not later */
	p.duty[0] = (struct profile_duty){ "xx-own", true, -1 };
	assert_int_equal(DUTY_POSSIBLE, ask(d, &p, 5 * DAY, 1,
	    DUTY_NEVER).report);	/* one that the file lacks */
	p.duty[0].after_s = DAY;
	assert_int_equal(DUTY_CERTAIN, ask(NULL, &p, 5 * DAY, 1,
	    DUTY_NEVER).report);
	duties_free(d);
}

static void
without_a_declaration_it_is_unknown_since_a_day(void **state)
{
	struct duties *d = known();
	struct profile p = in("JP", ROLE_OPERATOR, "");
	struct duty_answer a;

	(void)state;
	a = ask(d, NULL, 5 * DAY, 1, DUTY_NEVER);
	assert_int_equal(DUTY_UNKNOWN, a.report);
	assert_int_equal(NOW - 40 * DAY, a.since_s);
	p.declared_s = NOW - 365 * DAY;
	a = ask(d, &p, 5 * DAY, 1, DUTY_NEVER);
	assert_int_equal(DUTY_UNKNOWN, a.report);
	assert_int_equal(NOW, a.since_s);
	p = in("CN", ROLE_PROVIDER, "relay");
	p.declared = false;	/* what binds them all the same still holds */
	a = ask(d, &p, 24 * HOUR, 1, DUTY_NEVER);
	assert_int_equal(1u << DUTY_UNKNOWN | 1u << DUTY_POSSIBLE, a.all);
	a = ask(d, &p, 5 * DAY, 1, DUTY_NEVER);
	assert_int_equal(1u << DUTY_UNKNOWN | 1u << DUTY_CERTAIN, a.all);
	assert_int_equal(DUTY_CERTAIN, a.report);
	assert_string_equal("cn-rmsv-7", a.id);
	duties_free(d);
}

static void
operators_of_databases_are_named(void **state)
{
	struct duties *d = known();

	(void)state;
	assert_non_null(strstr(duties_find(d, "cn-rmsv-7")->recipient,
	    "MIIT"));
	assert_non_null(strstr(duties_find(d, "cn-rmsv-7")->recipient,
	    "NVDB"));
	for (size_t i = 0; i < d->n; i++) {
		assert_null(strstr(d->duty[i].recipient, "CNVD"));
		assert_null(strstr(d->duty[i].recipient, "CNNVD"));
	}
	assert_null(duties_find(d, "cn-undertaking"));	/* a partner's fact */
	duties_free(d);
}

static void
a_prohibition_makes_nobody_report(void **state)
{
	struct duties *d = known();
	struct profile p = in("CN", ROLE_FINDER, "");

	(void)state;
	assert_true(duties_find(d, "cn-rmsv-9")->prohibits);
	p.n_duties = 1;
	p.duty[0] = (struct profile_duty){ "cn-rmsv-9", true, -1 };
	assert_int_equal(DUTY_NONE, ask(d, &p, 5 * DAY, 1,
	    DUTY_NEVER).report);
	duties_free(d);
}

#define HEAD	"{\"format\":\"telltale-duties/1\"," \
		"\"updated\":\"2026-11-21\"," \
		"\"duties\":[{\"id\":\"xx\",\"jurisdiction\":\"JP\"," \
		"\"title\":\"t\",\"binds\":{\"role\":[\"anybody\"]," \
		"\"territory\":" \
		"\"anywhere\"},\"subject\":\"any-product\",\"trigger\":" \
		"\"aware-of-vulnerability\",\"stages\":[{\"name\":\"n\"," \
		"\"after\":\"24h\",\"from\":\"trigger\"}]," \
		"\"recipient\":\"r\"," \
		"\"in_force_from\":\"2026-01-01\",\"confidence\":\"verified\""
#define SOURCE	",\"sources\":[{\"what\":\"w\",\"where\":\"s\"}]"
#define REVIEW	",\"review_by\":\"2027-01-01\""

static const struct {
	const char *name, *text;
	enum tt_err want;
	enum duty_confidence confidence;
	enum duty_report report;
} files[] = {
	{ "with both it counts", HEAD SOURCE REVIEW "}]}", TT_OK,
	  CONFIDENCE_VERIFIED, DUTY_CERTAIN },
	{ "without a source it does not", HEAD REVIEW "}]}", TT_OK,
	  CONFIDENCE_UNVERIFIED, DUTY_UNKNOWN },
	{ "nor without a review date", HEAD SOURCE "}]}", TT_OK,
	  CONFIDENCE_UNVERIFIED, DUTY_UNKNOWN },
	{ "a source that is nowhere is none", HEAD REVIEW
	  ",\"sources\":[{\"what\":\"hearsay\"}]}]}", TT_OK,
	  CONFIDENCE_UNVERIFIED, DUTY_UNKNOWN },
	{ "it has ended", HEAD SOURCE REVIEW
	  ",\"in_force_until\":\"2026-06-01\"}]}", TT_OK,
	  CONFIDENCE_VERIFIED, DUTY_NONE },
	{ "a term that is none", "{\"format\":\"telltale-duties/1\","
	  "\"updated\":\"soon\",\"duties\":[{\"id\":\"a\"},{\"id\":\"a\"}]}",
	  TT_ESYNTAX, 0, 0 },
	{ "another format", "{\"format\":\"telltale-duties/2\"}", TT_ESYNTAX,
	  0, 0 },
};

static void
what_nobody_verified_is_unknown(void **state)
{
	struct profile p = in("JP", ROLE_OPERATOR, "");
	struct duties *d;

	for (size_t i = 0; i < N_ROWS(files); i++) {
		CHECK_ROW(state, files[i].name);
		tt_diags_init(&diags);
		d = NULL;
		assert_int_equal(files[i].want, duties_parse(&d,
		    span_str(files[i].text), SPAN("f"), &diags));
		assert_int_equal(files[i].want == TT_OK,
		    diags.n_errors == 0);
		if (d == NULL)
			continue;
		assert_int_equal(files[i].confidence, d->duty[0].confidence);
		assert_int_equal(files[i].confidence == CONFIDENCE_UNVERIFIED,
		    diags.n_warnings > 0);
		assert_int_equal(files[i].report, ask(d, &p, 5 * DAY, 1,
		    DUTY_NEVER).report);
		duties_free(d);
	}
}

TEST_MAIN(cmocka_unit_test(role_and_subject_decide),
    cmocka_unit_test(a_declaration_counts_where_it_is_stricter),
    cmocka_unit_test(without_a_declaration_it_is_unknown_since_a_day),
    cmocka_unit_test(operators_of_databases_are_named),
    cmocka_unit_test(a_prohibition_makes_nobody_report),
    cmocka_unit_test(what_nobody_verified_is_unknown))
