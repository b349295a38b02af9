/* SPDX-License-Identifier: ISC */
/*
 * Bodies of requests: the first byte says which route's, the rest is it.
 * What is accepted can be written again, and is then read as the same.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/hex.h"
#include "base/instant.h"
#include "base/json_out.h"
#include "hub/bodies.h"
#include "hub/routes.h"

#define WRITTEN_MAX	((size_t)1 << 24)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static void
put_hash(struct json_out *j, const char *key, const struct hash *h)
{
	json_out_key(j, key);
	json_out_hex(j, h->b, sizeof(h->b));
}

static void
invitation(struct span body)
{
	struct body_invitation a, b;
	char expires[INSTANT_LEN + 1];
	struct json_out *j;
	struct buf out;

	if (body_invitation(body, &a) != TT_OK)
		return;
	instant_format(a.expires_s, expires);
	buf_init(&out, WRITTEN_MAX);
	j = json_out_new(&out, JSON_CANONICAL);
	json_out_object(j);
	json_out_key(j, "partner");
	json_out_str(j, a.partner);
	json_out_key(j, "expires");
	json_out_str(j, expires);
	json_out_object_end(j);
	must(json_out_end(j) == TT_OK);
	must(body_invitation(buf_view(&out), &b) == TT_OK);
	must(a.expires_s == b.expires_s && strcmp(a.partner, b.partner) == 0);
	buf_done(&out);
}

static void
join(struct span body)
{
	struct body_join a;

	if (body_join(body, &a) != TT_OK)
		return;
	must(a.statement.n <= TT_STATEMENT_MAX);
	body_join_done(&a);
}

static void
statement(struct span body)
{
	struct body_statement a;
	struct tt_statement s;

	if (body_statement(body, &a) != TT_OK)
		return;
	must(sizeof(a.salt.b) + a.statement.n == body.n);
	must(memcmp(a.salt.b, body.p, sizeof(a.salt.b)) == 0);
	if (tt_statement_parse(&s, a.statement, NULL) == TT_OK)
		must(span_eq(s.bytes, a.statement));
}

static void
publish(struct span body)
{
	static struct body_publish a, b;
	struct json_out *j;
	struct buf out;

	if (body_publish(body, &a) != TT_OK)
		return;
	must(a.n > 0 && a.n <= BODY_WAVES_MAX);
	buf_init(&out, WRITTEN_MAX);
	j = json_out_new(&out, JSON_CANONICAL);
	json_out_object(j);
	put_hash(j, "codebook", &a.codebook);
	json_out_key(j, "waves");
	json_out_array(j);
	for (size_t i = 0; i < a.n; i++) {
		json_out_object(j);
		put_hash(j, "wave", &a.wave[i].wave);
		put_hash(j, "copies", &a.wave[i].copies);
		put_hash(j, "terms", &a.wave[i].terms);
		json_out_key(j, "prefetch");
		json_out_bool(j, a.wave[i].prefetch);
		json_out_object_end(j);
	}
	json_out_array_end(j);
	json_out_object_end(j);
	must(json_out_end(j) == TT_OK);
	must(body_publish(buf_view(&out), &b) == TT_OK);
	must(a.n == b.n && memcmp(&a.codebook, &b.codebook,
	    sizeof(a.codebook)) == 0);
	for (size_t i = 0; i < a.n; i++)
		must(memcmp(&a.wave[i].wave, &b.wave[i].wave, 32) == 0 &&
		    memcmp(&a.wave[i].copies, &b.wave[i].copies, 32) == 0 &&
		    memcmp(&a.wave[i].terms, &b.wave[i].terms, 32) == 0 &&
		    a.wave[i].prefetch == b.wave[i].prefetch);
	buf_done(&out);
}

/* The one text format here: written again it is the same bytes. */
static void
set(struct span body)
{
	char hex[HEX_LEN(TT_PADDING_KEY_LEN) + 1];
	char b64[B64_LEN(TT_SALT_LEN) + 1];
	struct body_set a;
	struct body_leaf l = { .place = 0 };
	int64_t last = -1;
	struct buf out;
	enum tt_err e;

	if (body_set(body, &a) != TT_OK)
		return;
	hex_encode(hex, a.padding.b, sizeof(a.padding.b));
	buf_init(&out, WRITTEN_MAX);
	buf_printf(&out, "telltale/v1/copy-set\ndepth %u\npadding-key %s\n\n",
	    a.depth, hex);
	while ((e = body_set_next(&a, last, &l)) == TT_OK) {
		must((int64_t)l.place > last);
		must(l.place >> a.depth == 0);
		last = (int64_t)l.place;
		b64_encode(b64, l.salt.b, sizeof(l.salt.b));
		buf_printf(&out, "leaf %llu %s %zu\n",
		    (unsigned long long)l.place, b64, l.statement.n);
		buf_span(&out, l.statement);
	}
	if (e == TT_ENOENT)
		must(span_eq(buf_view(&out), body));
	buf_done(&out);
}

/* A target: at most one route, and what it matched lies in the target. */
static void
target(struct span path)
{
	struct span arg[ROUTE_ARGS] = { { NULL, 0 } };

	if (route_find(HTTP_GET, path, arg) == NULL &&
	    route_find(HTTP_PUT, path, arg) == NULL &&
	    route_find(HTTP_POST, path, arg) == NULL)
		return;
	for (size_t i = 0; i < ROUTE_ARGS; i++)
		must(arg[i].n == 0 || (arg[i].p >= path.p &&
		    arg[i].p + arg[i].n <= path.p + path.n));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const routes[])(struct span) = { invitation, join,
		statement, publish, set, target };
	char *copy;

	if (size == 0)
		return 0;
	/* bytes of its own, so that a read past the end is seen */
	if ((copy = malloc(size)) == NULL)
		return 0;
	memcpy(copy, data + 1, size - 1);
	routes[data[0] % N_ROWS(routes)](span_of(copy, size - 1));
	free(copy);
	return 0;
}
