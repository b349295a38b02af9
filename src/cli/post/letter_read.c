/* SPDX-License-Identifier: ISC */
/* letter read - what the vendor answered this reader, opened and checked. */
#include <stdio.h>
#include <stdlib.h>

#include "base/instant.h"
#include "cli/out.h"
#include "cli/paragraph.h"
#include "cli/post/letter.h"
#include "cli/reader_home.h"
#include "cli/say.h"
#include "telltale/age_file.h"
#include "telltale/authority.h"
#include "telltale/letter.h"

#define ANSWER_MAX	((size_t)64 << 20)	/* bytes */

static const struct opt opts[] = {
	PASSPHRASE_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "letter read",
	.args = "",
	.examples = {
		{ "letter read", "all answers, the first one first" },
		{ "letter read --json", "the same for a script" },
	},
	.opts = opts,
	.notes = "Each is opened with this home's key, and must be signed by "
	    "an officer.",
};

struct letters {
	struct reader_home *home;
	const struct tt_age_identities *mine;
	struct tt_statement keys;
	struct tt_letter l;		/* scratch */
	struct out_table *t;
};

static const struct out_column cols[] = {
	{ "written_at", "written", OUT_TEXT },
	{ "bulletin", "bulletin", OUT_TEXT },
	{ "text", "text", OUT_TEXT },
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

static void
print(struct letters *x)
{
	struct span text = x->l.text, line;
	char at[INSTANT_LEN + 1];

	if (x->t != NULL) {
		out_instant(x->t, x->l.head.time);
		out_span(x->t, tt_statement_get(&x->l.head, "bulletin"));
		out_span(x->t, x->l.text);
		return;
	}
	instant_format(x->l.head.time, at);
	out_line("%s, %.*s, signed by %.*s:", at,
	    (int)tt_statement_get(&x->l.head, "bulletin").n,
	    tt_statement_get(&x->l.head, "bulletin").p,
	    (int)x->l.note.line[0].name.n, x->l.note.line[0].name.p);
	while (span_line(&text, &line))
		paragraph(2, "%.*s", (int)line.n, line.p);
	out_line("%s", "");
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
	    (e = letter_by_officer(&x->keys, &x->l)) == TT_OK)
		print(x);
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
read_all(struct letters *x)
{
	char path[FILE_PATH_MAX];
	struct hubclient *hub;
	struct buf keys;
	enum tt_err e;
	int code, shown;

	if ((code = reader_home_identities(x->home, &x->mine)) != CLI_DONE ||
	    (code = reader_home_hub(x->home, &hub)) != CLI_DONE)
		return code;
	reader_home_path(x->home, "keys", path);
	if ((e = file_read(path, TT_STATEMENT_MAX, &keys)) != TT_OK ||
	    (e = tt_statement_parse(&x->keys, buf_view(&keys), NULL)) !=
	    TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	if (x->home->cli->json || !x->home->cli->tty_out)
		x->t = out_table_new(x->home->cli, "telltale-letter-read/1",
		    "answers", cols, N_ROWS(cols));
	code = all(x, hub);
	buf_done(&keys);
	if (x->t == NULL)
		return code;
	shown = out_table_end(x->t);
	return code != CLI_DONE ? code : shown;
}

int
verb_letter_read(struct cli *c, int argc, char **argv)
{
	struct reader_home home;
	struct opt_values o;
	struct letters *x;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((x = calloc(1, sizeof(*x))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot read letters");
	x->home = &home;
	if ((code = reader_home_open(&home, c,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE)
		code = read_all(x);
	free(x);
	reader_home_close(&home);
	return code;
}
