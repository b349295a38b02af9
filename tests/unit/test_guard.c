/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "cli/desk/guard.h"
#include "http/form.h"

#define PORT	40123
#define HOST	"127.0.0.1:40123"

/* Rows write its key as %k, its cookie as %c, its token as %t. */
static struct guard guard;

/* What a row writes as % and a letter. */
static const char *
fill(const char *text, char out[512])
{
	size_t n = 0;

	if (text == NULL)
		return NULL;
	for (; *text != '\0'; text++) {
		const char *s = text[0] == '%' && text[1] == 'k' ? guard.key :
		    text[0] == '%' && text[1] == 'c' ? guard.cookie :
		    text[0] == '%' && text[1] == 't' ? guard.token : NULL;

		if (s == NULL) {
			out[n++] = *text;
			continue;
		}
		n += (size_t)snprintf(out + n, 512 - n, "%s", s);
		text++;
	}
	out[n] = '\0';
	return out;
}

static const struct {
	const char *name;
	enum http_verb verb;
	const char *path, *query, *host, *origin, *cookie, *type;
	enum guard_answer want;
} rows[] = {
	{ "a cookie", HTTP_GET, "/plan", "", HOST, NULL,
	    "telltale-desk-40123=%c", NULL, GUARD_IN },
	{ "by the other name", HTTP_GET, "/", "", "localhost:40123", NULL,
	    "telltale-desk-40123=%c", NULL, GUARD_IN },
	{ "among others' cookies", HTTP_GET, "/", "", HOST, NULL,
	    "a=b; telltale-desk-40123=%c; c=d", NULL, GUARD_IN },
	{ "the key", HTTP_GET, "/", "key=%k", HOST, NULL, NULL, NULL,
	    GUARD_ENTER },
	{ "the key again, with a cookie", HTTP_GET, "/", "key=%k", HOST, NULL,
	    "telltale-desk-40123=%c", NULL, GUARD_ENTER },
	{ "nothing", HTTP_GET, "/", "", HOST, NULL, NULL, NULL,
	    GUARD_STRANGER },
	{ "the key on another page", HTTP_GET, "/plan", "key=%k", HOST, NULL,
	    NULL, NULL, GUARD_STRANGER },
	{ "another key", HTTP_GET, "/",
	    "key=00000000000000000000000000000000", HOST, NULL, NULL, NULL,
	    GUARD_STRANGER },
	{ "no key", HTTP_GET, "/", "key=", HOST, NULL, NULL, NULL,
	    GUARD_STRANGER },
	{ "more than the key", HTTP_GET, "/", "key=%k0", HOST, NULL, NULL,
	    NULL, GUARD_STRANGER },
	{ "the key twice", HTTP_GET, "/", "key=%k&key=%k", HOST, NULL, NULL,
	    NULL, GUARD_STRANGER },
	{ "the cookie for a key", HTTP_GET, "/", "key=%c", HOST, NULL, NULL,
	    NULL, GUARD_STRANGER },
	{ "the key for a cookie", HTTP_GET, "/", "", HOST, NULL,
	    "telltale-desk-40123=%k", NULL, GUARD_STRANGER },
	{ "the cookie of another port's desk", HTTP_GET, "/", "", HOST, NULL,
	    "telltale-desk-40124=%c", NULL, GUARD_STRANGER },
	{ "two cookies of the name", HTTP_GET, "/", "", HOST, NULL,
	    "telltale-desk-40123=%c; telltale-desk-40123=%c", NULL,
	    GUARD_STRANGER },
	{ "the key by POST", HTTP_POST, "/", "key=%k", HOST, "http://" HOST,
	    NULL, FORM_TYPE, GUARD_STRANGER },
	{ "no host", HTTP_GET, "/", "", NULL, NULL,
	    "telltale-desk-40123=%c", NULL, GUARD_HOST },
	{ "a stranger's name for loopback", HTTP_GET, "/", "",
	    "rebound.example:40123", NULL, "telltale-desk-40123=%c", NULL,
	    GUARD_HOST },
	{ "a stranger's name, with the key", HTTP_GET, "/", "key=%k",
	    "rebound.example:40123", NULL, NULL, NULL, GUARD_HOST },
	{ "another port", HTTP_GET, "/", "", "127.0.0.1:40124", NULL,
	    "telltale-desk-40123=%c", NULL, GUARD_HOST },
	{ "no port", HTTP_GET, "/", "", "127.0.0.1", NULL,
	    "telltale-desk-40123=%c", NULL, GUARD_HOST },
	{ "a name that begins like ours", HTTP_GET, "/", "",
	    HOST ".example", NULL, "telltale-desk-40123=%c", NULL,
	    GUARD_HOST },
	{ "a form of ours", HTTP_POST, "/unlock", "", HOST, "http://" HOST,
	    "telltale-desk-40123=%c", FORM_TYPE, GUARD_IN },
	{ "no origin", HTTP_POST, "/unlock", "", HOST, NULL,
	    "telltale-desk-40123=%c", FORM_TYPE, GUARD_ORIGIN },
	{ "a nameless origin", HTTP_POST, "/unlock", "", HOST, "null",
	    "telltale-desk-40123=%c", FORM_TYPE, GUARD_ORIGIN },
	{ "another port's page", HTTP_POST, "/unlock", "", HOST,
	    "http://127.0.0.1:8080", "telltale-desk-40123=%c", FORM_TYPE,
	    GUARD_ORIGIN },
	{ "another site's page", HTTP_POST, "/unlock", "", HOST,
	    "https://elsewhere.example", "telltale-desk-40123=%c", FORM_TYPE,
	    GUARD_ORIGIN },
	{ "our page by our other name", HTTP_POST, "/unlock", "", HOST,
	    "http://localhost:40123", "telltale-desk-40123=%c", FORM_TYPE,
	    GUARD_ORIGIN },
	{ "within TLS, which we are not", HTTP_POST, "/unlock", "", HOST,
	    "https://" HOST, "telltale-desk-40123=%c", FORM_TYPE,
	    GUARD_ORIGIN },
	{ "a page that reads across sites", HTTP_GET, "/", "", HOST,
	    "https://elsewhere.example", "telltale-desk-40123=%c", NULL,
	    GUARD_ORIGIN },
	{ "a PUT", HTTP_PUT, "/", "", HOST, NULL, "telltale-desk-40123=%c",
	    FORM_TYPE, GUARD_ORIGIN },
	{ "JSON", HTTP_POST, "/unlock", "", HOST, "http://" HOST,
	    "telltale-desk-40123=%c", "application/json", GUARD_TYPE },
	{ "no type", HTTP_POST, "/unlock", "", HOST, "http://" HOST,
	    "telltale-desk-40123=%c", NULL, GUARD_TYPE },
	{ "a form without a cookie", HTTP_POST, "/unlock", "", HOST,
	    "http://" HOST, NULL, FORM_TYPE, GUARD_STRANGER },
};

static int
set_up(void **state)
{
	static struct rng_seeded seeded;
	const uint8_t seed[32] = { 7 };

	(void)state;
	guard_init(&guard, PORT, rng_seeded(&seeded, seed));
	return 0;
}

static void
only_our_own_come_in(void **state)
{
	char query[512], cookie[512];

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		const struct http_request q = { .verb = rows[i].verb,
			.path = { rows[i].path, strlen(rows[i].path) },
			.query = span_str(fill(rows[i].query, query)),
			.host = rows[i].host, .origin = rows[i].origin,
			.cookie = fill(rows[i].cookie, cookie),
			.content_type = rows[i].type };

		CHECK_ROW(state, rows[i].name);
		assert_int_equal(rows[i].want, guard_head(&guard, &q));
		if (rows[i].want != GUARD_IN && rows[i].want != GUARD_ENTER)
			assert_true(strlen(guard_text(rows[i].want)) > 0);
	}
}

static void
a_form_has_the_token_once(void **state)
{
	static const struct {
		const char *name, *form;
		bool want;
	} forms[] = {
		{ "ours", "token=%t&typed=x", true },
		{ "at the end", "typed=x&token=%t", true },
		{ "none", "typed=x", false },
		{ "empty", "token=", false },
		{ "another", "token=00000000000000000000000000000000", false },
		{ "the cookie, which pages know not", "token=%c", false },
		{ "the key", "token=%k", false },
		{ "twice", "token=%t&token=%t", false },
		{ "too long", "token=%t0", false },
	};
	char form[512];

	for (size_t i = 0; i < N_ROWS(forms); i++) {
		CHECK_ROW(state, forms[i].name);
		assert_int_equal(forms[i].want, guard_form(&guard,
		    span_str(fill(forms[i].form, form))));
	}
}

static void
pages_are_below_a_path_of_this_run(void **state)
{
	char path[64];
	struct span out = SPAN("");

	(void)state;
	snprintf(path, sizeof(path), "%s/plan", guard.root);
	assert_true(guard_path(&guard, span_str(path), &out));
	assert_true(span_is(out, "/plan"));
	assert_false(guard_path(&guard, span_str(guard.root), &out));
	assert_false(guard_path(&guard, SPAN("/plan"), &out));
	snprintf(path, sizeof(path), "%s0/plan", guard.root);
	assert_false(guard_path(&guard, span_str(path), &out));
	path[1] = path[1] == '0' ? '1' : '0';
	assert_false(guard_path(&guard, span_str(path), &out));
}

static void
each_secret_is_its_own(void **state)
{
	struct guard other;

	(void)state;
	guard_init(&other, PORT, rng_system());
	assert_string_not_equal(guard.key, guard.cookie);
	assert_string_not_equal(guard.key, guard.token);
	assert_string_not_equal(guard.cookie, guard.token);
	assert_string_not_equal(guard.key, other.key);
	assert_int_equal(GUARD_KEY_LEN, strlen(other.key));
}

TEST_MAIN(cmocka_unit_test_setup(only_our_own_come_in, set_up),
    cmocka_unit_test_setup(a_form_has_the_token_once, set_up),
    cmocka_unit_test_setup(pages_are_below_a_path_of_this_run, set_up),
    cmocka_unit_test_setup(each_secret_is_its_own, set_up))
