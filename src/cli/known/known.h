/* SPDX-License-Identifier: ISC */
/*
 * known - what the verbs about knowers, finders, sightings, clocks and
 * emissions share: options read, moments shown.
 *
 * Functions that return int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_KNOWN_KNOWN_H
#define CLI_KNOWN_KNOWN_H

#include <stdint.h>

#include "base/attr.h"
#include "base/json_out.h"
#include "cli/cli.h"
#include "cli/out.h"
#include "cli/vault.h"
#include "programme/moment.h"
#include "store/vault_bulletin.h"

/* A verb's options, as it got them. */
struct known_opts {
	const struct cli *cli;
	const char *verb;	/* "knower add" */
	const struct opt *table;
	const struct opt_values *values;
};

const char *known_value(const struct known_opts *o, const char *name);

/*
 * The option's text, at most cap - 1 bytes, into out.  It must be there if
 * `needed`, else out is "" without it.
 */
int known_words(const struct known_opts *o, const char *name, bool needed,
    char *out, size_t cap) MUST_USE;

/* A moment that has come: CLI_USAGE if it is to come, or without zone. */
int known_moment(const struct known_opts *o, const char *name, int64_t now_s,
    struct moment *out) MUST_USE;

/* The same of a text, which `name` is called. */
int known_moment_of(const char *verb, const char *name, const char *text,
    int64_t now_s, struct moment *out) MUST_USE;

/* An instant, not later than now_s; now_s itself without the option. */
int known_instant(const struct known_opts *o, const char *name,
    int64_t now_s, int64_t *out) MUST_USE;

/* "--NAME is not FORM", and where help is. */
int known_wrong(const struct known_opts *o, const char *name,
    const char *form);

/* A number from 1 as an argument. */
int known_number(const char *verb, const char *text, int64_t *out) MUST_USE;

/*
 * b->public_s becomes that of the terms in force, or the end; of one that was
 * retracted it stays the planned one.
 */
int known_in_force(struct vault *v, struct vault_bulletin *b) MUST_USE;

/* Who is at work, as records name it. */
const char *known_officer(const struct vault *v);

/* A cell; "" is none. */
void known_out_words(struct out_table *t, const char *s);

/* Two cells: not before, not after. */
void known_out_moment(struct out_table *t, const struct moment *m);

/* The same as a member: {"from", "until"}. */
void known_put_moment(struct json_out *j, const char *key,
    const struct moment *m);
/* A member; "" is null, too. */
void known_put_str(struct json_out *j, const char *key, const char *s);

#endif
