/* SPDX-License-Identifier: ISC */
/* Lists in free order: as they stand, reversed, and turned by half. */
#include "telltale/marked.h"
#include "wording/rules.h"

#define ITEMS_MAX	64
#define ORDERS		4

/* The i-th item of the k-th order of n. */
static size_t
pick(size_t k, size_t i, size_t n)
{
	size_t turned = k < 2 ? i : (i + n / 2) % n;

	return k % 2 == 0 ? turned : n - 1 - turned;
}

/* Items in order k, with what stands between them left where it is. */
static enum tt_err
write_order(const struct matching *m, const struct tt_prose_list *l, size_t k,
    struct span *out)
{
	const struct span *items = m->prose->items + l->first;
	const char *at = m->draft.p + l->offset;
	enum tt_err e = TT_ENOMEM;
	struct buf b;

	buf_init(&b, TT_ALTERNATIVE_MAX);
	for (size_t i = 0; i < l->n; i++) {
		buf_add(&b, at, (size_t)(items[i].p - at));
		buf_span(&b, items[pick(k, i, l->n)]);
		at = items[i].p + items[i].n;
	}
	buf_add(&b, at, (size_t)(m->draft.p + l->offset + l->length - at));
	if (buf_err(&b) == TT_OK) {
		*out = arena_copy(m->arena, buf_view(&b));
		e = out->p == NULL ? TT_ENOMEM : TT_OK;
	}
	buf_done(&b);
	return e;
}

static bool
is_known(const struct span *texts, size_t n, struct span text)
{
	for (size_t i = 0; i < n; i++)
		if (span_eq(texts[i], text))
			return true;
	return false;
}

static enum tt_err
add_list(struct rules *r, const struct matching *m,
    const struct tt_prose_list *l)
{
	struct span *texts = arena_get(m->arena, ORDERS * sizeof(*texts));
	struct tt_proposal p = { .offset = l->offset, .length = l->length,
		.n = 0, .class = TT_CLASS_ORDER, .group = "order",
		.why = "a list whose order says nothing" };
	enum tt_err e = TT_OK;

	if (texts == NULL)
		return TT_ENOMEM;
	for (size_t k = 0; k < ORDERS && e == TT_OK; k++) {
		e = write_order(m, l, k, &texts[p.n]);
		if (e == TT_OK && !is_known(texts, p.n, texts[p.n]))
			p.n++;
	}
	p.alternatives = texts;
	return e != TT_OK || p.n < 2 ? e : rules_add(r, &p);
}

/* What is within the list is part of its site. */
static void
shut_tokens(struct page *pg, const struct tt_prose_list *l)
{
	for (size_t i = 0; i < pg->n; i++) {
		struct token *t = &pg->at[i];

		if (t->run != PAGE_NO_RUN && t->offset >= l->offset &&
		    t->offset < l->offset + l->length) {
			t->free = false;
			t->closed = true;
		}
	}
}

enum tt_err
rule_order(struct rules *r, const struct matching *m, struct page *pg)
{
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < m->prose->n_lists && e == TT_OK; i++) {
		const struct tt_prose_list *l = &m->prose->lists[i];

		if (l->n < 2 || l->n > ITEMS_MAX ||
		    l->length > TT_ALTERNATIVE_MAX)
			continue;
		e = add_list(r, m, l);
		shut_tokens(pg, l);
	}
	return e;
}
