/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "cli/author/banner.h"

#define SAYS	"PREVIEW of X"

static const struct {
	const char *fact, *name, *text, *want;	/* want NULL: as it was */
} rows[] = {
	{ "a paragraph in Markdown", "a.md", "Text.\n",
	    "> " SAYS "\n\nText.\n\n> " SAYS "\n" },
	{ "what has to come first stays first", "a.md", "---\nt: 1\n---\nT.\n",
	    "---\nt: 1\n---\nT.\n\n> " SAYS "\n" },
	{ "plain text", "a.txt", "Text", SAYS "\n\nText\n\n" SAYS "\n" },
	{ "a name that nobody knows", "a.xml", "<a/>\n", NULL },
	{ "no name's end at all", "README", "Text\n", NULL },
	{ "reStructuredText", "a.rst", "T\n", SAYS "\n\nT\n\n" SAYS "\n" },
	{ "HTML", "a.html", "<p>T\n",
	    "<!-- " SAYS " -->\n<p>T\n<!-- " SAYS " -->\n" },
	{ "JSON has no comments", "a.json", "{}\n", NULL },
	{ "YAML", "a.yml", "a: 1\n", "# " SAYS "\na: 1\n# " SAYS "\n" },
	{ "C", "a.c", "int a;\n",
	    "/* " SAYS " */\nint a;\n/* " SAYS " */\n" },
	{ "Python", "a.py", "a = 1\n", "# " SAYS "\na = 1\n# " SAYS "\n" },
	{ "the line that names its program", "a.sh", "#!/bin/sh\ntrue\n",
	    "#!/bin/sh\n# " SAYS "\ntrue\n# " SAYS "\n" },
	{ "rules of Snort", "a.rules", "alert\n",
	    "# " SAYS "\nalert\n# " SAYS "\n" },
	{ "rules of YARA", "a.yar", "rule a\n",
	    "/* " SAYS " */\nrule a\n/* " SAYS " */\n" },
	{ "nothing", "a.md", "", "> " SAYS "\n\n\n\n> " SAYS "\n" },
	{ "what is no text", "a.md", "\xff\xfe\n", NULL },
};

static void
a_banner_stands_as_its_format_has_it(void **state)
{
	const char *want;
	struct buf out;
	bool put;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].fact);
		buf_init(&out, 4096);
		put = banner_put(span_str(rows[i].name),
		    span_str(rows[i].text), SAYS, &out);
		want = rows[i].want != NULL ? rows[i].want : rows[i].text;
		assert_int_equal(put, rows[i].want != NULL);
		assert_int_equal(TT_OK, buf_err(&out));
		assert_int_equal(strlen(want), out.n);
		assert_memory_equal(want, out.p, out.n);
		buf_done(&out);
	}
}

TEST_MAIN(cmocka_unit_test(a_banner_stands_as_its_format_has_it))
