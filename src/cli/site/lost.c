/* SPDX-License-Identifier: ISC */
/*
 * lost - what a hub that was restored does not have any more, by what the
 * vault remembers: entries of the ledger, and each statement with its kind,
 * subject and time.  Believes nothing of the hub's, and changes nothing.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "cli/out.h"
#include "cli/say.h"
#include "cli/site/verbs.h"
#include "cli/vault.h"
#include "store/vault_ledger.h"
#include "telltale/note.h"

#define EVENTS_MAX	((size_t)64 << 20)	/* bytes of one answer */
#define LEAVES_MAX	((size_t)1 << 30)	/* bytes: 33 million */

static const struct opt opts[] = { VAULT_OPTS, CLI_OPTS };

static const struct usage usage = {
	.verb = "hub lost",
	.args = "",
	.examples = {
		{ "hub lost", "after a restore: what is to be done again" },
		{ "hub lost --json", "the same, for a program" },
	},
	.opts = opts,
	.notes = "Ends with 1 if something is lost. What the hub took in after "
	    "the vault last asked it,\nnobody but those who sent it can name.",
};

static const struct out_column cols[] = {
	{ "kind", "kind", OUT_TEXT },
	{ "time", "time", OUT_TEXT },
	{ "about", "about", OUT_TEXT },
	{ "leaf", "leaf", OUT_TEXT },
};

struct losing {
	struct vault *v;
	struct hubclient *hub;
	struct buf have;		/* leaf hashes of the hub's, sorted */
	struct out_table *t;
	uint64_t size, seen;		/* the hub's ledger, and the vault's */
	size_t n;
};

static int
by_bytes(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct hash));
}

/* One answer's leaves.  *next 0: no more. */
static enum tt_err
add_leaves(struct losing *k, const json_t *root, int64_t after, int64_t *next)
{
	json_t *events, *obj;
	struct span hex;
	struct hash leaf;
	enum tt_err e;
	size_t i;

	if ((e = json_in_array(root, "events", &events, NULL)) != TT_OK ||
	    (e = json_in_int(root, "next", after, INT64_MAX, next, NULL)) !=
	    TT_OK)
		return e;
	if (json_array_size(events) == 0 || *next == after)
		*next = 0;
	json_array_foreach(events, i, obj) {
		if ((e = json_in_str(obj, "leaf", &hex, NULL)) != TT_OK)
			return e;
		if (!hex_decode(leaf.b, sizeof(leaf.b), hex.p, hex.n))
			return TT_ESYNTAX;
		buf_add(&k->have, leaf.b, sizeof(leaf.b));
	}
	return buf_err(&k->have);
}

static int
ask_events(struct losing *k)
{
	struct hubclient_call call = { .verb = HTTP_GET,
		.max_answer = EVENTS_MAX };
	char path[64];
	int64_t after = 0;
	json_t *root;
	enum tt_err e;
	int code;

	for (int64_t next = 1; next != 0; after = next) {
		snprintf(path, sizeof(path), "/api/v1/events?after=%lld",
		    (long long)after);
		call.path = path;
		code = hubclient_json(k->hub, &call, "fetch events", &root);
		if (code != CLI_DONE)
			return code;
		e = add_leaves(k, root, after, &next);
		json_decref(root);
		if (e != TT_OK)
			return say_err(e, NULL, "cannot read the hub's "
			    "events");
	}
	if (k->have.n > 0)
		qsort(k->have.p, k->have.n / sizeof(struct hash),
		    sizeof(struct hash), by_bytes);
	return CLI_DONE;
}

/* The size that it says it has; nothing follows from it but this text. */
static int
ask_size(struct losing *k)
{
	const struct hubclient_call call = { .verb = HTTP_GET,
		.path = "/checkpoint", .plain = true };
	struct tt_checkpoint cp;
	struct http_answer a;
	struct tt_note note;
	enum tt_err e;
	int code;

	code = hubclient_do(k->hub, &call, "fetch the checkpoint", &a);
	if (code != CLI_DONE)
		return code;
	if ((e = tt_note_parse(&note, buf_view(&a.body))) == TT_OK &&
	    (e = tt_checkpoint_parse(&cp, note.text.p, note.text.n)) == TT_OK)
		k->size = cp.size;
	http_answer_done(&a);
	k->seen = hubclient_seen(k->hub)->size;
	return e == TT_OK ? CLI_DONE : say_err(e, NULL, "cannot read the "
	    "hub's checkpoint");
}

static bool
is_subject(const char *field)
{
	static const char *const fields[] = { "bulletin", "reader",
		"partner", "case", "version" };

	for (size_t i = 0; i < N_ROWS(fields); i++)
		if (strcmp(fields[i], field) == 0)
			return true;
	return false;
}

/* What it is about: the first field that says so. */
static struct span
about(const struct tt_statement *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (is_subject(s->field[i].name))
			return s->field[i].value;
	return (struct span){ NULL, 0 };
}

static enum tt_err
look_at(void *ctx, enum tt_kind kind, const struct hash *leaf,
    struct span bytes)
{
	struct losing *k = ctx;
	struct tt_statement *s;
	enum tt_err e;

	if (k->have.n > 0 && bsearch(leaf, k->have.p, k->have.n /
	    sizeof(*leaf), sizeof(*leaf), by_bytes) != NULL)
		return TT_OK;
	if ((s = malloc(sizeof(*s))) == NULL)
		return TT_ENOMEM;
	if ((e = tt_statement_parse(s, bytes, NULL)) == TT_OK) {
		k->n++;
		out_str(k->t, tt_kind_name(kind));
		out_instant(k->t, s->time);
		if (about(s).n > 0)
			out_span(k->t, about(s));
		else
			out_none(k->t);
		out_hex(k->t, leaf->b, sizeof(leaf->b));
	}
	free(s);
	return e;
}

static int
list(struct losing *k)
{
	struct json_out *j;
	enum tt_err e;
	int code;

	k->t = out_table_new(k->v->cli, "telltale-hub-lost/1", "lost", cols,
	    N_ROWS(cols));
	if ((j = out_table_head(k->t)) != NULL) {
		json_out_key(j, "hub_size");
		json_out_u64(j, k->size);
		json_out_key(j, "seen_size");
		json_out_u64(j, k->seen);
	}
	if ((e = vault_told_each(k->v->db, look_at, k)) != TT_OK) {
		out_table_drop(k->t);
		return say_err(e, NULL, "cannot read what the vault "
		    "remembers");
	}
	if ((code = out_table_end(k->t)) != CLI_DONE)
		return code;
	if (k->seen > k->size)
		say_note(k->v->cli, "entries %" PRIu64 " to %" PRIu64 " of "
		    "the ledger are lost at the hub", k->size, k->seen - 1);
	say_note(k->v->cli, k->n == 0 ? "no statement that the vault knows "
	    "of is lost" : "%zu statements are lost at the hub; the vault "
	    "has them, and what it holds of their proofs", k->n);
	return k->n > 0 || k->seen > k->size ? CLI_NO : CLI_DONE;
}

int
verb_hub_lost(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct losing k = { .v = &v };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	buf_init(&k.have, LEAVES_MAX);
	if ((code = vault_open(&v, c, VAULT_READ,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE &&
	    (code = vault_hub(&v, &k.hub)) == CLI_DONE &&
	    (code = ask_size(&k)) == CLI_DONE &&
	    (code = ask_events(&k)) == CLI_DONE)
		code = list(&k);
	buf_done(&k.have);
	vault_close(&v);
	return code;
}
