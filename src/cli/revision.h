/* SPDX-License-Identifier: ISC */
/*
 * revision - what a sealing takes over from the one before it.
 *
 * A bulletin that was sealed and not yet published is sealed anew: the new
 * sealing takes the old one's place.  One that is published, and not yet
 * public, is revised: the new sealing comes after the old one.  Either way the
 * bulletin keeps its id, its codebook's key, the slots of sites that did not
 * change (telltale/carry.h), and everybody's numbers (evidence.md section 2).
 * A sealing that nobody saw, not even as a preview, leaves no slots behind:
 * those of what went out then follow from its texts alone, as an evidence
 * bundle has to show.  An editorial revision keeps the terms, too, so that
 * nobody consents again (stories.md, PO-6c).
 *
 * Functions that return int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_REVISION_H
#define CLI_REVISION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "cli/draft.h"
#include "cli/sealed.h"
#include "cli/vault.h"
#include "store/vault_bulletin.h"
#include "telltale/carry.h"

struct revision {
	bool any;			/* something was sealed before */
	bool replaces;			/* ... and nobody has seen it */
	bool editorial;
	struct vault_bulletin before;
	bool previewed;			/* before was, by anybody */
	struct sealed *sealed;		/* of before; NULL until asked for */
	struct sealed *earlier;		/* likewise, of the revision before
					 * it, if its slots are kept */
	struct vault_wave wave[TT_WAVES_MAX];
	size_t n_waves;
	struct vault_copy *copy;	/* all that ever were; previews,
					 * as of revision 0, too */
	size_t n_copies;
	const struct vault_copy **by_partner, **by_reader;	/* of them */
};

/*
 * What stands behind the author's id.  CLI_REFUSED if the bulletin is public
 * by now.  revision_done also after a failure.
 */
int revision_find(struct revision *r, struct vault *v, const char *name,
    int64_t now_s) MUST_USE;
void revision_done(struct revision *r);	/* safe on a zeroed one */

/* The instant that a draft's own instants are judged at. */
int64_t revision_judged_at(const struct revision *r, int64_t now_s);

/*
 * Opens what was sealed, and holds the draft against it: a wave that has
 * opened stays as it was, and so does a stagger; an editorial revision changes
 * text alone, and no digit of it outside sites.
 */
int revision_check(struct revision *r, struct vault *v,
    const struct draft *d, bool editorial, int64_t now_s) MUST_USE;

/* The slots of the draft's sites. */
enum tt_err revision_carry(const struct revision *r, const struct draft *d,
    struct tt_carry **out) MUST_USE;

/* The wave of that name, profile and slot before; NULL if there was none. */
const struct vault_wave *revision_wave(const struct revision *r,
    const char *name, enum tt_profile profile, unsigned slot);

/* The last copy of a partner, or of a reader; NULL if there was none. */
const struct vault_copy *revision_holder(const struct revision *r,
    const char *partner);
const struct vault_copy *revision_copy(const struct revision *r,
    const char *reader);

#endif
