/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "base/html_out.h"
#include "prop.h"

static const struct {
	const char *name;
	struct span text;
	const char *want;
} texts[] = {
	{ "nothing", SPAN_INIT(""), "" },
	{ "what is markup elsewhere", SPAN_INIT("<b a=\"1\" c='2'>&amp;"),
	  "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;" },
	{ "line ends and tabs stay", SPAN_INIT("a\n\tb"), "a\n\tb" },
	{ "controls do not", SPAN_INIT("a\0b\x1b[1mc\x7f\r"),
	  "a\xef\xbf\xbd" "b\xef\xbf\xbd[1mc\xef\xbf\xbd\xef\xbf\xbd" },
	{ "nor C1 controls, nor what is no character",
	  SPAN_INIT("\xc2\x85\xef\xbf\xbf\xef\xb7\x90"),
	  "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
	{ "broken UTF-8", SPAN_INIT("a\xff\xc3"),
	  "a\xef\xbf\xbd\xef\xbf\xbd" },
	{ "UTF-8 stays", SPAN_INIT("\xc3\xa9 \xf0\x9f\x98\x80"),
	  "\xc3\xa9 \xf0\x9f\x98\x80" },
};

static void
text_is_escaped(void **state)
{
	struct html_out h;
	struct buf b;

	for (size_t i = 0; i < N_ROWS(texts); i++) {
		struct buf want;

		CHECK_ROW(state, texts[i].name);
		buf_init(&b, 65536);
		buf_init(&want, 65536);
		html_out_init(&h, &b);
		html_out_open(&h, "p");
		html_out_attr_span(&h, "title", texts[i].text);
		html_out_text(&h, texts[i].text);
		html_out_close(&h);
		buf_printf(&want, "<p title=\"%s\">%s</p>", texts[i].want,
		    texts[i].want);
		assert_int_equal(TT_OK, buf_err(&b));
		assert_string_equal(want.p, b.p);
		buf_done(&want);
		buf_done(&b);
	}
}

static const struct {
	const char *name, *href;
	enum tt_err want;
} links[] = {
	{ "a place in the page", "#site-1", TT_OK },
	{ "a path", "/wave/1", TT_OK },
	{ "https", "https://example.org/?a=1&b=2", TT_OK },
	{ "http", "http://example.org/", TT_ESYNTAX },
	{ "a script", "javascript:alert(1)", TT_ESYNTAX },
	{ "a script with a space before it", " javascript:alert(1)",
	  TT_ESYNTAX },
	{ "data", "data:text/html,<b>", TT_ESYNTAX },
	{ "another host without a scheme", "//example.org/", TT_ESYNTAX },
	{ "the same as browsers mend it", "/\\example.org/", TT_ESYNTAX },
	{ "a name, which a browser takes for a path", "page.html",
	  TT_ESYNTAX },
	{ "nothing", "", TT_ESYNTAX },
};

static void
links_lead_where_they_may(void **state)
{
	struct html_out h;
	struct buf b;

	for (size_t i = 0; i < N_ROWS(links); i++) {
		CHECK_ROW(state, links[i].name);
		buf_init(&b, 65536);
		html_out_init(&h, &b);
		html_out_open(&h, "a");
		html_out_attr(&h, "href", links[i].href);
		html_out_close(&h);
		assert_int_equal(links[i].want, buf_err(&b));
		buf_done(&b);
	}
}

static void
a_page_is_whole(void **state)
{
	static const char want[] = "<!DOCTYPE html>\n<html lang=\"en-GB\">"
	    "<head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Securit"
	    "y-Policy\" content=\"default-src &#39;none&#39;; img-src data:; "
	    "style-src &#39;sha256-p0bF+un5yUb9MBO6xRb8kPHlY2BdpHVtLiFkDrZPF64="
	    "&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;\">";
	static const char *const style[] = { "p{", "color:red}", NULL };
	struct html_out h;
	struct buf b;

	(void)state;
	buf_init(&b, 65536);
	html_out_page(&h, &b, "en-GB", SPAN("A < B"), style);
	html_out_open(&h, "main");
	html_out_element(&h, "h1", "big", "5 > 3");
	html_out_void(&h, "br");
	html_out_open(&h, "input");
	html_out_flag(&h, "disabled");
	html_out_fmt(&h, "%d %%", 12);
	html_out_close(&h);
	html_out_void(&h, "img");
	html_out_attr_data(&h, "src", "image/png", SPAN("\x89PNG"));
	html_out_attr(&h, "alt", "a picture");
	html_out_close(&h);
	assert_int_equal(TT_OK, html_out_page_end(&h));
	assert_non_null(strstr(b.p, "<title>A &lt; B</title>"));
	assert_non_null(strstr(b.p, "<style>p{color:red}</style></head>\n"
	    "<body><main><h1 class=\"big\">5 &gt; 3</h1><br><input disabled>"
	    "12 %</input><img src=\"data:image/png;base64,iVBORw==\" "
	    "alt=\"a picture\"></main></body></html>\n"));
	assert_int_equal(0, strncmp(b.p, want, strlen(want)));
	buf_done(&b);
}

static void
what_does_not_fit_sticks(void **state)
{
	static const char *const none[] = { NULL };
	struct html_out h;
	struct buf b;

	(void)state;
	buf_init(&b, 65536);
	html_out_init(&h, &b);
	html_out_close(&h);
	assert_int_equal(TT_ESTATE, buf_err(&b));
	buf_clear(&b);
	html_out_open(&h, "p");
	html_out_str(&h, "text");
	html_out_attr(&h, "class", "late");
	assert_int_equal(TT_ESTATE, buf_err(&b));
	buf_clear(&b);
	html_out_init(&h, &b);
	for (int i = 0; i <= HTML_OUT_DEPTH; i++)
		html_out_open(&h, "b");
	assert_int_equal(TT_ELIMIT, buf_err(&b));
	buf_clear(&b);
	html_out_page(&h, &b, "en", SPAN(""), none);
	html_out_open(&h, "p");
	assert_int_equal(TT_ESTATE, html_out_page_end(&h));
	buf_done(&b);
}

/* Whatever is written as text, no byte of it is markup. */
static void
no_text_makes_a_tag(void **state)
{
	uint8_t bytes[256];
	struct html_out h;
	struct prop p;
	struct buf b;

	(void)state;
	PROP_CASES(&p, 1000) {
		size_t n = prop_bytes(&p, bytes, sizeof(bytes));

		buf_init(&b, 65536);
		html_out_init(&h, &b);
		html_out_text(&h, span_of(bytes, n));
		assert_int_equal(TT_OK, buf_err(&b));
		for (size_t i = 0; i < b.n; i++)
			assert_null(memchr("<>\"'", b.p[i], 4));
		buf_done(&b);
	}
}

TEST_MAIN(cmocka_unit_test(text_is_escaped),
    cmocka_unit_test(links_lead_where_they_may),
    cmocka_unit_test(a_page_is_whole),
    cmocka_unit_test(what_does_not_fit_sticks),
    cmocka_unit_test(no_text_makes_a_tag))
