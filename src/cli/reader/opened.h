/* SPDX-License-Identifier: ISC */
/*
 * opened - this reader's word to the hub that a copy was opened here.
 *
 * What is to be said stands in receipts/ID/opened until the hub has it, then
 * in opened.told.  Nothing of it is ever printed, and nothing fails by it.
 */
#ifndef CLI_READER_OPENED_H
#define CLI_READER_OPENED_H

#include "cli/parcel.h"

/* To be said, unless it was. */
void opened_note(const struct parcel *p);

/* All that is to be said, as far as the hub can be reached. */
void opened_say(struct reader_home *r);

#endif
