/* SPDX-License-Identifier: ISC */
/*
 * weigh - what the clock says of partners whose slots were drawn by lot:
 * the exact test of one bulletin, and the score over all that were entered.
 *
 * programme/timing.h has the mathematics, docs/timing.md what it rests on.
 * An incident is entered in the vault once, at the first look after the
 * public instant, by what is on record then; nothing is entered by a file of
 * events.  Nobody is accused by a bulletin that was not staggered.
 */
#ifndef CLI_LINE_WEIGH_H
#define CLI_LINE_WEIGH_H

#include "base/attr.h"
#include "base/html_out.h"
#include "base/json_out.h"
#include "cli/line/line.h"
#include "cli/vault.h"
#include "programme/timing.h"
#include "store/vault_stagger.h"

struct weigh_partner {
	char partner[VAULT_ID_MAX + 1];
	uint32_t place, slot;	/* from 0 */
	int64_t opens_s;
	bool early;		/* it could open before the first attack */
	bool reporter;		/* ... which is by its own report */
	double p;		/* exact test, of this bulletin alone */
	double ln_factor;
	struct timing_score score;	/* of all incidents entered */
};

struct weigh_wave {
	struct vault_stagger draw;
	struct weigh_partner *partner;	/* by id */
	size_t n;
	bool seen;		/* an attack fixes the instant; if none does,
				 * the four after this are empty */
	int64_t seen_s;		/* where it ends */
	char source[VAULT_SOURCE_MAX + 1];
	struct timing_incident incident;
	double chance;		/* of an innocent to be early; at most */
	/* what commits to the draw: the waves of the sealing that drew */
	struct vault_wave *slot;
	size_t n_slots;
};

struct weigh {
	struct weigh_wave wave[TT_WAVES_MAX];
	size_t n;		/* 0: nobody's slot was drawn by lot */
	size_t partners;	/* ever in a draw */
	double epsilon, ln_threshold;
};

/*
 * Of a bulletin whose line is filled; with_file: by more than is on record.
 * CLI_DONE, or an exit code after saying why; then weigh_done, too.
 */
int weigh_make(struct weigh *w, struct vault *v,
    const struct vault_bulletin *b, const struct line *l, bool with_file,
    int64_t now_s) MUST_USE;
void weigh_done(struct weigh *w);	/* safe on a zeroed one */

/* By the score, at the method's own threshold. */
bool weigh_names(const struct weigh *w, const struct weigh_partner *p);

/* In a terminal, as a section of a page, as the member "timing". */
void weigh_print(const struct weigh *w);
void weigh_table(struct html_out *h, const struct weigh *w);
void weigh_json(struct json_out *j, const struct weigh *w);

#endif
