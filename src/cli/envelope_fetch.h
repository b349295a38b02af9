/* SPDX-License-Identifier: ISC */
/*
 * envelope_fetch - a envelope from the hub, or from the home once it was
 * signed for.
 *
 * Functions return CLI_DONE, or an exit code after saying why: what does not
 * hold is an alarm.
 */
#ifndef CLI_ENVELOPE_FETCH_H
#define CLI_ENVELOPE_FETCH_H

#include "base/attr.h"
#include "base/buf.h"
#include "cli/envelope.h"
#include "cli/inbox.h"
#include "cli/reader_home.h"

/*
 * Asks the hub, checks everything, and that it says what the inbox said.
 * *json is the answer as it came, the caller's to buf_done.
 */
int envelope_fetch(struct reader_home *r, const struct inbox_row *row,
    struct buf *json, struct envelope **out) MUST_USE;

/* receipts/ID/envelope.json, checked but for what needs the log. */
int envelope_load(struct reader_home *r, const char *id,
    struct envelope **out) MUST_USE;

#endif
