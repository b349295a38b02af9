/* SPDX-License-Identifier: ISC */
/*
 * witnesses - asks those who cosign the log's heads, all at once.
 *
 * The client's half of https://c2sp.org/tlog-witness; specs/ledger.md section
 * 4, "The hub's side".  Lines `witness VKEY URL [PIN]` of telltale.conf say
 * who they are.  Any line that does not verify is dropped.
 */
#ifndef HUB_WITNESSES_H
#define HUB_WITNESSES_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "store/home.h"
#include "telltale/checkpoint.h"
#include "telltale/err.h"
#include "telltale/log_reader.h"

#define WITNESSES_MAX		16
#define WITNESSES_WAIT_S	10	/* for all of them together */

struct witnesses;

/* None in the file is fine.  TT_ESYNTAX, TT_EKEY, TT_ELIMIT, TT_ENOMEM. */
enum tt_err witnesses_new(struct witnesses **out, const struct conf *conf)
    MUST_USE;
void witnesses_free(struct witnesses *w);	/* NULL is fine */

/*
 * The served head, of before this start: who cosigned it is held to that, as
 * to what is cosigned from here on.  What is no head is passed over.
 */
enum tt_err witnesses_recall(struct witnesses *w, struct span head) MUST_USE;

size_t witnesses_count(const struct witnesses *w);	/* NULL: 0 */

/*
 * The i-th one's name, and when by its own clock it cosigned last, as far as
 * this process knows; 0: not yet.  From any thread.
 */
const char *witnesses_last(const struct witnesses *w, size_t i,
    int64_t *at_s);

/*
 * Appends to note, which is the signed head cp, a line of each witness that
 * gave a good one in time; *n how many.  reader is of cp.  TT_EROLLBACK: a
 * witness has cosigned more than this log has: this hub is behind its own
 * past.  TT_ENOMEM.
 */
enum tt_err witnesses_ask(struct witnesses *w, const struct tt_checkpoint *cp,
    struct tt_log_reader *reader, struct buf *note, size_t *n) MUST_USE;

#endif
