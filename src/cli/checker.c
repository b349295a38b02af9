/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/checker.h"
#include "cli/child.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/scratch.h"
#include "store/file.h"
#include "telltale/check.h"
#include "telltale/marked.h"

#define CHECK_SECONDS	60
#define OUTPUT_MAX	4096	/* bytes of a checker's own words */
#define CULPRITS_MAX	8

/* One part under one kind of check. */
struct trial {
	const struct draft *d;
	size_t part;
	const char *scratch;
	struct rng rng;
	/* what the last try said */
	enum tt_err err;	/* trouble: nothing was judged */
	bool hung;		/* it did not end by itself */
	char words[OUTPUT_MAX + 1];
};

static void
say_fault(struct trial *t, const struct tt_fault *f)
{
	snprintf(t->words, sizeof(t->words), "line %u, column %u: %s", f->line,
	    f->column, f->text);
}

/* The rendering as a file in a folder of its own, and the program on it. */
static bool
fails_program(struct trial *t, struct span text)
{
	const struct tt_manifest_part *p = &t->d->manifest->parts[t->part];
	const char *slash = strrchr(p->file, '/');
	const char *name = slash != NULL ? slash + 1 : p->file;
	char dir[FILE_PATH_MAX], file[FILE_PATH_MAX];
	struct child_result r = { .status = 0 };
	struct tt_check_args args;
	struct buf out;

	if ((t->err = scratch_make(t->scratch, t->rng, dir)) != TT_OK)
		return false;
	buf_init(&out, OUTPUT_MAX);
	if ((t->err = file_path(file, dir, name)) == TT_OK &&
	    (t->err = tt_check_args_make(&args, span_str(p->check),
	    span_str(file))) == TT_OK) {
		if ((t->err = file_write(file, text.p, text.n, 0600)) == TT_OK)
			t->err = child_run(args.argv, dir, CHECK_SECONDS, &out,
			    &r);
		tt_check_args_done(&args);
	}
	if (file_remove_tree(dir) != TT_OK && t->err == TT_OK)
		t->err = TT_EIO;
	t->hung = r.timed_out;
	if (span_trim(buf_view(&out)).n == 0)
		snprintf(t->words, sizeof(t->words), "nothing, and ended with "
		    "status %d", r.status);
	else
		snprintf(t->words, sizeof(t->words), "%s", out.p);
	buf_done(&out);
	return t->err == TT_OK && (r.timed_out || r.status != 0);
}

static bool
is_broken(void *ctx, const uint64_t *symbols)
{
	struct trial *t = ctx;
	const struct tt_bulletin *b = t->d->bulletin;
	struct tt_fault fault;
	struct buf text;
	bool broken;

	buf_init(&text, TT_RENDERING_MAX);
	t->err = tt_bulletin_render(b, t->part, symbols, &text);
	if (t->err != TT_OK) {
		buf_done(&text);
		return false;
	}
	t->err = tt_format_check(tt_format_of(b->parts[t->part].name),
	    buf_view(&text), &fault);
	broken = t->err == TT_ESYNTAX;
	if (broken) {
		say_fault(t, &fault);
		t->err = TT_OK;
	} else if (t->err == TT_OK &&
	    t->d->manifest->parts[t->part].check[0] != '\0')
		broken = fails_program(t, buf_view(&text));
	buf_done(&text);
	return broken;
}

static void
say_culprit(const struct tt_bulletin *b, const struct tt_culprit *c)
{
	const struct tt_site *s = &b->sites[c->site];
	struct span name = b->parts[s->part].name;
	struct buf text;

	buf_init(&text, TT_ALTERNATIVE_MAX);
	if (tt_site_text(s, c->symbol, &text) != TT_OK)
		buf_clear(&text);
	say_place("%.*s:%u:%u: error: the alternative \"%s\" breaks it",
	    (int)name.n, name.p, s->line, s->column,
	    text.p != NULL ? text.p : "");
	buf_done(&text);
}

static void
say_words(const struct trial *t)
{
	struct span name = t->d->bulletin->parts[t->part].name;
	struct span words = span_trim(span_str(t->words)), row;

	while (span_word(&words, '\n', &row))
		say_place("%.*s: the check said: %.*s", (int)name.n, name.p,
		    (int)row.n, row.p);
}

/* Not narrowed down: each try would take as long. */
static int
report_hung(const struct trial *t)
{
	struct span name = t->d->bulletin->parts[t->part].name;

	return say_fail(CLI_USAGE, "run it by hand, or take \"check\" out of "
	    "bulletin.json", "cannot seal: the check of %.*s (%s) did not end "
	    "in %d s", (int)name.n, name.p,
	    t->d->manifest->parts[t->part].check, CHECK_SECONDS);
}

/* Which alternatives of the failing row: against one that passes. */
static int
report(struct trial *t, const uint64_t *good, const uint64_t *bad)
{
	struct tt_culprit culprit[CULPRITS_MAX];
	struct span name = t->d->bulletin->parts[t->part].name;
	const struct tt_check_pair pair = { .bulletin = t->d->bulletin,
		.good = good, .bad = bad, .broken = is_broken, .ctx = t };
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
		say_culprit(t->d->bulletin, &culprit[i]);
	if (is_broken(t, bad))	/* for its words */
		say_words(t);
	say_hint("%s", n > 0 ? "change the alternative, or the text around it" :
	    "no rendering passes: is it the text outside the sites, or the "
	    "check itself?");
	return code;
}

/* A row of the covering set that passes, into good; false: none does. */
static bool
find_good(struct trial *t, uint64_t *good)
{
	size_t n = tt_check_n_rows(t->d->bulletin);

	for (size_t k = 0; k < n; k++) {
		tt_check_row(t->d->bulletin, k, t->rng, good);
		if (!is_broken(t, good) && t->err == TT_OK)
			return true;
	}
	return false;
}

static int
check_part(struct trial *t, uint64_t *row, uint64_t *good)
{
	const struct tt_part *p = &t->d->bulletin->parts[t->part];
	size_t n = p->n_places > 0 ? tt_check_n_rows(t->d->bulletin) : 1;
	bool broken;

	for (size_t k = 0; k < n; k++) {
		tt_check_row(t->d->bulletin, k, t->rng, row);
		broken = is_broken(t, row);
		if (t->err != TT_OK)
			return say_err(t->err, t->err == TT_ENOENT ?
			    "install it, or take \"check\" out of "
			    "bulletin.json" : NULL, "cannot run the check of "
			    "%.*s (%s)", (int)p->name.n, p->name.p,
			    t->d->manifest->parts[t->part].check);
		if (broken && t->hung)
			return report_hung(t);
		if (broken)
			return report(t, find_good(t, good) ? good : NULL, row);
	}
	return CLI_DONE;
}

int
checker_run(const struct cli *c, const struct draft *d, const char *scratch,
    struct rng rng)
{
	size_t n = d->bulletin->n_sites + 1;
	uint64_t *row = calloc(n, sizeof(*row));
	uint64_t *good = calloc(n, sizeof(*good));
	struct trial t = { .d = d, .scratch = scratch, .rng = rng };
	struct progress bar;
	int code = CLI_DONE, one;

	if (row == NULL || good == NULL)
		code = say_err(TT_ENOMEM, NULL, "cannot check the parts");
	progress_start(&bar, c, "checking", d->n_parts);
	/* what one part lacks is no reason not to look at the next */
	for (t.part = 0; t.part < d->n_parts && (code == CLI_DONE ||
	    code == CLI_USAGE); t.part++) {
		progress_at(&bar, t.part);
		if ((one = check_part(&t, row, good)) != CLI_DONE)
			code = one;
	}
	progress_end(&bar);
	free(row);
	free(good);
	return code;
}
