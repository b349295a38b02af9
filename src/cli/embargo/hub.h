/* SPDX-License-Identifier: ISC */
/* hub - what the verbs about an embargo ask of the hub as its publisher. */
#ifndef CLI_EMBARGO_HUB_H
#define CLI_EMBARGO_HUB_H

#include "base/attr.h"
#include "base/merkle.h"
#include "base/span.h"
#include "cli/hubclient.h"
#include "cli/vault.h"

/* Signed as the publisher; hubclient_free.  CLI_DONE, or said why. */
int hub_publisher(struct vault *v, struct hubclient **out) MUST_USE;

int hub_put_terms(struct hubclient *h, const struct hash *name,
    struct span file) MUST_USE;

/* A part of the public rendering, in the open from here on. */
int hub_put_public(struct hubclient *h, const char *bulletin,
    struct span name, struct span text) MUST_USE;

/* Whether everybody can have it. */
enum tt_err hub_has_public(struct hubclient *h, const char *bulletin,
    struct span name, bool *out) MUST_USE;

/* Whether the key of a wave is out. */
enum tt_err hub_has_key(struct hubclient *h, const struct hash *wave,
    bool *out) MUST_USE;

/* Until the hub has put those terms in force, as long as a batch can take. */
int hub_await_terms(struct hubclient *h, const char *bulletin,
    unsigned revision, int64_t wait_s, bool *adopted) MUST_USE;

/*
 * Salt and statement, an `embargo` of two officers, are kept by the hub, and a
 * batch with it is cut now, not at the end of the interval.  The same again
 * cuts nothing more.
 */
int hub_cut_batch(struct hubclient *h, struct span body) MUST_USE;

#endif
