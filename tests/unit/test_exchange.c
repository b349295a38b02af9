/* SPDX-License-Identifier: ISC */
#include <dirent.h>

#include "base/instant.h"
#include "base/json_in.h"
#include "base/name.h"
#include "exchange/csaf.h"
#include "exchange/exchange.h"
#include "exchange/files.h"
#include "exchange/misp.h"
#include "exchange/stix.h"
#include "test.h"

#define OPENED	INT64_C(1795950003)	/* 2026-11-29T11:00:03Z */
#define PUBLIC	(OPENED + 86400)
#define ALL	((1u << TO_STIX) | (1u << TO_MISP) | (1u << TO_CSAF))
#define JSON_MAX	((size_t)64 << 20)

#define HEAD	"# T\n"

static const struct {
	const char *name, *text, *title, *cves, *remedy;
} facts[] = {
	{ "nothing", "", "", "", "" },
	{ "a heading", "\n# One  two #\n\ntext\n", "One  two", "", "" },
	{ "a line under it", "Title\n=====\n", "Title", "", "" },
	{ "plain text: its first line", "Flaw in x\n\nIt is.\n",
	  "Flaw in x", "", "" },
	{ "a block of code is no title", "```toml\nid = \"x\"\n```\n# T\n",
	  "T", "", "" },
	{ "front matter has one", "---\ntitle: \"T t\"\nx: 1\n---\n# U\n",
	  "T t", "", "" },
	{ "front matter without", "---\nx: 1\n---\n# U\n", "U", "", "" },
	{ "a CVE in the title", "# CVE-2026-0001: x\n", "CVE-2026-0001: x",
	  "CVE-2026-0001", "" },
	{ "after a label", HEAD "- **CVE:** CVE-2026-0001, CVE-2026-12345\n",
	  "T", "CVE-2026-0001 CVE-2026-12345", "" },
	{ "in a table", HEAD "| CVE | CVE-2026-0001 |\n", "T",
	  "CVE-2026-0001", "" },
	{ "among other names", "```toml\naliases = [\"CVE-2026-0001\"]\n```\n",
	  "", "CVE-2026-0001", "" },
	{ "alone in its line", HEAD "\n* CVE-2026-0001\n", "T",
	  "CVE-2026-0001", "" },
	{ "assigned", HEAD "The project has assigned the name CVE-2026-0001 "
	  "to this.\n", "T", "CVE-2026-0001", "" },
	{ "assigned, over the end of a line", HEAD "has assigned the name\n"
	  "CVE-2026-0001 to this.\n", "T", "CVE-2026-0001", "" },
	{ "another's, that is only mentioned", HEAD "Unlike CVE-2014-0160, "
	  "this is harmless.\n", "T", "", "" },
	{ "one before what was assigned", HEAD "As CVE-2014-0160 it was "
	  "assigned CVE-2026-0001.\n", "T", "CVE-2026-0001", "" },
	{ "under the title, as a second one", "Advisory\n===\n\nDouble free "
	  "(CVE-2026-0001)\n===\n", "Advisory", "CVE-2026-0001", "" },
	{ "in a later heading", HEAD "### 2.1 CVE-2026-0001: x\n", "T",
	  "CVE-2026-0001", "" },
	{ "a list is no title", "- Requirements:\n\n## Cause\n", "Cause", "",
	  "" },
	{ "none twice", "# CVE-2026-0001\nCVE: CVE-2026-0001\n",
	  "CVE-2026-0001", "CVE-2026-0001", "" },
	{ "no number of CVE", "CVE: CVE-26-1 CVE-2026-123 XCVE-2026-0001 "
	  "CVE-2026-0001x CVE-2026-12345678901234567890 CVE-2026-0001-2\n",
	  "CVE: CVE-26-1 CVE-2026-123 XCVE-2026-0001 CVE-2026-0001x "
	  "CVE-2026-12345678901234567890 CVE-2026-0001-2", "", "" },
	{ "what to do", "# T\n## What to do\n\nThis.\n\n### And\n\nthat.\n"
	  "## More\nx\n", "T", "", "This.\n\n### And\n\nthat." },
	{ "to the end", "T\n===\n\nMitigations\n---\n\nThis.", "T", "",
	  "This." },
	{ "nothing there", "# T\n## Workarounds\n## More\nx\n", "T", "", "" },
	{ "the word alone is no section", "# T\nNo mitigation.\n", "T", "",
	  "" },
};

static void
assert_span(const char *want, struct span got)
{
	assert_int_equal(strlen(want), got.n);
	assert_memory_equal(want, got.p != NULL ? got.p : "", got.n);
}

static void
join(struct buf *out, const struct ids *ids)
{
	for (size_t i = 0; i < ids->n; i++) {
		if (i > 0)
			buf_char(out, ' ');
		buf_span(out, ids->id[i]);
	}
}

static void
a_text_says_what_it_says(void **state)
{
	struct facts *f = malloc(sizeof(*f));
	struct buf ids;

	assert_non_null(f);
	for (size_t i = 0; i < N_ROWS(facts); i++) {
		CHECK_ROW(state, facts[i].name);
		facts_read(f, span_str(facts[i].text), FACTS_TEXT);
		assert_span(facts[i].title, f->title);
		assert_span(facts[i].remedy, f->remedy);
		buf_init(&ids, 4096);
		join(&ids, &f->cve);
		assert_span(facts[i].cves, buf_view(&ids));
		buf_done(&ids);
	}
	facts_read(f, SPAN("CWE-79 CWE-79 CWE-0 CWE-1x; "
	    "CVSS:3.1/AV:N/AC:L. CVSS:2.0/AV:N CVSS:4.0/ TLP:AMBER"),
	    FACTS_TEXT);
	assert_int_equal(1, f->cwe.n);
	assert_span("CWE-79", f->cwe.id[0]);
	assert_int_equal(1, f->cvss.n);
	assert_span("CVSS:3.1/AV:N/AC:L", f->cvss.id[0]);
	assert_true(f->labelled && f->label == TLP_AMBER);
	facts_read(f, SPAN("{\n \"title\": \"A \",\n \"x\": 1,\n "
	    "\"cveId\": \"CVE-2026-0001\",\n \"y\": \"CVE-2014-0160 z\" }"),
	    FACTS_DATA);
	assert_span("A ", f->title);
	assert_int_equal(1, f->cve.n);
	facts_read(f, SPAN("{\n# no title\n"), FACTS_DATA);
	assert_int_equal(0, f->title.n);
	free(f);
}

static void
a_long_title_is_cut_between_characters(void **state)
{
	char text[FACTS_TITLE_MAX + 8] = "";
	struct facts *f = malloc(sizeof(*f));

	(void)state;
	assert_non_null(f);
	memset(text, 'x', FACTS_TITLE_MAX - 1);
	memcpy(text + FACTS_TITLE_MAX - 1, "\xc3\xb6y", 3);
	facts_read(f, span_of(text, FACTS_TITLE_MAX + 2),
	    FACTS_TEXT);
	assert_int_equal(FACTS_TITLE_MAX - 1, f->title.n);
	free(f);
}

static const struct {
	const char *text;
	bool found;
	enum tlp want;
} labels[] = {
	{ "TLP:CLEAR", true, TLP_CLEAR }, { "TLP:WHITE", true, TLP_CLEAR },
	{ "TLP:GREEN", true, TLP_GREEN }, { "TLP:AMBER", true, TLP_AMBER },
	{ "(TLP:AMBER+STRICT)", true, TLP_AMBER_STRICT },
	{ "TLP:RED.", true, TLP_RED },
	{ "TLP:GREEN and TLP:RED and TLP:CLEAR", true, TLP_RED },
	{ "TLP: RED", false, TLP_CLEAR }, { "tlp:red", false, TLP_CLEAR },
	{ "TLP:", false, TLP_CLEAR }, { "", false, TLP_CLEAR },
};

static void
the_strictest_label_holds(void **state)
{
	enum tlp got;

	for (size_t i = 0; i < N_ROWS(labels); i++) {
		CHECK_ROW(state, labels[i].text);
		got = TLP_CLEAR;
		assert_int_equal(labels[i].found,
		    tlp_find(span_str(labels[i].text), &got));
		assert_int_equal(labels[i].want, got);
	}
	for (enum tlp t = 0; t < TLPS; t++) {
		assert_true(tlp_find(span_str(tlp_rule(t)->name), &got));
		assert_int_equal(t, got);
		assert_true(uuid_ok(span_str(tlp_rule(t)->stix)));
	}
	assert_int_equal(TLP_RED, tlp_of_terms(SPAN("named readers only")));
	assert_int_equal(TLP_RED, tlp_of_terms(SPAN("no")));
	assert_int_equal(TLP_RED, tlp_of_terms((struct span){ NULL, 0 }));
	assert_int_equal(TLP_AMBER_STRICT,
	    tlp_of_terms(SPAN("need to know with a list")));
}

static const struct {
	const char *name, *text;
	enum part_kind want;
} kinds[] = {
	{ "a.md", "x", PART_TEXT }, { "a.TXT", "x", PART_TEXT },
	{ "a.md", "", PART_OTHER }, { "a.md", "\xff", PART_OTHER },
	{ "a.yml", "title: x\ndetection:\n x: 1\n", PART_SIGMA },
	{ "a.yml", "title: x\n", PART_OTHER },
	{ "a.yara", "rule x {}", PART_YARA },
	{ "a.rules", "alert", PART_SURICATA },
	{ "snort.rules", "alert", PART_SNORT },
	{ "poc.py", "TLP:RED", PART_OTHER },
	{ "a.json", "{\"document\": {\"csaf_version\": \"2.0\"}}",
	  PART_CSAF },
	{ "a.json", "{\"type\": \"bundle\", \"objects\": []}", PART_STIX },
	{ "a.json", "{\"type\": \"bundle\"}", PART_OTHER },
	{ "a.json", "{\"Event\": {\"uuid\": \"x\"}}", PART_MISP },
	{ "a.json", "{\"Event\": {}}", PART_OTHER },
	{ "a.json", "[1]", PART_OTHER }, { "a.json", "{", PART_OTHER },
	{ "a.txt", "{\"Event\": {\"uuid\": \"x\"}}", PART_TEXT },
};

static void
a_file_is_what_its_name_and_bytes_say(void **state)
{
	json_t *root;

	for (size_t i = 0; i < N_ROWS(kinds); i++) {
		CHECK_ROW(state, kinds[i].text);
		assert_int_equal(kinds[i].want,
		    part_kind(span_str(kinds[i].name),
		    span_str(kinds[i].text), &root));
		assert_true((root != NULL) == (kinds[i].want == PART_CSAF ||
		    kinds[i].want == PART_STIX || kinds[i].want == PART_MISP));
		json_decref(root);
	}
	assert_int_equal(PART_OTHER, part_kind(SPAN("a.md"),
	    span_of("a\0b", 3), &root));
}

static void
rules_are_cut_where_engines_cut_them(void **state)
{
	struct span rest = SPAN("# no\n\nalert a; \\\n  b\n  alert c\nalert d"),
	    rule;

	(void)state;
	assert_true(part_next_rule(PART_SURICATA, &rest, &rule));
	assert_span("alert a; \\\n  b", rule);
	assert_true(part_next_rule(PART_SNORT, &rest, &rule));
	assert_span("alert c", rule);
	assert_true(part_next_rule(PART_SNORT, &rest, &rule));
	assert_span("alert d", rule);
	assert_false(part_next_rule(PART_SNORT, &rest, &rule));
	rest = SPAN("# rule\n\nrule x {}\n");
	assert_true(part_next_rule(PART_YARA, &rest, &rule));
	assert_span("# rule\n\nrule x {}\n", rule);
	assert_false(part_next_rule(PART_YARA, &rest, &rule));
}

static const struct {
	const char *id, *want;
} file_names[] = {
	{ "EX-2026-014", "ex-2026-014.json" },
	{ "Example: A  b/c.d", "example_a_b_c_d.json" },
	{ "2022_#01-A", "2022_01-a.json" },	/* the standard's */
	{ "cisco-sa-20190513-secureboot", "cisco-sa-20190513-secureboot.json" },
	{ "a+b_-_c", "a+b_-_c.json" },
	{ "../../etc", "_etc.json" }, { "\xc3\xb6", "_.json" },
};

static void
names_are_those_of_the_standards(void **state)
{
	/* RFC 4122's namespace of DNS, and what others make of it */
	static const uint8_t dns[16] = { 0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad,
		0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8 };
	struct buf b;

	assert_string_equal("2ed6657d-e927-568b-95e1-2665a8aea6a2",
	    uuid_v5(dns, SPAN("www.example.com")).text);
	assert_true(uuid_ok(SPAN("2ed6657d-e927-568b-95e1-2665a8aea6a2")));
	assert_false(uuid_ok(SPAN("2ed6657d-e927-568b-95e1-2665a8aea6a")));
	assert_false(uuid_ok(SPAN("2ED6657d-e927-568b-95e1-2665a8aea6a2")));
	assert_false(uuid_ok(SPAN("2ed6657d0e927-568b-95e1-2665a8aea6a2")));
	for (size_t i = 0; i < N_ROWS(file_names); i++) {
		CHECK_ROW(state, file_names[i].id);
		buf_init(&b, 256);
		csaf_file_name(span_str(file_names[i].id), &b);
		assert_string_equal(file_names[i].want, b.p);
		buf_done(&b);
	}
}

/* A copy. */

static const struct span part_names[] = {
	SPAN_INIT("advisory.md"), SPAN_INIT("hunt.yar"),
	SPAN_INIT("net.rules"), SPAN_INIT("poc.py"), SPAN_INIT("s.yml"),
};
static const struct span part_texts[] = {
	SPAN_INIT("# The \"relay\"\n\nCVE: CVE-2026-0001, CVE-2026-0002\n\n"
	    "CWE-787\tTLP:AMBER \xc3\xa9\n\n## Solution\n\nOff.\n"),
	SPAN_INIT("rule x { condition: true }\n"),
	SPAN_INIT("# two\nalert tcp a\nalert tcp b\n"),
	SPAN_INIT("print('boom')\n"),
	SPAN_INIT("title: x\ndetection:\n a: \"\\\\\"\n"),
};

static struct exchange_about
about(bool is_public)
{
	return (struct exchange_about){ .id = SPAN("6f1d0c92b4e87a35"),
		.origin = SPAN("hub.example:8443"),
		.publisher = SPAN("hub.example:8443"), .reader = { 1, 2 },
		.revision = 1, .opened_s = OPENED, .sealed_s = OPENED - 600,
		.public_s = PUBLIC, .is_public = is_public,
		.terms = TLP_RED, .binds = SPAN("Silent.") };
}

static struct exchange *
copy_of(const struct exchange_about *a)
{
	struct exchange *x;

	assert_int_equal(TT_OK, exchange_new(&x, a, part_names, part_texts,
	    N_ROWS(part_names)));
	return x;
}

static const json_t *
at(const json_t *v, const char *key)
{
	const json_t *member = json_object_get(v, key);

	assert_non_null(member);
	return member;
}

static void
assert_str(const char *want, const json_t *v, const char *key)
{
	assert_string_equal(want, json_string_value(at(v, key)));
}

static json_t *
parse(const struct exchange_files *f, const char *name)
{
	json_t *root;

	for (size_t i = 0; i < f->n; i++)
		if (strncmp(f->at[i].name, name, strlen(name)) == 0) {
			assert_int_equal(TT_OK, json_in_parse(
			    buf_view(&f->at[i].data), JSON_MAX, &root, NULL));
			return root;
		}
	fail_msg("no %s", name);
	return NULL;
}

static size_t
count_type(const json_t *objects, const char *type)
{
	const json_t *o;
	size_t i, n = 0;

	json_array_foreach(objects, i, o)
		n += strcmp(json_string_value(at(o, "type")), type) == 0;
	return n;
}

static const json_t *
first(const json_t *objects, const char *type)
{
	const json_t *o;
	size_t i;

	json_array_foreach(objects, i, o)
		if (strcmp(json_string_value(at(o, "type")), type) == 0)
			return o;
	fail_msg("no %s", type);
	return NULL;
}

static const struct {
	const char *type;
	size_t n, n_public;
} objects_of[] = {
	{ "extension-definition", 1, 1 }, { "marking-definition", 2, 2 },
	{ "identity", 1, 1 }, { "vulnerability", 2, 2 },
	{ "indicator", 4, 4 }, { "relationship", 10, 10 }, { "note", 1, 1 },
	{ "course-of-action", 1, 1 }, { "grouping", 1, 0 },
	{ "report", 0, 1 },
};

static void
check_stix(const struct exchange_files *f, bool is_public)
{
	json_t *root = parse(f, "stix.json");
	const json_t *objects = at(root, "objects"), *o;
	size_t n = 0;

	for (size_t i = 0; i < N_ROWS(objects_of); i++) {
		name_row(objects_of[i].type);
		assert_int_equal(is_public ? objects_of[i].n_public :
		    objects_of[i].n, count_type(objects, objects_of[i].type));
		n += is_public ? objects_of[i].n_public : objects_of[i].n;
	}
	assert_int_equal(n, json_array_size(objects));
	o = first(objects, "note");
	assert_str(part_texts[0].p, o, "content");
	assert_str("2026-11-29T11:00:03.000Z", o, "created");
	assert_str(is_public ? "2026-11-30T11:00:03.000Z" :
	    "2026-11-29T11:00:03.000Z", o, "modified");
	o = first(objects, "course-of-action");
	assert_str("Solution", o, "name");
	assert_str("Off.", o, "description");
	o = first(objects, is_public ? "report" : "grouping");
	assert_int_equal(n - 4 /* what marks, and itself */,
	    json_array_size(at(o, "object_refs")));
	assert_null(memmem(f->at[0].data.p, f->at[0].data.n, "boom", 4));
	json_decref(root);
}

static void
check_csaf(const struct exchange_files *f, bool is_public)
{
	json_t *root = parse(f, "csaf/");
	const json_t *d = at(root, "document"), *t = at(d, "tracking");

	assert_str("csaf_base", d, "category");
	assert_str("The \"relay\"", d, "title");
	assert_str("draft", t, "status");
	assert_str(is_public ? "0.1.1" : "0.1.0", t, "version");
	assert_int_equal(is_public ? 2 : 1,
	    json_array_size(at(t, "revision_history")));
	/* the terms say RED until the instant, the text AMBER whenever */
	assert_str(is_public ? "AMBER" : "RED", at(at(d, "distribution"),
	    "tlp"), "label");
	assert_str("external", json_array_get(at(d, "references"), 0),
	    "category");
	assert_int_equal(2, json_array_size(at(root, "vulnerabilities")));
	json_decref(root);
}

static void
check_misp(const struct exchange_files *f, bool is_public)
{
	json_t *manifest = parse(f, "misp/manifest.json"), *root;
	const char *uuid = json_object_iter_key(json_object_iter(manifest));
	char name[64];
	const json_t *e;

	assert_int_equal(1, json_object_size(manifest));
	snprintf(name, sizeof(name), "misp/%s.json", uuid);
	root = parse(f, name);
	e = at(root, "Event");
	assert_str(uuid, e, "uuid");
	assert_str(is_public ? "1796036403" : "1795950003", e, "timestamp");
	assert_str(is_public ? "1796036403" : "1795950003",
	    at(manifest, uuid), "timestamp");
	/* two CVE, one CWE, four rules, what binds */
	assert_int_equal(8, json_array_size(at(e, "Attribute")));
	assert_str(part_texts[0].p, json_array_get(at(e, "EventReport"), 0),
	    "content");
	assert_str(is_public ? "tlp:amber" : "tlp:red",
	    json_array_get(at(e, "Tag"), 0), "name");
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->at[i].name, "misp/hashes.csv") == 0)
			assert_int_equal(8 * (32 + 1 + 36 + 1),
			    f->at[i].data.n);
	json_decref(root);
	json_decref(manifest);
}

static void
each_format_has_the_copy(void **state)
{
	struct exchange_files f;
	struct exchange_about a;
	struct exchange *x;

	(void)state;
	for (int is_public = 0; is_public < 2; is_public++) {
		a = about(is_public);
		x = copy_of(&a);
		assert_int_equal(1, x->n_left_out);
		assert_int_equal(TT_OK, files_make(&f, x, ALL));
		assert_int_equal(5, f.n);
		check_stix(&f, is_public);
		check_csaf(&f, is_public);
		check_misp(&f, is_public);
		files_free(&f);
		exchange_free(x);
	}
}

/* All ids of a text that are UUIDs of version 5. */
static void
collect(struct buf *out, const struct buf *text)
{
	for (size_t i = 0; i + UUID_LEN <= text->n; i++)
		if (uuid_ok(span_of(text->p + i, UUID_LEN)) &&
		    text->p[i + 14] == '5') {
			buf_add(out, text->p + i, UUID_LEN);
			buf_char(out, '\n');
		}
}

static void
names_follow_from_bulletin_and_reader(void **state)
{
	struct exchange_about a = about(false), b = about(false);
	struct exchange_files f, g, h;
	struct exchange *x = copy_of(&a), *y, *z;
	struct buf ours, theirs;
	struct span rest, line;
	size_t shared = 0;

	(void)state;
	b.reader[0]++;
	y = copy_of(&b);
	z = copy_of(&a);
	assert_int_equal(TT_OK, files_make(&f, x, ALL));
	assert_int_equal(TT_OK, files_make(&g, y, ALL));
	assert_int_equal(TT_OK, files_make(&h, z, ALL));
	assert_int_equal(f.n, h.n);
	for (size_t i = 0; i < f.n; i++) {
		assert_string_equal(f.at[i].name, h.at[i].name);
		assert_true(span_eq(buf_view(&f.at[i].data),
		    buf_view(&h.at[i].data)));
	}
	buf_init(&ours, 1 << 20);
	buf_init(&theirs, 1 << 20);
	collect(&ours, &f.at[0].data);
	collect(&theirs, &g.at[0].data);
	rest = buf_view(&ours);
	while (span_line(&rest, &line))
		if (memmem(theirs.p, theirs.n, line.p, line.n) != NULL &&
		    !span_is(line, exchange_publisher(x).text))
			shared++;
	assert_int_equal(0, shared);
	assert_true(ours.n > 20 * UUID_LEN);
	buf_done(&ours);
	buf_done(&theirs);
	files_free(&f);
	files_free(&g);
	files_free(&h);
	exchange_free(x);
	exchange_free(y);
	exchange_free(z);
}

static void
a_revision_is_a_later_version(void **state)
{
	struct exchange_about a = about(false);
	struct exchange_files f;
	struct exchange *x;
	json_t *root;

	(void)state;
	a.revision = 2;
	a.sealed_s = OPENED + 60;
	x = copy_of(&a);
	assert_int_equal(TT_OK, files_make(&f, x, ALL));
	root = parse(&f, "stix.json");
	assert_str("2026-11-29T11:01:03.000Z",
	    first(at(root, "objects"), "note"), "modified");
	assert_str("2026-11-29T11:00:03.000Z",
	    first(at(root, "objects"), "note"), "created");
	json_decref(root);
	root = parse(&f, "csaf/");
	assert_str("0.2.0", at(at(root, "document"), "tracking"), "version");
	json_decref(root);
	files_free(&f);
	exchange_free(x);
}

/* What the author wrote in a format. */

#define OWN_CSAF	"{\"document\": {\"csaf_version\": \"2.0\", " \
    "\"title\": \"T\", \"distribution\": {\"text\": \"TLP v2.0: " \
    "TLP:AMBER+STRICT\", \"tlp\": {\"label\": \"RED\"}}, \"notes\": " \
    "[{\"category\": \"summary\", \"text\": \"It is.\"}], \"tracking\": " \
    "{\"id\": \"EX/1\"}}, \"vulnerabilities\": [{\"cve\": " \
    "\"CVE-2026-0001\", \"cwe\": {\"id\": \"CWE-79\"}, \"scores\": " \
    "[{\"cvss_v3\": {\"vectorString\": \"CVSS:3.1/AV:N\"}}], " \
    "\"remediations\": [{\"category\": \"vendor_fix\", \"details\": " \
    "\"Update.\"}]}] }\n"
#define OWN_EVENT	"{\"Event\": {\"uuid\": " \
    "\"2ed6657d-e927-568b-95e1-2665a8aea6a2\", \"info\": \"I\", " \
    "\"date\": \"2026-11-29\", \"timestamp\": 7, \"Attribute\": " \
    "[{\"value\": \"v\"}], \"Object\": [{\"Attribute\": [{\"value\": " \
    "\"\"}]}]}}"
#define OWN_STIX	"{ \"type\": \"bundle\", \"objects\": [] }"

static const struct {
	const char *name, *file, *text;
} own[] = {
	{ "advisory.json", "csaf/ex_1.json", OWN_CSAF },
	{ "event.json", "misp/2ed6657d-e927-568b-95e1-2665a8aea6a2.json",
	  OWN_EVENT },
	{ "i.json", "stix.json", OWN_STIX },
	{ "j.json", "stix-2.json", OWN_STIX },
};

static void
an_authors_own_stays_as_it_is(void **state)
{
	struct span name[N_ROWS(own)], text[N_ROWS(own)];
	struct exchange_about a = about(true);
	struct exchange_files f;
	struct exchange *x;
	size_t k;

	for (size_t i = 0; i < N_ROWS(own); i++) {
		name[i] = span_str(own[i].name);
		text[i] = span_str(own[i].text);
	}
	assert_int_equal(TT_OK, exchange_new(&x, &a, name, text,
	    N_ROWS(own)));
	assert_int_equal(TLP_AMBER_STRICT, x->label);
	assert_span("T", x->title);
	assert_span("CVE-2026-0001", x->facts.cve.id[0]);
	assert_span("CWE-79", x->facts.cwe.id[0]);
	assert_span("CVSS:3.1/AV:N", x->facts.cvss.id[0]);
	assert_span("vendor_fix: Update.", x->facts.remedy);
	assert_int_equal(TT_OK, files_make(&f, x, ALL));
	assert_int_equal(N_ROWS(own) + 2, f.n);
	for (size_t i = 0; i < N_ROWS(own); i++) {
		CHECK_ROW(state, own[i].file);
		for (k = 0; k < f.n; k++)
			if (strcmp(f.at[k].name, own[i].file) == 0)
				break;
		assert_true(k < f.n);
		assert_span(own[i].text, buf_view(&f.at[k].data));
	}
	for (k = 0; k < f.n; k++)
		if (strcmp(f.at[k].name, "misp/hashes.csv") == 0)
			/* MD5 of v, and of nothing */
			assert_span("9e3669d19b675bd57058fd4664205d2a,"
			    "2ed6657d-e927-568b-95e1-2665a8aea6a2\n"
			    "d41d8cd98f00b204e9800998ecf8427e,"
			    "2ed6657d-e927-568b-95e1-2665a8aea6a2\n",
			    buf_view(&f.at[k].data));
	files_free(&f);
	exchange_free(x);
}

static const struct {
	const char *name, *text;
	enum tt_err want;
	unsigned formats;
} refused[] = {
	{ "a.json", "{\"document\": {\"csaf_version\": \"2.0\"}}", TT_ESYNTAX,
	  1u << TO_CSAF },
	{ "a.json", "{\"Event\": {\"uuid\": \"../x\"}}", TT_ESYNTAX,
	  1u << TO_MISP },
	{ "a.json", "{\"document\": {\"csaf_version\": \"2.0\", \"tracking\":"
	  " {\"id\": \"-x\"}}}", TT_ESYNTAX, 1u << TO_CSAF },
};

static void
what_has_no_name_is_refused(void **state)
{
	struct exchange_about a = about(false);
	struct exchange_files f = { .n = 0 };
	struct span name, text;
	struct exchange *x;

	for (size_t i = 0; i < N_ROWS(refused); i++) {
		CHECK_ROW(state, refused[i].text);
		name = span_str(refused[i].name);
		text = span_str(refused[i].text);
		assert_int_equal(TT_OK, exchange_new(&x, &a, &name, &text,
		    1));
		assert_int_equal(refused[i].want, files_make(&f, x,
		    refused[i].formats));
		assert_null(f.at);
		exchange_free(x);
	}
}

static void
a_copy_without_a_text_has_its_id(void **state)
{
	struct exchange_about a = about(false);
	struct span name = SPAN("poc.py"), text = SPAN("x");
	struct exchange_files f;
	struct exchange *x;

	(void)state;
	assert_int_equal(TT_OK, exchange_new(&x, &a, &name, &text, 1));
	assert_null(x->advisory);
	assert_span("6f1d0c92b4e87a35", x->title);
	assert_int_equal(TT_OK, files_make(&f, x, ALL));
	files_free(&f);
	exchange_free(x);
}

static void
rules_have_a_limit(void **state)
{
	struct exchange_about a = about(false);
	struct span name = SPAN("a.rules");
	struct exchange *x;
	struct buf text;

	(void)state;
	buf_init(&text, 1 << 20);
	for (size_t i = 0; i < EXCHANGE_RULES_MAX; i++)
		buf_str(&text, "alert x\n");
	assert_int_equal(TT_OK, exchange_new(&x, &a, &name,
	    &(struct span){ text.p, text.n }, 1));
	exchange_free(x);
	buf_str(&text, "alert x\n");
	assert_int_equal(TT_ELIMIT, exchange_new(&x, &a, &name,
	    &(struct span){ text.p, text.n }, 1));
	buf_done(&text);
}

/* Real advisories: whatever they say, what comes out is JSON with it. */
static void
convert_one(const char *folder, const char *file)
{
	struct exchange_about a = about(false);
	struct exchange_files f;
	struct exchange *x;
	struct span name, text;
	char path[4096];
	json_t *root;
	size_t n;

	snprintf(path, sizeof(path), "%s/%s", folder, file);
	name_row(path);
	text.p = test_read(path, &n);
	text.n = n;
	name = strstr(file, ".md") != NULL ? SPAN("advisory.md") :
	    strstr(file, ".yaml") != NULL ? SPAN("advisory.yaml") :
	    SPAN("advisory.json");
	assert_int_equal(TT_OK, exchange_new(&x, &a, &name, &text, 1));
	assert_true(x->prose.n > 0 && x->title.n > 0);
	assert_int_equal(TT_OK, files_make(&f, x, ALL));
	root = parse(&f, "stix.json");
	assert_span(json_string_value(at(first(at(root, "objects"), "note"),
	    "content")), x->prose);
	json_decref(root);
	json_decref(parse(&f, "csaf/"));
	files_free(&f);
	exchange_free(x);
	free((void *)(uintptr_t)text.p);
}

static void
real_advisories_are_converted(void **state)
{
	static const char *const folders[] = { "cisa-csaf", "curl",
		"kernelctf", "openssl-cve", "openstack", "rustsec" };
	struct dirent *e;
	size_t n = 0;
	char rel[64];
	DIR *d;

	(void)state;
	for (size_t i = 0; i < N_ROWS(folders); i++) {
		const char *folder;

		snprintf(rel, sizeof(rel), "data/advisories/%s", folders[i]);
		folder = shared_or_skip(rel);
		assert_non_null(d = opendir(folder));
		while ((e = readdir(d)) != NULL)
			if (e->d_name[0] != '.') {
				convert_one(folder, e->d_name);
				n++;
			}
		closedir(d);
	}
	assert_true(n > 200);
}

TEST_MAIN(cmocka_unit_test(a_text_says_what_it_says),
    cmocka_unit_test(a_long_title_is_cut_between_characters),
    cmocka_unit_test(the_strictest_label_holds),
    cmocka_unit_test(a_file_is_what_its_name_and_bytes_say),
    cmocka_unit_test(rules_are_cut_where_engines_cut_them),
    cmocka_unit_test(names_are_those_of_the_standards),
    cmocka_unit_test(each_format_has_the_copy),
    cmocka_unit_test(names_follow_from_bulletin_and_reader),
    cmocka_unit_test(a_revision_is_a_later_version),
    cmocka_unit_test(an_authors_own_stays_as_it_is),
    cmocka_unit_test(what_has_no_name_is_refused),
    cmocka_unit_test(a_copy_without_a_text_has_its_id),
    cmocka_unit_test(rules_have_a_limit),
    cmocka_unit_test(real_advisories_are_converted))
