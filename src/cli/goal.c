/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "bulletin/lex.h"
#include "cli/cores.h"
#include "cli/goal.h"
#include "cli/lab.h"
#include "telltale/trace.h"
#include "telltale/verdict.h"

#define HOLDERS_MAX	1000000
#define WORDS_MAX	1000000
#define TRIALS		100	/* of the measurement at the end */
#define PARAGRAPH_MIN	10	/* words; less is no paragraph to blame */

/*
 * Holder-level sites of the mix for 95 % against the worst attack, at 100 and
 * at 1000 holders: specs/evidence.md section 14.  Of both levels it takes
 * half as many again; alone, 43 and, all flat, 25.
 */
static const struct {
	double at_100, at_1000;
} measured[GOAL_COLLUDERS_MAX + 1] = {
	[1] = { 43, 43 * 37. / 33 },
	[2] = { 118 * 1.5, 133 * 1.5 },
	[3] = { 231 * 1.5, 281 * 1.5 },
};
#define FLAT_100	25.
#define FLAT_1000	28.

static bool
take_number(struct span word, const char *name, uint64_t lo, uint64_t hi,
    uint64_t *out, enum tt_err *e)
{
	if (!span_skip(&word, name))
		return false;
	if (span_u64(word, hi, out) != TT_OK || *out < lo)
		*e = TT_ERANGE;
	return true;
}

enum tt_err
goal_parse(struct goal *out, const char *text)
{
	struct goal g = { .colluders = 1, .holders = GOAL_HOLDERS };
	struct span rest = span_str(text), word;
	enum tt_err e = TT_OK;

	while (e == TT_OK && span_word(&rest, ' ', &word)) {
		if (word.n > 0 && !take_number(word, "c=", 1,
		    GOAL_COLLUDERS_MAX, &g.colluders, &e) &&
		    !take_number(word, "holders=", 2, HOLDERS_MAX,
		    &g.holders, &e) &&
		    !take_number(word, "words=", 1, WORDS_MAX, &g.words, &e))
			e = TT_ESYNTAX;
	}
	if (e == TT_OK && g.words == 0)
		e = TT_ESYNTAX;
	if (e == TT_OK)
		*out = g;
	return e;
}

/* Linear in the logarithm of how many there are; never fewer than at 100. */
static uint32_t
between(double at_100, double at_1000, uint64_t holders)
{
	double x = log10((double)(holders < 100 ? 100 : holders)) - 2;

	return (uint32_t)ceil(at_100 + x * (at_1000 - at_100));
}

uint32_t
goal_sites(const struct goal *g, size_t n_sites)
{
	if (g->colluders == 1 && n_sites < TT_SITES_FOR_COPIES)
		return between(FLAT_100, FLAT_1000, g->holders);
	return between(measured[g->colluders].at_100,
	    measured[g->colluders].at_1000, g->holders);
}

/* ---- where sites stand, counted in words ---- */

struct place {
	size_t offset, word;
	bool counts;		/* a q-ary one, in words */
	size_t choice;		/* or SIZE_MAX: it stood there already */
};

struct line_up {
	uint32_t part;
	struct span text;
	size_t words;
	struct place *place;
	size_t n;
};

static bool
is_white(char ch)
{
	return ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r';
}

static int
by_offset(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return x->offset < y->offset ? -1 : x->offset > y->offset;
}

/* Which word each place is at. */
static void
count_words(struct line_up *l)
{
	size_t k = 0;
	bool inside = false;

	for (size_t i = 0; i < l->text.n; i++) {
		bool white = is_white(l->text.p[i]);

		l->words += !white && !inside;
		inside = !white;
		while (k < l->n && l->place[k].offset <= i)
			l->place[k++].word = l->words;
	}
	while (k < l->n)
		l->place[k++].word = l->words;
}

static size_t
add_standing(struct line_up *l, size_t n)
{
	struct lexer lexer;
	struct token t;

	lexer_init(&lexer, l->text);
	while ((t = lexer_next(&lexer)).kind != TOKEN_END) {
		if (t.kind != TOKEN_SITE)
			continue;
		if (l->place != NULL)
			l->place[n] = (struct place){ .offset = t.at.offset,
				.counts = memchr(t.text.p, '|', t.text.n) !=
				    NULL, .choice = SIZE_MAX };
		n++;
	}
	return n;
}

/* All sites that stand or may stand in the part. */
static enum tt_err
line_up(struct line_up *l, const struct marking *m, uint32_t part)
{
	size_t n;

	*l = (struct line_up){ .part = part,
		.text = m->draft.part[part].text };
	n = m->draft.bulletin->parts[part].binary ? 0 : add_standing(l, 0);
	if ((l->place = calloc(n + m->n + 1, sizeof(*l->place))) == NULL)
		return TT_ENOMEM;
	l->n = n == 0 ? 0 : add_standing(l, 0);
	for (size_t i = 0; i < m->n; i++)
		if (m->choice[i].part == part)
			l->place[l->n++] = (struct place){
				.offset = m->choice[i].offset,
				.counts = m->choice[i].site == NULL,
				.choice = i };
	qsort(l->place, l->n, sizeof(*l->place), by_offset);
	count_words(l);
	return TT_OK;
}

static bool
stands(const struct marking *m, const struct place *p)
{
	return p->choice == SIZE_MAX ||
	    m->choice[p->choice].state == CHOICE_YES;
}

static bool
counts(const struct marking *m, const struct place *p)
{
	return p->counts && stands(m, p);
}

/* The part whose words are looked at: the one with the most of prose. */
static uint32_t
main_part(const struct marking *m)
{
	uint32_t best = 0;

	for (uint32_t i = 1; i < m->draft.n_parts; i++)
		if (m->proposals[i]->words > m->proposals[best]->words)
			best = i;
	return best;
}

/* The byte where word w (from 0) begins; the end of text if there is none. */
static size_t
word_at(struct span text, size_t w)
{
	size_t n = 0;
	bool inside = false;

	for (size_t i = 0; i < text.n; i++) {
		bool white = is_white(text.p[i]);

		if (!white && !inside && n++ == w)
			return i;
		inside = !white;
	}
	return text.n;
}

/*
 * Of all rows of `words` words, the one with the fewest sites.  One begins
 * right behind a site, or where the text does; so only those are tried.
 */
static void
find_thinnest(const struct line_up *l, const struct marking *m, size_t words,
    struct goal_window *out)
{
	size_t best = SIZE_MAX, begin = 0, at = 0, from, end, n;

	for (size_t i = 0; i <= l->n; i++) {
		from = i == 0 ? 0 : l->place[i - 1].word;
		if (i > 0 && !counts(m, &l->place[i - 1]))
			continue;
		if (i > 0 && from + words > l->words)
			break;
		n = 0;
		for (size_t k = i; k < l->n && l->place[k].word <=
		    from + words; k++)
			n += counts(m, &l->place[k]);
		if (n < best) {
			best = n;
			begin = from;
			at = i;
		}
	}
	end = begin + words < l->words ? begin + words : l->words;
	*out = (struct goal_window){ .part = l->part, .words = l->words,
		.from = word_at(l->text, begin), .to = word_at(l->text, end),
		.sites = (uint32_t)best };
	for (size_t k = 0; k < l->n; k++) {
		out->first += k < at && stands(m, &l->place[k]);
		out->n += k >= at && stands(m, &l->place[k]) &&
		    l->place[k].word <= end;
	}
}

/* ---- power ---- */

static void
invent(struct lineup *l, const struct draft *d, uint64_t holders)
{
	lineup_profiles_of(l, d);
	for (uint64_t h = 0; h < holders; h++) {
		lineup_add_holder(l, h, "");
		for (uint64_t k = 0; k < GOAL_COPIES; k++)
			lineup_add_copy(l, h * GOAL_COPIES + k, "",
			    TT_PROFILE_FULL);
	}
}

/* Only the sites of the window are read. */
static enum tt_err
only(const struct tt_bulletin *b, const struct goal_window *w,
    struct tt_observations **out)
{
	static const uint64_t value = 0;
	const struct tt_part *part = &b->parts[w->part];
	struct tt_observation *o = calloc((size_t)w->n + 1, sizeof(*o));
	size_t n = 0;
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	for (size_t i = w->first; i < (size_t)w->first + w->n &&
	    i < part->n_places; i++) {
		uint32_t site = b->places[part->first_place + i].site;

		o[n++] = (struct tt_observation){ .slot = site,
			.kind = tt_site_is_value(&b->sites[site]) ?
			    TT_OBS_VALUES : TT_OBS_SYMBOL,
			.values = &value, .n_values = 1, .count = 1,
			.whole = true };
	}
	e = tt_observations_new(out, o, n);
	free(o);
	return e;
}

static enum tt_err
measure(struct lab *lab, const struct goal *g, const struct goal_window *w,
    unsigned trials, struct tt_power *out)
{
	struct tt_power_plan plan = { .epsilon = TT_EPSILON, .t = 1,
		.trials = trials, .colluders = (unsigned)g->colluders,
		.threads = cores_here() };
	struct tt_observations *like = NULL;
	struct tt_power_worst worst;
	enum tt_err e;

	if ((lab->key = SECRET_NEW(struct tt_codebook_key)) == NULL)
		return TT_ENOMEM;
	draft_text_hash(&lab->draft, lab->key->b);
	invent(&lab->lineup, &lab->draft, g->holders);
	if ((e = lineup_err(&lab->lineup)) != TT_OK ||
	    (e = lab_codebook(lab)) != TT_OK)
		return e;
	plan.codebook = lab->codebook;
	plan.roster = &lab->lineup.roster;
	if (w != NULL && (e = only(lab->draft.bulletin, w, &like)) != TT_OK)
		return e;
	plan.like = like;
	e = tt_power_worst(&plan, TT_EXTENT_WHOLE, &worst, NULL);
	tt_observations_free(like);
	if (e == TT_OK)
		*out = worst.power;
	return e;
}

enum tt_err
goal_power(const struct marking *m, const struct goal *g,
    const struct goal_window *w, unsigned trials, struct tt_power *out)
{
	struct lab *lab = calloc(1, sizeof(*lab));
	struct tt_power p = { .trials = trials };
	enum tt_err e;

	if (lab == NULL)
		return TT_ENOMEM;
	lab->epsilon = TT_EPSILON;
	if ((e = marking_bulletin(m, &lab->draft)) == TT_OK &&
	    lab->draft.bulletin->n_sites > 0 && (w == NULL || w->n > 0))
		e = measure(lab, g, w, trials, &p);
	lab_done(lab);
	free(lab);
	if (e == TT_OK)
		*out = p;
	return e;
}

/* ---- the goal ---- */

static size_t
words_in(struct span s)
{
	size_t n = 0;
	bool inside = false;

	for (size_t i = 0; i < s.n; i++) {
		n += !is_white(s.p[i]) && !inside;
		inside = !is_white(s.p[i]);
	}
	return n;
}

static uint32_t
missing(const struct goal_thin *t)
{
	return t->wanted > t->sites ? t->wanted - t->sites : 0;
}

static void
keep_thin(struct goal_report *r, struct goal_thin t)
{
	size_t at;

	r->n_thin_all++;
	if (r->n_thin < GOAL_THIN_MAX)
		r->thin[r->n_thin++] = t;
	else if (missing(&r->thin[GOAL_THIN_MAX - 1]) < missing(&t))
		r->thin[GOAL_THIN_MAX - 1] = t;
	else
		return;
	for (at = r->n_thin - 1; at > 0 && missing(&r->thin[at - 1]) <
	    missing(&r->thin[at]); at--) {
		t = r->thin[at];
		r->thin[at] = r->thin[at - 1];
		r->thin[at - 1] = t;
	}
}

/* Paragraphs with less than their share of what an excerpt needs. */
static void
find_thin(const struct line_up *l, const struct marking *m,
    const struct goal *g, struct goal_report *r)
{
	const struct tt_prose *p = m->prose[l->part];
	size_t k = 0;

	for (size_t i = 0; i < p->n_blocks; i++) {
		const struct tt_prose_run *a = &p->runs[p->blocks[i].first];
		const struct tt_prose_run *z = a + p->blocks[i].n - 1;
		size_t end = z->offset + z->length;
		struct goal_thin t = { .offset = a->offset };

		t.words = (uint32_t)words_in((struct span){
			l->text.p + a->offset, end - a->offset });
		for (; k < l->n && l->place[k].offset < end; k++)
			t.sites += l->place[k].offset >= a->offset &&
			    counts(m, &l->place[k]);
		t.wanted = (uint32_t)ceil((double)t.words * r->wanted /
		    (double)g->words);
		if (t.words >= PARAGRAPH_MIN && t.sites < t.wanted)
			keep_thin(r, t);
	}
}

static size_t
count_standing(const struct line_up *l, const struct marking *m)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		n += stands(m, &l->place[i]);
	return n;
}

/* *out but for what is measured. */
static void
look(const struct line_up *l, const struct marking *m, const struct goal *g,
    struct goal_report *out)
{
	*out = (struct goal_report){ .wanted = goal_sites(g,
	    count_standing(l, m)) };
	find_thinnest(l, m, g->words, &out->thinnest);
	out->met = out->thinnest.sites >= out->wanted;
}

static enum tt_err
finish(const struct line_up *l, const struct marking *m, const struct goal *g,
    struct goal_report *out)
{
	enum tt_err e;

	look(l, m, g, out);
	if ((e = goal_power(m, g, &out->thinnest, TRIALS, &out->power)) !=
	    TT_OK)
		return e;
	out->met = out->power.share >= TT_POWER_ASKED;
	if (!out->met)
		find_thin(l, m, g, out);
	return TT_OK;
}

enum tt_err
goal_look(const struct marking *m, const struct goal *g,
    struct goal_report *out)
{
	struct line_up l;
	enum tt_err e;

	if ((e = line_up(&l, m, main_part(m))) == TT_OK)
		e = finish(&l, m, g, out);
	free(l.place);
	return e;
}

/*
 * Accept an open choice where the words up to it, as many as an excerpt has,
 * hold fewer than quota.
 */
static void
accept_some(const struct line_up *l, struct marking *m, size_t words,
    size_t quota)
{
	size_t behind = 0, n = 0;

	for (size_t i = 0; i < l->n; i++) {
		struct place *p = &l->place[i];

		while (l->place[behind].word + words < p->word)
			n -= counts(m, &l->place[behind++]);
		if (p->choice != SIZE_MAX && n < quota &&
		    m->choice[p->choice].state == CHOICE_OPEN)
			m->choice[p->choice].state = CHOICE_YES;
		n += counts(m, p);
	}
}

/* What accept_some accepted is open again. */
static void
take_back(const struct line_up *l, struct marking *m, const bool *was_open)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->place[i].choice != SIZE_MAX &&
		    was_open[l->place[i].choice])
			m->choice[l->place[i].choice].state = CHOICE_OPEN;
}

enum tt_err
goal_reach(struct marking *m, const struct goal *g, struct goal_report *out)
{
	bool *was_open = calloc(m->n + 1, sizeof(*was_open));
	struct line_up l = { .place = NULL };
	size_t quota;
	enum tt_err e = TT_ENOMEM;

	for (size_t i = 0; was_open != NULL && i < m->n; i++)
		was_open[i] = m->choice[i].state == CHOICE_OPEN;
	if (was_open == NULL || (e = line_up(&l, m, main_part(m))) != TT_OK)
		goto out;
	look(&l, m, g, out);
	for (quota = out->wanted; !out->met; quota += quota / 16 + 1) {
		take_back(&l, m, was_open);
		accept_some(&l, m, g->words, quota);
		if (quota > l.n)
			break;	/* all there are */
		look(&l, m, g, out);
		if (out->met && (e = finish(&l, m, g, out)) != TT_OK)
			goto out;
	}
	e = finish(&l, m, g, out);
out:
	free(l.place);
	free(was_open);
	return e;
}
