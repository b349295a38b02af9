/* SPDX-License-Identifier: ISC */
/*
 * trace_find - which bulletins of the vault a specimen is from.
 *
 * The index says; only those that it is sure of are opened, and read.  If it
 * is sure of none, the next few are opened: a quote of a few sentences in a
 * long text may be enough to weigh, though not to be sure.  Nothing here
 * looks at a row.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/trace.h"
#include "cli/vault_index.h"

#define CANDIDATES_MAX	64	/* kept of all pieces together */
#define GUESSES		4	/* opened where nothing is sure */
#define GUESS_LEAST	6.0	/* hashes of a passage: some fifteen words */
#define ENOUGH_SYMBOLS	8	/* fewer name nobody: evidence.md 13 */

/* What the pieces of the specimen say of one bulletin, taken together. */
struct candidate {
	char id[TT_FIND_ID_MAX + 1];
	enum tt_find_kind kind;
	double score, passage;		/* the best of any piece */
	bool sure;			/* in any */
};

struct candidates {
	struct candidate at[CANDIDATES_MAX];
	size_t n;
};

static struct candidate *
place(struct candidates *c, const struct tt_found *f)
{
	size_t i = 0;

	while (i < c->n && !span_is(f->id, c->at[i].id))
		i++;
	if (i == CANDIDATES_MAX)
		return NULL;
	if (i == c->n) {
		c->at[i] = (struct candidate){ .kind = f->kind };
		if (span_copy(f->id, c->at[i].id, sizeof(c->at[i].id)) !=
		    TT_OK)
			return NULL;
		c->n++;
	}
	return &c->at[i];
}

static enum tt_err
ask(const struct tt_find *find, struct span text, struct candidates *c)
{
	struct tt_found found[CANDIDATES_MAX / 2];
	struct candidate *x;
	size_t n = 0;
	enum tt_err e;

	if ((e = tt_find_rank(find, text, found, CANDIDATES_MAX / 2, &n)) !=
	    TT_OK)
		return e;
	for (size_t i = 0; i < n; i++) {
		if ((x = place(c, &found[i])) == NULL)
			continue;
		x->sure = x->sure || found[i].sure;
		if (x->score < found[i].score)
			x->score = found[i].score;
		if (x->passage < found[i].passage)
			x->passage = found[i].passage;
	}
	return TT_OK;
}

/* Those that are sure first; of them, what says most. */
static int
by_rank(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->sure != y->sure)
		return x->sure ? -1 : 1;
	if (x->score < y->score || x->score > y->score)
		return x->score > y->score ? -1 : 1;
	return strcmp(x->id, y->id);
}

/* Each piece is asked about by itself, then all of them as one text. */
static enum tt_err
rank(const struct tt_find *find, const struct specimen *s,
    struct candidates *c)
{
	struct buf whole;
	size_t texts = 0;
	enum tt_err e = TT_OK;

	buf_init(&whole, TT_NORMAL_MAX);
	for (size_t i = 0; i < s->n_pieces && e == TT_OK; i++) {
		if (s->piece[i].kind == TT_PIECE_BYTES)
			continue;
		texts++;
		e = ask(find, s->piece[i].bytes, c);
		buf_span(&whole, s->piece[i].bytes);
		buf_char(&whole, '\n');
	}
	if (e == TT_OK && texts > 1 && buf_err(&whole) == TT_OK)
		e = ask(find, buf_view(&whole), c);
	buf_done(&whole);
	if (c->n > 1)
		qsort(c->at, c->n, sizeof(c->at[0]), by_rank);
	return e;
}

/*
 * With no specimen to ask about, which public texts share something with the
 * bulletin itself; any of its renderings will do, so no row is looked at.
 */
static enum tt_err
rank_bulletin(const struct tt_find *find, const struct tt_bulletin *b,
    struct candidates *c)
{
	uint64_t *first = calloc(b->n_sites + 1, sizeof(*first));
	struct buf text;
	enum tt_err e = first != NULL ? TT_OK : TT_ENOMEM;

	for (size_t i = 0; i < b->n_parts && e == TT_OK; i++) {
		if (b->parts[i].binary)
			continue;
		buf_init(&text, TT_NORMAL_MAX);
		if ((e = tt_bulletin_render(b, i, first, &text)) == TT_OK)
			e = ask(find, buf_view(&text), c);
		buf_done(&text);
	}
	free(first);
	if (c->n > 1)
		qsort(c->at, c->n, sizeof(c->at[0]), by_rank);
	return e;
}

struct opening {
	struct tracing *t;
	struct vault *v;
	int code;
};

static enum tt_err
open_revision(void *ctx, const struct vault_bulletin *record)
{
	struct opening *o = ctx;
	struct tracing *t = o->t;
	struct sealed **at, *s;

	if ((at = reallocarray(t->revision, t->n_revisions + 1,
	    sizeof(struct sealed *))) == NULL)
		return TT_ENOMEM;
	t->revision = at;
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return TT_ENOMEM;
	t->revision[t->n_revisions++] = s;
	o->code = sealed_open(s, o->v, record);
	return o->code == CLI_DONE ? TT_OK : TT_EIO;
}

static int
open_revisions(struct tracing *t, struct vault *v,
    const struct vault_bulletin *record)
{
	struct opening o = { .t = t, .v = v, .code = CLI_DONE };
	enum tt_err e;

	e = vault_bulletin_revisions(v->db, record->id, open_revision, &o);
	if (o.code != CLI_DONE)
		return o.code;
	if (e == TT_OK && t->n_revisions == 0)
		e = TT_ENOENT;
	return e == TT_OK ? CLI_DONE : say_err(e, NULL,
	    "cannot read the revisions of %s", record->name);
}

static int
read_revisions(struct tracing *t, size_t n_slots)
{
	struct showing_text *text = calloc(t->n_revisions, sizeof(*text));
	enum tt_err e = TT_ENOMEM;

	for (size_t i = 0; text != NULL && i < t->n_revisions; i++)
		text[i] = (struct showing_text){
			t->revision[i]->draft.bulletin,
			t->revision[i]->slot_of };
	if (text != NULL)
		e = showing_read(&t->showing, text, t->n_revisions, n_slots,
		    t->specimen);
	free(text);
	return e == TT_OK ? CLI_DONE : say_err(e, NULL,
	    "cannot read the specimen against %s",
	    t->revision[0]->record.name);
}

/* All revisions of the bulletin, and what is read of any. */
static int
open_one(struct traces *all, struct vault *v,
    const struct vault_bulletin *record)
{
	struct tracing *t = trace_add(all);
	const struct sealed *last;
	int code;

	if (t == NULL)
		return CLI_TROUBLE;
	if ((code = open_revisions(t, v, record)) != CLI_DONE)
		return code;
	last = t->revision[t->n_revisions - 1];
	t->codebook = last->codebook;
	if ((code = read_revisions(t, last->n_slots)) != CLI_DONE)
		return code;
	t->sealed = t->revision[t->showing.speaks];
	t->draft = &t->sealed->draft;
	t->bulletin = t->sealed->record.name;
	t->is_public = last->record.public_s <= clock_now();
	return CLI_DONE;
}

static int
open_id(struct traces *all, struct vault *v, const char *id, bool sure)
{
	struct vault_bulletin record;
	int code;
	enum tt_err e;

	if ((e = vault_bulletin_get(v->db, span_str(id), &record)) != TT_OK)
		return say_err(e, NULL, "cannot read the bulletin %s", id);
	for (size_t i = 0; i < all->n; i++)	/* another revision of it */
		if (strcmp(all->at[i]->sealed->record.id, record.id) == 0) {
			all->at[i]->sure = all->at[i]->sure || sure;
			return CLI_DONE;
		}
	code = open_one(all, v, &record);
	if (code == CLI_DONE)
		all->at[all->n - 1]->sure = sure;
	return code;
}

static int
open_sure(struct traces *all, struct vault *v, const struct candidates *c)
{
	int code = CLI_DONE;

	for (size_t i = 0; i < c->n && code == CLI_DONE; i++) {
		if (!c->at[i].sure || c->at[i].kind == TT_FIND_PUBLIC)
			continue;
		if (all->n == TRACE_BULLETINS_MAX) {
			say_warn("more than %d bulletins are in this "
			    "specimen; the rest are left: trace it in parts",
			    TRACE_BULLETINS_MAX);
			break;
		}
		code = open_id(all, v, c->at[i].id, true);
	}
	return code;
}

/* Leave out all but these of what was opened. */
static void
keep_only(struct traces *all, const bool *keep)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++) {
		if (keep[i])
			all->at[n++] = all->at[i];
		else
			trace_drop(all->at[i]);
	}
	all->n = n;
}

/* Enough that somebody could be named by it, sure or not. */
static bool
is_worth_weighing(const struct tracing *t)
{
	const struct tt_observations *o = t->showing.observations;
	size_t values = 0;

	for (size_t i = 0; i < o->n; i++)
		values += o->at[i].kind == TT_OBS_VALUES &&
		    o->at[i].n_values > 0;
	return values > 0 || t->showing.n_read >= ENOUGH_SYMBOLS;
}

/* Of the next few, the one that most is read of; none if that is little. */
static int
open_guess(struct traces *all, struct vault *v, const struct candidates *c)
{
	bool keep[TRACE_BULLETINS_MAX] = { false };
	size_t best = 0;
	int code;

	for (size_t i = 0; i < c->n && all->n < GUESSES; i++) {
		if (c->at[i].kind == TT_FIND_PUBLIC ||
		    c->at[i].passage < GUESS_LEAST)
			continue;
		if ((code = open_id(all, v, c->at[i].id, false)) != CLI_DONE)
			return code;
	}
	for (size_t i = 1; i < all->n; i++)
		if (all->at[i]->showing.n_read > all->at[best]->showing.n_read)
			best = i;
	if (all->n > 0)
		keep[best] = is_worth_weighing(all->at[best]);
	keep_only(all, keep);
	return CLI_DONE;
}

/*
 * Bytes have no sentences to be found by: the bulletins that have constants
 * are read against them, and those whose constants stand at their own fields
 * are meant.  What only a raw search could tell is not looked for here: it
 * would be looked for in the name of every bulletin at once.
 */
static int
open_by_fields(struct traces *all, struct vault *v,
    const struct vault_index *x)
{
	bool keep[TRACE_BULLETINS_MAX];
	enum tt_find_kind kind;
	size_t tried = 0, n = tt_find_count(x->find);
	struct progress bar;
	int code = CLI_DONE;

	progress_start(&bar, v->cli, "reading", n);
	for (size_t i = 0; i < n && code == CLI_DONE; i++) {
		char id[TT_FIND_ID_MAX + 1];

		progress_at(&bar, i);
		if (span_copy(tt_find_id(x->find, i, &kind), id,
		    sizeof(id)) != TT_OK || kind != TT_FIND_VALUES)
			continue;
		if (all->n == TRACE_BULLETINS_MAX)
			break;
		tried++;
		if ((code = open_id(all, v, id, true)) != CLI_DONE)
			break;
		for (size_t k = 0; k < all->n; k++)
			keep[k] = showing_fields(&all->at[k]->showing) > 0;
		keep_only(all, keep);
	}
	progress_end(&bar);
	if (code == CLI_DONE && all->n == 0 && tried > 0)
		say_warn("no constant stands at a field of its own in what is "
		    "no text here; with --bulletin, all of it is searched for "
		    "that bulletin's constants");
	return code;
}

/* One text, sealed twice: both are sure, and only one can be meant. */
static bool
are_one(const struct tracing *a, const struct tracing *b)
{
	return strcmp(a->sealed->record.name, b->sealed->record.name) == 0;
}

/* Of two that fit alike, what was published; else what was sealed last. */
static bool
fits_better(const struct tracing *a, const struct tracing *b)
{
	const struct vault_bulletin *x = &a->sealed->record,
	    *y = &b->sealed->record;

	if (a->showing.n_read != b->showing.n_read)
		return a->showing.n_read > b->showing.n_read;
	if ((x->published_s != 0) != (y->published_s != 0))
		return x->published_s != 0;
	if (x->sealed_s != y->sealed_s)
		return x->sealed_s > y->sealed_s;
	return strcmp(x->id, y->id) < 0;
}

/* Which of each name is meant; that others fit as well is said. */
static void
drop_twins(struct traces *all)
{
	bool keep[TRACE_BULLETINS_MAX];

	for (size_t i = 0; i < all->n; i++) {
		keep[i] = true;
		for (size_t k = 0; k < all->n && keep[i]; k++)
			if (k != i && are_one(all->at[i], all->at[k]))
				keep[i] = !fits_better(all->at[k],
				    all->at[i]);
		if (keep[i] || all->at[i]->showing.n_read == 0)
			continue;
		say_warn("the specimen fits %s (%s) as well; --bulletin says "
		    "which one is meant", all->at[i]->sealed->record.name,
		    all->at[i]->sealed->record.id);
	}
	keep_only(all, keep);
}

/* A text that everybody could have, read against each bulletin. */
static int
add_published(struct traces *all, const struct vault *v, const char *name)
{
	struct buf text;
	int code;
	enum tt_err e = TT_OK;

	if ((code = vault_public_text(v, name, &text)) != CLI_DONE)
		return code;
	for (size_t i = 0; i < all->n && e == TT_OK; i++) {
		struct tracing *t = all->at[i];
		struct trace_published *p = &t->published[t->n_published];

		if (t->n_published == TRACE_PUBLISHED_MAX)
			continue;
		if ((e = tt_reading_read_text(&p->reading,
		    t->draft->bulletin, t->sealed->slot_of,
		    buf_view(&text))) != TT_OK)
			break;
		t->n_published++;
		if ((p->name = strdup(name)) == NULL)
			e = TT_ENOMEM;
	}
	buf_done(&text);
	return e == TT_OK ? CLI_DONE : say_err(e, NULL, "cannot read "
	    "public/%s against what was found", name);
}

static int
open_published(struct traces *all, const struct vault *v,
    const struct vault_index *x, const struct candidates *c)
{
	const struct vault_public *p;
	int code = CLI_DONE;

	for (size_t i = 0; i < c->n && code == CLI_DONE && all->n > 0; i++) {
		if (c->at[i].kind != TT_FIND_PUBLIC || c->at[i].passage <
		    GUESS_LEAST || (p = vault_index_public(x,
		    span_str(c->at[i].id))) == NULL)
			continue;
		code = add_published(all, v, p->name);
	}
	return code;
}

/* The one that is meant, or those that the index finds. */
static int
choose(struct traces *all, struct vault *v, const char *id,
    const struct vault_index *x, const struct candidates *c)
{
	struct vault_bulletin record;
	int code;

	if (id != NULL) {
		if ((code = sealed_find_told(v, id, &record)) != CLI_DONE ||
		    (code = open_one(all, v, &record)) != CLI_DONE)
			return code;
		all->at[0]->sure = true;	/* somebody is */
		return CLI_DONE;
	}
	if ((code = open_sure(all, v, c)) != CLI_DONE)
		return code;
	if (all->n == 0 && (code = open_guess(all, v, c)) != CLI_DONE)
		return code;
	if (all->n == 0 && specimen_has(&all->specimen, TT_PIECE_BYTES) &&
	    (code = open_by_fields(all, v, x)) != CLI_DONE)
		return code;
	drop_twins(all);
	return CLI_DONE;
}

int
trace_find(struct traces *all, struct vault *v, const char *id)
{
	struct candidates *c = calloc(1, sizeof(*c));
	struct vault_index x = { .find = NULL };
	int code;
	enum tt_err e;

	if (c == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot trace");
	if ((code = vault_index_open(&x, v)) == CLI_DONE) {
		all->n_compared = x.n_bulletins;
		all->n_unread = x.n_unread;
		if ((e = rank(x.find, &all->specimen, c)) != TT_OK)
			code = say_err(e, NULL, "cannot compare the specimen");
		else if ((code = choose(all, v, id, &x, c)) == CLI_DONE &&
		    all->given != NULL && (e = rank_bulletin(x.find,
		    all->at[0]->draft->bulletin, c)) != TT_OK)
			code = say_err(e, NULL, "cannot compare the bulletin");
		if (code == CLI_DONE)
			code = open_published(all, v, &x, c);
	}
	vault_index_done(&x);
	free(c);
	return code;
}
