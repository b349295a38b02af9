/* SPDX-License-Identifier: ISC */
#include "ledgerkit.h"
#include "telltale/statement.h"

#define LOG	"log " ORIGIN "\n"
#define TIME	"time 2026-03-09T16:40:00Z\n"
#define H16	"0123456789abcdef"
#define H32	H16 H16
#define H64	H32 H32
#define VKEY	ORIGIN "/o/anna+35dcf339+" \
	"AcqTrBcFGHBx1nuDx/8O/oEI6OxFMFdddyaHkzPb2r58"
#define LOGKEY	ORIGIN "+2f55edbf+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c"
#define W1KEY	"witness.example.net/w1+0abc1f19+" \
	"BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU"
#define SEAL	"age1x3mym05xrtnjvgfugnydjvynhhratwq2cxugndtsdugturgfx3ks3wl0eg"
#define SIG	"\n\342\200\224 " ORIGIN "/o/anna NdzzOef1wkEnzpXIi7gZA67obR" \
	"IzVxqwKSo67lpUc2vA17keZEGiALKxi1GRZZ0fJGaP3bgaExqM2ojDvbJCL88mA" \
	"A8=\n"	/* of something: nothing is verified here */

/* The least that each kind takes, and all it may have. */
static const struct {
	enum tt_kind kind;
	const char *text;	/* after the first line */
} kinds[] = {
	{ TT_PROGRAMME, LOG TIME "name Example PSIRT\ninterval 900\ndepth 12\n"
	    "log-key " LOGKEY "\n" SIG },
	{ TT_PROGRAMME, LOG TIME "name \303\204\ninterval 1\ndepth 8\nlog-key "
	    LOGKEY "\npredecessor a.example/log\npredecessor-size 7\n"
	    "predecessor-root " H64 "\n" SIG },
	{ TT_KEYS, LOG TIME "number 1\nkey log " LOGKEY "\n"
	    "key officer " VKEY "\nkey publisher " VKEY "\n" SIG },
	{ TT_KEYS, LOG TIME "number 2\ninterval 60\nsmall-team yes\n" SIG },
	{ TT_AGREEMENT, LOG TIME "version 1\ntext " H64 "\n" SIG },
	{ TT_PUBLISHED, LOG TIME "advisory EX-2026-014\ndocument " H64 "\n"
	    SIG },
	{ TT_BATCH, LOG TIME "number 1\nkeys " H64 "\ndepth 12\nset " H64
	    "\n" },
	{ TT_BATCH, LOG TIME "number 1\nkeys " H64 "\ndepth 12\nset " H64
	    "\nurgent yes\n" },
	{ TT_PARTNER, LOG TIME "partner " H32 "\nname Acme\nstate approved\n"
	    "tier elite\nagreement 1\n" SIG },
	{ TT_PARTNER, LOG TIME "partner " H32 "\nname Acme\nstate removed\n"
	    "tier elite\nagreement 1\nreason left\nduty a\nduty b\n" SIG },
	{ TT_READER, LOG TIME "partner " H32 "\nreader " H32 "\nsign " VKEY
	    "\nseal " SEAL "\nstate active\n" SIG },
	{ TT_CODEBOOK, LOG TIME "bulletin " H16 "\ncommitment " H64 "\ntext "
	    H64 "\n" SIG },
	{ TT_RENDERED, LOG TIME "codebook " H64 "\nholders 42\ncopies 99\n"
	    SIG },
	{ TT_WAVE, LOG TIME "bulletin " H16 "\nwave early\nprofile full\n"
	    "opens 2026-03-10T17:00:00Z\nrecipient " SEAL "\nthreshold 1\n"
	    "coefficient 00 " H64 "\nkeeper 01 " SEAL "\n" SIG },
	{ TT_COPIES, LOG TIME "bulletin " H16 "\nwave " H64 "\ncodebook " H64
	    "\nset " H64 "\ndepth 12\nbytes 10640\n" SIG },
	{ TT_COPIES, LOG TIME "bulletin " H16 "\nwave " H64 "\ncodebook " H64
	    "\nbeacon 00ff\nset " H64 "\ndepth 12\nbytes 10640\n" SIG },
	{ TT_CONSENT, LOG TIME "bulletin " H16 "\nreader " H32 "\nterms " H64
	    "\nuntil 2026-03-10T17:00:00Z\nstate declined\n" SIG },
	{ TT_RECEIPT, LOG TIME "bulletin " H16 "\nreader " H32 "\nterms " H64
	    "\nuntil 2026-03-10T17:00:00Z\ncopies " H64 "\ncopy " H64 "\n"
	    SIG },
	{ TT_RELEASE, LOG TIME "wave " H64 "\ncause instant\nrecipient " SEAL
	    "\n" SIG },
	{ TT_EARLY, LOG TIME "wave " H64 "\nreason exploited\n" SIG },
	{ TT_MOVE, LOG TIME "wave " H64
	    "\nnumber 1\nopens 2026-03-10T17:00:00Z\n" SIG },
	{ TT_DESTROYED, LOG TIME "wave " H64 "\nindex 1\n" SIG },
	{ TT_OBSERVED, LOG TIME "case c1\nspecimen " H64 "\nobservations " H64
	    "\nnumber 1\n" SIG },
	{ TT_CLOCK, LOG TIME "keeper 1\nwave " H64 "\nreason restarted\n" SIG },
	{ TT_SIGHTING, LOG TIME "seen 2026-03-09T00:00:00Z\nsource honeypot\n"
	    "evidence " H64 "\n" SIG },
	{ TT_SIGHTING, LOG TIME "seen 2026-03-09T00:00:00Z\nsource honeypot\n"
	    "evidence " H64 "\nbulletin " H16 "\ncase c1\n" SIG },
	{ TT_CASE, LOG TIME "case c1\nstate opened\nbulletin " H16 "\n" SIG },
	{ TT_EMBARGO, LOG TIME "bulletin " H16 "\nrevision 1\n"
	    "public 2026-03-10T18:00:00Z\nstate proposed\n" SIG },
	{ TT_EMBARGO, LOG TIME "bulletin " H16 "\nrevision 2\nterms " H64
	    "\npublic 2026-03-10T18:00:00Z\nstate ended\nreason leaked\n"
	    SIG },
	{ TT_POLICY, LOG TIME "what duties\nversion 3\ndocument " H64 "\n"
	    SIG },
	{ TT_EXCEPTION, LOG TIME "partner " H32 "\nrule tier\n"
	    "until 2026-03-10T18:00:00Z\nreason asked\n" SIG },
	{ TT_FINDING, LOG TIME "case c1\nbulletin " H16 "\ncodebook " H64
	    "\nobserved " H64 "\nlevel holder\nverdict named\nepsilon 1e-06\n"
	    "t 1\nn 1\nsuspect 7 40.1 39.2 1e-15 1e-14 0\n" SIG },
	{ TT_COPY, LOG "bulletin " H16 "\nnumber 5\nholder 2\nreader " H32
	    "\ncopy " H64 "\n" },
	{ TT_SHARE, LOG TIME "wave " H64 "\nindex 1\nthreshold 1\nshares 1\n"
	    "opens 2026-03-10T17:00:00Z\nvalue " H64 "\n" SIG },
	{ TT_HELD, LOG TIME "wave " H64 "\nindex 1\n"
	    "opens 2026-03-10T17:00:00Z\nshare " H64 "\n" SIG },
	{ TT_SHOWN, LOG TIME "wave " H64 "\nindex 1\nvalue " H64 "\n" SIG },
	{ TT_EVIDENCE, LOG TIME "file " H64 " keys\nfile " H64 " programme\n" },
	{ TT_REQUEST, LOG TIME "key " ORIGIN "/o/anna\nchallenge " H32
	    "\nmethod GET\npath /api/v1/inbox\nbody " H64 "\n" SIG },
	{ TT_APPROVAL, LOG TIME "request " H16 "\nshown " H64
	    "\nanswer no\nreason not today\n" SIG },
	{ TT_INVITATION, LOG TIME "hub https://localhost:8443\npin " H64
	    "\nlog-key " LOGKEY "\nofficer " VKEY "\npartner " H32
	    "\nname A\nemail a@example.com\ntoken " H64
	    "\nexpires 2026-03-10T17:00:00Z\n" SIG },
	{ TT_DESK, LOG TIME "recipient " SEAL "\n" SIG },
	{ TT_MEMBERS, LOG TIME "setting public\nname Alder\nname Birch\n" SIG },
};

/* A whole statement of a row; free(). */
static char *
whole(enum tt_kind kind, const char *text)
{
	size_t n = strlen(text) + 64;
	char *p = malloc(n);

	assert_non_null(p);
	snprintf(p, n, "telltale/v1/%s\n%s", tt_kind_name(kind), text);
	return p;
}

/* Write s again, fields last to first. */
static void
rewrite(const struct tt_statement *s, struct buf *text)
{
	struct tt_statement_out o;

	tt_statement_begin(&o, s->kind, s->origin, s->time);
	for (size_t i = s->n; i-- > 0; )
		tt_statement_put(&o, s->field[i].name, s->field[i].value);
	assert_int_equal(TT_OK, tt_statement_end(&o, text));
}

static void
each_kind_is_read_and_written(void **state)
{
	bool seen[TT_KIND_COUNT] = { false };
	struct tt_statement s;
	struct buf b;

	for (size_t i = 0; i < N_ROWS(kinds); i++) {
		char *text = whole(kinds[i].kind, kinds[i].text);

		CHECK_ROW(state, text);
		assert_int_equal(TT_OK, tt_statement_parse(&s,
		    span_str(text), NULL));
		assert_int_equal(kinds[i].kind, s.kind);
		assert_int_equal(tt_kind_signed(s.kind), s.note.n);
		buf_init(&b, TT_STATEMENT_MAX);
		rewrite(&s, &b);
		assert_true(span_eq(buf_view(&b), s.note.text));
		buf_done(&b);
		seen[s.kind] = true;
		CHECK_ROW(state, NULL);
		free(text);
	}
	for (size_t i = 0; i < TT_KIND_COUNT; i++)
		assert_int_equal(i != TT_TERMS && i != TT_LETTER, seen[i]);
}

#define CODEBOOK	"telltale/v1/codebook\n" LOG TIME "bulletin " H16 "\n" \
	"commitment " H64 "\ntext " H64 "\n"
#define CASE(...)	"telltale/v1/case\n" LOG TIME __VA_ARGS__ SIG
#define HUGE8(x)	x x x x x x x x

static const struct {
	const char *name, *text;
	enum tt_err want;
} bad[] = {
	{ "empty", "", TT_ESYNTAX },
	{ "another format", "example/v1/case\n" LOG TIME SIG, TT_ESYNTAX },
	{ "another version", "telltale/v2/case\n" LOG TIME SIG, TT_EVERSION },
	{ "an unknown kind", "telltale/v1/cases\n" LOG TIME SIG, TT_ESYNTAX },
	{ "no kind", "telltale/v1/\n" LOG TIME SIG, TT_ESYNTAX },
	{ "terms are no statement", "telltale/v1/terms\n" LOG, TT_ESYNTAX },
	{ "no log", "telltale/v1/case\n" TIME "case a\nstate opened\n" SIG,
	    TT_ESYNTAX },
	{ "a log that cannot be", "telltale/v1/case\nlog a+b\n" TIME
	    "case a\nstate opened\n" SIG, TT_ESYNTAX },
	{ "no time", "telltale/v1/case\n" LOG "case a\nstate opened\n" SIG,
	    TT_ESYNTAX },
	{ "time where none is", "telltale/v1/copy\n" LOG TIME "bulletin " H16
	    "\nnumber 5\nholder 2\nreader " H32 "\ncopy " H64 "\n",
	    TT_ESYNTAX },
	{ "no such day", "telltale/v1/case\n" LOG
	    "time 2026-02-29T00:00:00Z\ncase a\nstate opened\n" SIG,
	    TT_ERANGE },
	{ "a leap second", "telltale/v1/case\n" LOG
	    "time 2016-12-31T23:59:60Z\ncase a\nstate opened\n" SIG,
	    TT_ERANGE },
	{ "an offset", "telltale/v1/case\n" LOG
	    "time 2026-02-28T00:00:00+00:00\ncase a\nstate opened\n" SIG,
	    TT_ESYNTAX },
	{ "a field missing", CASE("state opened\n"), TT_ESYNTAX },
	{ "the last field missing", CASE("case a\n"), TT_ESYNTAX },
	{ "a field twice", CASE("case a\ncase a\nstate opened\n"),
	    TT_ESYNTAX },
	{ "an optional field twice", "telltale/v1/batch\n" LOG TIME
	    "number 1\nkeys " H64 "\ndepth 12\nset " H64
	    "\nurgent yes\nurgent yes\n", TT_ESYNTAX },
	{ "out of order", CASE("state opened\ncase a\n"), TT_ESYNTAX },
	{ "an unknown field", CASE("case a\nstate opened\nnote b\n"),
	    TT_ESYNTAX },
	{ "an unknown word", CASE("case a\nstate open\n"), TT_ESYNTAX },
	{ "repeated values do not rise", CASE("case a\nstate opened\nbulletin "
	    H16 "\nbulletin " "0000000000000000" "\n"), TT_ESYNTAX },
	{ "the same value twice", CASE("case a\nstate opened\nbulletin "
	    H16 "\nbulletin " H16 "\n"), TT_ESYNTAX },
	{ "a space first", CASE("case  a\nstate opened\n"), TT_ESYNTAX },
	{ "a space last", CASE("case a \nstate opened\n"), TT_ESYNTAX },
	{ "no value", CASE("case \nstate opened\n"), TT_ESYNTAX },
	{ "no space", CASE("case\nstate opened\n"), TT_ESYNTAX },
	{ "a tab", CASE("case a\tb\nstate opened\n"), TT_ESYNTAX },
	{ "0x7f", CASE("case a\177\nstate opened\n"), TT_ESYNTAX },
	{ "U+0085", CASE("case a\302\205\nstate opened\n"), TT_ESYNTAX },
	{ "invalid UTF-8", CASE("case a\303\nstate opened\n"), TT_ESYNTAX },
	{ "an empty line", CASE("case a\n\nstate opened\n"), TT_ESYNTAX },
	{ "CRLF", CASE("case a\r\nstate opened\n"), TT_ESYNTAX },
	{ "hex in upper case", CASE("case a\nstate opened\n"
	    "bulletin 0123456789ABCDEF\n"), TT_ESYNTAX },
	{ "hex too short", CASE("case a\nstate opened\n"
	    "bulletin 0123456789abcd\n"), TT_ESYNTAX },
	{ "hex too long", CASE("case a\nstate opened\n"
	    "bulletin 0123456789abcdef00\n"), TT_ESYNTAX },
	{ "half a byte of a beacon", "telltale/v1/copies\n" LOG TIME
	    "bulletin " H16 "\nwave " H64 "\ncodebook " H64
	    "\nbeacon abc\nset " H64 "\ndepth 12\nbytes 1\n" SIG, TT_ESYNTAX },
	{ "a leading zero", "telltale/v1/move\n" LOG TIME "wave " H64
	    "\nnumber 01\nopens 2026-03-10T17:00:00Z\n" SIG, TT_ESYNTAX },
	{ "a number over 2^64", "telltale/v1/move\n" LOG TIME "wave " H64
	    "\nnumber 18446744073709551616\nopens 2026-03-10T17:00:00Z\n" SIG,
	    TT_ERANGE },
	{ "a recipient in upper case", "telltale/v1/release\n" LOG TIME
	    "wave " H64 "\ncause early\nrecipient AGE1X3MYM05XRTNJVGFUGNYDJV"
	    "YNHHRATWQ2CXUGNDTSDUGTURGFX3KS3WL0EG\n" SIG, TT_ESYNTAX },
	{ "a role that is none", "telltale/v1/keys\n" LOG TIME
	    "number 1\nkey approver " VKEY "\n" SIG, TT_ESYNTAX },
	{ "a witness's key", "telltale/v1/keys\n" LOG TIME
	    "number 1\nkey officer " W1KEY "\n" SIG, TT_EKEY },
	{ "an index of one digit", "telltale/v1/wave\n" LOG TIME "bulletin "
	    H16 "\nwave early\nprofile full\nopens 2026-03-10T17:00:00Z\n"
	    "recipient " SEAL "\nthreshold 1\ncoefficient 0 " H64 "\n" SIG,
	    TT_ESYNTAX },
	{ "a signature on a batch", "telltale/v1/batch\n" LOG TIME
	    "number 1\nkeys " H64 "\ndepth 12\nset " H64 "\n" SIG,
	    TT_ESYNTAX },
	{ "no signature", CODEBOOK, TT_ESYNTAX },
	{ "an empty line and no signature", CODEBOOK "\n", TT_ESYNTAX },
	{ "a signature twice", CODEBOOK SIG "\342\200\224 " ORIGIN
	    "/o/anna NdzzOef1wkEnzpXIi7gZA67obRIzVxqwKSo67lpUc2vA17keZEGiALKx"
	    "i1GRZZ0fJGaP3bgaExqM2ojDvbJCL88mAA8=\n", TT_ESYNTAX },
	{ "signatures out of order", CODEBOOK SIG "\342\200\224 " ORIGIN
	    "/o/ann NdzzOef1wkEnzpXIi7gZA67obRIzVxqwKSo67lpUc2vA17keZEGiALKx"
	    "i1GRZZ0fJGaP3bgaExqM2ojDvbJCL88mAA8=\n", TT_ESYNTAX },
	{ "a signature of another length", CODEBOOK "\n\342\200\224 " ORIGIN
	    "/o/anna NdzzOef1wkEn\n", TT_ESYNTAX },
	{ "1,025 bytes", CASE("case " HUGE8(H64 H64)
	    "a\nstate opened\n"), TT_ELIMIT },
	{ "1,024 bytes", CASE("case " HUGE8(H64 H64)
	    "\nstate opened\n"), TT_OK },
};

static void
nothing_else_is_read(void **state)
{
	static struct tt_statement s, kept;

	memset(&s, 0xaa, sizeof(s));
	kept = s;
	for (size_t i = 0; i < N_ROWS(bad); i++) {
		CHECK_ROW(state, bad[i].name);
		assert_int_equal(bad[i].want, tt_statement_parse(&s,
		    span_str(bad[i].text), NULL));
		if (bad[i].want != TT_OK)
			assert_memory_equal(&s, &kept, sizeof(s));
		else
			s = kept;
	}
}

static void
a_refusal_says_where(void **state)
{
	struct tt_statement_diag d;
	struct tt_statement s;

	(void)state;
	assert_int_equal(TT_ESYNTAX, tt_statement_parse(&s,
	    SPAN("telltale/v1/case\n" LOG TIME "case a\nstate ajar\n" SIG),
	    &d));
	assert_int_equal(5, d.line);
	assert_string_equal("state", d.field);
	assert_int_equal(TT_EVERSION, tt_statement_parse(&s,
	    SPAN("telltale/v9/case\n"), &d));
	assert_int_equal(1, d.line);
}

static void
getters_give_values(void **state)
{
	struct span v, first, second;
	struct tt_age_recipient r;
	struct tt_statement s;
	struct hash h, want = kit_hex(H64);
	struct tt_vkey k;
	uint8_t id[8];
	char *text;

	(void)state;
	text = whole(kinds[0].kind, kinds[0].text);
	assert_int_equal(TT_OK, tt_statement_parse(&s, span_str(text), NULL));
	assert_true(tt_statement_is(&s, "name", "Example PSIRT"));
	assert_int_equal(900, tt_statement_number(&s, "interval", 7));
	assert_int_equal(7, tt_statement_number(&s, "predecessor-size", 7));
	assert_false(tt_statement_has(&s, "predecessor"));
	assert_false(tt_statement_hash(&s, "predecessor-root", &h));
	assert_true(tt_statement_vkey(&s, "log-key", &k));
	assert_string_equal(k.name, ORIGIN);
	assert_int_equal(1773074400, s.time);
	free(text);
	assert_int_equal(TT_OK, tt_statement_parse(&s,
	    SPAN("telltale/v1/wave\n" LOG TIME "bulletin " H16 "\nwave early\n"
	    "profile full\nopens 2026-03-10T17:00:00Z\nrecipient " SEAL "\n"
	    "threshold 2\ncoefficient 00 " H64 "\ncoefficient 01 " H64 "\n"
	    SIG), NULL));
	assert_int_equal(1773162000, tt_statement_instant(&s, "opens", 0));
	assert_true(tt_statement_bytes(&s, "bulletin", id, sizeof(id)));
	assert_false(tt_statement_bytes(&s, "bulletin", id, 7));
	assert_true(tt_statement_recipient(&s, "recipient", &r));
	assert_int_equal(2, tt_statement_count(&s, "coefficient"));
	assert_int_equal(0, tt_statement_count(&s, "keeper"));
	tt_statement_pair(&s, "coefficient", 1, &first, &second);
	assert_true(span_is(first, "01"));
	assert_true(hex_decode(h.b, 32, second.p, second.n));
	assert_memory_equal(&h, &want, sizeof(h));
	v = tt_statement_nth(&s, "coefficient", 2);
	assert_null(v.p);
}

static void
writing_sorts_and_checks(void **state)
{
	struct tt_signer anna = kit_signer(KIT_ANNA);
	struct tt_signer bert = kit_signer(KIT_BERT);
	const struct tt_signer *both[] = { &bert, &anna };
	struct tt_statement_out o;
	struct tt_statement s;
	struct buf b;

	(void)state;
	buf_init(&b, TT_STATEMENT_MAX);
	tt_statement_begin(&o, TT_CASE, SPAN(ORIGIN), 1773074400);
	tt_statement_put_str(&o, "bulletin", "ffffffffffffffff");
	tt_statement_put_str(&o, "state", "opened");
	tt_statement_put_str(&o, "bulletin", H16);
	tt_statement_put_str(&o, "case", "c1");
	assert_int_equal(TT_OK, tt_statement_sign(&o, both, 2, &b));
	assert_int_equal(TT_OK, tt_statement_parse(&s, buf_view(&b), NULL));
	assert_int_equal(2, s.note.n);
	assert_true(span_is(s.note.text, "telltale/v1/case\n" LOG TIME
	    "case c1\nstate opened\nbulletin " H16
	    "\nbulletin ffffffffffffffff\n"));
	buf_done(&b);
}

enum { GOOD, MISSING, TWICE, SAME, FOREIGN, BAD_VALUE, NO_ORIGIN, NO_TIME,
	MANY };

static const struct {
	const char *name;
	int fault;
	enum tt_err want;
} faults[] = {
	{ "good", GOOD, TT_OK },
	{ "missing", MISSING, TT_ESYNTAX },
	{ "twice", TWICE, TT_ESYNTAX },
	{ "a repeated value twice", SAME, TT_ESYNTAX },
	{ "another kind's field", FOREIGN, TT_ESYNTAX },
	{ "a value that is none", BAD_VALUE, TT_ESYNTAX },
	{ "no origin", NO_ORIGIN, TT_ESYNTAX },
	{ "a time that cannot be written", NO_TIME, TT_ESYNTAX },
	{ "257 fields", MANY, TT_ELIMIT },
};

static enum tt_err
write_case(int fault, struct buf *b)
{
	struct tt_statement_out o;
	char hex[17];

	tt_statement_begin(&o, TT_CASE, span_str(fault == NO_ORIGIN ? "" :
	    ORIGIN), fault == NO_TIME ? INT64_MAX : 1773074400);
	tt_statement_put_str(&o, "case", fault == BAD_VALUE ? "a\n" : "c1");
	if (fault != MISSING)
		tt_statement_put_str(&o, "state", "opened");
	if (fault == TWICE)
		tt_statement_put_str(&o, "case", "c2");
	tt_statement_put_str(&o, "bulletin", H16);
	if (fault == SAME)
		tt_statement_put_str(&o, "bulletin", H16);
	if (fault == FOREIGN)
		tt_statement_put_str(&o, "wave", H64);
	for (unsigned i = 0; fault == MANY && i < 254; i++) {
		snprintf(hex, sizeof(hex), "%016x", i);
		tt_statement_put_str(&o, "bulletin", hex);
	}
	return tt_statement_end(&o, b);
}

static void
a_fault_in_writing_leaves_nothing(void **state)
{
	struct buf b;

	for (size_t i = 0; i < N_ROWS(faults); i++) {
		CHECK_ROW(state, faults[i].name);
		buf_init(&b, TT_STATEMENT_MAX);
		assert_int_equal(faults[i].want, write_case(faults[i].fault,
		    &b));
		assert_int_equal(faults[i].want == TT_OK, b.n > 0);
		buf_done(&b);
	}
}

static void
signatures_go_where_the_kind_has_them(void **state)
{
	struct tt_signer anna = kit_signer(KIT_ANNA);
	const struct tt_signer *one = &anna;
	struct hash h = kit_hex(H64);
	struct tt_statement_out o;
	struct buf b;

	(void)state;
	buf_init(&b, TT_STATEMENT_MAX);
	for (size_t n = 0; n < 2; n++) {
		tt_statement_begin(&o, TT_BATCH, SPAN(ORIGIN), 0);
		tt_statement_put_number(&o, "number", 1);
		tt_statement_put_hash(&o, "keys", &h);
		tt_statement_put_number(&o, "depth", 12);
		tt_statement_put_hash(&o, "set", &h);
		assert_int_equal(n == 0 ? TT_OK : TT_ESTATE,
		    tt_statement_sign(&o, &one, n, &b));
		tt_statement_begin(&o, TT_AGREEMENT, SPAN(ORIGIN), 0);
		tt_statement_put_str(&o, "version", "1");
		tt_statement_put_hash(&o, "text", &h);
		assert_int_equal(n == 1 ? TT_OK : TT_ESTATE,
		    tt_statement_sign(&o, &one, n, &b));
	}
	buf_done(&b);
}

TEST_MAIN(
	cmocka_unit_test(each_kind_is_read_and_written),
	cmocka_unit_test(nothing_else_is_read),
	cmocka_unit_test(a_refusal_says_where),
	cmocka_unit_test(getters_give_values),
	cmocka_unit_test(writing_sorts_and_checks),
	cmocka_unit_test(a_fault_in_writing_leaves_nothing),
	cmocka_unit_test(signatures_go_where_the_kind_has_them)
)
