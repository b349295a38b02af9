/* SPDX-License-Identifier: ISC */
/*
 * trace - one specimen weighed against the bulletins that it is from, and how
 * that is told.  Private to trace*.c.
 *
 * In this order, which is the promise's (specs/evidence.md sections 13, 16):
 * the bulletins are found and the specimen is read against each, what was
 * read is logged, and only then are rows made, of any of them.
 */
#ifndef CLI_TRACE_H
#define CLI_TRACE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/json_out.h"
#include "base/merkle.h"
#include "cli/cli.h"
#include "cli/given.h"
#include "cli/lab.h"
#include "cli/lineup.h"
#include "cli/sealed.h"
#include "cli/showing.h"
#include "cli/specimen.h"
#include "cli/vault.h"
#include "telltale/trace.h"

#define TRACE_BULLETINS_MAX	16	/* of one specimen */
#define TRACE_PUBLISHED_MAX	8	/* texts published elsewhere, of one */

/* A text of the vault's public/ that the specimen shares something with. */
struct trace_published {
	char *name;
	struct tt_reading *reading;	/* of it, against the bulletin */
};

struct match;

#define TRACE_LIFTED_LEN	256	/* bytes, with NUL */

/* One bulletin, and the specimen read against it. */
struct tracing {
	const struct cli *cli;
	const struct specimen *specimen;
	const struct given *given;	/* NULL: the specimen is read */
	const char *in_case;		/* its id; NULL: outside any */
	struct showing showing;
	bool sure;		/* find says so; else it is a guess, or told */

	/* what it is weighed against: one of the two */
	struct lab *lab;
	struct sealed **revision;	/* all that were sealed, in order */
	size_t n_revisions;
	const struct sealed *sealed;	/* the one that most is read of */

	/* of that one, borrowed */
	const struct draft *draft;
	const struct tt_codebook *codebook;	/* the last revision's */
	const struct lineup *lineup;
	const char *bulletin;		/* the author's id, or NULL */

	struct lineup of_vault;		/* what lineup is, in a vault */
	bool *permitted;		/* per slot; see telltale/trace.h */
	bool *emitted;			/* likewise: constants; NULL in a lab */
	bool *emits;			/* per holder: registered so */
	struct trace_published published[TRACE_PUBLISHED_MAX];
	size_t n_published;
	double epsilon;
	uint64_t t;
	size_t n_others;	/* holders of the other bulletins traced */

	struct hash observations;
	bool logged;			/* in the vault; leaf is good */
	bool posted;			/* and at the hub */
	struct hash leaf;		/* of the `observed` statement */
	bool found_again;		/* the same was read in another file */
	struct hash first_specimen;	/* that one */

	bool is_public;			/* by now */
	int64_t urgent_s;		/* published in a hurry, as decided
					 * then; 0: no revision of it was */
	size_t n_lifted;	/* exceptions to the policy for its holders */
	char lifted[TRACE_LIFTED_LEN];	/* their rules: "opened, competes" */
	struct tt_trace *trace;
	struct match *match;		/* match.h: of each suspect; empty but
					 * of who is named or strong */
	uint32_t sites_needed;		/* to name a lone leaker; 0 unknown */
};

/* All of one specimen. */
struct traces {
	const struct cli *cli;
	struct specimen specimen;
	struct given *given;	/* what the specimen, a file of observations,
				 * says; NULL: it is read */
	const char *in_case;	/* borrowed: its id; NULL: outside any */
	struct tracing *at[TRACE_BULLETINS_MAX];	/* the best first */
	size_t n;			/* 0: no bulletin fits */
	size_t n_compared;		/* sealed bulletins in the index */
	size_t n_unread;		/* that are not in it */
};

/* What is asked for; NULL: not. */
struct trace_ask {
	const char *bulletin;	/* its id or name */
	const char *lab;	/* a lab's folder, and no vault */
	const char *observations, *page;	/* files to write */
	const char *const *among;	/* ids, NULL after the last: of these
					 * bulletins only */
};

/*
 * Functions that return int give CLI_DONE, or an exit code after saying why.
 */

/*
 * With the specimen read, or given, and the vault open unless it is a lab:
 * finds, logs, weighs.  trace_done also after a failure.
 */
int trace_weigh(struct traces *all, struct vault *v,
    const struct trace_ask *ask) MUST_USE;

/* Tells all; report is a file to write besides, or NULL. */
int trace_answer(const struct traces *all, const char *report) MUST_USE;
void trace_done(struct traces *all);

/*
 * Find the bulletins: id, or NULL for all that are sure; if none is, the one
 * that fits best, if it has passages enough to weigh.
 */
int trace_find(struct traces *all, struct vault *v, const char *id) MUST_USE;

/*
 * With --read.  The file, as the specimen: every text is then read against
 * nothing.  And once the bulletin is there, what the file says in the place
 * of that, if it fits: before anything is logged.
 */
int trace_take(struct traces *all, const char *path) MUST_USE;
int trace_give(struct traces *all, const struct vault *v) MUST_USE;

/* The text that speaks, by its sites: those of draft. */
static inline const struct exhibit *
trace_exhibit(const struct tracing *t)
{
	return &t->showing.at[t->showing.speaks];
}

/* One more, empty; NULL after saying that there is no memory. */
struct tracing *trace_add(struct traces *all);
void trace_drop(struct tracing *t);	/* frees it, wherever it is */

/*
 * Log what was read: durable in the vault, then posted if the hub can be
 * reached.  Sets t, leaf and what goes with them.
 */
int trace_log(struct tracing *t, struct vault *v) MUST_USE;

/*
 * The t of a reading that was logged before, and nothing else: CLI_REFUSED if
 * it never was.
 */
int trace_recall(struct tracing *t, struct vault *v) MUST_USE;

/*
 * All of it in a vault that was restored for a drill, told to nobody and
 * logged nowhere.  known: the specimen was made for it; else it must have
 * been read before.  partner is the first suspect's, "" if there is none.
 */
struct trace_drilled {
	enum tt_verdict verdict;
	char partner[VAULT_ID_MAX + 1], bulletin[TT_ID_MAX + 1];
};
int trace_drill(struct vault *v, const char *const *paths, size_t n,
    const char *bulletin, bool known, struct trace_drilled *out) MUST_USE;

/*
 * The leaf of the codebook that a finding rests on: of the revision that
 * speaks, or of the first after it that has every slot that was read.  Not of
 * a lab's.
 */
const struct hash *trace_codebook(const struct tracing *t);

/* Who ever had a copy. */
int trace_line_up(struct tracing *t, struct vault *v) MUST_USE;

/* What partners registered that they send: t->emits, t->emitted. */
int trace_emissions(struct tracing *t, struct vault *v) MUST_USE;

/* What a raw search meets of the issued constants: after trace_log. */
int trace_search(struct tracing *t) MUST_USE;

/* The answer, for programs and for people. */
int trace_print_json(const struct traces *all) MUST_USE;
void trace_put_json(const struct traces *all, struct json_out *j);
int trace_print_words(const struct traces *all) MUST_USE;

/*
 * A page of what was read, for people: the specimen with each site marked.
 * It shows no row and accuses nobody, and may be shown before any is made.
 */
int trace_write_page(const struct traces *all, const char *path) MUST_USE;

/* Of all, the best. */
enum tt_verdict trace_verdict(const struct traces *all);

/* Of a suspect: NULL for the public text, and where no reader is meant. */
const char *trace_partner(const struct tracing *t,
    const struct tt_suspect *s);
const char *trace_reader(const struct tracing *t, const struct tt_suspect *s);

/* The number of its row; ln of the bound that an outsider works out. */
uint64_t trace_number(const struct tracing *t, const struct tt_suspect *s);
double trace_ln_out(const struct tt_suspect *s);

#endif
