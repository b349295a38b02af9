/* SPDX-License-Identifier: ISC */
#include <sodium.h>
#include <string.h>

#include "base/b64.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "seal/age_wrap.h"
#include "seal/point.h"

#define X25519_TYPE	"X25519"
#define SCRYPT_TYPE	"scrypt"
#define HYBRID_TYPE	"mlkem768x25519"
#define X25519_INFO	"age-encryption.org/v1/X25519"
#define SCRYPT_LABEL	"age-encryption.org/v1/scrypt"
#define SCRYPT_R	8
#define SCRYPT_P	1

_Static_assert(AGE_BODY_LEN == 32, "bodies of both types");

/* One key for one file key only, hence the nonce of zeroes. */
static void
wrap(uint8_t body[AGE_BODY_LEN], const struct tt_age_file_key *k,
    const uint8_t key[32])
{
	static const uint8_t nonce[crypto_aead_chacha20poly1305_IETF_NPUBBYTES];

	crypto_aead_chacha20poly1305_ietf_encrypt(body, NULL, k->b,
	    sizeof(k->b), NULL, 0, NULL, nonce, key);
}

static enum tt_err
unwrap(struct tt_age_file_key *k, const uint8_t body[AGE_BODY_LEN],
    const uint8_t key[32])
{
	static const uint8_t nonce[crypto_aead_chacha20poly1305_IETF_NPUBBYTES];

	if (crypto_aead_chacha20poly1305_ietf_decrypt(k->b, NULL, NULL, body,
	    AGE_BODY_LEN, NULL, 0, nonce, key) != 0)
		return TT_ENOMATCH;
	return TT_OK;
}

/* The wrapping key from what both sides share, z. */
static void
derive_x25519(uint8_t key[32], const uint8_t z[32], const uint8_t share[32],
    const struct tt_age_recipient *r)
{
	uint8_t salt[64];

	memcpy(salt, share, 32);
	memcpy(salt + 32, r->u, 32);
	hkdf_sha256(key, z, 32, salt, sizeof(salt), X25519_INFO,
	    sizeof(X25519_INFO) - 1);
}

static enum tt_err
derive_scrypt(uint8_t key[32], struct span passphrase, unsigned log_n,
    const uint8_t salt[AGE_SALT_LEN])
{
	uint8_t labelled[sizeof(SCRYPT_LABEL) - 1 + AGE_SALT_LEN];

	memcpy(labelled, SCRYPT_LABEL, sizeof(SCRYPT_LABEL) - 1);
	memcpy(labelled + sizeof(SCRYPT_LABEL) - 1, salt, AGE_SALT_LEN);
	if (crypto_pwhash_scryptsalsa208sha256_ll(
	    (const uint8_t *)passphrase.p, passphrase.n, labelled,
	    sizeof(labelled), (uint64_t)1 << log_n, SCRYPT_R, SCRYPT_P, key,
	    32) != 0)
		return TT_ENOMEM;
	return TT_OK;
}

static enum tt_err
parse_x25519(const struct age_stanza *s, struct span text, uint8_t share[32])
{
	struct span arg = age_stanza_arg(s, text, 1);

	if (s->n_args != 2 || s->body_len != AGE_BODY_LEN ||
	    !b64_raw_decode(share, 32, arg.p, arg.n) ||
	    !point_is_canonical(share))
		return TT_ESYNTAX;
	return TT_OK;
}

/* The only stanza of its header, or the passphrase would vouch for less. */
static enum tt_err
parse_scrypt(const struct age_stanza *s, const struct age_header *h,
    struct span text, uint8_t salt[AGE_SALT_LEN], unsigned *log_n)
{
	struct span arg = age_stanza_arg(s, text, 1);
	uint64_t n;
	enum tt_err e;

	if (h->n != 1 || s->n_args != 3 || s->body_len != AGE_BODY_LEN ||
	    !b64_raw_decode(salt, AGE_SALT_LEN, arg.p, arg.n))
		return TT_ESYNTAX;
	e = span_u64(age_stanza_arg(s, text, 2), TT_AGE_LOG_N_MAX, &n);
	if (e == TT_ERANGE)
		return TT_ELIMIT;
	if (e != TT_OK || n == 0)
		return TT_ESYNTAX;
	*log_n = (unsigned)n;
	return TT_OK;
}

static enum tt_err
unwrap_x25519(struct tt_age_file_key *out, const struct tt_age_identity *id,
    const uint8_t share[32], const uint8_t body[AGE_BODY_LEN])
{
	uint8_t z[32], key[32];
	enum tt_err e = TT_ESYNTAX;

	if (crypto_scalarmult(z, id->scalar, share) == 0) {
		derive_x25519(key, z, share, &id->recipient);
		e = unwrap(out, body, key);
	}
	secret_wipe(z, sizeof(z));
	secret_wipe(key, sizeof(key));
	return e;
}

static enum tt_err
unwrap_scrypt(struct tt_age_file_key *out, struct span passphrase,
    const struct age_header *h, struct span text)
{
	uint8_t key[32], salt[AGE_SALT_LEN], body[AGE_BODY_LEN];
	unsigned log_n;
	enum tt_err e;

	if ((e = parse_scrypt(&h->stanza[0], h, text, salt, &log_n)) != TT_OK ||
	    (e = age_stanza_body(&h->stanza[0], text, body, sizeof(body))) !=
	    TT_OK ||
	    (e = derive_scrypt(key, passphrase, log_n, salt)) != TT_OK)
		return e;
	e = unwrap(out, body, key);
	secret_wipe(key, sizeof(key));
	return e;
}

/* Every identity at one stanza. */
static enum tt_err
try_stanza(struct tt_age_file_key *out, const struct tt_age_opener *by,
    const struct age_stanza *s, struct span text)
{
	uint8_t share[32], body[AGE_BODY_LEN];
	enum tt_err e;

	if ((e = parse_x25519(s, text, share)) != TT_OK ||
	    (e = age_stanza_body(s, text, body, sizeof(body))) != TT_OK)
		return e;
	e = TT_ENOMATCH;
	for (size_t i = 0; i < by->n_identities && e == TT_ENOMATCH; i++)
		e = unwrap_x25519(out, &by->identities[i], share, body);
	return e;
}

static enum tt_err
try_stanzas(struct tt_age_file_key *out, const struct tt_age_opener *by,
    const struct age_header *h, struct span text)
{
	enum tt_err e = TT_ENOMATCH;
	struct span type;

	if (by->file_key != NULL) {
		*out = *by->file_key;
		return TT_OK;
	}
	for (size_t i = 0; i < h->n && e == TT_ENOMATCH; i++) {
		type = age_stanza_arg(&h->stanza[i], text, 0);
		if (span_is(type, X25519_TYPE))
			e = try_stanza(out, by, &h->stanza[i], text);
		else if (span_is(type, SCRYPT_TYPE) && by->passphrase.p != NULL)
			e = unwrap_scrypt(out, by->passphrase, h, text);
	}
	return e;
}

void
age_header_mac(uint8_t mac[AGE_MAC_LEN], const struct tt_age_file_key *k,
    struct span text)
{
	uint8_t key[SHA256_LEN];

	hkdf_sha256(key, k->b, sizeof(k->b), NULL, 0, "header", 6);
	hmac_sha256(mac, key, sizeof(key), text.p, text.n);
	secret_wipe(key, sizeof(key));
}

void
age_payload_key(uint8_t out[32], const struct tt_age_file_key *k,
    const uint8_t nonce[TT_AGE_NONCE_LEN])
{
	hkdf_sha256(out, k->b, sizeof(k->b), nonce, TT_AGE_NONCE_LEN,
	    "payload", 7);
}

enum tt_err
age_wrap_x25519(struct buf *out, const struct tt_age_recipient *to,
    const struct tt_age_file_key *k, const uint8_t ephemeral[32])
{
	char args[sizeof(X25519_TYPE) + B64_RAW_LEN(32) + 1] = X25519_TYPE " ";
	uint8_t share[32], z[32], key[32], body[AGE_BODY_LEN];
	enum tt_err e = TT_EKEY;

	if (crypto_scalarmult_base(share, ephemeral) == 0 &&
	    crypto_scalarmult(z, ephemeral, to->u) == 0) {
		derive_x25519(key, z, share, to);
		wrap(body, k, key);
		b64_raw_encode(args + sizeof(X25519_TYPE), share, 32);
		age_header_put_stanza(out, span_str(args), body, sizeof(body));
		e = TT_OK;
	}
	secret_wipe(z, sizeof(z));
	secret_wipe(key, sizeof(key));
	return e;
}

enum tt_err
age_wrap_scrypt(struct buf *out, struct span passphrase, unsigned log_n,
    const struct tt_age_file_key *k, const uint8_t salt[AGE_SALT_LEN])
{
	uint8_t key[32], body[AGE_BODY_LEN];
	char salt64[B64_RAW_LEN(AGE_SALT_LEN) + 1], args[64];
	enum tt_err e;
	int n;

	if ((e = derive_scrypt(key, passphrase, log_n, salt)) != TT_OK)
		return e;
	wrap(body, k, key);
	secret_wipe(key, sizeof(key));
	b64_raw_encode(salt64, salt, AGE_SALT_LEN);
	n = snprintf(args, sizeof(args), SCRYPT_TYPE " %s %u", salt64, log_n);
	age_header_put_stanza(out, (struct span){ args, (size_t)n }, body,
	    sizeof(body));
	return TT_OK;
}

enum tt_err
age_wrap_check(struct tt_age_info *info, const struct age_header *h,
    struct span text)
{
	struct tt_age_info tmp = { .header_len = h->len,
		.stanzas = (unsigned)h->n };
	uint8_t share[32], salt[AGE_SALT_LEN];
	enum tt_err e = TT_OK;
	struct span type;

	for (size_t i = 0; i < h->n && e == TT_OK; i++) {
		type = age_stanza_arg(&h->stanza[i], text, 0);
		if (span_is(type, X25519_TYPE)) {
			tmp.x25519++;
			e = parse_x25519(&h->stanza[i], text, share);
		} else if (span_is(type, SCRYPT_TYPE)) {
			tmp.scrypt++;
			e = parse_scrypt(&h->stanza[i], h, text, salt,
			    &tmp.log_n);
		} else if (span_is(type, HYBRID_TYPE)) {
			tmp.hybrid++;
		} else {
			tmp.other++;
		}
	}
	if (e == TT_OK)
		*info = tmp;
	return e;
}

enum tt_err
age_unwrap(struct tt_age_file_key *out, const struct tt_age_opener *by,
    const struct age_header *h, struct span text)
{
	uint8_t mac[AGE_MAC_LEN];
	struct tt_age_file_key k;
	enum tt_err e;

	if ((e = try_stanzas(&k, by, h, text)) != TT_OK)
		goto out;
	age_header_mac(mac, &k, (struct span){ text.p, h->mac_over });
	e = secret_eq(mac, h->mac, sizeof(mac)) ? TT_OK : TT_EMAC;
	if (e == TT_OK)
		*out = k;
out:
	secret_wipe(&k, sizeof(k));
	return e;
}
