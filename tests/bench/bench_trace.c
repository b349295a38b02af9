/* SPDX-License-Identifier: ISC */
/*
 * bench_trace [READERS [SITES]]: trace one leaker among many readers, each a
 * holder of its own, against the operations that walking them cannot do
 * without: for each reader two keys (holder and copy), each of one BLAKE2b,
 * one SHA-256 of 98 bytes and the ChaCha20 blocks in which the sites lie.
 */
#include <time.h>

#include "../unit/world.h"
#include "base/sha256.h"
#include "evidence/judge.h"

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The bare operations, of `rows` rows of `blocks` blocks. */
static double
bare(size_t rows, size_t blocks)
{
	uint8_t key[32] = { 1 }, out[32], message[98] = { 0 }, nonce[8] = { 0 };
	uint8_t bytes[64 * 64] = { 0 };
	double start = now();

	for (size_t i = 0; i < rows; i++) {
		if (crypto_kdf_derive_from_key(out, 32, i, "ttcopies",
		    key) != 0)
			abort();
		memcpy(message, out, 32);
		sha256(out, message, sizeof(message));
		crypto_stream_chacha20_xor_ic(bytes, bytes, 64 * blocks, nonce,
		    0, out);
	}
	return now() - start;
}

int
main(int argc, char **argv)
{
	size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000;
	size_t m = argc > 2 ? strtoul(argv[2], NULL, 10) : 60;
	struct tt_slot *slots = calloc(m + 1, sizeof(*slots));
	struct tt_observations *o;
	struct tt_trace *t = NULL;
	struct world w;
	double start, whole, least;
	size_t guilty = n / 3;

	if (slots == NULL || n < 1 || m < 1 || m > 32 * 64 ||
	    n > TT_HOLDERS_MAX)
		return 2;
	world_mix(slots, m, WORLD_MIXED_LEVELS, false);
	world_new(&w, 1, slots, m, n, 1);
	world_leak(&w, guilty, .02);
	o = world_observe(&w);
	least = bare(2 * n, (m + 31) / 32);
	start = now();
	MUST(tt_trace_run(&t, &(struct tt_trace_request){
	    .codebook = w.codebook, .roster = &w.roster, .observations = o,
	    .epsilon = TT_EPSILON, .t = 1 }));
	whole = now() - start;
	printf("readers, each a holder         %zu\n", n);
	printf("sites, a third copy-level      %zu, 2 %% misread\n", m);
	printf("trace                          %.2f s of one core\n", whole);
	printf("bare BLAKE2b, SHA-256, ChaCha  %.2f s\n", least);
	printf("ratio                          %.2f\n", whole / least);
	printf("verdict                        %s, holder %u of guilty %zu, "
	    "ln bound %.1f\n", tt_verdict_name(t->verdict),
	    t->suspects[0].holder, guilty, t->suspects[0].ln_bound);
	tt_trace_free(t);
	tt_observations_free(o);
	world_done(&w);
	free(slots);
	return 0;
}
