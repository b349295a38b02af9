/* SPDX-License-Identifier: ISC */
/*
 * How sites are read in what is no prose: at their fields, in whichever
 * spelling, and otherwise by a search that counts what it looked at.
 */
#include "test.h"

#include "base/buf.h"
#include "telltale/constants.h"

#define POC								\
	"REALM = \"{{name}}-{{hex 6}}\"\n"				\
	"MARK = 0x{{hex 8}}\n"						\
	"CHUNK = {{int 129..1021}}\n"					\
	"ACCEPT = {{\"text/html, */*\"|\"*/*, text/html\"}}\n"		\
	"both = [{{(\"Agent\", A), (\"Accept\", ACCEPT)|"		\
	"(\"Accept\", ACCEPT), (\"Agent\", A)}}]\n"			\
	"send(\"/go.{{aspx|ascx}}?id={{hex 10}}&v={{int 3..9}}."	\
	"{{int 100..9999}}\")\n"					\
	"send(\"X-Realm\", REALM, \"t=1; chunk=%d\" % CHUNK)\n"		\
	"head = b\"INERT\" + MARK.to_bytes(4, \"big\")\n"
/* numbered as they stand: 0 name 1 hex 6 2 hex 8 3 chunk 4 accept 5 order
 * 6 aspx 7 hex 10 8 int 3..9 9 int 100..9999 */

#define FIELD	TT_CONSTANTS_FIELD
#define SEARCH	TT_CONSTANTS_SEARCH
#define NONE	TT_CONSTANTS_NONE
#define BODAFIGA 0x8424cu	/* bo da fi ga: 2 4 9 12 in base 64 */

static const struct {
	const char *name, *marked, *found;
	bool bytes;
	uint32_t site;
	enum tt_constants_way way;
	uint64_t count, first;	/* N_V; the least of V, if it is known */
} rows[] = {
	{ "within a URL", POC, "GET /go.ascx?id=00000000ff&v=7.4242 HTTP", 0,
	    7, FIELD, 1, 0xff },
	{ "a choice in it", POC, "GET /go.ascx?id=00000000ff&v=7.4242 HTTP", 0,
	    6, FIELD, 1, 1 },
	{ "a digit of seven", POC, "GET /go.ascx?id=00000000ff&v=7.4242 HTTP",
	    0, 8, FIELD, 1, 4 },
	{ "the last of it", POC, "GET /go.ascx?id=00000000ff&v=7.4242 HTTP", 0,
	    9, FIELD, 1, 4142 },
	{ "two copies, one site", POC, "/go.aspx?id=00000000ff&v=7.4242 "
	    "/go.aspx?id=00000000aa&v=7.4242", 0, 7, FIELD, 2, 0xaa },
	{ "the same twice is one value", POC, "/go.aspx?id=00000000ff&v=7.4242 "
	    "/go.aspx?id=00000000FF&v=7.4242", 0, 7, FIELD, 1, 0xff },
	{ "one side of it", POC, "/else?id=00000000ff&v=7.4242", 0,
	    9, NONE, 0, 0 },
	{ "the other side", POC, "/go.ascx?id=00000000ff!", 0,
	    7, FIELD, 1, 0xff },
	{ "one side, and digits run on", POC, "/go.ascx?id=00000000ffa", 0,
	    7, NONE, 0, 0 },
	{ "escaped for a URL", POC,
	    "/go.ascx%3fid%3d00000000ff%26v%3d7.4242", 0, 7, FIELD, 1, 0xff },
	{ "in base64", POC, "q=L2dvLmFzY3g/aWQ9MDAwMDAwMDBmZiZ2PTcuNDI0Mg==",
	    0, 7, FIELD, 1, 0xff },
	{ "out of its range", POC, "/go.ascx?id=00000000ff&v=7.42421 HTTP", 0,
	    9, NONE, 0, 0 },
	{ "a literal of two sites by itself", POC, "r: bodafiga-0012ab\r\n", 0,
	    1, FIELD, 1, 0x12ab },
	{ "its name", POC, "r: BodaFiga-0012ab\r\n", 0,
	    0, FIELD, 1, BODAFIGA },
	{ "a header's name and a variable's value", POC,
	    "x-realm: bodafiga", 0, 0, FIELD, 1, BODAFIGA },
	{ "a variable in a format", POC, "t=1; chunk=701\r\n", 0,
	    3, FIELD, 1, 572 },
	{ "a variable behind a literal, as bytes", POC,
	    "INERT\x01\x02\x03\x04x", 1, 2, FIELD, 2, 0x01020304 },
	{ "the source itself", POC, "MARK = 0x01020304", 0,
	    2, FIELD, 1, 0x01020304 },
	{ "quoted alternatives of a variable", POC, "Accept: */*, text/html",
	    0, 4, FIELD, 1, 1 },
	{ "the order of header lines", POC,
	    "GET /\r\nAccept: q\r\nAGENT: z\r\n\r\n", 0, 5, FIELD, 1, 1 },
	{ "the other order", POC,
	    "GET /\nAgent: q\nHost: h\nAccept: z\n\n", 0, 5, FIELD, 1, 0 },
	{ "one of them in another message", POC,
	    "Agent: q\r\n\r\nAccept: z\r\n\r\n", 0, 5, NONE, 0, 0 },
	{ "a cut head", POC, "GET /\r\nAccept: q\r\nAgent: z", 0,
	    5, NONE, 0, 0 },
	{ "no field of it anywhere: searched for", POC, "mutex 01020304 made",
	    0, 2, SEARCH, 1, 0x01020304 },
	{ "searched for and not there", POC, "nothing", 0, 2, NONE, 0, 0 },
	{ "a search that could win little", POC, "700 300 400 500 600 650 710 "
	    "720 730 740 750 760 770 780", 0, 3, NONE, 0, 0 },
	{ "not on this way: its part spoke at other fields", POC,
	    "GET /go.ascx?id=00000000ff&v=7.4242 HTTP 01020304", 0,
	    2, NONE, 0, 0 },
	{ "in prose", "The port is {{int 20000..60000}} now.",
	    "> the port is 20007 now.", 0, 0, FIELD, 1, 7 },
	{ "bytes in a rule", "content:\"|3a 20|{{hex 8}}|0D 0A|\";",
	    "H: 0a0b0c0d\r\n", 0, 0, FIELD, 1, 0x0a0b0c0d },
	{ "a name in a shell's word", "port={{int 20000..60000}}\n"
	    "get \"http://probe.example:$port/\"\n",
	    "http://probe.example:20001/", 0, 0, FIELD, 1, 1 },
	{ "a macro of C", "#define TAG \"{{name}}\"\n"
	    "printf(\"tag %s, %u\\n\", TAG, 1);\n", "tag bodafiga, 7\n", 0,
	    0, FIELD, 1, BODAFIGA },
	{ "the second of two in a format", "TAG = \"{{name}}\"\n"
	    "print(\"of %d tag %s.\" % (n, TAG))\n", "of 7 tag bodafiga.", 0,
	    0, FIELD, 1, BODAFIGA },
	{ "a lone site with nothing beside it", "{{hex 12}}",
	    "\x01\x02\x03\x04\x05\x06", 1, 0, SEARCH, 2, 0 },
};

struct case_ {
	struct tt_bulletin *b;
	struct tt_constants *c;
	struct tt_piece piece;
};

static void
settle(struct case_ *c, const char *marked, struct span found, bool bytes)
{
	const struct tt_part_text part = { SPAN("part"), span_str(marked) };
	static struct tt_diags diags;

	memset(c, 0, sizeof(*c));
	tt_diags_init(&diags);
	assert_int_equal(TT_OK, tt_bulletin_parse(&c->b, &part, 1, &diags));
	c->piece = (struct tt_piece){ .name = SPAN("piece"), .bytes = found,
		.kind = bytes ? TT_PIECE_BYTES : TT_PIECE_TEXT };
	assert_int_equal(TT_OK, tt_constants_settle(&c->c, c->b, &c->piece, 1));
	assert_int_equal(c->b->n_sites, c->c->n_sites);
}

static void
done(struct case_ *c)
{
	tt_constants_free(c->c);
	tt_bulletin_free(c->b);
}

static void
each_site_is_read_as_its_row_says(void **state)
{
	struct tt_observations *o;
	struct case_ c;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		const struct tt_constants_site *s;

		CHECK_ROW(state, rows[i].name);
		settle(&c, rows[i].marked, span_str(rows[i].found),
		    rows[i].bytes);
		s = &c.c->sites[rows[i].site];
		assert_int_equal(rows[i].way, s->way);
		assert_int_equal(rows[i].count, s->count);
		if (s->whole) {
			assert_int_equal(s->count, s->n_values);
			assert_int_equal(rows[i].first, s->values[0]);
		}
		assert_int_equal(s->way == FIELD ? 0 : UINT32_MAX, s->piece);
		o = NULL;
		assert_int_equal(TT_OK, tt_constants_observe(&o, c.c, NULL));
		assert_int_equal(c.c->n_field + c.c->n_search, o->n);
		tt_observations_free(o);
		done(&c);
	}
}

/* A search among bytes: what was issued and stands there, and N_V. */
static void
search_restricts_v_to_what_was_issued(void **state)
{
	static const uint64_t issued[] = { 0x8a0b0c0d, 7, 0x0d0c0b8a, 9 };
	const struct tt_issued in = { 0, issued, N_ROWS(issued) };
	const struct tt_observation *at;
	struct tt_observations *o = NULL;
	struct case_ c;

	(void)state;
	settle(&c, "{{hex 8}}", SPAN("..\x8a\x0b\x0c\x0d.."), true);
	assert_int_equal(SEARCH, c.c->sites[0].way);
	assert_false(c.c->sites[0].whole);
	/* three of five positions reach the byte that is no text */
	assert_int_equal(2 * 3, c.c->sites[0].count);
	assert_int_equal(TT_OK, tt_constants_search(c.c, &in, 1));
	assert_int_equal(2, c.c->sites[0].n_values);
	assert_int_equal(0x0d0c0b8a, c.c->sites[0].values[0]);
	assert_int_equal(0x8a0b0c0d, c.c->sites[0].values[1]);
	assert_int_equal(TT_OK, tt_constants_observe(&o, c.c,
	    (const uint32_t[]){ 5 }));
	at = tt_observations_at(o, 5);
	assert_non_null(at);
	assert_int_equal(TT_OBS_VALUES, at->kind);
	assert_false(at->whole);
	assert_int_equal(6, at->count);
	assert_int_equal(2, at->n_values);
	tt_observations_free(o);
	done(&c);
}

static void
search_of_nobody_is_no_error(void **state)
{
	struct tt_observations *o = NULL;
	struct case_ c;

	(void)state;
	settle(&c, "{{hex 8}}", SPAN("..\x8a\x0b\x0c\x0d.."), true);
	assert_int_equal(TT_OK, tt_constants_search(c.c, NULL, 0));
	assert_int_equal(TT_OK, tt_constants_observe(&o, c.c, NULL));
	assert_int_equal(0, o->at[0].n_values);
	assert_int_equal(6, o->at[0].count);
	tt_observations_free(o);
	done(&c);
}

static void
a_value_that_cannot_be_is_refused(void **state)
{
	static const uint64_t v = 1ull << 32;
	struct tt_issued in = { 0, &v, 1 };
	struct case_ c;

	(void)state;
	settle(&c, "{{hex 8}}", SPAN("....."), true);
	assert_int_equal(TT_ERANGE, tt_constants_search(c.c, &in, 1));
	in.site = 1;
	in.n = 0;
	assert_int_equal(TT_ERANGE, tt_constants_search(c.c, &in, 1));
	done(&c);
}

static void
two_alternatives_at_one_field_are_soft(void **state)
{
	struct tt_observations *o = NULL;
	struct case_ c;

	(void)state;
	settle(&c, "get \"/x.{{a1|b2|c3}}?\"", SPAN("/x.b2? /x.c3?"), false);
	assert_int_equal(TT_OK, tt_constants_observe(&o, c.c, NULL));
	assert_int_equal(1, o->n);
	assert_int_equal(TT_OBS_SOFT, o->at[0].kind);
	assert_true(o->at[0].likelihood[0] == 0);
	assert_true(o->at[0].likelihood[1] == o->at[0].likelihood[2]);
	tt_observations_free(o);
	done(&c);
}

/* V of a label is what stands at any of its places. */
static void
places_of_a_label_are_one_site(void **state)
{
	struct case_ c;

	(void)state;
	settle(&c, "\"port {{@p int 20000..60000}}\"\n\"host:{{@p}}/\"\n",
	    SPAN("port 20001, host:20002/"), false);
	assert_int_equal(2, c.c->sites[0].count);
	assert_int_equal(1, c.c->sites[0].values[0]);
	assert_int_equal(2, c.c->sites[0].values[1]);
	done(&c);
}

TEST_MAIN(cmocka_unit_test(each_site_is_read_as_its_row_says),
    cmocka_unit_test(search_restricts_v_to_what_was_issued),
    cmocka_unit_test(search_of_nobody_is_no_error),
    cmocka_unit_test(a_value_that_cannot_be_is_refused),
    cmocka_unit_test(two_alternatives_at_one_field_are_soft),
    cmocka_unit_test(places_of_a_label_are_one_site))
