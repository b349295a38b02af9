/* SPDX-License-Identifier: ISC */
/*
 * Each random value is drawn here and used once: an ephemeral key per
 * stanza, a salt, a nonce, and the file key unless the caller gives one.
 */
#include <string.h>

#include "base/secret.h"
#include "seal/age_chunk.h"
#include "seal/age_header.h"
#include "seal/age_wrap.h"
#include "seal/age_write.h"

#define STANZA_LEN	98	/* bytes, X25519 */

struct tt_age_writer {
	struct age_cipher *cipher;
	uint8_t key[32];	/* of the payload */
	uint64_t counter;	/* of the next chunk */
	size_t n;		/* bytes waiting in plain */
	uint8_t plain[TT_AGE_CHUNK];
	uint8_t sealed[AGE_SEALED_CHUNK];
};

static enum tt_err
check_target(const struct tt_age_target *to)
{
	bool passphrase = to->passphrase.p != NULL;

	if (passphrase == (to->n_recipients > 0) ||
	    to->log_n > TT_AGE_LOG_N_MAX)
		return TT_ERANGE;
	return to->n_recipients > TT_AGE_STANZAS_MAX ? TT_ELIMIT : TT_OK;
}

static enum tt_err
put_stanzas(struct buf *out, const struct tt_age_target *to,
    const struct tt_age_file_key *k, struct rng rng)
{
	uint8_t random[32];
	enum tt_err e = TT_OK;

	if (to->passphrase.p != NULL) {
		rng_fill(rng, random, AGE_SALT_LEN);
		e = age_wrap_scrypt(out, to->passphrase, to->log_n > 0 ?
		    to->log_n : TT_AGE_LOG_N, k, random);
	}
	for (size_t i = 0; i < to->n_recipients && e == TT_OK; i++) {
		rng_fill(rng, random, sizeof(random));
		e = age_wrap_x25519(out, &to->recipients[i], k, random);
	}
	secret_wipe(random, sizeof(random));
	return e;
}

/* The MAC's line, over what the empty buf had put into it. */
static void
put_mac(struct buf *header, const struct tt_age_file_key *k)
{
	uint8_t mac[AGE_MAC_LEN];

	age_header_put_mac_start(header);
	age_header_mac(mac, k, buf_view(header));
	age_header_put_mac(header, mac);
}

/* Header and nonce, both or nothing, and the key of what follows. */
static enum tt_err
put_start(struct buf *out, uint8_t payload_key[32],
    const struct tt_age_target *to, struct rng rng)
{
	uint8_t nonce[TT_AGE_NONCE_LEN];
	struct tt_age_file_key k;
	struct buf header;
	enum tt_err e;

	buf_init(&header, TT_AGE_HEADER_MAX + TT_AGE_NONCE_LEN);
	rng_fill(rng, k.b, sizeof(k.b));
	if (to->file_key != NULL)
		k = *to->file_key;
	age_header_put_version(&header);
	if ((e = put_stanzas(&header, to, &k, rng)) != TT_OK)
		goto out;
	put_mac(&header, &k);
	rng_fill(rng, nonce, sizeof(nonce));
	buf_add(&header, nonce, sizeof(nonce));
	if ((e = buf_err(&header)) != TT_OK)
		goto out;
	buf_span(out, buf_view(&header));
	if ((e = buf_err(out)) == TT_OK)
		age_payload_key(payload_key, &k, nonce);
out:
	secret_wipe(&k, sizeof(k));
	buf_done(&header);
	return e;
}

static void
flush(struct tt_age_writer *w, bool last, struct buf *out)
{
	age_chunk_seal(w->cipher, w->sealed, span_of(w->plain, w->n), w->key,
	    w->counter++, last);
	buf_add(out, w->sealed, w->n + TT_AGE_TAG_LEN);
	w->n = 0;
}

enum tt_err
age_write_x25519(struct buf *header, uint8_t payload_key[32],
    const struct tt_age_recipient *to, const struct tt_age_file_key *k,
    const uint8_t ephemeral[32], const uint8_t nonce[TT_AGE_NONCE_LEN])
{
	enum tt_err e;

	age_header_put_version(header);
	if ((e = age_wrap_x25519(header, to, k, ephemeral)) != TT_OK)
		return e;
	put_mac(header, k);
	if ((e = buf_err(header)) != TT_OK)
		return e;
	age_payload_key(payload_key, k, nonce);
	return TT_OK;
}

size_t
tt_age_file_size(size_t n_recipients, size_t n)
{
	return AGE_X25519_HEADER_LEN - STANZA_LEN + n_recipients * STANZA_LEN +
	    TT_AGE_NONCE_LEN + age_chunks_size(n);
}

enum tt_err
tt_age_file_seal(struct buf *out, const struct tt_age_target *to,
    struct span plain, struct rng rng)
{
	struct age_cipher *cipher = NULL;
	size_t kept = out->n, at;
	uint8_t key[32];
	enum tt_err e;

	if ((e = check_target(to)) != TT_OK ||
	    (e = age_cipher_new(&cipher)) != TT_OK ||
	    (e = put_start(out, key, to, rng)) != TT_OK)
		goto out;
	at = out->n;
	buf_zero(out, age_chunks_size(plain.n));
	if ((e = buf_err(out)) == TT_OK)
		age_chunks_seal(cipher, (uint8_t *)out->p + at, plain, key);
out:
	if (e != TT_OK)
		buf_cut(out, kept);
	age_cipher_free(cipher);
	secret_wipe(key, sizeof(key));
	return e;
}

enum tt_err
tt_age_writer_new(struct tt_age_writer **out, const struct tt_age_target *to,
    struct rng rng, struct buf *file)
{
	struct tt_age_writer *w;
	enum tt_err e;

	if ((e = check_target(to)) != TT_OK)
		return e;
	if ((w = SECRET_NEW(struct tt_age_writer)) == NULL)
		return TT_ENOMEM;
	if ((e = age_cipher_new(&w->cipher)) != TT_OK ||
	    (e = put_start(file, w->key, to, rng)) != TT_OK) {
		tt_age_writer_free(w);
		return e;
	}
	*out = w;
	return TT_OK;
}

enum tt_err
tt_age_writer_push(struct tt_age_writer *w, struct span plain, struct buf *out)
{
	size_t take;

	while (plain.n > 0) {
		if (w->n == TT_AGE_CHUNK)
			flush(w, false, out);
		take = TT_AGE_CHUNK - w->n;
		take = plain.n < take ? plain.n : take;
		memcpy(w->plain + w->n, plain.p, take);
		w->n += take;
		plain = span_of(plain.p + take, plain.n - take);
	}
	return buf_err(out);
}

enum tt_err
tt_age_writer_end(struct tt_age_writer *w, struct buf *out)
{
	flush(w, true, out);
	return buf_err(out);
}

void
tt_age_writer_free(struct tt_age_writer *w)
{
	if (w == NULL)
		return;
	age_cipher_free(w->cipher);
	secret_free(w);
}
