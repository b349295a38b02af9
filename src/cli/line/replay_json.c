/* SPDX-License-Identifier: ISC */
/* replay_json - every number of a replay, as OUT/replay.json has it. */
#include <inttypes.h>
#include <string.h>

#include "base/instant.h"
#include "cli/line/replay.h"
#include "cli/say.h"

static void
put_str(struct json_out *j, const char *key, const char *s)
{
	json_out_key(j, key);
	json_out_str(j, s);
}

static void
put_size(struct json_out *j, const char *key, size_t v)
{
	json_out_key(j, key);
	json_out_u64(j, v);
}

static void
put_counts(struct json_out *j, const char *key, const struct census_count c[2])
{
	json_out_key(j, key);
	json_out_object(j);
	put_size(j, "people_least", c[0].readers);
	put_size(j, "people_most", c[1].readers);
	put_size(j, "partners_least", c[0].reader_organisations);
	put_size(j, "partners_most", c[1].reader_organisations);
	json_out_object_end(j);
}

static void
put_found(struct json_out *j, const struct replay *r,
    const struct replay_run *run, size_t i)
{
	const struct story_found *f = &run->story->found[i];
	const struct replay_trace *t = &run->trace[i];

	json_out_object(j);
	put_str(j, "name", f->name);
	json_out_at(j, "at", f->at.until_s);
	json_out_key(j, "when_asked");
	json_out_bool(j, f->at.until_s <= r->story.asked_s);
	put_str(j, "verdict", tt_verdict_name(t->verdict));
	json_out_key(j, "sites_total");
	json_out_int(j, t->sites_total);
	json_out_key(j, "sites_read");
	json_out_int(j, t->sites_read);
	json_out_key(j, "named");
	json_out_array(j);
	for (size_t k = 0; k < t->n_named; k++) {
		json_out_object(j);
		put_str(j, "partner", t->named[k]);
		json_out_key(j, "bound");
		json_out_real(j, t->bound[k]);
		json_out_object_end(j);
	}
	json_out_array_end(j);
	json_out_key(j, "wrong");
	json_out_bool(j, t->wrong);
	json_out_object_end(j);
}

static void
put_explanations(struct json_out *j, const struct explain *e)
{
	json_out_key(j, "explanations");
	json_out_array(j);
	for (size_t i = 0; i < e->n; i++) {
		json_out_object(j);
		put_str(j, "explanation", explain_kind_word(e->row[i].kind));
		put_str(j, "name", e->row[i].name);
		put_str(j, "answer", explain_answer_word(e->row[i].answer));
		put_str(j, "because", e->row[i].because);
		json_out_object_end(j);
	}
	json_out_array_end(j);
}

static void
put_run(struct json_out *j, const struct replay *r,
    const struct replay_run *run)
{
	size_t who = run->story->leaker;

	json_out_object(j);
	put_str(j, "id", run->story->id);
	json_out_key(j, "marked");
	json_out_bool(j, run->story->marked);
	put_str(j, "leaker", who == STORY_NOBODY ? NULL :
	    r->story.partner[who].id);
	put_size(j, "restricted", run->restricted);
	put_counts(j, "poc", run->poc);
	put_counts(j, "any", run->all);
	put_explanations(j, &run->asked);
	json_out_key(j, "found");
	json_out_array(j);
	for (size_t i = 0; i < run->story->n_found; i++)
		put_found(j, r, run, i);
	json_out_array_end(j);
	put_size(j, "slots", run->slots);
	put_size(j, "slots_before", run->before);
	put_size(j, "incidents_until_accused", run->incidents);
	json_out_object_end(j);
}

int
replay_json(struct replay *r, struct buf *out)
{
	struct json_out *j = json_out_new(out, JSON_PRETTY);
	enum tt_err e;

	if (j == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot write the answer");
	json_out_object(j);
	put_str(j, "format", "telltale-replay/1");
	put_str(j, "title", r->story.title);
	json_out_at(j, "asked_at", r->story.asked_s);
	put_size(j, "partners", r->story.n_partners);
	put_size(j, "readers", r->n_readers);
	json_out_key(j, "runs");
	json_out_array(j);
	for (size_t i = 0; i < r->story.n_runs; i++)
		put_run(j, r, &r->run[i]);
	json_out_array_end(j);
	json_out_object_end(j);
	if ((e = json_out_end(j)) != TT_OK)
		return say_err(e, NULL, "cannot write the answer");
	return CLI_DONE;
}
