/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/epsilon.h"
#include "cli/lab_measure.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "telltale/trace.h"

static int
get_count(const char *name, const char *s, uint64_t absent, uint64_t max,
    uint64_t *out)
{
	*out = absent;
	if (s == NULL)
		return CLI_DONE;
	if (span_u64(span_str(s), max, out) == TT_OK && *out > 0)
		return CLI_DONE;
	return say_fail(CLI_USAGE, NULL, "lab: --%s is a number from 1 to "
	    "%llu, not '%s'", name, (unsigned long long)max, s);
}

/* range says in words what is checked afterwards. */
static int
get_real(const char *name, const char *s, double absent, const char *range,
    bool (*ok)(double), double *out)
{
	char *end;

	*out = absent;
	if (s == NULL)
		return CLI_DONE;
	*out = strtod(s, &end);
	if (*s != '\0' && *end == '\0' && ok(*out))
		return CLI_DONE;
	return say_fail(CLI_USAGE, NULL, "lab: --%s is a number %s, not '%s'",
	    name, range, s);
}

static bool
is_kept(double x)
{
	return x > 0 && x <= 1;
}

static bool
is_rate(double x)
{
	return x >= 0 && x < 1;
}

static int
read_reals(struct lab_measure *m, struct lab *lab,
    const struct lab_measure_asked *a)
{
	struct tt_wear *w = &m->plan.wear;
	int code;

	if ((code = get_real("keep", a->keep, 1, "above 0 and at most 1",
	    is_kept, &w->keep)) != CLI_DONE ||
	    (code = get_real("loss", a->loss, 0, "from 0 and below 1",
	    is_rate, &w->loss)) != CLI_DONE ||
	    (code = get_real("misread", a->misread, 0, "from 0 and below 1",
	    is_rate, &w->misread)) != CLI_DONE)
		return code;
	return epsilon_read("lab", a->epsilon, &lab->epsilon);
}

/* A line `hint: attacks are inter, rnd, ...`. */
static void
hint_names(void)
{
	struct buf b;

	buf_init(&b, 4096);
	for (size_t i = 0; tt_attacks[i] != NULL; i++)
		buf_printf(&b, "%s%s", tt_attacks[i]->name,
		    tt_attacks[i + 1] != NULL ? ", " : "");
	if (buf_err(&b) == TT_OK)
		say_hint("attacks are %s; or all", b.p);
	buf_done(&b);
}

static int
refuse(const char *spec, enum tt_err e)
{
	size_t n = strcspn(spec, ":");
	char name[LAB_SPEC_MAX];
	const struct tt_attack *a = NULL;

	if (span_copy((struct span){ spec, n }, name, sizeof(name)) == TT_OK)
		a = tt_attack_find(name);
	if (e == TT_ENOENT || a == NULL) {
		say_fail(CLI_USAGE, NULL, "lab: there is no attack '%s'", spec);
		hint_names();
		return CLI_USAGE;
	}
	if (a->parameter == NULL)
		return say_fail(CLI_USAGE, NULL, "lab: the attack %s takes no "
		    "number, so not '%s'", a->name, spec);
	return say_fail(CLI_USAGE, NULL, "lab: what follows %s: is %s, a %s "
	    "from %g to %g, not '%s'", a->name, a->parameter, a->whole ?
	    "whole number" : "number", a->least, a->most, spec + n + 1);
}

static int
add(struct lab_measure *m, const struct tt_attack *attack, double parameter)
{
	struct lab_result *r = &m->result[m->n];
	struct buf spec;

	if (m->n == LAB_ATTACKS_MAX)
		return say_fail(CLI_USAGE, NULL, "lab: more than %d attacks at "
		    "once", LAB_ATTACKS_MAX);
	*r = (struct lab_result){ .attack = attack, .parameter = parameter };
	buf_init(&spec, sizeof(r->spec) - 1);
	tt_attack_format(attack, parameter, &spec);
	if (buf_err(&spec) == TT_OK)
		memcpy(r->spec, spec.p, spec.n);
	buf_done(&spec);
	m->n++;
	return CLI_DONE;
}

static int
add_named(struct lab_measure *m, const char *spec)
{
	const struct tt_attack *attack;
	double parameter;
	int code = CLI_DONE;
	enum tt_err e;

	if (strcmp(spec, "all") == 0) {
		for (size_t i = 0; tt_attacks[i] != NULL && code == CLI_DONE;
		    i++)
			code = add(m, tt_attacks[i],
			    tt_attacks[i]->parameter != NULL ?
			    tt_attacks[i]->absent : 0);
		return code;
	}
	if ((e = tt_attack_parse(&attack, &parameter, spec)) != TT_OK)
		return refuse(spec, e);
	return add(m, attack, parameter);
}

static int
read_attacks(struct lab_measure *m, const char *list)
{
	char *copy = strdup(list), *rest = copy, *spec;
	int code = CLI_DONE;

	if (copy == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot measure");
	while (code == CLI_DONE && (spec = strsep(&rest, ",")) != NULL)
		code = add_named(m, spec);
	free(copy);
	return code;
}

int
lab_measure_read(struct lab_measure *m, struct lab *lab,
    const struct lab_measure_asked *a)
{
	uint64_t colluders, trials;
	int code;

	m->plan = (struct lab_plan){ .lab = lab, .within = a->within };
	m->report = a->report;
	if ((code = get_count("colluders", a->colluders, LAB_COLLUDERS,
	    TT_COLLUDERS_MAX, &colluders)) != CLI_DONE ||
	    (code = get_count("trials", a->trials, TT_POWER_TRIALS,
	    LAB_TRIALS_MAX, &trials)) != CLI_DONE ||
	    (code = read_reals(m, lab, a)) != CLI_DONE)
		return code;
	m->plan.colluders = colluders;
	m->trials = (unsigned)trials;
	return read_attacks(m, a->attacks);
}

static int
open_trial(struct lab_measure *m, struct lab_trial **out)
{
	enum tt_err e = lab_trial_new(out, &m->plan);

	if (e == TT_ERANGE && m->plan.within)
		return say_fail(CLI_USAGE, "a greater --per-holder, or fewer "
		    "--colluders", "lab: no partner has %zu readers who could "
		    "mix their copies", m->plan.colluders);
	if (e == TT_ERANGE)
		return say_fail(CLI_USAGE, "more --readers, fewer "
		    "--colluders, or --within one partner", "lab: %zu readers "
		    "of different partners cannot mix their copies: there are "
		    "%zu partners", m->plan.colluders,
		    m->plan.lab->lineup.roster.n_holders);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot measure %s", m->source);
	return CLI_DONE;
}

static void
finish(struct lab_result *r, unsigned trials)
{
	r->named = (struct tt_power){ .trials = trials,
		.named = r->count.named };
	tt_power_interval(&r->named);
}

int
lab_measure_run(struct lab_measure *m, const struct cli *c)
{
	struct lab_trial *t = NULL;
	struct progress bar;
	enum tt_err e = TT_OK;
	int code;

	if ((code = open_trial(m, &t)) != CLI_DONE)
		return code;
	progress_start(&bar, c, "measuring", m->n * m->trials);
	for (size_t i = 0; i < m->n && e == TT_OK; i++) {
		struct lab_result *r = &m->result[i];

		for (unsigned k = 0; k < m->trials && e == TT_OK; k++) {
			e = lab_trial_play(t, r->attack, r->parameter, k,
			    &r->count);
			progress_at(&bar, i * m->trials + k + 1);
		}
		finish(r, m->trials);
	}
	progress_end(&bar);
	lab_trial_free(t);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot measure %s", m->source);
	return CLI_DONE;
}

const struct lab_result *
lab_measure_worst(const struct lab_measure *m)
{
	const struct tt_attack *remark = tt_attack_find("remark");
	const struct lab_result *worst = NULL;

	for (size_t i = 0; i < m->n; i++)
		if (m->result[i].attack != remark && (worst == NULL ||
		    m->result[i].count.named < worst->count.named))
			worst = &m->result[i];
	return worst;
}

const struct lab_result *
lab_measure_find(const struct lab_measure *m, const char *name)
{
	const struct tt_attack *attack = tt_attack_find(name);

	for (size_t i = 0; i < m->n; i++)
		if (m->result[i].attack == attack)
			return &m->result[i];
	return NULL;
}

double
lab_measure_mean(const struct lab_measure *m, const struct lab_result *r)
{
	return (double)r->count.guilty_named / m->trials;
}

size_t
lab_measure_guilty(const struct lab_measure *m)
{
	return m->plan.within ? 1 : m->plan.colluders;
}

double
lab_measure_copy(const struct lab_result *r)
{
	if (r->count.copies_asked == 0)
		return NAN;
	return (double)r->count.copies_named / (double)r->count.copies_asked;
}
