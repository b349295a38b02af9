/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "programme/profile.h"

#define DAY	INT64_C(86400)
#define HEAD	"{\"format\":\"telltale-profile/1\""

static struct tt_diags diags;

static enum tt_err
parse(const char *text, struct profile **out)
{
	tt_diags_init(&diags);
	return profile_parse(out, span_str(text), SPAN("profile.json"),
	    &diags);
}

static const struct {
	const char *name, *text;
	enum tt_err want;
	size_t errors, warnings;
} rows[] = {
	{ "nothing is known", HEAD "}", TT_OK, 0, 0 },
	{ "another format", "{\"format\":\"telltale-profile/2\"}", TT_ESYNTAX,
	  1, 0 },
	{ "no JSON", "{", TT_ESYNTAX, 1, 0 },
	{ "a list", "[]", TT_ESYNTAX, 1, 0 },
	{ "another member is warned of", HEAD ",\"height\":3}", TT_OK, 0, 1 },
	{ "countries are two capitals", HEAD ",\"countries\":[\"de\",\"FRA\","
	  "\"JP\"]}", TT_ESYNTAX, 2, 0 },
	{ "a role that is none", HEAD ",\"roles\":[{\"role\":\"king\"}]}",
	  TT_ESYNTAX, 1, 0 },
	{ "anybody is no role of somebody", HEAD ",\"roles\":[{\"role\":"
	  "\"anybody\"}]}", TT_ESYNTAX, 1, 0 },
	{ "a duty says whether it binds", HEAD ",\"duties\":[{\"id\":\"x\"}]}",
	  TT_ESYNTAX, 1, 0 },
	{ "all faults in one run", HEAD ",\"countries\":7,\"owners\":[\"q\"],"
	  "\"declared_at\":\"soon\",\"marks\":\"none\"}", TT_ESYNTAX, 4, 0 },
	{ "no day is the 30th of February", HEAD ",\"declared_at\":"
	  "\"2026-02-30\"}", TT_ESYNTAX, 1, 0 },
};

static void
what_is_written_is_read_or_refused(void **state)
{
	struct profile *p;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		p = NULL;
		assert_int_equal(rows[i].want, parse(rows[i].text, &p));
		assert_int_equal(rows[i].errors, diags.n_errors);
		assert_int_equal(rows[i].warnings, diags.n_warnings);
		assert_int_equal(rows[i].want == TT_OK, p != NULL);
		profile_free(p);
	}
}

static void
a_whole_one(void **state)
{
	struct profile *p;

	(void)state;
	assert_int_equal(TT_OK, parse(HEAD ",\"countries\":[\"JP\",\"DE\"],"
	    "\"owners\":[\"US\"],\"markets\":[],\"roles\":[{\"role\":"
	    "\"manufacturer\",\"family\":\"lantern-mail\"},{\"role\":"
	    "\"network-operator\"}],\"undertakings\":[\"cnnvd\"],"
	    "\"affiliations\":\"finder\",\"products\":[\"lantern-mail\"],"
	    "\"duties\":[{\"id\":\"jp-1\",\"bound\":true,\"after\":\"72h\"}],"
	    "\"declared_at\":\"2026-03-01\",\"probation_until\":"
	    "\"2026-06-01T00:00:00Z\",\"marks\":\"holder\"}", &p));
	assert_int_equal(0, diags.n_warnings);
	assert_int_equal(2, p->n_countries);
	assert_string_equal("DE", p->country[1]);
	assert_true(p->markets_known && p->n_markets == 0);
	assert_int_equal(ROLE_MANUFACTURER, p->role[0].role);
	assert_string_equal("", p->role[1].family);
	assert_string_equal("finder", p->affiliation[0]);
	assert_int_equal(72 * 3600, p->duty[0].after_s);
	assert_true(p->declared && p->declared_s == 1772323200);
	assert_true(p->on_probation && p->holder_marks);
	profile_free(p);
}

static void
a_declaration_is_good_for_a_year(void **state)
{
	struct profile p = { .declared = true, .declared_s = 100 * DAY };
	int64_t since = 0;

	(void)state;
	assert_int_equal(DECLARED_CURRENT, profile_declared_at(&p,
	    465 * DAY - 1, 7, &since));
	assert_int_equal(DECLARED_OVERDUE, profile_declared_at(&p, 465 * DAY,
	    7, &since));
	assert_int_equal(465 * DAY, since);
	assert_int_equal(DECLARED_NEVER, profile_declared_at(&p, 99 * DAY, 7,
	    &since));	/* one that is to come is none */
	assert_int_equal(7, since);
	p.declared = false;
	assert_int_equal(DECLARED_NEVER, profile_declared_at(&p, 465 * DAY,
	    8, &since));
	assert_int_equal(8, since);
	assert_int_equal(DECLARED_NEVER, profile_declared_at(NULL, 1, 9,
	    &since));
	assert_int_equal(9, since);
}

static void
protecting_one_product_is_enough(void **state)
{
	static const char about[2][TT_ID_MAX + 1] = { "relay", "mail" };
	struct profile p = { .products_known = true, .n_products = 1 };

	(void)state;
	snprintf(p.product[0], sizeof(p.product[0]), "mail");
	assert_int_equal(PROTECTS_YES, profile_protects_any(&p, about, 2));
	assert_int_equal(PROTECTS_NO, profile_protects_any(&p, about, 1));
	assert_int_equal(PROTECTS_YES, profile_protects_any(&p, about, 0));
	p.products_known = false;
	assert_int_equal(PROTECTS_UNSTATED, profile_protects_any(&p, about,
	    1));
	assert_int_equal(PROTECTS_UNSTATED, profile_protects_any(NULL, about,
	    1));
	assert_int_equal(PROTECTS_YES, profile_protects_any(NULL, about, 0));
}

static void
canonical_text_is_its_own(void **state)
{
	const char *text = "{ \"products\": [\"b\", \"a\"], \"format\":"
	    "\"telltale-profile/1\", \"x\": [1, 1.5, null, true] }";
	struct buf once, twice;

	(void)state;
	buf_init(&once, PROFILE_MAX);
	buf_init(&twice, PROFILE_MAX);
	assert_int_equal(TT_OK, profile_canonical(span_str(text), &once));
	assert_int_equal(TT_OK, profile_canonical(buf_view(&once), &twice));
	assert_true(span_is(buf_view(&twice), "{\"format\":"
	    "\"telltale-profile/1\",\"products\":[\"b\",\"a\"],"
	    "\"x\":[1,1.5,null,true]}"));
	buf_done(&once);
	buf_done(&twice);
}

static struct profile *
parsed(const char *members)
{
	char text[1024];
	struct profile *p = NULL;

	tt_diags_init(&diags);
	snprintf(text, sizeof(text), "{\"format\": \"telltale-profile/1\", "
	    "%s}", members);
	assert_int_equal(TT_OK, profile_parse(&p, span_str(text), SPAN("p"),
	    &diags));
	return p;
}

static void
a_declaration_adds_and_takes_nothing_away(void **state)
{
	struct profile *p = parsed("\"owners\": [\"NO\"], \"countries\": "
	    "[\"FI\"], \"products\": [\"lantern\"], \"duties\": [{\"id\": "
	    "\"a\", \"bound\": true}], \"declared_at\": \"2026-01-01\", "
	    "\"marks\": \"holder\", \"probation_until\": \"2027-01-01\"");
	struct profile *d = parsed("\"countries\": [\"FI\", \"SE\"], "
	    "\"markets\": [\"FI\"], \"products\": [\"other\"], \"roles\": "
	    "[{\"role\": \"manufacturer\"}], \"duties\": [{\"id\": \"a\", "
	    "\"bound\": false}], \"declared_at\": \"2026-06-01\"");

	(void)state;
	assert_int_equal(TT_OK, profile_join(p, true, d));
	assert_int_equal(2, p->n_countries);
	assert_string_equal("SE", p->country[1]);
	assert_int_equal(1, p->n_owners);
	assert_int_equal(1, p->n_roles);
	assert_false(p->markets_known);	/* anywhere, as before */
	assert_int_equal(1, p->n_products);
	assert_string_equal("lantern", p->product[0]);
	assert_int_equal(2, p->n_duties);
	assert_true(p->duty[0].bound);
	assert_true(p->holder_marks && p->on_probation);
	assert_int_equal(d->declared_s, p->declared_s);
	profile_free(p);
	profile_free(d);
}

static void
of_one_who_is_not_known_its_own_word_is_all(void **state)
{
	struct profile *d = parsed("\"markets\": [\"FI\"], \"products\": "
	    "[\"lantern\"], \"declared_at\": \"2026-06-01\"");
	struct profile *p = calloc(1, sizeof(*p));

	(void)state;
	assert_non_null(p);
	assert_int_equal(TT_OK, profile_join(p, false, d));
	assert_true(p->declared && p->markets_known && p->products_known);
	assert_int_equal(1, p->n_markets);
	assert_string_equal("lantern", p->product[0]);
	d->n_duties = PROFILE_DUTIES_MAX;
	p->n_duties = 1;
	p->n_countries = 0;
	d->n_countries = 1;
	assert_int_equal(TT_ELIMIT, profile_join(p, true, d));
	assert_int_equal(0, p->n_countries);
	profile_free(p);
	profile_free(d);
}

static void
what_is_declared_is_of_its_instant(void **state)
{
	struct buf once, twice;

	(void)state;
	buf_init(&once, PROFILE_MAX);
	buf_init(&twice, PROFILE_MAX);
	assert_int_equal(TT_OK, profile_declare(SPAN("{\"format\": "
	    "\"telltale-profile/1\", \"probation_until\": \"2027-01-01\", "
	    "\"marks\": \"copy\", \"declared_at\": \"2099-01-01\"}"),
	    1780000000, &once));
	assert_true(span_is(buf_view(&once), "{\"declared_at\":"
	    "\"2026-05-28T20:26:40Z\",\"format\":\"telltale-profile/1\"}"));
	assert_int_equal(TT_OK, profile_declare(buf_view(&once), 1780000000,
	    &twice));
	assert_true(span_eq(buf_view(&once), buf_view(&twice)));
	assert_int_equal(TT_ESYNTAX, profile_declare(SPAN("[]"), 0, &twice));
	buf_done(&once);
	buf_done(&twice);
}

TEST_MAIN(cmocka_unit_test(a_declaration_adds_and_takes_nothing_away),
    cmocka_unit_test(of_one_who_is_not_known_its_own_word_is_all),
    cmocka_unit_test(what_is_declared_is_of_its_instant),
    cmocka_unit_test(what_is_written_is_read_or_refused),
    cmocka_unit_test(a_whole_one),
    cmocka_unit_test(a_declaration_is_good_for_a_year),
    cmocka_unit_test(protecting_one_product_is_enough),
    cmocka_unit_test(canonical_text_is_its_own))
