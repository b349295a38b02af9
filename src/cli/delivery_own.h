/* SPDX-License-Identifier: ISC */
/* delivery_own - what delivery.c and delivery_state.c share. */
#ifndef CLI_DELIVERY_OWN_H
#define CLI_DELIVERY_OWN_H

#include <stddef.h>

#include "base/attr.h"
#include "base/buf.h"
#include "cli/delivery.h"
#include "telltale/statement.h"

/* A file of the sealing; an exit code after saying why. */
int delivery_read(struct delivery *d, const char *name, size_t max,
    struct buf *out) MUST_USE;

/* The fields of an `embargo` that puts the sealing's terms in force. */
void delivery_terms(const struct delivery *d, struct tt_statement_out *o);

#endif
