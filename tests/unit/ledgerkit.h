/* SPDX-License-Identifier: ISC */
/*
 * ledgerkit - what the ledger's tests have in common: the keys of the shared
 * vectors (their seeds are one byte repeated), statements written in a line,
 * and a log's tiles kept in memory.
 */
#ifndef LEDGERKIT_H
#define LEDGERKIT_H

#include <jansson.h>
#include <sodium.h>

#include "base/b64.h"
#include "base/hex.h"
#include "telltale/statement.h"
#include "telltale/tile.h"
#include "telltale/vkey.h"
#include "test.h"

#define UNUSED	__attribute__((unused))
#define ORIGIN	"psirt.example.com/telltale"
#define READER	"21b4e0f4b09337acab29689f94704c4d"

/* As in data/ledger/keys.json; counsel and others are ours. */
enum kit_key { KIT_LOG = 1, KIT_W1, KIT_W2, KIT_ANNA, KIT_READER, KIT_BERT,
	KIT_CARLA, KIT_KEEPER, KIT_OTHER };

static UNUSED const char *
kit_name(enum kit_key k)
{
	static const char *const names[] = {
		[KIT_LOG] = ORIGIN,
		[KIT_W1] = "witness.example.net/w1",
		[KIT_W2] = "witness.example.org/w2",
		[KIT_ANNA] = ORIGIN "/o/anna",
		[KIT_READER] = ORIGIN "/r/" READER,
		[KIT_BERT] = ORIGIN "/o/bert",
		[KIT_CARLA] = ORIGIN "/o/carla",
		[KIT_KEEPER] = ORIGIN "/k/1",
		[KIT_OTHER] = "other.example.com/o/eve",
	};

	return names[k];
}

static UNUSED struct tt_signer
kit_signer(enum kit_key k)
{
	uint8_t seed[TT_SIGN_KEY_LEN];
	struct tt_signer s;

	assert_true(sodium_init() >= 0);
	memset(seed, (int)k, sizeof(seed));
	assert_int_equal(TT_OK, tt_signer_from_seed(&s, span_str(kit_name(k)),
	    k == KIT_W1 || k == KIT_W2 ? TT_KEY_COSIGN : TT_KEY_SIGN, seed));
	return s;
}

static UNUSED const char *
kit_vkey(enum kit_key k)
{
	static char text[4][TT_VKEY_TEXT_MAX + 1];
	static unsigned next;
	struct tt_signer s = kit_signer(k);
	char *out = text[next++ % 4];

	tt_vkey_format(&s.vkey, out);
	return out;
}

/* text signed by the keys that end with 0; the caller's, free(). */
static UNUSED char *
kit_sign(const char *text, const enum kit_key *keys)
{
	const struct tt_signer *signers[8];
	struct tt_signer s[8];
	size_t n = 0, len;
	struct buf b;
	char *out;

	for (; keys[n] != 0; n++) {
		s[n] = kit_signer(keys[n]);
		signers[n] = &s[n];
	}
	buf_init(&b, TT_NOTE_MAX);
	assert_int_equal(TT_OK, tt_note_sign(&b, span_str(text), signers, n));
	assert_int_equal(TT_OK, buf_take(&b, &out, &len));
	return out;
}

#define KIT_SIGN(text, ...)						\
	kit_sign(text, (const enum kit_key[]){ __VA_ARGS__, 0 })

/* Files of a log by path. */

struct kit_file {
	char	path[TT_TILE_PATH_MAX + 1];
	char	*p;
	size_t	n;
};

struct kit_log {
	struct kit_file	*file;
	size_t		n;
	size_t		puts_left;	/* then put fails; 0: never */
};

static UNUSED struct kit_file *
kit_find(struct kit_log *log, const struct tt_tile *t)
{
	char path[TT_TILE_PATH_MAX + 1];

	tt_tile_path(t, path);
	for (size_t i = 0; i < log->n; i++)
		if (strcmp(log->file[i].path, path) == 0)
			return &log->file[i];
	return NULL;
}

static UNUSED enum tt_err
kit_get(void *ctx, const struct tt_tile *t, struct buf *out)
{
	struct kit_file *f = kit_find(ctx, t);

	if (f == NULL)
		return TT_ENOENT;
	buf_add(out, f->p, f->n);
	return TT_OK;
}

static UNUSED enum tt_err
kit_put(void *ctx, const struct tt_tile *t, struct span bytes)
{
	struct kit_file *f = kit_find(ctx, t);
	struct kit_log *log = ctx;

	if (log->puts_left > 0 && --log->puts_left == 0)
		return TT_EFULL;
	if (f != NULL)
		return f->n == bytes.n && memcmp(f->p, bytes.p, f->n) == 0 ?
		    TT_OK : TT_EEXIST;
	log->file = realloc(log->file, (log->n + 1) * sizeof(*log->file));
	assert_non_null(log->file);
	f = &log->file[log->n++];
	tt_tile_path(t, f->path);
	f->n = bytes.n;
	f->p = malloc(bytes.n + 1);
	assert_non_null(f->p);
	memcpy(f->p, bytes.p, bytes.n);
	return TT_OK;
}

static UNUSED void
kit_drop(struct kit_log *log)
{
	for (size_t i = 0; i < log->n; i++)
		free(log->file[i].p);
	free(log->file);
	*log = (struct kit_log){ NULL, 0, 0 };
}

static UNUSED struct tt_tile_io
kit_io(struct kit_log *log)
{
	return (struct tt_tile_io){ kit_get, kit_put, log };
}

/* entry-0, entry-1, ...: spans and their bytes in one allocation. */
static UNUSED struct span *
kit_entries(size_t from, size_t n)
{
	struct span *s = malloc(n * (sizeof(*s) + 24) + 1);
	char *text;

	assert_non_null(s);
	text = (char *)(s + n);
	for (size_t i = 0; i < n; i++, text += 24)
		s[i] = span_of(text, (size_t)snprintf(text, 24, "entry-%zu",
		    from + i));
	return s;
}

/* JSON of the shared vectors. */

static UNUSED json_t *
kit_json(const char *path)
{
	size_t n;
	char *text = test_read(path, &n);
	json_t *j = json_loadb(text, n, 0, NULL);

	assert_non_null(j);
	free(text);
	return j;
}

static UNUSED const char *
kit_str(const json_t *row, const char *name)
{
	const char *s = json_string_value(json_object_get(row, name));

	assert_non_null(s);
	return s;
}

static UNUSED uint64_t
kit_int(const json_t *row, const char *name)
{
	return (uint64_t)json_integer_value(json_object_get(row, name));
}

static UNUSED struct hash
kit_hash(const char *base64)
{
	struct hash h;

	assert_true(b64_decode(h.b, sizeof(h.b), base64, strlen(base64)));
	return h;
}

static UNUSED struct hash
kit_hex(const char *hex)
{
	struct hash h;

	assert_true(hex_decode(h.b, sizeof(h.b), hex, strlen(hex)));
	return h;
}

static UNUSED size_t
kit_proof(const json_t *row, struct hash proof[64])
{
	json_t *list = json_object_get(row, "proof"), *one;
	size_t i;

	json_array_foreach(list, i, one) {
		assert_true(i < 64);
		proof[i] = kit_hash(json_string_value(one));
	}
	return json_array_size(list);
}

#endif
