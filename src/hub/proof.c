/* SPDX-License-Identifier: ISC */
#include "hub/proof.h"
#include "store/hub_log.h"
#include "store/hub_wave.h"
#include "telltale/set_proof.h"
#include "telltale/tlog_proof.h"

static enum tt_err
entry_text(struct hub *h, uint64_t index, struct buf *out)
{
	struct hub_entry row = { .index = 0 };
	enum tt_err e;

	if ((e = hub_entry_get(h->db, index, &row)) != TT_OK)
		return e;
	buf_span(out, buf_view(&row.bytes));
	hub_entry_done(&row);
	return buf_err(out);
}

static enum tt_err
set_text(struct hub *h, const struct hub_event *e, struct buf *out)
{
	struct tt_set_proof p;
	const struct tt_set *set;
	enum tt_err err;

	err = tree_of_batch(&h->trees, h->db, (uint64_t)e->entry, &set);
	if (err == TT_OK)
		err = tt_set_proof_make(&p, set, (uint64_t)e->position,
		    &e->salt, buf_view(&e->statement));
	return err == TT_OK ? tt_set_proof_format(&p, out) : err;
}

/* What goes along with a leaf of a batch. */
static enum tt_err
batch_texts(struct hub *h, const struct hub_event *e, struct proof *p)
{
	struct hub_batch b;
	enum tt_err err;

	if ((err = hub_batch_get(h->db, (uint64_t)e->entry, &b)) != TT_OK ||
	    (err = set_text(h, e, &p->set_proof)) != TT_OK ||
	    (err = ledger_prove(&h->ledger, b.keys, &p->keys_proof)) != TT_OK)
		return err;
	return entry_text(h, b.keys, &p->keys_entry);
}

enum tt_err
proof_make(struct hub *h, const struct hub_event *e, struct proof *out)
{
	struct proof p = { .leaf = e->leaf };
	enum tt_err err;

	if (e->entry < 0)
		return TT_ENOENT;
	buf_init(&p.set_proof, TT_SET_PROOF_MAX);
	buf_init(&p.tlog_proof, TT_TLOG_PROOF_MAX);
	buf_init(&p.batch, TT_STATEMENT_MAX);
	buf_init(&p.keys_proof, TT_TLOG_PROOF_MAX);
	buf_init(&p.keys_entry, TT_STATEMENT_MAX);
	err = ledger_prove(&h->ledger, (uint64_t)e->entry, &p.tlog_proof);
	if (err == TT_OK)
		err = entry_text(h, (uint64_t)e->entry, &p.batch);
	if (err == TT_OK && e->position >= 0)
		err = batch_texts(h, e, &p);
	if (err != TT_OK) {
		proof_done(&p);
		return err;
	}
	*out = p;
	return TT_OK;
}

void
proof_done(struct proof *p)
{
	buf_done(&p->set_proof);
	buf_done(&p->tlog_proof);
	buf_done(&p->batch);
	buf_done(&p->keys_proof);
	buf_done(&p->keys_entry);
}

static void
put(struct json_out *j, const char *key, const struct buf *b)
{
	json_out_key(j, key);
	json_out_span(j, buf_view(b));
}

void
proof_members(const struct proof *p, struct json_out *j)
{
	bool clear = p->set_proof.n == 0;

	json_out_key(j, "leaf");
	json_out_hex(j, p->leaf.b, sizeof(p->leaf.b));
	put(j, "tlog_proof", &p->tlog_proof);
	put(j, clear ? "entry" : "batch", &p->batch);
	if (!clear) {
		put(j, "set_proof", &p->set_proof);
		json_out_key(j, "keys");
		json_out_object(j);
		put(j, "tlog_proof", &p->keys_proof);
		put(j, "entry", &p->keys_entry);
		json_out_object_end(j);
	}
}

void
proof_json(const struct proof *p, struct json_out *j)
{
	json_out_object(j);
	proof_members(p, j);
	json_out_object_end(j);
}

enum tt_err
proof_of_copy(struct hub *h, const struct hash *root, const char *reader,
    struct buf *out)
{
	const struct tt_set *set;
	struct tt_set_proof p;
	struct hub_leaf l = { .place = 0 };
	enum tt_err e;

	if ((e = hub_leaf_of_reader(h->db, root, reader, &l)) != TT_OK)
		return e;
	if ((e = tree_of_copies(&h->trees, h->db, root, &set)) == TT_OK &&
	    (e = tt_set_proof_make(&p, set, l.place, &l.salt,
	    buf_view(&l.statement))) == TT_OK)
		e = tt_set_proof_format(&p, out);
	hub_leaf_done(&l);
	return e;
}
