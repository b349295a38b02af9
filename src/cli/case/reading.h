/* SPDX-License-Identifier: ISC */
/*
 * reading - what a trace says of one bulletin, in the form that a finding
 * needs it in: kept sealed, so that a finding can be made later, by somebody
 * else, from exactly what was weighed.
 *
 * Suspects are those who are named or strong, and nobody else: of an
 * inconclusive reading the number is kept, and no list.
 */
#ifndef CLI_CASE_READING_H
#define CLI_CASE_READING_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/json_in.h"
#include "base/json_out.h"
#include "cli/case/case.h"
#include "cli/trace.h"
#include "telltale/err.h"

/*
 * An object: bulletin, name, codebook, observed, specimen, verdict, t,
 * epsilon, epsilon_t, holders, sites, read, one_in (of the best holder's
 * bound); findings: a list, one of holders and one
 * for the copies of each holder that is named, of level, n, verdict and
 * suspects (partner, reader, verdict, needs_permitted, suspect, out).
 */
void reading_put(struct json_out *j, const struct tracing *t);

/*
 * The text of a `finding` statement, unsigned, of one of a reading's
 * findings.  Errors of tt_statement_end; TT_ESYNTAX if the reading is not as
 * above.
 */
enum tt_err reading_statement(const struct vault *v,
    const struct vault_case *c, const json_t *reading, const json_t *finding,
    int64_t now_s, struct buf *out) MUST_USE;

#endif
