/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "cli/audit/bundle.h"
#include "cli/clock.h"
#include "cli/say.h"
#include "store/file.h"
#include "telltale/audit.h"
#include "telltale/policy.h"
#include "telltale/tlog_proof.h"

#define PROGRAMME_AT	0
#define KEYS_AT		1

static int
cannot(enum tt_err e, const char *what)
{
	switch (e) {
	case TT_ENOENT:
	case TT_EINTEGRITY:
	case TT_EPROOF:
		return say_fail(CLI_ALARM, "keep what you have of this log; "
		    "telltale log verify reads all of it", "alarm: the log "
		    "cannot produce %s: %s", what, tt_err_text(e));
	default:
		return say_err(e, NULL, "cannot read %s of the log", what);
	}
}

int
bundle_take(struct bundle *b, const char *name, struct buf *data)
{
	size_t i = b->n;

	if (i == TT_ARCHIVE_MEMBERS_MAX || strlen(name) >= BUNDLE_NAME_MAX ||
	    buf_err(data) != TT_OK) {
		buf_done(data);
		return say_fail(CLI_TROUBLE, NULL, "cannot make the bundle: "
		    "it has more than an archive can hold");
	}
	b->data[i] = *data;	/* transferred */
	*data = (struct buf){ .n = 0 };
	snprintf(b->name[i], BUNDLE_NAME_MAX, "%s", name);
	b->n++;
	return CLI_DONE;
}

int
bundle_add(struct bundle *b, const char *name, struct span bytes)
{
	struct buf data;

	buf_init_secret(&data, TT_ARCHIVE_MEMBER_MAX);
	buf_span(&data, bytes);
	return bundle_take(b, name, &data);
}

static bool
has(const struct bundle *b, const char *name)
{
	for (size_t i = 0; i < b->n; i++)
		if (strcmp(b->name[i], name) == 0)
			return true;
	return false;
}

/* proofs/INDEX.tlog-proof, at this bundle's checkpoint. */
static int
add_proof(struct bundle *b, uint64_t index)
{
	struct tt_tlog_proof p = { .index = index,
		.checkpoint = buf_view(&b->note) };
	char name[64];
	struct buf text;
	enum tt_err e;

	snprintf(name, sizeof(name), "proofs/%" PRIu64 ".tlog-proof", index);
	if (has(b, name))
		return CLI_DONE;
	buf_init_secret(&text, TT_TLOG_PROOF_MAX);
	if ((e = tt_log_reader_prove(b->log, index, p.proof, &p.n)) != TT_OK ||
	    (e = tt_tlog_proof_format(&p, &text)) != TT_OK) {
		buf_done(&text);
		return cannot(e, "a proof");
	}
	return bundle_take(b, name, &text);
}

static int
add_entry(struct bundle *b, const char *name, uint64_t index,
    struct span *entry)
{
	enum tt_err e;
	int code;

	if ((e = tt_log_reader_entry(b->log, index, entry)) != TT_OK)
		return cannot(e, name);
	if ((code = bundle_add(b, name, *entry)) != CLI_DONE)
		return code;
	return add_proof(b, index);
}

static void
hash_of(struct span bytes, struct hash *out)
{
	sha256(out->b, bytes.p, bytes.n);
}

static bool
knows(const struct bundle *b, const struct hash *keys)
{
	for (size_t i = 0; i < b->n_keys; i++)
		if (memcmp(b->keys[i].b, keys->b, sizeof(keys->b)) == 0)
			return true;
	return false;
}

static int
add_keys(struct bundle *b, uint64_t index)
{
	char name[32];
	struct span entry;
	int code;

	snprintf(name, sizeof(name), index == KEYS_AT ? "keys" : "keys-%"
	    PRIu64, index);
	if (has(b, name))
		return CLI_DONE;
	if (b->n_keys == BUNDLE_KEYS_MAX)
		return say_err(TT_ELIMIT, NULL, "cannot make the bundle");
	if ((code = add_entry(b, name, index, &entry)) == CLI_DONE)
		hash_of(entry, &b->keys[b->n_keys++]);
	return code;
}

/*
 * All lists from the first to the one that a batch names: looked for from the
 * batch backwards, since a rotation is rare and mostly none is there.
 */
static int
find_keys(struct bundle *b, const struct tt_statement *batch, uint64_t at)
{
	struct hash want;
	struct span entry;
	enum tt_err e;
	int code;

	if (!tt_statement_bytes(batch, "keys", want.b, sizeof(want.b)))
		return cannot(TT_EINTEGRITY, "a batch");
	if (knows(b, &want))
		return CLI_DONE;
	for (uint64_t i = at; i-- > KEYS_AT;) {
		if ((e = tt_log_reader_entry(b->log, i, &entry)) != TT_OK)
			return cannot(e, "a list of keys");
		if (span_starts(entry, "telltale/v1/keys\n") &&
		    (code = add_keys(b, i)) != CLI_DONE)
			return code;
	}
	return knows(b, &want) ? CLI_DONE : cannot(TT_ENOENT,
	    "the list of keys that a batch names");
}

static int
read_head(struct bundle *b)
{
	struct tt_policy_verdict v;
	enum tt_err e;
	int code;

	log_source_hub(&b->source, b->hub);
	if ((e = log_source_checkpoint(&b->source, &b->note)) != TT_OK)
		return say_err(e, "the bundle needs the log: try again when "
		    "the hub is there", "cannot read the hub's checkpoint");
	if ((e = tt_policy_open(hubclient_policy(b->hub), buf_view(&b->note),
	    &v)) != TT_OK)
		return cannot(e, "a checkpoint of this log");
	if ((code = hubclient_saw(b->hub, buf_view(&b->note))) != CLI_DONE)
		return code;
	if (!v.quorum)
		return say_fail(CLI_LATER, "telltale log verify says who is "
		    "missing", "cannot make the bundle: the newest checkpoint "
		    "is not cosigned by as many witnesses as the policy asks");
	b->head = v.checkpoint;
	return CLI_DONE;
}

int
bundle_open(struct bundle *b, struct hubclient *hub)
{
	struct tt_tile_io io;
	struct span entry;
	enum tt_err e;
	int code;

	*b = (struct bundle){ .hub = hub };
	if ((code = hubclient_checkpoint(hub, NULL)) != CLI_DONE ||
	    (code = read_head(b)) != CLI_DONE)
		return code;
	io = log_source_io(&b->source);
	if ((e = tt_log_reader_new(&b->log, &b->head, &io)) != TT_OK)
		return cannot(e, "its tiles");
	if ((code = add_entry(b, "programme", PROGRAMME_AT, &entry)) !=
	    CLI_DONE)
		return code;
	return add_keys(b, KEYS_AT);
}

void
bundle_done(struct bundle *b)
{
	for (size_t i = 0; i < b->n; i++)
		buf_done(&b->data[i]);
	tt_log_reader_free(b->log);
	log_source_done(&b->source);
	buf_done(&b->note);
	*b = (struct bundle){ .n = 0 };
}

static int
add_batch(struct bundle *b, struct span batch, uint64_t index)
{
	struct tt_statement *s;
	char name[40];
	struct span entry;
	int code;

	snprintf(name, sizeof(name), "batch/%" PRIu64, index);
	if (has(b, name))
		return CLI_DONE;
	if ((code = add_entry(b, name, index, &entry)) != CLI_DONE)
		return code;
	if (!span_eq(entry, batch))
		return cannot(TT_EINTEGRITY, "a batch that it had");
	if ((s = malloc(sizeof(*s))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot make the bundle");
	if (tt_statement_parse(s, batch, NULL) != TT_OK ||
	    s->kind != TT_BATCH)
		code = cannot(TT_EINTEGRITY, "a batch");
	else
		code = find_keys(b, s, index);
	free(s);
	return code;
}

int
bundle_statement(struct bundle *b, enum tt_kind kind, struct span set_proof,
    struct span batch, uint64_t index)
{
	char name[64];
	int code;

	if (index >= b->head.size)
		return say_fail(CLI_LATER, NULL, "cannot make the bundle: a "
		    "statement is newer than the newest checkpoint");
	if ((code = add_batch(b, batch, index)) != CLI_DONE)
		return code;
	snprintf(name, sizeof(name), "statements/%s-%u.set-proof",
	    tt_kind_name(kind), ++b->made[kind]);
	return bundle_add(b, name, set_proof);
}

bool
bundle_index(struct span tlog_proof, uint64_t *index)
{
	struct tt_tlog_proof *p = malloc(sizeof(*p));
	bool good = p != NULL && tt_tlog_proof_parse(p, tlog_proof) == TT_OK;

	if (good)
		*index = p->index;
	free(p);
	return good;
}

static int
add_manifest(struct bundle *b)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	char hex[HEX_LEN(SHA256_LEN) + 1];
	struct hash sum;
	struct buf text;
	enum tt_err e = TT_ENOMEM;

	if (o == NULL)
		return say_err(e, NULL, "cannot make the bundle");
	tt_statement_begin(o, TT_EVIDENCE, span_str(b->head.origin),
	    clock_now());
	for (size_t i = 0; i < b->n; i++) {
		hash_of(buf_view(&b->data[i]), &sum);
		hex_encode(hex, sum.b, sizeof(sum.b));
		tt_statement_put_pair(o, "file", span_str(hex),
		    span_str(b->name[i]));
	}
	buf_init_secret(&text, TT_STATEMENT_MAX);
	e = tt_statement_end(o, &text);
	free(o);
	if (e != TT_OK) {
		buf_done(&text);
		return say_err(e, NULL, "cannot list what the bundle has");
	}
	return bundle_take(b, "manifest", &text);
}

/* What does not verify is not handed out. */
static int
judge(const struct bundle *b, struct span tar)
{
	struct tt_audit *a = calloc(1, sizeof(*a));
	enum tt_err e = TT_ENOMEM;
	int code = CLI_DONE;

	if (a != NULL)
		e = tt_audit_run(a, tar, hubclient_policy(b->hub));
	if (e != TT_OK)
		code = say_err(e, NULL, "cannot check the bundle");
	else if (a->failed != 0)
		code = say_fail(CLI_NO, "telltale verify --help says what is "
		    "checked", "cannot write the bundle: check %d, %s, fails: "
		    "%s", (int)a->failed, tt_audit_name(a->failed),
		    a->line[a->failed].said);
	free(a);
	return code;
}

static int
write_archive(struct bundle *b, const char *path, struct hash *sum)
{
	size_t size;
	char *tar;
	enum tt_err e;
	int code = CLI_DONE;

	for (size_t i = 0; i < b->n; i++)
		b->member[i] = (struct tt_member){ span_str(b->name[i]),
			buf_view(&b->data[i]) };
	tt_archive_sort(b->member, b->n);
	if ((e = tt_archive_bare_size(&size, b->member, b->n)) != TT_OK)
		return say_err(e, NULL, "cannot make the bundle");
	if ((tar = malloc(size)) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot make the bundle");
	e = tt_archive_bare_write(tar, size, b->member, b->n);
	if (e == TT_OK && (code = judge(b, span_of(tar, size))) == CLI_DONE) {
		sha256(sum->b, tar, size);
		e = file_create(path, tar, size, 0600);
	}
	secret_wipe(tar, size);
	free(tar);
	return e == TT_OK ? code : say_err(e, NULL, "cannot write %s", path);
}

int
bundle_write(struct bundle *b, const char *path, struct hash *sum)
{
	int code = add_manifest(b);

	return code == CLI_DONE ? write_archive(b, path, sum) : code;
}
