/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/sha256.h"
#include "cli/envelope_fetch.h"
#include "cli/out.h"
#include "cli/parcel.h"
#include "cli/reader/needs.h"
#include "cli/say.h"
#include "telltale/copy.h"

#define REVISIONS_MAX	1000	/* kept in a home, of one bulletin */

void
parcel_init(struct parcel *p, struct reader_home *home, const char *id,
    int64_t now_s)
{
	*p = (struct parcel){ .home = home, .now_s = now_s };
	snprintf(p->id, sizeof(p->id), "%s", id);
	buf_init(&p->receipt, TT_STATEMENT_MAX);
}

void
parcel_done(struct parcel *p)
{
	envelope_free(p->envelope);
	tt_age_identities_free(p->wave);
	buf_done(&p->receipt);
	buf_done(&p->copy);
	buf_done(&p->wave_file);
}

static void
kept(const struct parcel *p, const char *name, char out[FILE_PATH_MAX])
{
	reader_home_kept(p->home, p->id, name, out);
}

static bool
have(const struct parcel *p, const char *name)
{
	char path[FILE_PATH_MAX];

	kept(p, name, path);
	return file_exists(path);
}

static int
cannot_keep(const struct parcel *p, enum tt_err e, const char *name)
{
	char path[FILE_PATH_MAX];

	kept(p, name, path);
	return say_err(e, NULL, "cannot keep %s", path);
}

/* What is delivered. */

static int
too_early(const struct parcel *p, int64_t opens_s)
{
	char at[OUT_MOMENT_LEN];

	out_moment(at, opens_s, p->now_s);
	return say_fail(CLI_REFUSED, "it opens by itself then: the same "
	    "command again", "cannot open %s: not before %s", p->id, at);
}

static int
is_void(const struct parcel *p)
{
	return say_fail(CLI_REFUSED, "destroy what you have of it; whoever "
	    "shared it with you says why", "cannot open %s: the vendor "
	    "retracted it", p->id);
}

static const struct inbox_row *
find_row(struct parcel *p, const struct inbox *inbox)
{
	const struct inbox_row *row = inbox_find(inbox, p->id);

	p->standing.known = row != NULL;
	if (row != NULL) {
		p->standing.retracted = inbox_is_retracted(row);
		p->standing.until_s = row->until_s;
	}
	return row;
}

/* The hub's list says when; the rest is asked for only after that. */
static int
ask_hub(struct parcel *p, struct buf *json)
{
	const struct inbox_row *row;
	struct inbox inbox = { .n = 0 };
	struct hubclient *hub;
	int code;

	if ((code = reader_home_hub(p->home, &hub)) != CLI_DONE ||
	    (code = hubclient_checkpoint(hub, NULL)) != CLI_DONE ||
	    (code = inbox_fetch(p->home, p->now_s, &inbox)) != CLI_DONE)
		return code;
	row = find_row(p, &inbox);
	if (row != NULL && inbox_is_retracted(row))
		code = is_void(p);
	else if (row == NULL)
		code = say_fail(CLI_TROUBLE,
		    "telltale inbox lists what there is", "cannot open %s: "
		    "the hub has no such bulletin for this reader", p->id);
	else if (p->now_s < row->opens_s && !row->open)
		code = too_early(p, row->opens_s);
	else
		code = envelope_fetch(p->home, row, json, &p->envelope);
	inbox_free(&inbox);
	return code;
}

/* The receipt. */

/* The reader's own public key: that of the statement signed when joining. */
static int
own_statement(const struct reader_home *home, struct buf *text,
    struct tt_statement *out)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	reader_home_path(home, "reader", path);
	if ((e = file_read(path, TT_STATEMENT_MAX, text)) != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	if ((e = tt_statement_parse(out, buf_view(text), NULL)) != TT_OK ||
	    out->kind != TT_READER) {
		buf_done(text);
		return say_err(TT_ESYNTAX, NULL, "cannot use %s", path);
	}
	return CLI_DONE;
}

static int
check_receipt(struct parcel *p)
{
	struct tt_statement receipt, own;
	struct tt_vkey key;
	struct buf text;
	enum tt_err e;
	int code;

	if ((code = own_statement(p->home, &text, &own)) != CLI_DONE)
		return code;
	tt_statement_vkey(&own, "sign", &key);
	if ((e = tt_statement_parse(&receipt, buf_view(&p->receipt), NULL)) ==
	    TT_OK)
		e = envelope_is_for(p->envelope, &receipt, &key);
	buf_done(&text);
	if (e == TT_OK)
		return CLI_DONE;
	return say_fail(CLI_ALARM, "restore the home from a backup",
	    "alarm: the receipt of %s in this home is not this reader's for "
	    "what was delivered: %s", p->id, tt_err_text(e));
}

static int
load_receipt(struct parcel *p)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;
	int code;

	kept(p, "receipt", path);
	buf_done(&p->receipt);
	if ((e = file_read(path, TT_STATEMENT_MAX, &p->receipt)) != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	if (p->envelope == NULL && (code = envelope_load(p->home, p->id,
	    &p->envelope)) != CLI_DONE)
		return code;
	return check_receipt(p);
}

static enum tt_err
put(const struct parcel *p, const char *name, struct span bytes)
{
	char path[FILE_PATH_MAX];

	kept(p, name, path);
	return file_write(path, bytes.p, bytes.n, 0600);
}

/* What is signed for is on the disk before the signature is. */
static int
keep_receipt(struct parcel *p, const struct buf *json)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	kept(p, "", path);
	if ((e = file_mkdirs(path)) != TT_OK)
		return cannot_keep(p, e, "");
	if ((e = put(p, "envelope.json", buf_view(json))) != TT_OK)
		return cannot_keep(p, e, "envelope.json");
	if ((e = put(p, "terms", p->envelope->terms_file)) != TT_OK)
		return cannot_keep(p, e, "terms");
	kept(p, "receipt", path);
	e = file_create(path, p->receipt.p, p->receipt.n, 0600);
	if (e == TT_EEXIST)	/* another process was first */
		return load_receipt(p);
	return e == TT_OK ? CLI_DONE : cannot_keep(p, e, "receipt");
}

static int
sign_receipt(struct parcel *p)
{
	const struct tt_signer *signer;
	struct buf json = { .n = 0 };
	enum tt_err e;
	int code;

	if ((code = reader_home_signer(p->home, &signer)) != CLI_DONE ||
	    (code = ask_hub(p, &json)) != CLI_DONE)
		return code;
	if ((e = envelope_sign(p->envelope, p->now_s, signer,
	    &p->receipt)) != TT_OK)
		code = say_err(e, NULL, "cannot sign the receipt of %s",
		    p->id);
	else if ((code = check_receipt(p)) == CLI_DONE)
		code = keep_receipt(p, &json);
	buf_done(&json);
	return code;
}

/* The copy. */

static bool
is_promised(const struct parcel *p, struct span copy)
{
	struct hash got;

	sha256(got.b, copy.p, copy.n);
	return memcmp(&got, &p->envelope->copy_hash, sizeof(got)) == 0;
}

static int
not_promised(const struct parcel *p, const char *what)
{
	char hash[2 * sizeof(struct hash) + 1];

	hex_encode(hash, p->envelope->copy_hash.b,
	    sizeof(p->envelope->copy_hash.b));
	say_fail(CLI_ALARM, NULL, "alarm: %s %s was altered: its SHA-256 is "
	    "not %s, which the ledger has", what, p->id, hash);
	return CLI_ALARM;
}

static int
load_copy(struct parcel *p)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;
	int code;

	kept(p, "copy.age", path);
	if ((e = file_read(path, TT_COPY_MAX, &p->copy)) != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	if (is_promised(p, buf_view(&p->copy)))
		return CLI_DONE;
	code = not_promised(p, "the kept copy of");
	say_hint("remove %s, and it is fetched again", path);
	return code;
}

static int
no_copy(const struct parcel *p)
{
	return say_fail(CLI_LATER, "the receipt is kept; the same command "
	    "again in a few seconds", "cannot open %s yet: the hub does not "
	    "hand the copy over; its clock may be behind this one", p->id);
}

/* The terms have just changed, or this reader said no to them. */
static int
not_agreed(const struct parcel *p)
{
	say_fail(CLI_REFUSED, NULL, "cannot open %s: the hub hands it out "
	    "under other terms, or this reader declined", p->id);
	say_hint("telltale inbox %s shows the terms; telltale consent %s "
	    "--accept agrees to them", p->id, p->id);
	return CLI_REFUSED;
}

static int
take_copy(struct parcel *p, struct buf *body)
{
	enum tt_err e;

	if (!is_promised(p, buf_view(body))) {
		not_promised(p, "the copy that the hub sent of");
		say_hint("nothing of it was kept or opened; the receipt is in "
		    "the home");
		return CLI_ALARM;
	}
	if ((e = put(p, "copy.age", buf_view(body))) != TT_OK)
		return cannot_keep(p, e, "copy.age");
	p->copy = *body;
	*body = (struct buf){ .n = 0 };	/* transferred */
	return CLI_DONE;
}

static int
fetch_copy(struct parcel *p)
{
	const struct hubclient_call call = { .verb = HTTP_POST,
		.path = "/api/v1/receipt", .content_type = "text/plain",
		.body = buf_view(&p->receipt),
		.max_answer = (size_t)p->envelope->bytes + 1 };
	struct http_answer a = { .status = 0 };
	struct hubclient *hub;
	enum tt_err e;
	int code;

	if ((code = reader_home_hub(p->home, &hub)) != CLI_DONE)
		return code;
	e = hubclient_try(hub, &call, &a);
	if (e == TT_ELIMIT)
		code = not_promised(p, "the copy that the hub sent of");
	else if (e == TT_OK && a.status == 404)
		code = no_copy(p);
	else if (e == TT_OK && a.status == 409)
		code = needs_agreement(&a, "open", p->id) ? CLI_REFUSED :
		    not_agreed(p);
	else if (e != TT_OK || a.status != 200)
		code = hubclient_say(hub, e, &a, "hand in the receipt");
	else
		code = take_copy(p, &a.body);
	http_answer_done(&a);
	return code;
}

/* A hub that does not answer has nothing newer. */
static bool
hub_answers(struct parcel *p)
{
	const struct hubclient_call call = { .verb = HTTP_GET, .plain = true,
		.path = "/api/v1/health", .max_answer = 65536 };
	struct http_answer a = { .status = 0 };
	struct hubclient *hub;
	bool answers;

	if (reader_home_hub(p->home, &hub) != CLI_DONE)
		return false;
	answers = hubclient_try(hub, &call, &a) == TT_OK && a.status == 200;
	http_answer_done(&a);
	return answers;
}

/* What was received stays, under the next free number. */
static int
set_aside(struct parcel *p)
{
	char from[FILE_PATH_MAX], to[FILE_PATH_MAX], name[32];
	enum tt_err e;

	reader_home_kept(p->home, p->id, "", from);
	for (unsigned k = 1; k < REVISIONS_MAX; k++) {
		snprintf(name, sizeof(name), "receipts/%s.%u", p->id, k);
		reader_home_path(p->home, name, to);
		if (file_exists(to))
			continue;
		if ((e = file_rename(from, to)) != TT_OK)
			return say_err(e, NULL, "cannot keep %s", to);
		say_note(p->home->cli, "%s was revised; what was signed for "
		    "before is in %s", p->id, to);
		envelope_free(p->envelope);
		p->envelope = NULL;
		buf_done(&p->receipt);
		buf_init(&p->receipt, TT_STATEMENT_MAX);
		return CLI_DONE;
	}
	return say_fail(CLI_TROUBLE, NULL, "%s was revised too often",
	    p->id);
}

/*
 * Another revision; or other terms than those that were signed, and no copy
 * came for that signature.
 */
static bool
is_newer(const struct parcel *p, const struct inbox_row *row)
{
	if (row->opens_s > p->now_s && !row->open)
		return false;
	return memcmp(&row->copies,
	    &p->envelope->part[ENVELOPE_COPIES].opened.leaf,
	    sizeof(row->copies)) != 0 || (!have(p, "copy.age") &&
	    memcmp(&row->terms, &p->envelope->terms.hash,
	    sizeof(row->terms)) != 0);
}

/* *newer: what was signed for is not what the hub has. */
static int
look_for_newer(struct parcel *p, bool *newer)
{
	const struct inbox_row *row;
	struct inbox inbox = { .n = 0 };
	int code;

	*newer = false;
	if (!hub_answers(p))
		return CLI_DONE;
	if ((code = inbox_fetch(p->home, p->now_s, &inbox)) != CLI_DONE)
		return code;
	row = find_row(p, &inbox);
	if (row != NULL && inbox_is_retracted(row) && !have(p, "copy.age"))
		code = is_void(p);
	else if (row != NULL && inbox_is_retracted(row))
		say_note(p->home->cli, "the vendor retracted %s: destroy what "
		    "you have of it", p->id);
	else
		*newer = row != NULL && is_newer(p, row);
	inbox_free(&inbox);
	return code;
}

/* The receipt of the newest revision that can be had. */
static int
take_receipt(struct parcel *p)
{
	bool newer;
	int code;

	if (!have(p, "receipt"))
		return sign_receipt(p);
	if ((code = load_receipt(p)) != CLI_DONE ||
	    (code = look_for_newer(p, &newer)) != CLI_DONE || !newer)
		return code;
	if ((code = set_aside(p)) != CLI_DONE)
		return code;
	return sign_receipt(p);
}

int
parcel_receive(struct parcel *p)
{
	int code;

	if ((code = take_receipt(p)) != CLI_DONE)
		return code;
	return have(p, "copy.age") ? load_copy(p) : fetch_copy(p);
}

int64_t
parcel_public(const struct parcel *p, bool *over)
{
	int64_t at_s = p->envelope->until_s;

	if (p->standing.known && p->standing.until_s > at_s)
		at_s = p->standing.until_s;
	*over = p->standing.known && !p->standing.retracted &&
	    p->now_s >= at_s;
	return at_s;
}

/* The wave key. */

/* A key file of one identity, the wave's; into *p, or nothing. */
static bool
is_wave_key(struct parcel *p, struct span file)
{
	struct tt_age_identities *ids = tt_age_identities_new();

	if (ids == NULL || tt_age_identities_parse(ids, file, NULL) != TT_OK ||
	    ids->n != 1 || memcmp(&ids->id[0].recipient, &p->envelope->wave,
	    sizeof(p->envelope->wave)) != 0) {
		tt_age_identities_free(ids);
		return false;
	}
	p->wave = ids;
	return true;
}

static bool
load_wave_key(struct parcel *p)
{
	char path[FILE_PATH_MAX];
	struct buf file;

	kept(p, "wave.key", path);
	if (file_read_secret(path, TT_AGE_IDENTITY_FILE_MAX, &file) != TT_OK)
		return false;
	if (!is_wave_key(p, buf_view(&file))) {
		buf_done(&file);
		return false;	/* it is fetched again */
	}
	p->wave_file = file;
	return true;
}

static int
no_key(const struct parcel *p, const char *what)
{
	const struct tt_statement *wave =
	    &p->envelope->part[ENVELOPE_WAVE].opened.statement;
	char at[OUT_MOMENT_LEN];

	out_moment(at, p->envelope->opens_s, p->now_s);
	return say_fail(CLI_LATER, p->now_s < p->envelope->opens_s ?
	    "the receipt and the sealed copy are kept; the same command again "
	    "at that instant" : "the receipt and the sealed copy are kept; "
	    "the same command again in a few seconds",
	    "cannot open %s yet: %s; its instant is %s, and %llu of %zu "
	    "keepers must show their share", p->id, what, at,
	    (unsigned long long)tt_statement_number(wave, "threshold", 0),
	    tt_statement_count(wave, "keeper"));
}

static int
take_wave_key(struct parcel *p, struct buf *body)
{
	enum tt_err e;

	body->secret = true;	/* wiped when it is done */
	if (!is_wave_key(p, buf_view(body)))
		return no_key(p, "what the hub shows is not the key of its "
		    "wave");
	if ((e = put(p, "wave.key", buf_view(body))) != TT_OK)
		return cannot_keep(p, e, "wave.key");
	p->wave_file = *body;
	*body = (struct buf){ .n = 0 };	/* transferred */
	return CLI_DONE;
}

int
parcel_wave_key(struct parcel *p)
{
	char leaf[2 * sizeof(struct hash) + 1], path[96];
	const struct hubclient_call call = { .verb = HTTP_GET, .path = path,
		.plain = true, .max_answer = TT_AGE_IDENTITY_FILE_MAX };
	struct http_answer a = { .status = 0 };
	struct hubclient *hub;
	enum tt_err e;
	int code;

	if (load_wave_key(p))
		return CLI_DONE;
	if ((code = reader_home_hub(p->home, &hub)) != CLI_DONE)
		return code;
	hex_encode(leaf, p->envelope->part[ENVELOPE_WAVE].opened.leaf.b,
	    sizeof(struct hash));
	snprintf(path, sizeof(path), "/wave/%s/key", leaf);
	e = hubclient_try(hub, &call, &a);
	if (e == TT_OK && a.status == 404)
		code = no_key(p, "the key of its wave is not there");
	else if (e != TT_OK || a.status != 200)
		code = hubclient_say(hub, e, &a, "fetch the wave key");
	else
		code = take_wave_key(p, &a.body);
	http_answer_done(&a);
	return code;
}
