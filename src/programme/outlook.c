/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "programme/outlook.h"

static const char *const texts[] = {
	[OUTLOOK_ALARM] = "alarm",
	[OUTLOOK_SUSPICIOUS] = "suspicious",
	[OUTLOOK_FAILING] = "failing",
	[OUTLOOK_DUE] = "due",
	[OUTLOOK_SILENT] = "silent",
	[OUTLOOK_UNKNOWN] = "unknown",
	[OUTLOOK_NEXT] = "next",
};

_Static_assert(N_ROWS(texts) == OUTLOOK_KINDS, "a word for each kind");

const char *
outlook_kind_text(enum outlook_kind k)
{
	return texts[k];
}

static struct outlook_item *
room(struct outlook *o)
{
	size_t cap = o->cap > 0 ? o->cap * 2 : 32;
	struct outlook_item *grown;

	if (o->err != TT_OK)
		return NULL;
	if (o->n == o->cap) {
		grown = reallocarray(o->item, cap, sizeof(*grown));
		if (grown == NULL) {
			o->err = TT_ENOMEM;
			return NULL;
		}
		o->item = grown;
		o->cap = cap;
	}
	return &o->item[o->n++];
}

void
outlook_add(struct outlook *o, enum outlook_kind kind, int64_t at_s,
    const char *next, const char *fmt, ...)
{
	struct outlook_item *i = room(o);
	va_list ap;

	if (i == NULL)
		return;
	*i = (struct outlook_item){ .kind = kind, .at_s = at_s };
	va_start(ap, fmt);
	vsnprintf(i->what, sizeof(i->what), fmt, ap);
	va_end(ap);
	if (next != NULL)
		snprintf(i->next, sizeof(i->next), "%s", next);
}

void
outlook_done(struct outlook *o)
{
	free(o->item);
	*o = (struct outlook){ .item = NULL };
}

static bool
before(const struct outlook_item *a, const struct outlook_item *b)
{
	if (a->kind != b->kind)
		return a->kind < b->kind;
	if (a->at_s == b->at_s || a->at_s == OUTLOOK_NO_TIME)
		return false;
	return b->at_s == OUTLOOK_NO_TIME || a->at_s < b->at_s;
}

/* By halves and stable: a programme in trouble has many lines. */
static void
merge(struct outlook_item *v, size_t n, struct outlook_item *tmp)
{
	size_t half = n / 2, a = 0, b = half;

	if (n < 2)
		return;
	merge(v, half, tmp);
	merge(v + half, n - half, tmp);
	for (size_t i = 0; i < n; i++)
		tmp[i] = b == n || (a < half && !before(&v[b], &v[a])) ?
		    v[a++] : v[b++];
	memcpy(v, tmp, n * sizeof(*v));
}

void
outlook_sort(struct outlook *o)
{
	struct outlook_item *tmp;

	if (o->n < 2)
		return;
	if ((tmp = reallocarray(NULL, o->n, sizeof(*tmp))) == NULL) {
		o->err = TT_ENOMEM;
		return;
	}
	merge(o->item, o->n, tmp);
	free(tmp);
}

bool
outlook_well(const struct outlook *o)
{
	return o->err == TT_OK && outlook_count(o, OUTLOOK_NEXT) == o->n;
}

size_t
outlook_count(const struct outlook *o, enum outlook_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < o->n; i++)
		n += o->item[i].kind == kind;
	return n;
}
