/* SPDX-License-Identifier: ISC */
/* plan_print - a plan for people, and as JSON. */
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "cli/out.h"
#include "cli/plan_lots.h"
#include "telltale/copy.h"

#define TIERS_MAX	64	/* of which totals are kept */

static const struct tt_wave *
wave_of(const struct draft *d, const struct audience_answer *a)
{
	return &d->manifest->waves[a->wave];
}

static void
put_str(struct json_out *j, const char *key, const char *value)
{
	json_out_key(j, key);
	json_out_str(j, value);
}

static void
put_u64(struct json_out *j, const char *key, uint64_t value)
{
	json_out_key(j, key);
	json_out_u64(j, value);
}

static void
json_wave(const struct plan_wave *w, const struct draft *d,
    struct json_out *j)
{
	const struct tt_wave *of = &d->manifest->waves[w->wave];
	char at[INSTANT_LEN + 1];

	instant_format(w->opens_s, at);
	json_out_object(j);
	put_str(j, "wave", of->name);
	put_str(j, "profile", tt_profile_name(w->profile));
	put_str(j, "opens", at);
	json_out_key(j, "prefetch");
	json_out_bool(j, of->prefetch);
	put_u64(j, "readers", w->copies);
	put_u64(j, "bytes", tt_copy_size(w->archive_size));
	json_out_key(j, "parts");
	json_out_array(j);
	for (size_t i = 0; i < d->n_parts; i++)
		if (plan_carries(d, i, w->profile))
			json_out_str(j, d->manifest->parts[i].file);
	json_out_array_end(j);
	json_out_object_end(j);
}

/* The rules of a mask, by their ids; late: and that an open wave is. */
static void
json_rules(const struct plan *p, const char *key, uint64_t rules, bool late,
    struct json_out *j)
{
	const struct policy *policy = p->rules->policy;

	json_out_key(j, key);
	json_out_array(j);
	for (size_t i = 0; i < policy->n_rules; i++)
		if (rules & UINT64_C(1) << i)
			json_out_str(j, policy->rule[i].id);
	if (late)
		json_out_str(j, AUDIENCE_LATE);
	json_out_array_end(j);
}

/* What a row has whether or not it gets anything. */
static void
json_row(const struct plan *p, const struct plan_reader *r,
    const struct audience_answer *a, struct json_out *j)
{
	put_str(j, "partner", p->partner[r->of].p.id);
	put_str(j, "name", r->id[0] != '\0' ? r->id : NULL);
	put_str(j, "tier", p->partner[r->of].p.tier);
	put_str(j, "rule", audience_rule_id(a));
	put_str(j, "because", a->because);
	json_rules(p, "rules", a->matched, false, j);
	json_rules(p, "exceptions", a->lifted, a->late, j);
	if (p->replaced.id[0] != '\0') {
		json_out_key(j, "had_replaced");
		json_out_bool(j, r->heir);
	}
}

static void
json_granted(const struct plan *p, const struct draft *d, size_t i,
    struct json_out *j)
{
	struct audience_answer a = plan_answer(p, i);
	char at[INSTANT_LEN + 1];

	instant_format(p->wave[p->row[i].wave].opens_s, at);
	put_str(j, "wave", wave_of(d, &a)->name);
	put_str(j, "profile", tt_profile_name(a.profile));
	put_str(j, "opens", at);
	put_u64(j, "bytes", tt_copy_size(
	    p->wave[p->row[i].wave].archive_size));
	json_row(p, &p->row[i], &a, j);
	json_out_key(j, "reader");
	json_out_hex(j, p->row[i].key, TT_READER_ID_LEN);
}

static void
json_left_out(const struct plan *p, struct json_out *j)
{
	json_out_key(j, "left_out");
	json_out_array(j);
	for (size_t i = 0; i < p->n; i++) {
		struct audience_answer a = plan_answer(p, i);

		if (p->row[i].granted)
			continue;
		json_out_object(j);
		json_row(p, &p->row[i], &a, j);
		json_out_object_end(j);
	}
	json_out_array_end(j);
}

/* How many rows had what it replaces; *granted: and get this one. */
static size_t
count_heirs(const struct plan *p, size_t *granted)
{
	size_t n = 0;

	*granted = 0;
	for (size_t i = 0; i < p->n; i++) {
		n += p->row[i].heir;
		*granted += p->row[i].heir && p->row[i].granted;
	}
	return n;
}

static void
json_replaces(const struct plan *p, struct json_out *j)
{
	size_t granted, n = count_heirs(p, &granted);

	json_out_key(j, "replaces");
	if (p->replaced.id[0] == '\0') {
		json_out_null(j);
		return;
	}
	json_out_object(j);
	put_str(j, "id", p->replaced.id);
	put_str(j, "bulletin", p->replaced.name);
	put_u64(j, "readers", n);
	put_u64(j, "granted", granted);
	json_out_object_end(j);
}

struct tier_total {
	const char *tier;
	size_t readers, left_out;
};

static struct tier_total *
total_of(struct tier_total *all, size_t *n, const char *tier)
{
	size_t i;

	for (i = 0; i < *n; i++)
		if (strcmp(all[i].tier, tier) == 0)
			return &all[i];
	if (i == TIERS_MAX)
		return NULL;
	all[i] = (struct tier_total){ .tier = tier };
	*n = i + 1;
	return &all[i];
}

/* How many of them there are: the readers of each tier. */
static size_t
count_tiers(const struct plan *p, struct tier_total all[TIERS_MAX])
{
	struct tier_total *t;
	size_t n = 0;

	for (size_t i = 0; i < p->n; i++) {
		t = total_of(all, &n, p->partner[p->row[i].of].p.tier);
		if (t == NULL)
			continue;
		t->readers += p->row[i].granted;
		t->left_out += !p->row[i].granted;
	}
	return n;
}

static void
json_tiers(const struct plan *p, struct json_out *j)
{
	struct tier_total all[TIERS_MAX];
	size_t n = count_tiers(p, all);

	json_out_key(j, "tiers");
	json_out_array(j);
	for (size_t i = 0; i < n; i++) {
		json_out_object(j);
		put_str(j, "tier", all[i].tier);
		put_u64(j, "readers", all[i].readers);
		put_u64(j, "left_out", all[i].left_out);
		json_out_object_end(j);
	}
	json_out_array_end(j);
}

/* What it needs, and who has to sign it before they get a copy. */
static void
json_agreement(const struct plan *p, struct json_out *j)
{
	if (p->agreement[0] == '\0')
		return;
	put_str(j, "agreement", p->agreement);
	json_out_key(j, "sign_first");
	json_out_array(j);
	for (size_t i = 0; i < p->n_partners; i++)
		if (p->partner[i].signs_first)
			json_out_str(j, p->partner[i].p.id);
	json_out_array_end(j);
}

void
plan_json(const struct plan *p, const struct draft *d, struct json_out *j,
    const uint8_t (*hashes)[32])
{
	char name[RULESET_NAME_LEN];
	size_t k = 0;

	ruleset_name(&p->rules->policy_is, name);
	put_str(j, "policy", name);
	ruleset_name(&p->rules->duties_is, name);
	put_str(j, "duties", name);
	json_out_at(j, "public", d->manifest->public_at_s);
	json_replaces(p, j);
	json_tiers(p, j);
	plan_lots_json(p, d, j);
	json_agreement(p, j);
	json_out_key(j, "waves");
	json_out_array(j);
	for (size_t i = 0; i < p->n_waves; i++)
		json_wave(&p->wave[i], d, j);
	json_out_array_end(j);
	json_out_key(j, "readers");
	json_out_array(j);
	for (size_t i = 0; i < p->n; i++) {
		if (!p->row[i].granted)
			continue;
		json_out_object(j);
		json_granted(p, d, i, j);
		if (hashes != NULL) {
			json_out_key(j, "copy");
			json_out_hex(j, hashes[k++], 32);
		}
		json_out_object_end(j);
	}
	json_out_array_end(j);
	json_left_out(p, j);
}

static void
print_waves(const struct plan *p, const struct draft *d, int64_t now_s)
{
	char opens[OUT_MOMENT_LEN];
	const struct tt_wave *w;

	for (size_t i = 0; i < p->n_waves; i++) {
		w = &d->manifest->waves[p->wave[i].wave];
		out_moment(opens, p->wave[i].opens_s, now_s);
		out_line("wave %s, %s: opens %s, %zu reader%s, %zu bytes a "
		    "copy", w->name, tt_profile_name(p->wave[i].profile),
		    opens, p->wave[i].copies, p->wave[i].copies == 1 ? "" :
		    "s", tt_copy_size(p->wave[i].archive_size));
		if (w->prefetch)
			out_line("wave %s: sealed copies can be fetched ahead "
			    "of it; whoever has one opens it then, suspended "
			    "or not", w->name);
	}
	for (size_t i = 0; i < d->manifest->n_waves; i++) {
		w = &d->manifest->waves[i];
		out_moment(opens, w->opens_at_s, now_s);
		if (p->given[i] == 0)
			out_line("wave %s, %s: opens %s, nobody", w->name,
			    tt_profile_name(w->profile), opens);
	}
	plan_lots_print(p, d, now_s);
	out_moment(opens, d->manifest->public_at_s, now_s);
	out_line("public: %s", opens);
}

static void
print_tiers(const struct plan *p)
{
	struct tier_total all[TIERS_MAX];
	size_t n = count_tiers(p, all);

	for (size_t i = 0; i < n; i++)
		out_line("tier %s: %zu reader%s, %zu left out", all[i].tier,
		    all[i].readers, all[i].readers == 1 ? "" : "s",
		    all[i].left_out);
}

/* Who had what it replaces, and gets nothing now. */
static void
print_replaces(const struct plan *p)
{
	size_t granted, n = count_heirs(p, &granted);

	if (p->replaced.id[0] == '\0')
		return;
	out_line("replaces %s: %zu reader%s had a copy of it, %zu get%s one "
	    "of this", p->replaced.name, n, n == 1 ? "" : "s", granted,
	    granted == 1 ? "s" : "");
	for (size_t i = 0; i < p->n; i++) {
		struct audience_answer a = plan_answer(p, i);

		if (p->row[i].heir && !p->row[i].granted)
			out_line("without it: %s of %s, by rule %s: %s",
			    p->row[i].id, p->partner[p->row[i].of].p.id,
			    audience_rule_id(&a), a.because);
	}
}

static void
print_totals(const struct plan *p, const struct draft *d, int64_t now_s)
{
	char policy[RULESET_NAME_LEN], duties[RULESET_NAME_LEN];

	print_waves(p, d, now_s);
	print_tiers(p);
	print_replaces(p);
	for (size_t i = 0; i < d->n_parts; i++)
		out_line("part %s: %s, %zu places of sites%s",
		    d->manifest->parts[i].file,
		    tt_part_kind_name(d->manifest->parts[i].kind),
		    d->bulletin->parts[i].n_places,
		    d->bulletin->parts[i].n_places == 0 ?
		    "; it traces nobody" : "");
	ruleset_name(&p->rules->policy_is, policy);
	ruleset_name(&p->rules->duties_is, duties);
	out_line("policy: %s; duties: %s", policy, duties);
}

static void
print_row(struct out_table *t, const struct plan *p, const struct draft *d,
    size_t i)
{
	const struct policy *policy = p->rules->policy;
	const struct plan_reader *r = &p->row[i];
	struct audience_answer a = plan_answer(p, i);
	char ids[RULESET_IDS_LEN];

	out_str(t, p->partner[r->of].p.id);
	out_str(t, r->id[0] != '\0' ? r->id : NULL);
	out_str(t, a.granted ? wave_of(d, &a)->name : "-");
	out_str(t, a.granted ? tt_profile_name(a.profile) : "-");
	out_str(t, audience_rule_id(&a));
	out_str(t, a.because);
	out_str(t, p->partner[r->of].p.tier);
	ruleset_ids(policy, a.matched, ids);
	out_str(t, ids[0] != '\0' ? ids : NULL);
	ruleset_ids(policy, a.lifted, ids);
	out_str(t, ids[0] != '\0' ? ids : NULL);
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
		{ "tier", "tier", OUT_TEXT },
		{ "rules", "rules that match", OUT_TEXT },
		{ "exceptions", "exceptions", OUT_TEXT },
	};
	struct out_table *t;
	struct out_json o;

	if (c->json) {
		plan_json(p, d, out_json_begin(&o, "telltale-seal-plan/1"),
		    NULL);
		return out_json_end(&o);
	}
	plan_warn(d, now_s);
	print_totals(p, d, now_s);
	plan_local(d);
	t = out_table_new(c, "telltale-seal-plan/1", "plan", cols,
	    N_ROWS(cols));
	for (size_t i = 0; i < p->n; i++)
		print_row(t, p, d, i);
	return out_table_end(t);
}
