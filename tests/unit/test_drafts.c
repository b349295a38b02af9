/* SPDX-License-Identifier: ISC */
/*
 * The six shared drafts and the truth about specimens of two of them: made
 * by another implementation, apart from values of {{name}} (see splice).
 */
#include "test.h"

#include <dirent.h>
#include <jansson.h>

#include "telltale/bulletin.h"

#define PARTS_MAX	8

static struct tt_diags diags;

static const struct {
	const char *name;
	size_t sites, classes[TT_SITE_CLASS_COUNT];	/* README's table */
} drafts[] = {
	{ "01-atrium", 252, { 206, 7, 2, 37, 0 } },
	{ "02-cipherkit", 61, { 60, 1, 0, 0, 0 } },
	{ "03-ferry", 115, { 99, 1, 3, 12, 0 } },
	{ "04-lattice", 121, { 102, 2, 1, 16, 0 } },
	{ "05-pumphouse", 117, { 98, 6, 1, 12, 0 } },
	{ "06-confluence", 586, { 555, 3, 4, 24, 0 } },
};

struct draft {
	struct tt_bulletin *b;
	char *name[PARTS_MAX], *marked[PARTS_MAX], *plain[PARTS_MAX];
	size_t n, n_plain[PARTS_MAX];
};

static char *
read_file(const char *root, const char *draft, const char *kind,
    const char *part, size_t *n)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s/%s/%s", root, draft, kind, part);
	return test_read(path, n);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
load(struct draft *d, const char *root, const char *draft)
{
	struct tt_part_text in[PARTS_MAX];
	char path[4096];
	struct dirent *entry;
	DIR *dir;

	memset(d, 0, sizeof(*d));
	snprintf(path, sizeof(path), "%s/%s/marked", root, draft);
	dir = opendir(path);
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			d->name[d->n++] = strdup(entry->d_name);
	closedir(dir);
	qsort(d->name, d->n, sizeof(d->name[0]), by_name);
	for (size_t i = 0; i < d->n; i++) {
		size_t n;

		d->marked[i] = read_file(root, draft, "marked", d->name[i], &n);
		in[i].name = (struct span){ d->name[i], strlen(d->name[i]) };
		in[i].text = (struct span){ d->marked[i], n };
		d->plain[i] = read_file(root, draft, "draft", d->name[i],
		    &d->n_plain[i]);
	}
	tt_diags_init(&diags);
	assert_int_equal(TT_OK, tt_bulletin_parse(&d->b, in, d->n, &diags));
	assert_int_equal(0, diags.n);
}

static void
unload(struct draft *d)
{
	for (size_t i = 0; i < d->n; i++) {
		free(d->name[i]);
		free(d->marked[i]);
		free(d->plain[i]);
	}
	tt_bulletin_free(d->b);
}

static void
sites_and_classes_are_counted(void **state)
{
	const char *root = shared_or_skip("data/drafts");

	for (size_t i = 0; i < N_ROWS(drafts); i++) {
		size_t classes[TT_SITE_CLASS_COUNT] = { 0 };
		struct draft d;

		CHECK_ROW(state, drafts[i].name);
		load(&d, root, drafts[i].name);
		assert_int_equal(drafts[i].sites, d.b->n_sites);
		for (size_t s = 0; s < d.b->n_sites; s++)
			classes[d.b->sites[s].class]++;
		assert_memory_equal(drafts[i].classes, classes,
		    sizeof(classes));
		unload(&d);
	}
}

/* The length of what the draft has at a data site. */
static size_t
value_len(const struct tt_site *s, const char *p)
{
	switch (s->kind) {
	case TT_SITE_INT:
		return strspn(p, "0123456789");
	case TT_SITE_HEX:
		return s->digits;
	case TT_SITE_NAME: {	/* the drafts' own form: word, number, letter */
		size_t n = strspn(p, "abcdefghijklmnopqrstuvwxyz");

		return n + strspn(p + n, "0123456789") + 1;
	}
	case TT_SITE_CHOICE:
	case TT_SITE_KIND_COUNT:
		break;
	}
	return 0;
}

/*
 * Symbols of a draft's part; want is the draft, but with the text of value 0
 * where the draft's is no possible value: its names are of an older form, its
 * long hexadecimal ones random to the end.
 */
static void
splice(const struct draft *d, size_t part, uint64_t *symbols, struct buf *want)
{
	const struct tt_part *p = &d->b->parts[part];
	const char *at = d->plain[part];
	size_t plain = 0;

	for (size_t i = 0; i < p->n_places; i++) {
		const struct tt_place *place =
		    &d->b->places[p->first_place + i];
		const struct tt_site *s = &d->b->sites[place->site];
		uint64_t *v = &symbols[place->site];
		struct span found;

		buf_add(want, at, place->offset - plain);
		at += place->offset - plain;
		plain = place->offset;
		found = (struct span){ at, s->kind == TT_SITE_CHOICE ?
		    s->alternatives[0].n : value_len(s, at) };
		if (tt_site_value(s, found, v) == TT_ENOENT) {
			assert_true(s->kind == TT_SITE_NAME ||
			    (s->kind == TT_SITE_HEX && s->digits > 16));
			*v = 0;
			assert_int_equal(TT_OK, tt_site_text(s, 0, want));
		} else {
			assert_true(s->kind != TT_SITE_CHOICE || *v == 0);
			buf_span(want, found);
		}
		at += found.n;
	}
	buf_str(want, at);
}

static void
the_first_alternatives_are_the_draft(void **state)
{
	const char *root = shared_or_skip("data/drafts");

	for (size_t i = 0; i < N_ROWS(drafts); i++) {
		uint64_t symbols[1000];
		struct draft d;

		CHECK_ROW(state, drafts[i].name);
		load(&d, root, drafts[i].name);
		for (size_t part = 0; part < d.n; part++) {
			struct buf want, got;

			buf_init(&want, 1 << 20);
			buf_init(&got, 1 << 20);
			splice(&d, part, symbols, &want);
			assert_int_equal(TT_OK, tt_bulletin_render(d.b, part,
			    symbols, &got));
			assert_int_equal(want.n, got.n);
			assert_memory_equal(want.p, got.p, got.n);
			assert_true(got.n <= d.b->parts[part].longest);
			buf_done(&want);
			buf_done(&got);
		}
		unload(&d);
	}
}

static void
check_site(const struct tt_site *s, const json_t *truth)
{
	const json_t *alternatives = json_object_get(truth, "alternatives");
	const char *spec = json_string_value(json_object_get(truth, "spec"));
	char range[100];

	assert_string_equal(json_string_value(json_object_get(truth, "class")),
	    tt_class_name(s->class));
	assert_int_equal(json_integer_value(json_object_get(truth, "line")),
	    s->line);
	assert_int_equal(alternatives == NULL, s->kind != TT_SITE_CHOICE);
	switch (s->kind) {
	case TT_SITE_CHOICE:
		assert_int_equal(json_array_size(alternatives), s->n);
		for (size_t a = 0; a < s->n; a++)
			assert_true(span_is(s->alternatives[a],
			    json_string_value(json_array_get(alternatives,
			    a))));
		return;
	case TT_SITE_INT:
		snprintf(range, sizeof(range), "int %llu..%llu",
		    (unsigned long long)s->lo,
		    (unsigned long long)(s->lo + s->n - 1));
		assert_string_equal(spec, range);
		return;
	case TT_SITE_HEX:
		snprintf(range, sizeof(range), "hex %u", s->digits);
		assert_string_equal(spec, range);
		return;
	case TT_SITE_NAME:
	case TT_SITE_KIND_COUNT:
		assert_string_equal(spec, "name");
	}
}

static json_t *
load_truth(const char *draft)
{
	char rel[200];
	json_t *truth;

	snprintf(rel, sizeof(rel), "data/specimens/%s/truth.json", draft);
	truth = json_load_file(shared_or_skip(rel), 0, NULL);
	assert_non_null(truth);
	return truth;
}

static void
sites_are_those_of_the_truth(void **state)
{
	static const char *const with_truth[] = { "01-atrium", "03-ferry" };

	for (size_t i = 0; i < N_ROWS(with_truth); i++) {
		json_t *truth = load_truth(with_truth[i]);
		struct draft d;

		CHECK_ROW(state, with_truth[i]);
		load(&d, shared_or_skip("data/drafts"), with_truth[i]);
		for (size_t part = 0; part < d.n; part++) {
			const json_t *sites = json_object_get(json_object_get(
			    truth, "parts"), d.name[part]);
			const struct tt_part *p = &d.b->parts[part];

			assert_int_equal(json_array_size(sites), p->n_places);
			for (size_t s = 0; s < p->n_places; s++)
				check_site(&d.b->sites[
				    d.b->places[p->first_place + s].site],
				    json_array_get(sites, s));
		}
		unload(&d);
		json_decref(truth);
	}
}

static void
a_readers_symbols_give_the_verbatim_specimen(void **state)
{
	static const char *const with_truth[] = { "01-atrium", "03-ferry" };

	for (size_t i = 0; i < N_ROWS(with_truth); i++) {
		json_t *truth = load_truth(with_truth[i]);
		const json_t *row = json_object_get(json_array_get(
		    json_object_get(truth, "specimens"), 0), "truth");
		uint64_t symbols[1000] = { 0 };
		char rel[200], *want;
		struct draft d;
		struct buf got;
		size_t n;

		CHECK_ROW(state, with_truth[i]);
		load(&d, shared_or_skip("data/drafts"), with_truth[i]);
		assert_string_equal("advisory.md", d.name[0]);
		for (size_t s = 0; s < json_array_size(row); s++)
			symbols[s] = (uint64_t)json_integer_value(
			    json_array_get(row, s));
		snprintf(rel, sizeof(rel), "data/specimens/%s/01-verbatim.md",
		    with_truth[i]);
		want = test_read(shared_or_skip(rel), &n);
		buf_init(&got, 1 << 20);
		assert_int_equal(TT_OK, tt_bulletin_render(d.b, 0, symbols,
		    &got));
		assert_int_equal(n, got.n);
		assert_memory_equal(want, got.p, n);
		buf_done(&got);
		free(want);
		unload(&d);
		json_decref(truth);
	}
}

TEST_MAIN(cmocka_unit_test(sites_and_classes_are_counted),
    cmocka_unit_test(the_first_alternatives_are_the_draft),
    cmocka_unit_test(sites_are_those_of_the_truth),
    cmocka_unit_test(a_readers_symbols_give_the_verbatim_specimen))
