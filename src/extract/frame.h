/* SPDX-License-Identifier: ISC */
/*
 * frame - from a captured frame to the segment or datagram within it.
 *
 * Link layers as libpcap numbers them (https://www.tcpdump.org/linktypes.html):
 * Ethernet with VLAN tags, loopback, raw IP, both of Linux's "cooked" ones.
 * IPv4 (RFC 791) and IPv6 (RFC 8200) with extension headers, TCP (RFC 9293),
 * UDP; IP within IP and GRE are not opened.  Lengths are those of the headers
 * as far as there are bytes: what a header claims beyond is cut.  Checksums
 * are not looked at: cards fill them in after the capture.  Pure.
 */
#ifndef EXTRACT_FRAME_H
#define EXTRACT_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

#define FRAME_TCP	6
#define FRAME_UDP	17

struct frame_end {
	uint8_t ip[16];		/* IPv4: the first four, the rest 0 */
	uint16_t port;
};

/* An IP packet, or a piece of one. */
struct frame_ip {
	bool six;
	struct frame_end from, to;	/* ports 0 */
	uint8_t protocol;
	bool fragment;
	uint32_t id;
	size_t offset;		/* of a fragment, bytes */
	bool more;		/* fragments follow */
	struct span payload;
};

struct frame_tcp {
	uint32_t seq;
	bool syn, ack, fin, rst;
};

/* Does frame_packet know link layer link (a LINKTYPE_ or DLT_ number)? */
bool frame_knows(int link);

/* False if there is no IP packet in it. */
bool frame_packet(int link, struct span frame, struct frame_ip *out);

/* Ports and payload of p, whose protocol is TCP or UDP; false if cut short. */
bool frame_tcp(struct frame_ip *p, struct frame_tcp *tcp);
bool frame_udp(struct frame_ip *p);

#endif
