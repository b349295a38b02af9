/* SPDX-License-Identifier: ISC */
/* capturekit - captures made in memory, and what is read in them. */
#ifndef CAPTUREKIT_H
#define CAPTUREKIT_H

#include "base/buf.h"
#include "extract/parse.h"
#include "test.h"

#define KIT_FIN	1
#define KIT_SYN	2
#define KIT_ACK	16

/* An address is a number below 256, in 10.0.0.x or fd00::x. */
struct kit_end {
	uint8_t host;
	uint16_t port;
};

static __attribute__((unused)) void
kit_pcap(struct buf *b, uint32_t link)
{
	buf_add(b, "\xd4\xc3\xb2\xa1\2\0\4\0\0\0\0\0\0\0\0\0\0\0\4\0", 20);
	buf_le32(b, link);
}

static __attribute__((unused)) void
kit_frame(struct buf *b, struct span frame)
{
	buf_le64(b, 0);
	buf_le32(b, (uint32_t)frame.n);
	buf_le32(b, (uint32_t)frame.n);
	buf_span(b, frame);
}

static __attribute__((unused)) void
kit_be32(struct buf *b, uint32_t v)
{
	buf_be16(b, (uint16_t)(v >> 16));
	buf_be16(b, (uint16_t)v);
}

/* An IPv4 packet, or a fragment of one: frag as in the header. */
static __attribute__((unused)) void
kit_ip(struct buf *b, struct kit_end from, struct kit_end to, uint8_t protocol,
    uint16_t id, uint16_t frag, struct span payload)
{
	buf_add(b, "\x45\0", 2);
	buf_be16(b, (uint16_t)(20 + payload.n));
	buf_be16(b, id);
	buf_be16(b, frag);
	buf_char(b, 64);
	buf_char(b, (char)protocol);
	buf_be16(b, 0);
	kit_be32(b, 0x0a000000u + from.host);
	kit_be32(b, 0x0a000000u + to.host);
	buf_span(b, payload);
}

static __attribute__((unused)) void
kit_ip6(struct buf *b, struct kit_end from, struct kit_end to,
    struct span payload)
{
	kit_be32(b, 0x60000000u);
	buf_be16(b, (uint16_t)payload.n);
	buf_add(b, "\6\x40", 2);
	buf_add(b, "\xfd\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 15);
	buf_char(b, (char)from.host);
	buf_add(b, "\xfd\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 15);
	buf_char(b, (char)to.host);
	buf_span(b, payload);
}

static __attribute__((unused)) void
kit_segment(struct buf *b, struct kit_end from, struct kit_end to, uint32_t seq,
    uint8_t flags, struct span payload)
{
	buf_be16(b, from.port);
	buf_be16(b, to.port);
	kit_be32(b, seq);
	kit_be32(b, 0);
	buf_char(b, 0x50);
	buf_char(b, (char)flags);
	buf_zero(b, 6);
	buf_span(b, payload);
}

static __attribute__((unused)) void
kit_datagram(struct buf *b, struct kit_end from, struct kit_end to,
    struct span payload)
{
	buf_be16(b, from.port);
	buf_be16(b, to.port);
	buf_be16(b, (uint16_t)(8 + payload.n));
	buf_be16(b, 0);
	buf_span(b, payload);
}

/* A frame of raw IP with a segment in it. */
static __attribute__((unused)) void
kit_tcp(struct buf *capture, struct kit_end from, struct kit_end to,
    uint32_t seq, uint8_t flags, struct span payload)
{
	struct buf segment, packet;

	buf_init(&segment, 1 << 17);
	buf_init(&packet, 1 << 17);
	kit_segment(&segment, from, to, seq, flags, payload);
	kit_ip(&packet, from, to, 6, 1, 0, buf_view(&segment));
	kit_frame(capture, buf_view(&packet));
	buf_done(&segment);
	buf_done(&packet);
}

/* All that came through the hatch: "[name]bytes" and "!name: cause". */
struct kit_seen {
	struct buf raw, text;
};

static __attribute__((unused)) void
kit_put(void *arg, const void *p, size_t n)
{
	struct kit_seen *s = arg;

	buf_add(&s->raw, p, n);
}

/* Read a capture; text of each TEXT is left out, for its BYTES are there. */
static __attribute__((unused)) void
kit_read(struct kit_seen *s, struct span capture, struct span keys)
{
	const struct parse in = { .file = capture, .tls_keys = keys,
		.media = "application/vnd.tcpdump.pcap" };
	struct hatch h = { .put = kit_put, .arg = s };
	struct hatch_in state = { .typed = false };
	struct hatch_msg m;
	struct span all;
	bool show = false;

	buf_init(&s->raw, (size_t)1 << 30);
	buf_init(&s->text, (size_t)1 << 30);
	hatch_type(&h, "capture", in.media);
	parse_capture(&h, &in);
	hatch_done(&h);
	for (all = buf_view(&s->raw); all.n > 0;) {
		assert_int_equal(TT_OK, hatch_next(&state, &all, &m));
		if (m.type == HATCH_MSG_PIECE) {
			show = m.kind != HATCH_TEXT;
			if (show)
				buf_printf(&s->text, "[%.*s]", (int)m.name.n,
				    m.name.p);
		} else if (m.type == HATCH_MSG_DATA && show) {
			buf_span(&s->text, m.body);
		} else if (m.type == HATCH_MSG_NOTE) {
			buf_printf(&s->text, "!%.*s: %.*s!", (int)m.name.n,
			    m.name.p, (int)m.body.n, m.body.p);
		}
	}
	assert_int_equal(TT_OK, buf_err(&s->text));
}

static __attribute__((unused)) void
kit_done(struct kit_seen *s)
{
	buf_done(&s->raw);
	buf_done(&s->text);
}

#endif
