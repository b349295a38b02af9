/* SPDX-License-Identifier: ISC */
/*
 * case - an investigation in the vault: specimens, traces, what was thought,
 * found, asked and answered, and a log of who did what when.
 *
 * Each act is one entry of the log.  Its text is JSON in an age file to the
 * officers, cases/ID/N.age; beside it stand
 *
 *	cases/ID/SHA256.age	a specimen, as it was found
 *	cases/ID/N.trace.age	a trace, as `trace --json` prints it
 *	cases/ID/N.observations.age	what was read for it, as it was weighed
 *	cases/ID/N.reply.age	what a partner answered, as it came
 *
 * Functions that return int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_CASE_CASE_H
#define CLI_CASE_CASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/json_in.h"
#include "base/json_out.h"
#include "base/span.h"
#include "cli/team/request.h"
#include "cli/vault.h"
#include "store/vault_case.h"

#define CASE_TEXT_MAX	((size_t)1 << 20)	/* bytes of an entry */
#define CASE_TRACE_MAX	((size_t)64 << 20)	/* bytes of a trace's JSON */

/* By its id or the first digits of it. */
int case_find(struct vault *v, const char *id, struct vault_case *out)
    MUST_USE;

/* "cases/ID/" and NAME, or "N.trace.age" and the like. */
void case_rel(const struct vault_case *c, const char *name,
    char out[FILE_PATH_MAX]);
void case_rel_entry(const struct vault_case *c, unsigned n, const char *what,
    char out[FILE_PATH_MAX]);

struct case_new {
	enum case_act act;
	unsigned has;		/* of enum case_need */
	const char *subject;	/* or NULL: never a partner's name */
	struct span text;	/* a JSON object, or p NULL */
	const struct hash *leaf;	/* of its statement, or NULL */
	const char *officer;	/* or NULL: of this vault */
	int64_t at_s;		/* 0: now */
};

/*
 * One more entry, if the state lets it (else CLI_REFUSED): its text is sealed,
 * c->state is where it leads.  Within a transaction that is open.  *n may be
 * NULL: the entry's number.
 */
int case_enter(struct vault *v, struct vault_case *c,
    const struct case_new *e, unsigned *n) MUST_USE;

/* The same in a transaction of its own. */
int case_log(struct vault *v, struct vault_case *c, const struct case_new *e,
    unsigned *n) MUST_USE;

/* Whether it would; says why not.  Nothing is changed. */
int case_may(const struct vault_case *c, enum case_act act, unsigned has)
    MUST_USE;

/* A `case` statement, signed and queued, in the transaction that is open. */
int case_state_statement(struct vault *v, const struct vault_case *c,
    const char *state, int64_t now_s, struct hash *leaf) MUST_USE;

int case_cannot(const struct vault *v, enum tt_err e, const char *what);

/*
 * The texts of all entries, and what follows from them.
 */
struct case_item {
	struct vault_case_entry e;
	json_t *text;		/* NULL: it has none */
};

struct dossier {
	struct vault_case c;
	struct case_item *item;
	size_t n;
};

/* Unlocks.  dossier_done also after a failure. */
int dossier_open(struct dossier *d, struct vault *v, const char *id) MUST_USE;
void dossier_done(struct dossier *d);	/* safe on a zeroed one */

/* Of enum case_need, but a reason. */
unsigned dossier_has(const struct dossier *d);
struct case_evidence dossier_evidence(const struct dossier *d, int64_t now_s);

/* Is the partner one whom a finding names or calls strong?  The last such
 * finding's entry and its place in "partners"; or NULL. */
const struct case_item *dossier_concerns(const struct dossier *d,
    const char *partner, const json_t **place);

/* The newest reply of that partner, or NULL. */
const struct case_item *dossier_reply(const struct dossier *d,
    const char *partner);

/* A trace by the number of its entry, 0: the last one; or NULL. */
const struct case_item *dossier_trace(const struct dossier *d, uint64_t n);

/* Members of a text that this program wrote: "" if absent. */
const char *text_str(const json_t *o, const char *key);
int64_t text_int(const json_t *o, const char *key);	/* 0 if absent */
enum tt_verdict text_verdict(const json_t *o, const char *key);

/* A text being written: an object, one line. */
struct case_text {
	struct buf buf;
	struct json_out *j;
};
struct json_out *case_text_begin(struct case_text *t);
/* Closes it; its bytes are t->buf's until case_text_done. */
int case_text_end(struct case_text *t, struct span *out) MUST_USE;
void case_text_done(struct case_text *t);

/* What a verb ends with: "case ID is STATE", or that as JSON. */
int case_said(const struct vault *v, const struct vault_case *c, unsigned n)
    MUST_USE;

/*
 * The act APPROVAL_FINDING, and APPROVAL_FINDING_OUT: entries of the case,
 * once everybody has signed.  Of the latter the text is kept.
 */
request_apply_fn case_apply_finding, case_apply_statement;

cli_run verb_case_open, verb_case_add, verb_case_trace, verb_case_note,
    verb_case_hypothesis, verb_case_tell, verb_case_finding,
    verb_case_letter, verb_case_reply, verb_case_statement, verb_case_show,
    verb_case_export, verb_case_close, verb_case_reopen;

#endif
