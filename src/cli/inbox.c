/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "cli/clock.h"
#include "cli/inbox.h"
#include "cli/out.h"
#include "cli/reader/opened.h"
#include "cli/say.h"
#include "cli/terms_page.h"
#include "cli/verbs.h"
#include "telltale/statement.h"

#define ANSWER_MAX	((size_t)16 << 20)	/* bytes */

static const struct opt opts[] = {
	PASSPHRASE_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "inbox",
	.args = "[ID]",
	.examples = {
		{ "inbox", "what waits for you, and when it opens" },
		{ "inbox 6f1d0c92b4e87a35",
		    "the terms of one, before anything is signed" },
	},
	.opts = opts,
	.args_max = 1,
};

static const char *const states[] = {
	[INBOX_WAITING] = "waiting",
	[INBOX_OPEN] = "open",
	[INBOX_RECEIVED] = "received",
	[INBOX_REVISED] = "revised",
	[INBOX_RETRACTED] = "retracted",
};

_Static_assert(N_ROWS(states) == INBOX_STATES, "a word for each state");

const char *
inbox_state_text(enum inbox_state s)
{
	return states[s];
}

static enum tt_err
read_instant(const json_t *obj, const char *key, int64_t *out,
    struct json_diag *diag)
{
	struct span text;
	enum tt_err e;

	if ((e = json_in_str(obj, key, &text, diag)) != TT_OK)
		return e;
	return instant_parse(text, out);
}

static enum tt_err
read_replaces(const json_t *obj, char out[BULLETIN_ID_LEN + 1],
    struct json_diag *diag)
{
	uint8_t id[BULLETIN_ID_LEN / 2];
	struct span text;
	enum tt_err e;

	if ((e = json_in_str(obj, "replaces", &text, diag)) != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	if (!hex_decode(id, sizeof(id), text.p, text.n))
		return TT_ESYNTAX;
	memcpy(out, text.p, text.n);
	return TT_OK;
}

enum tt_err
inbox_row_read(struct inbox_row *out, const json_t *obj,
    struct json_diag *diag)
{
	struct inbox_row r = { .state = INBOX_WAITING };
	uint8_t id[BULLETIN_ID_LEN / 2];
	struct span text;
	enum tt_err e;

	if ((e = json_in_str(obj, "id", &text, diag)) != TT_OK)
		return e;
	if (!hex_decode(id, sizeof(id), text.p, text.n))
		return TT_ESYNTAX;
	memcpy(r.id, text.p, text.n);
	if ((e = read_instant(obj, "opens", &r.opens_s, diag)) != TT_OK ||
	    (e = read_instant(obj, "until", &r.until_s, diag)) != TT_OK ||
	    (e = json_in_str(obj, "terms", &text, diag)) != TT_OK)
		return e;
	if (!hex_decode(r.terms.b, sizeof(r.terms.b), text.p, text.n))
		return TT_ESYNTAX;
	if ((e = json_in_str(obj, "copies", &text, diag)) != TT_OK)
		return e;
	if (!hex_decode(r.copies.b, sizeof(r.copies.b), text.p, text.n))
		return TT_ESYNTAX;
	if ((e = json_in_str(obj, "consent", &text, diag)) != TT_OK)
		return e;
	if ((e = span_copy(text, r.consent, sizeof(r.consent))) != TT_OK ||
	    (e = json_in_str(obj, "embargo", &text, diag)) != TT_OK ||
	    (e = span_copy(text, r.embargo, sizeof(r.embargo))) != TT_OK ||
	    (e = json_in_bool(obj, "open", &r.open, diag)) != TT_OK ||
	    (e = read_replaces(obj, r.replaces, diag)) != TT_OK)
		return e;
	*out = r;
	return TT_OK;
}

static int
by_opening(const void *pa, const void *pb)
{
	const struct inbox_row *a = pa, *b = pb;

	if (a->opens_s != b->opens_s)
		return a->opens_s < b->opens_s ? -1 : 1;
	return strcmp(a->id, b->id);
}

bool
inbox_is_retracted(const struct inbox_row *row)
{
	return strcmp(row->embargo, "retracted") == 0;
}

/* What was signed for here is of another set of copies than that. */
static bool
is_revised(const struct reader_home *r, const struct inbox_row *row)
{
	struct tt_statement *st = malloc(sizeof(*st));
	char path[FILE_PATH_MAX];
	struct buf text = { .n = 0 };
	struct hash copies;
	bool yes;

	reader_home_kept(r, row->id, "receipt", path);
	yes = st != NULL && file_read(path, TT_STATEMENT_MAX, &text) ==
	    TT_OK && tt_statement_parse(st, buf_view(&text), NULL) ==
	    TT_OK && tt_statement_hash(st, "copies", &copies) &&
	    memcmp(&copies, &row->copies, sizeof(copies)) != 0;
	buf_done(&text);
	free(st);
	return yes;
}

static enum inbox_state
state_of(const struct reader_home *r, const struct inbox_row *row,
    int64_t now_s)
{
	char path[FILE_PATH_MAX];

	if (inbox_is_retracted(row))
		return INBOX_RETRACTED;
	reader_home_kept(r, row->id, "copy.age", path);
	if (file_exists(path))
		return is_revised(r, row) ? INBOX_REVISED : INBOX_RECEIVED;
	return now_s < row->opens_s && !row->open ? INBOX_WAITING :
	    INBOX_OPEN;
}

static enum tt_err
read_rows(const json_t *root, struct inbox *out, struct json_diag *diag)
{
	struct inbox b = { .n = 0 };
	json_t *list, *obj;
	enum tt_err e;
	size_t i;

	if ((e = json_in_array(root, "bulletins", &list, diag)) != TT_OK)
		return e;
	b.row = calloc(json_array_size(list) + 1, sizeof(*b.row));
	if (b.row == NULL)
		return TT_ENOMEM;
	json_array_foreach(list, i, obj)
		if ((e = inbox_row_read(&b.row[b.n++], obj, diag)) != TT_OK) {
			inbox_free(&b);
			return e;
		}
	qsort(b.row, b.n, sizeof(*b.row), by_opening);
	*out = b;
	return TT_OK;
}

static int
read_answer(struct span body, struct inbox *out)
{
	struct json_diag diag = { .text = "not as it should be" };
	json_t *root = NULL;
	enum tt_err e;

	if ((e = json_in_parse(body, ANSWER_MAX, &root, &diag)) == TT_OK)
		e = read_rows(root, out, &diag);
	json_decref(root);
	if (e == TT_OK)
		return CLI_DONE;
	return say_fail(say_exit(e), NULL,
	    "cannot read the inbox that the hub sent: %s", diag.text);
}

/* The hub tells nobody why; what it is mostly, the reader should hear. */
static int
not_known(const struct reader_home *r)
{
	char fingerprint[TT_FINGERPRINT_LEN + 1];

	tt_fingerprint(fingerprint, r->id);
	say_fail(CLI_TROUBLE, NULL, "cannot ask for the inbox: the hub does "
	    "not know this reader yet, or no more");
	say_hint("whoever invited you confirms the fingerprint %s first",
	    fingerprint);
	return CLI_TROUBLE;
}

int
inbox_fetch(struct reader_home *r, int64_t now_s, struct inbox *out)
{
	const struct hubclient_call call = { .verb = HTTP_GET,
		.path = "/api/v1/inbox", .max_answer = ANSWER_MAX };
	struct http_answer a = { .status = 0 };
	struct hubclient *hub;
	enum tt_err e;
	int code;

	if ((code = reader_home_hub(r, &hub)) != CLI_DONE)
		return code;
	e = hubclient_try(hub, &call, &a);
	if (e == TT_OK && a.status == 404)
		code = not_known(r);
	else if (e != TT_OK || a.status != 200)
		code = hubclient_say(hub, e, &a, "ask for the inbox");
	else
		code = read_answer(buf_view(&a.body), out);
	http_answer_done(&a);
	if (code != CLI_DONE)
		return code;
	for (size_t i = 0; i < out->n; i++)
		out->row[i].state = state_of(r, &out->row[i], now_s);
	return CLI_DONE;
}

void
inbox_free(struct inbox *b)
{
	free(b->row);
	*b = (struct inbox){ .n = 0 };
}

const struct inbox_row *
inbox_find(const struct inbox *b, const char *id)
{
	for (size_t i = 0; i < b->n; i++)
		if (strcmp(b->row[i].id, id) == 0)
			return &b->row[i];
	return NULL;
}

/* What to do about it, if anything. */
static void
print_next(const struct inbox_row *row)
{
	if (row->state == INBOX_RETRACTED)
		out_line("    void   the vendor retracted it; destroy what you "
		    "made from it");
	else if (strcmp(row->consent, "lapsed") == 0)
		out_line("    next   telltale inbox %s, then telltale consent "
		    "%s --accept: its terms changed", row->id, row->id);
	else if (row->state == INBOX_WAITING)
		out_line("    next   telltale inbox %s", row->id);
	else if (row->state == INBOX_REVISED)
		out_line("    next   telltale open %s -o DIR: it shows what "
		    "changed", row->id);
	else
		out_line("    next   telltale open %s -o DIR", row->id);
}

/* For people: some lines a bulletin, each instant in three ways. */
static int
print_lines(const struct reader_home *r, const struct inbox *b, int64_t now_s)
{
	char opens[OUT_MOMENT_LEN], until[OUT_MOMENT_LEN];

	for (size_t i = 0; i < b->n; i++) {
		const struct inbox_row *row = &b->row[i];

		out_moment(opens, row->opens_s, now_s);
		out_moment(until, row->until_s, now_s);
		out_line("%s  %s, %s", row->id, states[row->state],
		    row->consent);
		out_line("    opens  %s", opens);
		out_line("    until  %s%s", until, strcmp(row->embargo,
		    "ended") == 0 ? "; the embargo has ended" : "");
		if (row->replaces[0] != '\0')
			out_line("    after  %s, which you received and which "
			    "it replaces", row->replaces);
		print_next(row);
	}
	if (b->n == 0)
		say_note(r->cli, "nothing waits for you");
	return CLI_DONE;
}

static int
print(const struct reader_home *r, const struct inbox *b, int64_t now_s)
{
	static const struct out_column cols[] = {
		{ "id", "id", OUT_TEXT }, { "opens", "opens", OUT_TEXT },
		{ "until", "until", OUT_TEXT },
		{ "state", "state", OUT_TEXT },
		{ "consent", "consent", OUT_TEXT },
		{ "embargo", "embargo", OUT_TEXT },
		{ "terms", "terms", OUT_TEXT },
		{ "replaces", "replaces", OUT_TEXT },
	};
	struct out_table *t;

	if (r->cli->tty_out && !r->cli->json)
		return print_lines(r, b, now_s);
	t = out_table_new(r->cli, "telltale-inbox/1", "bulletins", cols,
	    N_ROWS(cols));
	for (size_t i = 0; i < b->n; i++) {
		out_str(t, b->row[i].id);
		out_instant(t, b->row[i].opens_s);
		out_instant(t, b->row[i].until_s);
		out_str(t, states[b->row[i].state]);
		out_str(t, b->row[i].consent);
		out_str(t, b->row[i].embargo);
		out_hex(t, b->row[i].terms.b, sizeof(b->row[i].terms.b));
		out_str(t, b->row[i].replaces[0] != '\0' ?
		    b->row[i].replaces : NULL);
	}
	return out_table_end(t);
}

static int
inbox(struct reader_home *r, const char *id)
{
	struct inbox b = { .n = 0 };
	int64_t now = clock_now();
	struct hubclient *hub;
	int code;

	if ((code = reader_home_hub(r, &hub)) != CLI_DONE ||
	    (code = hubclient_checkpoint(hub, NULL)) != CLI_DONE ||
	    (code = inbox_fetch(r, now, &b)) != CLI_DONE)
		return code;
	code = id == NULL ? print(r, &b, now) :
	    terms_page(r, inbox_find(&b, id), id, now);
	inbox_free(&b);
	opened_say(r);
	return code;
}

int
verb_inbox(struct cli *c, int argc, char **argv)
{
	const char *id = NULL;
	struct opt_values v;
	struct reader_home r;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &v)) != CLI_GO)
		return code;
	if (v.n_args == 1) {
		id = v.args[0];
		if ((code = bulletin_id_check(id)) != CLI_DONE)
			return code;
	}
	if ((code = reader_home_open(&r, c,
	    opt_value(opts, &v, "passphrase-file"))) == CLI_DONE)
		code = inbox(&r, id);
	reader_home_close(&r);
	return code;
}
