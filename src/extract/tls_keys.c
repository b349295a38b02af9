/* SPDX-License-Identifier: ISC */
/* tls_keys - the secrets of a key log, by the client's random. */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "extract/tls_own.h"

static const char *const labels[] = {
	[TLS_LABEL_MASTER] = "CLIENT_RANDOM",
	[TLS_LABEL_CLIENT_HANDSHAKE] = "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
	[TLS_LABEL_SERVER_HANDSHAKE] = "SERVER_HANDSHAKE_TRAFFIC_SECRET",
	[TLS_LABEL_CLIENT] = "CLIENT_TRAFFIC_SECRET_0",
	[TLS_LABEL_SERVER] = "SERVER_TRAFFIC_SECRET_0",
};

_Static_assert(sizeof(labels) / sizeof(labels[0]) == TLS_LABEL_COUNT,
    "a label for each secret");

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
	while (i < TLS_LABEL_COUNT && !span_is(label, labels[i]))
		i++;
	if (i == TLS_LABEL_COUNT)
		return false;
	*out = (struct tls_secret){ .label = (enum tls_label)i };
	out->n = unhex(span_trim(line), out->secret, TLS_SECRET_MAX);
	return unhex(random, out->random, TLS_RANDOM_LEN) == TLS_RANDOM_LEN &&
	    out->n >= 32;
}

static int
by_random(const void *a, const void *b)
{
	const struct tls_secret *x = a, *y = b;
	int c = memcmp(x->random, y->random, TLS_RANDOM_LEN);

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

const struct tls_secret *
tls_secret_of(const struct tls_keys *k, const uint8_t random[TLS_RANDOM_LEN],
    enum tls_label label)
{
	struct tls_secret key = { .label = label };

	memcpy(key.random, random, TLS_RANDOM_LEN);
	return k->n == 0 ? NULL : bsearch(&key, k->at, k->n, sizeof(key),
	    by_random);
}
