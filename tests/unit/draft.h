/* SPDX-License-Identifier: ISC */
/*
 * draft - one of the shared bulletins, for tests that read.
 *
 * draft_load wants a folder of marked parts and fails the test on any fault;
 * parts are sorted by name, as truth.json has them.
 */
#ifndef DRAFT_H
#define DRAFT_H

#include "test.h"

#include <dirent.h>

#include "telltale/bulletin.h"

#define DRAFT_PARTS_MAX	8

struct draft {
	struct tt_bulletin *b;
	char *name[DRAFT_PARTS_MAX], *marked[DRAFT_PARTS_MAX];
	size_t n;
};

static int
draft_by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static __attribute__((unused)) void
draft_load(struct draft *d, const char *folder)
{
	static struct tt_diags diags;
	struct tt_part_text in[DRAFT_PARTS_MAX];
	struct dirent *entry;
	char *path;
	DIR *dir;

	memset(d, 0, sizeof(*d));
	dir = opendir(folder);
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		assert_true(d->n < DRAFT_PARTS_MAX);
		d->name[d->n++] = strdup(entry->d_name);
	}
	closedir(dir);
	qsort(d->name, d->n, sizeof(d->name[0]), draft_by_name);
	for (size_t i = 0; i < d->n; i++) {
		size_t n;

		assert_true(asprintf(&path, "%s/%s", folder, d->name[i]) > 0);
		d->marked[i] = test_read(path, &n);
		free(path);
		in[i].name = span_str(d->name[i]);
		in[i].text = (struct span){ d->marked[i], n };
	}
	tt_diags_init(&diags);
	assert_int_equal(TT_OK, tt_bulletin_parse(&d->b, in, d->n, &diags));
}

static __attribute__((unused)) void
draft_unload(struct draft *d)
{
	for (size_t i = 0; i < d->n; i++) {
		free(d->name[i]);
		free(d->marked[i]);
	}
	tt_bulletin_free(d->b);
}

#endif
