/* SPDX-License-Identifier: ISC */
/*
 * code - the slots of a codebook and the biases that its rows are drawn with.
 *
 * A slot is a site that ever was in the bulletin.  The table of slots only
 * grows: a site keeps its slot through revisions, a new or changed one gets
 * the next, none is used again.  evidence.md sections 2, 3 and 5.  The table
 * is what h_sites commits to; the biases follow from bias_key and are as
 * secret until a row is opened.  Rows themselves: codebook.h.  Pure.
 */
#ifndef TT_CODE_H
#define TT_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"
#include "telltale/observation.h"
#include "telltale/site.h"

#define TT_BIAS_SUM	65536	/* of the biases of one slot */
#define TT_SLOT_LEN	10	/* bytes of one slot in the written table */

enum tt_slot_kind {
	TT_SLOT_QARY = 0,	/* biases flat or peaked, as bias_key says */
	TT_SLOT_FLAT = 1,	/* q-ary, declared flat */
	TT_SLOT_VALUE = 2,	/* n equally likely values */
	TT_SLOT_KIND_COUNT
};

struct tt_slot {
	enum tt_slot_kind kind;
	enum tt_site_level level;
	uint64_t n;	/* q, 2 to TT_Q_MAX; or N, 2 to 2^64 - 1 */
};

/* From bias_key all biases follow; opened together with rows. */
struct tt_bias_key {
	uint8_t b[32];
};

struct tt_bias {
	uint16_t w[TT_Q_MAX];	/* 1/65536; q of them, their sum TT_BIAS_SUM */
};

/* Immutable.  In secret memory: free with tt_code_free, which wipes. */
struct tt_code {
	size_t n;			/* slots */
	const struct tt_slot *slots;
	const struct tt_bias *bias;	/* n; of value slots all 0 */
};

/* The slot that a site of a bulletin gets when it is new. */
struct tt_slot tt_slot_of(const struct tt_site *site);

/*
 * TT_ELIMIT if n is over TT_SLOTS_MAX, TT_ERANGE if a slot is not as struct
 * tt_slot says.
 */
enum tt_err tt_slots_check(const struct tt_slot *slots, size_t n) MUST_USE;

/* A revision's table has the older one as its prefix. */
bool tt_slots_extend(const struct tt_slot *slots, size_t n,
    const struct tt_slot *older, size_t n_older);

/* Append the table as section 5 writes it: LE32(n), TT_SLOT_LEN each. */
void tt_slots_write(const struct tt_slot *slots, size_t n, struct buf *out);

/*
 * The inverse: text must be one such table.  The caller frees *slots.
 * TT_ESYNTAX if its length is not what its count asks for, else as
 * tt_slots_check; TT_ENOMEM.
 */
enum tt_err tt_slots_parse(struct tt_slot **slots, size_t *n,
    struct span text) MUST_USE;

/* Table copied, biases derived.  As tt_slots_check; TT_ENOMEM. */
enum tt_err tt_code_new(struct tt_code **out, const struct tt_bias_key *key,
    const struct tt_slot *slots, size_t n) MUST_USE;
void tt_code_free(struct tt_code *code);	/* NULL is fine */

#endif
