/* SPDX-License-Identifier: ISC */
/*
 * misp - a copy as an event of MISP's core format, and the two files that
 * make a folder with it a feed.
 *
 * Attributes are what programs match: numbers and rules.  Texts are event
 * reports.  Distribution is 0, this organisation only, whatever the label:
 * the copy is one reader's.  An author's own event is taken as it stands.
 * Pure.
 */
#ifndef EXCHANGE_MISP_H
#define EXCHANGE_MISP_H

#include "base/attr.h"
#include "exchange/exchange.h"

/* The event of what is made from the copy. */
enum tt_err misp_write(struct buf *out, const struct exchange *x) MUST_USE;

/* Its uuid. */
struct uuid misp_uuid(const struct exchange *x);

/* A feed: an object with a member for each event, and MD5 of each value. */
struct misp_feed {
	struct json_out *manifest;
	struct buf *hashes;
};

/*
 * manifest and hashes get what events bring; both outlive the feed.  event:
 * JSON with "Event"; TT_ESYNTAX if it has no uuid.
 */
enum tt_err misp_feed_begin(struct misp_feed *f, struct buf *manifest,
    struct buf *hashes) MUST_USE;
enum tt_err misp_feed_add(struct misp_feed *f, const json_t *event) MUST_USE;
enum tt_err misp_feed_end(struct misp_feed *f) MUST_USE;

#endif
