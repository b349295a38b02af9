/* SPDX-License-Identifier: ISC */
/*
 * lab_measure - `telltale lab --attack`: what tracing makes of attacks on a
 * text, told as a table, as JSON and as a page.
 *
 * Functions that return int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_LAB_MEASURE_H
#define CLI_LAB_MEASURE_H

#include <stddef.h>

#include "base/attr.h"
#include "cli/cli.h"
#include "cli/lab_trial.h"
#include "telltale/power.h"

#define LAB_ATTACKS_MAX	64	/* of one run */
#define LAB_SPEC_MAX	64	/* characters, with NUL */
#define LAB_TRIALS_MAX	100000
#define LAB_COLLUDERS	2	/* unless given */

/* One attack, and what came of it. */
struct lab_result {
	const struct tt_attack *attack;
	double parameter;
	char spec[LAB_SPEC_MAX];	/* "group:8" */
	struct lab_count count;
	struct tt_power named;		/* count.named, with its interval */
};

struct lab_measure {
	struct lab_plan plan;
	const char *source;		/* the text's path, as it was given */
	const char *report;		/* a page to write, or NULL */
	unsigned trials;		/* of each attack */
	struct lab_result result[LAB_ATTACKS_MAX];
	size_t n;
};

/* As they were typed; NULL: not given, then the usual. */
struct lab_measure_asked {
	const char *attacks;		/* "inter,group:8"; "all" */
	const char *colluders, *trials, *keep, *loss, *misread, *epsilon;
	const char *report;
	bool within;
};

/* Also sets lab->epsilon. */
int lab_measure_read(struct lab_measure *m, struct lab *lab,
    const struct lab_measure_asked *asked) MUST_USE;

/* With a bar; then the results are in m. */
int lab_measure_run(struct lab_measure *m, const struct cli *c) MUST_USE;

/*
 * The result of least power but for remark, which is told apart, as the floor
 * (evidence.md section 14).  NULL: no other was played.
 */
const struct lab_result *lab_measure_worst(const struct lab_measure *m);

/* How many of the guilty are named in a trial on average, and of how many. */
double lab_measure_mean(const struct lab_measure *m,
    const struct lab_result *r);
size_t lab_measure_guilty(const struct lab_measure *m);

/* The copy is named, too, in that share of cases; NAN: no case. */
double lab_measure_copy(const struct lab_result *r);

/* That of an attack's name, the first; NULL: it was not played. */
const struct lab_result *lab_measure_find(const struct lab_measure *m,
    const char *name);

/* In words, or as JSON. */
int lab_measure_tell(const struct lab_measure *m, const struct cli *c) MUST_USE;

/* Write the page m->report, if one is wanted. */
int lab_measure_page(const struct lab_measure *m) MUST_USE;

#endif
