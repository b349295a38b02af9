/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "base/sha256.h"
#include "portal/asset.h"
#include "portal/page.h"

static const struct page_link nav[] = {
	{ "/", "status" }, { "/plan", "plan" }, { NULL, NULL },
};

static const struct page_frame frame = { .site = "Example PSIRT",
	.title = { "Waves & <copies>", 16 }, .nav = nav, .here = "/plan" };

static size_t
count(const char *where, const char *what)
{
	size_t n = 0;

	for (; (where = strstr(where, what)) != NULL; where++)
		n++;
	return n;
}

static void
a_page_has_a_frame(void **state)
{
	static const struct {
		const char *what;
		size_t times;
	} rows[] = {
		{ "<!DOCTYPE html>", 1 }, { "lang=\"en-GB\"", 1 },
		{ "<title>Waves &amp; &lt;copies&gt; - Example PSIRT</title>",
		    1 },
		{ "<h1>Waves &amp; &lt;copies&gt;</h1>", 1 },
		{ "<h1", 1 }, { "<header>", 1 }, { "<nav aria-label", 1 },
		{ "<main id=\"main\"", 1 }, { "<footer>", 1 },
		{ "class=\"skip\" href=\"#main\"", 1 },
		{ "aria-current=\"page\">plan<", 1 },
		{ "aria-current", 1 }, { "log: well", 1 },
		{ "style=", 0 }, { "<style", 0 }, { "<script", 0 },
	};
	struct html_out h;
	struct buf b;

	buf_init(&b, PAGE_MAX);
	page_begin(&h, &b, &frame);
	assert_int_equal(TT_OK, page_end(&h, "well"));
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].what);
		assert_int_equal(rows[i].times, count(b.p, rows[i].what));
	}
	buf_done(&b);
}

static void
a_script_is_a_file_of_the_site(void **state)
{
	const char *const modules[] = { "/asset/a.js", NULL };
	struct page_frame f = frame;
	struct html_out h;
	struct buf b;

	(void)state;
	f.modules = modules;
	buf_init(&b, PAGE_MAX);
	page_begin(&h, &b, &f);
	assert_int_equal(TT_OK, page_end(&h, NULL));
	assert_int_equal(1, count(b.p,
	    "<script type=\"module\" src=\"/asset/a.js\"></script>"));
	assert_int_equal(1, count(b.p, "log: unknown"));
	buf_done(&b);
}

static void
what_is_wrong_is_bound_to_its_field(void **state)
{
	const struct page_problem p = { "id", SPAN_INIT("not <it>") };
	const struct page_field f = { .name = "id", .label = "type it",
		.type = "text", .hint = "as above", .max = 64,
		.value = SPAN_INIT("\"x\""), .problem = SPAN_INIT("not <it>"),
		.required = true };
	static const char *const want[] = {
		"<a href=\"#id\">not &lt;it&gt;</a>",
		"<label for=\"id\">type it</label>",
		"id=\"id-wrong\"", "aria-invalid=\"true\"",
		"aria-describedby=\"id-wrong id-hint\"", "id=\"id-hint\"",
		"value=\"&quot;x&quot;\"", "name=\"token\" value=\"t0\"",
		"method=\"post\" action=\"/requests/1\"", "role=\"alert\"",
	};
	struct html_out h;
	struct buf b;

	buf_init(&b, PAGE_MAX);
	html_out_init(&h, &b);
	page_problems(&h, "cannot", &p, 1);
	page_form(&h, "/requests/1", "t0");
	page_field(&h, &f);
	page_form_end(&h, "sign");
	assert_int_equal(0, h.depth);
	for (size_t i = 0; i < N_ROWS(want); i++) {
		CHECK_ROW(state, want[i]);
		assert_int_equal(1, count(b.p, want[i]));
	}
	buf_done(&b);
}

static void
assets_are_named_by_their_bytes(void **state)
{
	struct http_response r = { .status = 0 };
	uint8_t sum[SHA256_LEN];

	assert_true(assets_n > 0);
	for (size_t i = 0; i < assets_n; i++) {
		CHECK_ROW(state, assets[i].name);
		sha256(sum, assets[i].bytes, assets[i].n);
		assert_memory_equal(sum, assets[i].sha256, sizeof(sum));
		assert_string_equal(assets[i].path,
		    asset_path(assets[i].name));
		buf_init(&r.body, PAGE_MAX);
		assert_true(asset_answer(span_str(assets[i].path), &r));
		assert_int_equal(200, r.status);
		assert_int_equal(assets[i].n, r.body.n);
		buf_done(&r.body);
	}
	assert_false(asset_answer(SPAN("/asset/style.css"), &r));
}

/* The linear light of one colour of "#rrggbb", and the contrast of two. */
static double
light(const char *hex)
{
	static const double weight[] = { .2126, .7152, .0722 };
	double sum = 0, c;
	char two[3] = "";

	for (int i = 0; i < 3; i++) {
		memcpy(two, hex + 1 + 2 * i, 2);
		c = (double)strtoul(two, NULL, 16) / 255;
		c = c <= .04045 ? c / 12.92 : __builtin_pow((c + .055) / 1.055,
		    2.4);
		sum += weight[i] * c;
	}
	return sum;
}

static double
contrast(const char *a, const char *b)
{
	double x = light(a), y = light(b);

	return ((x > y ? x : y) + .05) / ((x > y ? y : x) + .05);
}

/* The value of a variable, after `from`: "#rrggbb"; #fff is white. */
static void
colour(const char *from, const char *name, char out[8])
{
	char key[32];
	const char *at;

	snprintf(key, sizeof(key), "--%s: #", name);
	assert_non_null(at = strstr(from, key));
	at += strlen(key) - 1;
	if (at[4] == ';')
		snprintf(out, 8, "#%c%c%c%c%c%c", at[1], at[1], at[2], at[2],
		    at[3], at[3]);
	else
		snprintf(out, 8, "%.7s", at);
}

static void
text_can_be_read_in_both_schemes(void **state)
{
	static const struct {
		const char *on, *what;
		double least;
	} rows[] = {
		{ "bg", "fg", 4.5 }, { "bg", "dim", 4.5 },
		{ "bg", "link", 4.5 }, { "bg", "good", 4.5 },
		{ "bg", "due", 4.5 }, { "bg", "bad", 4.5 },
		{ "bg", "edge", 3 }, { "panel", "fg", 4.5 },
		{ "panel", "dim", 4.5 }, { "panel", "link", 4.5 },
		{ "panel", "good", 4.5 }, { "panel", "due", 4.5 },
		{ "panel", "bad", 4.5 }, { "panel", "edge", 3 },
		{ "link", "on-link", 4.5 },
	};
	const char *light_at, *dark_at;
	char *css, on[8], what[8];

	css = strndup((const char *)assets[0].bytes, assets[0].n);
	assert_string_equal("style.css", assets[0].name);
	assert_non_null(light_at = strstr(css, ":root {"));
	assert_non_null(dark_at = strstr(css, "(prefers-color-scheme: dark)"));
	for (size_t i = 0; i < 2 * N_ROWS(rows); i++) {
		const char *from = i % 2 == 0 ? light_at : dark_at;

		CHECK_ROW(state, rows[i / 2].what);
		colour(from, rows[i / 2].on, on);
		colour(from, rows[i / 2].what, what);
		assert_true(contrast(on, what) >= rows[i / 2].least);
	}
	free(css);
}

TEST_MAIN(cmocka_unit_test(a_page_has_a_frame),
    cmocka_unit_test(a_script_is_a_file_of_the_site),
    cmocka_unit_test(what_is_wrong_is_bound_to_its_field),
    cmocka_unit_test(assets_are_named_by_their_bytes),
    cmocka_unit_test(text_can_be_read_in_both_schemes))
