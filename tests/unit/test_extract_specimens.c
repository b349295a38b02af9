/* SPDX-License-Identifier: ISC */
/*
 * The shared specimens that are no plain text, from the file to observations:
 * HTML, PDF, a screenshot, something like a photograph.  Counted as in
 * test_specimens.c: of the sites that survived, how many are read, and how
 * many of those wrongly; and of the words that the copy has, how many the
 * extractor gives, whatever reading makes of them.
 */
#include "draft.h"

#include <ctype.h>
#include <jansson.h>
#include <stdbool.h>

#include "extract/extract.h"
#include "telltale/reading.h"

static const struct {
	const char *draft, *file;
	double read_least, wrong_most, words_least;	/* % */
} rows[] = {
	{ "01-atrium", "05-page.html", 99, .1, 99 },
	{ "01-atrium", "06-print.pdf", 99, .1, 98 },
	{ "01-atrium", "07-screenshot.png", 97, .1, 97 },
	{ "01-atrium", "08-photo.jpg", 90, .5, 95 },
	{ "03-ferry", "05-page.html", 99, .1, 99 },
	{ "03-ferry", "06-print.pdf", 99, .1, 98 },
	{ "03-ferry", "07-screenshot.png", 97, .1, 97 },
	{ "03-ferry", "08-photo.jpg", 90, .5, 95 },
};

struct copy {
	struct draft d;
	json_t *truth;
	const json_t *entry;	/* of truth.json: this specimen */
	size_t part;
};

struct figures {
	size_t there, read, wrong;
};

static char *
path_of(const char *kind, const char *draft, const char *file)
{
	char *path;

	assert_true(asprintf(&path, "%s/%s/%s/%s", shared_or_skip("data"),
	    kind, draft, file) > 0);
	return path;
}

static void
open_copy(struct copy *c, const char *draft, const char *file)
{
	char *path = path_of("drafts", draft, "marked");
	const json_t *e;
	size_t i;

	draft_load(&c->d, path);
	free(path);
	path = path_of("specimens", draft, "truth.json");
	assert_non_null(c->truth = json_load_file(path, 0, NULL));
	free(path);
	c->entry = NULL;
	json_array_foreach(json_object_get(c->truth, "specimens"), i, e)
		if (strcmp(json_string_value(json_object_get(e, "file")),
		    file) == 0)
			c->entry = e;
	assert_non_null(c->entry);
	c->part = tt_bulletin_part(c->d.b, span_str(json_string_value(
	    json_object_get(c->entry, "part"))));
}

static void
close_copy(struct copy *c)
{
	draft_unload(&c->d);
	json_decref(c->truth);
}

/* All that is to be read, one piece after the other. */
static void
join(const struct extract *x, struct buf *out)
{
	buf_init(out, EXTRACT_TEXT_MAX);
	for (size_t i = 0; i < x->n_pieces; i++) {
		if (x->pieces[i].kind == TT_PIECE_BYTES)
			continue;
		buf_span(out, x->pieces[i].bytes);
		buf_char(out, '\n');
	}
	assert_int_equal(TT_OK, buf_err(out));
}

/* The likeliest alternative, -1 if there is none. */
static int
best_of(const struct tt_observation *o)
{
	unsigned best = 0;
	bool tie = false;

	if (o == NULL || (o->kind != TT_OBS_SYMBOL && o->kind != TT_OBS_SOFT))
		return -1;
	if (o->kind == TT_OBS_SYMBOL)
		return (int)o->symbol;
	for (unsigned a = 1; a < o->q; a++) {
		tie = o->likelihood[a] > o->likelihood[best] ? false :
		    tie || o->likelihood[a] >= o->likelihood[best];
		if (o->likelihood[a] > o->likelihood[best])
			best = a;
	}
	return tie ? -1 : (int)best;
}

static void
count(const struct copy *c, const struct tt_reading *r, struct span text,
    struct figures *f)
{
	const struct tt_bulletin *b = c->d.b;
	const json_t *truth = json_object_get(c->entry, "truth"), *want;
	const struct tt_reading_site *at;
	size_t k = 0;
	int got;

	for (size_t i = 0; i < b->n_sites; i++) {
		if (b->sites[i].part != c->part)
			continue;
		want = json_array_get(truth, k++);
		if (!json_is_integer(want))
			continue;
		f->there++;
		got = best_of(tt_observations_at(r->observations, (uint32_t)i));
		f->read += got >= 0;
		f->wrong += got >= 0 && got != json_integer_value(want);
		at = &r->sites[i];
		if (got == json_integer_value(want))
			continue;
		print_message("  %s: line %u, %d for %d:", got < 0 ?
		    "unread" : "wrong", b->sites[i].line, got,
		    (int)json_integer_value(want));
		for (size_t q = 0; q < at->n; q++)
			print_message(" \"%.*s\"",
			    (int)r->quotes[at->first + q].length,
			    text.p + r->quotes[at->first + q].offset);
		print_message("\n");
	}
	assert_int_equal(k, json_array_size(truth));
}

/* The copy itself, rendered from the symbols of its reader. */
static void
render(const struct copy *c, struct buf *out)
{
	const struct tt_bulletin *b = c->d.b;
	const json_t *truth = json_object_get(c->entry, "truth"), *want;
	uint64_t *row = calloc(b->n_sites, sizeof(*row));
	size_t k = 0;

	for (size_t i = 0; i < b->n_sites; i++) {
		if (b->sites[i].part != c->part)
			continue;
		want = json_array_get(truth, k++);
		row[i] = json_is_integer(want) ?
		    (uint64_t)json_integer_value(want) : 0;
	}
	buf_init(out, TT_RENDERING_MAX);
	assert_int_equal(TT_OK, tt_bulletin_render(b, c->part, row, out));
	free(row);
}

/* The next run of letters and digits; false at the end. */
static bool
next_word(struct span *in, struct span *word)
{
	size_t n = 0;

	while (in->n > 0 && !isalnum((unsigned char)in->p[0])) {
		in->p++;
		in->n--;
	}
	while (n < in->n && isalnum((unsigned char)in->p[n]))
		n++;
	*word = (struct span){ in->p, n };
	in->p += n;
	in->n -= n;
	return n > 0;
}

static size_t
words_of(struct span text, struct span *out, size_t cap)
{
	size_t n = 0;

	while (n < cap && next_word(&text, &out[n]))
		n++;
	return n;
}

#define WORDS_MAX	2000

/* Of the words of want, in %, those that a longest common run has in got. */
static double
words_found(struct span want, struct span got)
{
	static struct span a[WORDS_MAX], b[WORDS_MAX];
	static unsigned best[WORDS_MAX + 1];
	size_t n = words_of(want, a, WORDS_MAX);
	size_t m = words_of(got, b, WORDS_MAX);
	unsigned diagonal, kept;

	memset(best, 0, sizeof(best));
	for (size_t i = 0; i < n; i++) {
		diagonal = 0;
		for (size_t j = 0; j < m; j++) {
			kept = best[j + 1];
			if (span_eq(a[i], b[j]))
				best[j + 1] = diagonal + 1;
			else if (best[j] > best[j + 1])
				best[j + 1] = best[j];
			diagonal = kept;
		}
	}
	return n == 0 ? 0 : 100. * best[m] / (double)n;
}

static void
check_row(size_t i)
{
	struct extract *x = NULL;
	struct tt_reading *r = NULL;
	struct figures f = { 0, 0, 0 };
	struct buf text, copy;
	struct copy c;
	char *path, *file;
	double read, words;
	size_t n;

	open_copy(&c, rows[i].draft, rows[i].file);
	path = path_of("specimens", rows[i].draft, rows[i].file);
	file = test_read(path, &n);
	assert_int_equal(TT_OK, extract_run(&x, (struct span){ file, n },
	    SPAN("")));
	assert_int_equal(0, x->n_notes);
	join(x, &text);
	assert_int_equal(TT_OK, tt_reading_read_text(&r, c.d.b, NULL,
	    buf_view(&text)));
	count(&c, r, buf_view(&text), &f);
	render(&c, &copy);
	words = words_found(buf_view(&copy), buf_view(&text));
	read = 100. * (double)f.read / (double)f.there;
	print_message("%-10s %-18s %4zu there %4zu read %6.1f %% %zu wrong, "
	    "%5.1f %% of the words\n", rows[i].draft, rows[i].file, f.there,
	    f.read, read, f.wrong, words);
	assert_true(read >= rows[i].read_least);
	assert_true((double)f.wrong <= rows[i].wrong_most *
	    (double)f.there / 100);
	assert_true(words >= rows[i].words_least);
	buf_done(&copy);
	buf_done(&text);
	tt_reading_free(r);
	extract_free(x);
	free(file);
	free(path);
	close_copy(&c);
}

static void
sites_survive_the_way_through_a_file(void **state)
{
	shared_or_skip("data");
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].file);
		check_row(i);
	}
}

TEST_MAIN(cmocka_unit_test(sites_survive_the_way_through_a_file))
