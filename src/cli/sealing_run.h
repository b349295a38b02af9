/* SPDX-License-Identifier: ISC */
/*
 * sealing_run - what the steps of one sealing share, private to sealing*.c.
 */
#ifndef CLI_SEALING_RUN_H
#define CLI_SEALING_RUN_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/rng.h"
#include "cli/draft.h"
#include "cli/numbers.h"
#include "cli/plan.h"
#include "cli/progress.h"
#include "cli/revision.h"
#include "cli/sealed.h"
#include "cli/vault.h"
#include "cli/wavekey.h"
#include "programme/uses.h"
#include "store/vault_bulletin.h"
#include "telltale/archive.h"
#include "telltale/marked.h"
#include "telltale/statement.h"

struct sealing {
	struct vault *v;
	const struct draft *d;
	const struct plan *p;
	const struct revision *before;
	struct rng rng;
	int64_t now_s;
	struct span origin;
	const struct tt_signer *publisher;
	struct wavekey_keepers keepers;
	char rel[64];			/* bulletins/ID.new */
	unsigned terms;			/* their revision, once published */
	size_t uses[USES];		/* permitted: values by number */
	struct vault_bulletin record;
	struct sealed_secrets *secrets;
	struct tt_carry *slots;
	struct tt_codebook *codebook;
	struct buf embargo;
	struct numbers holders, copies;
	struct vault_copy *copy;	/* granted rows, then the public one */
	struct vault_wave wave[TT_WAVES_MAX];
	uint64_t *row;			/* symbols of one copy, per slot */
	uint64_t *symbols;		/* and per site */
	struct buf text[TT_PARTS_MAX];	/* renderings of one copy */
	struct tt_member members[TT_PARTS_MAX];
	size_t n_members;
	uint8_t *sealed;		/* one copy */
	struct progress bar;
	uint64_t done;
};

/* A new file in the folder that is being built. */
enum tt_err sealing_keep(struct sealing *r, const char *name,
    struct span bytes) MUST_USE;

/*
 * A signed statement after a salt of ours, so that others can name it by
 * *leaf before the hub has seen it.
 */
enum tt_err sealing_state(struct sealing *r, const char *name,
    struct tt_statement_out *o, struct hash *leaf) MUST_USE;

/* Wave n of the plan, from its key to its shares; the key is gone then. */
enum tt_err sealing_wave(struct sealing *r, unsigned n) MUST_USE;

#endif
