/* SPDX-License-Identifier: ISC */
/*
 * keepers - asking a keeper, through the socket in its folder.
 *
 * specs/sealing.md section 7.  The hub is its keepers' front: nobody else can
 * reach them.
 */
#ifndef HUB_KEEPERS_H
#define HUB_KEEPERS_H

#include "base/attr.h"
#include "http/client.h"
#include "hub/hub.h"

/* NULL if there is none of that number. */
const struct hub_keeper *keeper_find(const struct hub *h, unsigned number);

/* "1" or "01"; 0 if it is no number of a keeper. */
unsigned keeper_number(struct span s);

/* TT_ENET: not there, or no answer in time.  Else http_client_call. */
enum tt_err keeper_call(const struct hub_keeper *k, enum http_verb verb,
    const char *target, struct span body, struct http_answer *out) MUST_USE;

/*
 * Every list of keys since the one that it was made with, or one more of them
 * (TT_ENOENT: it has the newest): a keeper asks for signatures of the newest
 * that it has.  TT_EREFUSED: it does not take one.  Takes the hub's lock.
 */
enum tt_err keeper_teach(struct hub *h, const struct hub_keeper *k) MUST_USE;
enum tt_err keeper_teach_next(struct hub *h, const struct hub_keeper *k)
    MUST_USE;

/* One row of telltale.conf, "01 age1... VKEY SOCKET".  TT_ESYNTAX, TT_EKEY. */
enum tt_err keeper_parse(struct span row, struct hub_keeper *out) MUST_USE;

#endif
