/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "cli/scratch.h"
#include "cli/trial.h"
#include "store/file.h"
#include "telltale/check.h"

#define COMMAND_MAX	(TRIAL_MANY * FILE_PATH_MAX)

/* What the engine wants beside the part. */
static enum tt_err
put_files(const struct engine *engine, const char *dir)
{
	char path[FILE_PATH_MAX];
	const struct engine_file *f;
	enum tt_err e = TT_OK;

	if (engine == NULL)
		return TT_OK;
	for (size_t i = 0; i < N_ROWS(engine->files) && e == TT_OK; i++) {
		f = &engine->files[i];
		if (f->name != NULL &&
		    (e = file_path(path, dir, f->name)) == TT_OK)
			e = file_write(path, *f->text, strlen(*f->text), 0600);
	}
	return e;
}

/* dir/K/name, where K counts the renderings. */
static enum tt_err
put_text(const struct trial *t, const char *dir, size_t k, struct span text)
{
	char number[24], sub[FILE_PATH_MAX], path[FILE_PATH_MAX];
	enum tt_err e;

	snprintf(number, sizeof(number), "%zu", k);
	if ((e = file_path(sub, dir, number)) != TT_OK ||
	    (e = file_path(path, sub, t->name)) != TT_OK ||
	    (e = file_mkdir(sub)) != TT_OK)
		return e;
	return file_write(path, text.p, text.n, 0600);
}

/* The check with all files in a row for each {}; of one, as it is. */
static enum tt_err
command(const struct trial *t, size_t n, struct buf *out)
{
	struct span rest = span_str(t->check);
	const char *at;

	while (n > 1 && (at = memmem(rest.p, rest.n, "{}", 2)) != NULL) {
		buf_add(out, rest.p, (size_t)(at - rest.p));
		for (size_t k = 0; k < n; k++)
			buf_printf(out, "%s%zu/{}", k > 0 ? " " : "", k);
		rest.n -= (size_t)(at + 2 - rest.p);
		rest.p = at + 2;
	}
	buf_span(out, rest);
	return buf_err(out);
}

static enum tt_err
run_in(const struct trial *t, const char *dir, size_t n, struct buf *words,
    struct child_result *result)
{
	char first[FILE_PATH_MAX], file[FILE_PATH_MAX];
	struct tt_check_args args;
	struct buf line;
	enum tt_err e;

	buf_init(&line, COMMAND_MAX);
	if ((e = command(t, n, &line)) == TT_OK &&
	    (e = file_path(first, dir, "0")) == TT_OK &&
	    (e = file_path(file, first, t->name)) == TT_OK &&
	    (e = tt_check_args_make(&args, buf_view(&line),
	    span_str(n > 1 ? t->name : file))) == TT_OK) {
		e = child_run(args.argv, dir, TRIAL_SECONDS, words, result);
		tt_check_args_done(&args);
	}
	buf_done(&line);
	return e;
}

enum tt_err
trial_run(const struct trial *t, const struct span *texts, size_t n,
    struct buf *words, struct child_result *result)
{
	char dir[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = scratch_make(t->scratch, t->rng, dir)) != TT_OK)
		return e;
	e = put_files(t->engine, dir);
	for (size_t k = 0; k < n && e == TT_OK; k++)
		e = put_text(t, dir, k, texts[k]);
	if (e == TT_OK)
		e = run_in(t, dir, n, words, result);
	if (file_remove_tree(dir) != TT_OK && e == TT_OK)
		e = TT_EIO;
	return e;
}

bool
trial_takes_many(const struct trial *t)
{
	return t->engine != NULL && t->engine->many;
}
