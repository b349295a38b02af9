/* SPDX-License-Identifier: ISC */
/*
 * replay_trace - copies for everybody in a story, and what is found of them,
 * traced by the program itself as whoever finds it would.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/child.h"
#include "cli/line/replay.h"
#include "cli/say.h"

#define TRACE_SECONDS	120
#define ANSWER_MAX	((size_t)16 << 20)	/* bytes of JSON */
#define FOUND_MAX	((size_t)16 << 20)	/* bytes of what is found */
#define SITES_MAX	((int64_t)1 << 20)

/* The grants of the runs with marks: they are all alike. */
static const struct replay_run *
marked_run(const struct replay *r)
{
	for (size_t i = 0; i < r->story.n_runs; i++)
		if (r->run[i].story->marked)
			return &r->run[i];
	return NULL;
}

static void
line_up(struct replay *r, const struct replay_run *run)
{
	struct lineup *l = &r->lab.lineup;
	uint64_t holder = 0, copy = 0;
	size_t reader = 0;

	lineup_profiles_of(l, &r->lab.draft);
	for (size_t i = 0; i < r->story.n_partners; i++) {
		const struct replay_grant *g = &run->grant[i];
		unsigned n = r->story.partner[i].readers;

		if (g->granted)
			lineup_add_holder(l, holder++, r->story.partner[i].id);
		for (unsigned k = 0; g->granted && k < n; k++)
			lineup_add_copy(l, copy++, r->reader[reader + k],
			    g->profile);
		reader += n;
	}
}

int
replay_lab(struct replay *r)
{
	const struct replay_run *run = marked_run(r);
	char path[FILE_PATH_MAX];
	enum tt_err e;

	if (run == NULL)
		return CLI_DONE;
	line_up(r, run);
	if ((e = lineup_err(&r->lab.lineup)) != TT_OK ||
	    (e = lab_codebook(&r->lab)) != TT_OK ||
	    (e = file_path(path, r->work, "lab")) != TT_OK)
		return say_err(e, NULL, "cannot make the copies");
	return lab_write(&r->lab, 0, path);
}

/* The leaker's first copy: index in the line-up; SIZE_MAX: nobody leaks. */
static size_t
leaked_copy(const struct replay *r, const struct replay_run *run)
{
	const struct lineup *l = &r->lab.lineup;
	size_t who = run->story->leaker, first, n;

	for (uint32_t h = 0; who != STORY_NOBODY &&
	    h < l->roster.n_holders; h++)
		if (strcmp(l->partner[h].id, r->story.partner[who].id) == 0) {
			lineup_copies_of(l, h, &first, &n);
			return first;
		}
	return SIZE_MAX;
}

/* Cut text to its lines from the first to the last. */
static void
cut_lines(struct buf *text, int64_t from, int64_t to)
{
	struct span rest = buf_view(text), line;
	struct buf kept;

	buf_init(&kept, FOUND_MAX);
	for (int64_t n = 1; n <= to && span_line(&rest, &line); n++)
		if (n >= from) {
			buf_span(&kept, line);
			buf_char(&kept, '\n');
		}
	buf_done(text);
	*text = kept;
}

static int
wrong_file(const struct story_found *f, const char *why)
{
	return say_fail(CLI_USAGE, "docs/formats.md says what a run may find",
	    "cannot replay: %s %s", f->file, why);
}

static bool
carries(const struct replay *r, size_t copy, size_t part)
{
	return tt_profile_carries((enum tt_profile)
	    r->lab.lineup.copy[copy].profile,
	    r->lab.draft.manifest->parts[part].kind);
}

/* A part of the bulletin, or a text beside it that refers to its sites. */
static int
render(const struct replay *r, const struct story_found *f, size_t copy,
    uint64_t *symbols, struct buf *out)
{
	const struct draft *of = &r->lab.draft;
	struct tt_part_text part[TT_PARTS_MAX];
	struct draft with = { .n_parts = 0 };
	struct buf text = { .n = 0 };
	size_t n = of->n_parts, at = 0;
	int code = CLI_DONE;
	enum tt_err e;

	while (at < n && !span_is(of->part[at].name, f->file))
		at++;
	for (size_t i = 0; i < n; i++)
		part[i] = of->part[i];
	if (at == n) {
		if (n == TT_PARTS_MAX)
			return wrong_file(f, "is one part too many");
		e = file_read_below(r->dir, span_str(f->file), FOUND_MAX,
		    &text);
		if (e != TT_OK)
			return say_err(e, NULL, "cannot read %s", f->file);
		part[n++] = (struct tt_part_text){ span_str(f->file),
			buf_view(&text) };
	} else if (copy == SIZE_MAX || !carries(r, copy, at))
		return wrong_file(f, "is found, but the leaker has no such "
		    "part");
	if ((e = draft_from(&with, SPAN(""), part, n)) != TT_OK ||
	    with.bulletin->n_sites != of->bulletin->n_sites)
		code = wrong_file(f, "has marks of its own, or faulty ones");
	else if (copy == SIZE_MAX && with.bulletin->parts[at].n_places > 0)
		code = wrong_file(f, "has marks, but nobody leaks");
	else if ((e = tt_bulletin_render(with.bulletin, at, symbols, out)) !=
	    TT_OK)
		code = say_err(e, NULL, "cannot render %s", f->file);
	draft_done(&with);
	buf_done(&text);
	return code;
}

/* Into work/found/RUN-N.txt; its path below work in rel. */
static int
write_found(const struct replay *r, const struct replay_run *run, size_t i,
    char rel[FILE_PATH_MAX])
{
	const struct story_found *f = &run->story->found[i];
	size_t copy = leaked_copy(r, run);
	uint64_t *symbols = calloc(r->lab.draft.bulletin->n_sites + 1,
	    sizeof(*symbols));
	char path[FILE_PATH_MAX];
	struct buf text;
	int code;
	enum tt_err e;

	if (symbols == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot render");
	if (copy != SIZE_MAX)
		tt_codebook_copy(r->lab.codebook, r->lab.lineup.holder[
		    r->lab.lineup.copy[copy].holder].number,
		    r->lab.lineup.copy[copy].number, symbols);
	buf_init(&text, FOUND_MAX);
	code = render(r, f, copy, symbols, &text);
	free(symbols);
	if (code == CLI_DONE) {
		if (f->from > 0)
			cut_lines(&text, f->from, f->to);
		snprintf(rel, FILE_PATH_MAX, "found/%s-%zu.txt",
		    run->story->id, i + 1);
		if ((e = file_path(path, r->work, rel)) != TT_OK ||
		    (e = buf_err(&text)) != TT_OK ||
		    (e = file_write(path, text.p != NULL ? text.p : "",
		    text.n, 0600)) != TT_OK)
			code = say_err(e, NULL, "cannot write %s", rel);
	}
	buf_done(&text);
	return code;
}

static bool
parse_verdict(struct span s, enum tt_verdict *out)
{
	for (enum tt_verdict v = 0; v < TT_VERDICT_COUNT; v++)
		if (span_is(s, tt_verdict_name(v))) {
			*out = v;
			return true;
		}
	return false;
}

/* Of the suspects: partners that are named. */
static enum tt_err
take_suspect(const json_t *obj, const char *leaker, struct replay_trace *t)
{
	struct span level, verdict, partner;
	double bound;
	enum tt_err e;

	if ((e = json_in_str(obj, "level", &level, NULL)) != TT_OK ||
	    (e = json_in_str(obj, "verdict", &verdict, NULL)) != TT_OK)
		return e;
	if (!span_is(level, "holder") || !span_is(verdict,
	    tt_verdict_name(TT_VERDICT_NAMED)))
		return TT_OK;
	if ((e = json_in_str(obj, "partner", &partner, NULL)) != TT_OK ||
	    (e = json_in_real(obj, "bound", &bound, NULL)) != TT_OK)
		return e;
	if (t->n_named == REPLAY_NAMED_MAX)
		return TT_ELIMIT;
	if ((e = span_copy(partner, t->named[t->n_named],
	    sizeof(t->named[0]))) != TT_OK)
		return e;
	t->wrong = t->wrong || leaker == NULL || !span_is(partner, leaker);
	t->bound[t->n_named++] = bound;
	return TT_OK;
}

static enum tt_err
take_answer(struct span text, const char *leaker, struct replay_trace *t)
{
	json_t *obj = NULL, *sites, *suspects;
	struct span verdict;
	enum tt_err e;

	if ((e = json_in_parse(text, ANSWER_MAX, &obj, NULL)) == TT_OK &&
	    (e = json_in_str(obj, "verdict", &verdict, NULL)) == TT_OK &&
	    (e = json_in_object(obj, "sites", &sites, NULL)) == TT_OK &&
	    (e = json_in_int(sites, "total", 0, SITES_MAX, &t->sites_total,
	    NULL)) == TT_OK &&
	    (e = json_in_int(sites, "read", 0, SITES_MAX, &t->sites_read,
	    NULL)) == TT_OK &&
	    (e = json_in_array(obj, "suspects", &suspects, NULL)) == TT_OK) {
		if (!parse_verdict(verdict, &t->verdict))
			e = TT_ESYNTAX;
		for (size_t i = 0; i < json_array_size(suspects) &&
		    e == TT_OK; i++)
			e = take_suspect(json_array_get(suspects, i), leaker,
			    t);
	}
	json_decref(obj);
	return e;
}

/* telltale trace --lab lab --json FILE, in the folder work. */
static int
ask(const struct replay *r, const char *rel, const char *leaker,
    struct replay_trace *t)
{
	char self[FILE_PATH_MAX], file[FILE_PATH_MAX];
	char *argv[] = { self, (char[]){ "trace" }, (char[]){ "--quiet" },
		(char[]){ "--lab" }, (char[]){ "lab" },
		(char[]){ "--json" }, file, NULL };
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	struct child_result result = { .status = CLI_TROUBLE };
	struct buf out;
	enum tt_err e = TT_EIO;
	int code = CLI_DONE;

	buf_init(&out, ANSWER_MAX);
	snprintf(file, sizeof(file), "%s", rel);
	if (n > 0) {
		self[n] = '\0';
		e = child_run(argv, r->work, TRACE_SECONDS, &out, &result);
	}
	if (e == TT_OK && result.status != CLI_DONE && result.status != CLI_NO)
		code = say_fail(CLI_TROUBLE, NULL, "cannot trace %s: %.*s",
		    rel, (int)(out.n > 400 ? 400 : out.n),
		    out.n > 0 ? out.p : "");
	else if (e != TT_OK || (e = take_answer(buf_view(&out), leaker, t)) !=
	    TT_OK)
		code = say_err(e, NULL, "cannot trace %s", rel);
	buf_done(&out);
	return code;
}

int
replay_trace(struct replay *r, size_t index)
{
	struct replay_run *run = &r->run[index];
	const char *leaker = run->story->leaker == STORY_NOBODY ? NULL :
	    r->story.partner[run->story->leaker].id;
	char rel[FILE_PATH_MAX];
	int code = CLI_DONE;

	for (size_t i = 0; i < run->story->n_found && code == CLI_DONE; i++)
		if ((code = write_found(r, run, i, rel)) == CLI_DONE)
			code = ask(r, rel, leaker, &run->trace[i]);
	return code;
}
