/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "extract/stream.h"

enum tt_err
stream_add(struct stream *s, struct stream_store *store, uint32_t seq,
    struct span payload)
{
	struct stream_segment *p;
	size_t from = store->bytes.n, cap;
	int64_t at;

	if (payload.n == 0 || payload.n > UINT32_MAX || s->n == UINT32_MAX)
		return TT_OK;
	if (!s->begun) {
		s->begun = true;
		s->seq = seq;
	}
	/* numbers wrap: it is the place nearest to the last one */
	at = s->near + (int32_t)(seq - s->seq);
	if (s->n == s->cap) {
		cap = s->cap + s->cap / 2 + 4;
		if ((p = reallocarray(s->at, cap, sizeof(*p))) == NULL)
			return TT_ENOMEM;
		s->at = p;
		s->cap = cap;
	}
	buf_span(&store->bytes, payload);
	if (buf_err(&store->bytes) != TT_OK)
		return buf_err(&store->bytes);
	s->at[s->n] = (struct stream_segment){ .at = at,
		.order = (uint32_t)s->n, .n = (uint32_t)payload.n,
		.from = from };
	s->n++;
	s->near = at;
	s->seq = seq;
	return TT_OK;
}

static int
by_place(const void *a, const void *b)
{
	const struct stream_segment *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* One stretch, from segment i up to j: no byte between them is missing. */
struct stretch {
	char *bytes;
	uint32_t *order;	/* of who said each byte; ~0: nobody */
	int64_t at;
	size_t n;
};

/*
 * What segment g adds: bytes that nobody said earlier.  True if it says
 * otherwise than somebody does.
 */
static bool
lay(struct stretch *t, const struct stream_segment *g, const char *bytes)
{
	size_t at = (size_t)(g->at - t->at);
	bool differs = false;

	for (size_t i = 0; i < g->n; i++) {
		if (t->order[at + i] != UINT32_MAX) {
			differs = differs || t->bytes[at + i] != bytes[i];
			if (t->order[at + i] < g->order)
				continue;
		}
		t->bytes[at + i] = bytes[i];
		t->order[at + i] = g->order;
	}
	return differs;
}

static bool
is_laid(const struct stretch *t, const struct stream_segment *g,
    const char *bytes)
{
	return memcmp(t->bytes + (g->at - t->at), bytes, g->n) == 0;
}

/* A stretch of segments [i, j), and those of them that are not in it. */
static enum tt_err
give_stretch(struct stream_segment *at, size_t n, int64_t end,
    const char *store, stream_fn *fn, void *ctx)
{
	struct stretch t = { .at = at[0].at, .n = (size_t)(end - at[0].at) };
	bool differs = false;

	if (n == 1) {
		fn(ctx, t.at, span_of(store + at[0].from, at[0].n), false);
		return TT_OK;
	}
	t.bytes = malloc(t.n);
	t.order = malloc(t.n * sizeof(*t.order));
	if (t.bytes != NULL && t.order != NULL) {
		memset(t.order, 0xff, t.n * sizeof(*t.order));
		for (size_t i = 0; i < n; i++)
			differs |= lay(&t, &at[i], store + at[i].from);
		fn(ctx, t.at, span_of(t.bytes, t.n), false);
		for (size_t i = 0; differs && i < n; i++)
			if (!is_laid(&t, &at[i], store + at[i].from))
				fn(ctx, at[i].at, span_of(store + at[i].from,
				    at[i].n), true);
	}
	differs = t.bytes == NULL || t.order == NULL;
	free(t.bytes);
	free(t.order);
	return differs ? TT_ENOMEM : TT_OK;
}

enum tt_err
stream_give(struct stream *s, const struct stream_store *store, stream_fn *fn,
    void *ctx)
{
	size_t i = 0, j;
	enum tt_err e;
	int64_t end;

	if (s->n == 0)
		return TT_OK;
	qsort(s->at, s->n, sizeof(*s->at), by_place);
	for (; i < s->n; i = j) {
		end = s->at[i].at + s->at[i].n;
		for (j = i + 1; j < s->n && s->at[j].at <= end; j++)
			if (end < s->at[j].at + s->at[j].n)
				end = s->at[j].at + s->at[j].n;
		e = give_stretch(s->at + i, j - i, end, store->bytes.p, fn,
		    ctx);
		if (e != TT_OK)
			return e;
	}
	return TT_OK;
}

void
stream_done(struct stream *s)
{
	free(s->at);
	*s = (struct stream){ .at = NULL };
}
