/* SPDX-License-Identifier: ISC */
/*
 * parcel - all that opening one bulletin takes, got in this order: what is
 * delivered, the signed receipt, the sealed copy, the key of its wave.
 *
 * Each is in the home's receipts/ID before the next is asked for, and taken
 * from there when it is there: so opening can be repeated, goes on where it
 * stopped, and in the end needs no hub.  One receipt is signed for each
 * revision; what an earlier one left is kept as receipts/ID.1, .2 and so on.
 * Functions that return int give CLI_DONE, or an exit code after saying why.
 */
#ifndef CLI_PARCEL_H
#define CLI_PARCEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "cli/envelope.h"
#include "cli/reader_home.h"
#include "telltale/age_key.h"

struct parcel {
	struct reader_home *home;
	char id[BULLETIN_ID_LEN + 1];
	int64_t now_s;
	struct envelope *envelope;
	/* What the hub's list says now; known false: it did not answer. */
	struct {
		bool known, retracted;
		int64_t until_s;
	} standing;
	struct buf receipt;		/* the statement */
	struct buf copy;		/* sealed; its hash was checked */
	struct buf wave_file;		/* secret: as the hub serves it */
	struct tt_age_identities *wave;	/* the one in it */
};

/* id has been checked (bulletin_id_check). */
void parcel_init(struct parcel *p, struct reader_home *home, const char *id,
    int64_t now_s);
void parcel_done(struct parcel *p);

/*
 * Delivery, receipt, copy.  CLI_REFUSED before the instant, with how long it
 * is; CLI_LATER if the hub does not hand the copy over yet; CLI_ALARM for
 * whatever does not hold, and then nothing was signed, or nothing kept of the
 * copy.
 */
int parcel_receive(struct parcel *p) MUST_USE;

/*
 * The public instant: of the terms, or that of the hub's list if it is later.
 * *over: it has come by both, and nothing was retracted; never without the
 * hub, for an instant may have moved.
 */
int64_t parcel_public(const struct parcel *p, bool *over);

/* CLI_LATER if it is not shown yet. */
int parcel_wave_key(struct parcel *p) MUST_USE;

#endif
