/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "cli/known/packet_time.h"

#define MAGIC_US	0xa1b2c3d4U
#define MAGIC_NS	0xa1b23c4dU
#define PCAP_HEAD	24	/* bytes; a record's: 16 */
#define RECORD_HEAD	16
#define NG_SECTION	0x0a0d0d0aU
#define NG_ORDER	0x1a2b3c4dU
#define NG_INTERFACE	1
#define NG_PACKET	6
#define NG_LEAST	12	/* bytes of a block */
#define NG_INTERFACES	64	/* of a section, whose clocks are known */
#define OPTION_RESOLUTION	9
#define MICRO		6	/* the exponent where none is told */

struct reading {
	struct span in;
	bool swap;		/* not our byte order */
	bool any;
	struct moment at;
	uint8_t resolution[NG_INTERFACES];
	size_t n_interfaces;
};

static uint32_t
word(const struct reading *r, const char *p)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return r->swap ? __builtin_bswap32(v) : v;
}

static uint16_t
half(const struct reading *r, const char *p)
{
	uint16_t v;

	memcpy(&v, p, sizeof(v));
	return r->swap ? __builtin_bswap16(v) : v;
}

static void
skip(struct reading *r, size_t n)
{
	n = n < r->in.n ? n : r->in.n;
	r->in.p += n;
	r->in.n -= n;
}

static void
take(struct reading *r, int64_t at_s)
{
	if (!r->any || at_s < r->at.from_s)
		r->at.from_s = at_s;
	if (!r->any || at_s + 1 > r->at.until_s)
		r->at.until_s = at_s + 1;
	r->any = true;
}

static bool
is_pcap(struct reading *r)
{
	uint32_t m;

	if (r->in.n < PCAP_HEAD)
		return false;
	m = word(r, r->in.p);
	r->swap = m == __builtin_bswap32(MAGIC_US) ||
	    m == __builtin_bswap32(MAGIC_NS);
	return r->swap || m == MAGIC_US || m == MAGIC_NS;
}

static bool
is_pcapng(struct reading *r)
{
	uint32_t order;

	if (r->in.n < NG_LEAST || word(r, r->in.p) != NG_SECTION)
		return false;
	r->swap = false;
	order = word(r, r->in.p + 8);
	r->swap = order == __builtin_bswap32(NG_ORDER);
	return r->swap || order == NG_ORDER;
}

static void
read_pcap(struct reading *r)
{
	for (skip(r, PCAP_HEAD); r->in.n >= RECORD_HEAD;
	    skip(r, RECORD_HEAD + (size_t)word(r, r->in.p + 8)))
		take(r, word(r, r->in.p));
}

/* if_tsresol of an interface block: a power of ten, or of two. */
static uint8_t
resolution(const struct reading *r, struct span options)
{
	size_t len;

	while (options.n >= 4) {
		len = half(r, options.p + 2);
		if (half(r, options.p) == OPTION_RESOLUTION && len == 1 &&
		    options.n >= 5)
			return (uint8_t)options.p[4];
		len = 4 + ((len + 3) & ~(size_t)3);
		if (half(r, options.p) == 0 || len > options.n)
			break;
		options.p += len;
		options.n -= len;
	}
	return MICRO;
}

static uint64_t
per_second(uint8_t resolution)
{
	uint64_t n = 1;

	for (unsigned i = resolution & 0x7f; i > 0; i--)
		if (__builtin_mul_overflow(n, resolution & 0x80 ? 2 : 10, &n))
			return 0;	/* nobody has such a clock */
	return n;
}

static void
read_block(struct reading *r, uint32_t type, struct span body)
{
	uint64_t ticks, rate;
	uint32_t interface;

	if (type == NG_INTERFACE && body.n >= 8 &&
	    r->n_interfaces < NG_INTERFACES)
		r->resolution[r->n_interfaces++] = resolution(r,
		    span_of(body.p + 8, body.n - 8));
	if (type != NG_PACKET || body.n < 12)
		return;
	interface = word(r, body.p);
	if (interface >= r->n_interfaces ||
	    (rate = per_second(r->resolution[interface])) == 0)
		return;
	ticks = (uint64_t)word(r, body.p + 4) << 32 | word(r, body.p + 8);
	if (ticks / rate <= UINT32_MAX)
		take(r, (int64_t)(ticks / rate));
}

static void
read_pcapng(struct reading *r)
{
	size_t len;

	while (r->in.n >= NG_LEAST) {
		if (is_pcapng(r))
			r->n_interfaces = 0;
		len = word(r, r->in.p + 4);
		if (len < NG_LEAST || len > r->in.n)
			return;
		read_block(r, word(r, r->in.p), span_of(r->in.p + 8,
		    len - NG_LEAST));
		skip(r, (len + 3) & ~(size_t)3);
	}
}

bool
packet_time_is(struct span file)
{
	struct reading r = { .in = file };

	if (is_pcap(&r))
		return true;
	r.swap = false;
	return is_pcapng(&r);
}

enum tt_err
packet_time(struct span file, struct moment *out)
{
	struct reading r = { .in = file };

	if (is_pcap(&r))
		read_pcap(&r);
	else {
		r.swap = false;
		if (!is_pcapng(&r))
			return TT_ESYNTAX;
		read_pcapng(&r);
	}
	if (!r.any)
		return TT_ENOENT;
	*out = r.at;
	return TT_OK;
}
