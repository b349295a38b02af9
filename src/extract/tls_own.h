/* SPDX-License-Identifier: ISC */
/*
 * tls_own - what reading TLS is made of: the secrets of a key log, the hellos
 * that say which suite, and records, which tls.c decrypts.
 */
#ifndef EXTRACT_TLS_OWN_H
#define EXTRACT_TLS_OWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <openssl/evp.h>

#include "extract/tls.h"

#define TLS_RANDOM_LEN	32
#define TLS_SECRET_MAX	48
#define TLS_RECORD_MAX	(16384 + 256)	/* RFC 8446 section 5.2 */

enum tls_label {
	TLS_LABEL_MASTER,		/* TLS 1.2 */
	TLS_LABEL_CLIENT_HANDSHAKE,
	TLS_LABEL_SERVER_HANDSHAKE,
	TLS_LABEL_CLIENT,
	TLS_LABEL_SERVER,
	TLS_LABEL_COUNT
};

struct tls_secret {
	uint8_t random[TLS_RANDOM_LEN];
	enum tls_label label;
	uint8_t secret[TLS_SECRET_MAX];
	size_t n;
};

struct tls_keys {
	struct tls_secret *at;	/* by random, then label */
	size_t n, cap;
};

/* NULL if the log has none; of a label, for the client's random. */
const struct tls_secret *tls_secret_of(const struct tls_keys *k,
    const uint8_t random[TLS_RANDOM_LEN], enum tls_label label);

/* What both hellos agreed on. */
struct tls_session {
	uint8_t client_random[TLS_RANDOM_LEN], server_random[TLS_RANDOM_LEN];
	unsigned suite;
	bool is_13;
	const EVP_CIPHER *cipher;
	const EVP_MD *hash;
	size_t key_len;
};

/* A suite that is read here, of s->suite: the rest of s; else false. */
bool tls_set_suite(struct tls_session *s);

/* The last hello of each side; false if one is missing. */
bool tls_read_hellos(struct span client, struct span server,
    struct tls_session *s);

struct tls_record {
	uint8_t type;
	struct span head, body;	/* head: 5 bytes */
};

/* Cuts it off; false if what is left is none. */
bool tls_next_record(struct span *s, struct tls_record *r);

#endif
