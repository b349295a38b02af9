/* SPDX-License-Identifier: ISC */
/* lab_tell - what was measured, for people and for programs. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "base/json_out.h"
#include "cli/lab_measure.h"
#include "cli/members.h"
#include "cli/out.h"
#include "cli/paragraph.h"
#include "telltale/verdict.h"

static const struct out_column columns[] = {
	{ "attack", "  attack", OUT_TEXT },
	{ "named", "rightly named", OUT_NUMBER },
	{ "guilty", "of the guilty", OUT_NUMBER },
	{ "innocents", "innocents", OUT_NUMBER },
	{ "strong", "else strong", OUT_NUMBER },
	{ "copy", "the copy", OUT_NUMBER },
};

static void
put_row(struct out_table *t, const struct lab_measure *m,
    const struct lab_result *r)
{
	const struct lab_count *n = &r->count;
	double copy = lab_measure_copy(r);
	char s[LAB_SPEC_MAX + 16];

	snprintf(s, sizeof(s), "  %s", r->spec);
	out_str(t, s);
	snprintf(s, sizeof(s), "%.0f %% (%.0f to %.0f)", 100 * r->named.share,
	    floor(100 * r->named.lo), ceil(100 * r->named.hi));
	out_str(t, s);
	snprintf(s, sizeof(s), "%.2g of %zu", lab_measure_mean(m, r),
	    lab_measure_guilty(m));
	out_str(t, s);
	snprintf(s, sizeof(s), "%" PRIu64, n->innocents_named +
	    n->innocent_copies);
	out_str(t, s);
	snprintf(s, sizeof(s), "%.0f %%", 100. * n->strong / m->trials);
	out_str(t, s);
	if (isnan(copy))
		snprintf(s, sizeof(s), "-");
	else
		snprintf(s, sizeof(s), "%.0f %%", 100 * copy);
	out_str(t, s);
}

static int
print_table(const struct lab_measure *m)
{
	const struct cli text = { .tty_out = true };
	struct out_table *t = out_table_new(&text, "", "", columns,
	    N_ROWS(columns));

	for (size_t i = 0; i < m->n; i++)
		put_row(t, m, &m->result[i]);
	return out_table_end(t);
}

static void
print_head(const struct lab_measure *m)
{
	const struct lab *lab = m->plan.lab;
	const struct tt_bulletin *b = lab->draft.bulletin;
	const struct tt_roster *r = &lab->lineup.roster;
	size_t n = m->plan.colluders;
	struct buf one_in;

	out_line("%zu sites: %zu that all copies of a partner share, %zu of "
	    "each copy its own", b->n_sites, b->n_holder, b->n_copy);
	buf_init(&one_in, 64);
	tt_verdict_one_in(log(lab->epsilon), &one_in);
	paragraph(0, "%zu %s, of %zu in all at %zu partners, %s. An innocent "
	    "partner may be named once in %s specimens at most.", n,
	    n == 1 ? "reader" : "readers", r->n_copies, r->n_holders,
	    n == 1 ? "leaks" : m->plan.within ?
	    "of one partner, mix their copies" :
	    "each of another partner, mix their copies",
	    one_in.p != NULL ? one_in.p : "");
	buf_done(&one_in);
}

/* Only of what was worn is it said. */
static void
print_wear(const struct tt_wear *w)
{
	if (w->keep < 1)
		paragraph(0, "Of each leak only the first %g %% of its sites "
		    "were found.", 100 * w->keep);
	if (w->loss > 0)
		paragraph(0, "%g %% of the sites could not be read.",
		    100 * w->loss);
	if (w->misread > 0)
		paragraph(0, "%g %% of the sites read were misread.",
		    100 * w->misread);
}

static void
print_advice(const struct lab_measure *m)
{
	const struct lab_result *worst = lab_measure_worst(m);
	const struct lab_result *remark = lab_measure_find(m, "remark");

	if (worst != NULL && m->n > 1 && worst->count.named < m->trials)
		paragraph(0, "Worst for this text is %s, against which tracing "
		    "names somebody guilty, and nobody else, in %u of %u "
		    "trials.", worst->spec, worst->count.named, m->trials);
	if (remark != NULL)
		paragraph(0, "remark is a floor: it takes away what the public "
		    "tables propose. Against it help sites made by hand, "
		    "constants, facts, and wordings of your own.");
	paragraph(0, "What each attack does: telltale help attacks");
}

static void
put_copies(struct json_out *j, const struct lab_count *n)
{
	json_out_key(j, "copies");
	json_out_object(j);
	put_u64(j, "asked", n->copies_asked);
	put_u64(j, "named", n->copies_named);
	put_u64(j, "innocents_named", n->innocent_copies);
	json_out_object_end(j);
}

static void
put_result(struct json_out *j, const struct lab_measure *m,
    const struct lab_result *r)
{
	const struct lab_count *n = &r->count;

	json_out_object(j);
	json_out_key(j, "attack");
	json_out_str(j, r->spec);
	json_out_key(j, "what");
	json_out_str(j, r->attack->what);
	put_u64(j, "trials", m->trials);
	put_u64(j, "named", n->named);
	put_u64(j, "wrong", n->wrong);
	put_u64(j, "strong", n->strong);
	put_u64(j, "misled", n->misled);
	put_u64(j, "neither", n->neither);
	put_real(j, "share", r->named.share);
	put_real(j, "low", r->named.lo);
	put_real(j, "high", r->named.hi);
	put_u64(j, "guilty", n->guilty);
	put_u64(j, "guilty_named", n->guilty_named);
	put_u64(j, "innocents_named", n->innocents_named);
	put_copies(j, n);
	json_out_object_end(j);
}

static void
put_sites(struct json_out *j, const struct tt_bulletin *b)
{
	json_out_key(j, "sites");
	json_out_object(j);
	put_u64(j, "total", b->n_sites);
	put_u64(j, "holder", b->n_holder);
	put_u64(j, "copy", b->n_copy);
	put_u64(j, "value", b->n_value);
	json_out_object_end(j);
}

static int
print_json(const struct lab_measure *m)
{
	const struct lab *lab = m->plan.lab;
	struct out_json o;
	struct json_out *j = out_json_begin(&o, "telltale-lab-attacks/1");

	json_out_key(j, "source");
	json_out_str(j, m->source);
	json_out_key(j, "seed");
	json_out_hex(j, lab->key->b, sizeof(lab->key->b));
	put_sites(j, lab->draft.bulletin);
	put_u64(j, "holders", lab->lineup.roster.n_holders);
	put_u64(j, "readers", lab->lineup.roster.n_copies);
	put_u64(j, "colluders", m->plan.colluders);
	json_out_key(j, "within");
	json_out_bool(j, m->plan.within);
	put_real(j, "epsilon", lab->epsilon);
	put_real(j, "keep", m->plan.wear.keep);
	put_real(j, "loss", m->plan.wear.loss);
	put_real(j, "misread", m->plan.wear.misread);
	put_u64(j, "trials", m->trials);
	json_out_key(j, "attacks");
	json_out_array(j);
	for (size_t i = 0; i < m->n; i++)
		put_result(j, m, &m->result[i]);
	json_out_array_end(j);
	return out_json_end(&o);
}

int
lab_measure_tell(const struct lab_measure *m, const struct cli *c)
{
	int code;

	if (c->json)
		return print_json(m);
	print_head(m);
	print_wear(&m->plan.wear);
	out_line("%u %s of each attack:", m->trials,
	    m->trials == 1 ? "trial" : "trials");
	if ((code = print_table(m)) == CLI_DONE)
		print_advice(m);
	return code;
}
