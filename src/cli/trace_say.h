/* SPDX-License-Identifier: ISC */
/*
 * trace_say - the sentences of a trace, for every telling of it: on a
 * terminal, in JSON, on the page of a report.
 *
 * One place, so that no telling says more than another.  What is from outside
 * (names of files) is escaped as say.h does.  Private to what tells a trace.
 */
#ifndef CLI_TRACE_SAY_H
#define CLI_TRACE_SAY_H

#include "base/buf.h"
#include "cli/trace.h"

/* Append sentences, one paragraph; nothing where it does not apply. */
typedef void trace_say(const struct tracing *t, struct buf *out);

/* In their order, NULL after the last. */
extern trace_say *const trace_say_read[];	/* what was read, of what */
extern trace_say *const trace_say_help[];	/* what would help */
extern trace_say *const trace_say_limits[];	/* among whom, how often */

/* Where no holder is named or strong: that. */
trace_say trace_say_nobody;

/* How the specimen looks to have been made; nothing if nobody can say. */
trace_say trace_say_made;

/* Of one suspect: the bound's two sentences; what is behind a verdict. */
void trace_say_bound(const struct tt_suspect *s, struct buf *out);
void trace_say_permitted(const struct tracing *t, const struct tt_suspect *s,
    struct buf *out);

/* Where no copy within a named holder is: why, or which it must be. */
void trace_say_no_copy(const struct tracing *t, const struct tt_suspect *holder,
    struct buf *out);

/* That several bulletins are in it; that none is, and two sentences more. */
void trace_say_several(const struct traces *all, struct buf *out);
void trace_say_no_bulletin(const struct traces *all, struct buf *out);
void trace_say_unread(const struct traces *all, struct buf *out);

/* Is a holder, or a copy within holder, named or strong? */
bool trace_accuses(const struct tracing *t);
bool trace_accuses_within(const struct tracing *t, uint32_t holder);

/* A partner's or reader's id; for NULL "the public text". */
const char *trace_say_who(const char *id);

/* A probability from its logarithm, however small: "2.1e-412". */
#define TRACE_SMALL_LEN	32	/* with NUL */
void trace_say_small(double ln, char out[TRACE_SMALL_LEN]);

#endif
