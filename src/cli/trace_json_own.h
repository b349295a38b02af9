/* SPDX-License-Identifier: ISC */
/* trace_json_own - members of trace --json.  Private to trace_json*.c. */
#ifndef CLI_TRACE_JSON_OWN_H
#define CLI_TRACE_JSON_OWN_H

#include "cli/members.h"
#include "cli/trace.h"
#include "telltale/verdict.h"

/* Of a suspect: rests_on; of whose row was opened beside and compared, too. */
void trace_json_sites(struct json_out *j, const struct tracing *t,
    const struct tt_suspect *s);

/* stretches: which one reads as whose; none unless several are named. */
void trace_json_stretches(struct json_out *j, const struct tracing *t);

/* The strategies; the sentences. */
void trace_json_strategies(struct json_out *j, const struct tt_trace *r);
void trace_json_says(struct json_out *j, const struct tracing *t);

/* X = 1 / bound as people read it, too. */
static inline void
put_one_in(struct json_out *j, const char *key, double ln)
{
	struct buf b;

	buf_init(&b, 64);
	tt_verdict_one_in(ln, &b);
	put_buf(j, key, &b);
	buf_done(&b);
}

#endif
