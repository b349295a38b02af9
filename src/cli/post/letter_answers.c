/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>

#include "cli/post/letter.h"
#include "cli/post/letter_answers.h"
#include "cli/say.h"
#include "telltale/age_file.h"
#include "telltale/authority.h"

#define ANSWER_MAX	((size_t)64 << 20)	/* bytes */

struct letters {
	const struct tt_age_identities *mine;
	struct tt_statement keys;
	struct tt_letter l;		/* scratch */
	const char *origin;
	letter_answer_fn *fn;
	void *ctx;
};

enum tt_err
letter_by_officer(const struct tt_statement *keys, const struct tt_letter *l)
{
	struct tt_vkey officer;
	enum tt_err e;

	if (l->note.n != 1)
		return TT_EREFUSED;
	if ((e = tt_keys_find(keys, TT_ROLE_OFFICER, l->note.line[0].name, 0,
	    &officer)) != TT_OK)
		return e == TT_ENOENT ? TT_EREFUSED : e;
	return tt_letter_check(l, &officer);
}

/* By an officer of the keys that this home believes, in this programme. */
static enum tt_err
check(const struct letters *x)
{
	return span_is(x->l.head.origin, x->origin) ?
	    letter_by_officer(&x->keys, &x->l) : TT_EREFUSED;
}

static int
one(struct letters *x, const json_t *row)
{
	const struct tt_age_opener by = { .identities = x->mine->id,
		.n_identities = x->mine->n };
	struct buf sealed = { .n = 0 }, plain;
	int64_t n = 0;
	enum tt_err e;

	buf_init_secret(&plain, TT_LETTER_MAX);
	if ((e = letter_body(row, &n, &sealed)) == TT_OK &&
	    (e = tt_age_file_open(&plain, &by, buf_view(&sealed))) == TT_OK &&
	    (e = tt_letter_parse(&x->l, buf_view(&plain), NULL)) == TT_OK &&
	    (e = check(x)) == TT_OK)
		x->fn(x->ctx, &x->l, buf_view(&plain));
	buf_done(&plain);
	buf_done(&sealed);
	if (e == TT_OK)
		return CLI_DONE;
	return say_fail(CLI_ALARM, "ask the vendor by another channel",
	    "alarm: answer %lld is none of an officer's: %s", (long long)n,
	    tt_err_text(e));
}

static int
all(struct letters *x, struct hubclient *hub)
{
	struct hubclient_call call = { .verb = HTTP_GET,
		.max_answer = ANSWER_MAX };
	char path[64];
	int64_t after = 0, next = 0;
	json_t *root, *list, *row;
	int code = CLI_DONE;
	size_t i;

	do {
		after = next;
		snprintf(path, sizeof(path), "/api/v1/answers?after=%lld",
		    (long long)after);
		call.path = path;
		code = hubclient_json(hub, &call, "ask for answers", &root);
		if (code != CLI_DONE)
			return code;
		if (json_in_array(root, "letters", &list, NULL) != TT_OK ||
		    json_in_int(root, "next", after, INT64_MAX, &next,
		    NULL) != TT_OK)
			code = say_err(TT_ESYNTAX, NULL, "cannot read the "
			    "answers that the hub sent");
		else
			json_array_foreach(list, i, row)
				if ((code = one(x, row)) != CLI_DONE)
					break;
		json_decref(root);
	} while (code == CLI_DONE && next > after);
	return code;
}

static int
read_all(struct letters *x, struct reader_home *home)
{
	char path[FILE_PATH_MAX];
	struct hubclient *hub;
	struct buf keys;
	enum tt_err e;
	int code;

	if ((code = reader_home_identities(home, &x->mine)) != CLI_DONE ||
	    (code = reader_home_hub(home, &hub)) != CLI_DONE)
		return code;
	reader_home_path(home, "keys", path);
	if ((e = file_read(path, TT_STATEMENT_MAX, &keys)) != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	if ((e = tt_statement_parse(&x->keys, buf_view(&keys), NULL)) ==
	    TT_OK)
		code = all(x, hub);
	else
		code = say_err(e, NULL, "cannot read %s", path);
	buf_done(&keys);
	return code;
}

int
letter_answers(struct reader_home *home, letter_answer_fn *fn, void *ctx)
{
	struct letters *x = calloc(1, sizeof(*x));
	int code;

	if (x == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot read letters");
	x->origin = reader_home_origin(home);
	x->fn = fn;
	x->ctx = ctx;
	code = read_all(x, home);
	free(x);
	return code;
}
