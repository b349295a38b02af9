/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "cli/match.h"
#include "cli/stretch.h"
#include "cli/trace_say.h"

const char stretch_words[] = "Lines are those of the draft. A stretch says "
    "whose wording stands there, not who put it there; one of few sites may "
    "be chance, and one where two who mixed agree shows neither.";

/* A slot at which one of the named was compared. */
struct told {
	uint32_t slot, part, line, number;
	uint64_t has;		/* 1 << each that has what was read */
};

static int
in_order(const void *a, const void *b)
{
	const struct told *x = a, *y = b;

	if (x->part != y->part)
		return x->part < y->part ? -1 : 1;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static void
note(struct told *told, const struct tracing *t, const struct match *m,
    size_t holder)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct match_site *s = &m->at[i];
		const struct tt_site *site = t->showing.site[s->slot].site;
		struct told *x = &told[s->slot];

		if (site == NULL || (s->is != MATCH_AGREES &&
		    s->is != MATCH_DIFFERS))
			continue;
		*x = (struct told){ s->slot, site->part, site->line,
			site->number, x->has };
		if (s->is == MATCH_AGREES)
			x->has |= UINT64_C(1) << holder;
	}
}

/* Not all have it, but somebody. */
static bool
tells(const struct told *x, size_t n_holders)
{
	uint64_t all = n_holders == STRETCH_HOLDERS_MAX ? UINT64_MAX :
	    (UINT64_C(1) << n_holders) - 1;

	return x->has != 0 && x->has != all;
}

static void
take(struct stretches *x, const struct tracing *t, const struct told *s)
{
	const struct tt_bulletin *b = t->showing.site[s->slot].bulletin;
	struct span part = b->parts[s->part].name;
	struct stretch *last = x->n > 0 ? &x->at[x->n - 1] : NULL;

	if (last != NULL && (last->whose & s->has) != 0 &&
	    span_eq(last->part, part)) {
		last->whose &= s->has;
		last->to = s->line;
		last->sites++;
		return;
	}
	x->at[x->n++] = (struct stretch){ part, s->line, s->line, s->has, 1 };
}

enum tt_err
stretches_of(struct stretches *x, const struct tracing *t)
{
	const struct tt_trace *r = t->trace;
	size_t n = t->showing.n_slots;
	struct told *told;

	*x = (struct stretches){ .n = 0 };
	for (size_t i = 0; i < r->n_suspects &&
	    x->n_holders < STRETCH_HOLDERS_MAX; i++)
		if (r->suspects[i].level == TT_SITE_HOLDER &&
		    r->suspects[i].verdict == TT_VERDICT_NAMED)
			x->holder[x->n_holders++] = &r->suspects[i];
	if (x->n_holders < 2)
		return TT_OK;
	told = calloc(n + 1, sizeof(*told));
	x->at = calloc(n + 1, sizeof(*x->at));
	if (told == NULL || x->at == NULL) {
		free(told);
		return TT_ENOMEM;
	}
	for (size_t i = 0; i < x->n_holders; i++)
		note(told, t, &t->match[x->holder[i] - r->suspects], i);
	qsort(told, n, sizeof(*told), in_order);
	for (size_t i = 0; i < n; i++)
		if (tells(&told[i], x->n_holders))
			take(x, t, &told[i]);
	free(told);
	return TT_OK;
}

void
stretches_done(struct stretches *x)
{
	free(x->at);
	*x = (struct stretches){ .n = 0 };
}

void
stretch_say(const struct stretches *x, size_t i, const struct tracing *t,
    struct buf *out)
{
	const struct stretch *s = &x->at[i];
	const char *between = "";

	buf_span(out, s->part);
	if (s->from == s->to)
		buf_printf(out, ", line %u: as ", s->from);
	else
		buf_printf(out, ", lines %u to %u: as ", s->from, s->to);
	for (size_t k = 0; k < x->n_holders; k++) {
		if ((s->whose & UINT64_C(1) << k) == 0)
			continue;
		buf_printf(out, "%s%s", between,
		    trace_say_who(trace_partner(t, x->holder[k])));
		between = ", ";
	}
	buf_printf(out, "%s it (%zu site%s)", (s->whose & (s->whose - 1)) == 0 ?
	    " has" : " have", s->sites, s->sites == 1 ? "" : "s");
}
