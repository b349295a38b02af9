/* SPDX-License-Identifier: ISC */
/* trace_json_own - members of trace --json.  Private to trace_json*.c. */
#ifndef CLI_TRACE_JSON_OWN_H
#define CLI_TRACE_JSON_OWN_H

#include "base/json_out.h"
#include "cli/trace.h"
#include "telltale/verdict.h"

/* Of a suspect: rests_on; of whose row was opened beside and compared, too. */
void trace_json_sites(struct json_out *j, const struct tracing *t,
    const struct tt_suspect *s);

/* The strategies; the sentences. */
void trace_json_strategies(struct json_out *j, const struct tt_trace *r);
void trace_json_says(struct json_out *j, const struct tracing *t);

static inline void
put_str(struct json_out *j, const char *key, const char *s)
{
	json_out_key(j, key);
	json_out_str(j, s);
}

static inline void
put_u64(struct json_out *j, const char *key, uint64_t v)
{
	json_out_key(j, key);
	json_out_u64(j, v);
}

static inline void
put_real(struct json_out *j, const char *key, double v)
{
	json_out_key(j, key);
	json_out_real(j, v);
}

static inline void
put_bool(struct json_out *j, const char *key, bool v)
{
	json_out_key(j, key);
	json_out_bool(j, v);
}

static inline void
put_buf(struct json_out *j, const char *key, const struct buf *b)
{
	json_out_key(j, key);
	json_out_span(j, buf_view(b));
}

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
