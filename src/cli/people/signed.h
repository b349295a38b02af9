/* SPDX-License-Identifier: ISC */
/* signed - the options by which a verb is told what a partner has signed. */
#ifndef CLI_PEOPLE_SIGNED_H
#define CLI_PEOPLE_SIGNED_H

#include "base/attr.h"
#include "base/merkle.h"
#include "base/opt.h"
#include "cli/vault.h"
#include "store/vault_agreement.h"
#include "store/vault_partner.h"

#define SIGNED_OPTS							\
	{ "agreement", 0, OPT_VALUE, "VERSION",				\
	    "the version that it has signed" },				\
	{ "paper", 0, OPT_VALUE, "SCAN",				\
	    "a scan of it; else one of its readers signed it" },	\
	{ "signer", 0, OPT_VALUE, "NAME", "who signed it on paper" },	\
	{ "signed", 0, OPT_VALUE, "DAY", "when: YYYY-MM-DD" },		\
	{ "expires", 0, OPT_VALUE, "DAY",				\
	    "the last day on which it is good; else it has no end" }

/*
 * Them into p, which is left alone where none is given.  With a scan, *s is
 * the record to keep of it, but for the partner; else its version is "".
 * verb: "partner add".  CLI_DONE, or an exit code after saying why.
 */
int signed_read(const struct opt *opts, const struct opt_values *o,
    const char *verb, struct vault_partner *p, struct vault_signing *s)
    MUST_USE;

/* Keeps it for one partner; the same again is fine. */
int signed_keep(struct vault *v, const char *partner,
    const struct vault_signing *s) MUST_USE;

/*
 * The record on which p's version is based: one of paper that is about to be
 * kept, or what the vault has.  CLI_REFUSED, with what to do, if there is
 * none.  v may be NULL.
 */
int signed_basis(struct vault *v, const struct vault_partner *p,
    const char *verb, struct vault_signing *s) MUST_USE;

/* A day's first second, or an instant; without the option both stay. */
int signed_day(const struct opt *opts, const struct opt_values *o,
    const char *verb, const char *name, int64_t *at_s, bool *day) MUST_USE;

/* SHA-256 of a scan, which is not empty. */
int signed_scan(const char *path, struct hash *out) MUST_USE;

/* "VERB: --OPTION is not FORM", and where to look; CLI_USAGE. */
int signed_wrong(const char *verb, const char *option, const char *form);

#endif
