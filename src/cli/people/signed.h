/* SPDX-License-Identifier: ISC */
/* signed - the options by which a verb is told what a partner has signed. */
#ifndef CLI_PEOPLE_SIGNED_H
#define CLI_PEOPLE_SIGNED_H

#include "base/attr.h"
#include "base/opt.h"
#include "store/vault_partner.h"

#define SIGNED_OPTS							\
	{ "agreement", 0, OPT_VALUE, "VERSION",				\
	    "the version that it has signed" },				\
	{ "signed", 0, OPT_VALUE, "DAY", "when: YYYY-MM-DD" },		\
	{ "expires", 0, OPT_VALUE, "DAY",				\
	    "the last day on which it is good; else it has no end" }

/*
 * The three of them into p, which is left alone where none is given.  verb:
 * "partner add".  CLI_DONE, or CLI_USAGE after saying why.
 */
int signed_read(const struct opt *opts, const struct opt_values *o,
    const char *verb, struct vault_partner *p) MUST_USE;

/* A day's first second, or an instant; without the option both stay. */
int signed_day(const struct opt *opts, const struct opt_values *o,
    const char *verb, const char *name, int64_t *at_s, bool *day) MUST_USE;

/* "VERB: --OPTION is not FORM", and where to look; CLI_USAGE. */
int signed_wrong(const char *verb, const char *option, const char *form);

#endif
