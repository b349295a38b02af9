/* SPDX-License-Identifier: ISC */
/*
 * findkit - bulletins to be found: real advisories as they are or with random
 * sites, made-up ones that share sentences, and excerpts of their renderings.
 */
#ifndef FINDKIT_H
#define FINDKIT_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/rng.h"
#include "telltale/find.h"

#define FINDKIT_TEXTS_MAX	512
#define FINDKIT_SITE_ONE_IN	7	/* words */

struct findkit_text {
	char name[TT_FIND_ID_MAX + 1];	/* "curl/CVE-2016-8616.md" */
	struct buf text;
};

struct findkit {
	struct findkit_text at[FINDKIT_TEXTS_MAX];
	size_t n;
};

static int
findkit_by_name(const void *a, const void *b)
{
	return strcmp(((const struct findkit_text *)a)->name,
	    ((const struct findkit_text *)b)->name);
}

static void
findkit_read(struct findkit *k, const char *folder, const char *sub,
    const char *name)
{
	struct findkit_text *t = &k->at[k->n];
	char *path, part[4096];
	size_t n;
	FILE *f;

	if (k->n == FINDKIT_TEXTS_MAX ||
	    asprintf(&path, "%s/%s/%s", folder, sub, name) < 0)
		return;
	f = fopen(path, "rb");
	if (f == NULL || (size_t)snprintf(t->name, sizeof(t->name), "%s/%s",
	    sub, name) >= sizeof(t->name))
		abort();
	free(path);
	buf_init(&t->text, TT_PART_MAX);
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		buf_add(&t->text, part, n);
	fclose(f);
	k->n++;
}

/* All files of the folders in folder, by name; none if it is not there. */
static __attribute__((unused)) void
findkit_load(struct findkit *k, const char *folder)
{
	struct dirent *d, *e;
	DIR *top = opendir(folder), *sub;
	char *path;

	k->n = 0;
	while (top != NULL && (d = readdir(top)) != NULL) {
		if (d->d_name[0] == '.' ||
		    asprintf(&path, "%s/%s", folder, d->d_name) < 0)
			continue;
		sub = opendir(path);
		free(path);
		if (sub == NULL)
			continue;
		while ((e = readdir(sub)) != NULL)
			if (e->d_name[0] != '.')
				findkit_read(k, folder, d->d_name, e->d_name);
		closedir(sub);
	}
	if (top != NULL)
		closedir(top);
	qsort(k->at, k->n, sizeof(k->at[0]), findkit_by_name);
}

static __attribute__((unused)) void
findkit_done(struct findkit *k)
{
	for (size_t i = 0; i < k->n; i++)
		buf_done(&k->at[i].text);
	k->n = 0;
}

static bool
findkit_is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The word that begins at i; empty if none does. */
static struct span
findkit_word(struct span text, size_t i)
{
	size_t n = i;

	if (i > 0 && findkit_is_letter(text.p[i - 1]))
		return (struct span){ text.p, 0 };
	while (n < text.n && findkit_is_letter(text.p[n]))
		n++;
	return (struct span){ text.p + i, n - i };
}

/* Some word of the text; empty if it has none, about. */
static struct span
findkit_any_word(struct span text, struct rng r)
{
	struct span w = { text.p, 0 };

	for (unsigned i = 0; i < 64 && w.n < 2; i++)
		w = findkit_word(text, rng_below(r, text.n));
	return w;
}

/* text with a random word for about one word in so many, as a site. */
static __attribute__((unused)) void
findkit_mark(struct span text, uint64_t one_in, struct rng r, struct buf *out)
{
	size_t done = 0;

	for (size_t i = 0; i < text.n; i++) {
		struct span both[2] = { findkit_word(text, i), { "", 0 } };

		if (both[0].n < 4 || rng_below(r, one_in) != 0)
			continue;
		both[1] = findkit_any_word(text, r);
		if (both[1].n < 2 || span_eq(both[0], both[1]))
			continue;
		tt_marked_plain((struct span){ text.p + done, i - done }, true,
		    out);
		if (tt_marked_site(both, 2, out) != TT_OK)
			abort();
		done = i + both[0].n;
		i = done - 1;
	}
	tt_marked_plain((struct span){ text.p + done, text.n - done }, false,
	    out);
}

static __attribute__((unused)) struct tt_bulletin *
findkit_parse(struct span marked)
{
	static struct tt_diags diags;
	struct tt_part_text part = { SPAN("advisory.md"), marked };
	struct tt_bulletin *b = NULL;

	tt_diags_init(&diags);
	if (tt_bulletin_parse(&b, &part, 1, &diags) != TT_OK)
		abort();
	return b;
}

/* A random rendering. */
static __attribute__((unused)) void
findkit_render(const struct tt_bulletin *b, struct rng r, struct buf *out)
{
	uint64_t *row = calloc(b->n_sites + 1, sizeof(*row));

	for (size_t i = 0; row != NULL && i < b->n_sites; i++)
		row[i] = rng_below(r, b->sites[i].n);
	if (row == NULL || tt_bulletin_render(b, 0, row, out) != TT_OK)
		abort();
	free(row);
}

static bool
findkit_is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Where words, as an eye counts them, begin. */
static size_t
findkit_starts(struct span text, size_t *at, size_t cap)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n && n < cap; i++)
		if (!findkit_is_space(text.p[i]) &&
		    (i == 0 || findkit_is_space(text.p[i - 1])))
			at[n++] = i;
	return n;
}

/* So many words in a row from a random one; empty if there are fewer. */
static __attribute__((unused)) struct span
findkit_excerpt(struct span text, size_t words, struct rng r)
{
	static size_t at[1 << 20];
	size_t n = findkit_starts(text, at, 1 << 20), k, end;

	if (n < words)
		return (struct span){ text.p, 0 };
	k = rng_below(r, n - words + 1);
	end = k + words < n ? at[k + words] : text.n;
	return (struct span){ text.p + at[k], end - at[k] };
}

#endif
