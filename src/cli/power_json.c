/* SPDX-License-Identifier: ISC */
/* power_json - what power measured, for programs. */
#include "base/json_out.h"
#include "cli/out.h"
#include "cli/power_own.h"
#include "telltale/power.h"

void
power_count_sites(const struct tt_bulletin *b, size_t *n)
{
	for (size_t i = 0; i < b->n_sites; i++)
		n[b->sites[i].class]++;
}

static void
put_power(struct json_out *j, const char *key, const struct tt_power *p,
    const struct tt_attack *attack)
{
	json_out_key(j, key);
	if (p->trials == 0) {
		json_out_null(j);
		return;
	}
	json_out_object(j);
	json_out_key(j, "share");
	json_out_real(j, p->share);
	json_out_key(j, "low");
	json_out_real(j, p->lo);
	json_out_key(j, "high");
	json_out_real(j, p->hi);
	json_out_key(j, "trials");
	json_out_u64(j, p->trials);
	json_out_key(j, "attack");
	json_out_str(j, attack != NULL ? attack->name : NULL);
	json_out_object_end(j);
}

/* Of two and more: what the worst attack leaves. */
static void
put_mixing(struct json_out *j, const struct power_case *row)
{
	json_out_key(j, "mixing");
	json_out_array(j);
	for (unsigned k = 1; k < POWER_COALITIONS; k++) {
		if (row->holder[k].power.trials == 0)
			continue;
		json_out_object(j);
		json_out_key(j, "colluders");
		json_out_u64(j, power_colluders[k]);
		put_power(j, "holder", &row->holder[k].power,
		    row->holder[k].attack);
		put_power(j, "copy", &row->copy[k].power,
		    row->copy[k].attack);
		json_out_object_end(j);
	}
	json_out_array_end(j);
}

static void
put_attacks(struct json_out *j, const struct power_cases *p)
{
	json_out_key(j, "attacks");
	json_out_array(j);
	for (size_t i = 0; i < p->n_attacks; i++)
		for (unsigned k = 1; k < POWER_COALITIONS; k++) {
			json_out_object(j);
			json_out_key(j, "colluders");
			json_out_u64(j, power_colluders[k]);
			put_power(j, "holder", &p->attack[i].holder[k],
			    p->attack[i].attack);
			json_out_object_end(j);
		}
	json_out_array_end(j);
}

static void
put_sites(struct json_out *j, const struct tt_bulletin *b)
{
	size_t n[TT_SITE_CLASS_COUNT] = { 0 };

	power_count_sites(b, n);
	json_out_key(j, "sites");
	json_out_object(j);
	json_out_key(j, "total");
	json_out_u64(j, b->n_sites);
	json_out_key(j, "holder");
	json_out_u64(j, b->n_holder);
	json_out_key(j, "copy");
	json_out_u64(j, b->n_copy);
	json_out_key(j, "value");
	json_out_u64(j, b->n_value);
	for (enum tt_site_class c = 0; c < TT_SITE_CLASS_COUNT; c++) {
		json_out_key(j, tt_class_name(c));
		json_out_u64(j, n[c]);
	}
	json_out_object_end(j);
}

/* Of a partner with one copy for all its people: holder, and no person. */
static void
put_organisation(struct json_out *j, const struct power_cases *p)
{
	const struct tt_power none = { .trials = 0 };

	json_out_key(j, "organisation_marks");
	json_out_object(j);
	put_power(j, "holder", &p->row[0].holder[0].power, NULL);
	put_power(j, "copy", &none, NULL);
	put_power(j, "copy_lost", &p->row[0].copy[0].power, NULL);
	json_out_object_end(j);
}

int
power_print_json(const struct lab *lab, const struct power_cases *p)
{
	struct out_json o;
	struct json_out *j = out_json_begin(&o, "telltale-power/1");

	put_sites(j, lab->draft.bulletin);
	json_out_key(j, "words");
	json_out_u64(j, p->words);
	json_out_key(j, "holders");
	json_out_u64(j, lab->lineup.roster.n_holders);
	json_out_key(j, "copies");
	json_out_u64(j, lab->lineup.roster.n_copies);
	json_out_key(j, "epsilon");
	json_out_real(j, lab->epsilon);
	json_out_key(j, "enough");
	json_out_bool(j, power_cases_enough(p));
	json_out_key(j, "sites_needed");
	if (p->sites_needed > 0)
		json_out_u64(j, p->sites_needed);
	else
		json_out_null(j);
	json_out_key(j, "cases");
	json_out_array(j);
	for (size_t i = 0; i < p->n; i++) {
		json_out_object(j);
		json_out_key(j, "what");
		json_out_str(j, p->row[i].what);
		put_power(j, "holder", &p->row[i].holder[0].power, NULL);
		put_power(j, "copy", &p->row[i].copy[0].power, NULL);
		put_mixing(j, &p->row[i]);
		json_out_object_end(j);
	}
	json_out_array_end(j);
	put_attacks(j, p);
	put_organisation(j, p);
	return out_json_end(&o);
}
