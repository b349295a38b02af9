/* SPDX-License-Identifier: ISC */
/*
 * network - which network a request came from: IPv4 /24, IPv6 /48.
 *
 * Enough to tell one place from another, and no whole address of anybody.
 * Where a proxy stands before the hub and telltale.conf names its address
 * (trusted-proxy), the last hop of X-Forwarded-For counts, which that proxy
 * wrote; what others send there is theirs to invent.  Pure.
 */
#ifndef HUB_NETWORK_H
#define HUB_NETWORK_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"
#include "http/server.h"
#include "store/home.h"

#define NETWORK_LEN	(INET6_ADDRSTRLEN + 4)	/* bytes, with NUL */

/* As IPv6; IPv4 is mapped into it.  False: it is none. */
bool network_address(struct span text, uint8_t out[HTTP_PEER_LEN]);

/* "203.0.113.0/24", "2001:db8:7::/48". */
void network_text(const uint8_t address[HTTP_PEER_LEN],
    char out[NETWORK_LEN]);

/* False: not known, as on a Unix socket or from a proxy that says nothing. */
bool network_of(const struct conf *conf, const struct http_request *q,
    char out[NETWORK_LEN]);

#endif
