/* SPDX-License-Identifier: ISC */
/*
 * bench_codebook [COPIES [SITES [DEPTH]]]: derive all rows whole, and the
 * tree over their keys, against the bare operations of each.
 */
#include <time.h>

#include "../unit/world.h"
#include "base/merkle.h"
#include "base/sha256.h"
#include "telltale/commitment.h"

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double
bare_rows(size_t n, size_t sites)
{
	uint8_t key[32] = { 1 }, out[32], message[98] = { 0 }, nonce[8] = { 0 };
	uint8_t bytes[1024] = { 0 };
	double start = now();

	for (size_t i = 0; i < n; i++) {
		if (crypto_kdf_derive_from_key(out, 32, i, "ttcopies",
		    key) != 0)
			abort();
		memcpy(message, out, 32);
		sha256(out, message, sizeof(message));
		for (size_t at = 0; at < 2 * sites; at += sizeof(bytes))
			crypto_stream_chacha20_xor_ic(bytes, bytes,
			    2 * sites - at < sizeof(bytes) ?
			    (2 * sites - at + 63) / 64 * 64 : sizeof(bytes),
			    nonce, at / 64, out);
	}
	return now() - start;
}

static double
bare_tree(size_t n)
{
	uint8_t key[32] = { 1 }, out[32], message[65] = { 0 };
	double start = now();

	for (size_t i = 0; i < n; i++) {
		if (crypto_kdf_derive_from_key(out, 32, i, "ttcopies",
		    key) != 0)
			abort();
		memcpy(message, out, 32);
		sha256(out, message, 62);	/* a leaf */
		sha256(out, message, 65);	/* a node */
	}
	return now() - start;
}

int
main(int argc, char **argv)
{
	size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000;
	size_t m = argc > 2 ? strtoul(argv[2], NULL, 10) : 300;
	unsigned depth = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : 20;
	struct tt_slot *slots = calloc(m + 1, sizeof(*slots));
	uint64_t *row = calloc(m + 1, sizeof(*row)), sum = 0;
	struct tt_pick *all = NULL;
	struct world w;
	struct hash root;
	double start, rows, tree, least_rows, least_tree;

	if (slots == NULL || row == NULL || depth > TT_DEPTH_MAX)
		return 2;
	world_mix(slots, m, WORLD_MIXED_LEVELS, false);
	world_new(&w, 1, slots, m, 1, 1);
	MUST(tt_pick_new(&all, tt_codebook_code(w.codebook), NULL, 0));
	start = now();
	for (size_t j = 0; j < n; j++) {
		tt_codebook_row(w.codebook, all, TT_SITE_COPY, j, row);
		sum += row[m - 1];
	}
	rows = now() - start;
	start = now();
	MUST(tt_codebook_root(w.codebook, TT_SITE_COPY, depth, &root));
	tree = now() - start;
	least_rows = bare_rows(n, m);
	least_tree = bare_tree((size_t)1 << depth);
	printf("rows of %zu sites: %zu in %.2f s of one core, bare operations "
	    "%.2f s, ratio %.2f\n", m, n, rows, least_rows,
	    rows / least_rows);
	printf("tree of depth %u: %.2f s, bare operations %.2f s, ratio %.2f\n",
	    depth, tree, least_tree, tree / least_tree);
	printf("(the last symbols' mean is %.3f)\n", (double)sum / (double)n);
	tt_pick_free(all);
	world_done(&w);
	free(slots);
	free(row);
	return 0;
}
