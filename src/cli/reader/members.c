/* SPDX-License-Identifier: ISC */
/* members - who else is in the programme, where the vendor shows it. */
#include <stdlib.h>

#include "cli/out.h"
#include "cli/reader/verbs.h"
#include "cli/reader_home.h"
#include "cli/say.h"
#include "telltale/authority.h"

static const struct opt opts[] = {
	PASSPHRASE_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "members",
	.args = "",
	.examples = {
		{ "members", "who else is in the programme, if it is shown" },
		{ "members --json", "the same for a script" },
	},
	.opts = opts,
	.notes = "Ends with 1 where the vendor does not show it. Never who is "
	    "in a bulletin.",
};

/* An officer's, by the keys that this home believes. */
static enum tt_err
check(const struct reader_home *r, struct span text, struct tt_statement *st)
{
	struct tt_statement *known = malloc(sizeof(*known));
	struct tt_authority a = { .keys = known };
	char path[FILE_PATH_MAX];
	struct buf keys = { .n = 0 };
	enum tt_err e = TT_ENOMEM;

	reader_home_path(r, "keys", path);
	if (known != NULL && (e = tt_statement_parse(st, text, NULL)) ==
	    TT_OK && (e = file_read(path, TT_STATEMENT_MAX, &keys)) == TT_OK &&
	    (e = tt_statement_parse(known, buf_view(&keys), NULL)) == TT_OK)
		e = st->kind != TT_MEMBERS || !span_is(st->origin,
		    reader_home_origin(r)) ? TT_EREFUSED :
		    tt_authority_check(st, &a);
	buf_done(&keys);
	free(known);
	return e;
}

static int
print(const struct reader_home *r, const struct tt_statement *st)
{
	static const struct out_column cols[] = {
		{ "name", "member", OUT_TEXT },
	};
	struct out_table *t = out_table_new(r->cli, "telltale-members/1",
	    "members", cols, N_ROWS(cols));

	for (size_t i = 0; i < tt_statement_count(st, "name"); i++)
		out_span(t, tt_statement_nth(st, "name", i));
	return out_table_end(t);
}

static int
read_answer(const struct reader_home *r, struct span text)
{
	struct tt_statement *st = malloc(sizeof(*st));
	enum tt_err e = st == NULL ? TT_ENOMEM : check(r, text, st);
	int code;

	if (e == TT_OK)
		code = print(r, st);
	else
		code = say_fail(CLI_ALARM, "ask the officer who invited you, "
		    "by another channel", "alarm: the list of members that "
		    "the hub shows, no officer has signed: %s",
		    tt_err_text(e));
	free(st);
	return code;
}

static int
members(struct reader_home *r)
{
	const struct hubclient_call call = { .verb = HTTP_GET,
		.path = "/api/v1/members" };
	struct http_answer a = { .status = 0 };
	struct hubclient *hub;
	enum tt_err e;
	int code;

	if ((code = reader_home_hub(r, &hub)) != CLI_DONE)
		return code;
	e = hubclient_try(hub, &call, &a);
	if (e == TT_OK && a.status == 404)
		code = say_fail(CLI_NO, NULL, "the programme does not show "
		    "who is in it, or does not know this reader");
	else if (e != TT_OK || a.status != 200)
		code = hubclient_say(hub, e, &a, "ask who is in the "
		    "programme");
	else
		code = read_answer(r, buf_view(&a.body));
	http_answer_done(&a);
	return code;
}

int
verb_members(struct cli *c, int argc, char **argv)
{
	struct opt_values v;
	struct reader_home r;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &v)) != CLI_GO)
		return code;
	if ((code = reader_home_open(&r, c,
	    opt_value(opts, &v, "passphrase-file"))) == CLI_DONE)
		code = members(&r);
	reader_home_close(&r);
	return code;
}
