/* SPDX-License-Identifier: ISC */
/*
 * Captures: what a network does to bytes, what an attacker does to a reader
 * of them, and what is left of a capture that is cut.
 */
#include "capturekit.h"

#include <zlib.h>

#include "extract/content.h"
#include "extract/flow.h"
#include "extract/http_stream.h"
#include "http2kit.h"

static const struct kit_end client = { 1, 40000 }, server = { 2, 80 };

#define GET	"GET /a?id=7 HTTP/1.1\r\nHost: h\r\n\r\n"
#define HEAD	"[10.0.0.2:80, request 1]" GET

/* Segments of what the client says: where, and what. */
static const struct {
	const char *name;
	struct { uint8_t flags; uint32_t seq; const char *text; } segment[6];
	const char *want;
} rows[] = {
	{ "in order", { { KIT_SYN, 99, "" }, { KIT_ACK, 100, "GET /a?id=7 " },
	  { KIT_ACK, 112, "HTTP/1.1\r\nHost: h\r\n\r\n" } }, HEAD },
	{ "out of order", { { KIT_SYN, 99, "" },
	  { KIT_ACK, 112, "HTTP/1.1\r\nHost: h\r\n\r\n" },
	  { KIT_ACK, 100, "GET /a?id=7 " } }, HEAD },
	{ "no SYN", { { KIT_ACK, 100, "GET /a?id=7 " },
	  { KIT_ACK, 112, "HTTP/1.1\r\nHost: h\r\n\r\n" } }, HEAD },
	{ "no SYN, out of order", { { KIT_ACK, 112,
	  "HTTP/1.1\r\nHost: h\r\n\r\n" }, { KIT_ACK, 100, "GET /a?id=7 " } },
	  HEAD },
	{ "sent twice", { { KIT_ACK, 100, "GET /a?id=7 " },
	  { KIT_ACK, 100, "GET /a?id=7 " },
	  { KIT_ACK, 112, "HTTP/1.1\r\nHost: h\r\n\r\n" } }, HEAD },
	{ "sent again in other pieces", { { KIT_ACK, 100, "GET /a?id=7 " },
	  { KIT_ACK, 105, "a?id=7 HTTP/1.1\r\nHost: h\r\n\r\n" } }, HEAD },
	{ "numbers that wrap", { { KIT_ACK, 0xfffffffa, "GET /a?id=7 " },
	  { KIT_ACK, 6, "HTTP/1.1\r\nHost: h\r\n\r\n" } }, HEAD },
	{ "data with the SYN", { { KIT_SYN, 99, "GET /a?id=7 " },
	  { KIT_ACK, 112, "HTTP/1.1\r\nHost: h\r\n\r\n" } }, HEAD },
	{ "the same bytes said otherwise: both are kept", {
	  { KIT_ACK, 100, "GET /a?id=7 " }, { KIT_ACK, 104, "/b?id=8 " },
	  { KIT_ACK, 112, "HTTP/1.1\r\nHost: h\r\n\r\n" } },
	  HEAD "[10.0.0.2:80, sent a second time with other bytes]/b?id=8 " },
	{ "the other order: what came first is the stream", {
	  { KIT_ACK, 104, "/b?id=8 " }, { KIT_ACK, 100, "GET /a?id=7 " },
	  { KIT_ACK, 112, "HTTP/1.1\r\nHost: h\r\n\r\n" } },
	  "[10.0.0.2:80, request 1]GET /b?id=8 HTTP/1.1\r\nHost: h\r\n\r\n"
	  "[10.0.0.2:80, sent a second time with other bytes]GET /a?id=7 " },
	{ "a packet is missing", { { KIT_ACK, 100, GET },
	  { KIT_ACK, 900, "tail" } }, HEAD "[to 10.0.0.2:80]tail" },
	{ "begun anew on the same ports", { { KIT_SYN, 99, "" },
	  { KIT_ACK, 100, GET }, { KIT_SYN, 7099, "" },
	  { KIT_ACK, 7100, "GET /b HTTP/1.0\r\n\r\n" } },
	  HEAD "[10.0.0.2:80, request 1]GET /b HTTP/1.0\r\n\r\n" },
	{ "no HTTP", { { KIT_ACK, 5, "\1\2\3" } }, "[to 10.0.0.2:80]\1\2\3" },
	{ "a head cut off", { { KIT_ACK, 5, "GET / HTTP/1.1\r\nX: y" } },
	  "[10.0.0.2:80, request 1]GET / HTTP/1.1\r\nX: y" },
	{ "the tail of a body, then a message", { { KIT_ACK, 5,
	  "tail\r\n" GET } }, "[10.0.0.2:80, answer 0, beside it]tail\r\n"
	  HEAD },
};

static void
read_as(struct kit_seen *seen, const struct buf *capture, const char *want)
{
	kit_read(seen, buf_view(capture), SPAN(""));
	assert_string_equal(want, seen->text.p != NULL ? seen->text.p : "");
	kit_done(seen);
}

static void
streams_are_put_together(void **state)
{
	struct kit_seen seen;
	struct buf b;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		buf_init(&b, 1 << 20);
		kit_pcap(&b, 101);
		for (size_t k = 0; k < 6 && rows[i].segment[k].text != NULL;
		    k++)
			kit_tcp(&b, client, server, rows[i].segment[k].seq,
			    rows[i].segment[k].flags,
			    span_str(rows[i].segment[k].text));
		read_as(&seen, &b, rows[i].want);
		buf_done(&b);
	}
}

/* Each link layer, as what stands before the packet. */
static const struct {
	const char *name;
	uint32_t link;
	struct span before;
	bool six;
} links[] = {
	{ "raw", 101, SPAN_INIT(""), false },
	{ "raw, as BSD numbers it", 12, SPAN_INIT(""), true },
	{ "Ethernet", 1, SPAN_INIT("\0\0\0\0\0\0\0\0\0\0\0\0\x08\0"), false },
	{ "Ethernet, IPv6", 1,
	  SPAN_INIT("\0\0\0\0\0\0\0\0\0\0\0\0\x86\xdd"), true },
	{ "two VLAN tags", 1, SPAN_INIT("\0\0\0\0\0\0\0\0\0\0\0\0"
	  "\x88\xa8\0\1\x81\0\0\2\x08\0"), false },
	{ "loopback", 0, SPAN_INIT("\2\0\0\0"), false },
	{ "OpenBSD's loopback", 108, SPAN_INIT("\0\0\0\x18"), true },
	{ "cooked", 113,
	  SPAN_INIT("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x08\0"), false },
	{ "cooked, second", 276, SPAN_INIT("\x08\0\0\0\0\0\0\0\0\0\0\0"
	  "\0\0\0\0\0\0\0\0"), false },
};

static void
every_link_layer_is_opened(void **state)
{
	struct buf b, segment, frame;
	struct kit_seen seen;

	for (size_t i = 0; i < N_ROWS(links); i++) {
		CHECK_ROW(state, links[i].name);
		buf_init(&b, 1 << 16);
		buf_init(&segment, 1 << 16);
		buf_init(&frame, 1 << 16);
		kit_segment(&segment, client, server, 1, KIT_ACK, SPAN(GET));
		buf_span(&frame, links[i].before);
		if (links[i].six)
			kit_ip6(&frame, client, server, buf_view(&segment));
		else
			kit_ip(&frame, client, server, 6, 1, 0,
			    buf_view(&segment));
		kit_pcap(&b, links[i].link);
		kit_frame(&b, buf_view(&frame));
		read_as(&seen, &b, links[i].six ?
		    "[[fd00::2]:80, request 1]" GET : HEAD);
		buf_done(&frame);
		buf_done(&segment);
		buf_done(&b);
	}
}

/* A block of pcapng: type, length, body padded to four bytes, length. */
static void
add_block(struct buf *b, uint32_t type, struct span body)
{
	size_t pad = (4 - body.n % 4) % 4;

	buf_le32(b, type);
	buf_le32(b, (uint32_t)(12 + body.n + pad));
	buf_span(b, body);
	buf_zero(b, pad);
	buf_le32(b, (uint32_t)(12 + body.n + pad));
}

static void
pcapng_is_read_as_pcap_is(void **state)
{
	struct buf b, segment, packet, block;
	struct kit_seen seen;

	(void)state;
	buf_init(&b, 1 << 16);
	buf_init(&segment, 1 << 16);
	buf_init(&packet, 1 << 16);
	buf_init(&block, 1 << 16);
	kit_segment(&segment, client, server, 1, KIT_ACK, SPAN(GET));
	kit_ip(&packet, client, server, 6, 1, 0, buf_view(&segment));
	buf_zero(&block, 12);	/* interface 0, time 0 */
	buf_le32(&block, (uint32_t)packet.n);
	buf_le32(&block, (uint32_t)packet.n);
	buf_span(&block, buf_view(&packet));
	add_block(&b, 0x0a0d0d0a, SPAN("\x4d\x3c\x2b\x1a\1\0\0\0"
	    "\xff\xff\xff\xff\xff\xff\xff\xff"));
	add_block(&b, 1, SPAN("\x65\0\0\0\0\0\4\0"));
	add_block(&b, 6, buf_view(&block));
	read_as(&seen, &b, HEAD);
	buf_done(&block);
	buf_done(&packet);
	buf_done(&segment);
	buf_done(&b);
}

static void
a_link_layer_that_is_not_known_is_said(void **state)
{
	struct kit_seen seen;
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 16);
	kit_pcap(&b, 127);
	kit_frame(&b, SPAN("x"));
	read_as(&seen, &b, "!: its link layer, 127, is not read!");
	buf_done(&b);
}

static void
fragments_are_put_together(void **state)
{
	struct buf b, segment, one;
	struct kit_seen seen;
	struct span s;

	(void)state;
	buf_init(&b, 1 << 16);
	buf_init(&segment, 1 << 16);
	buf_init(&one, 1 << 16);
	kit_segment(&segment, client, server, 1, KIT_ACK, SPAN(GET));
	s = buf_view(&segment);
	kit_pcap(&b, 101);
	/* the last first, an overlap that lies, the first */
	kit_ip(&one, client, server, 6, 9, 4, span_of(s.p + 32, s.n - 32));
	kit_frame(&b, buf_view(&one));
	buf_clear(&one);
	kit_ip(&one, client, server, 6, 9, 0x2000 | 4, SPAN("EVILEVIL"));
	kit_frame(&b, buf_view(&one));
	buf_clear(&one);
	kit_ip(&one, client, server, 6, 9, 0x2000, span_of(s.p, 32));
	kit_frame(&b, buf_view(&one));
	read_as(&seen, &b, HEAD);
	buf_done(&one);
	buf_done(&segment);
	buf_done(&b);
}

static void
datagrams_are_kept_in_order(void **state)
{
	struct buf b, d, p;
	struct kit_seen seen;

	(void)state;
	buf_init(&b, 1 << 16);
	kit_pcap(&b, 101);
	for (unsigned i = 0; i < 3; i++) {
		buf_init(&d, 1 << 10);
		buf_init(&p, 1 << 10);
		kit_datagram(&d, client, (struct kit_end){ 2, 53 },
		    i == 0 ? SPAN("one.") : i == 1 ? SPAN("two.") :
		    SPAN("one."));
		kit_ip(&p, client, server, 17, 1, 0, buf_view(&d));
		kit_frame(&b, buf_view(&p));
		buf_done(&d);
		buf_done(&p);
	}
	read_as(&seen, &b, "[UDP of 10.0.0.2:53]one.two.one.");
	buf_done(&b);
}

/* gzip, with zlib as a witness. */
static size_t
squeeze(const char *in, size_t n, char *out, size_t cap)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)in,
		.avail_in = (uInt)n, .next_out = (Bytef *)out,
		.avail_out = (uInt)cap };

	assert_int_equal(Z_OK, deflateInit2(&z, 9, Z_DEFLATED, 16 + 15, 8,
	    Z_DEFAULT_STRATEGY));
	assert_int_equal(Z_STREAM_END, deflate(&z, Z_FINISH));
	deflateEnd(&z);
	return cap - z.avail_out;
}

static void
count_bytes(void *ctx, const struct http_told *t)
{
	size_t *n = ctx;

	if (t->what == HTTP_HEAD && t->message == 1)
		*n = 0;
	*n += t->bytes.n;
}

static void
say(struct buf *b, const char *head, struct span body)
{
	struct buf all;
	uint32_t seq = 1;

	buf_init(&all, (size_t)1 << 24);
	buf_str(&all, head);
	buf_span(&all, body);
	kit_pcap(b, 101);
	for (size_t i = 0; i < all.n; i += 1400)
		kit_tcp(b, server, client, seq + (uint32_t)i, KIT_ACK,
		    span_of(all.p + i, all.n - i < 1400 ? all.n - i : 1400));
	buf_done(&all);
}

#define BODY	"the body of it is told in plain words, of sixty-four bytes" \
		" or so"

static void
bodies_are_given_without_their_encodings(void **state)
{
	char packed[512], chunks[512];
	struct kit_seen seen;
	struct buf b;
	size_t n = squeeze(BODY, strlen(BODY), packed, sizeof(packed)), k;

	(void)state;
	k = (size_t)snprintf(chunks, sizeof(chunks), "%zx;x=y\r\n", n);
	memcpy(chunks + k, packed, n);
	memcpy(chunks + k + n, "\r\n0\r\n\r\n", 7);
	buf_init(&b, 1 << 20);
	say(&b, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
	    "Content-Encoding: gzip\r\n\r\n", span_of(chunks, k + n + 7));
	kit_read(&seen, buf_view(&b), SPAN(""));
	assert_non_null(strstr(seen.text.p, "[10.0.0.2:80, answer 1, body]"
	    BODY));
	assert_null(strchr(seen.text.p, '!'));
	kit_done(&seen);
	buf_done(&b);
}

static void
a_bomb_is_not_swallowed(void **state)
{
	size_t n = CONTENT_MAX + 1, k, cap = 1 << 20;
	char *zeros = calloc(n, 1), *packed = malloc(cap);
	struct kit_seen seen;
	struct buf b;

	(void)state;
	assert_non_null(zeros);
	assert_non_null(packed);
	k = squeeze(zeros, n, packed, cap);
	buf_init(&b, 1 << 22);
	say(&b, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n",
	    span_of(packed, k));
	kit_read(&seen, buf_view(&b), SPAN(""));
	assert_non_null(memmem(seen.text.p, seen.text.n, "a bomb", 6));
	assert_true(seen.text.n < k * (CONTENT_RATIO + 1) + 4096);
	kit_done(&seen);
	buf_done(&b);
	free(zeros);
	free(packed);
}

/* Of a thousand small bombs, each allowed, not all are. */
static void
bombs_are_counted_together(void **state)
{
	size_t n = (size_t)900 << 10, k, cap = 1 << 20, budget = 4 * n;
	char *zeros = calloc(n, 1), *packed = malloc(cap);
	struct buf b;

	(void)state;
	assert_non_null(zeros);
	assert_non_null(packed);
	k = squeeze(zeros, n, packed, cap);
	buf_init(&b, 1 << 22);
	for (unsigned i = 0; i < 100; i++) {
		buf_printf(&b, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
		    "Content-Length: %zu\r\n\r\n", k);
		buf_add(&b, packed, k);
	}
	assert_true(http_stream_read(buf_view(&b), &budget, count_bytes, &n));
	assert_int_equal(0, budget);
	assert_in_range(n, 4 * (900 << 10), 6 * (900 << 10));
	buf_done(&b);
	free(zeros);
	free(packed);
}

static void
parts_of_a_form_are_given_one_by_one(void **state)
{
	struct kit_seen seen;
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 20);
	kit_pcap(&b, 101);
	kit_tcp(&b, client, server, 1, KIT_ACK, SPAN("POST /u HTTP/1.1\r\n"
	    "Content-Type: multipart/form-data; boundary=zz\r\n"
	    "Content-Length: 58\r\n\r\n--zz\r\nA: b\r\n\r\n53417\r\n"
	    "--zz\r\nC: d\r\n\r\nINERT\r\n\r\n--zz--\r\nxx"));
	read_as(&seen, &b, "[10.0.0.2:80, request 1]POST /u HTTP/1.1\r\n"
	    "Content-Type: multipart/form-data; boundary=zz\r\n"
	    "Content-Length: 58\r\n\r\n"
	    "[10.0.0.2:80, request 1, part 1]53417"
	    "[10.0.0.2:80, request 1, part 2]INERT\r\n"
	    "[10.0.0.2:80, request 1, heads of its parts]--zz\r\nA: b\r\n\r\n"
	    "\r\n--zz\r\nC: d\r\n\r\n\r\n--zz--\r\nxx");
	buf_done(&b);
}

/* Lengths that lie, and captures that end anywhere. */
static void
what_is_cut_is_read_as_far_as_it_goes(void **state)
{
	struct kit_seen seen;
	struct buf b;
	size_t whole, more;

	(void)state;
	buf_init(&b, 1 << 20);
	kit_pcap(&b, 101);
	kit_tcp(&b, client, server, 1, KIT_ACK, SPAN(GET));
	whole = b.n;
	kit_tcp(&b, client, server, 1 + sizeof(GET) - 1, KIT_ACK, SPAN(GET));
	more = b.n;
	for (size_t n = whole; n < more; n++) {
		kit_read(&seen, span_of(b.p, n), SPAN(""));
		assert_non_null(strstr(seen.text.p, HEAD));
		assert_int_equal(n == whole ? 0 : 1,
		    strstr(seen.text.p, "up to packet 1") != NULL);
		kit_done(&seen);
	}
	/* an IP length of 65535, a header of 60 bytes */
	b.p[24 + 16 + 2] = b.p[24 + 16 + 3] = (char)0xff;
	kit_read(&seen, span_of(b.p, whole), SPAN(""));
	assert_string_equal(HEAD, seen.text.p);
	kit_done(&seen);
	b.p[24 + 16] = 0x4f;
	kit_read(&seen, span_of(b.p, whole), SPAN(""));
	assert_null(strstr(seen.text.p != NULL ? seen.text.p : "", "GET"));
	kit_done(&seen);
	buf_done(&b);
}

/* More connections than are kept at once: none is lost. */
static void
a_hundred_thousand_connections(void **state)
{
	struct kit_seen seen;
	struct buf b;
	size_t n = 0;

	(void)state;
	buf_init(&b, (size_t)64 << 20);
	kit_pcap(&b, 101);
	for (unsigned i = 0; i < 100000; i++) {
		char text[32];

		snprintf(text, sizeof(text), "[%06u]", i);
		kit_tcp(&b, (struct kit_end){ (uint8_t)(3 + i / 50000),
		    (uint16_t)(10000 + i % 50000) }, server, 5, KIT_ACK,
		    span_str(text));
	}
	kit_read(&seen, buf_view(&b), SPAN(""));
	for (unsigned i = 0; i < 100000; i += 997) {
		char text[32];

		snprintf(text, sizeof(text), "[%06u]", i);
		n += memmem(seen.text.p, seen.text.n, text, 8) != NULL;
	}
	assert_int_equal(101, n);
	assert_null(memchr(seen.text.p, '!', seen.text.n));
	kit_done(&seen);
	buf_done(&b);
}

static bool
shows(const struct kit_seen *s, const char *text)
{
	return memmem(s->text.p, s->text.n, text, strlen(text)) != NULL;
}

/*
 * HTTP/2 over packets, one of which is missing: what follows it is read all
 * the same, but for the field that was in it.
 */
static void
http2_is_read_around_a_gap(void **state)
{
	struct kit_seen seen;
	struct buf b, s;
	size_t gap, end;

	(void)state;
	buf_init(&b, 1 << 16);
	buf_init(&s, 1 << 16);
	buf_str(&s, HTTP2_PREFACE);
	kit_add2(&s, HTTP2_SETTINGS, 0, 0, SPAN(""));
	kit_add2(&s, HTTP2_HEADERS, 5, 1, SPAN("\x82\x44\2/a"));
	gap = s.n;
	kit_add2(&s, HTTP2_HEADERS, 5, 3, SPAN("\x82\x44\2/b"));
	end = s.n;
	kit_add2(&s, HTTP2_HEADERS, 4, 5, SPAN("\x83\xbe\4\2/c"));
	kit_add2(&s, HTTP2_DATA, 1, 5, SPAN("posted"));
	kit_pcap(&b, 101);
	kit_tcp(&b, client, server, 1, KIT_ACK, span_of(s.p, gap));
	kit_tcp(&b, client, server, 1 + (uint32_t)end, KIT_ACK,
	    span_of(s.p + end, s.n - end));
	kit_read(&seen, buf_view(&b), SPAN(""));
	assert_true(shows(&seen, "[10.0.0.2:80, request 1]:method: GET\r\n"
	    ":path: /a\r\n\r\n"));
	assert_true(shows(&seen, "!10.0.0.2:80, request 5: it refers to "));
	assert_true(shows(&seen, "[10.0.0.2:80, request 5]:method: POST\r\n"
	    ":path: /c\r\n\r\n[10.0.0.2:80, request 5, body]posted"));
	kit_done(&seen);
	buf_done(&s);
	buf_done(&b);
}

static void
tls_without_keys_is_said_and_not_searched(void **state)
{
	static const char hello[] = "\x16\3\1\0\x31\1\0\0\x2d\3\3"
	    "RRRRRRRRRRRRRRRRRRRRRRRRRRRRRRRR\0\0\2\x13\1\1\0\0\0\0\0";
	struct kit_seen seen;
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 20);
	kit_pcap(&b, 101);
	kit_tcp(&b, client, server, 1, KIT_ACK,
	    span_of(hello, sizeof(hello) - 1));
	read_as(&seen, &b, "!: 1 connection is encrypted, and its keys are "
	    "not at hand: it was not searched!");
	buf_done(&b);
}

TEST_MAIN(cmocka_unit_test(streams_are_put_together),
    cmocka_unit_test(every_link_layer_is_opened),
    cmocka_unit_test(pcapng_is_read_as_pcap_is),
    cmocka_unit_test(a_link_layer_that_is_not_known_is_said),
    cmocka_unit_test(fragments_are_put_together),
    cmocka_unit_test(datagrams_are_kept_in_order),
    cmocka_unit_test(bodies_are_given_without_their_encodings),
    cmocka_unit_test(a_bomb_is_not_swallowed),
    cmocka_unit_test(bombs_are_counted_together),
    cmocka_unit_test(parts_of_a_form_are_given_one_by_one),
    cmocka_unit_test(what_is_cut_is_read_as_far_as_it_goes),
    cmocka_unit_test(a_hundred_thousand_connections),
    cmocka_unit_test(http2_is_read_around_a_gap),
    cmocka_unit_test(tls_without_keys_is_said_and_not_searched))
