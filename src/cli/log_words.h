/* SPDX-License-Identifier: ISC */
/* log_words - one entry of a ledger in half a line of words. */
#ifndef CLI_LOG_WORDS_H
#define CLI_LOG_WORDS_H

#include "base/buf.h"
#include "telltale/statement.h"

/* Appends to out, without LF. */
void log_words(const struct tt_statement *s, struct buf *out);

/* Who signed, by names below the origin: "o/anna, o/berta"; or nothing. */
void log_signers(const struct tt_statement *s, struct buf *out);

#endif
