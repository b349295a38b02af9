/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "base/buf.h"
#include "telltale/marked.h"
#include "telltale/prose.h"

static struct span
span_of_str(const char *s)
{
	return (struct span){ s, strlen(s) };
}

/*
 * A block a line: its kind, then its runs in brackets, before each what
 * stands between: a blank, nothing, or # for a word; lists after them.
 */
static void
show(const struct tt_prose *p, struct span text, struct buf *out)
{
	static const char kinds[] = "PHICcF";
	static const char *const gaps[] = { " ", "", "#" };

	for (size_t i = 0; i < p->n_blocks; i++) {
		const struct tt_prose_block *b = &p->blocks[i];

		buf_char(out, kinds[b->kind]);
		for (size_t k = b->first; k < b->first + b->n; k++)
			buf_printf(out, "%s[%.*s]", gaps[p->runs[k].gap],
			    (int)p->runs[k].length,
			    text.p + p->runs[k].offset);
		buf_str(out, b->goes_on ? "#\n" : "\n");
	}
	for (size_t i = 0; i < p->n_lists; i++) {
		for (size_t k = 0; k < p->lists[i].n; k++) {
			buf_str(out, k == 0 ? "L <" : " <");
			buf_span(out, p->items[p->lists[i].first + k]);
			buf_char(out, '>');
		}
		buf_char(out, '\n');
	}
}

struct row {
	const char *name;
	const char *draft;
	const char *want;
};

static void
check_rows(void **state, enum tt_prose_format format, const struct row *rows,
    size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct tt_prose *p = NULL;
		struct buf out;

		CHECK_ROW(state, rows[i].name);
		buf_init(&out, 1 << 20);
		assert_int_equal(TT_OK, tt_prose_cut(&p, format,
		    span_of_str(rows[i].draft)));
		show(p, span_of_str(rows[i].draft), &out);
		assert_string_equal(rows[i].want, out.n == 0 ? "" : out.p);
		tt_prose_free(p);
		buf_done(&out);
	}
}

static const struct row text_rows[] = {
	{ "paragraphs", "One line\nand two.\n\nNext.\n",
	  "P [One line\nand two.]\nP [Next.]\n" },
	{ "an underlined heading", "Title\n=====\nText here.\n",
	  "H [Title]\nP [Text here.]\n" },
	{ "a ruled heading", "=====\nTitle\n=====\n\nText.\n",
	  "H [Title]\nP [Text.]\n" },
	{ "a listing is further in", "See:\n\n    rm -rf it\n\nAgain.\n",
	  "P [See:]\nP [Again.]\n" },
	{ "a listing right after a colon", "Like this:\n    make it\n",
	  "P [Like this:]\n" },
	{ "a line that hangs", "C - use it\n    with care\n",
	  "P [C - use it\n    with care]\n" },
	{ "items", "- one thing\n  of two\n- another\n\n  still it\n",
	  "I [one thing\n  of two]\nI [another]\nP [still it]\n" },
	{ "numbered items", "1. one\n(b) two\n", "I [one]\nI [two]\n" },
	{ "a quote", "He wrote:\n> a thing\n\nNo.\n",
	  "P [He wrote:]\nP [No.]\n" },
	{ "a header of mail", "From: a@example.com\nSubject: it\n fails\n\n"
	  "Hello there.\n", "P [Hello there.]\n" },
	{ "a signature", "Hello.\n\n-- \nTeam of people\n", "P [Hello.]\n" },
	{ "armour", "-----BEGIN PGP MESSAGE-----\nabc def\n"
	  "-----END PGP MESSAGE-----\nText.\n", "P [Text.]\n" },
	{ "fields", "Severity: High\n\nIt is bad.\n", "P [It is bad.]\n" },
	{ "columns", "Name    Fixed\nfoo     2.0\n\nText.\n", "P [Text.]\n" },
	{ "code", "int x;\nint y;\n\nText.\n", "P [Text.]\n" },
	{ "a URL and an address", "See https://example.com/a. Ask "
	  "me@example.com now.\n", "P [See ]#[. Ask ]#[ now.]\n" },
	{ "paths, but not two words", "Edit /etc/a.conf and read/write a/b/c "
	  "there.\n", "P [Edit ]#[ and read/write ]#[ there.]\n" },
	{ "quotations", "It says \"not this one\", or 'so it is', as the "
	  "users' data don't.\n",
	  "P [It says ]#[, or ]#[, as the users' data don't.]\n" },
	{ "quotations in curly marks",
	  "It says \xe2\x80\x9cnot this\xe2\x80\x9d here.\n",
	  "P [It says ]#[ here.]\n" },
	{ "code in backticks", "Call `foo bar` twice.\n",
	  "P [Call ]#[ twice.]\n" },
	{ "sites and escapes", "A {{site|place}} and \\{{ here.\n",
	  "P [A ]#[ and ]#[ here.]\n" },
	{ "CR LF", "One\r\ntwo.\r\n\r\nThree.\r\n",
	  "P [One\r\ntwo.]\nP [Three.]\n" },
	{ "a site at the end", "It ends with {{a|b}}\n",
	  "P [It ends with ]#\n" },
	{ "nothing", "", "" },
};

static void
plain_text(void **state)
{
	check_rows(state, TT_PROSE_TEXT, text_rows, N_ROWS(text_rows));
}

static const struct row markdown_rows[] = {
	{ "headings", "# One #\n\nTwo\n---\n\nThree\n=\n",
	  "H [One]\nH [Two]\nH [Three]\n" },
	{ "front matter", "---\ntitle: it is\n---\nText.\n", "P [Text.]\n" },
	{ "front matter in TOML", "+++\ntitle = 1\n+++\nText.\n",
	  "P [Text.]\n" },
	{ "front matter fenced", "```toml\n[advisory]\n```\n\n# Head\n",
	  "H [Head]\n" },
	{ "fenced code", "~~~ sh\ncode is here\n\n~~~\nText.\n",
	  "P [Text.]\n" },
	{ "indented code", "Text.\n\n    code is here\n\nMore.\n",
	  "P [Text.]\nP [More.]\n" },
	{ "a quote with a lazy line", "> quoted words\nand on\n\nText.\n",
	  "P [Text.]\n" },
	{ "inline code", "Call `a` or ``b ` c`` here.\n",
	  "P [Call ]#[ or ]#[ here.]\n" },
	{ "a block that begins with code", "`f` fails.\n", "P#[ fails.]\n" },
	{ "emphasis", "It is **very** _odd_ and snake_case_name.\n",
	  "P [It is ][very] [odd][ and snake_case_name.]\n" },
	{ "links", "See [the page](http://a.b/c \"t\"), [x][y] and [z].\n",
	  "P [See ][the page]#[, ][x]#[ and ][z][.]\n" },
	{ "pictures, autolinks, HTML",
	  "See ![alt](p.png) or <http://a.b> or <b>bold</b><br>now.\n",
	  "P [See ]#[ or ]#[ or ][bold] [now.]\n" },
	{ "code in HTML", "Set <code>a b</code> now.\n",
	  "P [Set ]#[ now.]\n" },
	{ "a block of HTML", "<div>\nwords of it\n</div>\n\nText.\n",
	  "P [Text.]\n" },
	{ "a comment", "<!-- not\n\nshown -->\nText.\n", "P [Text.]\n" },
	{ "items", "- one\n  more\n* two\n\n  of two\n\n      code\n1. three\n",
	  "I [one\n  more]\nI [two]\nP [of two]\nI [three]\n" },
	{ "tasks", "- [x] done it\n", "I [done it]\n" },
	{ "a table", "| a | `b` |\n|---|:-:|\n| c d | e \\| f |\n\nText.\n",
	  "C [a]\nC [c d]\nC [e ]#[ f]\nP [Text.]\n" },
	{ "escapes and entities", "A \\* b &amp; c\\\nd.\n",
	  "P [A ]#[ b ]#[ c] [d.]\n" },
	{ "a break for good", "One  \ntwo.\n", "P [One] [two.]\n" },
	{ "a definition of a link", "[a]: http://b.c 'd e'\n\nText.\n",
	  "P [Text.]\n" },
	{ "a fenced block that does not end", "Text.\n```\ncode is\n",
	  "P [Text.]\n" },
	{ "fields", "- Severity: High\n- It is bad.\n", "I [It is bad.]\n" },
	{ "a site", "**A {{b|c}}** d.\n", "P [A ]#[ d.]\n" },
};

static void
markdown(void **state)
{
	check_rows(state, TT_PROSE_MARKDOWN, markdown_rows,
	    N_ROWS(markdown_rows));
}

static const struct row rst_rows[] = {
	{ "titles", "====\nHead\n====\n\nPart\n----\n\nText\nhere.\n",
	  "H [Head]\nH [Part]\nP [Text\nhere.]\n" },
	{ "a literal block", "Like this::\n\n   code is here\n\n   more\n\n"
	  "Text.\n", "P [Like this]\nP [Text.]\n" },
	{ "a literal block on its own", "So.\n\n::\n\n  code is here\n"
	  "\nText.\n",
	  "P [So.]\nP [Text.]\n" },
	{ "directives", ".. code-block:: c\n   :name: it\n\n   int x y z\n\n"
	  "Text.\n", "P [Text.]\n" },
	{ "admonitions", ".. note:: take care\n   of it\n\n   And more.\n",
	  "P [take care\n   of it]\nP [And more.]\n" },
	{ "comments and targets", ".. a comment\n   of two\n\n.. _a: http://b\n"
	  "\nText.\n", "P [Text.]\n" },
	{ "fields", ":Date: today it is\n:Author: me\n\nText.\n",
	  "P [Text.]\n" },
	{ "a quote", "Text.\n\n   quoted words\n   here\n\nMore.\n",
	  "P [Text.]\nP [More.]\n" },
	{ "tables", "+---+---+\n| a | b |\n+---+---+\n\n=== ===\na   b\n=== ==="
	  "\n\nText.\n", "P [Text.]\n" },
	{ "a doctest", ">>> print it\nit\n\nText.\n", "P [Text.]\n" },
	{ "terms", "term\n   what it is\n\nText.\n",
	  "P [what it is]\nP [Text.]\n" },
	{ "items", "* one\n  more\n* two\n\n#. three\n",
	  "I [one\n  more]\nI [two]\nI [three]\n" },
	{ "inline", "A ``b c`` and :ref:`d e` and `f <g>`_ and *h* and |i| "
	  "and j_ too [1]_.\n",
	  "P [A ]#[ and ]#[ and ]#[ and ][h][ and ]#[ and ]#[ too ]#[.]\n" },
};

static void
restructured_text(void **state)
{
	check_rows(state, TT_PROSE_RST, rst_rows, N_ROWS(rst_rows));
}

static const struct row html_rows[] = {
	{ "blocks", "<h1>Head</h1><p class=\"a b\">One <b>two</b>.</p>"
	  "<ul><li>three</ul>", "H [Head]\nP [One ][two][.]\nI [three]\n" },
	{ "cells", "<table><tr><td>a b<td>c</table>", "C [a b]\nC [c]\n" },
	{ "code, scripts and quotes", "<p>Call <code>f<b>x</b></code> now."
	  "<script>a < b</script><blockquote>no <p>no</blockquote>Yes.",
	  "P [Call ]#[ now.]#[Yes.]\n" },
	{ "entities", "a &amp; b &nbsp; c & d <e", "P [a ]#[ b ]#[ c ]#[ d ]"
	  "#[e]\n" },
	{ "a break", "one<br/>two", "P [one] [two]\n" },
	{ "comments and instructions", "<!DOCTYPE html><!-- no > no -->yes",
	  "P [yes]\n" },
	{ "an element that does not end", "yes <pre>no <p>no", "P [yes ]#\n" },
};

static void
html(void **state)
{
	check_rows(state, TT_PROSE_HTML, html_rows, N_ROWS(html_rows));
}

static const struct row json_rows[] = {
	{ "CSAF", "{\"document\":{\"title\":\"A b\",\"notes\":[{\"category\":"
	  "\"summary\",\"text\":\"It is.\",\"title\":\"No\"},{\"category\":"
	  "\"legal_disclaimer\",\"text\":\"No.\"}]},\"vulnerabilities\":[{"
	  "\"cve\":\"CVE-1\",\"remediations\":[{\"details\":\"Do it.\","
	  "\"product_ids\":[\"A\"]}],\"notes\":[{\"text\":\"So.\"}]}]}",
	  "H [A b]\nF [It is.]\nF [Do it.]\nF [So.]\n" },
	{ "CVE", "{\"containers\":{\"cna\":{\"descriptions\":[{\"lang\":\"en\","
	  "\"value\":\"It is.\"},{\"lang\":\"de\",\"value\":\"Es ist.\"}],"
	  "\"problemTypes\":[{\"descriptions\":[{\"description\":\"No\"}]}],"
	  "\"references\":[{\"url\":\"http://a\"},{\"url\":\"http://b\"}]}}}",
	  "F [It is.]\nL <{\"url\":\"http://a\"}> <{\"url\":\"http://b\"}>\n" },
	{ "OSV", "{\"id\":\"X-1\",\"summary\":\"A b\",\"details\":\"One\\n"
	  "two.\\n\\nThree `c d`.\",\"x\":{\"details\":\"no\"}}",
	  "H [A b]\nF [One] [two.]\nF [Three ]#[.]\n" },
	{ "escapes", "{\"details\":\"a\\tb \\\"c\\\" d\\u00e9e f\\\\g\"}",
	  "F [a] [b ]#[ d]#[e f]#[g]\n" },
	{ "a site that is a number, and one in prose",
	  "{\"n\":{{int 1..9}},\"summary\":\"A {{b|c}} d\"}",
	  "H [A ]#[ d]\n" },
	{ "broken after the fault", "{\"summary\":\"A b\",\"details\":\"x",
	  "H [A b]\n" },
	{ "an object that says its language", "{\"summary\":\"A b\"}",
	  "H [A b]\n" },
	{ "no object", "\"text\"", "" },
};

static void
json(void **state)
{
	check_rows(state, TT_PROSE_JSON, json_rows, N_ROWS(json_rows));
}

static const struct row yaml_rows[] = {
	{ "Sigma", "title: A b\ndescription: Detects a thing\n"
	  "references:\n    - http://a\n    - http://b\ntags:\n    - a.b\n"
	  "    - c.d\ndetection:\n    # a comment of it here\n"
	  "    description: 'no words here'\n    tags:\n        - x\n"
	  "        - y\nfalsepositives:\n    - Some tools\n    - Others\n",
	  "F [Detects a thing]\nF [Some tools]\nF [Others]\n"
	  "L <http://a> <http://b>\nL <a.b> <c.d>\n"
	  "L <Some tools> <Others>\n" },
	{ "styles", "description: 'It''s one\n  of two'\nnotes:\n  - |\n"
	  "    First.\n    Second.\n\n    Third.\n  - \"a \\\"b\\\" c\"\n"
	  "  - plain: no\n",
	  "F [It]#[s one] [of two]\nF [First.] [Second.]\nF [Third.]\n"
	  "F [a ]#[ c]\n" },
	{ "characters of several bytes before it", "a: \xc3\xa9\xe2\x82\xac\n"
	  "description: D\xc3\xa9j\xc3\xa0 vu\n",
	  "F [D\xc3\xa9j\xc3\xa0 vu]\n" },
	{ "comments", "# This is a comment\n# of two lines.\nid: 1\n"
	  "# see = what;\n", "c [This is a comment] [of two lines.]\n" },
	{ "anchors and aliases", "description: &a a thing here\nnote: *a\n",
	  "" },
	{ "a site for a value", "id: {{hex 8}}-{{hex 4}}\ndescription: A "
	  "{{b|c}} d\n", "F [A ]#[ d]\n" },
	{ "broken after the fault", "description: a thing\nx: [\n",
	  "F [a thing]\n" },
	{ "a colon in a plain scalar", "description: see foo:bar and a:b\n",
	  "F [see foo]#[bar and a]#[b]\n" },
	{ "a name that is no word", "? [a]\n: b\ndescription: not this\n", "" },
};

static void
yaml(void **state)
{
	check_rows(state, TT_PROSE_YAML, yaml_rows, N_ROWS(yaml_rows));
}

static const struct row c_rows[] = {
	{ "comments", "/* One thing is\n * of two lines.\n */\nint x; // It is "
	  "a thing\n// of two lines.\n",
	  "c [One thing is] [of two lines.]\nc [It is a thing] [of two "
	  "lines.]\n" },
	{ "strings", "char *s = \"// not a comment\"; char c = '\"'; // But "
	  "this is one\n", "c [But this is one]\n" },
	{ "raw strings", "s := `\n// not a comment\n`\n// But this is one\n",
	  "c [But this is one]\n" },
	{ "notices", "/* Copyright of all the people */\n// SPDX-License-"
	  "Identifier: ISC of course\n", "" },
	{ "code and switches", "// x = foo(a, b);\n//go:build linux and more\n"
	  "/* } else { */\n", "" },
	{ "a lifetime", "fn f<'a>(x: &'a str) {} // This is a comment\n"
	  "// And so is this\n", "c [This is a comment] [And so is this]\n" },
	{ "a comment that does not end", "/* This is not a comment\n", "" },
	{ "items", "/*\n * This is one of:\n * - first and last of all\n */\n",
	  "c [This is one of:]\nc [first and last of all]\n" },
};

static void
c_code(void **state)
{
	check_rows(state, TT_PROSE_C, c_rows, N_ROWS(c_rows));
}

static const struct row hash_rows[] = {
	{ "comments", "#!/usr/bin/env python3 of mine\n# This is a comment\n"
	  "x = 1  # And so is this\n",
	  "c [This is a comment]\nc [And so is this]\n" },
	{ "strings", "x = \"# not a comment here\" # But this is one\n",
	  "c [But this is one]\n" },
	{ "a docstring", "\"\"\"It's\n# not a comment here\n\"\"\"\n"
	  "# But this is one\n", "c [But this is one]\n" },
	{ "a here-document", "cat <<'EOF' # This is a comment\n# not a comment "
	  "here\nEOF\n# But this is one\n",
	  "c [This is a comment]\nc [But this is one]\n" },
	{ "expansions", "n=${x#a comment it is not}\necho $# of them all\n",
	  "" },
	{ "a shell's backslash", "#!/bin/sh\nx='\\' # This is a comment\n",
	  "c [This is a comment]\n" },
	{ "code", "# foo = bar(baz);\n# x=1; y=2; z={}\n", "" },
	{ "paragraphs", "# One thing it is.\n#\n# Two things it is.\n",
	  "c [One thing it is.]\nc [Two things it is.]\n" },
};

static void
hash_code(void **state)
{
	check_rows(state, TT_PROSE_HASH, hash_rows, N_ROWS(hash_rows));
}

static const struct row snort_rows[] = {
	{ "a rule", "# Put your own hosts in here\nalert tcp any any -> any 80 "
	  "(msg:\"A b from c\"; flow:established, to_server; content:\"d; e\";"
	  " reference:cve,1; reference:url,a.b; metadata:x y, z w; sid:1;)\n",
	  "c [Put your own hosts in here]\nF [A b from c]\n"
	  "L <established> <to_server>\n"
	  "L <reference:cve,1> <reference:url,a.b>\nL <x y> <z w>\n" },
	{ "a rule that is off", "# alert tcp any any (msg:\"A b c d\";)\n",
	  "" },
	{ "lines that go on", "alert tcp any any -> any any \\\n  (msg:"
	  "\"A b\"; \\\n  sid:1;)\n", "F [A b]\n" },
	{ "escapes in msg", "alert ip any any -> any any (msg:\"a\\; b\"; "
	  "sid:1;)\n", "F [a]#[ b]\n" },
	{ "one that does not end", "alert tcp any any (msg:\"A b", "" },
};

static void
snort(void **state)
{
	check_rows(state, TT_PROSE_SNORT, snort_rows, N_ROWS(snort_rows));
}

static const struct row yara_rows[] = {
	{ "a rule", "// This is a comment\nrule a : t1 t2\n{\n  meta:\n"
	  "    description = \"Finds a \\\"b\\\" c\"\n    author = \"Team X\"\n"
	  "    date = \"2027\"\n    id = 7\n  strings:\n"
	  "    $a = \"description = no\"\n    $r = /http:\\/\\/no comment here"
	  "/\n  condition:\n    $a /* but this is one */\n}\n",
	  "c [This is a comment]\nF [Finds a ]#[ c]\nF [Team X]\n"
	  "c [but this is one]\nL <t1> <t2>\nL <date = \"2027\"> <id = 7>\n" },
	{ "a regular expression with marks of comments",
	  "rule a { strings: $r = /a\\/\\/ b c d e f/ // This is a comment\n"
	  "condition: $r }\n", "c [This is a comment]\n" },
	{ "a rule with a site", "rule a_{{hex 6}} { meta: description = \"A "
	  "{{b|c}} d\" }\n", "F [A ]#[ d]\n" },
};

static void
yara(void **state)
{
	check_rows(state, TT_PROSE_YARA, yara_rows, N_ROWS(yara_rows));
}

static const struct {
	const char *file, *text, *want;
} names[] = {
	{ "advisory.md", "x", "markdown" },
	{ "README.MD", "x", "markdown" },
	{ "notes", "x", "text" },
	{ "a.rst", "x", "rst" },
	{ "csaf.json", "{}", "json" },
	{ "rule.yml", "x", "yaml" },
	{ "poc.py", "x", "hash" },
	{ "poc.go", "x", "c" },
	{ "a.rules", "x", "snort" },
	{ "a.yar", "x", "yara" },
	{ "a.html", "x", "html" },
	{ "a.md", "\xff", "none" },
};

static void
formats_by_name(void **state)
{
	for (size_t i = 0; i < N_ROWS(names); i++) {
		CHECK_ROW(state, names[i].file);
		assert_string_equal(names[i].want, tt_prose_format_name(
		    tt_prose_format_of(span_of_str(names[i].file),
		    span_of_str(names[i].text))));
	}
	assert_string_equal("none", tt_prose_format_name(tt_prose_format_of(
	    span_of_str("a.md"), (struct span){ "a\0b", 3 })));
}

static void
too_large_a_draft(void **state)
{
	static char big[TT_PART_MAX + 1];
	struct tt_prose *p = NULL;

	(void)state;
	assert_int_equal(TT_ELIMIT, tt_prose_cut(&p, TT_PROSE_TEXT,
	    (struct span){ big, sizeof(big) }));
	assert_null(p);
	assert_int_equal(TT_OK, tt_prose_cut(&p, TT_PROSE_TEXT,
	    (struct span){ big, 9 }));
	assert_int_equal(0, p->n_blocks);
	tt_prose_free(p);
	tt_prose_free(NULL);
}

TEST_MAIN(cmocka_unit_test(plain_text),
    cmocka_unit_test(markdown),
    cmocka_unit_test(restructured_text),
    cmocka_unit_test(html),
    cmocka_unit_test(json),
    cmocka_unit_test(yaml),
    cmocka_unit_test(c_code),
    cmocka_unit_test(hash_code),
    cmocka_unit_test(snort),
    cmocka_unit_test(yara),
    cmocka_unit_test(formats_by_name),
    cmocka_unit_test(too_large_a_draft))
