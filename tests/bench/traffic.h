/* SPDX-License-Identifier: ISC */
/*
 * traffic - what goes over a company's lines on a quiet day, made up.
 *
 * Requests with paths, tokens and cookies, JSON with times, numbers and ids,
 * log lines, names and words, base64, TLS records.  From a seed, so that
 * every run sees the same.  Nothing in it is of any bulletin.
 */
#ifndef TRAFFIC_H
#define TRAFFIC_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/buf.h"
#include "base/rng.h"

enum traffic_kind {
	TRAFFIC_HTTP,		/* requests and answers in JSON */
	TRAFFIC_LOG,		/* lines with times, numbers, hex ids */
	TRAFFIC_TLS,		/* records of random bytes */
	TRAFFIC_BASE64,		/* mail attachments, tokens */
	TRAFFIC_KINDS
};

/* xoshiro would do; what matters is that it is fast and seeded. */
struct traffic {
	uint64_t s;
	struct buf out;
};

static inline uint64_t
traffic_draw(struct traffic *t)
{
	uint64_t z = (t->s += 0x9e3779b97f4a7c15u);	/* splitmix64 */

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static inline uint64_t
traffic_below(struct traffic *t, uint64_t n)
{
	return traffic_draw(t) % n;
}

static inline void
traffic_random(struct traffic *t, size_t n)
{
	char block[256];

	while (n > 0) {
		size_t k = n < sizeof(block) ? n : sizeof(block);

		for (size_t i = 0; i < sizeof(block); i += 8) {
			uint64_t v = traffic_draw(t);

			memcpy(block + i, &v, 8);
		}
		buf_add(&t->out, block, k);
		n -= k;
	}
}

static inline void
traffic_word(struct traffic *t)
{
	static const char *const words[] = { "account", "status", "update",
		"service", "request", "banana", "monitor", "session", "token",
		"image", "order", "kilogram", "manifest", "total", "domain",
		"video", "data", "feed", "cafe", "dead", "motorola", "user",
		"history", "balance", "invoice", "customer", "address" };

	buf_str(&t->out, words[traffic_below(t, sizeof(words) /
	    sizeof(words[0]))]);
}

static inline void
traffic_base64(struct traffic *t, size_t n)
{
	char in[256], out[B64_LEN(256) + 1];

	n = n < sizeof(in) ? n : sizeof(in);
	for (size_t i = 0; i < sizeof(in); i += 8) {
		uint64_t v = traffic_draw(t);

		memcpy(in + i, &v, 8);
	}
	b64_encode(out, in, n);
	buf_str(&t->out, out);
}

static inline void
traffic_http(struct traffic *t)
{
	struct buf *b = &t->out;

	buf_str(b, "GET /");
	traffic_word(t);
	buf_char(b, '/');
	traffic_word(t);
	buf_printf(b, "?id=%08x&v=%u&page=%u HTTP/1.1\r\nHost: %u.%u.%u.%u:"
	    "%u\r\nUser-Agent: Mozilla/5.0 (X11; Linux) %u.%u\r\nAccept: "
	    "text/html, application/json, */*\r\nCookie: sid=%016llx%016llx\r\n"
	    "\r\n", (unsigned)traffic_draw(t), (unsigned)traffic_below(t, 9999),
	    (unsigned)traffic_below(t, 50), (unsigned)traffic_below(t, 256),
	    (unsigned)traffic_below(t, 256), (unsigned)traffic_below(t, 256),
	    (unsigned)traffic_below(t, 256),
	    20000 + (unsigned)traffic_below(t, 40000),
	    (unsigned)traffic_below(t, 130), (unsigned)traffic_below(t, 9999),
	    (unsigned long long)traffic_draw(t),
	    (unsigned long long)traffic_draw(t));
	buf_str(b, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
	    "\r\n[");
	for (uint64_t k = 3 + traffic_below(t, 8); k > 0; k--) {
		buf_printf(b, "{\"time\": %llu, \"user\": \"",
		    1700000000000ull + (unsigned long long)traffic_below(t,
		    90000000000ull));
		traffic_word(t);
		buf_printf(b, "%u\", \"price\": %u.%02u, \"ref\": \"%08x-%04x-"
		    "4%03x-9%03x-%012llx\", \"note\": \"",
		    (unsigned)traffic_below(t, 1000),
		    (unsigned)traffic_below(t, 500),
		    (unsigned)traffic_below(t, 100), (unsigned)traffic_draw(t),
		    (unsigned)traffic_below(t, 65536),
		    (unsigned)traffic_below(t, 4096),
		    (unsigned)traffic_below(t, 4096),
		    (unsigned long long)traffic_draw(t) >> 16);
		for (uint64_t w = 2 + traffic_below(t, 9); w > 0; w--) {
			traffic_word(t);
			buf_char(b, ' ');
		}
		buf_str(b, "\"},\n");
	}
	buf_str(b, "]\r\n");
}

static inline void
traffic_log(struct traffic *t)
{
	buf_printf(&t->out, "10.%u.%u.%u - - [09/Mar/2027:%02u:%02u:%02u +0000]"
	    " \"GET /", (unsigned)traffic_below(t, 256),
	    (unsigned)traffic_below(t, 256), (unsigned)traffic_below(t, 256),
	    (unsigned)traffic_below(t, 24), (unsigned)traffic_below(t, 60),
	    (unsigned)traffic_below(t, 60));
	traffic_word(t);
	buf_printf(&t->out, ".html?q=%%2%u%%%02x&s=%012llx HTTP/1.1\" 200 %u "
	    "\"-\" \"curl/7.%u.%u\" %06x\n", (unsigned)traffic_below(t, 10),
	    (unsigned)traffic_below(t, 256),
	    (unsigned long long)traffic_draw(t) >> 16,
	    (unsigned)traffic_below(t, 200000), (unsigned)traffic_below(t, 99),
	    (unsigned)traffic_below(t, 9), (unsigned)traffic_below(t, 1 << 24));
}

static inline void
traffic_one(struct traffic *t, enum traffic_kind kind)
{
	switch (kind) {
	case TRAFFIC_HTTP:
		traffic_http(t);
		break;
	case TRAFFIC_LOG:
		traffic_log(t);
		break;
	case TRAFFIC_TLS:
		buf_add(&t->out, "\x17\x03\x03\x05\x78", 5);
		traffic_random(t, 1400);
		break;
	case TRAFFIC_BASE64:
		for (unsigned k = 0; k < 20; k++) {
			traffic_base64(t, 57);
			buf_str(&t->out, "\r\n");
		}
		break;
	case TRAFFIC_KINDS:
		break;
	}
}

/*
 * n bytes, free() them; of one kind, or (TRAFFIC_KINDS) a mixture: by bytes
 * about six tenths TLS, three HTTP, the rest logs and base64.
 */
static inline char *
traffic_make(uint64_t seed, enum traffic_kind kind, size_t n)
{
	struct traffic t = { .s = seed };
	char *p;
	size_t size;

	buf_init(&t.out, n + (1 << 20));
	while (t.out.n < n) {
		uint64_t r = traffic_below(&t, 1000);

		if (kind != TRAFFIC_KINDS)
			traffic_one(&t, kind);
		else
			traffic_one(&t, r < 440 ? TRAFFIC_TLS :
			    r < 640 ? TRAFFIC_HTTP :
			    r < 980 ? TRAFFIC_LOG : TRAFFIC_BASE64);
	}
	if (buf_take(&t.out, &p, &size) != TT_OK) {
		fprintf(stderr, "traffic: no memory\n");
		exit(3);
	}
	return p;
}

#endif
