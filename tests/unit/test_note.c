/* SPDX-License-Identifier: ISC */
#include "ledgerkit.h"
#include "telltale/note.h"

/* Of golang.org/x/mod/sumdb/note, its package example. */
#define PETER	"PeterNeumann+c74f20a3+" \
	"ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define TEXT	"If you think cryptography is the answer to your problem,\n" \
	"then you don't know what your problem is.\n"
#define SIG_	"x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FF" \
	"YC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJn"
#define SIG	SIG_ "AM="
#define BADSIG	SIG_ "AA="
#define DASH	"\342\200\224 "
#define LINE	DASH "PeterNeumann " SIG "\n"
#define BADLINE	DASH "PeterNeumann " BADSIG "\n"
#define OTHER	DASH "Somebody AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" \
	"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"	/* not known */

static const struct {
	const char *name, *note;
	enum tt_err parse, open;
} rows[] = {
	{ "Go's example", TEXT "\n" LINE, TT_OK, TT_OK },
	{ "an unknown key beside it", TEXT "\n" OTHER LINE, TT_OK, TT_OK },
	{ "the known name with another id",
	    TEXT "\n" DASH "PeterNeumann AAAAAAA=\n" LINE, TT_OK, TT_OK },
	{ "another name with the known id",
	    TEXT "\n" DASH "Peter " SIG "\n" LINE, TT_OK, TT_OK },
	{ "known twice: the first counts", TEXT "\n" LINE BADLINE, TT_OK,
	    TT_OK },
	{ "a bad line first", TEXT "\n" BADLINE LINE, TT_OK, TT_ESIG },
	{ "a bad line only", TEXT "\n" BADLINE, TT_OK, TT_ESIG },
	{ "a known key, a signature too long",
	    TEXT "\n" DASH "PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8"
	    "pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAMA\n",
	    TT_OK, TT_ESIG },
	{ "a known key, a signature of a byte",
	    TEXT "\n" DASH "PeterNeumann x08gowA=\n", TT_OK, TT_ESIG },
	{ "only unknown keys", TEXT "\n" OTHER, TT_OK, TT_EUNSIGNED },
	{ "a byte changed", "i" TEXT "\n" LINE, TT_OK, TT_ESIG },
	{ "text with an empty line: cut at the last", "a\n\nb\n\n" LINE,
	    TT_OK, TT_ESIG },
	{ "text of an empty line", "\n\n" LINE, TT_OK, TT_ESIG },
	{ "empty", "", TT_ESYNTAX, TT_OK },
	{ "no text", "\n" LINE, TT_ESYNTAX, TT_OK },
	{ "no signature", TEXT "\n", TT_ESYNTAX, TT_OK },
	{ "no empty line", TEXT LINE, TT_ESYNTAX, TT_OK },
	{ "text without a last LF", "a\n" LINE, TT_ESYNTAX, TT_OK },
	{ "last line without LF", TEXT "\n" DASH "PeterNeumann " SIG,
	    TT_ESYNTAX, TT_OK },
	{ "a hyphen for the dash", TEXT "\n- PeterNeumann " SIG "\n",
	    TT_ESYNTAX, TT_OK },
	{ "two spaces", TEXT "\n" DASH "PeterNeumann  " SIG "\n", TT_ESYNTAX,
	    TT_OK },
	{ "a space at the end", TEXT "\n" DASH "PeterNeumann " SIG " \n",
	    TT_ESYNTAX, TT_OK },
	{ "no name", TEXT "\n" DASH " " SIG "\n", TT_ESYNTAX, TT_OK },
	{ "no signature on a line", TEXT "\n" DASH "PeterNeumann\n",
	    TT_ESYNTAX, TT_OK },
	{ "a plus in a name", TEXT "\n" DASH "Peter+Neumann " SIG "\n",
	    TT_ESYNTAX, TT_OK },
	{ "U+0085 in a name", TEXT "\n" DASH "a\302\205b " SIG "\n",
	    TT_ESYNTAX, TT_OK },
	{ "U+00A0 in a name", TEXT "\n" DASH "a\302\240b " SIG "\n",
	    TT_ESYNTAX, TT_OK },
	{ "U+1680 in a name", TEXT "\n" DASH "a\341\232\200b " SIG "\n",
	    TT_ESYNTAX, TT_OK },
	{ "U+2000 in a name", TEXT "\n" DASH "a\342\200\200b " SIG "\n",
	    TT_ESYNTAX, TT_OK },
	{ "U+200A in a name", TEXT "\n" DASH "a\342\200\212b " SIG "\n",
	    TT_ESYNTAX, TT_OK },
	{ "U+200B is no space", TEXT "\n" DASH "a\342\200\213b " SIG "\n",
	    TT_OK, TT_EUNSIGNED },
	{ "U+2028 in a name", TEXT "\n" DASH "a\342\200\250b " SIG "\n",
	    TT_ESYNTAX, TT_OK },
	{ "U+2029 in a name", TEXT "\n" DASH "a\342\200\251b " SIG "\n",
	    TT_ESYNTAX, TT_OK },
	{ "U+202F in a name", TEXT "\n" DASH "a\342\200\257b " SIG "\n",
	    TT_ESYNTAX, TT_OK },
	{ "U+205F in a name", TEXT "\n" DASH "a\342\201\237b " SIG "\n",
	    TT_ESYNTAX, TT_OK },
	{ "U+3000 in a name", TEXT "\n" DASH "a\343\200\200b " SIG "\n",
	    TT_ESYNTAX, TT_OK },
	{ "four bytes signed", TEXT "\n" LINE DASH "a AAAAAA==\n", TT_ESYNTAX,
	    TT_OK },
	{ "five bytes signed", TEXT "\n" LINE DASH "a AAAAAAA=\n", TT_OK,
	    TT_OK },
	{ "unused bits set", TEXT "\n" LINE DASH "a AAAAAAB=\n", TT_ESYNTAX,
	    TT_OK },
	{ "padding missing", TEXT "\n" LINE DASH "a AAAAAAA\n", TT_ESYNTAX,
	    TT_OK },
	{ "URL alphabet", TEXT "\n" LINE DASH "a AAAAAAA_AAA=\n", TT_ESYNTAX,
	    TT_OK },
	{ "invalid UTF-8 in the text", "\377" TEXT "\n" LINE, TT_ESYNTAX,
	    TT_OK },
	{ "a tab in the text", "a\tb\n\n" LINE, TT_ESYNTAX, TT_OK },
	{ "CRLF", "a\r\n\n" LINE, TT_ESYNTAX, TT_OK },
	{ "0x7f is no control here", "a\177b\n\n" LINE, TT_OK, TT_ESIG },
};

static void
refusals_are_the_table_of_the_spec(void **state)
{
	struct tt_note_signed by, untouched = { true, 77 };
	struct tt_note note;
	struct tt_vkey k;

	assert_true(sodium_init() >= 0);
	assert_int_equal(TT_OK, tt_vkey_parse(&k, SPAN(PETER)));
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		assert_int_equal(rows[i].parse, tt_note_parse(&note,
		    span_str(rows[i].note)));
		if (rows[i].parse != TT_OK)
			continue;
		by = untouched;
		assert_int_equal(rows[i].open, tt_note_open(&note, &k, 1,
		    &by));
		assert_int_equal(by.time, rows[i].open == TT_OK ? 0 : 77);
		assert_true(by.yes);
	}
}

/* n lines of unknown keys, of so many characters of base64. */
static char *
many(size_t n, size_t base64)
{
	struct buf b;
	char *p;

	buf_init(&b, 2 * TT_NOTE_MAX);
	buf_str(&b, "text\n\n");
	for (size_t i = 0; i < n; i++) {
		buf_printf(&b, DASH "k%zu ", i);
		for (size_t k = 0; k < base64; k++)
			buf_char(&b, 'A');
		buf_char(&b, '\n');
	}
	assert_int_equal(TT_OK, buf_take(&b, &p, &n));
	return p;
}

static const struct {
	const char *name;
	size_t lines, base64;
	enum tt_err want;
} sizes[] = {
	{ "64 lines", 64, 92, TT_OK },
	{ "65 lines", 65, 92, TT_ELIMIT },
	{ "nine of post-quantum size", 9, 6624, TT_OK },
	{ "under 64 KiB", 1, 65520, TT_OK },
	{ "over 64 KiB", 1, 65524, TT_ELIMIT },
};

static void
limits_are_64_lines_and_64_kib(void **state)
{
	struct tt_note note;
	char *text;

	for (size_t i = 0; i < N_ROWS(sizes); i++) {
		CHECK_ROW(state, sizes[i].name);
		text = many(sizes[i].lines, sizes[i].base64);
		assert_int_equal(sizes[i].want, tt_note_parse(&note,
		    span_str(text)));
		free(text);
	}
}

static void
signing_writes_what_go_writes(void **state)
{
	struct tt_signer s;
	const struct tt_signer *signer = &s;
	struct buf b;

	(void)state;
	assert_int_equal(TT_OK, tt_signer_parse(&s, SPAN("PRIVATE+KEY+"
	    "PeterNeumann+c74f20a3+"
	    "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")));
	buf_init(&b, TT_NOTE_MAX);
	assert_int_equal(TT_OK, tt_note_sign(&b, SPAN(TEXT), &signer, 1));
	assert_string_equal(b.p, TEXT "\n" LINE);
	buf_done(&b);
}

static void
lines_are_sorted_and_none_stands_twice(void **state)
{
	char *all = KIT_SIGN("a\n", KIT_READER, KIT_BERT, KIT_ANNA);
	char *two = KIT_SIGN("a\n", KIT_READER, KIT_ANNA);
	char *same = KIT_SIGN("a\n", KIT_ANNA, KIT_BERT, KIT_READER);
	struct tt_signer bert = kit_signer(KIT_BERT);
	const struct tt_signer *twice[] = { &bert, &bert };
	struct buf b;

	(void)state;
	assert_string_equal(all, same);
	assert_true(strstr(all, "/o/anna ") < strstr(all, "/o/bert "));
	assert_true(strstr(all, "/o/bert ") < strstr(all, "/r/"));
	buf_init(&b, TT_NOTE_MAX);
	assert_int_equal(TT_OK, tt_note_add(&b, span_str(two), &bert));
	assert_string_equal(b.p, all);
	buf_clear(&b);
	assert_int_equal(TT_EEXIST, tt_note_add(&b, span_str(all), &bert));
	assert_int_equal(TT_EEXIST, tt_note_sign(&b, SPAN("a\n"), twice, 2));
	assert_int_equal(TT_ESYNTAX, tt_note_add(&b, SPAN("a\n\n"
	    DASH "b AAAAAAA=\n" DASH "a AAAAAAA=\n"), &bert));
	assert_int_equal(0, b.n);
	buf_done(&b);
	free(all);
	free(two);
	free(same);
}

static const struct {
	const char *name, *text;
	enum tt_err want;
} texts[] = {
	{ "a line", "a\n", TT_OK },
	{ "no LF", "a", TT_ESYNTAX },
	{ "empty", "", TT_ESYNTAX },
	{ "a control", "a\001\n", TT_ESYNTAX },
	{ "what a witness signs", "cosignature/v1\ntime 1\n", TT_ESYNTAX },
};

static void
a_key_signs_no_cosignature(void **state)
{
	struct tt_signer anna = kit_signer(KIT_ANNA), w1 = kit_signer(KIT_W1);
	const struct tt_signer *one = &anna, *witness = &w1;
	struct buf b;

	buf_init(&b, TT_NOTE_MAX);
	for (size_t i = 0; i < N_ROWS(texts); i++) {
		CHECK_ROW(state, texts[i].name);
		assert_int_equal(texts[i].want, tt_note_sign(&b,
		    span_str(texts[i].text), &one, 1));
	}
	buf_clear(&b);
	assert_int_equal(TT_EKEY, tt_note_sign(&b, SPAN("a\n"), &witness, 1));
	assert_int_equal(TT_EKEY, tt_note_cosign(&b, SPAN("a\n"), 1, &anna));
	assert_int_equal(TT_ERANGE, tt_note_cosign(&b, SPAN("a\n"), 0, &w1));
	assert_int_equal(TT_ERANGE, tt_note_cosign(&b, SPAN("a\n"),
	    (uint64_t)1 << 63, &w1));
	assert_int_equal(0, b.n);
	buf_done(&b);
}

/* data/ledger/log-5 and log-300, as golang.org/x/mod and a cosigner wrote. */
#define CP300	"psirt.example.com/telltale\n300\n" \
	"rrsCfVw90Ihx7lJXemH8gxItDRQ1J5GUNjm9TBLTaUM=\n"
#define LOG300	DASH "psirt.example.com/telltale L1XtvzGua5f0SAS4ySOQgaPQunfX" \
	"Dr7uhgmqO2xwlV7vxHV7zqiec+v5wKe+RG1j3S3okwxoJhttz+JYvPg3edG+Qws=\n"
#define W1300	DASH "witness.example.net/w1 CrwfGQAAAABpsE4QHa5S8AoY9BFAp70X" \
	"hUiCjCaY3tIY3R7A1Ca+mjTWh/pHWb5c4+OqYh2YAvBtFCY1o9WHMrySpOiOhnfC" \
	"as5FCA==\n"

static void
a_cosignature_has_a_time(void **state)
{
	struct tt_signer log = kit_signer(KIT_LOG), w1 = kit_signer(KIT_W1);
	struct tt_vkey known[] = { log.vkey, w1.vkey };
	struct tt_note_signed by[2];
	struct tt_note note;
	struct buf b;

	(void)state;
	buf_init(&b, TT_NOTE_MAX);
	assert_int_equal(TT_OK, tt_note_cosign(&b, SPAN(CP300), 1773162000,
	    &w1));
	assert_string_equal(b.p, W1300);
	buf_done(&b);
	assert_int_equal(TT_OK, tt_note_parse(&note,
	    SPAN(CP300 "\n" LOG300 W1300)));
	assert_int_equal(TT_OK, tt_note_open(&note, known, 2, by));
	assert_true(by[0].yes && by[1].yes);
	assert_int_equal(0, by[0].time);
	assert_int_equal(1773162000, by[1].time);
	assert_int_equal(TT_OK, tt_note_parse(&note,
	    SPAN(CP300 "\n" LOG300)));
	assert_int_equal(TT_OK, tt_note_open(&note, known, 2, by));
	assert_true(by[0].yes && !by[1].yes);
}

/* A line of w1 over CP300 whose time is those eight bytes, signed or not. */
static void
cosigned_at(struct buf *b, const uint8_t time[8])
{
	char base64[B64_LEN(76) + 1], text[256];
	struct tt_signer w1 = kit_signer(KIT_W1);
	uint8_t raw[76], pk[32], sk[64];
	uint64_t t = 0;
	int n;

	for (size_t i = 0; i < 8; i++)
		t = t << 8 | time[i];
	n = snprintf(text, sizeof(text), "cosignature/v1\ntime %llu\n" CP300,
	    (unsigned long long)t);
	memcpy(raw, w1.vkey.id, 4);
	memcpy(raw + 4, time, 8);
	crypto_sign_seed_keypair(pk, sk, w1.seed);
	crypto_sign_detached(raw + 12, NULL, (unsigned char *)text,
	    (unsigned long long)n, sk);
	b64_encode(base64, raw, sizeof(raw));
	buf_printf(b, CP300 "\n" LOG300 DASH "%s %s\n", w1.vkey.name, base64);
}

static const struct {
	const char *name;
	uint8_t time[8];
	enum tt_err want;
} times[] = {
	{ "one", { 0, 0, 0, 0, 0, 0, 0, 1 }, TT_OK },
	{ "the last", { 127, 255, 255, 255, 255, 255, 255, 255 }, TT_OK },
	{ "zero, though signed", { 0 }, TT_ESIG },
	{ "from 2^63 on, though signed", { 128 }, TT_ESIG },
};

static void
a_time_is_neither_zero_nor_negative(void **state)
{
	struct tt_signer w1 = kit_signer(KIT_W1);
	struct tt_note_signed by;
	struct tt_note note;
	struct buf b;

	for (size_t i = 0; i < N_ROWS(times); i++) {
		CHECK_ROW(state, times[i].name);
		buf_init(&b, TT_NOTE_MAX);
		cosigned_at(&b, times[i].time);
		assert_int_equal(TT_OK, tt_note_parse(&note, buf_view(&b)));
		assert_int_equal(times[i].want, tt_note_open(&note, &w1.vkey,
		    1, &by));
		buf_done(&b);
	}
}

TEST_MAIN(
	cmocka_unit_test(refusals_are_the_table_of_the_spec),
	cmocka_unit_test(limits_are_64_lines_and_64_kib),
	cmocka_unit_test(signing_writes_what_go_writes),
	cmocka_unit_test(lines_are_sorted_and_none_stands_twice),
	cmocka_unit_test(a_key_signs_no_cosignature),
	cmocka_unit_test(a_cosignature_has_a_time),
	cmocka_unit_test(a_time_is_neither_zero_nor_negative)
)
