/* SPDX-License-Identifier: ISC */
/*
 * The shared capture and access log, from the file to what is read at each
 * site, against the truth: all that went over the wire is in V, nothing that
 * did not is read as something.
 *
 * The specimens have names of an older form, which are no value of `name`:
 * there the draft is given a choice between those of the twelve readers.  One
 * of them stands alone in its quotes: a name is searched for then, a choice
 * is not.
 */
#include "test.h"

#include <jansson.h>

#include "base/rng.h"
#include "extract/extract.h"
#include "telltale/constants.h"

#define PART	"poc.py"
#define DECOYS	200	/* values that others hold, of each site */

static const struct {
	const char *name, *file;
	size_t there;	/* sites of the truth */
	size_t read;	/* of those */
	size_t field;	/* of those, at their field */
} rows[] = {
	{ "the capture", "21-attack.pcap", 29, 28, 26 },
	{ "the access log", "22-access.log", 12, 12, 12 },
};

struct found {
	struct extract *x;
	struct tt_constants *c;
	size_t there, read, field, wrong;
};

static const json_t *
entry_of(const json_t *truth, const char *file)
{
	const json_t *list = json_object_get(truth, "specimens"), *e;
	size_t i;

	json_array_foreach(list, i, e)
		if (strcmp(json_string_value(json_object_get(e, "file")),
		    file) == 0)
			return e;
	fail_msg("%s is not in truth.json", file);
	return NULL;
}

static bool
holds(const struct tt_constants_site *s, uint64_t v)
{
	for (size_t i = 0; i < s->n_values; i++)
		if (s->values[i] == v)
			return true;
	return false;
}

/* What all copies hold at a site: the true value, and decoys. */
static void
search(struct tt_constants *c, const struct tt_site *site, uint64_t truth)
{
	struct rng_seeded state;
	const uint8_t seed[32] = { 21 };
	struct rng r = rng_seeded(&state, seed);
	uint64_t values[DECOYS + 1];
	const struct tt_issued in = { site->number, values, DECOYS + 1 };

	for (size_t i = 0; i < DECOYS; i++)
		values[i] = rng_below(r, site->n);
	values[DECOYS] = truth;
	assert_int_equal(TT_OK, tt_constants_search(c, &in, 1));
}

static const char *
string_head(const json_t *s, size_t n)
{
	static char head[64];

	assert_true(n < sizeof(head));
	memcpy(head, json_string_value(s), n);
	head[n] = '\0';
	return head;
}

static void
judge(struct found *f, const struct tt_site *site, const json_t *truth)
{
	const struct tt_constants_site *s = &f->c->sites[site->number];
	uint64_t v;

	if (json_is_null(truth)) {
		f->wrong += s->way == TT_CONSTANTS_FIELD;
		return;
	}
	if (json_is_integer(truth)) {
		v = (uint64_t)json_integer_value(truth);
	} else if (site->kind == TT_SITE_HEX && site->digits > 16) {
		/* the value is in the first; the others were made otherwise */
		v = strtoull(string_head(truth, 16), NULL, 16);
	} else {
		assert_int_equal(TT_OK, tt_site_value(site,
		    span_str(json_string_value(truth)), &v));
	}
	f->there++;
	if (tt_site_is_value(site))
		search(f->c, site, v);
	f->read += holds(s, v);
	f->field += holds(s, v) && s->way == TT_CONSTANTS_FIELD;
	f->wrong += s->way == TT_CONSTANTS_FIELD && !holds(s, v);
	if (!holds(s, v))
		print_message("not read: site %u, line %u: way %d count "
		    "%llu\n", site->number, site->line, s->way,
		    (unsigned long long)s->count);
}

/* The names that readers have at site i of the part, as a choice. */
static void
add_names(struct buf *out, const json_t *truth, size_t i)
{
	const json_t *readers = json_object_get(truth, "readers"), *r, *v;
	const char *id, *seen[16];
	size_t n = 0, k;

	buf_str(out, "{{");
	json_object_foreach((json_t *)(uintptr_t)readers, id, r) {
		v = json_array_get(json_object_get(r, PART), i);
		for (k = 0; k < n && strcmp(seen[k],
		    json_string_value(v)) != 0; k++)
			;
		if (k < n)
			continue;
		seen[n++] = json_string_value(v);
		buf_printf(out, "%s%s", n > 1 ? "|" : "",
		    json_string_value(v));
	}
	buf_str(out, "}}");
}

/* The draft's poc.py, its names made choices. */
static char *
with_choices(const char *marked, const json_t *truth)
{
	struct buf out;
	size_t site = 0, n;
	char *text;

	buf_init(&out, 1 << 20);
	for (const char *p = marked; *p != '\0'; p++) {
		if (strncmp(p, "{{name}}", 8) == 0) {
			add_names(&out, truth, site++);
			p += 7;
			continue;
		}
		site += strncmp(p, "{{", 2) == 0;
		buf_char(&out, *p);
	}
	assert_int_equal(TT_OK, buf_take(&out, &text, &n));
	return text;
}

static struct tt_bulletin *
parse(const char *marked)
{
	static struct tt_diags diags;
	const struct tt_part_text part = { SPAN(PART), span_str(marked) };
	struct tt_bulletin *b = NULL;

	tt_diags_init(&diags);
	assert_int_equal(TT_OK, tt_bulletin_parse(&b, &part, 1, &diags));
	return b;
}

static void
what_went_over_the_wire_is_read(void **state)
{
	const char *folder = shared_or_skip("data/specimens/01-atrium");
	char path[4200], *marked, *text, *file;
	struct tt_bulletin *b;
	json_t *truth;
	size_t n;

	snprintf(path, sizeof(path), "%s/truth.json", folder);
	truth = json_load_file(path, 0, NULL);
	assert_non_null(truth);
	snprintf(path, sizeof(path), "%s/../../drafts/01-atrium/marked/" PART,
	    folder);
	marked = test_read(path, NULL);
	text = with_choices(marked, truth);
	b = parse(text);
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct found f = { .x = NULL };
		const json_t *want;

		CHECK_ROW(state, rows[i].name);
		snprintf(path, sizeof(path), "%s/%s", folder, rows[i].file);
		file = test_read(path, &n);
		assert_int_equal(TT_OK, extract_run(&f.x, span_of(file, n),
		    SPAN("")));
		assert_int_equal(TT_OK, tt_constants_settle(&f.c, b,
		    f.x->pieces, f.x->n_pieces));
		want = json_object_get(entry_of(truth, rows[i].file), "truth");
		assert_int_equal(b->n_sites, json_array_size(want));
		for (size_t s = 0; s < b->n_sites; s++)
			judge(&f, &b->sites[s], json_array_get(want, s));
		assert_int_equal(0, f.wrong);
		assert_int_equal(rows[i].there, f.there);
		assert_int_equal(rows[i].read, f.read);
		assert_int_equal(rows[i].field, f.field);
		tt_constants_free(f.c);
		extract_free(f.x);
		free(file);
	}
	json_decref(truth);
	tt_bulletin_free(b);
	free(text);
	free(marked);
}

TEST_MAIN(cmocka_unit_test(what_went_over_the_wire_is_read))
