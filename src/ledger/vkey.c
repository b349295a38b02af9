/* SPDX-License-Identifier: ISC */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/b64.h"
#include "base/hex.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "ledger/key_name.h"
#include "telltale/vkey.h"

#define TYPED_LEN	(1 + TT_SIGN_KEY_LEN)	/* type and key, or seed */
#define OTHER_MAX	2048	/* bytes; of keys of other types */

/* https://c2sp.org/signed-note, "Signatures": its recommended key id. */
static void
set_id(struct tt_vkey *k)
{
	uint8_t digest[SHA256_LEN], type = (uint8_t)k->type;
	struct sha256 h;

	sha256_init(&h);
	sha256_add(&h, k->name, strlen(k->name));
	sha256_add(&h, "\n", 1);
	sha256_add(&h, &type, 1);
	sha256_add(&h, k->key, sizeof(k->key));
	sha256_end(&h, digest);
	memcpy(k->id, digest, sizeof(k->id));
}

static enum tt_err
set_name(struct tt_vkey *k, struct span name)
{
	if (!key_name_ok(name))
		return TT_ESYNTAX;
	return span_copy(name, k->name, sizeof(k->name));
}

/* NAME+ID+BASE64 into its parts; base64 may hold further '+'. */
static enum tt_err
cut(struct span text, struct span *name, uint8_t id[TT_KEY_ID_LEN],
    struct span *base64)
{
	const char *plus = memchr(text.p, '+', text.n);
	size_t at, rest;

	if (plus == NULL)
		return TT_ESYNTAX;
	at = (size_t)(plus - text.p);
	rest = text.n - at - 1;
	if (rest < 9 || plus[9] != '+' || !hex_decode(id, TT_KEY_ID_LEN,
	    plus + 1, 8))
		return TT_ESYNTAX;
	*name = span_of(text.p, at);
	*base64 = span_of(plus + 10, rest - 9);
	return TT_OK;
}

static enum tt_err
type_of(const uint8_t *typed, size_t n, enum tt_key_type *out)
{
	if (n == 0)
		return TT_ESYNTAX;
	if (typed[0] != TT_KEY_SIGN && typed[0] != TT_KEY_COSIGN)
		return TT_EKEY;
	if (n != TYPED_LEN)
		return TT_ESYNTAX;
	*out = (enum tt_key_type)typed[0];
	return TT_OK;
}

enum tt_err
tt_vkey_parse(struct tt_vkey *out, struct span text)
{
	struct tt_vkey k = { .type = TT_KEY_SIGN };
	uint8_t typed[OTHER_MAX], id[TT_KEY_ID_LEN];
	struct span name, base64;
	enum tt_err e;
	size_t n;

	if ((e = cut(text, &name, id, &base64)) != TT_OK ||
	    (e = set_name(&k, name)) != TT_OK)
		return e;
	if (!b64_decode_any(typed, sizeof(typed), &n, base64.p, base64.n))
		return TT_ESYNTAX;
	if ((e = type_of(typed, n, &k.type)) != TT_OK)
		return e;
	memcpy(k.key, typed + 1, sizeof(k.key));
	set_id(&k);
	if (memcmp(id, k.id, sizeof(id)) != 0)
		return TT_ESYNTAX;
	if (!crypto_core_ed25519_is_valid_point(k.key))
		return TT_EKEY;
	*out = k;
	return TT_OK;
}

void
tt_vkey_format(const struct tt_vkey *k, char out[TT_VKEY_TEXT_MAX + 1])
{
	char id[HEX_LEN(TT_KEY_ID_LEN) + 1], base64[B64_LEN(TYPED_LEN) + 1];
	uint8_t typed[TYPED_LEN];

	typed[0] = (uint8_t)k->type;
	memcpy(typed + 1, k->key, sizeof(k->key));
	hex_encode(id, k->id, sizeof(k->id));
	b64_encode(base64, typed, sizeof(typed));
	snprintf(out, TT_VKEY_TEXT_MAX + 1, "%s+%s+%s", k->name, id, base64);
}

bool
tt_vkey_eq(const struct tt_vkey *a, const struct tt_vkey *b)
{
	return a->type == b->type && strcmp(a->name, b->name) == 0 &&
	    memcmp(a->key, b->key, sizeof(a->key)) == 0;
}

enum tt_err
tt_signer_from_seed(struct tt_signer *out, struct span name,
    enum tt_key_type type, const uint8_t seed[TT_SIGN_KEY_LEN])
{
	uint8_t sk[crypto_sign_SECRETKEYBYTES];
	struct tt_vkey k = { .type = type };
	enum tt_err e;

	if ((e = set_name(&k, name)) != TT_OK)
		return e;
	crypto_sign_seed_keypair(k.key, sk, seed);
	secret_wipe(sk, sizeof(sk));
	set_id(&k);
	out->vkey = k;
	memmove(out->seed, seed, sizeof(out->seed));
	return TT_OK;
}

enum tt_err
tt_signer_new(struct tt_signer *out, struct span name, enum tt_key_type type,
    struct rng rng)
{
	uint8_t seed[TT_SIGN_KEY_LEN];
	enum tt_err e;

	rng_fill(rng, seed, sizeof(seed));
	e = tt_signer_from_seed(out, name, type, seed);
	secret_wipe(seed, sizeof(seed));
	return e;
}

enum tt_err
tt_signer_parse(struct tt_signer *out, struct span text)
{
	uint8_t typed[TYPED_LEN], id[TT_KEY_ID_LEN];
	struct tt_signer tmp = { .vkey = { .type = TT_KEY_SIGN } };
	struct span name, base64;
	enum tt_key_type type;
	enum tt_err e;

	if (text.n > 0 && text.p[text.n - 1] == '\n')
		text.n--;
	if (!span_skip(&text, "PRIVATE+KEY+") ||
	    cut(text, &name, id, &base64) != TT_OK)
		return TT_ESYNTAX;
	if (!b64_decode(typed, sizeof(typed), base64.p, base64.n))
		return TT_ESYNTAX;
	if ((e = type_of(typed, sizeof(typed), &type)) != TT_OK)
		goto out;
	if ((e = tt_signer_from_seed(&tmp, name, type, typed + 1)) != TT_OK)
		goto out;
	if (memcmp(id, tmp.vkey.id, sizeof(id)) != 0)
		e = TT_ESYNTAX;
	else
		*out = tmp;
out:
	secret_wipe(typed, sizeof(typed));
	secret_wipe(&tmp, sizeof(tmp));
	return e;
}

void
tt_signer_format(const struct tt_signer *s, struct buf *out)
{
	char id[HEX_LEN(TT_KEY_ID_LEN) + 1], base64[B64_LEN(TYPED_LEN) + 1];
	uint8_t typed[TYPED_LEN];

	typed[0] = (uint8_t)s->vkey.type;
	memcpy(typed + 1, s->seed, sizeof(s->seed));
	hex_encode(id, s->vkey.id, sizeof(s->vkey.id));
	b64_encode(base64, typed, sizeof(typed));
	buf_str(out, "PRIVATE+KEY+");
	buf_str(out, s->vkey.name);
	buf_char(out, '+');
	buf_str(out, id);
	buf_char(out, '+');
	buf_str(out, base64);
	buf_char(out, '\n');
	secret_wipe(typed, sizeof(typed));
	secret_wipe(base64, sizeof(base64));
}
