/* SPDX-License-Identifier: ISC */
#include "cli/match.h"
#include "cli/passage.h"
#include "cli/stretch.h"
#include "cli/trace_json_own.h"
#include "cli/trace_say.h"

#define SAID_MAX	65536	/* bytes of a line */

/* Where it stands on its line, as far as that was read. */
static void
put_passage(struct json_out *j, const struct tracing *t, uint32_t slot)
{
	struct buf before, behind;

	buf_init(&before, SAID_MAX);
	buf_init(&behind, SAID_MAX);
	passage_around(&t->showing, slot, &before, &behind);
	put_buf(j, "before", &before);
	put_buf(j, "behind", &behind);
	buf_done(&before);
	buf_done(&behind);
}

static void
put_match(struct json_out *j, const struct tracing *t,
    const struct match_site *m)
{
	struct buf has;

	put_str(j, "is", match_name(m->is));
	if (m->is == MATCH_LACKS) {
		put_str(j, "has", NULL);
	} else {
		buf_init(&has, 4096);
		match_text(t, m, &has);
		put_buf(j, "has", &has);
		buf_done(&has);
	}
	put_passage(j, t, m->slot);
}

/* m NULL: the row stays closed. */
static void
put_site(struct json_out *j, const struct tracing *t, uint32_t slot,
    double nats, const struct match_site *m)
{
	const struct tt_bulletin *b = t->showing.site[slot].bulletin;
	const struct tt_site *s = t->showing.site[slot].site;
	struct buf found;

	buf_init(&found, 4096);
	showing_found(&t->showing, slot, &found);
	json_out_object(j);
	put_u64(j, "site", s->number);
	put_u64(j, "slot", slot);
	json_out_key(j, "part");
	json_out_span(j, b->parts[s->part].name);
	put_u64(j, "line", s->line);
	put_str(j, "class", tt_class_name(s->class));
	put_buf(j, "found", &found);
	put_real(j, "nats", nats);
	if (m != NULL)
		put_match(j, t, m);
	json_out_object_end(j);
	buf_done(&found);
}

void
trace_json_sites(struct json_out *j, const struct tracing *t,
    const struct tt_suspect *s)
{
	const struct match *m = &t->match[s - t->trace->suspects];

	json_out_key(j, "rests_on");
	json_out_array(j);
	for (size_t i = 0; i < m->n_weighed; i++)
		put_site(j, t, m->at[i].slot, m->at[i].nats, &m->at[i]);
	for (size_t i = 0; m->at == NULL && i < s->n_grounds; i++)
		put_site(j, t, s->grounds[i].slot, s->grounds[i].nats, NULL);
	json_out_array_end(j);
	if (m->at == NULL)
		return;
	json_out_key(j, "beside");
	json_out_array(j);
	for (size_t i = m->n_weighed; i < m->n; i++)
		put_site(j, t, m->at[i].slot, 0, &m->at[i]);
	json_out_array_end(j);
	json_out_key(j, "compared");
	json_out_object(j);
	for (enum match_is k = 0; k < MATCH_IS_COUNT; k++)
		put_u64(j, match_name(k), m->count[k]);
	put_real(j, "by_chance", m->by_chance);
	json_out_object_end(j);
}

static void
put_stretch(struct json_out *j, const struct tracing *t,
    const struct stretches *x, const struct stretch *s)
{
	json_out_object(j);
	json_out_key(j, "part");
	json_out_span(j, s->part);
	put_u64(j, "from_line", s->from);
	put_u64(j, "to_line", s->to);
	put_u64(j, "sites", s->sites);
	json_out_key(j, "partners");
	json_out_array(j);
	for (size_t k = 0; k < x->n_holders; k++)
		if (s->whose & UINT64_C(1) << k)
			json_out_str(j, trace_say_who(trace_partner(t,
			    x->holder[k])));
	json_out_array_end(j);
	json_out_object_end(j);
}

void
trace_json_stretches(struct json_out *j, const struct tracing *t)
{
	struct stretches x;
	enum tt_err e = stretches_of(&x, t);

	json_out_key(j, "stretches");
	json_out_array(j);
	for (size_t i = 0; e == TT_OK && i < x.n; i++)
		put_stretch(j, t, &x, &x.at[i]);
	json_out_array_end(j);
	stretches_done(&x);
}
