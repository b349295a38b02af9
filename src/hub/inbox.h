/* SPDX-License-Identifier: ISC */
/* inbox - which wave of a bulletin is a reader's. */
#ifndef HUB_INBOX_H
#define HUB_INBOX_H

#include "base/attr.h"
#include "hub/consent.h"
#include "hub/embargo.h"
#include "hub/hub.h"
#include "store/hub_wave.h"

/*
 * The newest visible wave of the bulletin in which the reader has a copy;
 * under lock.  TT_ENOENT: none, or no such bulletin, or not visible.
 */
enum tt_err inbox_wave(struct hub *h, struct span bulletin,
    const char *reader, struct hub_wave *out) MUST_USE;

/*
 * What a reader has said of the bulletin, against the terms of their wave that
 * are in force; under lock.
 */
enum tt_err inbox_consent(struct hub *h, const struct hub_wave *w,
    const struct hub_embargo *m, const char *reader,
    struct consent_facts *out) MUST_USE;

#endif
