/* SPDX-License-Identifier: ISC */
/*
 * advisories - real texts, and what the public table proposes in each.
 *
 * For benches; nothing is freed.  What cannot be read ends the program.
 */
#ifndef ADVISORIES_H
#define ADVISORIES_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bulletin/grow.h"
#include "telltale/wording.h"

#define DOCUMENTS_MAX	100000

struct document {
	char path[1024];
	struct span text;
	struct tt_prose *prose;
	struct tt_proposals *proposals;
	double per_100;		/* proposals in 100 words */
};

struct documents {
	struct document *at;
	size_t n, cap;
};

static __attribute__((unused, noreturn)) void
die(const char *what, const char *of)
{
	fprintf(stderr, "%s: %s\n", what, of);
	exit(1);
}

static __attribute__((unused)) struct span
read_all(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *p = NULL;
	long size = 0;

	if (f == NULL || fseek(f, 0, SEEK_END) != 0 || (size = ftell(f)) < 0)
		die("cannot read", path);
	rewind(f);
	p = malloc((size_t)size + 1);
	if (p == NULL || fread(p, 1, (size_t)size, f) != (size_t)size)
		die("cannot read", path);
	fclose(f);
	return span_of(p, (size_t)size);
}

static __attribute__((unused)) struct tt_wordings *
public_table(void)
{
	static struct tt_diags diags;
	struct tt_wordings *w = NULL;
	size_t n;
	const struct tt_wordings_text *t = tt_wordings_public(&n);
	enum tt_err e = tt_wordings_parse(&w, t, n, &diags);
	struct buf b;

	for (size_t i = 0; i < diags.n; i++) {
		buf_init(&b, 4096);
		tt_diag_format(&diags.row[i], &b);
		fprintf(stderr, "%s\n", b.p);
		buf_done(&b);
	}
	if (e != TT_OK)
		die("the public table", tt_err_text(e));
	return w;
}

static __attribute__((unused)) void
documents_add(struct documents *d, const struct tt_wordings *w,
    const char *path)
{
	struct document doc = { .per_100 = 0 };
	enum tt_prose_format format;

	if (grow((void **)&d->at, &d->cap, d->n, sizeof(doc),
	    DOCUMENTS_MAX) != TT_OK)
		die("too many", path);
	snprintf(doc.path, sizeof(doc.path), "%s", path);
	doc.text = read_all(path);
	format = tt_prose_format_of(span_str(path), doc.text);
	if (tt_prose_cut(&doc.prose, format, doc.text) != TT_OK ||
	    tt_wording_propose(&doc.proposals, w, doc.text, doc.prose) !=
	    TT_OK)
		die("cannot propose in", path);
	if (doc.proposals->words > 0)
		doc.per_100 = 100.0 * (double)doc.proposals->n /
		    (double)doc.proposals->words;
	d->at[d->n++] = doc;
}

static __attribute__((unused)) int
documents_by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* All files below path, by name. */
static __attribute__((unused)) void
documents_add_below(struct documents *d, const struct tt_wordings *w,
    const char *path)
{
	struct dirent **at;
	int n = scandir(path, &at, NULL, documents_by_name);

	if (n < 0)
		die("cannot list", path);
	for (int i = 0; i < n; i++) {
		char below[1024];
		struct stat st;

		snprintf(below, sizeof(below), "%s/%s", path, at[i]->d_name);
		if (at[i]->d_name[0] != '.' && stat(below, &st) == 0 &&
		    strcmp(at[i]->d_name, "README.md") != 0) {
			if (S_ISDIR(st.st_mode))
				documents_add_below(d, w, below);
			else
				documents_add(d, w, below);
		}
		free(at[i]);
	}
	free(at);
}

/* The advisories of $TELLTALE_SHARED; none if that is not set. */
static __attribute__((unused)) void
documents_add_shared(struct documents *d, const struct tt_wordings *w)
{
	const char *shared = getenv("TELLTALE_SHARED");
	char path[1024];

	if (shared == NULL)
		return;
	snprintf(path, sizeof(path), "%s/data/advisories", shared);
	documents_add_below(d, w, path);
}

/* "curl" of ".../curl/CVE.md". */
static __attribute__((unused)) struct span
folder_of(const char *path)
{
	const char *end = strrchr(path, '/'), *from = end;

	if (end == NULL)
		return span_str("");
	while (from > path && from[-1] != '/')
		from--;
	return span_of(from, (size_t)(end - from));
}

#endif
