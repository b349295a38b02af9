/* SPDX-License-Identifier: ISC */
/*
 * HTTP/2: what senders may do with frames and header blocks, directions that
 * begin in their middle, and what an attacker does.
 *
 * Blocks are written in their own bytes (RFC 7541): \x82 is the second field
 * of the static table, \xbe the newest of the dynamic one, \4\2/a a :path
 * word for word that is not kept, \x44\2/a one that is.
 */
#include "test.h"

#include <zlib.h>

#include "extract/content.h"
#include "extract/http2_head.h"
#include "extract/http2_stream.h"
#include "extract/http_stream.h"
#include "http2kit.h"

#define E_S	HTTP2_END_STREAM
#define E_H	HTTP2_END_HEADERS
#define BOTH	(E_S | E_H)
#define F(type, flags, stream, payload) \
	{ HTTP2_##type, flags, stream, SPAN_INIT(payload) }

/* A server's settings: none.  They are given last, with other frames. */
#define FIRST	F(SETTINGS, 0, 0, "")
#define FIRST_TOLD	"[answer 0, other]........."

#define RFC	":method: GET\r\n:scheme: http\r\n:path: /\r\n" \
		":authority: www.example.com\r\n"
#define OK_200	":status: 200\r\n\r\n"
#define MISSING	"!it refers to fields that were sent before what is there " \
		"begins: they are missing!"

static const struct {
	const char *name;
	const char *before;	/* preface, messages of HTTP/1 */
	struct kit_frame2 frame[8];
	const char *want;
} rows[] = {
	{ "RFC 7541, C.4: three requests, with Huffman's code",
	  HTTP2_PREFACE, { FIRST, F(HEADERS, BOTH, 1, "\x82\x86\x84\x41\x8c"
	  "\xf1\xe3\xc2\xe5\xf2\x3a\x6b\xa0\xab\x90\xf4\xff"),
	  F(HEADERS, BOTH, 3, "\x82\x86\x84\xbe\x58\x86\xa8\xeb\x10\x64\x9c"
	  "\xbf"), F(HEADERS, BOTH, 5, "\x82\x87\x85\xbf\x40\x88\x25\xa8\x49"
	  "\xe9\x5b\xa9\x7d\x7f\x89\x25\xa8\x49\xe9\x5b\xb8\xe8\xb4\xbf") },
	  "[request 1]" RFC "\r\n[request 3]" RFC "cache-control: no-cache"
	  "\r\n\r\n[request 5]:method: GET\r\n:scheme: https\r\n"
	  ":path: /index.html\r\n:authority: www.example.com\r\n"
	  "custom-key: custom-value\r\n\r\n[request 0, other]........." },
	{ "an answer, its body in two frames", "", { FIRST,
	  F(HEADERS, E_H, 1, "\x88"), F(DATA, 0, 1, "ab"),
	  F(DATA, E_S, 1, "cd") },
	  "[answer 1]" OK_200 "[answer 1, body]abcd" FIRST_TOLD },
	{ "two at once", "", { FIRST, F(HEADERS, E_H, 1, "\x88"),
	  F(HEADERS, E_H, 3, "\x88"), F(DATA, 0, 1, "a"), F(DATA, 0, 3, "b"),
	  F(DATA, E_S, 3, "b"), F(DATA, E_S, 1, "a") },
	  "[answer 1]" OK_200 "[answer 3]" OK_200 "[answer 3, body]bb"
	  "[answer 1, body]aa" FIRST_TOLD },
	{ "a block in three frames, cut within a field", "", { FIRST,
	  F(HEADERS, E_S, 1, "\x88\0\1"), F(CONTINUATION, 0, 1, "a\2b"),
	  F(CONTINUATION, E_H, 1, "c") },
	  "[answer 1]:status: 200\r\na: bc\r\n\r\n" FIRST_TOLD },
	{ "padding and priority", "", { FIRST,
	  F(HEADERS, E_H | HTTP2_PADDED | HTTP2_WITH_PRIORITY, 1,
	  "\2\0\0\0\0\x10\x88\0\0"),
	  F(DATA, E_S | HTTP2_PADDED, 1, "\3ab\0\0\0") },
	  "[answer 1]" OK_200 "[answer 1, body]ab" FIRST_TOLD },
	{ "padding that says something", "", { FIRST,
	  F(HEADERS, E_H, 1, "\x88"),
	  F(DATA, E_S | HTTP2_PADDED, 1, "\4abmark") },
	  "[answer 1]" OK_200 "[answer 1, body]ab" FIRST_TOLD "mark" },
	{ "a head, and padding that is longer than it", "", { FIRST,
	  F(HEADERS, BOTH | HTTP2_PADDED, 1, "\x09\x88"),
	  F(HEADERS, BOTH, 3, "\x88") },
	  "[answer 1, other].." "!its padding is longer than it is!"
	  "[answer 3]" OK_200 FIRST_TOLD },
	{ "trailers are a second head", "", { FIRST,
	  F(HEADERS, E_H, 1, "\x88"), F(DATA, 0, 1, "ab"),
	  F(HEADERS, BOTH, 1, "\0\1t\1v") },
	  "[answer 1]" OK_200 "[answer 1, body]ab[answer 1]t: v\r\n\r\n"
	  FIRST_TOLD },
	{ "an interim answer", "", { FIRST,
	  F(HEADERS, E_H, 1, "\x08\003" "103"), F(HEADERS, E_H, 1, "\x88"),
	  F(DATA, E_S, 1, "ab") },
	  "[answer 1]:status: 103\r\n\r\n[answer 1]" OK_200
	  "[answer 1, body]ab" FIRST_TOLD },
	{ "a promise is a request", "", { FIRST,
	  F(PUSH_PROMISE, E_H, 1, "\0\0\0\2\x82\4\2/p"),
	  F(HEADERS, E_H, 2, "\x88"), F(DATA, E_S, 2, "x") },
	  "[request 2]:method: GET\r\n:path: /p\r\n\r\n[answer 2]" OK_200
	  "[answer 2, body]x" FIRST_TOLD },
	{ "crumbs of a cookie are one", "", { FIRST,
	  F(HEADERS, BOTH, 1, "\x88\x0f\x11\3a=1\x0f\x11\3b=2\0\1x\1y") },
	  "[answer 1]:status: 200\r\ncookie: a=1; b=2\r\nx: y\r\n\r\n"
	  FIRST_TOLD },
	{ "parts", "", { FIRST,
	  F(HEADERS, E_H, 1, "\x88\x0f\x10\x18multipart/x; boundary=zz"),
	  F(DATA, 0, 1, "--zz\r\nA: b\r\n\r\none\r\n--z"),
	  F(DATA, E_S, 1, "z\r\n\r\ntwo\r\n--zz--") },
	  "[answer 1]:status: 200\r\ncontent-type: multipart/x; boundary=zz"
	  "\r\n\r\n[answer 1, part 1]one[answer 1, part 2]two"
	  "[answer 1, part heads]--zz\r\nA: b\r\n\r\n\r\n--zz\r\n\r\n\r\n"
	  "--zz--" FIRST_TOLD },
	{ "an encoding that nobody knows", "", { FIRST,
	  F(HEADERS, E_H, 1, "\x0f\x0b\1z"), F(DATA, E_S, 1, "ab") },
	  "[answer 1]content-encoding: z\r\n\r\n[answer 1, body]ab!its "
	  "encoding is not known, or damaged; it is searched as it is!"
	  FIRST_TOLD },
	{ "a stream that is reset", "", { FIRST,
	  F(HEADERS, E_H, 1, "\x88"), F(DATA, 0, 1, "ab"),
	  F(RST_STREAM, 0, 1, "\0\0\0\7") },
	  "[answer 1]" OK_200 "[answer 1, body]ab" FIRST_TOLD
	  "............." },
	{ "a stream that does not end", "", { FIRST,
	  F(HEADERS, E_H, 1, "\x88"), F(DATA, 0, 1, "ab") },
	  "[answer 1]" OK_200 "[answer 1, body]ab" FIRST_TOLD },
	{ "an extension", "", { FIRST, { 0x10, 0, 0, SPAN_INIT("u=2") },
	  F(HEADERS, BOTH, 1, "\x88") },
	  "[answer 1]" OK_200 FIRST_TOLD "........." "u=2" },
	{ "a larger table", "", { FIRST,
	  F(HEADERS, BOTH, 1, "\x3f\xe1\xff\3\x88"),
	  F(HEADERS, BOTH, 3, "\x88") },
	  "[answer 1]" OK_200 "[answer 3]" OK_200 FIRST_TOLD },
	{ "a table's size, behind a block with padding", "", { FIRST,
	  F(HEADERS, BOTH | HTTP2_PADDED, 1, "\1\x88\0"),
	  F(HEADERS, BOTH, 3, "\x20\x88") },
	  "[answer 1]" OK_200 "[answer 3]" OK_200 FIRST_TOLD },
	{ "a table that is too large", "", { FIRST,
	  F(HEADERS, BOTH, 1, "\x3f\xe1\xff\x7f\x88") },
	  "[answer 1, other]?...." "!it cannot be unpacked: it is damaged!"
	  FIRST_TOLD },
	{ "damage in a block: what is before it, and the next ones", "", {
	  FIRST, F(HEADERS, BOTH, 1, "\x88\xff"),
	  F(HEADERS, BOTH, 3, "\x88\x7e\1v") },
	  "[answer 1, other].." "!it cannot be unpacked: it is damaged!"
	  "[answer 1]" OK_200
	  "[answer 3]:status: 200\r\n?: v\r\n\r\n" MISSING FIRST_TOLD },
	{ "a block that does not go on", "", { FIRST,
	  F(HEADERS, 0, 1, "\x88"), F(DATA, E_S, 1, "ab") },
	  "[answer 1]:status: 200\r\n\r\n!it is cut short!"
	  "[answer 1, body]ab" FIRST_TOLD },
	{ "a block without its beginning", "", { FIRST,
	  F(CONTINUATION, E_H, 1, "\x88"), F(HEADERS, BOTH, 3, "\x88") },
	  "[answer 1, other]." "!it cannot be unpacked: its beginning is "
	  "missing![answer 3]" OK_200 FIRST_TOLD },
	{ "Upgrade, as a client does it",
	  "GET / HTTP/1.1\r\nUpgrade: h2c\r\n\r\n" HTTP2_PREFACE, { FIRST,
	  F(HEADERS, BOTH, 3, "\x82\4\2/b") },
	  "[request 1]GET / HTTP/1.1\r\nUpgrade: h2c\r\n\r\n"
	  "[request 3]:method: GET\r\n:path: /b\r\n\r\n"
	  "[request 0, other]........." },
	{ "Upgrade, as a server does it",
	  "HTTP/1.1 101 S\r\nUpgrade: h2c\r\n\r\n", { FIRST,
	  F(HEADERS, E_H, 1, "\x88"), F(DATA, E_S, 1, "ab") },
	  "[answer 1]HTTP/1.1 101 S\r\nUpgrade: h2c\r\n\r\n"
	  "[answer 1]" OK_200 "[answer 1, body]ab" FIRST_TOLD },
	{ "from the middle: fields that were sent before are missing", "", {
	  F(HEADERS, BOTH, 7, "\x82\xbf\x04\2/a\xc0\x7e\1v"),
	  F(HEADERS, BOTH, 9, "\x82\x44\2/c\xc1"),
	  F(HEADERS, BOTH, 11, "\x82\xbe") },
	  "[request 7]:method: GET\r\n:path: /a\r\n?: v\r\n\r\n" MISSING
	  "[request 9]:method: GET\r\n:path: /c\r\n\r\n" MISSING
	  "[request 11]:method: GET\r\n:path: /c\r\n\r\n" },
	{ "from the middle of a frame", "tail of some data, as text", {
	  F(DATA, E_S, 5, "ab"), F(HEADERS, BOTH, 7, "\x82"),
	  F(PING, 0, 0, "12345678") },
	  "[answer 0, other]tail of some data, as text[answer 5, body]ab"
	  "[request 7]:method: GET\r\n\r\n"
	  "[request 0, other].........12345678" },
	{ "from the middle, nothing but one request", "", {
	  F(HEADERS, BOTH, 7, "\x82\xbf\x04\2/a") },
	  "[request 7]:method: GET\r\n:path: /a\r\n\r\n" MISSING },
	{ "among frames, what is none", "", { FIRST,
	  F(HEADERS, BOTH, 1, "\x88"), F(PRIORITY, 0, 3, "123"),
	  F(DATA, E_S, 3, "ab"), F(HEADERS, BOTH, 5, "\x88") },
	  "[answer 1]" OK_200 "[answer 0, other].........123"
	  "[answer 3, body]ab[answer 5]" OK_200 FIRST_TOLD },
};

static const char *
what_of(const struct http_told *t)
{
	switch (t->what) {
	case HTTP_HEAD:
		return "";
	case HTTP_BODY:
		return ", body";
	case HTTP_PART_HEADS:
		return ", part heads";
	case HTTP_PART:
		return ", part";
	case HTTP_OTHER:
		break;
	}
	return ", other";
}

/* "[request 1]bytes!trouble!"; a full stop for what cannot be printed. */
static void
write_down(void *ctx, const struct http_told *t)
{
	struct buf *out = ctx;

	buf_printf(out, "[%s %zu%s", t->request ? "request" : "answer",
	    t->message, what_of(t));
	if (t->what == HTTP_PART)
		buf_printf(out, " %zu", t->part);
	buf_char(out, ']');
	for (size_t i = 0; i < t->bytes.n; i++) {
		char c = t->bytes.p[i];

		buf_char(out, (c >= ' ' && c <= '~') || c == '\r' ||
		    c == '\n' ? c : '.');
	}
	if (t->trouble != NULL)
		buf_printf(out, "!%s!", t->trouble);
}

static bool
read_into(struct buf *out, const struct buf *in)
{
	size_t unpack = (size_t)1 << 30;

	buf_init(out, (size_t)1 << 28);
	return http_stream_read(buf_view(in), &unpack, write_down, out);
}

static void
make(struct buf *b, const char *before, const struct kit_frame2 *f)
{
	buf_init(b, 1 << 20);
	buf_str(b, before);
	for (size_t i = 0; i < 8 && f[i].payload.p != NULL; i++)
		kit_add2(b, f[i].type, f[i].flags, f[i].stream, f[i].payload);
}

static void
what_frames_say_is_told(void **state)
{
	struct buf in, out;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		make(&in, rows[i].before, rows[i].frame);
		assert_true(read_into(&out, &in));
		assert_string_equal(rows[i].want, out.p);
		buf_done(&out);
		buf_done(&in);
	}
}

/* The bytes of the second row, cut at each place: 9, 10, 11 and 11 of them. */
static void
what_is_cut_is_read_as_far_as_it_goes(void **state)
{
	char name[64], want[40];
	struct buf in, out;
	size_t whole, k;

	make(&in, rows[1].before, rows[1].frame);
	whole = in.n;
	for (in.n = 0; in.n < whole; in.n++) {
		snprintf(name, sizeof(name), "%zu bytes of %zu", in.n, whole);
		CHECK_ROW(state, name);
		if (!read_into(&out, &in)) {
			assert_true(in.n < 9);
			continue;
		}
		k = (size_t)(in.n > 28) + (in.n > 29) + (in.n > 39);
		snprintf(want, sizeof(want), "[answer 1, body]%.*s[", (int)k,
		    "abcd");
		assert_int_equal(in.n >= 19, strstr(out.p, OK_200) != NULL);
		assert_int_equal(k > 0, strstr(out.p, want) != NULL);
		/* of the block there is the frame's head alone */
		assert_int_equal(in.n == 18, strstr(out.p,
		    "[answer 1]!it is cut short!") != NULL);
		assert_int_equal(in.n == 18, strstr(out.p, "!") != NULL);
		buf_done(&out);
	}
	assert_int_equal(41, whole);
	buf_done(&in);
}

static const struct {
	const char *name;
	struct span bytes;
} none[] = {
	{ "nothing", SPAN_INIT("") },
	{ "zeros", SPAN_INIT("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
	  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0") },
	{ "small numbers, four bytes each", SPAN_INIT("\0\0\0\1\0\0\0\1"
	  "\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\1\0\0\0\1") },
	{ "small numbers, eight bytes each", SPAN_INIT("\0\0\0\0\0\0\0\1"
	  "\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0\3\0\0\0\0\0\0\0\4") },
	{ "small numbers, the lowest byte first", SPAN_INIT("\x27\0\0\0\x27"
	  "\0\0\0\x27\0\0\0\x27\0\0\0\x27\0\0\0\x27\0\0\0\x27\0\0\0\x27"
	  "\0\0\0\x27\0\0\0\x27\0\0\0\x27\0\0\0\x27\0\0\0\x27\0\0\0\x27"
	  "\0\0\0\x27\0\0\0\x27\0\0\0\x27\0\0\0\x27\0\0\0\x27\0\0\0\x27"
	  "\0\0\0\x27\0\0\0\x27\0\0\0\x27\0\0\0\x27\0\0\0\x27\0\0\0\x27") },
	{ "flags in rows of nine", SPAN_INIT("\0\0\0\0\1\0\1\1\1"
	  "\0\0\0\0\1\0\1\1\1\0\0\0\0\1\0\1\1\1\0\0\0\0\1\0\1\1\1"
	  "\0\0\0\0\1\0\1\1\1\0\0\0\0\1\0\1\1\1") },
	{ "lengths and bytes", SPAN_INIT("\0\0\0\5hello\0\0\0\5world"
	  "\0\0\0\3you") },
	{ "one frame of data", SPAN_INIT("\0\0\2\0\1\0\0\0\1ab") },
	{ "a preface that is cut off", SPAN_INIT("PRI * HTTP/2.0\r\n\r\nSM") },
};

static void
what_is_no_http2_is_left(void **state)
{
	struct buf in, out;

	for (size_t i = 0; i < N_ROWS(none); i++) {
		CHECK_ROW(state, none[i].name);
		buf_init(&in, 1 << 10);
		buf_span(&in, none[i].bytes);
		assert_false(read_into(&out, &in));
		assert_int_equal(0, out.n);
		buf_done(&in);
	}
}

/* A body so large that nothing else was caught. */
static void
a_large_body_is_known_from_its_middle(void **state)
{
	struct buf in, out;

	(void)state;
	buf_init(&in, 1 << 20);
	for (unsigned i = 0; i < 6; i++) {
		kit_head2(&in, HTTP2_DATA, 0, 7, 4096);
		for (unsigned k = 0; k < 4096; k++)
			buf_char(&in, (char)('a' + i));
	}
	/* from within the first */
	in.n -= 2000;
	memmove(in.p, in.p + 2000, in.n);
	assert_true(read_into(&out, &in));
	assert_int_equal(0, strncmp(out.p, "[answer 0, other]aaa", 20));
	assert_non_null(strstr(out.p, "aaa[answer 7, body]bbb"));
	for (const char *two = "bccddeef"; *two != '\0'; two += 2)
		assert_non_null(strstr(out.p, (char[3]){ two[0], two[1] }));
	buf_done(&out);
	buf_done(&in);
}

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
a_packed_body_is_unpacked_whatever_frames_it_came_in(void **state)
{
	static const char text[] = "the body, told in plain words";
	struct buf in, out;
	char packed[256];
	size_t n = squeeze(text, sizeof(text) - 1, packed, sizeof(packed));

	(void)state;
	make(&in, "", (struct kit_frame2[8]){ FIRST, F(HEADERS, E_H, 1,
	    "\x88\x0f\x0b\4gzip") });
	for (size_t i = 0; i < n; i++)
		kit_add2(&in, HTTP2_DATA, i + 1 == n ? E_S : 0, 1,
		    span_of(packed + i, 1));
	assert_true(read_into(&out, &in));
	assert_non_null(strstr(out.p, "[answer 1, body]the body, told in "
	    "plain words[answer 0"));
	buf_done(&out);
	buf_done(&in);
}

/* Of the field that is added to the table, by a reference of a byte each. */
static void
add_bomb(struct buf *b, size_t field, size_t references)
{
	struct buf block;

	buf_init(&block, 1 << 20);
	buf_add(&block, "\x40\1a\x7f", 4);	/* a value of 127 + ... bytes */
	buf_char(&block, (char)(0x80 | ((field - 127) & 0x7f)));
	buf_char(&block, (char)((field - 127) >> 7));
	for (size_t i = 0; i < field; i++)
		buf_char(&block, 'v');
	for (size_t i = 0; i < references; i++)
		buf_char(&block, (char)0xbe);
	kit_add2(b, HTTP2_HEADERS, BOTH, 1, buf_view(&block));
	buf_done(&block);
}

static void
count_bytes(void *ctx, const struct http_told *t)
{
	size_t *n = ctx;

	*n += t->bytes.n;
}

static void
a_bomb_of_fields_is_not_swallowed(void **state)
{
	struct buf in, out;
	size_t unpack, n = 0;

	(void)state;
	make(&in, "", (struct kit_frame2[8]){ FIRST });
	add_bomb(&in, 4000, 10000);	/* 40 MB */
	assert_true(read_into(&out, &in));
	assert_true(out.n <= HTTP_HEAD_MAX + 4096);
	assert_non_null(strstr(out.p, "!it is longer than is read!"));
	buf_done(&out);

	/* a thousand of them: not more than may be unpacked, and what is */
	for (size_t i = 0; i < 1000; i++)
		add_bomb(&in, 4000, 60);	/* 240 KB of 4 KB */
	unpack = (size_t)1 << 20;
	in.max = (size_t)1 << 30;
	assert_true(http_stream_read(buf_view(&in), &unpack, count_bytes, &n));
	assert_int_equal(0, unpack);
	assert_true(n < in.n + ((size_t)2 << 20));
	buf_done(&in);
}

/* Damage in each of many blocks: new tables are counted, too. */
static void
tables_are_counted(void **state)
{
	size_t unpack = (size_t)100 * HTTP2_TABLE_FIRST, n = 0;
	struct buf in;

	(void)state;
	buf_init(&in, 1 << 20);
	kit_add2(&in, HTTP2_SETTINGS, 0, 0, SPAN(""));
	for (uint32_t i = 0; i < 1000; i++)
		kit_add2(&in, HTTP2_HEADERS, BOTH, 2 * i + 1, SPAN("\xff"));
	assert_true(http_stream_read(buf_view(&in), &unpack, count_bytes, &n));
	assert_int_equal(0, unpack);
	assert_int_equal(1000 + HTTP2_HEAD, n);
	buf_done(&in);
}

/* More open streams than are kept: all of each body is told, in pieces. */
static void
no_body_of_many_is_lost(void **state)
{
	uint32_t many = 3 * HTTP2_STREAMS;
	struct buf in, out;
	char want[64];

	(void)state;
	make(&in, "", (struct kit_frame2[8]){ FIRST });
	for (unsigned turn = 0; turn < 2; turn++) {
		for (uint32_t i = 0; i < many; i++) {
			snprintf(want, sizeof(want), "<%u.%u>", i, turn);
			kit_add2(&in, HTTP2_DATA, 0, 2 * i + 1,
			    span_str(want));
		}
	}
	assert_true(read_into(&out, &in));
	for (unsigned turn = 0; turn < 2; turn++) {
		for (uint32_t i = 0; i < many; i++) {
			snprintf(want, sizeof(want), "%u, body]<%u.%u>",
			    2 * i + 1, i, turn);
			assert_non_null(strstr(out.p, want));
		}
	}
	assert_non_null(strstr(out.p, "!more streams are open at once"));
	buf_done(&out);
	buf_done(&in);
}

/* As many as servers allow are put together, and nothing is said. */
static void
hundreds_at_once_are_put_together(void **state)
{
	struct buf in, out;
	char want[64];

	(void)state;
	make(&in, "", (struct kit_frame2[8]){ FIRST });
	for (unsigned turn = 0; turn < 3; turn++)
		for (uint32_t i = 0; i < HTTP2_STREAMS / 2; i++)
			kit_add2(&in, HTTP2_DATA, turn == 2 ? E_S : 0,
			    2 * i + 100001, SPAN("ab"));
	assert_true(read_into(&out, &in));
	for (uint32_t i = 0; i < HTTP2_STREAMS / 2; i++) {
		snprintf(want, sizeof(want), "%u, body]ababab[",
		    2 * i + 100001);
		assert_non_null(strstr(out.p, want));
	}
	assert_null(strstr(out.p, "!"));
	buf_done(&out);
	buf_done(&in);
}

TEST_MAIN(cmocka_unit_test(what_frames_say_is_told),
    cmocka_unit_test(what_is_cut_is_read_as_far_as_it_goes),
    cmocka_unit_test(what_is_no_http2_is_left),
    cmocka_unit_test(a_large_body_is_known_from_its_middle),
    cmocka_unit_test(a_packed_body_is_unpacked_whatever_frames_it_came_in),
    cmocka_unit_test(a_bomb_of_fields_is_not_swallowed),
    cmocka_unit_test(tables_are_counted),
    cmocka_unit_test(no_body_of_many_is_lost),
    cmocka_unit_test(hundreds_at_once_are_put_together))
