/* SPDX-License-Identifier: ISC */
/*
 * wiretool LAB COPY CAPTURE [KEYS]: which sites of a lab's bulletin are read
 * in a capture (or a log), and whether what a copy holds is among it.
 *
 * One line a site that is read: its part, line and column, the way, N_V, and
 * "holds" or "lacks".  For tests.
 */
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <sodium.h>

#include "base/buf.h"
#include "base/hex.h"
#include "extract/extract.h"
#include "telltale/codebook.h"
#include "telltale/constants.h"

#define PARTS	16
#define COPIES	40

static void
die(const char *what, const char *which)
{
	fprintf(stderr, "wiretool: %s: %s\n", which, what);
	exit(1);
}

static struct span
read_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	struct buf b;
	char block[65536];
	size_t n;

	if (f == NULL)
		die("cannot be opened", path);
	buf_init(&b, (size_t)1 << 30);
	while ((n = fread(block, 1, sizeof(block), f)) > 0)
		buf_add(&b, block, n);
	fclose(f);
	if (buf_err(&b) != TT_OK)
		die("too large", path);
	return buf_view(&b);	/* for as long as we live */
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static struct tt_bulletin *
parse(const char *lab)
{
	static struct tt_diags diags;
	struct tt_part_text parts[PARTS];
	struct tt_bulletin *b = NULL;
	char path[4096], *names[PARTS];
	struct dirent *entry;
	size_t n = 0;
	DIR *d;

	snprintf(path, sizeof(path), "%s/marked", lab);
	if ((d = opendir(path)) == NULL)
		die("is no lab", lab);
	while ((entry = readdir(d)) != NULL)
		if (entry->d_name[0] != '.' && n < PARTS)
			names[n++] = strdup(entry->d_name);
	closedir(d);
	qsort(names, n, sizeof(names[0]), by_name);
	for (size_t i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/marked/%s", lab, names[i]);
		parts[i] = (struct tt_part_text){ span_str(names[i]),
			read_file(path) };
	}
	tt_diags_init(&diags);
	if (tt_bulletin_parse(&b, parts, n, &diags) != TT_OK)
		die("has no bulletin", lab);
	return b;
}

/* The lab's codebook, from its key. */
static struct tt_codebook *
codebook(const char *lab, const struct tt_bulletin *b)
{
	struct tt_slot *slots = calloc(b->n_sites + 1, sizeof(*slots));
	struct tt_codebook *cb = NULL;
	struct tt_codebook_key key;
	char path[4096];
	const char *hex;

	snprintf(path, sizeof(path), "%s/codebook.json", lab);
	/* symbols may be over 2^63 */
	hex = json_string_value(json_object_get(json_load_file(path,
	    JSON_DECODE_INT_AS_REAL, NULL), "key"));
	if (slots == NULL || hex == NULL ||
	    !hex_decode(key.b, sizeof(key.b), hex, strlen(hex)))
		die("has no key", path);
	for (size_t i = 0; i < b->n_sites; i++)
		slots[i] = tt_slot_of(&b->sites[i]);
	if (tt_codebook_new(&cb, &key, slots, b->n_sites, NULL) != TT_OK)
		die("has no codebook", path);
	free(slots);
	return cb;
}

static bool
holds(const struct tt_constants_site *s, uint64_t v)
{
	for (size_t i = 0; i < s->n_values; i++)
		if (s->values[i] == v)
			return true;
	return false;
}

/* What COPIES copies hold, each of a holder of its own. */
static void
search(struct tt_constants *c, const struct tt_bulletin *b,
    const struct tt_codebook *cb)
{
	uint64_t *all = calloc(COPIES * b->n_sites, sizeof(*all));
	uint64_t v[COPIES];

	if (all == NULL)
		die("no memory", "values");
	for (size_t k = 0; k < COPIES; k++)
		tt_codebook_copy(cb, k, k, all + k * b->n_sites);
	for (uint32_t i = 0; i < b->n_sites; i++) {
		const struct tt_issued in = { i, v, COPIES };

		for (size_t k = 0; k < COPIES; k++)
			v[k] = all[k * b->n_sites + i];
		if (tt_constants_search(c, &in, 1) != TT_OK)
			die("cannot be searched", "the capture");
	}
	free(all);
}

int
main(int argc, char **argv)
{
	static const char *const ways[] = { "none", "field", "search" };
	struct tt_bulletin *b;
	struct extract *x = NULL;
	struct tt_constants *c = NULL;
	struct tt_codebook *cb;
	uint64_t *copy, number;

	if (argc < 4 || sodium_init() < 0)
		die("LAB COPY CAPTURE [KEYS]", "usage");
	b = parse(argv[1]);
	cb = codebook(argv[1], b);
	copy = calloc(b->n_sites + 1, sizeof(*copy));
	number = strtoul(argv[2], NULL, 10);
	if (copy == NULL)
		die("no memory", "copy");
	tt_codebook_copy(cb, number, number, copy);
	if (extract_run(&x, read_file(argv[3]), argc > 4 ?
	    read_file(argv[4]) : SPAN("")) != TT_OK)
		die("cannot be read", argv[3]);
	for (size_t i = 0; i < x->n_notes; i++)
		fprintf(stderr, "note: %s: %s\n", x->notes[i].piece,
		    x->notes[i].cause);
	if (tt_constants_settle(&c, b, x->pieces, x->n_pieces) != TT_OK)
		die("cannot be read", argv[3]);
	search(c, b, cb);
	for (size_t i = 0; i < b->n_sites; i++) {
		const struct tt_constants_site *s = &c->sites[i];

		if (s->way != TT_CONSTANTS_NONE)
			printf("%.*s:%u:%u %s %" PRIu64 " %s\n",
			    (int)b->parts[b->sites[i].part].name.n,
			    b->parts[b->sites[i].part].name.p,
			    b->sites[i].line, b->sites[i].column,
			    ways[s->way], s->count,
			    holds(s, copy[i]) ? "holds" : "lacks");
	}
	return 0;
}
