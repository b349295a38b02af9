/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "reading/fold.h"
#include "telltale/normal.h"

struct normal {
	struct tt_normal pub;	/* first: what the caller frees */
	char *text;
	uint32_t *at;
	size_t n, cap;
};

static bool
make_room(struct normal *t, size_t more)
{
	size_t cap = t->cap;
	uint32_t *at;
	char *text;

	if (t->n + more + 1 <= cap)
		return true;
	cap = cap + cap / 2 + 64;
	if ((text = realloc(t->text, cap)) == NULL)
		return false;
	t->text = text;
	if ((at = reallocarray(t->at, cap, sizeof(*at))) == NULL)
		return false;
	t->at = at;
	t->cap = cap;
	return true;
}

static void
add(struct normal *t, const char *p, size_t n, size_t at)
{
	for (size_t i = 0; i < n; i++) {
		t->text[t->n] = p[i];
		t->at[t->n++] = (uint32_t)at;
	}
}

enum tt_err
tt_normal_new(struct tt_normal **out, struct span found)
{
	struct span in = found;
	char bytes[FOLD_OUT_MAX];
	struct normal *t;
	struct fold f;
	size_t n, back, at;

	if (found.n > TT_NORMAL_MAX)
		return TT_ELIMIT;
	if ((t = calloc(1, sizeof(*t))) == NULL)
		return TT_ENOMEM;
	fold_init(&f);
	do {
		if (!make_room(t, FOLD_OUT_MAX)) {
			tt_normal_free(&t->pub);
			return TT_ENOMEM;
		}
		if (in.n == 0)
			break;
		at = found.n - in.n;
		n = fold_next(&f, &in, bytes, &back);
		assert(back <= t->n);
		t->n -= back;
		add(t, bytes, n, at);
	} while (true);
	t->text[t->n] = '\0';
	t->at[t->n] = (uint32_t)found.n;
	t->pub = (struct tt_normal){ t->text, t->at, t->n };
	*out = &t->pub;
	return TT_OK;
}

void
tt_normal_free(struct tt_normal *pub)
{
	struct normal *t = (struct normal *)pub;

	if (t == NULL)
		return;
	free(t->text);
	free(t->at);
	free(t);
}

struct span
tt_normal_found(const struct tt_normal *t, struct span found, size_t from,
    size_t to)
{
	size_t start, end, len;

	assert(from <= to && to <= t->n);
	start = t->at[from];
	if (from == to)
		return (struct span){ found.p + start, 0 };
	end = t->at[to - 1];
	(void)utf8_next(found.p + end, found.n - end, &len);
	return (struct span){ found.p + start, end + len - start };
}
