/* SPDX-License-Identifier: ISC */
/*
 * packet_time - from when to when a capture goes, by its packets' own times.
 *
 * pcap (libpcap's format, seconds with micro- or nanoseconds, either byte
 * order) and pcapng (enhanced packet blocks).  Nothing of the packets is
 * looked at.  Pure.
 */
#ifndef CLI_KNOWN_PACKET_TIME_H
#define CLI_KNOWN_PACKET_TIME_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/span.h"
#include "programme/moment.h"
#include "telltale/err.h"

/* Does it begin as a capture does? */
bool packet_time_is(struct span file);

/*
 * The first second and the one after the last.  A file that ends within a
 * packet is read as far as it goes.  TT_ESYNTAX: no capture; TT_ENOENT: it
 * has no packet with a time.
 */
enum tt_err packet_time(struct span file, struct moment *out) MUST_USE;

#endif
