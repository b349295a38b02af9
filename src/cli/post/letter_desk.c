/* SPDX-License-Identifier: ISC */
/* letter list and show - the vendor's side: what readers wrote. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "cli/clock.h"
#include "cli/embargo/answer.h"
#include "cli/known/lettered.h"
#include "cli/mine/invited.h"
#include "cli/mine/tell.h"
#include "cli/out.h"
#include "cli/paragraph.h"
#include "cli/partner.h"
#include "cli/people/by_key.h"
#include "cli/post/letter.h"
#include "cli/post/letter_own.h"
#include "cli/post/mishap.h"
#include "cli/post/notice.h"
#include "cli/say.h"
#include "store/vault_letter.h"
#include "telltale/age_file.h"

#define ANSWER_MAX	((size_t)64 << 20)	/* bytes */

static const struct opt opts[] = {
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage list_usage = {
	.verb = "letter list",
	.args = "",
	.examples = {
		{ "letter list", "what readers wrote, the first one first" },
		{ "letter list --json", "the same for a script" },
	},
	.opts = opts,
};

static const struct opt show_opts[] = {
	{ "signed", 0, OPT_FLAG, NULL,
	    "the note as its writer signed it, byte for byte" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage show_usage = {
	.verb = "letter show",
	.args = "NUMBER",
	.examples = {
		{ "letter show 3", "one letter, opened" },
		{ "letter show 3 --signed",
		    "as evidence: it verifies by its writer's key" },
	},
	.opts = show_opts,
	.args_min = 1,
	.args_max = 1,
};

static const struct out_column cols[] = {
	{ "n", "number", OUT_NUMBER },
	{ "about", "about", OUT_TEXT },
	{ "partner", "partner", OUT_TEXT },
	{ "reader", "reader", OUT_TEXT },
	{ "bulletin", "bulletin", OUT_TEXT },
	{ "written_at", "written", OUT_TEXT },
	{ "received_at", "received", OUT_TEXT },
	{ "answered_at", "answered", OUT_TEXT },
};

enum tt_err
letter_open(struct vault *v, struct span body, struct buf *plain,
    struct tt_letter *out)
{
	const struct tt_age_opener by = { .identities = v->identity->id,
		.n_identities = v->identity->n };
	enum tt_err e;

	buf_init_secret(plain, TT_LETTER_MAX);
	if ((e = tt_age_file_open(plain, &by, body)) != TT_OK)
		return e;
	return tt_letter_parse(out, buf_view(plain), NULL);
}

struct numbers {
	int64_t *n;
	size_t count, cap;
};

static enum tt_err
add_number(void *ctx, const struct vault_letter *l)
{
	struct numbers *to = ctx;
	void *grown;

	if (to->count == to->cap) {
		to->cap = to->cap * 2 + 16;
		if ((grown = reallocarray(to->n, to->cap,
		    sizeof(*to->n))) == NULL)
			return TT_ENOMEM;
		to->n = grown;
	}
	to->n[to->count++] = l->n;
	return TT_OK;
}

static enum tt_err
reseal_one(struct vault *v, const struct tt_age_recipient *to, size_t n_to,
    int64_t n)
{
	struct tt_letter *l = malloc(sizeof(*l));
	struct buf plain, sealed = { .n = 0 };
	struct vault_letter row;
	enum tt_err e = TT_ENOMEM;

	buf_init_secret(&plain, 0);
	if (l != NULL && (e = vault_letter_get(v->db, n, &row)) == TT_OK &&
	    (e = letter_open(v, row.body, &plain, l)) == TT_OK &&
	    (e = letter_seal(to, n_to, buf_view(&plain), &sealed)) == TT_OK)
		e = vault_letter_sealed(v->db, n, buf_view(&sealed));
	buf_done(&sealed);
	buf_done(&plain);
	free(l);
	return e;
}

int
letter_reseal(struct vault *v)
{
	struct tt_age_recipient to[VAULT_OFFICERS_MAX];
	struct numbers all = { .n = NULL };
	size_t n = 0;
	enum tt_err e;
	int code;

	if ((code = vault_unlock(v)) != CLI_DONE ||
	    (code = vault_recipients(v, to, &n)) != CLI_DONE)
		return code;
	e = vault_letter_each(v->db, add_number, &all);
	for (size_t i = 0; i < all.count && e == TT_OK; i++)
		e = reseal_one(v, to, n, all.n[i]);
	free(all.n);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot seal the letters anew");
	return CLI_DONE;
}

enum tt_err
letter_check(struct vault *v, const json_t *row, const struct tt_letter *l,
    struct vault_reader *r)
{
	uint8_t id[TT_READER_ID_LEN];
	struct tt_vkey key;
	struct span hex;
	enum tt_err e;

	if ((e = json_in_str(row, "reader", &hex, NULL)) != TT_OK)
		return e;
	if (!hex_decode(id, sizeof(id), hex.p, hex.n))
		return TT_ESYNTAX;
	if ((e = vault_reader_of_key(v->db, id, r)) != TT_OK ||
	    (e = tt_vkey_parse(&key, span_str(r->sign))) != TT_OK)
		return e;
	if (!span_is(l->head.origin, vault_origin(v)))
		return TT_EREFUSED;
	return tt_letter_check(l, &key);
}

/* One with its writer, as it is to be kept. */
struct kept {
	struct vault_letter row;
	struct vault_reader r;
};

static enum tt_err
read_row(struct vault *v, const json_t *row, int64_t n, struct span body,
    const struct tt_letter *l, struct kept *to)
{
	struct vault_letter out = { .n = n, .hash = l->hash,
		.written_s = l->head.time, .body = body };
	struct span received, bulletin;
	enum tt_err e;

	if ((e = letter_check(v, row, l, &to->r)) != TT_OK ||
	    (e = json_in_str(row, "received", &received, NULL)) != TT_OK ||
	    (e = instant_parse(received, &out.received_s)) != TT_OK ||
	    (e = span_copy(tt_statement_get(&l->head, "about"), out.about,
	    sizeof(out.about))) != TT_OK)
		return e;
	bulletin = tt_statement_get(&l->head, "bulletin");
	if (bulletin.p != NULL && (e = span_copy(bulletin, out.bulletin,
	    sizeof(out.bulletin))) != TT_OK)
		return e;
	memcpy(out.reader, to->r.id, sizeof(out.reader));
	to->row = out;
	return TT_OK;
}

/*
 * Officers and counsel hear that a duty was used, and where it stands: what
 * was written is sealed, and stays so.
 */
static void
tell_duty(struct vault *v, const struct kept *k)
{
	char when[OUT_MOMENT_LEN], about[32], what[256];
	struct notice_new n = { .event = NOTICE_DUTY_REPORTED,
		.about = about };

	if (strcmp(k->row.about, "duty") != 0 || !notice_own_address(v))
		return;
	snprintf(about, sizeof(about), "letter %lld", (long long)k->row.n);
	out_moment(when, k->row.written_s, clock_now());
	snprintf(what, sizeof(what), "  of bulletin %s\n  telltale letter "
	    "show %lld", k->row.bulletin, (long long)k->row.n);
	n.facts[NOTICE_WHO] = span_str(k->r.partner);
	n.facts[NOTICE_WHEN] = span_str(when);
	n.facts[NOTICE_WHAT] = span_str(what);
	if (notice_own(v, &n) != CLI_DONE)
		say_warn("not everybody is told by mail of letter %lld, a "
		    "duty that was used", (long long)k->row.n);
}

/* What somebody signed; a letter that cannot count is a letter still. */
static int
keep_signed(struct vault *v, const struct kept *k, const struct tt_letter *l,
    struct span whole)
{
	const char *why = NULL;
	enum tt_err e;
	int code;

	if (strcmp(k->row.about, "agreement") == 0)
		code = by_key_agreement(v, l, whole, &k->r, &why);
	else if (strcmp(k->row.about, "declaration") == 0)
		code = by_key_declaration(v, l, whole, &k->r, &why);
	else if (strcmp(k->row.about, "terms") == 0)
		code = answer_by_key(v, l, &k->row, &k->r, &why);
	else if (strcmp(k->row.about, "reader") == 0)
		code = invited_keep(v, l, &k->r, k->row.received_s, &why);
	else
		return CLI_DONE;
	if (code == CLI_DONE && why == NULL && (e = vault_letter_answered(
	    v->db, k->row.n, k->row.received_s)) != TT_OK)
		return partner_cannot(v, e, "keep a letter");
	if (code == CLI_DONE && why != NULL)
		say_warn("letter %lld, about the %s, by %s does not count: %s",
		    (long long)k->row.n, k->row.about, k->r.id, why);
	return code;
}

/* What is on record is so together with its letter, or neither is. */
static int
keep(struct vault *v, const struct kept *k, const struct tt_letter *l,
    struct span whole)
{
	enum tt_err e;
	int code = CLI_DONE;

	if ((e = db_begin(v->db)) != TT_OK)
		return partner_cannot(v, e, "change the vault");
	if ((e = vault_letter_add(v->db, &k->row)) == TT_OK &&
	    strcmp(k->row.about, "sighting") == 0)
		code = lettered_keep(v, l, &k->row, k->r.partner);
	else if (e == TT_OK)
		code = keep_signed(v, k, l, whole);
	if (e == TT_OK && code == CLI_DONE)
		e = db_commit(v->db);
	if (e == TT_OK && code == CLI_DONE) {
		tell_duty(v, k);
		return CLI_DONE;
	}
	db_rollback(v->db);
	return code != CLI_DONE ? code : say_err(e, NULL,
	    "cannot keep a letter");
}

/*
 * What cannot be opened or believed is worth a warning and no more: anybody
 * with a reader's key can hand in nonsense, and the next letters must come.
 */
static int
take(struct vault *v, const json_t *row)
{
	struct tt_letter *l = malloc(sizeof(*l));
	struct buf body = { .n = 0 }, plain = { .n = 0 };
	struct kept k;
	int64_t n = 0;
	enum tt_err e = TT_ENOMEM;
	int code = CLI_DONE;

	if (l != NULL && (e = letter_body(row, &n, &body)) == TT_OK &&
	    (e = letter_open(v, buf_view(&body), &plain, l)) == TT_OK)
		e = read_row(v, row, n, buf_view(&body), l, &k);
	if (e == TT_OK)
		code = keep(v, &k, l, buf_view(&plain));
	buf_done(&plain);
	buf_done(&body);
	free(l);
	if (e == TT_ENOMEM || e == TT_EDB || e == TT_EFULL || e == TT_EAGAIN)
		return say_err(e, NULL, "cannot keep a letter");
	if (e != TT_OK)
		say_warn("letter %lld is no letter of that reader: %s",
		    (long long)n, tt_err_text(e));
	return code;
}

static int
take_all(struct vault *v, const json_t *root, int64_t after, int64_t *next)
{
	json_t *list, *row;
	int code = CLI_DONE;
	size_t i;

	if (json_in_array(root, "letters", &list, NULL) != TT_OK ||
	    json_in_int(root, "next", after, INT64_MAX, next, NULL) != TT_OK)
		return say_err(TT_ESYNTAX, NULL, "cannot read the letters "
		    "that the hub sent");
	json_array_foreach(list, i, row)
		if ((code = take(v, row)) != CLI_DONE)
			break;
	return code;
}

int
letter_page(struct vault *v, int64_t after, json_t **root)
{
	char path[64];
	const struct hubclient_call call = { .verb = HTTP_GET, .path = path,
		.max_answer = ANSWER_MAX };
	struct hubclient *hub;
	int code;

	snprintf(path, sizeof(path), "/api/v1/letters?after=%lld",
	    (long long)after);
	if ((code = vault_hub(v, &hub)) != CLI_DONE)
		return code;
	return hubclient_json(hub, &call, "ask for letters", root);
}

int
letter_fetch(struct vault *v)
{
	struct buf secret;
	int64_t after = 0, next = 0;
	json_t *root;
	enum tt_err e;
	int code;

	/* unlocks the officer's key */
	if ((code = vault_secret_read(v, "keys/publisher.sign.age",
	    &secret)) != CLI_DONE)
		return code;
	buf_done(&secret);
	if ((code = letter_desk(v)) != CLI_DONE ||
	    (code = tell_admins(v)) != CLI_DONE)
		return code;
	if (v->away)
		return CLI_DONE;
	if ((e = vault_letter_last(v->db, &next)) != TT_OK)
		return partner_cannot(v, e, "read the vault's letters");
	do {
		after = next;
		if ((code = letter_page(v, after, &root)) != CLI_DONE)
			return code;
		code = take_all(v, root, after, &next);
		json_decref(root);
	} while (code == CLI_DONE && next > after);
	return code == CLI_DONE ? vault_post(v) : code;
}

struct listing {
	struct vault *v;
	struct out_table *t;
};

static enum tt_err
list_one(void *ctx, const struct vault_letter *l)
{
	struct listing *x = ctx;
	struct vault_reader r;
	enum tt_err e;

	if ((e = vault_reader_get(x->v->db, span_str(l->reader), &r)) !=
	    TT_OK)
		return e;
	out_int(x->t, l->n);
	out_str(x->t, l->about);
	out_str(x->t, r.partner);
	out_str(x->t, l->reader);
	if (l->bulletin[0] != '\0')
		out_str(x->t, l->bulletin);
	else
		out_none(x->t);
	out_instant(x->t, l->written_s);
	out_instant(x->t, l->received_s);
	if (l->answered_s != 0)
		out_instant(x->t, l->answered_s);
	else
		out_none(x->t);
	return TT_OK;
}

static int
list(struct vault *v)
{
	struct listing x = { .v = v };
	enum tt_err e;

	x.t = out_table_new(v->cli, "telltale-letter-list/1", "letters",
	    cols, N_ROWS(cols));
	if ((e = vault_letter_each(v->db, list_one, &x)) != TT_OK) {
		out_table_drop(x.t);
		return partner_cannot(v, e, "list the letters");
	}
	return out_table_end(x.t);
}

int
verb_letter_list(struct cli *c, int argc, char **argv)
{
	struct opt_values o;
	struct vault v;
	int code;

	if ((code = cli_parse(c, &list_usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE &&
	    (code = vault_greet(&v)) == CLI_DONE &&
	    (code = letter_fetch(&v)) == CLI_DONE)
		code = list(&v);
	vault_close(&v);
	return code;
}

int
letter_get(struct vault *v, const char *number, struct vault_letter *out)
{
	uint64_t n;
	enum tt_err e;

	if (span_u64(span_str(number), INT64_MAX, &n) != TT_OK)
		return say_fail(CLI_USAGE, "telltale letter list",
		    "letter: '%s' is no number of a letter", number);
	if ((e = vault_letter_get(v->db, (int64_t)n, out)) == TT_ENOENT)
		return say_fail(CLI_TROUBLE, "telltale letter list",
		    "there is no letter %s", number);
	if (e != TT_OK)
		return partner_cannot(v, e, "read the vault's letters");
	return CLI_DONE;
}

/* The head's lines, then the words. */
static int
print(const struct cli *c, const struct vault_letter *row,
    const struct tt_letter *l)
{
	struct mishap_soon soon = mishap_soon(l, row->received_s);
	bool mishap = strcmp(row->about, "mishap") == 0;
	struct span text = l->text, line;
	char how_soon[MISHAP_SOON_MAX];
	struct out_json o;

	if (c->json) {
		out_json_begin(&o, "telltale-letter-show/1");
		json_out_key(o.j, "n");
		json_out_int(o.j, row->n);
		json_out_key(o.j, "reader");
		json_out_str(o.j, row->reader);
		json_out_key(o.j, "letter");
		json_out_hex(o.j, l->hash.b, sizeof(l->hash.b));
		for (size_t i = 0; i < l->head.n; i++) {
			json_out_key(o.j, l->head.field[i].name);
			json_out_span(o.j, l->head.field[i].value);
		}
		if (mishap && soon.known) {
			json_out_key(o.j, "reported_after_least_s");
			json_out_int(o.j, soon.least_s);
			json_out_key(o.j, "reported_after_most_s");
			json_out_int(o.j, soon.most_s);
		}
		json_out_key(o.j, "text");
		json_out_span(o.j, l->text);
		return out_json_end(&o);
	}
	for (size_t i = 0; i < l->head.n; i++)
		out_line("%s %.*s", l->head.field[i].name,
		    (int)l->head.field[i].value.n, l->head.field[i].value.p);
	if (mishap) {
		mishap_soon_text(&soon, how_soon);
		out_line("%s", how_soon);
	}
	out_line("%s", "");
	while (span_line(&text, &line))
		paragraph(0, "%.*s", (int)line.n, line.p);
	return CLI_DONE;
}

static int
print_signed(const struct buf *plain)
{
	return fwrite(plain->p, 1, plain->n, stdout) == plain->n ? CLI_DONE :
	    CLI_TROUBLE;
}

static int
show(struct vault *v, const char *number, bool as_signed)
{
	struct tt_letter *l = malloc(sizeof(*l));
	struct buf plain = { .n = 0 };
	struct vault_letter row;
	enum tt_err e;
	int code;

	if ((code = letter_get(v, number, &row)) == CLI_DONE) {
		e = l == NULL ? TT_ENOMEM : letter_open(v, row.body, &plain,
		    l);
		if (e != TT_OK)
			code = say_err(e, NULL, "cannot open letter %s",
			    number);
		else
			code = as_signed ? print_signed(&plain) :
			    print(v->cli, &row, l);
		if (code == CLI_DONE && strcmp(row.about, "sighting") == 0)
			say_note(v->cli, "next: telltale sighting list, and "
			    "sighting add --confirms, if it stands up");
	}
	buf_done(&plain);
	free(l);
	return code;
}

int
verb_letter_show(struct cli *c, int argc, char **argv)
{
	struct opt_values o;
	struct vault v;
	int code;

	if ((code = cli_parse(c, &show_usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(show_opts, &o, "passphrase-file"))) == CLI_DONE &&
	    (code = vault_greet(&v)) == CLI_DONE &&
	    (code = letter_fetch(&v)) == CLI_DONE)
		code = show(&v, o.args[0], opt_set(show_opts, &o, "signed"));
	vault_close(&v);
	return code;
}
