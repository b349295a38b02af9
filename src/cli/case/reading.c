/* SPDX-License-Identifier: ISC */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/hex.h"
#include "base/number.h"
#include "cli/case/reading.h"
#include "cli/trace_json_own.h"
#include "cli/trace_say.h"

#define ABSENT	"-"	/* a number that was not worked out */

/* " " and the number; of those that have none, that. */
static void
add_real(struct buf *b, double v)
{
	char s[NUMBER_LEN];

	if (isfinite(v))
		number_format(v, s);
	buf_printf(b, " %s", isfinite(v) ? s : ABSENT);
}

/* The rows known beside this one, by their numbers. */
static void
add_team(struct buf *b, const struct tracing *t, const struct tt_suspect *s,
    const struct tt_team *team)
{
	const struct tt_roster *r = &t->lineup->roster;

	buf_printf(b, " %u", team->model);
	for (unsigned i = 0; i < team->n; i++)
		buf_printf(b, " %llu", (unsigned long long)(s->level ==
		    TT_SITE_HOLDER ? r->holders[team->at[i]].number :
		    r->copies[team->at[i]].number));
}

/* `number log_e log_e_comb p bound model D...` */
static void
put_suspect_line(struct json_out *j, const struct tracing *t,
    const struct tt_suspect *s)
{
	struct buf b;

	buf_init(&b, TT_VALUE_MAX);
	buf_printf(&b, "%llu", (unsigned long long)trace_number(t, s));
	add_real(&b, s->log_e);
	add_real(&b, s->log_e_comb);
	add_real(&b, fmax(exp(s->ln_p), DBL_MIN));
	add_real(&b, fmax(exp(s->ln_bound), DBL_MIN));
	add_team(&b, t, s, &s->team);
	put_buf(j, "suspect", &b);
	buf_done(&b);
}

/* `number log_e_out model D...` */
static void
put_out_line(struct json_out *j, const struct tracing *t,
    const struct tt_suspect *s)
{
	struct buf b;

	buf_init(&b, TT_VALUE_MAX);
	buf_printf(&b, "%llu", (unsigned long long)trace_number(t, s));
	add_real(&b, s->log_e_out);
	add_team(&b, t, s, &s->outside);
	put_buf(j, "out", &b);
	buf_done(&b);
}

static bool
points(const struct tracing *t, const struct tt_suspect *s)
{
	return s->verdict <= TT_VERDICT_STRONG &&
	    trace_partner(t, s) != NULL;
}

static void
put_one(struct json_out *j, const struct tracing *t,
    const struct tt_suspect *s)
{
	json_out_object(j);
	put_str(j, "partner", trace_partner(t, s));
	put_str(j, "reader", trace_reader(t, s));
	put_str(j, "verdict", tt_verdict_name(s->verdict));
	put_one_in(j, "one_in", s->ln_bound);
	put_bool(j, "needs_permitted", s->needs_permitted);
	put_suspect_line(j, t, s);
	if (s->certified)
		put_out_line(j, t, s);
	json_out_object_end(j);
}

/* Of holders, or of the copies of this one, if the marks speak of any. */
static void
put_finding(struct json_out *j, const struct tracing *t,
    enum tt_site_level level, const struct tt_suspect *holder)
{
	const struct tt_trace *r = t->trace;
	const struct tt_suspect *best = NULL;

	for (size_t i = 0; i < r->n_suspects && best == NULL; i++)
		if (r->suspects[i].level == level && (holder == NULL ||
		    r->suspects[i].holder == holder->holder))
			best = &r->suspects[i];
	if (best == NULL || (holder != NULL && !points(t, best)))
		return;
	json_out_object(j);
	put_str(j, "level", tt_level_name(level));
	put_str(j, "verdict", tt_verdict_name(holder == NULL ? r->verdict :
	    best->verdict));
	put_u64(j, "n", best->n);
	json_out_key(j, "suspects");
	json_out_array(j);
	for (size_t i = 0; i < r->n_suspects; i++)
		if (r->suspects[i].level == level && (holder == NULL ||
		    r->suspects[i].holder == holder->holder) &&
		    points(t, &r->suspects[i]))
			put_one(j, t, &r->suspects[i]);
	json_out_array_end(j);
	json_out_object_end(j);
}

static void
put_hash(struct json_out *j, const char *key, const struct hash *h)
{
	json_out_key(j, key);
	json_out_hex(j, h->b, sizeof(h->b));
}

static void
put_epsilon(struct json_out *j, double epsilon)
{
	char s[NUMBER_LEN];

	number_format(epsilon, s);
	put_str(j, "epsilon", s);
}

static void
put_haste(struct json_out *j, const struct tracing *t)
{
	struct buf b;

	buf_init(&b, 1024);
	trace_say_haste(t, &b);
	json_out_key(j, "haste");
	json_out_span(j, buf_view(&b));
	buf_done(&b);
}

void
reading_put(struct json_out *j, const struct tracing *t)
{
	const struct tt_trace *r = t->trace;

	json_out_object(j);
	put_str(j, "bulletin", t->sealed->record.id);
	put_str(j, "name", t->bulletin);
	put_hash(j, "codebook", trace_codebook(t));
	put_hash(j, "observed", &t->leaf);
	put_hash(j, "specimen", &t->specimen->sha256);
	put_str(j, "verdict", tt_verdict_name(r->verdict));
	put_u64(j, "t", r->t);
	put_epsilon(j, r->epsilon);
	put_real(j, "epsilon_t", r->epsilon_t);
	put_u64(j, "holders", r->n_holders);
	put_u64(j, "sites", r->sites.total);
	put_u64(j, "read", r->sites.read);
	put_one_in(j, "one_in", r->n_suspects > 0 ? r->suspects[0].ln_bound :
	    0);
	put_haste(j, t);
	json_out_key(j, "findings");
	json_out_array(j);
	put_finding(j, t, TT_SITE_HOLDER, NULL);
	for (size_t i = 0; i < r->n_suspects; i++)
		if (r->suspects[i].level == TT_SITE_HOLDER &&
		    r->suspects[i].verdict == TT_VERDICT_NAMED)
			put_finding(j, t, TT_SITE_COPY, &r->suspects[i]);
	json_out_array_end(j);
	json_out_object_end(j);
}

static void
put_lines(struct tt_statement_out *o, const json_t *finding)
{
	const json_t *list = json_object_get(finding, "suspects"), *s;
	const char *out;
	size_t i;

	json_array_foreach(list, i, s) {
		tt_statement_put_str(o, "suspect", text_str(s, "suspect"));
		out = text_str(s, "out");
		tt_statement_put_str(o, "out", out[0] != '\0' ? out : NULL);
	}
}

enum tt_err
reading_statement(const struct vault *v, const struct vault_case *c,
    const json_t *reading, const json_t *finding, int64_t now_s,
    struct buf *out)
{
	static const char *const same[] = { "bulletin", "codebook",
		"observed", "epsilon" };
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	tt_statement_begin(o, TT_FINDING, span_str(vault_origin(v)), now_s);
	tt_statement_put_str(o, "case", c->id);
	for (size_t i = 0; i < N_ROWS(same); i++)
		tt_statement_put_str(o, same[i], text_str(reading, same[i]));
	tt_statement_put_str(o, "level", text_str(finding, "level"));
	tt_statement_put_str(o, "verdict", text_str(finding, "verdict"));
	tt_statement_put_number(o, "t", (uint64_t)text_int(reading, "t"));
	tt_statement_put_number(o, "n", (uint64_t)text_int(finding, "n"));
	put_lines(o, finding);
	e = tt_statement_end(o, out);
	free(o);
	return e;
}
