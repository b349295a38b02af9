/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "reading/find_own.h"
#include "reading/grow.h"

#define MAGIC	"telltale find v1\n"

static void
drop_keys(struct find_entry *e)
{
	if (e->key != NULL)
		secret_wipe(e->key, e->n * sizeof(*e->key));
	free(e->key);
	e->key = NULL;
	e->n = 0;
}

enum tt_err
tt_find_new(struct tt_find **out)
{
	struct tt_find *f = calloc(1, sizeof(*f));

	if (f == NULL)
		return TT_ENOMEM;
	*out = f;
	return TT_OK;
}

void
tt_find_free(struct tt_find *f)
{
	if (f == NULL)
		return;
	for (size_t i = 0; i < f->n; i++)
		drop_keys(&f->at[i]);
	free(f->at);
	free(f);
}

/* Where id is, or would be. */
static size_t
place(const struct tt_find *f, struct span id, bool *there)
{
	size_t lo = 0, hi = f->n, mid;
	int order;

	*there = false;
	while (lo < hi) {
		mid = (lo + hi) / 2;
		order = span_cmp(find_entry_id(&f->at[mid]), id);
		if (order == 0) {
			*there = true;
			return mid;
		}
		if (order < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static int
by_key(const void *a, const void *b)
{
	const struct gram *x = a, *y = b;

	return (x->key > y->key) - (x->key < y->key);
}

/* The keys of grams, rising, each once, and no more than there may be. */
static enum tt_err
take_keys(struct find_entry *e, const struct grams *g)
{
	if ((e->key = calloc(g->n + 1, sizeof(*e->key))) == NULL)
		return TT_ENOMEM;
	if (g->n > 0)
		qsort(g->at, g->n, sizeof(*g->at), by_key);
	for (size_t i = 0; i < g->n && e->n < TT_FIND_HASHES_MAX; i++)
		if (e->n == 0 || e->key[e->n - 1] != g->at[i].key)
			e->key[e->n++] = g->at[i].key;
	return TT_OK;
}

/* TAKES e's keys. */
static enum tt_err
put(struct tt_find *f, struct find_entry *e, struct span id)
{
	bool there;
	size_t i = place(f, id, &there);

	memcpy(e->id, id.p, id.n);
	e->id_len = (uint8_t)id.n;
	if (there) {
		drop_keys(&f->at[i]);
		f->at[i] = *e;
		return TT_OK;
	}
	if (f->n == TT_FIND_BULLETINS_MAX)
		return TT_ELIMIT;
	if (!GROW(*f))
		return TT_ENOMEM;
	memmove(f->at + i + 1, f->at + i, (f->n - i) * sizeof(*f->at));
	f->at[i] = *e;
	f->n++;
	return TT_OK;
}

/* Uses up g. */
static enum tt_err
add(struct tt_find *f, struct span id, enum tt_find_kind kind, struct grams *g)
{
	struct find_entry entry = { .kind = kind };
	enum tt_err e;

	if ((e = take_keys(&entry, g)) == TT_OK &&
	    (e = put(f, &entry, id)) != TT_OK)
		drop_keys(&entry);
	grams_done(g);
	return e;
}

enum tt_err
tt_find_add(struct tt_find *f, struct span id, const struct tt_bulletin *b)
{
	struct grams g = { .n = 0 };
	enum tt_err e;

	if (id.n == 0 || id.n > TT_FIND_ID_MAX)
		return TT_ERANGE;
	if ((e = grams_of_bulletin(&g, b)) != TT_OK)
		return e;
	return add(f, id, b->n_value > 0 ? TT_FIND_VALUES : TT_FIND_BULLETIN,
	    &g);
}

enum tt_err
tt_find_add_public(struct tt_find *f, struct span id, struct span text)
{
	struct tt_normal *t = NULL;
	struct grams g = { .n = 0 };
	enum tt_err e;

	if (id.n == 0 || id.n > TT_FIND_ID_MAX)
		return TT_ERANGE;
	if ((e = tt_normal_new(&t, text)) != TT_OK)
		return e;
	e = grams_of_text(&g, t);
	tt_normal_free(t);
	return e != TT_OK ? e : add(f, id, TT_FIND_PUBLIC, &g);
}

void
tt_find_drop(struct tt_find *f, struct span id)
{
	bool there;
	size_t i = place(f, id, &there);

	if (!there)
		return;
	drop_keys(&f->at[i]);
	f->n--;
	memmove(f->at + i, f->at + i + 1, (f->n - i) * sizeof(*f->at));
}

bool
tt_find_has(const struct tt_find *f, struct span id)
{
	bool there;

	(void)place(f, id, &there);
	return there;
}

size_t
tt_find_count(const struct tt_find *f)
{
	return f->n;
}

struct span
tt_find_id(const struct tt_find *f, size_t i, enum tt_find_kind *kind)
{
	*kind = f->at[i].kind;
	return find_entry_id(&f->at[i]);
}

static void
write_entry(struct buf *out, const struct find_entry *e)
{
	buf_char(out, (char)e->kind);
	buf_char(out, (char)e->id_len);
	buf_span(out, find_entry_id(e));
	buf_le32(out, e->n);
	for (uint32_t i = 0; i < e->n; i++)
		buf_le32(out, e->key[i]);
}

enum tt_err
tt_find_write(const struct tt_find *f, struct buf *out)
{
	buf_str(out, MAGIC);
	buf_le32(out, (uint32_t)f->n);
	for (size_t i = 0; i < f->n; i++)
		write_entry(out, &f->at[i]);
	return buf_err(out);
}

/* n bytes off the front. */
static bool
cut(struct span *in, size_t n, struct span *out)
{
	if (in->n < n)
		return false;
	*out = (struct span){ in->p, n };
	in->p += n;
	in->n -= n;
	return true;
}

static uint32_t
le32(const char *p)
{
	const uint8_t *b = (const uint8_t *)p;

	return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 |
	    (uint32_t)b[3] << 24;
}

static bool
cut_le32(struct span *in, uint32_t *out)
{
	struct span four;

	if (!cut(in, 4, &four))
		return false;
	*out = le32(four.p);
	return true;
}

static enum tt_err
parse_keys(struct span *in, struct find_entry *e)
{
	struct span keys;
	uint32_t n;

	if (!cut_le32(in, &n) || n > TT_FIND_HASHES_MAX ||
	    !cut(in, (size_t)n * 4, &keys))
		return TT_ESYNTAX;
	if ((e->key = calloc((size_t)n + 1, sizeof(*e->key))) == NULL)
		return TT_ENOMEM;
	e->n = n;
	for (uint32_t i = 0; i < n; i++) {
		e->key[i] = le32(keys.p + (size_t)i * 4);
		if (i > 0 && e->key[i - 1] >= e->key[i])
			return TT_ESYNTAX;
	}
	return TT_OK;
}

static enum tt_err
parse_entry(struct span *in, const struct find_entry *before,
    struct find_entry *e)
{
	struct span head, id;
	enum tt_err err;

	*e = (struct find_entry){ .n = 0 };
	if (!cut(in, 2, &head) ||
	    (uint8_t)head.p[0] >= TT_FIND_KIND_COUNT ||
	    head.p[1] == 0 || (uint8_t)head.p[1] > TT_FIND_ID_MAX ||
	    !cut(in, (uint8_t)head.p[1], &id))
		return TT_ESYNTAX;
	e->kind = (enum tt_find_kind)head.p[0];
	e->id_len = (uint8_t)id.n;
	memcpy(e->id, id.p, id.n);
	if (before != NULL && span_cmp(find_entry_id(before), id) >= 0)
		return TT_ESYNTAX;
	if ((err = parse_keys(in, e)) != TT_OK)
		drop_keys(e);
	return err;
}

enum tt_err
tt_find_parse(struct tt_find **out, struct span in)
{
	struct tt_find *f = NULL;
	uint32_t n;
	enum tt_err e;

	if (!span_skip(&in, MAGIC) || !cut_le32(&in, &n) ||
	    n > TT_FIND_BULLETINS_MAX)
		return TT_ESYNTAX;
	if ((e = tt_find_new(&f)) != TT_OK)
		return e;
	while (e == TT_OK && f->n < n) {
		if (!GROW(*f))
			e = TT_ENOMEM;
		else if ((e = parse_entry(&in, f->n > 0 ? &f->at[f->n - 1] :
		    NULL, &f->at[f->n])) == TT_OK)
			f->n++;
	}
	if (e == TT_OK && in.n > 0)
		e = TT_ESYNTAX;
	if (e == TT_OK)
		*out = f;
	else
		tt_find_free(f);
	return e;
}
