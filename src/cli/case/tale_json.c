/* SPDX-License-Identifier: ISC */
#include "base/instant.h"
#include "cli/case/tale.h"
#include "cli/members.h"

/* A text that this program wrote: objects, arrays, strings, numbers. */
static void
put_value(struct json_out *j, const json_t *v)
{
	const char *key;
	json_t *x;
	size_t i;

	switch (json_typeof(v)) {
	case JSON_OBJECT:
		json_out_object(j);
		json_object_foreach((json_t *)(uintptr_t)v, key, x) {
			json_out_key(j, key);
			put_value(j, x);
		}
		json_out_object_end(j);
		return;
	case JSON_ARRAY:
		json_out_array(j);
		json_array_foreach(v, i, x)
			put_value(j, x);
		json_out_array_end(j);
		return;
	case JSON_STRING:
		json_out_span(j, span_of(json_string_value(v),
		    json_string_length(v)));
		return;
	case JSON_INTEGER:
		json_out_int(j, json_integer_value(v));
		return;
	case JSON_REAL:
		json_out_real(j, json_real_value(v));
		return;
	case JSON_TRUE:
	case JSON_FALSE:
		json_out_bool(j, json_is_true(v));
		return;
	case JSON_NULL:
		json_out_null(j);
		return;
	}
}

static void
put_entry(struct json_out *j, const struct case_item *x)
{
	json_out_object(j);
	put_u64(j, "n", x->e.n);
	json_out_at(j, "at", x->e.at_s);
	put_str(j, "officer", x->e.officer);
	put_str(j, "act", case_act_text(x->e.act));
	put_str(j, "subject", x->e.subject[0] != '\0' ? x->e.subject : NULL);
	if (x->e.sealed) {
		json_out_key(j, "sha256");
		json_out_hex(j, x->e.text.b, sizeof(x->e.text.b));
	}
	if (x->e.stated) {
		json_out_key(j, "leaf");
		json_out_hex(j, x->e.leaf.b, sizeof(x->e.leaf.b));
	}
	json_out_key(j, "text");
	if (x->text != NULL)
		put_value(j, x->text);
	else
		json_out_null(j);
	json_out_object_end(j);
}

static void
put_exceptions(const struct beside *b, struct json_out *j)
{
	json_out_key(j, "exceptions");
	json_out_array(j);
	for (size_t i = 0; i < b->n_exceptions; i++) {
		const struct vault_exception *x = &b->exception[i];

		json_out_object(j);
		put_str(j, "partner", x->partner);
		put_str(j, "rule", x->rule);
		put_str(j, "bulletin", x->bulletin[0] != '\0' ? x->bulletin :
		    NULL);
		put_str(j, "reason", x->reason);
		put_str(j, "officers", x->officers);
		json_out_at(j, "at", x->at_s);
		json_out_at_or(j, "until", x->until_s, INT64_MAX);
		json_out_object_end(j);
	}
	json_out_array_end(j);
}

static void
put_seconds(struct json_out *j, const char *key, bool known, int64_t s)
{
	json_out_key(j, key);
	if (known)
		json_out_int(j, s);
	else
		json_out_null(j);
}

static void
put_mishaps(const struct beside *b, struct json_out *j)
{
	json_out_key(j, "mishaps");
	json_out_array(j);
	for (size_t i = 0; i < b->n_mishaps; i++) {
		const struct beside_mishap *m = &b->mishap[i];

		json_out_object(j);
		json_out_key(j, "letter");
		json_out_int(j, m->n);
		put_str(j, "partner", m->partner);
		put_str(j, "bulletin", m->bulletin);
		json_out_at(j, "received", m->received_s);
		put_seconds(j, "reported_after_least_s", m->soon.known,
		    m->soon.least_s);
		put_seconds(j, "reported_after_most_s", m->soon.known,
		    m->soon.most_s);
		json_out_object_end(j);
	}
	json_out_array_end(j);
}

static void
put_openings(const struct beside *b, struct json_out *j)
{
	json_out_key(j, "openings");
	json_out_array(j);
	for (size_t i = 0; i < b->n_openings; i++) {
		const struct beside_opening *o = &b->opening[i];

		json_out_object(j);
		put_str(j, "bulletin", o->bulletin);
		put_str(j, "wave", o->wave);
		json_out_at(j, "opened", o->opened_s);
		put_str(j, "opened_as", schedule_opening_text(o->as));
		json_out_key(j, "late_s");
		json_out_int(j, o->late_s);
		json_out_object_end(j);
	}
	json_out_array_end(j);
}

void
tale_put(const struct dossier *d, const struct beside *b, struct json_out *j,
    int64_t now_s)
{
	const struct vault_case *c = &d->c;
	struct case_evidence e = dossier_evidence(d, now_s);

	put_str(j, "case", c->id);
	put_str(j, "title", c->title);
	put_str(j, "state", case_state_text(c->state));
	put_str(j, "outcome", c->has_outcome ? case_outcome_text(c->outcome) :
	    NULL);
	put_str(j, "tell", case_tell_text(c->tell));
	json_out_at(j, "opened_at", c->opened_s);
	json_out_key(j, "leaf");
	json_out_hex(j, c->leaf.b, sizeof(c->leaf.b));
	put_str(j, "traced", e.traced ? tt_verdict_name(e.traced_best) : NULL);
	put_str(j, "found", e.found ? tt_verdict_name(e.found_best) : NULL);
	put_bool(j, "heard", e.found && e.heard);
	json_out_key(j, "entries");
	json_out_array(j);
	for (size_t i = 0; i < d->n; i++)
		put_entry(j, &d->item[i]);
	json_out_array_end(j);
	if (b != NULL) {
		put_exceptions(b, j);
		put_mishaps(b, j);
		put_openings(b, j);
	}
}
