/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/case/beside.h"
#include "cli/case/case.h"
#include "cli/embargo/standing.h"
#include "cli/post/letter_own.h"
#include "cli/say.h"

struct bulletin {
	char id[VAULT_BULLETIN_LEN + 1];
	int64_t sealed_s;		/* first */
};

struct looking {
	struct vault *v;
	struct beside *out;
	struct bulletin *at;
	size_t n;
	const char *partner;		/* has_copy asks for */
	bool found;
};

static enum tt_err
first_sealed(void *ctx, const struct vault_bulletin *b)
{
	struct bulletin *x = ctx;

	if (x->sealed_s == 0 || b->sealed_s < x->sealed_s)
		x->sealed_s = b->sealed_s;
	return TT_OK;
}

static enum tt_err
add_bulletin(void *ctx, struct span id)
{
	struct looking *k = ctx;
	struct bulletin *at;

	for (size_t i = 0; i < k->n; i++)
		if (span_is(id, k->at[i].id))
			return TT_OK;
	if ((at = reallocarray(k->at, k->n + 1, sizeof(*at))) == NULL)
		return TT_ENOMEM;
	k->at = at;
	k->at[k->n] = (struct bulletin){ .sealed_s = 0 };
	return span_copy(id, k->at[k->n++].id, sizeof(at->id));
}

static enum tt_err
find_bulletins(struct looking *k, const struct dossier *d)
{
	const json_t *readings, *r;
	enum tt_err e;
	size_t j;

	if ((e = vault_case_bulletins(k->v->db, d->c.id, add_bulletin, k)) !=
	    TT_OK)
		return e;
	for (size_t i = 0; i < d->n && e == TT_OK; i++) {
		readings = json_object_get(d->item[i].text, "readings");
		json_array_foreach(readings, j, r)
			if (e == TT_OK)
				e = add_bulletin(k, span_str(text_str(r,
				    "bulletin")));
	}
	for (size_t i = 0; i < k->n && e == TT_OK; i++)
		e = vault_bulletin_revisions(k->v->db, k->at[i].id,
		    first_sealed, &k->at[i]);
	return e;
}

static enum tt_err
is_holder(void *ctx, const struct vault_copy *c)
{
	struct looking *k = ctx;

	k->found = k->found || strcmp(c->partner, k->partner) == 0;
	return TT_OK;
}

/* One for that bulletin; or for all, still good when it was sealed, of a
 * partner that got a copy. */
static enum tt_err
concerns(struct looking *k, const struct vault_exception *x, bool *yes)
{
	enum tt_err e = TT_OK;

	*yes = k->found = false;
	k->partner = x->partner;
	for (size_t i = 0; i < k->n && e == TT_OK && !*yes; i++) {
		if (x->bulletin[0] != '\0') {
			*yes = strcmp(x->bulletin, k->at[i].id) == 0;
			continue;
		}
		if (x->until_s < k->at[i].sealed_s)
			continue;
		e = vault_copy_ever(k->v->db, k->at[i].id, is_holder, k);
		*yes = k->found;
	}
	return e;
}

static enum tt_err
add_exception(void *ctx, const struct vault_exception *x)
{
	struct looking *k = ctx;
	struct beside *b = k->out;
	struct vault_exception *at;
	bool yes;
	enum tt_err e;

	if ((e = concerns(k, x, &yes)) != TT_OK || !yes)
		return e;
	at = reallocarray(b->exception, b->n_exceptions + 1, sizeof(*at));
	if (at == NULL)
		return TT_ENOMEM;
	b->exception = at;
	b->exception[b->n_exceptions++] = *x;
	return TT_OK;
}

static enum tt_err
add_letter(void *ctx, const struct vault_letter *l)
{
	struct looking *k = ctx;
	struct beside *b = k->out;
	struct beside_mishap *at;
	struct vault_reader r;
	bool ours = false;
	enum tt_err e;

	for (size_t i = 0; i < k->n; i++)
		ours = ours || strcmp(k->at[i].id, l->bulletin) == 0;
	if (!ours || strcmp(l->about, "mishap") != 0)
		return TT_OK;
	if ((e = vault_reader_get(k->v->db, span_str(l->reader), &r)) !=
	    TT_OK)
		return e;
	at = reallocarray(b->mishap, b->n_mishaps + 1, sizeof(*at));
	if (at == NULL)
		return TT_ENOMEM;
	b->mishap = at;
	at = &b->mishap[b->n_mishaps++];
	*at = (struct beside_mishap){ .n = l->n,
		.received_s = l->received_s };
	memcpy(at->partner, r.partner, sizeof(at->partner));
	memcpy(at->bulletin, l->bulletin, sizeof(at->bulletin));
	return TT_OK;
}

/* What only the sealed letter says. */
static enum tt_err
read_soon(struct vault *v, struct beside_mishap *m)
{
	struct tt_letter *l = malloc(sizeof(*l));
	struct buf plain = { .n = 0 };
	struct vault_letter row;
	enum tt_err e = TT_ENOMEM;

	if (l != NULL && (e = vault_letter_get(v->db, m->n, &row)) == TT_OK &&
	    (e = letter_open(v, row.body, &plain, l)) == TT_OK)
		m->soon = mishap_soon(l, m->received_s);
	buf_done(&plain);
	free(l);
	m->shut = e == TT_ENOMATCH;
	return m->shut ? TT_OK : e;
}

static int
add_opening(struct looking *k, const struct standing *s,
    const struct standing_wave *w)
{
	const struct schedule_opened o = { .opens_s = w->wave.opens_s,
		.published_s = w->published_s, .opened_s = w->opened_s };
	struct beside *b = k->out;
	struct beside_opening x = { .opened_s = w->opened_s }, *at;

	x.as = standing_opened(s->said, s->n_said, &o, &x.late_s);
	if (x.as != SCHEDULE_MISSED && x.as != SCHEDULE_PULLED_IN)
		return CLI_DONE;
	memcpy(x.bulletin, s->b.id, sizeof(x.bulletin));
	snprintf(x.wave, sizeof(x.wave), "%s", w->wave.name);
	at = reallocarray(b->opening, b->n_openings + 1, sizeof(*at));
	if (at == NULL)
		return case_cannot(k->v, TT_ENOMEM, "read how waves opened");
	b->opening = at;
	b->opening[b->n_openings++] = x;
	return CLI_DONE;
}

static int
read_openings(struct looking *k)
{
	struct standing *s = NULL;
	int code = CLI_DONE;

	for (size_t i = 0; i < k->n && code == CLI_DONE; i++) {
		code = standing_open(&s, k->v, k->at[i].id, false);
		for (size_t w = 0; code == CLI_DONE && w < s->n_waves; w++)
			code = add_opening(k, s, &s->wave[w]);
		standing_free(s);
	}
	return code;
}

int
beside_read(struct beside *b, struct vault *v, const struct dossier *d)
{
	struct looking k = { .v = v, .out = b };
	enum tt_err e;
	int code;

	*b = (struct beside){ .n_mishaps = 0 };
	if ((code = vault_unlock(v)) != CLI_DONE)
		return code;
	if ((e = find_bulletins(&k, d)) == TT_OK &&
	    (e = vault_exception_each(v->db, NULL, add_exception, &k)) ==
	    TT_OK)
		e = vault_letter_each(v->db, add_letter, &k);
	for (size_t i = 0; i < b->n_mishaps && e == TT_OK; i++)
		e = read_soon(v, &b->mishap[i]);
	code = e == TT_OK ? read_openings(&k) : case_cannot(v, e,
	    "read what stands beside the case");
	free(k.at);
	return code;
}

void
beside_done(struct beside *b)
{
	free(b->exception);
	free(b->mishap);
	free(b->opening);
	*b = (struct beside){ .n_mishaps = 0 };
}
