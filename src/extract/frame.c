/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "extract/frame.h"

enum link {
	LINK_NULL = 0, LINK_ETHERNET = 1, LINK_RAW_BSD = 12, LINK_RAW = 101,
	LINK_LOOP = 108, LINK_COOKED = 113, LINK_IPV4 = 228, LINK_IPV6 = 229,
	LINK_COOKED2 = 276,
};

#define ETHER_IPV4	0x0800
#define ETHER_IPV6	0x86dd
#define VLANS_MAX	4	/* tags on one frame */
#define HEADERS_MAX	16	/* extension headers of one packet */

static unsigned
be16(const char *p)
{
	return (unsigned)(uint8_t)p[0] << 8 | (uint8_t)p[1];
}

static uint32_t
be32(const char *p)
{
	return (uint32_t)be16(p) << 16 | be16(p + 2);
}

static struct span
drop(struct span s, size_t n)
{
	return span_of(s.p + n, s.n - n);
}

static bool
read_ipv4(struct span s, struct frame_ip *out)
{
	size_t header, total;
	unsigned frag;

	if (s.n < 20 || (uint8_t)s.p[0] >> 4 != 4)
		return false;
	header = 4 * (size_t)(s.p[0] & 15);
	total = be16(s.p + 2);
	if (total == 0)		/* the card cuts it up: what there is */
		total = s.n;
	if (header < 20 || header > s.n || total < header)
		return false;
	if (total < s.n)
		s.n = total;
	*out = (struct frame_ip){ .protocol = (uint8_t)s.p[9],
		.id = be16(s.p + 4) };
	frag = be16(s.p + 6);
	out->more = (frag & 0x2000) != 0;
	out->offset = 8 * (size_t)(frag & 0x1fff);
	out->fragment = out->more || out->offset > 0;
	memcpy(out->from.ip, s.p + 12, 4);
	memcpy(out->to.ip, s.p + 16, 4);
	out->payload = drop(s, header);
	return true;
}

static bool
is_extension(uint8_t next)
{
	return next == 0 || next == 43 || next == 44 || next == 60 ||
	    next == 135;
}

/* One extension header: what follows it, and its bytes; false: cut short. */
static bool
pass_extension(struct frame_ip *p, uint8_t *next)
{
	struct span s = p->payload;
	size_t n;

	if (s.n < 8)
		return false;
	n = *next == 44 ? 8 : 8 * (size_t)((uint8_t)s.p[1] + 1);
	if (n > s.n)
		return false;
	if (*next == 44) {
		p->offset = be16(s.p + 2) & 0xfff8;
		p->more = (s.p[3] & 1) != 0;
		p->fragment = p->more || p->offset > 0;
		p->id = be32(s.p + 4);
	}
	*next = (uint8_t)s.p[0];
	p->payload = drop(s, n);
	return true;
}

static bool
read_ipv6(struct span s, struct frame_ip *out)
{
	uint8_t next;
	size_t total;

	if (s.n < 40 || (uint8_t)s.p[0] >> 4 != 6)
		return false;
	total = be16(s.p + 4);
	*out = (struct frame_ip){ .six = true };
	memcpy(out->from.ip, s.p + 8, 16);
	memcpy(out->to.ip, s.p + 24, 16);
	next = (uint8_t)s.p[6];
	out->payload = drop(s, 40);
	if (total > 0 && total < out->payload.n)
		out->payload.n = total;
	for (unsigned i = 0; i < HEADERS_MAX && is_extension(next); i++) {
		if (!pass_extension(out, &next))
			return false;
		if (out->offset > 0)
			break;	/* no header is in a later fragment */
	}
	out->protocol = next;
	return true;
}

static bool
read_ip(struct span s, struct frame_ip *out)
{
	if (s.n == 0)
		return false;
	return (uint8_t)s.p[0] >> 4 == 6 ? read_ipv6(s, out) :
	    read_ipv4(s, out);
}

static bool
read_ether(struct span s, unsigned type, struct frame_ip *out)
{
	for (unsigned i = 0; i < VLANS_MAX && s.n >= 4 &&
	    (type == 0x8100 || type == 0x88a8 || type == 0x9100); i++) {
		type = be16(s.p + 2);
		s = drop(s, 4);
	}
	return (type == ETHER_IPV4 || type == ETHER_IPV6) && read_ip(s, out);
}

bool
frame_knows(int link)
{
	switch ((enum link)link) {
	case LINK_NULL:
	case LINK_ETHERNET:
	case LINK_RAW_BSD:
	case LINK_RAW:
	case LINK_LOOP:
	case LINK_COOKED:
	case LINK_IPV4:
	case LINK_IPV6:
	case LINK_COOKED2:
		return true;
	}
	return false;
}

bool
frame_packet(int link, struct span s, struct frame_ip *out)
{
	switch ((enum link)link) {
	case LINK_ETHERNET:
		return s.n >= 14 && read_ether(drop(s, 14), be16(s.p + 12),
		    out);
	case LINK_NULL:		/* the family, in some byte order */
	case LINK_LOOP:
		return s.n >= 4 && read_ip(drop(s, 4), out);
	case LINK_COOKED:
		return s.n >= 16 && read_ether(drop(s, 16), be16(s.p + 14),
		    out);
	case LINK_COOKED2:
		return s.n >= 20 && read_ether(drop(s, 20), be16(s.p), out);
	case LINK_RAW_BSD:
	case LINK_RAW:
	case LINK_IPV4:
	case LINK_IPV6:
		return read_ip(s, out);
	}
	return false;
}

bool
frame_tcp(struct frame_ip *p, struct frame_tcp *tcp)
{
	struct span s = p->payload;
	size_t header;

	if (s.n < 20)
		return false;
	header = 4 * (size_t)((uint8_t)s.p[12] >> 4);
	if (header < 20 || header > s.n)
		return false;
	p->from.port = (uint16_t)be16(s.p);
	p->to.port = (uint16_t)be16(s.p + 2);
	*tcp = (struct frame_tcp){ .seq = be32(s.p + 4),
		.fin = (s.p[13] & 1) != 0, .syn = (s.p[13] & 2) != 0,
		.rst = (s.p[13] & 4) != 0, .ack = (s.p[13] & 16) != 0 };
	p->payload = drop(s, header);
	return true;
}

bool
frame_udp(struct frame_ip *p)
{
	struct span s = p->payload;
	size_t n;

	if (s.n < 8)
		return false;
	n = be16(s.p + 4);
	p->from.port = (uint16_t)be16(s.p);
	p->to.port = (uint16_t)be16(s.p + 2);
	if (n >= 8 && n < s.n)
		s.n = n;
	p->payload = drop(s, 8);
	return true;
}
