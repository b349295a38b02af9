/* SPDX-License-Identifier: ISC */
/*
 * export - what the ledger has of this reader, as a bundle that anybody can
 * verify: what made them one, what they signed for and received, and when at
 * the latest.
 *
 * What has to be there follows from the home and from what the entries name
 * by hash, not from what the hub chooses to hand out: what is missing is
 * named, and no file is written.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/sha256.h"
#include "cli/audit/audit_verbs.h"
#include "cli/audit/bundle.h"
#include "cli/clock.h"
#include "cli/hubproof.h"
#include "cli/members.h"
#include "cli/out.h"
#include "cli/receipt.h"
#include "cli/say.h"
#include "store/file.h"
#include "telltale/opening.h"
#include "telltale/terms.h"

#define ANSWER_MAX	((size_t)64 << 20)	/* bytes */
#define RECEIPTS_MAX	4096	/* kept in a home */
#define ENTRIES_MAX	200	/* of one export */

static const struct opt opts[] = {
	{ "output", 'o', OPT_VALUE, "FILE.tar",
	    "the bundle, which must not exist" },
	PASSPHRASE_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "export",
	.args = "",
	.examples = {
		{ "export -o ours.tar",
		    "what the ledger has of you, with proofs" },
		{ "export -o ours.tar --json", "the same for a program" },
	},
	.opts = opts,
	.notes = "Anybody checks it with telltale verify ours.tar --policy "
	    "FILE. There is nothing in\nit about anybody else. An entry that "
	    "the hub cannot produce is named, and is exit 5.",
};

/* One entry of the answer that is in the bundle, or is asked for. */
struct export_entry {
	struct hash leaf;
	struct tt_statement *s;
};

struct record {
	struct reader_home *home;
	struct hubclient *hub;
	struct bundle b;
	json_t *root;			/* the answer */
	char id[HEX_LEN(TT_READER_ID_LEN) + 1];
	struct export_entry entry[ENTRIES_MAX];	/* in the bundle */
	size_t n;
	size_t missing, waiting, terms, copies;
	int64_t now_s;
};

static void
miss(struct record *r, const char *what, const char *of)
{
	(void)say_fail(CLI_ALARM, NULL, "alarm: the hub cannot produce %s%s%s",
	    what, of[0] != '\0' ? " of " : "", of);
	r->missing++;
}

static const struct export_entry *
had(const struct record *r, const struct hash *leaf)
{
	for (size_t i = 0; i < r->n; i++)
		if (memcmp(r->entry[i].leaf.b, leaf->b, sizeof(leaf->b)) == 0)
			return &r->entry[i];
	return NULL;
}

/* Into the bundle, once it is proven; *s is the caller's to have parsed. */
static int
take(struct record *r, const json_t *obj, struct tt_statement *s)
{
	struct hubproof p;
	struct tt_opened *o;
	uint64_t index;
	enum tt_err e;
	int code;

	if (r->n == ENTRIES_MAX)
		return say_err(TT_ELIMIT, NULL, "cannot export more than %d "
		    "entries", ENTRIES_MAX);
	if ((o = malloc(sizeof(*o))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot export");
	if ((e = hubproof_parse(&p, obj, NULL)) == TT_OK)
		e = hubproof_check(&p, s->kind, NULL, hubclient_policy(
		    r->hub), o);
	if (e == TT_OK && !span_eq(o->statement.bytes, s->bytes))
		e = TT_EPROOF;
	index = o->index;
	free(o);
	if (e != TT_OK)
		return say_fail(CLI_ALARM, "keep your home; ask the vendor by "
		    "another channel", "alarm: the hub's proof of a %s does "
		    "not hold: %s", tt_kind_name(s->kind), tt_err_text(e));
	if ((code = bundle_statement(&r->b, s->kind, p.opening.set_proof,
	    p.opening.batch, index)) != CLI_DONE)
		return code;
	r->entry[r->n++] = (struct export_entry){ p.leaf, s };
	return CLI_DONE;
}

static bool
is_proven(const json_t *obj)
{
	return json_object_get(obj, "set_proof") != NULL;
}

/* The statement of an entry of the answer; NULL: not of that kind. */
static struct tt_statement *
parse(const json_t *obj, enum tt_kind kind)
{
	struct tt_statement *s;
	struct span text;

	if (json_in_str(obj, "statement", &text, NULL) != TT_OK ||
	    (s = malloc(sizeof(*s))) == NULL)
		return NULL;
	if (tt_statement_parse(s, text, NULL) == TT_OK && s->kind == kind)
		return s;
	free(s);
	return NULL;
}

/* A field has that value; NULL: a reader's key of that id signed it. */
static bool
is_own(const struct tt_statement *s, const char *field, const char *value)
{
	struct span name;
	size_t n = strlen(value);

	if (field != NULL)
		return tt_statement_is(s, field, value);
	if (s->note.n != 1)
		return false;
	name = s->note.line[0].name;
	return name.n > n && memcmp(name.p + name.n - n, value, n) == 0;
}

/* Every proven entry of a kind that is somebody's. */
static int
take_own(struct record *r, enum tt_kind kind, const char *field,
    const char *value, size_t *n)
{
	const json_t *list = json_object_get(r->root, "entries"), *obj;
	struct tt_statement *s;
	size_t i;
	int code;

	*n = 0;
	json_array_foreach(list, i, obj) {
		if ((s = parse(obj, kind)) == NULL)
			continue;
		if (!is_own(s, field, value)) {
			free(s);
			continue;
		}
		if (!is_proven(obj)) {
			r->waiting++;
			free(s);
			continue;
		}
		if ((code = take(r, obj, s)) != CLI_DONE) {
			free(s);
			return code;
		}
		(*n)++;
	}
	return CLI_DONE;
}

/* An entry that another one names. */
static int
take_named(struct record *r, const struct tt_statement *by, const char *field,
    enum tt_kind kind, struct tt_statement **out)
{
	const json_t *list = json_object_get(r->root, "entries"), *obj;
	const struct export_entry *x;
	struct tt_statement *s;
	struct hash want;
	struct span leaf;
	char hex[HEX_LEN(32) + 1];
	size_t i;
	int code;

	*out = NULL;
	if (!tt_statement_hash(by, field, &want))
		return say_err(TT_ESYNTAX, NULL, "cannot read an entry");
	if ((x = had(r, &want)) != NULL) {
		*out = x->s;
		return CLI_DONE;
	}
	hex_encode(hex, want.b, sizeof(want.b));
	json_array_foreach(list, i, obj) {
		if (json_in_str(obj, "leaf", &leaf, NULL) != TT_OK ||
		    !span_is(leaf, hex) || !is_proven(obj) ||
		    (s = parse(obj, kind)) == NULL)
			continue;
		if ((code = take(r, obj, s)) != CLI_DONE) {
			free(s);
			return code;
		}
		if (had(r, &want) != NULL) {
			*out = s;
			return CLI_DONE;
		}
	}
	miss(r, tt_kind_name(kind), hex);
	return CLI_DONE;
}

/* Own leaf of a set of copies. */
static int
take_leaf(struct record *r, const struct tt_statement *receipt,
    const struct tt_statement *copies)
{
	const json_t *list = json_object_get(r->root, "copies"), *one;
	struct tt_statement *s = malloc(sizeof(*s));
	char name[40];
	bool found = false;
	size_t i;

	if (s == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot export");
	json_array_foreach(list, i, one) {
		struct span text = span_of(json_string_value(one),
		    json_string_length(one));

		if (text.p == NULL || found || tt_copy_leaf_check(text,
		    copies, s) != TT_OK || !tt_statement_is(s, "reader",
		    r->id) || !span_eq(tt_statement_get(s, "copy"),
		    tt_statement_get(receipt, "copy")))
			continue;
		found = true;
		snprintf(name, sizeof(name), "copies/%zu.set-proof",
		    ++r->copies);
		if (bundle_add(&r->b, name, text) != CLI_DONE) {
			free(s);
			return CLI_TROUBLE;
		}
	}
	free(s);
	if (!found)
		miss(r, "your copy's leaf", "a bulletin");
	return CLI_DONE;
}

static int
take_terms(struct record *r, const struct tt_statement *receipt)
{
	const json_t *list = json_object_get(r->root, "terms"), *one;
	struct hash want, got;
	char name[HEX_LEN(32) + 8], hex[HEX_LEN(32) + 1];
	size_t i;

	if (!tt_statement_hash(receipt, "terms", &want))
		return say_err(TT_ESYNTAX, NULL, "cannot read a receipt");
	hex_encode(hex, want.b, sizeof(want.b));
	snprintf(name, sizeof(name), "agreed/%s", hex);
	for (i = 0; i < r->b.n; i++)
		if (strcmp(r->b.name[i], name) == 0)
			return CLI_DONE;
	json_array_foreach(list, i, one) {
		struct span text = span_of(json_string_value(one),
		    json_string_length(one));

		if (text.p == NULL)
			continue;
		sha256(got.b, text.p, text.n);
		if (memcmp(got.b, want.b, sizeof(got.b)) == 0)
			return bundle_add(&r->b, name, text);
	}
	miss(r, "the terms", hex);
	return CLI_DONE;
}

/* What each receipt leads to. */
static int
follow(struct record *r)
{
	size_t n = r->n;	/* what follows adds to the list */
	int code;

	for (size_t i = 0; i < n; i++) {
		const struct tt_statement *x = r->entry[i].s;
		struct tt_statement *copies, *other;

		if (x->kind != TT_RECEIPT)
			continue;
		if ((code = take_named(r, x, "copies", TT_COPIES,
		    &copies)) != CLI_DONE ||
		    (code = take_terms(r, x)) != CLI_DONE)
			return code;
		if (copies == NULL)
			continue;
		if ((code = take_named(r, copies, "wave", TT_WAVE,
		    &other)) != CLI_DONE ||
		    (code = take_named(r, copies, "codebook", TT_CODEBOOK,
		    &other)) != CLI_DONE ||
		    (code = take_leaf(r, x, copies)) != CLI_DONE)
			return code;
	}
	return CLI_DONE;
}

static bool
has_statement(const struct record *r, struct span bytes)
{
	for (size_t i = 0; i < r->n; i++)
		if (span_eq(r->entry[i].s->bytes, bytes))
			return true;
	return false;
}

/* A receipt of the home that the hub should have put into the ledger. */
static void
check_kept(struct record *r, const struct receipt *kept)
{
	enum receipt_state s = receipt_state(kept, r->now_s,
	    r->home->interval_s);

	if (has_statement(r, buf_view(&kept->statement)) ||
	    s == RECEIPT_UNSENT)
		return;
	if (s == RECEIPT_WAITING)
		say_warn("the receipt of %s waits for the next batch, and is "
		    "left out", kept->id);
	else
		miss(r, "the receipt", kept->id);
}

static int
check_home(struct record *r)
{
	struct file_list names;
	struct receipt kept;
	char path[FILE_PATH_MAX];
	enum tt_err e;

	reader_home_path(r->home, "receipts", path);
	if (!file_exists(path))
		return CLI_DONE;
	if ((e = file_list(path, RECEIPTS_MAX, &names)) != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	for (size_t i = 0; i < names.n; i++) {
		if (strlen(names.name[i]) < BULLETIN_ID_LEN ||
		    strlen(names.name[i]) > KEPT_ID_LEN ||
		    receipt_load(&kept, r->home, names.name[i],
		    hubclient_policy(r->hub)) != TT_OK)
			continue;	/* it was not signed then */
		check_kept(r, &kept);
		receipt_done(&kept);
	}
	file_list_free(&names);
	return CLI_DONE;
}

static int
gather(struct record *r)
{
	const char *partner = conf_get(&r->home->conf, "partner");
	size_t n;
	int code;

	if ((code = take_own(r, TT_PARTNER, "partner", partner != NULL ?
	    partner : "", &n)) != CLI_DONE)
		return code;
	if (n == 0)
		miss(r, "what approved your partner", "");
	if ((code = take_own(r, TT_READER, "reader", r->id, &n)) != CLI_DONE)
		return code;
	if (n == 0)
		miss(r, "what made you a reader", "");
	if ((code = take_own(r, TT_CONSENT, "reader", r->id, &n)) !=
	    CLI_DONE ||
	    (code = take_own(r, TT_SIGHTING, NULL, r->id, &n)) != CLI_DONE ||
	    (code = take_own(r, TT_RECEIPT, "reader", r->id, &n)) !=
	    CLI_DONE || (code = follow(r)) != CLI_DONE)
		return code;
	return check_home(r);
}

static int
said(const struct record *r, const char *path, const struct hash *sum)
{
	size_t receipts = 0;
	struct out_json o;

	for (size_t i = 0; i < r->n; i++)
		receipts += r->entry[i].s->kind == TT_RECEIPT;
	if (!r->home->cli->json) {
		out_line("%zu entries of the ledger in %s, %zu of them "
		    "receipts", r->n, path, receipts);
		if (r->waiting > 0)
			out_line("%zu wait for the next batch, and are left "
			    "out", r->waiting);
		say_note(r->home->cli, "telltale verify %s --policy FILE "
		    "checks it", path);
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-export/1");
	put_u64(o.j, "entries", r->n);
	put_u64(o.j, "receipts", receipts);
	put_u64(o.j, "waiting", r->waiting);
	json_out_key(o.j, "sha256");
	json_out_hex(o.j, sum->b, sizeof(sum->b));
	return out_json_end(&o);
}

static int
run(struct record *r, const char *path)
{
	const struct hubclient_call call = { .verb = HTTP_GET,
		.path = "/api/v1/record", .max_answer = ANSWER_MAX };
	struct hash sum;
	int code;

	hex_encode(r->id, r->home->id, sizeof(r->home->id));
	if ((code = reader_home_hub(r->home, &r->hub)) != CLI_DONE ||
	    (code = hubclient_json(r->hub, &call, "ask for your record",
	    &r->root)) != CLI_DONE ||
	    (code = bundle_open(&r->b, r->hub)) != CLI_DONE ||
	    (code = gather(r)) != CLI_DONE)
		return code;
	if (r->missing > 0)
		return say_fail(CLI_ALARM, "keep this home: what is in it is "
		    "signed; ask the vendor by another channel", "cannot "
		    "export: %zu entries that concern you are missing",
		    r->missing);
	if ((code = bundle_write(&r->b, path, &sum)) != CLI_DONE)
		return code;
	return said(r, path, &sum);
}

int
verb_export(struct cli *c, int argc, char **argv)
{
	static struct record r;
	struct reader_home home;
	struct opt_values v;
	const char *path;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &v)) != CLI_GO)
		return code;
	if ((path = opt_value(opts, &v, "output")) == NULL)
		return say_fail(CLI_USAGE, "telltale export --help",
		    "export: -o says where it goes, and is missing");
	r.home = &home;
	r.now_s = clock_now();
	if ((code = reader_home_open(&home, c,
	    opt_value(opts, &v, "passphrase-file"))) == CLI_DONE)
		code = run(&r, path);
	for (size_t i = 0; i < r.n; i++)
		free(r.entry[i].s);
	bundle_done(&r.b);
	json_decref(r.root);
	reader_home_close(&home);
	return code;
}
