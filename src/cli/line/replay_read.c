/* SPDX-License-Identifier: ISC */
/* replay_read - a story's folder: story.json, bulletin.json and the parts. */
#include <stdio.h>
#include <string.h>

#include "base/secret.h"
#include "cli/line/replay.h"
#include "cli/say.h"
#include "telltale/trace.h"

#define STORY_NAME	"story.json"
#define MANIFEST_NAME	"bulletin.json"
#define PART_MAX	((size_t)4 << 20)	/* bytes */

static int
read_file(const char *dir, const char *name, size_t max, struct buf *out)
{
	enum tt_err e = file_read_below(dir, span_str(name), max, out);

	return e == TT_OK ? CLI_DONE : say_err(e, NULL, "cannot read %s/%s",
	    dir, name);
}

static int
read_story(struct replay *r)
{
	struct json_diag diag;
	struct buf text;
	enum tt_err e;
	int code;

	if ((code = read_file(r->dir, STORY_NAME, STORY_TEXT_MAX, &text)) !=
	    CLI_DONE)
		return code;
	e = story_parse(&r->story, buf_view(&text), &diag);
	buf_done(&text);
	if (e == TT_OK)
		return CLI_DONE;
	if (e == TT_ENOMEM)
		return say_err(e, NULL, "cannot use the story");
	say_fail(CLI_USAGE, NULL, "cannot use %s", r->dir);
	say_place("%s/" STORY_NAME ":%d:%d: %s", r->dir, diag.line,
	    diag.column, diag.text);
	say_hint("its form is in docs/formats.md");
	return CLI_USAGE;
}

/* The story's own folder first, then the one that it takes parts from. */
static int
read_part(struct replay *r, const char *name, struct buf *out)
{
	char other[FILE_PATH_MAX];
	enum tt_err e;

	e = file_read_below(r->dir, span_str(name), PART_MAX, out);
	if (e != TT_ENOENT || r->story.parts_from[0] == '\0')
		return e == TT_OK ? CLI_DONE : say_err(e, NULL,
		    "cannot read the part %s", name);
	if ((e = file_path(other, r->dir, r->story.parts_from)) != TT_OK)
		return say_err(e, NULL, "cannot read the part %s", name);
	return read_file(other, name, PART_MAX, out);
}

/* The parts that bulletin.json names. */
static int
read_parts(struct replay *r, const struct tt_manifest_part *part, size_t n,
    struct tt_part_text *out)
{
	int code = CLI_DONE;

	for (size_t i = 0; i < n && code == CLI_DONE; i++)
		if ((code = read_part(r, part[i].file, &r->text[i])) ==
		    CLI_DONE)
			out[i] = (struct tt_part_text){
				span_str(part[i].file),
				buf_view(&r->text[i]) };
	return code;
}

/* Names live as long as the draft, which takes the manifest's. */
static int
read_draft(struct replay *r)
{
	static struct tt_manifest_part part[TT_PARTS_MAX];
	struct tt_part_text text[TT_PARTS_MAX];
	struct draft *d = &r->lab.draft;
	struct buf json;
	size_t n;
	int code;
	enum tt_err e;

	if ((code = read_file(r->dir, MANIFEST_NAME, TT_MANIFEST_MAX,
	    &json)) != CLI_DONE)
		return code;
	n = tt_manifest_files(buf_view(&json), part);
	if (n == 0)
		code = say_fail(CLI_USAGE, "telltale seal --dry-run says what "
		    "is wrong with it", "cannot use %s/" MANIFEST_NAME,
		    r->dir);
	else if ((code = read_parts(r, part, n, text)) == CLI_DONE) {
		e = draft_from(d, buf_view(&json), text, n);
		if (e != TT_OK)
			code = say_err(e, "telltale power says where",
			    "cannot use the bulletin in %s", r->dir);
	}
	d->json = json;	/* transferred */
	if (code == CLI_DONE && d->manifest->n_waves == 0)
		code = say_fail(CLI_USAGE, NULL, "cannot replay %s: no wave "
		    "in it", r->dir);
	return code;
}

int
replay_read(struct replay *r, const char *dir)
{
	int code;

	if (span_copy(span_str(dir), r->dir, sizeof(r->dir)) != TT_OK)
		return say_err(TT_ELIMIT, NULL, "cannot read %s", dir);
	if ((code = read_story(r)) != CLI_DONE ||
	    (code = ruleset_load_dir(&r->rules, r->dir)) != CLI_DONE ||
	    (code = read_draft(r)) != CLI_DONE)
		return code;
	for (size_t i = 0; i < r->lab.draft.n_parts; i++)
		r->lab.draft.part[i].name =
		    span_str(r->lab.draft.manifest->parts[i].file);
	r->lab.epsilon = TT_EPSILON;
	if ((r->lab.key = SECRET_NEW(struct tt_codebook_key)) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot make a codebook");
	memcpy(r->lab.key->b, r->story.seed, sizeof(r->lab.key->b));
	return CLI_DONE;
}

void
replay_done(struct replay *r)
{
	for (size_t i = 0; i < STORY_RUNS_MAX; i++) {
		free(r->run[i].grant);
		free(r->run[i].census);
		line_free(r->run[i].line);
	}
	free(r->reader);
	lab_done(&r->lab);
	for (size_t i = 0; i < TT_PARTS_MAX; i++)
		buf_done(&r->text[i]);
	ruleset_done(&r->rules);
	story_done(&r->story);
}
