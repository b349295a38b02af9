/* SPDX-License-Identifier: ISC */
#include <string.h>
#include <strings.h>

#include "reading/heads.h"

/* The next string in quotes in *s, which goes on behind it. */
static bool
next_quoted(struct span *s, struct span *out)
{
	size_t i = 0, j;

	while (i < s->n && s->p[i] != '"' && s->p[i] != '\'')
		i++;
	for (j = i + 1; j < s->n && s->p[j] != s->p[i]; j++)
		;
	if (j >= s->n)
		return false;
	*out = span_of(s->p + i + 1, j - i - 1);
	*s = span_of(s->p + j + 1, s->n - j - 1);
	return true;
}

static size_t
index_of(const struct heads_site *h, struct span name)
{
	size_t i = 0;

	while (i < h->n && !span_eq(h->name[i], name))
		i++;
	return i;
}

/* The order of alternative a; false if it is none of the same names. */
static bool
read_order(struct heads_site *h, struct span a, uint8_t order[HEADS_NAMES])
{
	struct span name;
	unsigned seen = 0;
	size_t n = 0, i;

	while (next_quoted(&a, &name)) {
		if ((i = index_of(h, name)) == h->n || n == h->n ||
		    (seen >> i & 1) != 0)
			return false;
		seen |= 1u << i;
		order[n++] = (uint8_t)i;
	}
	return n == h->n;
}

static bool
make(struct heads_site *h, const struct tt_site *s)
{
	struct span first, name;

	*h = (struct heads_site){ .site = s->number };
	if (s->kind != TT_SITE_CHOICE)
		return false;
	first = s->alternatives[0];
	while (next_quoted(&first, &name)) {
		if (h->n == HEADS_NAMES || name.n == 0 ||
		    memchr(name.p, ' ', name.n) != NULL ||
		    index_of(h, name) < h->n)
			return false;
		h->name[h->n++] = name;
	}
	if (h->n < 2)
		return false;
	for (uint64_t a = 0; a < s->n; a++) {
		if (!read_order(h, s->alternatives[a], h->order[a]))
			return false;
		for (uint64_t b = 0; b < a; b++)
			if (memcmp(h->order[a], h->order[b], h->n) == 0)
				return false;
	}
	return true;
}

void
heads_init(struct heads *h, const struct tt_bulletin *b)
{
	h->n = 0;
	for (size_t i = 0; i < b->n_sites && h->n < HEADS_MAX; i++)
		if (make(&h->at[h->n], &b->sites[i]))
			h->n++;
}

/* The names of one site, as they were met in a head. */
struct met {
	uint8_t order[HEADS_NAMES];
	size_t n;
	bool twice;
};

static void
meet(const struct heads_site *h, struct span line, struct met *m)
{
	for (size_t i = 0; i < h->n; i++) {
		struct span name = h->name[i];

		if (line.n <= name.n || line.p[name.n] != ':' ||
		    strncasecmp(line.p, name.p, name.n) != 0)
			continue;
		m->twice = m->twice || memchr(m->order, (int)i, m->n) != NULL;
		if (m->n < h->n)
			m->order[m->n++] = (uint8_t)i;
		return;
	}
}

/* A head has ended. */
static void
judge(struct heads_site *h, struct met *m)
{
	if (m->n == h->n && !m->twice)
		for (unsigned a = 0; a < TT_Q_MAX; a++)
			if (memcmp(h->order[a], m->order, h->n) == 0)
				h->seen |= 1u << a;
	*m = (struct met){ .n = 0 };
}

void
heads_read(struct heads *h, struct span stream)
{
	struct met met[HEADS_MAX] = { { .n = 0 } };
	struct span line;
	bool more = true;

	while (more && h->n > 0) {
		const char *end = stream.n == 0 ? NULL :
		    memchr(stream.p, '\n', stream.n);

		more = end != NULL;
		line = span_of(stream.p, more ? (size_t)(end - stream.p) :
		    stream.n);
		if (more)
			stream = span_of(end + 1, stream.n - line.n - 1);
		if (line.n > 0 && line.p[line.n - 1] == '\r')
			line.n--;
		for (size_t i = 0; i < h->n; i++) {
			if (line.n == 0 || !more)
				judge(&h->at[i], &met[i]);
			else
				meet(&h->at[i], line, &met[i]);
		}
	}
}
