/* SPDX-License-Identifier: ISC */
/* letter read - what the vendor answered this reader, opened and checked. */
#include "base/instant.h"
#include "cli/out.h"
#include "cli/paragraph.h"
#include "cli/post/letter.h"
#include "cli/post/letter_answers.h"
#include "cli/reader_home.h"
#include "cli/say.h"

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
	    "an officer. What concerns a report: telltale report.",
};

static const struct out_column cols[] = {
	{ "written_at", "written", OUT_TEXT },
	{ "bulletin", "bulletin", OUT_TEXT },
	{ "text", "text", OUT_TEXT },
};

/* ctx: the table; NULL: for people.  The state of a report has its own verb. */
static void
print(void *ctx, const struct tt_letter *l, struct span whole)
{
	struct span bulletin = tt_statement_get(&l->head, "bulletin");
	struct span text = l->text, line;
	struct out_table *t = ctx;
	char at[INSTANT_LEN + 1];

	(void)whole;
	if (tt_statement_is(&l->head, "about", "report"))
		return;
	if (t != NULL) {
		out_instant(t, l->head.time);
		out_span(t, bulletin);
		out_span(t, l->text);
		return;
	}
	instant_format(l->head.time, at);
	out_line("%s, %.*s, signed by %.*s:", at, (int)bulletin.n,
	    bulletin.p, (int)l->note.line[0].name.n,
	    l->note.line[0].name.p);
	while (span_line(&text, &line))
		paragraph(2, "%.*s", (int)line.n, line.p);
	out_line("%s", "");
}

static int
read_all(struct reader_home *home)
{
	const struct cli *c = home->cli;
	struct out_table *t = NULL;
	int code, shown;

	if (c->json || !c->tty_out)
		t = out_table_new(c, "telltale-letter-read/1", "answers",
		    cols, N_ROWS(cols));
	code = letter_answers(home, print, t);
	if (t == NULL)
		return code;
	shown = out_table_end(t);
	return code != CLI_DONE ? code : shown;
}

int
verb_letter_read(struct cli *c, int argc, char **argv)
{
	struct reader_home home;
	struct opt_values o;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((code = reader_home_open(&home, c,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE)
		code = read_all(&home);
	reader_home_close(&home);
	return code;
}
