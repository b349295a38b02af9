/* SPDX-License-Identifier: ISC */
/* notices check - for whoever got one: is it signed by that officer? */
#include <stdlib.h>
#include <string.h>

#include "cli/members.h"
#include "cli/out.h"
#include "cli/post/notice.h"
#include "cli/say.h"
#include "telltale/note.h"
#include "telltale/vkey.h"

#define FIRST_LINE	"telltale/v1/notice\n"

static const struct opt opts[] = {
	{ "key", 0, OPT_VALUE, "VKEY",
	    "an officer's key, as log show --kind keys tells it" },
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "notices check",
	.args = "FILE",
	.examples = {
		{ "notices check notice.txt --key ada+9f86d081+AQ...",
		    "the text of a mail, saved" },
		{ "notices check notice.txt --key \"$OFFICER\" --json",
		    "the same for a script" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "FILE is the mail's text, from its first line to its last. "
	    "Exit 0: signed by that\nkey; 5: it is not, and is not to be "
	    "believed. Needs no vault and no network.",
};

/* Mail has its lines end in CR LF; what was signed has LF. */
static void
drop_cr(struct buf *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++)
		if (b->p[i] != '\r' || i + 1 == b->n || b->p[i + 1] != '\n')
			b->p[n++] = b->p[i];
	buf_cut(b, n);
}

static enum tt_err
check(struct span text, const struct tt_vkey *key)
{
	struct tt_note *note = malloc(sizeof(*note));
	struct tt_note_signed by;
	enum tt_err e;

	if (note == NULL)
		return TT_ENOMEM;
	if ((e = tt_note_parse(note, text)) == TT_OK &&
	    !span_starts(note->text, FIRST_LINE))
		e = TT_ESYNTAX;
	if (e == TT_OK)
		e = tt_note_open(note, key, 1, &by);
	free(note);
	return e;
}

static int
said(const struct cli *c, const struct tt_vkey *key)
{
	struct out_json o;

	if (!c->json) {
		out_line("signed by %s", key->name);
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-notice-check/1");
	put_str(o.j, "signed_by", key->name);
	return out_json_end(&o);
}

int
verb_notices_check(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct tt_vkey key;
	struct buf text;
	const char *vkey;
	enum tt_err e;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((vkey = opt_value(opts, &o, "key")) == NULL ||
	    tt_vkey_parse(&key, span_str(vkey)) != TT_OK)
		return say_fail(CLI_USAGE, "telltale log show tells the "
		    "officers' keys", "notices check: --key is missing, or no "
		    "key");
	if ((e = file_read(o.args[0], TT_NOTE_MAX * 2, &text)) != TT_OK)
		return say_err(e, NULL, "cannot read %s", o.args[0]);
	drop_cr(&text);
	e = check(buf_view(&text), &key);
	buf_done(&text);
	if (e == TT_OK)
		return said(c, &key);
	if (e == TT_ENOMEM)
		return say_err(e, NULL, "cannot check %s", o.args[0]);
	return say_fail(CLI_ALARM, "was all of its text saved, from the first "
	    "line to the last? else it is not from that officer", "alarm: %s "
	    "is no notice that %s signed", o.args[0], key.name);
}
