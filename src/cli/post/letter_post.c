/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "cli/post/letter.h"
#include "cli/post/letter_post.h"
#include "cli/say.h"
#include "telltale/authority.h"

/* The statement is an officer's of the keys that this home believes. */
static enum tt_err
read_desk(struct letter_to *t, struct span text)
{
	struct tt_statement *st = calloc(2, sizeof(*st));
	struct tt_authority a = { .keys = &st[1] };
	char path[FILE_PATH_MAX];
	struct buf keys = { .n = 0 };
	enum tt_err e = TT_ENOMEM;

	reader_home_path(t->home, "keys", path);
	if (st != NULL &&
	    (e = tt_statement_parse(&st[0], text, NULL)) == TT_OK &&
	    (e = file_read(path, TT_STATEMENT_MAX, &keys)) == TT_OK &&
	    (e = tt_statement_parse(&st[1], buf_view(&keys), NULL)) ==
	    TT_OK) {
		if (st[0].kind != TT_DESK || !span_is(st[0].origin,
		    reader_home_origin(t->home)))
			e = TT_EREFUSED;
		else
			e = tt_authority_check(&st[0], &a);
		t->n = tt_statement_count(&st[0], "recipient");
		if (e == TT_OK && (t->n == 0 || t->n > VAULT_OFFICERS_MAX))
			e = TT_ELIMIT;
		for (size_t i = 0; e == TT_OK && i < t->n; i++)
			e = tt_age_recipient_parse(&t->to[i],
			    tt_statement_nth(&st[0], "recipient", i));
	}
	buf_done(&keys);
	free(st);
	return e;
}

/* An older word than one seen before names officers of before. */
static bool
is_older(const struct letter_to *t, struct span text)
{
	struct tt_statement *st = calloc(2, sizeof(*st));
	char path[FILE_PATH_MAX];
	struct buf had = { .n = 0 };
	bool older = false;

	reader_home_path(t->home, "desk", path);
	if (st != NULL && file_read(path, TT_STATEMENT_MAX, &had) == TT_OK)
		older = tt_statement_parse(&st[0], text, NULL) == TT_OK &&
		    tt_statement_parse(&st[1], buf_view(&had), NULL) ==
		    TT_OK && st[0].time < st[1].time;
	buf_done(&had);
	free(st);
	return older;
}

int
letter_to(struct letter_to *t)
{
	const struct hubclient_call call = { .verb = HTTP_GET,
		.path = "/api/v1/desk" };
	char path[FILE_PATH_MAX];
	struct http_answer a;
	enum tt_err e;
	int code;

	if ((code = reader_home_hub(t->home, &t->hub)) != CLI_DONE ||
	    (code = hubclient_do(t->hub, &call, "ask whom letters are for",
	    &a)) != CLI_DONE)
		return code;
	reader_home_path(t->home, "desk", path);
	if ((e = read_desk(t, buf_view(&a.body))) != TT_OK)
		code = say_fail(CLI_ALARM, "ask the officer who invited you, "
		    "by another channel", "alarm: whom the hub names for "
		    "letters, no officer has signed: %s", tt_err_text(e));
	else if (is_older(t, buf_view(&a.body)))
		code = say_fail(CLI_ALARM, "ask the officer who invited you, "
		    "by another channel", "alarm: the hub names for letters "
		    "whom it named before, not whom it named last");
	else if ((e = file_write(path, a.body.p, a.body.n, 0600)) != TT_OK)
		code = say_err(e, NULL, "cannot keep %s", path);
	http_answer_done(&a);
	return code;
}

int
letter_post(struct letter_to *t, struct span letter)
{
	struct hubclient_call call = { .verb = HTTP_PUT,
		.content_type = "application/octet-stream" };
	char path[LETTER_PATH_MAX];
	struct http_answer a;
	struct buf sealed;
	enum tt_err e;
	int code;

	e = letter_seal(t->to, t->n, letter, &sealed);
	if (e == TT_OK) {
		letter_path("letter", buf_view(&sealed), path);
		call.path = path;
		call.body = buf_view(&sealed);
		code = hubclient_do(t->hub, &call, "send the letter", &a);
		if (code == CLI_DONE)
			http_answer_done(&a);
	} else
		code = say_err(e, NULL, "cannot seal the letter");
	buf_done(&sealed);
	return code;
}
