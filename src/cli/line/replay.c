/* SPDX-License-Identifier: ISC */
/* replay - a recorded story, with and without telltale. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/line/replay.h"
#include "cli/line/verbs.h"
#include "cli/out.h"
#include "cli/paragraph.h"
#include "cli/say.h"

#define SAID_MAX	((size_t)1 << 16)	/* bytes */
#define JSON_MAX	((size_t)16 << 20)

static const struct opt opts[] = {
	{ "output", 'o', OPT_VALUE, "OUT", "the folder to make" },
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "replay",
	.args = "DIR",
	.examples = {
		{ "replay examples/mapp-2025 -o /tmp/replay",
		    "July 2025; the page is /tmp/replay/index.html" },
		{ "replay examples/mapp-2025 -o /tmp/replay --json",
		    "every number of it" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "DIR has story.json and bulletin.json, and parts or where "
	    "they are. No clock is read\nand nothing is drawn: the same story "
	    "gives the same page.",
};

/* Names of readers: their partner's, with a number. */
static enum tt_err
name_readers(struct replay *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->story.n_partners; i++)
		n += r->story.partner[i].readers;
	if ((r->reader = calloc(n, sizeof(*r->reader))) == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < r->story.n_partners; i++)
		for (unsigned k = 0; k < r->story.partner[i].readers; k++)
			snprintf(r->reader[r->n_readers++],
			    sizeof(*r->reader), "%.*s-%hhu",
			    VAULT_ID_MAX - 4, r->story.partner[i].id,
			    (uint8_t)(k + 1));
	return TT_OK;
}

static int
write_svg(const struct replay *r, size_t i)
{
	char name[TT_ID_MAX + 8], path[FILE_PATH_MAX];
	struct buf b;
	enum tt_err e;

	snprintf(name, sizeof(name), "%s.svg", r->run[i].story->id);
	if ((e = line_svg(&b, r->run[i].line, r->run[i].story->title)) ==
	    TT_OK && (e = file_path(path, r->work, name)) == TT_OK)
		e = file_write(path, b.p, b.n, 0600);
	buf_done(&b);
	return e == TT_OK ? CLI_DONE : say_err(e, NULL, "cannot write %s",
	    name);
}

static int
write_json(struct replay *r, struct buf *json)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;
	int code;

	buf_init(json, JSON_MAX);
	if ((code = replay_json(r, json)) != CLI_DONE)
		return code;
	if ((e = file_path(path, r->work, "replay.json")) != TT_OK ||
	    (e = file_write(path, json->p, json->n, 0600)) != TT_OK)
		return say_err(e, NULL, "cannot write replay.json");
	return CLI_DONE;
}

static int
make(struct replay *r, struct buf *json)
{
	char found[FILE_PATH_MAX];
	int code = CLI_DONE;
	enum tt_err e;

	if ((e = file_path(found, r->work, "found")) != TT_OK ||
	    (e = file_mkdirs(found)) != TT_OK ||
	    (e = name_readers(r)) != TT_OK)
		return say_err(e, NULL, "cannot replay %s", r->dir);
	for (size_t i = 0; i < r->story.n_runs && code == CLI_DONE; i++)
		code = replay_play(r, i);
	if (code == CLI_DONE)
		code = replay_lab(r);
	for (size_t i = 0; i < r->story.n_runs && code == CLI_DONE; i++) {
		say_note(r->cli, "%s", r->run[i].story->title);
		if ((code = replay_trace(r, i)) == CLI_DONE)
			code = write_svg(r, i);
	}
	if (code != CLI_DONE || (code = replay_page(r)) != CLI_DONE)
		return code;
	return write_json(r, json);
}

static void
print_words(const struct replay *r, size_t run, const char *head,
    void (*words)(const struct replay *, size_t, struct buf *))
{
	struct span rest, line;
	struct buf b;

	buf_init(&b, SAID_MAX);
	words(r, run, &b);
	rest = buf_view(&b);
	out_line("  %s", head);
	while (span_line(&rest, &line))
		paragraph(4, "- %.*s", (int)line.n, line.p);
	buf_done(&b);
}

static int
print(const struct replay *r, const struct buf *json, const char *out)
{
	if (r->cli->json)
		return fwrite(json->p, 1, json->n, stdout) == json->n ?
		    CLI_DONE : CLI_TROUBLE;
	for (size_t i = 0; i < r->story.n_runs; i++) {
		out_line("%s", r->run[i].story->title);
		print_words(r, i, "known when it is asked:", replay_known);
		print_words(r, i, "later:", replay_later);
		print_words(r, i, "not to be known:", replay_unknown);
	}
	out_line("the page is %s/index.html", out);
	return CLI_DONE;
}

static int
run(struct replay *r, const char *dir, const char *out)
{
	struct buf json = { .n = 0 };
	int code;
	enum tt_err e;

	if (file_exists(out))
		return say_fail(CLI_USAGE, "name a folder that is not there "
		    "yet", "cannot make %s: it is there already", out);
	if ((code = replay_read(r, dir)) != CLI_DONE)
		return code;
	if ((e = file_temp_name(out, r->work)) != TT_OK)
		return say_err(e, NULL, "cannot make %s", out);
	if ((code = make(r, &json)) == CLI_DONE) {
		e = file_rename(r->work, out);
		code = e == TT_OK ? print(r, &json, out) : say_err(e, NULL,
		    "cannot make %s", out);
	}
	if (code != CLI_DONE && file_exists(r->work) &&
	    (e = file_remove_tree(r->work)) != TT_OK)
		say_warn("%s is left behind", r->work);
	buf_done(&json);
	return code;
}

int
verb_replay(struct cli *c, int argc, char **argv)
{
	struct opt_values o;
	struct replay *r;
	const char *out;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((out = opt_value(opts, &o, "output")) == NULL || out[0] == '\0')
		return say_fail(CLI_USAGE, "telltale replay --help",
		    "replay: -o OUT is missing");
	if ((r = calloc(1, sizeof(*r))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot replay");
	r->cli = c;
	code = run(r, o.args[0], out);
	replay_done(r);
	free(r);
	return code;
}
