/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/checker.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/trial.h"
#include "telltale/check.h"
#include "telltale/marked.h"

#define OUTPUT_MAX	4096	/* bytes of a checker's own words */
#define CULPRITS_MAX	8

/* One part, and how it is judged. */
struct judging {
	const struct draft *d;
	uint64_t *rows;		/* n_rows of n_sites: what is tried */
	size_t n_rows;
	size_t part;
	struct trial trial;	/* its check is "" if there is none */
	/* what the last try said */
	enum tt_err err;	/* trouble: nothing was judged */
	bool hung;		/* it did not end by itself */
	bool absent;		/* the engine lacks what it needs */
	char words[OUTPUT_MAX + 1];
};

static void
say_fault(struct judging *j, const struct tt_fault *f)
{
	snprintf(j->words, sizeof(j->words), "line %u, column %u: %s", f->line,
	    f->column, f->text);
}

static void
note_result(struct judging *j, const struct buf *words,
    const struct child_result *r)
{
	j->hung = r->timed_out;
	if (span_trim(buf_view(words)).n == 0)
		snprintf(j->words, sizeof(j->words), "nothing, and ended with "
		    "status %d", r->status);
	else
		snprintf(j->words, sizeof(j->words), "%s", words->p);
	j->absent = j->trial.engine != NULL && r->status == ENGINE_ABSENT;
}

/* The program says no to one of n renderings. */
static bool
fails_program(struct judging *j, const struct span *texts, size_t n)
{
	struct child_result r = { .status = 0 };
	struct buf words;

	buf_init(&words, OUTPUT_MAX);
	if ((j->err = trial_run(&j->trial, texts, n, &words, &r)) == TT_OK)
		note_result(j, &words, &r);
	buf_done(&words);
	return j->err == TT_OK && !j->absent &&
	    (r.timed_out || r.status != 0);
}

static bool
is_broken(void *ctx, const uint64_t *symbols)
{
	struct judging *j = ctx;
	const struct tt_bulletin *b = j->d->bulletin;
	struct tt_fault fault;
	struct buf text;
	struct span view;
	bool broken;

	buf_init(&text, TT_RENDERING_MAX);
	j->err = tt_bulletin_render(b, j->part, symbols, &text);
	if (j->err != TT_OK) {
		buf_done(&text);
		return false;
	}
	j->err = tt_format_check(tt_format_of(b->parts[j->part].name),
	    buf_view(&text), &fault);
	broken = j->err == TT_ESYNTAX;
	if (broken) {
		say_fault(j, &fault);
		j->err = TT_OK;
	} else if (j->err == TT_OK && j->trial.check[0] != '\0') {
		view = buf_view(&text);
		broken = fails_program(j, &view, 1);
	}
	buf_done(&text);
	return broken;
}

/* Both readings of the site: in the row that fails, and in the one that
 * passes. */
static void
say_culprit(const struct tt_bulletin *b, const struct tt_culprit *c,
    const uint64_t *good)
{
	const struct tt_site *s = &b->sites[c->site];
	const uint64_t symbol[] = { c->symbol, good[c->site] };
	struct span name = b->parts[s->part].name;
	struct buf text[N_ROWS(symbol)];

	for (size_t i = 0; i < N_ROWS(symbol); i++) {
		buf_init(&text[i], TT_ALTERNATIVE_MAX);
		if (tt_site_text(s, symbol[i], &text[i]) != TT_OK)
			buf_clear(&text[i]);
	}
	say_place("%.*s:%u:%u: error: the alternative \"%s\" breaks it, and "
	    "\"%s\" does not", (int)name.n, name.p, s->line, s->column,
	    text[0].p != NULL ? text[0].p : "",
	    text[1].p != NULL ? text[1].p : "");
	for (size_t i = 0; i < N_ROWS(symbol); i++)
		buf_done(&text[i]);
}

static void
say_words(const struct judging *j)
{
	struct span name = j->d->bulletin->parts[j->part].name;
	struct span words = span_trim(span_str(j->words)), row;

	while (span_word(&words, '\n', &row))
		say_place("%.*s: the check said: %.*s", (int)name.n, name.p,
		    (int)row.n, row.p);
}

/* Not narrowed down: each try would take as long. */
static int
report_hung(const struct judging *j)
{
	struct span name = j->d->bulletin->parts[j->part].name;

	return say_fail(CLI_USAGE, "run it by hand, or take \"check\" out of "
	    "bulletin.json", "cannot seal: the check of %.*s (%s) did not end "
	    "in %d s", (int)name.n, name.p,
	    j->trial.check, TRIAL_SECONDS);
}

/* A row that passes; NULL: none does. */
static const uint64_t *
find_good(struct judging *j)
{
	const uint64_t *row;

	for (size_t k = 0; k < j->n_rows; k++) {
		row = j->rows + k * j->d->bulletin->n_sites;
		if (!is_broken(j, row) && j->err == TT_OK)
			return row;
	}
	return NULL;
}

/* Which alternatives of the failing row: against one that passes. */
static int
report(struct judging *j, const uint64_t *bad)
{
	const uint64_t *good = find_good(j);
	struct tt_culprit culprit[CULPRITS_MAX];
	struct span name = j->d->bulletin->parts[j->part].name;
	const struct tt_check_pair pair = { .bulletin = j->d->bulletin,
		.good = good, .bad = bad, .broken = is_broken, .ctx = j };
	size_t n = 0;
	int code;
	enum tt_err e;

	if (good != NULL && (e = tt_check_narrow(&pair, culprit, CULPRITS_MAX,
	    &n)) != TT_OK)
		return say_err(e, NULL, "cannot narrow down what breaks %.*s",
		    (int)name.n, name.p);
	code = say_fail(CLI_USAGE, NULL, "cannot seal: %.*s does not pass its "
	    "check", (int)name.n, name.p);
	for (size_t i = 0; i < n && i < CULPRITS_MAX; i++)
		say_culprit(j->d->bulletin, &culprit[i], good);
	if (is_broken(j, bad))	/* for its words */
		say_words(j);
	say_hint("%s", n > 0 ? "change the alternative, or the text around it" :
	    "no rendering passes: is it the text outside the sites, or the "
	    "check itself?");
	return code;
}

/* All renderings in one run; false: one of them, or nothing was judged. */
static bool
all_pass(struct judging *j)
{
	const struct tt_bulletin *b = j->d->bulletin;
	enum tt_format format = tt_format_of(b->parts[j->part].name);
	struct span texts[TRIAL_MANY];
	struct buf text[TRIAL_MANY];
	struct tt_fault fault;
	bool good = true;

	for (size_t k = 0; k < j->n_rows; k++) {
		buf_init(&text[k], TT_RENDERING_MAX);
		good = good && tt_bulletin_render(b, j->part,
		    j->rows + k * b->n_sites, &text[k]) == TT_OK &&
		    tt_format_check(format, buf_view(&text[k]), &fault) ==
		    TT_OK;
		texts[k] = buf_view(&text[k]);
	}
	good = good && !fails_program(j, texts, j->n_rows) &&
	    j->err == TT_OK && !j->absent;
	for (size_t k = 0; k < j->n_rows; k++)
		buf_done(&text[k]);
	return good;
}

/* Said once for a part; no fault of the draft. */
static void
say_untried(const struct judging *j, const struct engine *e)
{
	struct span name = j->d->bulletin->parts[j->part].name;

	say_warn("%.*s is not tried by what reads %s: %.*s is not installed",
	    (int)name.n, name.p, e->reads, e->package != NULL ?
	    (int)strlen(e->package) : (int)strcspn(e->check, " "),
	    e->package != NULL ? e->package : e->check);
}

/* The author's check, else the engine for such a part. */
static void
choose_check(struct judging *j)
{
	const struct tt_part *p = &j->d->bulletin->parts[j->part];
	const struct tt_manifest_part *m = &j->d->manifest->parts[j->part];
	const char *slash = strrchr(m->file, '/');

	j->trial.name = slash != NULL ? slash + 1 : m->file;
	j->trial.check = m->check;
	j->trial.engine = NULL;
	j->absent = false;
	if (j->trial.check[0] != '\0' || p->binary ||
	    (j->trial.engine = engine_for(p->name, p->plain)) == NULL)
		return;
	if (engine_is_there(j->trial.engine))
		j->trial.check = j->trial.engine->check;
	else
		say_untried(j, j->trial.engine);
}

/* What the engine needs is missing: go on without it. */
static void
forgo(struct judging *j)
{
	say_untried(j, j->trial.engine);
	j->trial.check = "";
	j->trial.engine = NULL;
	j->absent = false;
}

static int
check_part(struct judging *j)
{
	const struct tt_part *p = &j->d->bulletin->parts[j->part];
	size_t n = p->n_places > 0 ? j->n_rows : 1;
	const uint64_t *row;
	bool broken;

	choose_check(j);
	if (n > 1 && n <= TRIAL_MANY && trial_takes_many(&j->trial) &&
	    all_pass(j))
		return CLI_DONE;
	for (size_t k = 0; k < n; k++) {
		row = j->rows + k * j->d->bulletin->n_sites;
		broken = is_broken(j, row);
		if (j->absent)
			forgo(j);
		if (j->err != TT_OK)
			return say_err(j->err, j->err == TT_ENOENT ?
			    "install it, or take \"check\" out of "
			    "bulletin.json" : NULL, "cannot run the check of "
			    "%.*s (%s)", (int)p->name.n, p->name.p,
			    j->trial.check);
		if (broken && j->hung)
			return report_hung(j);
		if (broken)
			return report(j, row);
	}
	return CLI_DONE;
}

/* All rows, drawn once: what one try shows, the next shows again. */
static bool
draw_rows(struct judging *j)
{
	const struct tt_bulletin *b = j->d->bulletin;

	j->n_rows = tt_check_n_rows(b);
	if ((j->rows = calloc(j->n_rows * b->n_sites + 1,
	    sizeof(*j->rows))) == NULL)
		return false;
	for (size_t k = 0; k < j->n_rows; k++)
		tt_check_row(b, k, j->trial.rng, j->rows + k * b->n_sites);
	return true;
}

int
checker_run(const struct cli *c, const struct draft *d, const char *scratch,
    struct rng rng)
{
	struct judging j = { .d = d, .trial = { .scratch = scratch,
		.rng = rng } };
	struct progress bar;
	int code = CLI_DONE, one;

	if (!draw_rows(&j))
		return say_err(TT_ENOMEM, NULL, "cannot check the parts");
	progress_start(&bar, c, "checking", d->n_parts);
	/* what one part lacks is no reason not to look at the next */
	for (j.part = 0; j.part < d->n_parts && (code == CLI_DONE ||
	    code == CLI_USAGE); j.part++) {
		progress_at(&bar, j.part);
		if ((one = check_part(&j)) != CLI_DONE)
			code = one;
	}
	progress_end(&bar);
	free(j.rows);
	return code;
}
