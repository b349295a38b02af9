/* SPDX-License-Identifier: ISC */
/* letter - what the verbs about letters share, and the table of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/hex.h"
#include "base/sha256.h"
#include "cli/clock.h"
#include "cli/post/letter.h"
#include "cli/say.h"
#include "cli/verbs.h"
#include "telltale/age_file.h"
#include "telltale/letter.h"
#include "telltale/statement.h"

#define SEALED_MAX	65536	/* bytes; what the hub takes */
#define HTTP_NOT_FOUND	404

void
letter_path(const char *what, struct span body, char out[LETTER_PATH_MAX])
{
	char hex[HEX_LEN(SHA256_LEN) + 1];
	uint8_t sha[SHA256_LEN];

	sha256(sha, body.p, body.n);
	hex_encode(hex, sha, sizeof(sha));
	snprintf(out, LETTER_PATH_MAX, "/api/v1/%s/%s", what, hex);
}

enum tt_err
letter_body(const json_t *row, int64_t *n, struct buf *out)
{
	uint8_t raw[SEALED_MAX];
	struct span text;
	size_t len;
	enum tt_err e;

	if ((e = json_in_int(row, "n", 1, INT64_MAX, n, NULL)) != TT_OK ||
	    (e = json_in_str(row, "letter", &text, NULL)) != TT_OK)
		return e;
	if (!b64_decode_any(raw, sizeof(raw), &len, text.p, text.n))
		return TT_ESYNTAX;
	buf_init(out, SEALED_MAX);
	buf_add(out, raw, len);
	return buf_err(out);
}

enum tt_err
letter_seal(const struct tt_age_recipient *to, size_t n, struct span letter,
    struct buf *out)
{
	const struct tt_age_target target = { .recipients = to,
		.n_recipients = n };

	buf_init(out, SEALED_MAX);
	return tt_age_file_seal(out, &target, letter, rng_system());
}

static int
put_answer(struct vault *v, struct hubclient *hub,
    const struct vault_reader *r, struct span body, bool patient)
{
	struct hubclient_call call = { .verb = HTTP_PUT, .body = body,
		.content_type = "application/octet-stream" };
	char what[64], id[HEX_LEN(TT_READER_ID_LEN) + 1];
	char path[LETTER_PATH_MAX];
	struct http_answer a;
	enum tt_err e;
	int code = CLI_DONE;

	hex_encode(id, r->key, sizeof(r->key));
	snprintf(what, sizeof(what), "answer/%s", id);
	letter_path(what, body, path);
	call.path = path;
	e = hubclient_try(hub, &call, &a);
	v->away = v->away || e == TT_ENET;
	if (e != TT_OK)
		return patient && (e == TT_ENET || e == TT_EAGAIN) ?
		    CLI_LATER : hubclient_say(hub, e, NULL,
		    "hand over the letter");
	if (patient && a.status == HTTP_NOT_FOUND)
		code = CLI_LATER;
	else if (a.status / 100 != 2)
		code = hubclient_say(hub, TT_OK, &a, "hand over the letter");
	http_answer_done(&a);
	return code;
}

int
letter_to_reader(struct vault *v, const struct vault_reader *r,
    struct span letter, bool patient)
{
	struct tt_age_recipient to;
	struct hubclient *hub;
	struct buf sealed = { .n = 0 };
	enum tt_err e;
	int code;

	if ((code = vault_hub(v, &hub)) != CLI_DONE)
		return code;
	if ((e = tt_age_recipient_parse(&to, span_str(r->seal))) == TT_OK)
		e = letter_seal(&to, 1, letter, &sealed);
	code = e == TT_OK ? put_answer(v, hub, r, buf_view(&sealed),
	    patient) :
	    say_err(e, NULL, "cannot seal a letter to %s", r->id);
	buf_done(&sealed);
	return code;
}

static enum tt_err
write_desk(struct vault *v, const struct tt_age_recipient *to, size_t n,
    const struct tt_signer *officer, struct buf *out)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	tt_statement_begin(o, TT_DESK, span_str(vault_origin(v)),
	    clock_now());
	for (size_t i = 0; i < n; i++)
		tt_statement_put_recipient(o, "recipient", &to[i]);
	e = tt_statement_sign(o, &officer, 1, out);
	free(o);
	return e;
}

/* Whether the hub was told of these very recipients. */
static bool
was_said(const char *path, const struct tt_age_recipient *to, size_t n)
{
	char text[TT_AGE_RECIPIENT_LEN + 1];
	struct tt_statement *s;
	struct buf file;
	bool same = false;

	if (file_read(path, TT_STATEMENT_MAX, &file) != TT_OK)
		return false;
	s = malloc(sizeof(*s));
	if (s != NULL && tt_statement_parse(s, buf_view(&file), NULL) ==
	    TT_OK && s->kind == TT_DESK &&
	    tt_statement_count(s, "recipient") == n) {
		same = true;
		for (size_t i = 0; i < n && same; i++) {
			bool found = false;

			tt_age_recipient_format(text, &to[i]);
			for (size_t k = 0; k < n; k++)
				found |= span_is(tt_statement_nth(s,
				    "recipient", k), text);
			same = found;
		}
	}
	free(s);
	buf_done(&file);
	return same;
}

static int
tell(struct vault *v, struct hubclient *hub, const char *path,
    const struct buf *statement)
{
	const struct hubclient_call call = { .verb = HTTP_PUT,
		.path = "/api/v1/desk", .body = buf_view(statement),
		.content_type = "text/plain; charset=utf-8" };
	struct http_answer a;
	enum tt_err e;

	if ((e = hubclient_try(hub, &call, &a)) != TT_OK)
		return v->away || e == TT_ENET || e == TT_EAGAIN ? CLI_DONE :
		    hubclient_say(hub, e, NULL, "say whom letters are for");
	if (a.status / 100 == 2)
		e = file_write(path, statement->p, statement->n, 0600);
	else
		say_warn("the hub does not take whom letters are for; readers "
		    "cannot write to you");
	http_answer_done(&a);
	return e == TT_OK ? CLI_DONE : say_err(e, NULL, "cannot keep %s",
	    path);
}

int
letter_desk(struct vault *v)
{
	struct tt_age_recipient to[VAULT_OFFICERS_MAX];
	const struct tt_signer *officer;
	char path[FILE_PATH_MAX];
	struct hubclient *hub;
	struct buf text;
	enum tt_err e;
	size_t n;
	int code;

	vault_path(v, "desk", path);
	if ((code = vault_recipients(v, to, &n)) != CLI_DONE ||
	    was_said(path, to, n))
		return code;
	if ((code = vault_officer(v, &officer)) != CLI_DONE ||
	    (code = vault_hub(v, &hub)) != CLI_DONE)
		return code;
	buf_init(&text, TT_STATEMENT_MAX);
	if ((e = write_desk(v, to, n, officer, &text)) == TT_OK)
		code = tell(v, hub, path, &text);
	else
		code = say_err(e, NULL, "cannot say whom letters are for");
	buf_done(&text);
	return code;
}

static const struct verb verbs[] = {
	{ "send", "a reader's word to the vendor, sealed",
	    verb_letter_send },
	{ "read", "what the vendor answered this reader", verb_letter_read },
	{ "list", "the vendor's side: what readers wrote",
	    verb_letter_list },
	{ "show", "one of them, opened", verb_letter_show },
	{ "answer", "to its writer, or to everybody in its bulletin",
	    verb_letter_answer },
	{ NULL, NULL, NULL },
};

int
verb_letter(struct cli *c, int argc, char **argv)
{
	return cli_dispatch(c, "letter", verbs, argc, argv);
}
