/* SPDX-License-Identifier: ISC */
/*
 * One file of a copy, after a line with its name: facts point into it, and
 * whatever is made of it is JSON that says it again, byte for byte.
 */
#include <stdlib.h>
#include <string.h>

#include "base/name.h"
#include "exchange/files.h"

#define FORMATS	((1u << TO_STIX) | (1u << TO_MISP) | (1u << TO_CSAF))

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool ok)
{
	if (!ok)
		abort();
}

static void
check_within(struct span all, struct span s)
{
	check(s.n == 0 || (s.p >= all.p && s.p + s.n <= all.p + all.n));
}

static void
check_facts(const struct exchange *x)
{
	const struct facts *f = &x->facts;

	check_within(x->prose, f->title);
	check_within(x->prose, f->remedy);
	check_within(x->prose, f->remedy_title);
	check(f->title.n <= FACTS_TITLE_MAX);
	for (size_t i = 0; i < f->cve.n; i++) {
		check_within(x->prose, f->cve.id[i]);
		check(span_starts(f->cve.id[i], "CVE-"));
		for (size_t k = 0; k < i; k++)
			check(!span_eq(f->cve.id[i], f->cve.id[k]));
	}
}

/* The note of the advisory has all of its words. */
static bool
says(const json_t *root, struct span words)
{
	const json_t *o;
	struct span s;
	size_t i;

	json_array_foreach(json_object_get(root, "objects"), i, o)
		if (json_in_str(o, "content", &s, NULL) == TT_OK &&
		    span_eq(s, words))
			return true;
	return false;
}

static void
check_file(const struct exchange *x, const struct exchange_file *f)
{
	struct span name = span_str(f->name);
	json_t *root;

	check(name_member_ok(name));
	if (name.n < 5 || strcmp(name.p + name.n - 5, ".json") != 0)
		return;
	check(json_in_parse(buf_view(&f->data), EXCHANGE_FILE_MAX, &root,
	    NULL) == TT_OK);
	if (span_is(name, "stix.json") && x->prose.n > 0 &&
	    x->part[0].kind != PART_STIX)
		check(says(root, x->prose));
	json_decref(root);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span text = span_of(data, size), name;
	const struct exchange_about about = { .id = SPAN("6f1d0c92b4e87a35"),
		.origin = SPAN("hub.example"), .publisher = SPAN("hub.example"),
		.opened_s = 1795950003, .public_s = 1796036403,
		.revision = 1, .terms = TLP_RED, .binds = SPAN("Silent.") };
	struct exchange_files f;
	struct exchange *x;

	if (!span_line(&text, &name) || !name_member_ok(name) ||
	    exchange_new(&x, &about, &name, &text, 1) != TT_OK)
		return 0;
	check_facts(x);
	if (files_make(&f, x, FORMATS) == TT_OK) {
		for (size_t i = 0; i < f.n; i++)
			check_file(x, &f.at[i]);
		files_free(&f);
	}
	exchange_free(x);
	return 0;
}
