/* SPDX-License-Identifier: ISC */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "codebook/little.h"
#include "telltale/code.h"

#define ALIGN	64	/* what secret memory of such a size begins at */

/* Section 3: of 65536, how often flat, and how high a peak stands. */
static const uint16_t flat_share[TT_Q_MAX + 1] = {
	[2] = 26214, [3] = 36045, [4] = 39322, [5] = 39322, [6] = 39322,
	[7] = 39322, [8] = 39322, [9] = 39322, [10] = 39322, [11] = 39322,
	[12] = 39322, [13] = 39322, [14] = 39322, [15] = 39322, [16] = 39322,
};
static const uint16_t peak[TT_Q_MAX + 1] = {
	[2] = 49152, [3] = 49152, [4] = 45875, [5] = 39322, [6] = 39322,
	[7] = 39322, [8] = 39322, [9] = 39322, [10] = 39322, [11] = 39322,
	[12] = 39322, [13] = 39322, [14] = 39322, [15] = 39322, [16] = 39322,
};

static bool
slot_ok(const struct tt_slot *s)
{
	if (s->level != TT_SITE_HOLDER && s->level != TT_SITE_COPY)
		return false;
	switch (s->kind) {
	case TT_SLOT_QARY:
	case TT_SLOT_FLAT:
		return s->n >= 2 && s->n <= TT_Q_MAX;
	case TT_SLOT_VALUE:
		return s->n >= 2;
	case TT_SLOT_KIND_COUNT:
		break;
	}
	return false;
}

/* sum over q symbols but `but`, as evenly as integers can; lowest get more. */
static void
spread(struct tt_bias *out, unsigned q, unsigned but, unsigned sum)
{
	unsigned n = but < q ? q - 1 : q, k = 0;

	for (unsigned a = 0; a < q; a++)
		if (a != but)
			out->w[a] = (uint16_t)(sum / n + (k++ < sum % n));
}

static void
derive_bias(struct tt_bias *out, const struct tt_slot *s, uint64_t i,
    const struct tt_bias_key *key)
{
	uint8_t stream[64], nonce[crypto_stream_chacha20_NONCEBYTES];
	unsigned q = (unsigned)s->n, top;

	if (s->kind == TT_SLOT_VALUE)
		return;
	put_le64(nonce, i);
	crypto_stream_chacha20(stream, sizeof(stream), nonce, key->b);
	top = (unsigned)((uint64_t)get_le32(stream + 4) * q >> 32);
	if (s->kind == TT_SLOT_FLAT || get_le16(stream) < flat_share[q]) {
		spread(out, q, q, TT_BIAS_SUM);
	} else {
		spread(out, q, top, TT_BIAS_SUM - (unsigned)peak[q]);
		out->w[top] = peak[q];
	}
	secret_wipe(stream, sizeof(stream));
}

struct tt_slot
tt_slot_of(const struct tt_site *site)
{
	struct tt_slot s = { TT_SLOT_QARY, site->level, site->n };

	if (tt_site_is_value(site))
		s.kind = TT_SLOT_VALUE;
	else if (site->flat)
		s.kind = TT_SLOT_FLAT;
	return s;
}

enum tt_err
tt_slots_check(const struct tt_slot *slots, size_t n)
{
	if (n > TT_SLOTS_MAX)
		return TT_ELIMIT;
	for (size_t i = 0; i < n; i++)
		if (!slot_ok(&slots[i]))
			return TT_ERANGE;
	return TT_OK;
}

bool
tt_slots_extend(const struct tt_slot *slots, size_t n,
    const struct tt_slot *older, size_t n_older)
{
	if (n_older > n)
		return false;
	for (size_t i = 0; i < n_older; i++)
		if (slots[i].kind != older[i].kind ||
		    slots[i].level != older[i].level ||
		    slots[i].n != older[i].n)
			return false;
	return true;
}

void
tt_slots_write(const struct tt_slot *slots, size_t n, struct buf *out)
{
	buf_le32(out, (uint32_t)n);
	for (size_t i = 0; i < n; i++) {
		buf_char(out, (char)slots[i].kind);
		buf_char(out, (char)slots[i].level);
		buf_le64(out, slots[i].n);
	}
}

enum tt_err
tt_slots_parse(struct tt_slot **slots, size_t *n, struct span text)
{
	const uint8_t *p = (const uint8_t *)text.p;
	struct tt_slot *s;
	size_t count;
	enum tt_err e;

	if (text.n < 4)
		return TT_ESYNTAX;
	count = get_le32(p);
	if (count > TT_SLOTS_MAX)
		return TT_ELIMIT;
	if (text.n != 4 + count * TT_SLOT_LEN)
		return TT_ESYNTAX;
	if ((s = calloc(count + 1, sizeof(*s))) == NULL)
		return TT_ENOMEM;
	p += 4;
	for (size_t i = 0; i < count; i++, p += TT_SLOT_LEN)
		s[i] = (struct tt_slot){ (enum tt_slot_kind)p[0],
			(enum tt_site_level)p[1], get_le64(p + 2) };
	if ((e = tt_slots_check(s, count)) != TT_OK) {
		free(s);
		return e;
	}
	*slots = s;
	*n = count;
	return TT_OK;
}

enum tt_err
tt_code_new(struct tt_code **out, const struct tt_bias_key *key,
    const struct tt_slot *slots, size_t n)
{
	struct tt_code *code;
	struct tt_slot *own;
	struct tt_bias *bias;
	size_t size;
	enum tt_err e;

	if ((e = tt_slots_check(slots, n)) != TT_OK)
		return e;
	size = sizeof(*code) + n * (sizeof(*own) + sizeof(*bias));
	code = secret_new((size + ALIGN - 1) / ALIGN * ALIGN);
	if (code == NULL)
		return TT_ENOMEM;
	own = (struct tt_slot *)(code + 1);
	bias = (struct tt_bias *)(own + n);
	for (size_t i = 0; i < n; i++) {
		own[i] = slots[i];
		derive_bias(&bias[i], &slots[i], i, key);
	}
	code->n = n;
	code->slots = own;
	code->bias = bias;
	*out = code;
	return TT_OK;
}

void
tt_code_free(struct tt_code *code)
{
	secret_free(code);
}
