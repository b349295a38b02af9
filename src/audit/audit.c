/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/audit_own.h"
#include "telltale/codebook.h"

typedef bool check_fn(struct audit *a);

/* specs/ledger.md section 8, in its order. */
static const struct {
	const char *name, *asks;
	check_fn *run;		/* NULL: the caller's, or the end */
} checks[] = {
	[TT_AUDIT_USAGE] = { "policy",
	    "arguments, the policy's grammar", NULL },
	[TT_AUDIT_READABLE] = { "readable",
	    "bundle and policy can be read", NULL },
	[TT_AUDIT_FILES] = { "files",
	    "a strict archive, each file listed with its SHA-256",
	    audit_files },
	[TT_AUDIT_CHECKPOINTS] = { "checkpoints",
	    "signed by a log of the policy, cosigned by its quorum; one log",
	    audit_checkpoints },
	[TT_AUDIT_ENTRIES] = { "entries",
	    "programme, keys and batches stand in the log", audit_entries },
	[TT_AUDIT_SETS] = { "sets",
	    "each statement stands in its batch", audit_sets },
	[TT_AUDIT_SIGNATURES] = { "signatures",
	    "each is signed by whom it must be", audit_signatures },
	[TT_AUDIT_LINKS] = { "links",
	    "they name each other, and one bulletin", audit_links },
	[TT_AUDIT_ORDER] = { "order",
	    "what must come first stands first in the log", audit_order },
	[TT_AUDIT_COPY] = { "copy",
	    "the copy of the receipt is the reader's", audit_copy },
	[TT_AUDIT_ROWS] = { "rows",
	    "opened keys, biases and sites give the commitment", audit_rows },
	[TT_AUDIT_RENDERING] = { "rendering",
	    "the sealed copy opens to what its row says", audit_rendering },
	[TT_AUDIT_SCORE] = { "score",
	    "text, observations, score, bound, verdict", audit_score },
	[TT_AUDIT_ALL] = { "all", "everything holds", NULL },
};
_Static_assert(N_ROWS(checks) == TT_AUDIT_CHECKS, "a row for each check");

const char *
tt_audit_name(enum tt_audit_check c)
{
	return checks[c].name;
}

const char *
tt_audit_asks(enum tt_audit_check c)
{
	return checks[c].asks;
}

static void PRINTF(3, 0)
say(struct audit *a, enum tt_audit_state state, const char *fmt, va_list ap)
{
	struct tt_audit_line *l = &a->out->line[a->at];

	l->state = state;
	vsnprintf(l->said, sizeof(l->said), fmt, ap);
}

bool
audit_refuse(struct audit *a, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(a, TT_AUDIT_FAILED, fmt, ap);
	va_end(ap);
	return false;
}

bool
audit_hold(struct audit *a, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(a, TT_AUDIT_HOLDS, fmt, ap);
	va_end(ap);
	return true;
}

bool
audit_nothing(struct audit *a, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(a, TT_AUDIT_NOTHING, fmt, ap);
	va_end(ap);
	return true;
}

bool
audit_cannot(struct audit *a, enum tt_err e, struct span name)
{
	if (e == TT_ENOMEM)
		a->err = e;
	return audit_refuse(a, "%.*s: %s", (int)name.n, name.p,
	    tt_err_text(e));
}

struct span
audit_file(const struct audit *a, const char *name)
{
	for (size_t i = 0; i < a->files.n; i++)
		if (span_is(a->files.member[i].name, name))
			return a->files.member[i].data;
	return (struct span){ NULL, 0 };
}

bool
audit_numbered(struct span name, const char *before, const char *after,
    uint64_t *n)
{
	size_t tail = strlen(after);

	if (!span_skip(&name, before) || name.n <= tail ||
	    memcmp(name.p + name.n - tail, after, tail) != 0)
		return false;
	return span_u64(span_of(name.p, name.n - tail), UINT64_MAX, n) ==
	    TT_OK;
}

const struct audit_statement *
audit_nth(const struct audit *a, enum tt_kind kind, size_t n)
{
	for (size_t i = 0; i < a->n_st; i++)
		if (a->st[i].s.kind == kind && n-- == 0)
			return &a->st[i];
	return NULL;
}

const struct audit_statement *
audit_by_leaf(const struct audit *a, enum tt_kind kind,
    const struct hash *leaf)
{
	for (size_t i = 0; i < a->n_st; i++)
		if (a->st[i].s.kind == kind && memcmp(a->st[i].leaf.b,
		    leaf->b, sizeof(leaf->b)) == 0)
			return &a->st[i];
	return NULL;
}

const struct audit_statement *
audit_codebook(const struct audit *a, size_t k)
{
	char name[64];

	snprintf(name, sizeof(name), "statements/%s-%zu.set-proof",
	    tt_kind_name(TT_CODEBOOK), k + 1);
	for (size_t i = 0; i < a->n_st; i++)
		if (span_is(a->st[i].name, name))
			return a->st[i].s.kind == TT_CODEBOOK ? &a->st[i] :
			    NULL;
	return NULL;
}

bool
audit_revision(const struct audit *a, const struct audit_statement *of,
    size_t *k)
{
	const struct audit_statement *x;

	for (size_t i = 0; (x = audit_codebook(a, i)) != NULL; i++)
		if (x == of && span_eq(tt_statement_get(&x->s, "bulletin"),
		    tt_statement_get(&a->codebook->s, "bulletin"))) {
			*k = i;
			return true;
		}
	return false;
}

const struct row_file *
audit_row(const struct audit *a, enum tt_site_level level, uint64_t number)
{
	for (size_t i = 0; i < a->n_rows; i++)
		if (a->row[i].opening.level == level &&
		    a->row[i].opening.number == number)
			return &a->row[i];
	return NULL;
}

static void
clear(struct audit *a)
{
	tt_observations_free(a->observations);
	tt_observations_free(a->first);
	audit_text_done(a);
	tt_codebook_free(a->codebook_whole);
	tt_code_free(a->code);
	free(a->slots);
	free(a->receipt);
	free(a->st);
	free(a->entry);
	free(a);
}

static void
run_checks(struct audit *a)
{
	struct tt_audit *out = a->out;

	for (enum tt_audit_check c = TT_AUDIT_FILES; c < TT_AUDIT_ALL; c++) {
		a->at = c;
		if (!checks[c].run(a)) {
			out->failed = c;
			return;
		}
	}
	a->at = TT_AUDIT_ALL;
	(void)audit_hold(a, "everything holds");
}

enum tt_err
tt_audit_run(struct tt_audit *out, struct span bundle,
    const struct tt_policy *policy)
{
	struct audit *a = calloc(1, sizeof(*a));
	struct tt_audit made = { .failed = 0 };
	enum tt_err e;

	if (a == NULL)
		return TT_ENOMEM;
	a->policy = policy;
	a->out = &made;
	a->entry = calloc(AUDIT_ENTRIES_MAX, sizeof(*a->entry));
	a->st = calloc(AUDIT_STATEMENTS_MAX, sizeof(*a->st));
	a->receipt = calloc(AUDIT_STATEMENTS_MAX, sizeof(*a->receipt));
	if (a->entry == NULL || a->st == NULL || a->receipt == NULL) {
		clear(a);
		return TT_ENOMEM;
	}
	a->files.member[0].data = bundle;	/* until FILES reads it */
	run_checks(a);
	e = a->err;
	clear(a);
	if (e == TT_OK)
		*out = made;
	return e;
}
