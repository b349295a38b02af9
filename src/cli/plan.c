/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/json_out.h"
#include "cli/out.h"
#include "cli/people/change.h"
#include "cli/plan.h"
#include "cli/say.h"
#include "telltale/archive.h"
#include "telltale/copy.h"

struct gathering {
	struct plan *plan;
	const struct draft *draft;
	struct db *db;
	struct vault_partner partner;
	size_t cap;
	const struct plan_at *at;
	bool any;	/* the partner has readers */
};

static enum tt_err
add_row(struct gathering *g, const struct vault_reader *r)
{
	struct plan *p = g->plan;
	struct audience_ask ask = { .waves = g->draft->manifest->waves,
		.n_waves = g->draft->manifest->n_waves, .now_s = g->at->now_s,
		.revises = g->at->revises,
		.tier = g->partner.tier, .partner = g->partner.state,
		.agreement_ends_s = g->partner.ends_s,
		.reader = r != NULL ? r->state : READER_LISTED };
	struct plan_reader *row;

	if (p->n == g->cap) {
		g->cap = g->cap > 0 ? g->cap * 2 : 64;
		row = reallocarray(p->row, g->cap, sizeof(*row));
		if (row == NULL)
			return TT_ENOMEM;
		p->row = row;
	}
	row = &p->row[p->n++];
	memset(row, 0, sizeof(*row));
	row->partner = g->partner;
	if (r != NULL)
		row->reader = *r;
	row->answer = audience_of(&ask);
	if (row->answer.rule == AUDIENCE_READER)
		p->awaited[audience_if_active(&ask).wave]++;
	return TT_OK;
}

static enum tt_err
each_reader(void *ctx, const struct vault_reader *r)
{
	struct gathering *g = ctx;

	g->any = true;
	return add_row(g, r);
}

static enum tt_err
each_partner(void *ctx, const struct vault_partner *p)
{
	struct gathering *g = ctx;
	struct vault_standing s;
	enum partner_state now;
	enum tt_err e;

	if ((e = vault_standing_get(g->db, p->id, &s)) != TT_OK)
		return e;
	g->partner = *p;
	if ((now = people_state(p, &s, g->at->now_s)) != PARTNER_EXPIRED)
		g->partner.state = now;	/* the end has words of its own */
	g->any = false;
	e = vault_reader_each(g->db, p->id, each_reader, g);
	if (e == TT_OK && !g->any)
		e = add_row(g, NULL);
	return e;
}

bool
plan_carries(const struct draft *d, size_t part, enum tt_profile profile)
{
	return tt_profile_carries(profile, d->manifest->parts[part].kind);
}

/* All archives of a wave and profile have the size of the longest. */
static enum tt_err
size_wave(const struct draft *d, struct plan_wave *w)
{
	struct tt_member *members = calloc(d->n_parts + 1, sizeof(*members));
	size_t n = 0;
	enum tt_err e;

	if (members == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < d->n_parts; i++) {
		if (!plan_carries(d, i, w->profile))
			continue;
		members[n].name = d->bulletin->parts[i].name;
		members[n++].data = (struct span){ NULL,
			d->bulletin->parts[i].longest };
	}
	tt_archive_sort(members, n);
	e = tt_archive_size(&w->archive_size, members, n);
	free(members);
	return e;
}

/* The plan's wave for an answer, made if it is new. */
static enum tt_err
place(struct plan *p, const struct draft *d, const struct audience_answer *a,
    size_t *out)
{
	struct plan_wave *w;
	size_t i;

	for (i = 0; i < p->n_waves; i++)
		if (p->wave[i].wave == a->wave &&
		    p->wave[i].profile == a->profile)
			break;
	if (i == TT_WAVES_MAX)
		return TT_ELIMIT;
	w = &p->wave[i];
	if (i == p->n_waves) {
		*w = (struct plan_wave){ .wave = a->wave,
			.profile = a->profile };
		p->n_waves++;
	}
	w->copies++;
	*out = i;
	return i + 1 < p->n_waves || w->copies > 1 ? TT_OK : size_wave(d, w);
}

static int64_t
opens_at(const struct draft *d, const struct plan_wave *w)
{
	return d->manifest->waves[w->wave].opens_at_s;
}

/* The wave that opens first comes first; rows follow. */
static void
sort_waves(struct plan *p, const struct draft *d)
{
	struct plan_wave kept;
	size_t at;

	for (size_t i = 1; i < p->n_waves; i++) {
		kept = p->wave[i];
		for (at = i; at > 0 && opens_at(d, &p->wave[at - 1]) >
		    opens_at(d, &kept); at--)
			p->wave[at] = p->wave[at - 1];
		p->wave[at] = kept;
	}
	for (size_t i = 0; i < p->n; i++)
		for (size_t k = 0; k < p->n_waves; k++)
			if (p->wave[k].wave == p->row[i].answer.wave &&
			    p->wave[k].profile == p->row[i].answer.profile)
				p->row[i].wave = k;
}

static enum tt_err
place_all(struct plan *p, const struct draft *d)
{
	enum tt_err e;

	for (size_t i = 0; i < p->n; i++) {
		if (!p->row[i].answer.granted)
			continue;
		p->granted++;
		p->given[p->row[i].answer.wave]++;
		if ((e = place(p, d, &p->row[i].answer, &p->row[i].wave)) !=
		    TT_OK)
			return e;
	}
	sort_waves(p, d);
	return TT_OK;
}

int
plan_make(struct plan *p, const struct draft *d, struct db *db,
    const struct plan_at *at)
{
	struct gathering g = { .plan = p, .draft = d, .db = db,
		.at = at };
	enum tt_err e;

	memset(p, 0, sizeof(*p));
	if ((e = vault_partner_each(db, each_partner, &g)) != TT_OK)
		return say_err(e, NULL, "cannot read partners");
	if ((e = place_all(p, d)) != TT_OK)
		return say_err(e, NULL, "cannot size the copies");
	return CLI_DONE;
}

int
plan_check(const struct plan *p, const struct draft *d, bool dry)
{
	const struct tt_wave *w;
	int code = CLI_DONE;

	for (size_t i = 0; i < d->manifest->n_waves; i++) {
		w = &d->manifest->waves[i];
		if (p->given[i] > 0)
			continue;
		if (dry && p->awaited[i] > 0)
			say_warn("nobody in the wave \"%s\" has keys yet: "
			    "telltale seal will refuse until a reader is "
			    "confirmed", w->name);
		else
			code = say_fail(CLI_USAGE, "look at its tiers, and at "
			    "telltale partner list; take the wave out if it "
			    "is not wanted", "cannot use bulletin.json:%u: "
			    "the wave \"%s\" has no reader of an approved "
			    "partner", w->line, w->name);
	}
	return code;
}

void
plan_done(struct plan *p)
{
	free(p->row);
	memset(p, 0, sizeof(*p));
}

static const struct tt_wave *
wave_of(const struct plan *p, const struct draft *d, size_t row)
{
	return &d->manifest->waves[p->row[row].answer.wave];
}

static void
json_waves(const struct plan *p, const struct draft *d, struct json_out *j)
{
	char at[INSTANT_LEN + 1];
	const struct tt_wave *w;

	json_out_key(j, "waves");
	json_out_array(j);
	for (size_t i = 0; i < p->n_waves; i++) {
		w = &d->manifest->waves[p->wave[i].wave];
		instant_format(w->opens_at_s, at);
		json_out_object(j);
		json_out_key(j, "wave");
		json_out_str(j, w->name);
		json_out_key(j, "profile");
		json_out_str(j, tt_profile_name(p->wave[i].profile));
		json_out_key(j, "opens");
		json_out_str(j, at);
		json_out_key(j, "readers");
		json_out_u64(j, p->wave[i].copies);
		json_out_key(j, "bytes");
		json_out_u64(j, tt_copy_size(p->wave[i].archive_size));
		json_out_object_end(j);
	}
	json_out_array_end(j);
}

static void
json_row(const struct plan_reader *r, struct json_out *j)
{
	json_out_key(j, "partner");
	json_out_str(j, r->partner.id);
	json_out_key(j, "name");
	json_out_str(j, r->reader.id[0] != '\0' ? r->reader.id : NULL);
}

void
plan_json(const struct plan *p, const struct draft *d, struct json_out *j,
    const uint8_t (*hashes)[32])
{
	size_t k = 0;

	json_waves(p, d, j);
	json_out_key(j, "readers");
	json_out_array(j);
	for (size_t i = 0; i < p->n; i++) {
		if (!p->row[i].answer.granted)
			continue;
		json_out_object(j);
		json_out_key(j, "wave");
		json_out_str(j, wave_of(p, d, i)->name);
		json_out_key(j, "profile");
		json_out_str(j, tt_profile_name(p->row[i].answer.profile));
		json_row(&p->row[i], j);
		json_out_key(j, "reader");
		json_out_hex(j, p->row[i].reader.key, TT_READER_ID_LEN);
		if (hashes != NULL) {
			json_out_key(j, "copy");
			json_out_hex(j, hashes[k++], 32);
		}
		json_out_object_end(j);
	}
	json_out_array_end(j);
	json_out_key(j, "left_out");
	json_out_array(j);
	for (size_t i = 0; i < p->n; i++) {
		if (p->row[i].answer.granted)
			continue;
		json_out_object(j);
		json_row(&p->row[i], j);
		json_out_key(j, "rule");
		json_out_str(j, audience_rule_id(p->row[i].answer.rule));
		json_out_key(j, "because");
		json_out_str(j, p->row[i].answer.because);
		json_out_object_end(j);
	}
	json_out_array_end(j);
}

static void
print_totals(const struct plan *p, const struct draft *d, int64_t now_s)
{
	char opens[OUT_MOMENT_LEN];
	const struct tt_wave *w;

	for (size_t i = 0; i < p->n_waves; i++) {
		w = &d->manifest->waves[p->wave[i].wave];
		out_moment(opens, w->opens_at_s, now_s);
		out_line("wave %s, %s: opens %s, %zu reader%s, %zu bytes a "
		    "copy", w->name, tt_profile_name(p->wave[i].profile),
		    opens, p->wave[i].copies, p->wave[i].copies == 1 ? "" :
		    "s", tt_copy_size(p->wave[i].archive_size));
	}
	for (size_t i = 0; i < d->manifest->n_waves; i++) {
		w = &d->manifest->waves[i];
		out_moment(opens, w->opens_at_s, now_s);
		if (p->given[i] == 0)
			out_line("wave %s, %s: opens %s, nobody", w->name,
			    tt_profile_name(w->profile), opens);
	}
	out_moment(opens, d->manifest->public_at_s, now_s);
	out_line("public: %s", opens);
	for (size_t i = 0; i < d->n_parts; i++)
		out_line("part %s: %s, %zu places of sites%s",
		    d->manifest->parts[i].file,
		    tt_part_kind_name(d->manifest->parts[i].kind),
		    d->bulletin->parts[i].n_places,
		    d->bulletin->parts[i].n_places == 0 ?
		    "; it traces nobody" : "");
}

int
plan_print(const struct plan *p, const struct draft *d, const struct cli *c,
    int64_t now_s)
{
	static const struct out_column cols[] = {
		{ "partner", "partner", OUT_TEXT },
		{ "name", "reader", OUT_TEXT },
		{ "wave", "wave", OUT_TEXT },
		{ "profile", "profile", OUT_TEXT },
		{ "rule", "rule", OUT_TEXT },
		{ "because", "because", OUT_TEXT },
	};
	struct out_table *t;
	struct out_json o;

	if (c->json) {
		plan_json(p, d, out_json_begin(&o, "telltale-seal-plan/1"),
		    NULL);
		return out_json_end(&o);
	}
	print_totals(p, d, now_s);
	t = out_table_new(c, "telltale-seal-plan/1", "plan", cols,
	    N_ROWS(cols));
	for (size_t i = 0; i < p->n; i++) {
		const struct plan_reader *r = &p->row[i];

		out_str(t, r->partner.id);
		if (r->reader.id[0] != '\0')
			out_str(t, r->reader.id);
		else
			out_none(t);
		out_str(t, r->answer.granted ? wave_of(p, d, i)->name : "-");
		out_str(t, r->answer.granted ?
		    tt_profile_name(r->answer.profile) : "-");
		out_str(t, audience_rule_id(r->answer.rule));
		out_str(t, r->answer.because);
	}
	return out_table_end(t);
}
