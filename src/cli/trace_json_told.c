/* SPDX-License-Identifier: ISC */
#include "cli/strategy.h"
#include "cli/trace_json_own.h"
#include "cli/trace_say.h"

#define SAID_MAX	65536	/* bytes of a paragraph */

/* The same by what each says that leakers do. */
void
trace_json_strategies(struct json_out *j, const struct tt_trace *r)
{
	struct strategy s[TT_MODELS];
	size_t n = strategies_of(r, s);

	json_out_key(j, "strategies");
	json_out_array(j);
	for (size_t i = 0; i < n; i++) {
		json_out_object(j);
		put_str(j, "strategy", s[i].name);
		put_str(j, "words", s[i].words);
		put_real(j, "weight", s[i].weight);
		json_out_key(j, "models");
		json_out_array(j);
		for (unsigned k = 0; k < s[i].n; k++)
			json_out_u64(j, s[i].model[k]);
		json_out_array_end(j);
		json_out_object_end(j);
	}
	json_out_array_end(j);
}

static void
put_said(struct json_out *j, const char *key, trace_say *const *say,
    const struct tracing *t)
{
	struct buf b;

	json_out_key(j, key);
	json_out_array(j);
	for (; *say != NULL; say++) {
		buf_init(&b, SAID_MAX);
		(*say)(t, &b);
		if (b.n > 0)
			json_out_span(j, buf_view(&b));
		buf_done(&b);
	}
	json_out_array_end(j);
}

/* The sentences that people are told. */
void
trace_json_says(struct json_out *j, const struct tracing *t)
{
	static trace_say *const verdict[] = { trace_say_nobody, NULL };
	static trace_say *const made[] = { trace_say_made, NULL };

	json_out_key(j, "says");
	json_out_object(j);
	put_said(j, "read", trace_say_read, t);
	put_said(j, "verdict", verdict, t);
	put_said(j, "help", trace_say_help, t);
	put_said(j, "made", made, t);
	put_said(j, "limits", trace_say_limits, t);
	json_out_object_end(j);
}
