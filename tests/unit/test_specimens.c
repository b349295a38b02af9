/* SPDX-License-Identifier: ISC */
/*
 * The shared specimens that are plain text, against the truth about each site
 * of them: how much of what survived is read, and how much of it wrongly.
 *
 * Counted: sites whose truth is known; in 91, which is nobody's rendering,
 * all sites of its part, for what is read must render to the file itself.
 * A data site is read if the text found is the one that stands there.
 */
#include "draft.h"

#include <jansson.h>

#include "telltale/reading.h"

#define READ_LEAST	97.	/* % of the sites there, over the set */
#define ONE_LEAST	95.	/* %, of one specimen; or one site less */
#define WRONG_MOST	.1	/* %, over the set */
#define OWN_WORDS_MOST	1	/* sites read where nothing was copied */

enum part_of { COUNTED, APART, OWN_WORDS, NOBODYS };

static const struct {
	const char *draft, *file;
	enum part_of what;
} rows[] = {
	{ "01-atrium", "01-verbatim.md", COUNTED },
	{ "01-atrium", "02-retyped.txt", COUNTED },
	{ "01-atrium", "03-mail.txt", COUNTED },
	{ "01-atrium", "04-chat.txt", COUNTED },
	{ "01-atrium", "09-half.txt", COUNTED },
	{ "01-atrium", "10-paragraph.txt", COUNTED },
	{ "01-atrium", "11-shuffled.txt", COUNTED },
	{ "01-atrium", "12-commentary.txt", COUNTED },
	{ "01-atrium", "13-headings.txt", COUNTED },
	{ "01-atrium", "14-upper.txt", COUNTED },
	{ "01-atrium", "15-mix2.txt", COUNTED },
	{ "01-atrium", "16-mix3.txt", COUNTED },
	{ "01-atrium", "17-paraphrase-light.txt", APART },
	{ "01-atrium", "18-paraphrase-heavy.txt", APART },
	{ "01-atrium", "19-half-typed-mail.txt", COUNTED },
	{ "01-atrium", "20-synonyms.txt", APART },
	{ "01-atrium", "22-access.log", COUNTED },
	{ "01-atrium", "23-poc-edited.py", COUNTED },
	{ "01-atrium", "24-sigma-pasted.txt", COUNTED },
	{ "01-atrium", "90-own-words.txt", OWN_WORDS },
	{ "01-atrium", "91-outsider.txt", NOBODYS },
	{ "03-ferry", "01-verbatim.md", COUNTED },
	{ "03-ferry", "02-retyped.txt", COUNTED },
	{ "03-ferry", "03-mail.txt", COUNTED },
	{ "03-ferry", "04-chat.txt", COUNTED },
	{ "03-ferry", "09-half.txt", COUNTED },
	{ "03-ferry", "10-paragraph.txt", COUNTED },
	{ "03-ferry", "11-shuffled.txt", COUNTED },
	{ "03-ferry", "12-commentary.txt", COUNTED },
	{ "03-ferry", "13-headings.txt", COUNTED },
	{ "03-ferry", "14-upper.txt", COUNTED },
	{ "03-ferry", "15-mix2.txt", COUNTED },
	{ "03-ferry", "16-mix3.txt", COUNTED },
	{ "03-ferry", "17-paraphrase-light.txt", APART },
	{ "03-ferry", "18-paraphrase-heavy.txt", APART },
	{ "03-ferry", "19-half-typed-mail.txt", COUNTED },
	{ "03-ferry", "20-synonyms.txt", APART },
	{ "03-ferry", "21-rule-in-post.txt", COUNTED },
	{ "03-ferry", "22-check.sh", COUNTED },
	{ "03-ferry", "90-own-words.txt", OWN_WORDS },
	{ "03-ferry", "91-outsider.txt", NOBODYS },
};

struct figures {
	size_t there, read, sure, wrong;
};

struct specimen {
	const struct draft *d;
	const struct tt_reading *r;
	struct span text;
	const json_t *entry;	/* of truth.json */
};

enum outcome { UNREAD, WRONG, SOFTLY, SURELY };

static enum outcome
judge_choice(const struct tt_observation *o, json_int_t want)
{
	unsigned best = 0;
	bool tie = false;

	if (o == NULL || (o->kind != TT_OBS_SYMBOL && o->kind != TT_OBS_SOFT))
		return UNREAD;
	if (o->kind == TT_OBS_SYMBOL)
		return o->symbol == want ? SURELY : WRONG;
	for (unsigned a = 1; a < o->q; a++) {
		tie = o->likelihood[a] > o->likelihood[best] ? false :
		    tie || o->likelihood[a] >= o->likelihood[best];
		if (o->likelihood[a] > o->likelihood[best])
			best = a;
	}
	return tie ? UNREAD : best == want ? SOFTLY : WRONG;
}

/* The text found is the one wanted, and what is observed goes with it. */
static enum outcome
judge_data(const struct specimen *s, const struct tt_site *site,
    struct span want)
{
	const struct tt_reading_site *at = &s->r->sites[site->number];
	const struct tt_observation *o = tt_observations_at(
	    s->r->observations, site->number);
	const struct tt_reading_quote *q = &s->r->quotes[at->first];
	bool found = false;
	uint64_t v;

	for (size_t i = 0; i < at->n; i++)
		found = found || span_eq(want, (struct span){
		    s->text.p + q[i].offset, q[i].length });
	if (at->n == 0)
		return UNREAD;
	if (!found)
		return WRONG;
	if (tt_site_value(site, want, &v) != TT_OK)
		return at->kind == TT_OBS_NOVEL ? SURELY : WRONG;
	if (o->kind == TT_OBS_SYMBOL)
		return o->symbol == v ? SURELY : WRONG;
	assert_int_equal(TT_OBS_VALUES, o->kind);
	return o->n_values == 1 && o->values[0] == v ? SURELY : WRONG;
}

static void
show(const struct specimen *s, const struct tt_site *site, enum outcome o)
{
	const struct tt_reading_site *at = &s->r->sites[site->number];
	const struct tt_reading_quote *q = &s->r->quotes[at->first];

	print_message("  %s: %s:%u:", o == WRONG ? "wrong" : "unread",
	    s->d->name[site->part], site->line);
	for (size_t i = 0; i < at->n; i++)
		print_message(" \"%.*s\"", (int)q[i].length,
		    s->text.p + q[i].offset);
	print_message(" is %s\n", tt_observation_kind_name(at->kind));
}

static void
count(const struct specimen *s, bool all, struct figures *f)
{
	const struct tt_bulletin *b = s->d->b;
	const json_t *truth = json_object_get(s->entry, "truth"), *want;
	size_t part = tt_bulletin_part(b,
	    span_str(json_string_value(json_object_get(s->entry, "part"))));
	const struct tt_site *site;
	enum outcome o;
	size_t k = 0;

	for (size_t i = 0; i < b->n_sites; i++) {
		site = &b->sites[i];
		if (site->part != part)
			continue;
		want = json_array_get(truth, k++);
		if (json_is_null(want))
			continue;
		o = json_is_string(want) ? judge_data(s, site,
		    span_str(json_string_value(want))) :
		    judge_choice(tt_observations_at(s->r->observations,
			site->number), json_integer_value(want));
		f->there++;
		f->read += o >= SOFTLY;
		f->sure += o == SURELY;
		f->wrong += o == WRONG;
		if (o == WRONG || (all && o == UNREAD))
			show(s, site, o);
	}
	assert_int_equal(k, json_array_size(truth));
}

/* Of a rendering that is nobody's: what is read renders to the file. */
static void
count_by_rendering(const struct specimen *s, struct figures *f)
{
	const struct tt_bulletin *b = s->d->b;
	size_t part = tt_bulletin_part(b,
	    span_str(json_string_value(json_object_get(s->entry, "part"))));
	uint64_t *row = calloc(b->n_sites, sizeof(*row));
	const struct tt_observation *o;
	struct buf out;

	for (size_t i = 0; i < b->n_sites; i++) {
		if (b->sites[i].part != part)
			continue;
		f->there++;
		o = tt_observations_at(s->r->observations, (uint32_t)i);
		if (o == NULL || o->kind != TT_OBS_SYMBOL)
			continue;
		row[i] = o->symbol;
		f->read++;
		f->sure++;
	}
	buf_init(&out, TT_RENDERING_MAX);
	assert_int_equal(TT_OK, tt_bulletin_render(b, part, row, &out));
	if (!span_eq(buf_view(&out), s->text))
		f->wrong++;
	buf_done(&out);
	free(row);
}

static double
percent(size_t a, size_t b)
{
	return b == 0 ? 0 : 100. * (double)a / (double)b;
}

static const json_t *
find_entry(const json_t *truth, const char *file)
{
	const json_t *specimens = json_object_get(truth, "specimens"), *e;
	size_t i;

	json_array_foreach(specimens, i, e)
		if (strcmp(json_string_value(json_object_get(e, "file")),
			file) == 0)
			return e;
	fail_msg("truth.json does not name %s", file);
	return NULL;
}

static char *
path_of(const char *kind, const char *draft, const char *file)
{
	char *path;

	assert_true(asprintf(&path, "%s/%s/%s/%s", shared_or_skip("data"),
	    kind, draft, file) > 0);
	return path;
}

static void
print_figures(const char *draft, const char *file, const struct figures *f)
{
	print_message("%-10s %-24s %4zu there %4zu read %6.1f %% (%zu softly) "
	    "%zu wrong\n", draft, file, f->there, f->read,
	    percent(f->read, f->there), f->read - f->sure, f->wrong);
}

/* Draft and truth of rows[i]; they stay as long as the draft is the same. */
static void
open_draft(size_t i, struct draft *d, json_t **truth)
{
	char *path;

	if (i > 0 && strcmp(rows[i].draft, rows[i - 1].draft) == 0)
		return;
	if (i > 0) {
		draft_unload(d);
		json_decref(*truth);
	}
	path = path_of("drafts", rows[i].draft, "marked");
	draft_load(d, path);
	free(path);
	path = path_of("specimens", rows[i].draft, "truth.json");
	assert_non_null(*truth = json_load_file(path, 0, NULL));
	free(path);
}

static void
check_row(size_t i, const struct specimen *s, struct figures *sum)
{
	struct figures f = { 0, 0, 0, 0 };

	if (rows[i].what == NOBODYS)
		count_by_rendering(s, &f);
	else
		count(s, rows[i].what == COUNTED, &f);
	print_figures(rows[i].draft, rows[i].file, &f);
	if (rows[i].what == OWN_WORDS)
		assert_true(s->r->n_read <= OWN_WORDS_MOST);
	if (rows[i].what == APART || rows[i].what == OWN_WORDS)
		return;
	assert_true(f.read + 1 >= f.there ||
	    percent(f.read, f.there) >= ONE_LEAST);
	sum->there += f.there;
	sum->read += f.read;
	sum->sure += f.sure;
	sum->wrong += f.wrong;
}

static void
specimens_are_read(void **state)
{
	struct figures sum = { 0, 0, 0, 0 };
	struct tt_reading *r = NULL;
	json_t *truth = NULL;
	struct specimen s;
	struct draft d;
	char *path, *text;
	size_t n;

	shared_or_skip("data");
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].file);
		open_draft(i, &d, &truth);
		path = path_of("specimens", rows[i].draft, rows[i].file);
		text = test_read(path, &n);
		s = (struct specimen){ .d = &d, .text = { text, n },
			.entry = find_entry(truth, rows[i].file) };
		assert_int_equal(TT_OK, tt_reading_read_text(&r, d.b, NULL,
		    s.text));
		s.r = r;
		assert_int_equal(r->n_sites, r->n_read + r->n_novel +
		    r->n_gone + r->n_erased);
		check_row(i, &s, &sum);
		tt_reading_free(r);
		free(text);
		free(path);
	}
	draft_unload(&d);
	json_decref(truth);
	print_figures("all", "that are counted", &sum);
	assert_true(percent(sum.read, sum.there) >= READ_LEAST);
	assert_true(percent(sum.wrong, sum.there) < WRONG_MOST);
}

TEST_MAIN(cmocka_unit_test(specimens_are_read))
