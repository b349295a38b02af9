/* SPDX-License-Identifier: ISC */
/*
 * uploads - what the vault hands over ahead: sealed copies, terms, sets.
 *
 * Each under the hash of what it is; the same again changes nothing.  Nobody
 * sees any of it before the bulletin is visible.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/sha256.h"
#include "hub/answer.h"
#include "hub/bodies.h"
#include "hub/routes.h"
#include "hub/uploads.h"
#include "store/crash.h"
#include "store/hub_wave.h"
#include "telltale/terms.h"

enum tt_err
upload_path(const struct hub *h, const char *folder, const struct hash *sha,
    char out[FILE_PATH_MAX])
{
	char name[32 + HEX_LEN(sizeof(sha->b)) + 1];
	size_t n = strlen(folder);

	if (n > 31)
		return TT_ELIMIT;
	memcpy(name, folder, n);
	name[n] = '/';
	hex_encode(name + n + 1, sha->b, sizeof(sha->b));
	return file_path(out, h->dir, name);
}

enum tt_err
upload_terms(const struct hub *h, const struct hash *sha, struct buf *file,
    struct tt_terms *t)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = upload_path(h, UPLOAD_TERMS, sha, path)) != TT_OK ||
	    (e = file_read(path, TT_TERMS_MAX, file)) != TT_OK)
		return e;
	if ((e = tt_terms_parse(t, buf_view(file), NULL)) != TT_OK) {
		buf_done(file);
		return e == TT_ENOMEM ? e : TT_EINTEGRITY;
	}
	return TT_OK;
}

/* The body, under its own hash, which the path must name. */
static enum tt_err
keep_file(struct call *c, const char *folder)
{
	char path[FILE_PATH_MAX];
	struct hash named, is;
	enum tt_err e;

	if (!hex_decode(named.b, sizeof(named.b), c->arg[0].p, c->arg[0].n))
		return TT_ENOENT;
	sha256(is.b, c->q->body.p, c->q->body.n);
	if (memcmp(is.b, named.b, sizeof(is.b)) != 0)
		return TT_EINTEGRITY;
	if ((e = upload_path(c->hub, folder, &named, path)) != TT_OK)
		return e;
	return file_keep(path, c->q->body.p, c->q->body.n, 0600);
}

static void
finish(struct call *c, enum tt_err e)
{
	crash_point("upload");
	if (e == TT_OK)
		answer_empty(c->r);
	else if (e == TT_EINTEGRITY)
		answer_problem(c->r, 422, "not what its name says");
	else
		answer_err(c->r, e);
}

void
route_copy(struct call *c)
{
	finish(c, keep_file(c, UPLOAD_COPIES));
}

/* A sealed copy back to the vendor, who shows it in an evidence bundle. */
void
route_copy_again(struct call *c)
{
	char path[FILE_PATH_MAX];
	struct hash named;
	enum tt_err e = TT_ENOENT;

	if (hex_decode(named.b, sizeof(named.b), c->arg[0].p,
	    c->arg[0].n) && (e = upload_path(c->hub, UPLOAD_COPIES, &named,
	    path)) == TT_OK)
		e = file_open(path, &c->r->fd, &c->r->fd_size);
	if (e != TT_OK) {
		answer_err(c->r, e);
		return;
	}
	c->r->status = 200;
	c->r->content_type = "application/octet-stream";
}

void
route_terms(struct call *c)
{
	struct tt_terms t;
	enum tt_err e;

	if ((e = tt_terms_parse(&t, c->q->body, NULL)) == TT_OK)
		e = span_is(t.head.origin, c->hub->origin) ?
		    keep_file(c, UPLOAD_TERMS) : TT_EREFUSED;
	finish(c, e);
}

/* A leaf as the records keep it; statement is a copy. */
static enum tt_err
read_leaf(const struct hub *h, const struct body_leaf *b, struct hub_leaf *out)
{
	struct hub_leaf l = { .place = b->place, .salt = b->salt };
	struct tt_statement s;
	enum tt_err e;

	if ((e = tt_statement_parse(&s, b->statement, NULL)) != TT_OK)
		return e;
	if (s.kind != TT_COPY || !span_is(s.origin, h->origin))
		return TT_EREFUSED;
	if ((e = span_copy(tt_statement_get(&s, "bulletin"), l.bulletin,
	    sizeof(l.bulletin))) != TT_OK ||
	    (e = span_copy(tt_statement_get(&s, "reader"), l.reader,
	    sizeof(l.reader))) != TT_OK)
		return e;
	tt_statement_hash(&s, "copy", &l.copy);
	buf_init(&l.statement, TT_STATEMENT_MAX);
	buf_span(&l.statement, b->statement);
	if ((e = buf_err(&l.statement)) != TT_OK) {
		buf_done(&l.statement);
		return e;
	}
	*out = l;
	return TT_OK;
}

struct hashes {
	struct hash	*leaf;
	uint64_t	*place;
	size_t		n;
};

/* How many, and that each is well formed; then their hashes and places. */
static enum tt_err
hash_leaves(struct body_set set, struct hashes *out)
{
	struct body_leaf l = { .place = 0 };
	int64_t last = -1;
	enum tt_err e;
	size_t n = 0;

	while ((e = body_set_next(&set, last, &l)) == TT_OK) {
		if (out->leaf != NULL) {
			tt_leaf_hash(&out->leaf[n], &l.salt, l.statement);
			out->place[n] = l.place;
		}
		last = (int64_t)l.place;
		n++;
	}
	if (e != TT_ENOENT)
		return e;
	out->n = n;
	return TT_OK;
}

static enum tt_err
root_of(const struct body_set *set, struct hash *root)
{
	struct hashes all = { .n = 0 };
	struct tt_set *tree = NULL;
	enum tt_err e;

	if ((e = hash_leaves(*set, &all)) != TT_OK)
		return e;
	all.leaf = calloc(all.n + 1, sizeof(*all.leaf));
	all.place = calloc(all.n + 1, sizeof(*all.place));
	e = TT_ENOMEM;
	if (all.leaf != NULL && all.place != NULL &&
	    (e = hash_leaves(*set, &all)) == TT_OK &&
	    (e = tt_set_new(&tree, set->depth, all.leaf, all.place, all.n,
	    &set->padding)) == TT_OK)
		tt_set_root(tree, root);
	tt_set_free(tree);
	free(all.leaf);
	free(all.place);
	return e;
}

static enum tt_err
add_leaves(struct hub *h, const struct hash *root, struct body_set set)
{
	struct body_leaf b = { .place = 0 };
	struct hub_leaf l;
	int64_t last = -1;
	enum tt_err e;

	while ((e = body_set_next(&set, last, &b)) == TT_OK) {
		if ((e = read_leaf(h, &b, &l)) != TT_OK)
			return e;
		e = hub_leaf_add(h->db, root, &l);
		hub_leaf_done(&l);
		if (e != TT_OK)
			return e == TT_EEXIST ? TT_EREFUSED : e;
		last = (int64_t)b.place;
	}
	return e == TT_ENOENT ? TT_OK : e;
}

static enum tt_err
keep_set(struct hub *h, const struct hash *root, const struct body_set *set)
{
	const struct hub_set row = { set->depth, set->padding };
	enum tt_err e;

	if ((e = db_begin(h->db)) != TT_OK)
		return e;
	if ((e = hub_set_add(h->db, root, &row)) == TT_OK)
		e = add_leaves(h, root, *set);
	if (e != TT_OK) {
		db_rollback(h->db);
		return e == TT_EEXIST ? TT_OK : e;	/* same root: there */
	}
	return db_commit(h->db);
}

void
route_set(struct call *c)
{
	struct hash named, is;
	struct body_set set;
	enum tt_err e;

	if (!hex_decode(named.b, sizeof(named.b), c->arg[0].p,
	    c->arg[0].n)) {
		answer_not_found(c->r);
		return;
	}
	if ((e = body_set(c->q->body, &set)) == TT_OK &&
	    (e = root_of(&set, &is)) == TT_OK) {
		if (memcmp(named.b, is.b, sizeof(is.b)) != 0)
			e = TT_EINTEGRITY;
	}
	if (e == TT_OK) {
		hub_lock(c->hub);
		e = keep_set(c->hub, &is, &set);
		hub_unlock(c->hub);
	}
	finish(c, e);
}
