/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include "base/buf.h"
#include "extract/tls.h"

#define RANDOM_LEN	32
#define SECRET_MAX	48
#define RECORD_MAX	(16384 + 256)	/* RFC 8446 section 5.2 */
#define TAG_LEN		16
#define SKIPPED_MAX	64	/* records of early data, before its keys */

enum secret {
	SECRET_MASTER,		/* TLS 1.2 */
	SECRET_CLIENT_HANDSHAKE,
	SECRET_SERVER_HANDSHAKE,
	SECRET_CLIENT,
	SECRET_SERVER,
	SECRET_COUNT
};

static const char *const labels[] = {
	[SECRET_MASTER] = "CLIENT_RANDOM",
	[SECRET_CLIENT_HANDSHAKE] = "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
	[SECRET_SERVER_HANDSHAKE] = "SERVER_HANDSHAKE_TRAFFIC_SECRET",
	[SECRET_CLIENT] = "CLIENT_TRAFFIC_SECRET_0",
	[SECRET_SERVER] = "SERVER_TRAFFIC_SECRET_0",
};

_Static_assert(sizeof(labels) / sizeof(labels[0]) == SECRET_COUNT,
    "a label for each secret");

struct tls_secret {
	uint8_t random[RANDOM_LEN];
	enum secret label;
	uint8_t secret[SECRET_MAX];
	size_t n;
};

struct tls_keys {
	struct tls_secret *at;	/* by random, then label */
	size_t n, cap;
};

/* Digits of either case; the bytes, 0 if they are none or too many. */
static size_t
unhex(struct span s, uint8_t *out, size_t cap)
{
	size_t n = 0;

	if (s.n % 2 != 0 || s.n / 2 > cap ||
	    sodium_hex2bin(out, cap, s.p, s.n, NULL, &n, NULL) != 0)
		return 0;
	return n == s.n / 2 ? n : 0;
}

static bool
read_line(struct span line, struct tls_secret *out)
{
	struct span label, random;
	size_t i = 0;

	line = span_trim(line);
	if (!span_word(&line, ' ', &label) || !span_word(&line, ' ', &random))
		return false;
	while (i < SECRET_COUNT && !span_is(label, labels[i]))
		i++;
	if (i == SECRET_COUNT)
		return false;
	*out = (struct tls_secret){ .label = (enum secret)i };
	out->n = unhex(span_trim(line), out->secret, SECRET_MAX);
	return unhex(random, out->random, RANDOM_LEN) == RANDOM_LEN &&
	    out->n >= 32;
}

static int
by_random(const void *a, const void *b)
{
	const struct tls_secret *x = a, *y = b;
	int c = memcmp(x->random, y->random, RANDOM_LEN);

	return c != 0 ? c : (int)x->label - (int)y->label;
}

enum tt_err
tls_keys_new(struct tls_keys **out, struct span log)
{
	struct tls_keys *k = calloc(1, sizeof(*k));
	struct tls_secret one, *more;
	struct span line;

	if (k == NULL)
		return TT_ENOMEM;
	while (k->n < TLS_SECRETS_MAX && span_word(&log, '\n', &line)) {
		if (!read_line(line, &one))
			continue;
		if (k->n == k->cap) {
			k->cap = 2 * k->cap + 16;
			more = reallocarray(k->at, k->cap, sizeof(*more));
			if (more == NULL) {
				tls_keys_free(k);
				return TT_ENOMEM;
			}
			k->at = more;
		}
		k->at[k->n++] = one;
	}
	if (k->n > 1)
		qsort(k->at, k->n, sizeof(*k->at), by_random);
	sodium_memzero(&one, sizeof(one));
	*out = k;
	return TT_OK;
}

void
tls_keys_free(struct tls_keys *k)
{
	if (k == NULL)
		return;
	if (k->at != NULL)
		sodium_memzero(k->at, k->n * sizeof(*k->at));
	free(k->at);
	free(k);
}

static const struct tls_secret *
secret_of(const struct tls_keys *k, const uint8_t random[RANDOM_LEN],
    enum secret label)
{
	struct tls_secret key = { .label = label };

	memcpy(key.random, random, RANDOM_LEN);
	return k->n == 0 ? NULL : bsearch(&key, k->at, k->n, sizeof(key),
	    by_random);
}

/* What both hellos agreed on. */
struct session {
	uint8_t client_random[RANDOM_LEN], server_random[RANDOM_LEN];
	unsigned suite;
	bool is_13;
	const EVP_CIPHER *cipher;
	const EVP_MD *hash;
	size_t key_len;
};

static unsigned
be16(const char *p)
{
	return (unsigned)(uint8_t)p[0] << 8 | (uint8_t)p[1];
}

/* IANA's registry of TLS cipher suites. */
static bool
set_suite(struct session *s)
{
	switch (s->suite) {
	case 0x1301: case 0xc02b: case 0xc02f: case 0x009c: case 0x009e:
		s->cipher = EVP_aes_128_gcm();
		s->hash = EVP_sha256();
		s->key_len = 16;
		return true;
	case 0x1302: case 0xc02c: case 0xc030: case 0x009d: case 0x009f:
		s->cipher = EVP_aes_256_gcm();
		s->hash = EVP_sha384();
		s->key_len = 32;
		return true;
	case 0x1303: case 0xcca8: case 0xcca9: case 0xccaa:
		s->cipher = EVP_chacha20_poly1305();
		s->hash = EVP_sha256();
		s->key_len = 32;
		return true;
	default:
		return false;
	}
}

struct record {
	uint8_t type;
	struct span head, body;	/* head: 5 bytes */
};

static bool
next_record(struct span *s, struct record *r)
{
	size_t n;

	if (s->n < 5)
		return false;
	n = be16(s->p + 3);
	if ((uint8_t)s->p[0] < 20 || (uint8_t)s->p[0] > 24 || s->p[1] != 3 ||
	    n > RECORD_MAX || n > s->n - 5)
		return false;
	*r = (struct record){ (uint8_t)s->p[0], span_of(s->p, 5),
		span_of(s->p + 5, n) };
	*s = span_of(s->p + 5 + n, s->n - 5 - n);
	return true;
}

bool
tls_looks_so(struct span s)
{
	return s.n >= 6 && s.p[0] == 22 && s.p[1] == 3 && s.p[2] <= 4 &&
	    (s.p[5] == 1 || s.p[5] == 2);
}

/* The handshake messages in the clear that a direction begins with. */
static enum tt_err
read_handshake(struct span s, struct buf *out)
{
	struct record r;

	while (next_record(&s, &r) && r.type == 22 && out->n < 65536)
		buf_span(out, r.body);
	return buf_err(out);
}

static bool
next_message(struct span *s, uint8_t *type, struct span *body)
{
	size_t n;

	if (s->n < 4)
		return false;
	n = (size_t)(uint8_t)s->p[1] << 16 | be16(s->p + 2);
	if (n > s->n - 4)
		return false;
	*type = (uint8_t)s->p[0];
	*body = span_of(s->p + 4, n);
	*s = span_of(s->p + 4 + n, s->n - 4 - n);
	return true;
}

/* Is version 1.3 chosen?  Extension 43 of a ServerHello behind its suite. */
static bool
chooses_13(struct span ext)
{
	while (ext.n >= 4) {
		size_t n = be16(ext.p + 2);

		if (n > ext.n - 4)
			return false;
		if (be16(ext.p) == 43 && n == 2)
			return be16(ext.p + 4) == 0x0304;
		ext = span_of(ext.p + 4 + n, ext.n - 4 - n);
	}
	return false;
}

static bool
read_server_hello(struct span m, struct session *s)
{
	size_t at = 2 + RANDOM_LEN;

	if (m.n < at + 1)
		return false;
	memcpy(s->server_random, m.p + 2, RANDOM_LEN);
	at += 1 + (size_t)(uint8_t)m.p[at];
	if (at + 3 > m.n)
		return false;
	s->suite = be16(m.p + at);
	at += 3;
	s->is_13 = at + 2 <= m.n &&
	    chooses_13(span_of(m.p + at + 2, m.n - at - 2));
	return true;
}

/* The last hello of each side; false if one is missing. */
static bool
read_hellos(struct span client, struct span server, struct session *s)
{
	struct buf c, d;
	struct span in, m;
	bool c_ok = false, s_ok = false;
	uint8_t type;

	buf_init(&c, (size_t)1 << 17);
	buf_init(&d, (size_t)1 << 17);
	if (read_handshake(client, &c) == TT_OK)
		for (in = buf_view(&c); next_message(&in, &type, &m);)
			if (type == 1 && m.n >= 2 + RANDOM_LEN) {
				memcpy(s->client_random, m.p + 2, RANDOM_LEN);
				c_ok = true;
			}
	if (read_handshake(server, &d) == TT_OK)
		for (in = buf_view(&d); next_message(&in, &type, &m);)
			if (type == 2)
				s_ok = read_server_hello(m, s);
	buf_done(&c);
	buf_done(&d);
	return c_ok && s_ok;
}

/* HKDF-Expand-Label, RFC 8446 section 7.1, with an empty context. */
static bool
expand_label(const struct session *s, const uint8_t *secret, size_t secret_n,
    const char *label, uint8_t *out, size_t n)
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
expand_master(const struct session *s, const struct tls_secret *master,
    uint8_t *out, size_t n)
{
	uint8_t seed[13 + 2 * RANDOM_LEN], a[EVP_MAX_MD_SIZE + sizeof(seed)];
	uint8_t block[EVP_MAX_MD_SIZE];
	unsigned len = (unsigned)EVP_MD_get_size(s->hash), k;
	size_t have = 0;

	memcpy(seed, "key expansion", 13);
	memcpy(seed + 13, s->server_random, RANDOM_LEN);
	memcpy(seed + 13 + RANDOM_LEN, s->client_random, RANDOM_LEN);
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
	const struct session *s;
	uint8_t secret[SECRET_MAX];	/* 1.3 */
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

/* Decrypt a record to out, RECORD_MAX bytes; *n how many.  False: not so. */
static bool
decrypt(struct side *d, const struct record *r, char *out, size_t *n)
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
	char clear[RECORD_MAX];
	struct record r;
	size_t n;

	while (next_record(&s, &r)) {
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
    const struct record *r, char *clear, size_t *n)
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
	char clear[RECORD_MAX];
	unsigned skipped = 0;
	struct record r;
	uint8_t type;
	size_t n;

	if (!early && !set_13(d, then))
		return false;
	while (next_record(&s, &r) && skipped <= SKIPPED_MAX) {
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
read_side(const struct tls_keys *k, const struct session *s, bool client,
    struct span in, struct buf *out)
{
	struct side d = { .s = s, .ctx = EVP_CIPHER_CTX_new() };
	const struct tls_secret *master = secret_of(k, s->client_random,
	    SECRET_MASTER);
	bool ok = d.ctx != NULL;

	if (ok && s->is_13)
		ok = read_13(&d, secret_of(k, s->client_random, client ?
		    SECRET_CLIENT_HANDSHAKE : SECRET_SERVER_HANDSHAKE),
		    secret_of(k, s->client_random, client ? SECRET_CLIENT :
		    SECRET_SERVER), in, out);
	else if (ok)
		ok = set_12(&d, master, client) && read_12(&d, in, out);
	EVP_CIPHER_CTX_free(d.ctx);
	sodium_memzero(&d, sizeof(d));
	return ok;
}

static bool
has_secret(const struct tls_keys *k, const struct session *s)
{
	if (!s->is_13)
		return secret_of(k, s->client_random, SECRET_MASTER) != NULL;
	return secret_of(k, s->client_random, SECRET_CLIENT) != NULL ||
	    secret_of(k, s->client_random, SECRET_SERVER) != NULL;
}

enum tls_outcome
tls_read(const struct tls_keys *k, struct span client, struct span server,
    tls_fn *fn, void *ctx)
{
	struct session s = { .suite = 0 };
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
	if (!read_hellos(client, server, &s))
		return TLS_BROKEN;
	if (!has_secret(k, &s))
		return TLS_NO_KEY;
	if (!set_suite(&s))
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
