/* SPDX-License-Identifier: ISC */
/* weigh_json - what slots by lot say, and what they were committed to by. */
#include "cli/line/weigh.h"

static void
put_real(struct json_out *j, const char *key, double v)
{
	json_out_key(j, key);
	json_out_real(j, v);
}

static void
put_number(struct json_out *j, const char *key, uint64_t v)
{
	json_out_key(j, key);
	json_out_u64(j, v);
}

static void
put_bool(struct json_out *j, const char *key, bool v)
{
	json_out_key(j, key);
	json_out_bool(j, v);
}

static void
put_hex(struct json_out *j, const char *key, const uint8_t p[32])
{
	json_out_key(j, key);
	json_out_hex(j, p, 32);
}

static void
json_partner(struct json_out *j, const struct weigh *w,
    const struct weigh_wave *x, const struct weigh_partner *p)
{
	json_out_object(j);
	json_out_key(j, "partner");
	json_out_str(j, p->partner);
	put_number(j, "place", p->place);
	put_number(j, "slot", p->slot);
	json_out_at_or(j, "opens", p->opens_s, INT64_MAX);
	if (x->seen) {
		put_bool(j, "before", p->early);
		put_bool(j, "reporter", p->reporter);
		put_real(j, "p", p->p);
		put_real(j, "ln_factor", p->ln_factor);
	}
	put_number(j, "incidents", p->score.incidents);
	put_real(j, "ln_e", p->score.ln_e);
	put_real(j, "ln_e_most", p->score.ln_most);
	json_out_key(j, "verdict");
	json_out_str(j, weigh_names(w, p) ? "named" : "inconclusive");
	json_out_object_end(j);
}

/* For whoever is to check that the order was the one committed to. */
static void
json_slots(struct json_out *j, const struct weigh_wave *x)
{
	uint8_t padding[SHA256_LEN];

	json_out_key(j, "committed_in");
	json_out_array(j);
	for (size_t i = 0; i < x->n_slots; i++) {
		const struct vault_wave *s = &x->slot[i];

		stagger_padding(padding, x->draw.commitment.b, s->n);
		json_out_object(j);
		put_number(j, "n", s->n);
		put_number(j, "slot", s->slot);
		put_hex(j, "wave", s->leaf.b);
		put_hex(j, "copies", s->copies.b);
		put_hex(j, "set", s->root.b);
		put_hex(j, "padding_key", padding);
		json_out_object_end(j);
	}
	json_out_array_end(j);
}

static void
json_wave(struct json_out *j, const struct weigh *w,
    const struct weigh_wave *x)
{
	json_out_object(j);
	json_out_key(j, "wave");
	json_out_str(j, x->draw.wave);
	put_number(j, "slots", x->draw.slots);
	put_number(j, "spacing_s", (uint64_t)x->draw.spacing_s);
	put_hex(j, "salt", x->draw.salt);
	put_hex(j, "commitment", x->draw.commitment.b);
	json_slots(j, x);
	json_out_at_or(j, "seen", x->seen ? x->seen_s : INT64_MAX, INT64_MAX);
	if (x->seen) {
		json_out_key(j, "source");
		json_out_str(j, x->source);
		put_number(j, "partners_before", x->incident.before);
		put_real(j, "chance", x->chance);
	}
	json_out_at_or(j, "entered", x->draw.entered_s, 0);
	json_out_key(j, "partners");
	json_out_array(j);
	for (size_t i = 0; i < x->n; i++)
		json_partner(j, w, x, &x->partner[i]);
	json_out_array_end(j);
	json_out_object_end(j);
}

void
weigh_json(struct json_out *j, const struct weigh *w)
{
	json_out_key(j, "timing");
	json_out_object(j);
	put_bool(j, "by_lot", w->n > 0);
	put_number(j, "partners_ever", w->partners);
	put_real(j, "epsilon", w->epsilon);
	json_out_key(j, "ln_threshold");
	if (w->n > 0)
		json_out_real(j, w->ln_threshold);
	else
		json_out_null(j);
	json_out_key(j, "waves");
	json_out_array(j);
	for (size_t i = 0; i < w->n; i++)
		json_wave(j, w, &w->wave[i]);
	json_out_array_end(j);
	json_out_object_end(j);
}
