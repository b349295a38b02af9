/* SPDX-License-Identifier: ISC */
#include <string.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include "base/buf.h"
#include "extract/tls_own.h"

#define TAG_LEN		16
#define SKIPPED_MAX	64	/* records of early data, before its keys */

/* HKDF-Expand-Label, RFC 8446 section 7.1, with an empty context. */
static bool
expand_label(const struct tls_session *s, const uint8_t *secret,
    size_t secret_n, const char *label, uint8_t *out, size_t n)
{
	uint8_t info[64], block[EVP_MAX_MD_SIZE];
	size_t k = strlen(label), at = 0;
	unsigned len = 0;

	info[at++] = (uint8_t)(n >> 8);
	info[at++] = (uint8_t)n;
	info[at++] = (uint8_t)(6 + k);
	memcpy(info + at, "tls13 ", 6);
	memcpy(info + at + 6, label, k);
	at += 6 + k;
	info[at++] = 0;
	info[at++] = 1;		/* the first block is enough */
	if (HMAC(s->hash, secret, (int)secret_n, info, at, block, &len) ==
	    NULL || n > len)
		return false;
	memcpy(out, block, n);
	sodium_memzero(block, sizeof(block));
	return true;
}

/* P_hash of TLS 1.2, RFC 5246 section 5, of "key expansion". */
static bool
expand_master(const struct tls_session *s, const struct tls_secret *master,
    uint8_t *out, size_t n)
{
	uint8_t seed[13 + 2 * TLS_RANDOM_LEN], block[EVP_MAX_MD_SIZE];
	uint8_t a[EVP_MAX_MD_SIZE + sizeof(seed)];
	unsigned len = (unsigned)EVP_MD_get_size(s->hash), k;
	size_t have = 0;

	memcpy(seed, "key expansion", 13);
	memcpy(seed + 13, s->server_random, TLS_RANDOM_LEN);
	memcpy(seed + 13 + TLS_RANDOM_LEN, s->client_random, TLS_RANDOM_LEN);
	if (HMAC(s->hash, master->secret, (int)master->n, seed, sizeof(seed),
	    a, &k) == NULL)
		return false;
	while (have < n) {
		size_t take = n - have < len ? n - have : len;

		memcpy(a + len, seed, sizeof(seed));
		if (HMAC(s->hash, master->secret, (int)master->n, a,
		    len + sizeof(seed), block, &k) == NULL)
			return false;
		memcpy(out + have, block, take);
		have += take;
		if (HMAC(s->hash, master->secret, (int)master->n, a, len,
		    block, &k) == NULL)
			return false;
		memcpy(a, block, len);
	}
	sodium_memzero(block, sizeof(block));
	return true;
}

/* What one direction is decrypted with. */
struct side {
	const struct tls_session *s;
	uint8_t secret[TLS_SECRET_MAX];	/* 1.3 */
	size_t secret_n;
	uint8_t key[32], iv[12];
	size_t iv_n;			/* 4: the rest is in each record */
	uint64_t seq;
	EVP_CIPHER_CTX *ctx;
};

static bool
set_13(struct side *d, const struct tls_secret *secret)
{
	if (secret == NULL || secret->n !=
	    (size_t)EVP_MD_get_size(d->s->hash))
		return false;
	memmove(d->secret, secret->secret, secret->n);
	d->secret_n = secret->n;
	d->seq = 0;
	d->iv_n = 12;
	return expand_label(d->s, d->secret, d->secret_n, "key", d->key,
	    d->s->key_len) &&
	    expand_label(d->s, d->secret, d->secret_n, "iv", d->iv, 12);
}

/* RFC 8446 section 7.2: after a KeyUpdate. */
static bool
update_13(struct side *d)
{
	struct tls_secret next = { .n = d->secret_n };
	bool ok = expand_label(d->s, d->secret, d->secret_n, "traffic upd",
	    next.secret, next.n) && set_13(d, &next);

	sodium_memzero(&next, sizeof(next));
	return ok;
}

static bool
set_12(struct side *d, const struct tls_secret *master, bool client)
{
	uint8_t block[2 * 32 + 2 * 12];
	size_t k = d->s->key_len;
	bool ok;

	d->iv_n = (d->s->suite & 0xff00) == 0xcc00 ? 12 : 4;
	ok = master != NULL && expand_master(d->s, master, block,
	    2 * k + 2 * d->iv_n);
	if (ok) {
		memcpy(d->key, block + (client ? 0 : k), k);
		memcpy(d->iv, block + 2 * k + (client ? 0 : d->iv_n), d->iv_n);
	}
	sodium_memzero(block, sizeof(block));
	return ok;
}

static void
write_be64(uint8_t *out, uint64_t v)
{
	for (size_t i = 0; i < 8; i++)
		out[i] = (uint8_t)(v >> (56 - 8 * i));
}

/* The nonce of the next record; cuts the part off in that is in it. */
static bool
make_nonce(const struct side *d, struct span *in, uint8_t nonce[12])
{
	uint8_t seq[8];

	memcpy(nonce, d->iv, d->iv_n);
	if (d->iv_n == 4) {
		if (in->n < 8)
			return false;
		memcpy(nonce + 4, in->p, 8);
		*in = span_of(in->p + 8, in->n - 8);
		return true;
	}
	write_be64(seq, d->seq);
	for (size_t i = 0; i < 8; i++)
		nonce[4 + i] ^= seq[i];
	return true;
}

/* Decrypt to out, TLS_RECORD_MAX bytes; *n how many.  False: not so. */
static bool
decrypt(struct side *d, const struct tls_record *r, char *out, size_t *n)
{
	struct span in = r->body;
	uint8_t nonce[12], aad[13], tag[TAG_LEN];
	size_t aad_n = 5;
	int len = 0, end = 0;

	if (!make_nonce(d, &in, nonce) || in.n < TAG_LEN)
		return false;
	in.n -= TAG_LEN;
	memcpy(tag, in.p + in.n, TAG_LEN);
	if (d->s->is_13) {
		memcpy(aad, r->head.p, 5);
	} else {
		write_be64(aad, d->seq);
		memcpy(aad + 8, r->head.p, 3);
		aad[11] = (uint8_t)(in.n >> 8);
		aad[12] = (uint8_t)in.n;
		aad_n = 13;
	}
	if (EVP_DecryptInit_ex(d->ctx, d->s->cipher, NULL, d->key, nonce) !=
	    1 ||
	    EVP_DecryptUpdate(d->ctx, NULL, &len, aad, (int)aad_n) != 1 ||
	    EVP_DecryptUpdate(d->ctx, (uint8_t *)out, &len,
	    (const uint8_t *)in.p, (int)in.n) != 1 ||
	    EVP_CIPHER_CTX_ctrl(d->ctx, EVP_CTRL_AEAD_SET_TAG, TAG_LEN, tag) !=
	    1 || EVP_DecryptFinal_ex(d->ctx, (uint8_t *)out + len, &end) != 1)
		return false;
	d->seq++;
	*n = (size_t)len + (size_t)end;
	return true;
}

/* 1.3: the type is behind the data and its padding. */
static uint8_t
inner_type(const char *p, size_t *n)
{
	while (*n > 0 && p[*n - 1] == 0)
		--*n;
	return *n > 0 ? (uint8_t)p[--*n] : 0;
}

static bool
read_12(struct side *d, struct span s, struct buf *out)
{
	bool sealed = false, any = false;
	char clear[TLS_RECORD_MAX];
	struct tls_record r;
	size_t n;

	while (tls_next_record(&s, &r)) {
		if (r.type == 20) {	/* change cipher spec */
			sealed = true;
			continue;
		}
		if (!sealed)
			continue;
		if (!decrypt(d, &r, clear, &n))
			return any;
		any = true;
		if (r.type == 23)
			buf_add(out, clear, n);
	}
	sodium_memzero(clear, sizeof(clear));
	return any;
}

/* RFC 8446 section 4.6.3: a KeyUpdate, alone in its record. */
static bool
is_update(const char *p, size_t n)
{
	return n == 5 && p[0] == 24 && p[1] == 0 && p[2] == 0 && p[3] == 1;
}

/*
 * A record under the keys of the handshake or, from where these no longer
 * fit, under those of what follows.  A wrong key shows in the tag.
 */
static bool
decrypt_13(struct side *d, const struct tls_secret *then, bool *early,
    const struct tls_record *r, char *clear, size_t *n)
{
	struct side kept = *d;

	if (decrypt(d, r, clear, n))
		return true;
	if (!*early)
		return false;
	if (set_13(d, then) && decrypt(d, r, clear, n)) {
		*early = false;
		sodium_memzero(&kept, sizeof(kept));
		return true;
	}
	*d = kept;
	sodium_memzero(&kept, sizeof(kept));
	return false;
}

static bool
read_13(struct side *d, const struct tls_secret *first,
    const struct tls_secret *then, struct span s, struct buf *out)
{
	bool early = set_13(d, first), any = false;
	char clear[TLS_RECORD_MAX];
	unsigned skipped = 0;
	struct tls_record r;
	uint8_t type;
	size_t n;

	if (!early && !set_13(d, then))
		return false;
	while (tls_next_record(&s, &r) && skipped <= SKIPPED_MAX) {
		if (r.type != 23)
			continue;
		if (!decrypt_13(d, then, &early, &r, clear, &n)) {
			skipped++;	/* early data has keys of its own */
			continue;
		}
		any = true;
		type = inner_type(clear, &n);
		if (type == 23)
			buf_add(out, clear, n);
		else if (type == 22 && is_update(clear, n) && !update_13(d))
			break;
	}
	sodium_memzero(clear, sizeof(clear));
	return any;
}

/* One direction; false if nothing of it could be decrypted. */
static bool
read_side(const struct tls_keys *k, const struct tls_session *s, bool client,
    struct span in, struct buf *out)
{
	struct side d = { .s = s, .ctx = EVP_CIPHER_CTX_new() };
	const struct tls_secret *master = tls_secret_of(k, s->client_random,
	    TLS_LABEL_MASTER);
	bool ok = d.ctx != NULL;

	if (ok && s->is_13)
		ok = read_13(&d, tls_secret_of(k, s->client_random, client ?
		    TLS_LABEL_CLIENT_HANDSHAKE : TLS_LABEL_SERVER_HANDSHAKE),
		    tls_secret_of(k, s->client_random, client ?
		    TLS_LABEL_CLIENT : TLS_LABEL_SERVER), in, out);
	else if (ok)
		ok = set_12(&d, master, client) && read_12(&d, in, out);
	EVP_CIPHER_CTX_free(d.ctx);
	sodium_memzero(&d, sizeof(d));
	return ok;
}

static bool
has_secret(const struct tls_keys *k, const struct tls_session *s)
{
	const uint8_t *random = s->client_random;

	if (!s->is_13)
		return tls_secret_of(k, random, TLS_LABEL_MASTER) != NULL;
	return tls_secret_of(k, random, TLS_LABEL_CLIENT) != NULL ||
	    tls_secret_of(k, random, TLS_LABEL_SERVER) != NULL;
}

enum tls_outcome
tls_read(const struct tls_keys *k, struct span client, struct span server,
    tls_fn *fn, void *ctx)
{
	struct tls_session s = { .suite = 0 };
	struct buf out[2];
	bool ok[2];

	if (!tls_looks_so(client) && !tls_looks_so(server))
		return TLS_NONE;
	if (server.n > 5 && server.p[5] == 1) {	/* taken for each other */
		struct span swap = client;

		client = server;
		server = swap;
	}
	if (k->n == 0)
		return TLS_NO_KEY;
	if (!tls_read_hellos(client, server, &s))
		return TLS_BROKEN;
	if (!has_secret(k, &s))
		return TLS_NO_KEY;
	if (!tls_set_suite(&s))
		return TLS_BROKEN;
	buf_init(&out[0], client.n + 1);
	buf_init(&out[1], server.n + 1);
	ok[0] = read_side(k, &s, true, client, &out[0]);
	ok[1] = read_side(k, &s, false, server, &out[1]);
	for (size_t i = 0; i < 2; i++) {
		if (out[i].n > 0)
			fn(ctx, i == 0, buf_view(&out[i]));
		buf_done(&out[i]);
	}
	return ok[0] || ok[1] ? TLS_READ : TLS_BROKEN;
}
