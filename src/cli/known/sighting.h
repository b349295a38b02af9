/* SPDX-License-Identifier: ISC */
/* sighting - the verbs about sightings, and the table that they share. */
#ifndef CLI_KNOWN_SIGHTING_H
#define CLI_KNOWN_SIGHTING_H

#include "cli/cli.h"
#include "cli/out.h"
#include "cli/vault.h"
#include "store/vault_sighting.h"

cli_run verb_sighting_add, verb_sighting_import;

/* A place is where a packet came from, and no more: it is said each time. */
extern const char sighting_place_warning[];

struct sighting_table {
	struct vault *v;
	struct out_table *t;
};

struct out_table *sighting_table_new(const struct cli *c, const char *format);
/* counts: sighting_counts of it. */
void sighting_table_row(struct sighting_table *t,
    const struct vault_sighting *s, const char *counts);

/* As much of it as the rules look at. */
struct sighting_fact sighting_fact_of(const struct vault_sighting *s);

#endif
