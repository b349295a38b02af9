/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "base/bech32.h"
#include "base/instant.h"
#include "base/secret.h"
#include "seal/line.h"
#include "seal/point.h"
#include "telltale/age_key.h"

#define RECIPIENT_HRP	"age"
#define IDENTITY_HRP	"age-secret-key-"

_Static_assert(BECH32_32_LEN(RECIPIENT_HRP) == TT_AGE_RECIPIENT_LEN,
    "62 characters");
_Static_assert(BECH32_32_LEN(IDENTITY_HRP) == TT_AGE_IDENTITY_LEN,
    "74 characters");

static enum tt_err
parse_lines(struct tt_age_identities *ids, struct span text, size_t *line)
{
	struct span one;
	enum tt_err e;

	for (*line = 1; line_cut(&text, &one); ++*line) {
		if (one.n == 0 || one.p[0] == '#')
			continue;
		if (ids->n == TT_AGE_IDENTITIES_MAX)
			return TT_ELIMIT;
		e = tt_age_identity_parse(&ids->id[ids->n], one);
		if (e != TT_OK)
			return e;
		ids->n++;
	}
	*line = 0;
	return ids->n > 0 ? TT_OK : TT_ENOENT;
}

enum tt_err
tt_age_recipient_set(struct tt_age_recipient *out,
    const uint8_t u[TT_AGE_KEY_LEN])
{
	if (!point_is_canonical(u) || point_is_low_order(u))
		return TT_EKEY;
	memcpy(out->u, u, sizeof(out->u));
	return TT_OK;
}

enum tt_err
tt_age_recipient_parse(struct tt_age_recipient *out, struct span text)
{
	uint8_t u[TT_AGE_KEY_LEN];
	enum tt_err e;

	if (tt_age_key_is_hybrid(text))
		return TT_EKEY;
	e = bech32_decode32(u, RECIPIENT_HRP, text.p, text.n, 0);
	return e == TT_OK ? tt_age_recipient_set(out, u) : e;
}

void
tt_age_recipient_format(char out[TT_AGE_RECIPIENT_LEN + 1],
    const struct tt_age_recipient *r)
{
	enum tt_err e = bech32_encode32(out, TT_AGE_RECIPIENT_LEN + 1,
	    RECIPIENT_HRP, r->u, 0);

	assert(e == TT_OK);	/* the length is fixed */
}

void
tt_age_identity_set(struct tt_age_identity *out,
    const uint8_t scalar[TT_AGE_KEY_LEN])
{
	int zero;

	memmove(out->scalar, scalar, sizeof(out->scalar));
	zero = crypto_scalarmult_base(out->recipient.u, out->scalar);
	assert(zero == 0);	/* clamping leaves no scalar that is 0 */
}

void
tt_age_identity_generate(struct tt_age_identity *out, struct rng rng)
{
	rng_fill(rng, out->scalar, sizeof(out->scalar));
	tt_age_identity_set(out, out->scalar);
}

enum tt_err
tt_age_identity_parse(struct tt_age_identity *out, struct span text)
{
	uint8_t scalar[TT_AGE_KEY_LEN];
	enum tt_err e;

	if (tt_age_key_is_hybrid(text))
		return TT_EKEY;
	e = bech32_decode32(scalar, IDENTITY_HRP, text.p, text.n, 1);
	if (e == TT_OK)
		tt_age_identity_set(out, scalar);
	secret_wipe(scalar, sizeof(scalar));
	return e;
}

void
tt_age_identity_format(char out[TT_AGE_IDENTITY_LEN + 1],
    const struct tt_age_identity *id)
{
	enum tt_err e = bech32_encode32(out, TT_AGE_IDENTITY_LEN + 1,
	    IDENTITY_HRP, id->scalar, 1);

	assert(e == TT_OK);	/* the length is fixed */
}

bool
tt_age_key_is_hybrid(struct span text)
{
	return span_starts(text, "age1pq1") ||
	    span_starts(text, "AGE-SECRET-KEY-PQ-1");
}

struct tt_age_identities *
tt_age_identities_new(void)
{
	return SECRET_NEW(struct tt_age_identities);
}

void
tt_age_identities_free(struct tt_age_identities *ids)
{
	secret_free(ids);
}

enum tt_err
tt_age_identities_parse(struct tt_age_identities *out, struct span text,
    size_t *line)
{
	struct tt_age_identities *tmp;
	size_t at = 0;
	enum tt_err e;

	if ((tmp = tt_age_identities_new()) == NULL)
		return TT_ENOMEM;
	e = text.n > TT_AGE_IDENTITY_FILE_MAX ? TT_ELIMIT :
	    parse_lines(tmp, text, &at);
	if (e == TT_OK)
		*out = *tmp;
	else if (line != NULL)
		*line = at;
	tt_age_identities_free(tmp);
	return e;
}

void
tt_age_identity_file(struct buf *out, const struct tt_age_identity *id,
    int64_t created_s)
{
	char created[INSTANT_LEN + 1], recipient[TT_AGE_RECIPIENT_LEN + 1];
	char identity[TT_AGE_IDENTITY_LEN + 1];

	instant_format(created_s, created);
	tt_age_recipient_format(recipient, &id->recipient);
	tt_age_identity_format(identity, id);
	buf_printf(out, "# created: %s\n# public key: %s\n", created,
	    recipient);
	buf_add(out, identity, TT_AGE_IDENTITY_LEN);
	buf_char(out, '\n');
	secret_wipe(identity, sizeof(identity));
}
