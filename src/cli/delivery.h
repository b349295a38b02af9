/* SPDX-License-Identifier: ISC */
/*
 * delivery - handing a sealed bulletin to the hub, step by step.
 *
 * specs/hub.md section 5.  Each step can be repeated, so an interrupted
 * publish goes on where it stopped by doing all of them again.  Functions
 * return CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_DELIVERY_H
#define CLI_DELIVERY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "cli/hubclient.h"
#include "cli/vault.h"
#include "store/vault_bulletin.h"

struct delivery {
	struct vault *v;
	const struct vault_bulletin *record;
	struct vault_wave wave[TT_WAVES_MAX];
	size_t n_waves;
	struct hubclient *hub;		/* signs as publisher */
	size_t holders, copies;		/* of it, the public one too */
	unsigned terms;			/* revision of those it is under */
	int64_t wait_s;			/* for the batch; 0: as long as one
					 * takes, and a minute */
};

/* Reads the records, reaches the hub.  delivery_done also after a failure. */
int delivery_open(struct delivery *d, struct vault *v,
    const struct vault_bulletin *record) MUST_USE;
void delivery_done(struct delivery *d);

/* Sealed copies, sets and terms: names and contents agree, so PUT again. */
int delivery_upload(struct delivery *d) MUST_USE;

/* codebook, waves, copies, rendered, embargo: into the next batch. */
int delivery_state(struct delivery *d) MUST_USE;

/* Until all of that stands in a checkpoint; then shares go to keepers. */
int delivery_shares(struct delivery *d) MUST_USE;

/*
 * Whether the hub shows all of it to its readers already, as after a publish
 * that was stopped at its very end.
 */
int delivery_shown(struct delivery *d, bool *shown) MUST_USE;

/*
 * A keeper's answer says, signed, that it holds a share of that wave for that
 * instant; share: SHA-256 of the very file, or NULL for any.
 */
bool delivery_is_held(const struct vault *v, struct span answer,
    unsigned keeper, const struct hash *wave, int64_t opens_s,
    const struct hash *share) MUST_USE;

/* Visible to its readers from here on. */
int delivery_show(struct delivery *d) MUST_USE;

#endif
