/* SPDX-License-Identifier: ISC */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "codebook/little.h"
#include "codebook/pick.h"

__extension__ typedef unsigned __int128 wide;	/* ISO C has none */

/* What of a code is wanted: a list, or all slots, or those of a level. */
struct wish {
	const struct tt_code *code;
	const uint32_t *slots;	/* NULL: all */
	size_t n;		/* slots to go through */
	int level;		/* -1: both */
};

static uint32_t
slot_of(const struct wish *w, size_t k)
{
	return w->slots == NULL ? (uint32_t)k : w->slots[k];
}

static bool
wanted(const struct wish *w, uint32_t i, unsigned stream)
{
	const struct tt_slot *s = &w->code->slots[i];

	return (w->level < 0 || (int)s->level == w->level) &&
	    (s->kind == TT_SLOT_VALUE) == (stream == 1);
}

/* Bytes that a slot has in its stream. */
static size_t
width(unsigned stream)
{
	return stream == 0 ? 2 : 8;
}

/* True if block can still go into c, which is made longer for it. */
static bool
stretch(struct pick_chunk *c, uint64_t block)
{
	uint64_t n = block - c->block + 1;

	if (n > c->n_blocks + 1 || n > PICK_BLOCKS)
		return false;
	c->n_blocks = (size_t)n;
	return true;
}

/* Go through the slots of one stream, from p->slot[*n] on; all but steps. */
static void
lay_stream(struct tt_pick *p, size_t *n, const struct wish *w, unsigned stream)
{
	struct pick_chunk *c = NULL;

	for (size_t k = 0; k < w->n; k++) {
		uint32_t i = slot_of(w, k);
		uint64_t byte = i * (uint64_t)width(stream);
		uint64_t block = byte / PICK_BLOCK;
		struct pick_slot *s = &p->slot[*n];

		if (!wanted(w, i, stream))
			continue;
		if (c == NULL || !stretch(c, block)) {
			c = &p->chunk[p->n_chunks++];
			*c = (struct pick_chunk){ .stream = stream,
				.block = block, .n_blocks = 1, .first = *n };
		}
		*s = (struct pick_slot){ .n = w->code->slots[i].n,
			.out = (uint32_t)k,
			.at = (uint16_t)(byte - c->block * PICK_BLOCK) };
		if (stream == 0 && c->n_steps < s->n - 1)
			c->n_steps = s->n - 1;
		c->n++;
		(*n)++;
	}
}

/* The steps of one slot's symbols; step: the first of its block. */
static void
lay_steps(struct pick_step *step, const struct tt_slot *s,
    const struct tt_bias *bias, size_t lane)
{
	unsigned sum = 0;

	for (unsigned a = 0; a + 1 < s->n; a++) {
		sum += bias->w[a];	/* 1 to 65535: not the last */
		step[a].below[lane] = (uint16_t)(sum - 1);
	}
}

static enum tt_err
lay_all_steps(struct tt_pick *p, const struct wish *w)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n_chunks; i++) {
		p->chunk[i].first_step = n;
		n += p->chunk[i].n_blocks * p->chunk[i].n_steps;
	}
	if ((p->step = wiped_new(n + 1, sizeof(*p->step))) == NULL)
		return TT_ENOMEM;
	memset(p->step, 0xff, n * sizeof(*p->step));
	for (size_t i = 0; i < p->n_chunks; i++) {
		const struct pick_chunk *c = &p->chunk[i];

		for (size_t k = 0; k < c->n && c->stream == 0; k++) {
			const struct pick_slot *s = &p->slot[c->first + k];
			uint32_t slot = slot_of(w, s->out);

			lay_steps(p->step + c->first_step +
			    s->at / PICK_BLOCK * c->n_steps,
			    &w->code->slots[slot], &w->code->bias[slot],
			    s->at / 2 % PICK_LANES);
		}
	}
	return TT_OK;
}

void
tt_pick_free(struct tt_pick *p)
{
	if (p == NULL)
		return;
	wiped_free(p->step);
	wiped_free(p);
}

static enum tt_err
lay(struct tt_pick **out, const struct wish *w)
{
	struct tt_pick *p;
	size_t n = 0, size;

	for (size_t k = 0; w->slots != NULL && k < w->n; k++)
		if (w->slots[k] >= w->code->n ||
		    (k > 0 && w->slots[k] <= w->slots[k - 1]))
			return TT_ERANGE;
	size = sizeof(*p) + w->n * (sizeof(*p->slot) + sizeof(*p->chunk));
	p = wiped_new(size, 1);
	if (p == NULL)
		return TT_ENOMEM;
	p->chunk = (struct pick_chunk *)(p + 1);
	p->slot = (struct pick_slot *)(p->chunk + w->n);
	lay_stream(p, &n, w, 0);
	lay_stream(p, &n, w, 1);
	if (lay_all_steps(p, w) != TT_OK) {
		tt_pick_free(p);
		return TT_ENOMEM;
	}
	*out = p;
	return TT_OK;
}

/* What one row passes through; wiped afterwards. */
struct reading {
	uint8_t bytes[PICK_BLOCKS * PICK_BLOCK];
	uint8_t symbol[PICK_BLOCKS * PICK_LANES];
};

/*
 * Blocks that are made by fours take less time than one: rather some that
 * nobody looks at.
 */
static size_t
blocks_made(size_t n)
{
	return n == 1 ? 1 : (n + 3) / 4 * 4;
}

_Static_assert(PICK_BLOCKS % 4 == 0, "there is room for all that are made");

static void
make_bytes(struct reading *r, const struct pick_chunk *c,
    const uint8_t row_key[32])
{
	uint8_t nonce[crypto_stream_chacha20_NONCEBYTES];
	size_t n = blocks_made(c->n_blocks) * PICK_BLOCK;

	memset(r->bytes, 0, n);
	put_le64(nonce, c->stream);
	crypto_stream_chacha20_xor_ic(r->bytes, r->bytes, n, nonce, c->block,
	    row_key);
}

/* Lanes that are compared at a time, and their symbols. */
#define ABREAST	8
typedef uint16_t lanes __attribute__((vector_size(2 * ABREAST)));
typedef uint8_t narrow __attribute__((vector_size(ABREAST)));

static lanes
get_lanes(const uint8_t *p)
{
	lanes u;

	memcpy(&u, p, sizeof(u));
	return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? u :
	    (u << 8 | u >> 8);
}

static void
read_block(struct reading *r, size_t block, const struct pick_step *step,
    size_t n_steps)
{
	for (size_t k = 0; k < PICK_LANES; k += ABREAST) {
		lanes u = get_lanes(r->bytes + block * PICK_BLOCK + 2 * k);
		lanes above = { 0 }, below;
		narrow symbol;

		for (size_t i = 0; i < n_steps; i++) {
			memcpy(&below, step[i].below + k, sizeof(below));
			above -= (lanes)(u > below);	/* true is -1 */
		}
		symbol = __builtin_convertvector(above, narrow);
		memcpy(r->symbol + block * PICK_LANES + k, &symbol,
		    sizeof(symbol));
	}
}

static void
read_chunk(struct reading *r, const struct tt_pick *p,
    const struct pick_chunk *c, const uint8_t row_key[32])
{
	make_bytes(r, c, row_key);
	for (size_t b = 0; b < c->n_blocks && c->stream == 0; b++)
		read_block(r, b, p->step + c->first_step + b * c->n_steps,
		    c->n_steps);
}

static uint64_t
value_at(const struct reading *r, const struct pick_slot *s)
{
	return (uint64_t)((wide)get_le64(r->bytes + s->at) * s->n >> 64);
}

void
pick_read(const struct tt_pick *p, const uint8_t row_key[32],
    uint64_t *symbols)
{
	struct reading r;

	for (size_t i = 0; i < p->n_chunks; i++) {
		const struct pick_chunk *c = &p->chunk[i];

		read_chunk(&r, p, c, row_key);
		for (size_t k = c->first; k < c->first + c->n; k++)
			symbols[p->slot[k].out] = c->stream == 0 ?
			    r.symbol[p->slot[k].at / 2] :
			    value_at(&r, &p->slot[k]);
	}
	secret_wipe(&r, sizeof(r));
}

void
pick_read_bytes(const struct tt_pick *p, const uint8_t row_key[32],
    uint8_t *symbols, uint64_t *values)
{
	struct reading r;

	for (size_t i = 0; i < p->n_chunks; i++) {
		const struct pick_chunk *c = &p->chunk[i];
		const struct pick_slot *s = &p->slot[c->first];

		read_chunk(&r, p, c, row_key);
		for (size_t k = 0; k < c->n; k++)
			if (c->stream == 0)
				symbols[s[k].out] = r.symbol[s[k].at / 2];
			else
				values[s[k].out] = value_at(&r, &s[k]);
	}
	secret_wipe(&r, sizeof(r));
}

enum tt_err
tt_pick_new(struct tt_pick **out, const struct tt_code *code,
    const uint32_t *slots, size_t n)
{
	const struct wish w = { code, slots, slots == NULL ? code->n : n, -1 };

	return lay(out, &w);
}

enum tt_err
tt_pick_level(struct tt_pick **out, const struct tt_code *code,
    const uint32_t *slots, size_t n, enum tt_site_level level)
{
	const struct wish w = { code, slots, slots == NULL ? code->n : n,
		(int)level };

	return lay(out, &w);
}
