/* SPDX-License-Identifier: ISC */
/*
 * served - the files of `ledger/` as they are, for anybody.
 *
 * specs/ledger.md section 2, specs/sealing.md section 7.  Only paths that
 * these formats spell are looked up; what is absent is an empty 404.
 */
#include <stdio.h>
#include <string.h>

#include "base/hex.h"
#include "hub/answer.h"
#include "hub/routes.h"
#include "hub/served.h"

#define FOR_EVER	"public, max-age=31536000, immutable"

static void
absent(struct http_response *r)
{
	buf_clear(&r->body);
	r->status = 404;
	r->content_type = NULL;
	r->cache_control = NULL;	/* no-store */
}

/* name is a path below ledger/. */
static void
serve(struct call *c, const char *name, const char *type, const char *cache)
{
	char path[FILE_PATH_MAX];
	struct http_response *r = c->r;
	enum tt_err e;

	if ((e = file_path(path, c->hub->ledger.tiles.dir, name)) == TT_OK)
		e = file_open(path, &r->fd, &r->fd_size);
	if (e == TT_ENOENT) {
		absent(r);
		return;
	}
	/* what is there and cannot be had now is not gone */
	if (e != TT_OK) {
		answer_err(r, TT_EAGAIN);
		return;
	}
	r->status = 200;
	r->content_type = type;
	r->cache_control = cache;
}

void
route_checkpoint(struct call *c)
{
	serve(c, "checkpoint", "text/plain; charset=utf-8", "max-age=5");
}

void
route_tile(struct call *c)
{
	char name[TT_TILE_PATH_MAX + 1];
	struct tt_tile t;
	struct buf whole;
	enum tt_err e;

	buf_init(&whole, TT_TILE_PATH_MAX);
	buf_str(&whole, "tile/");
	buf_span(&whole, c->arg[0]);
	if ((e = buf_err(&whole)) == TT_OK)
		e = tt_tile_path_parse(&t, buf_view(&whole));
	buf_done(&whole);
	/* tiles beyond what is published are nobody's yet */
	if (e != TT_OK ||
	    !served_has(&t, ledger_served(&c->hub->ledger))) {
		absent(c->r);
		return;
	}
	tt_tile_path(&t, name);
	serve(c, name, "application/octet-stream", FOR_EVER);
}

bool
served_has(const struct tt_tile *t, uint64_t size)
{
	uint64_t first;

	/* its last hash or entry lies in the log: size >> 8 level of them */
	if (t->level >= TT_TILE_LEVELS ||
	    __builtin_mul_overflow(t->index, TT_TILE_WIDTH, &first))
		return false;
	size >>= 8 * t->level;
	return first < size && t->width <= size - first;
}

void
served_wave_name(const struct hash *leaf, char out[SERVED_WAVE_MAX])
{
	char hex[HEX_LEN(sizeof(leaf->b)) + 1];

	hex_encode(hex, leaf->b, sizeof(leaf->b));
	snprintf(out, SERVED_WAVE_MAX, "wave/%s/key", hex);
}

void
route_wave_key(struct call *c)
{
	char name[SERVED_WAVE_MAX];
	struct hash leaf;

	if (!hex_decode(leaf.b, sizeof(leaf.b), c->arg[0].p, c->arg[0].n)) {
		absent(c->r);
		return;
	}
	served_wave_name(&leaf, name);
	serve(c, name, "text/plain; charset=utf-8", FOR_EVER);
}
