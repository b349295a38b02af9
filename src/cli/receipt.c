/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/receipt.h"
#include "telltale/set_proof.h"
#include "telltale/statement.h"
#include "telltale/tlog_proof.h"

static const char *const states[] = {
	[RECEIPT_WAITING] = "waiting",
	[RECEIPT_PROVEN] = "proven",
	[RECEIPT_MISSING] = "missing",
	[RECEIPT_UNSENT] = "unsent",
};

_Static_assert(N_ROWS(states) == RECEIPT_STATES, "a word for each state");

const char *
receipt_state_text(enum receipt_state s)
{
	return states[s];
}

enum receipt_state
receipt_state(const struct receipt *r, int64_t now_s, uint64_t interval_s)
{
	if (r->proven)
		return RECEIPT_PROVEN;
	if (r->taken_s == 0)
		return RECEIPT_UNSENT;
	return now_s - r->taken_s > 2 * (int64_t)interval_s ?
	    RECEIPT_MISSING : RECEIPT_WAITING;
}

/* The files of the proof, in one order. */
static const struct {
	const char *name;
	size_t max;	/* bytes */
} files[] = {
	{ "receipt.set-proof", TT_SET_PROOF_MAX },
	{ "receipt.batch", TT_STATEMENT_MAX },
	{ "receipt.tlog-proof", TT_TLOG_PROOF_MAX },
};

static const struct span *
part_of(const struct tt_opening *o, size_t i)
{
	const struct span *const parts[N_ROWS(files)] = { &o->set_proof,
		&o->batch, &o->tlog_proof };

	return parts[i];
}

static enum tt_err
check(struct receipt *r, const struct tt_opening *o,
    const struct tt_policy *policy)
{
	struct tt_opened *opened = malloc(sizeof(*opened));
	enum tt_err e;

	if (opened == NULL)
		return TT_ENOMEM;
	if ((e = tt_opening_check(o, TT_RECEIPT, policy, opened)) == TT_OK &&
	    !span_eq(opened->statement.bytes, buf_view(&r->statement)))
		e = TT_EREFUSED;
	if (e == TT_OK) {
		r->proven = true;
		r->index = opened->index;
		r->number = tt_statement_number(&opened->batch, "number", 0);
		r->batch_s = opened->batch.time;
	}
	free(opened);
	return e;
}

/* All three files are kept, and they hold. */
static enum tt_err
load_proof(struct receipt *r, const struct reader_home *home,
    const struct tt_policy *policy)
{
	struct buf b[N_ROWS(files)] = { { .n = 0 } };
	char path[FILE_PATH_MAX];
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < N_ROWS(files) && e == TT_OK; i++) {
		reader_home_kept(home, r->id, files[i].name, path);
		e = file_read(path, files[i].max, &b[i]);
	}
	if (e == TT_OK)
		e = check(r, &(struct tt_opening){ .set_proof =
		    buf_view(&b[0]), .batch = buf_view(&b[1]),
		    .tlog_proof = buf_view(&b[2]) }, policy);
	for (size_t i = 0; i < N_ROWS(files); i++)
		buf_done(&b[i]);
	return e;
}

static enum tt_err
read_statement(struct receipt *r, const struct reader_home *home)
{
	struct tt_statement *s;
	char path[FILE_PATH_MAX];
	enum tt_err e;

	reader_home_kept(home, r->id, "receipt", path);
	if ((e = file_read(path, TT_STATEMENT_MAX, &r->statement)) != TT_OK)
		return e;
	if ((s = malloc(sizeof(*s))) == NULL)
		return TT_ENOMEM;
	if ((e = tt_statement_parse(s, buf_view(&r->statement), NULL)) ==
	    TT_OK && (s->kind != TT_RECEIPT ||
	    !span_eq(tt_statement_get(s, "bulletin"),
	    span_of(r->id, BULLETIN_ID_LEN))))
		e = TT_ESYNTAX;
	if (e == TT_OK)
		r->time_s = s->time;
	free(s);
	return e;
}

enum tt_err
receipt_load(struct receipt *out, const struct reader_home *home,
    const char *id, const struct tt_policy *policy)
{
	struct receipt r = { .proven = false };
	char path[FILE_PATH_MAX];
	struct stat copy;
	enum tt_err e;

	snprintf(r.id, sizeof(r.id), "%s", id);
	if ((e = read_statement(&r, home)) != TT_OK) {
		receipt_done(&r);
		return e;
	}
	reader_home_kept(home, id, "copy.age", path);
	if (stat(path, &copy) == 0)
		r.taken_s = (int64_t)copy.st_mtime;
	/* without a proof that holds it is asked for again */
	r.proven = load_proof(&r, home, policy) == TT_OK;
	*out = r;
	return TT_OK;
}

void
receipt_done(struct receipt *r)
{
	buf_done(&r->statement);
}

enum tt_err
receipt_prove(struct receipt *r, const struct reader_home *home,
    const struct tt_opening *o, const struct tt_policy *policy)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = check(r, o, policy)) != TT_OK)
		return e;
	for (size_t i = 0; i < N_ROWS(files); i++) {
		const struct span *part = part_of(o, i);

		reader_home_kept(home, r->id, files[i].name, path);
		if ((e = file_write(path, part->p, part->n, 0600)) != TT_OK) {
			r->proven = false;
			return e;
		}
	}
	return TT_OK;
}
