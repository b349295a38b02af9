/* SPDX-License-Identifier: ISC */
/* Every file of C2SP's age test vectors, by the rows of MANIFEST.tsv. */
#include "base/sha256.h"
#include "sodium_start.h"
#include "telltale/age_armor.h"
#include "telltale/age_file.h"
#include "testkit.h"

#define ROWS		143
#define SKIPPED		18	/* hybrid identities */

static bool
is_wanted(struct span want, bool armor, enum tt_err e)
{
	if (span_is(want, "success"))
		return !armor && e == TT_OK;
	if (span_is(want, "armor failure"))
		return armor && e == TT_ESYNTAX;
	if (span_is(want, "header failure"))
		return !armor && (e == TT_ESYNTAX || e == TT_EVERSION ||
		    e == TT_ELIMIT);
	if (span_is(want, "no match"))
		return e == TT_ENOMATCH;
	if (span_is(want, "HMAC failure"))
		return e == TT_EMAC;
	return span_is(want, "payload failure") && e == TT_EPAYLOAD;
}

/* Pieces of step bytes; out holds whatever was released. */
static enum tt_err
read_in_pieces(struct buf *out, const struct tt_age_opener *by,
    struct span file, size_t step)
{
	struct tt_age_reader *r;
	enum tt_err e = TT_OK;
	struct span piece;

	assert_int_equal(TT_OK, tt_age_reader_new(&r, by));
	while (file.n > 0 && e == TT_OK) {
		piece = span_of(file.p, file.n < step ? file.n : step);
		e = tt_age_reader_push(r, piece, out);
		file = span_of(file.p + piece.n, file.n - piece.n);
	}
	if (e == TT_OK)
		e = tt_age_reader_end(r, out);
	tt_age_reader_free(r);
	return e;
}

static void
check_payload(const struct testkit *t, const struct buf *out)
{
	uint8_t hash[32];

	if (!t->has_payload) {
		assert_int_equal(0, out->n);
		return;
	}
	sha256(hash, out->p, out->n);
	assert_memory_equal(t->payload, hash, sizeof(hash));
}

static void
check_file(struct testkit *t, struct span want)
{
	static const size_t steps[] = { TESTKIT_MAX, 65552, 1000 };
	struct tt_age_opener by = { t->ids.id, t->ids.n, t->passphrase, NULL };
	struct span file = buf_view(&t->file);
	struct buf inside, out, whole;
	enum tt_err e = TT_OK;

	buf_init(&inside, TESTKIT_MAX);
	buf_init(&out, TESTKIT_MAX);
	buf_init(&whole, TESTKIT_MAX);
	assert_int_equal(t->armored, tt_age_is_armored(file) ||
	    (t->armored && span_is(want, "armor failure")));
	if (t->armored)
		e = tt_age_dearmor(&inside, file);
	if (e != TT_OK) {
		assert_true(is_wanted(want, true, e));
		assert_int_equal(0, inside.n);
		goto out;
	}
	if (t->armored)
		file = buf_view(&inside);
	for (size_t i = 0; i < N_ROWS(steps); i++) {
		buf_clear(&out);
		e = read_in_pieces(&out, &by, file, steps[i]);
		assert_true(is_wanted(want, false, e));
		check_payload(t, &out);
	}
	assert_int_equal(e, tt_age_file_open(&whole, &by, file));
	if (e == TT_OK)
		check_payload(t, &whole);
	else
		assert_int_equal(0, whole.n);
out:
	buf_done(&whole);
	buf_done(&out);
	buf_done(&inside);
}

static void
every_file_gives_its_word_and_releases_no_more(void **state)
{
	const char *root = shared_or_skip("data/age");
	static char file[256];	/* the row: outlives the test */
	char dir[4096], path[5000];
	size_t n, rows = 0, skipped = 0;
	struct span tsv, line, name, want;
	struct testkit t;
	char *text;

	snprintf(dir, sizeof(dir), "%s", root);
	snprintf(path, sizeof(path), "%s/MANIFEST.tsv", dir);
	text = test_read(path, &n);
	tsv = span_of(text, n);
	assert_true(span_line(&tsv, &line));	/* names of columns */
	for (; span_line(&tsv, &line); rows++) {
		assert_true(span_word(&line, '\t', &name));
		assert_true(span_word(&line, '\t', &want));
		assert_true(span_word(&line, '\t', &want));
		assert_int_equal(TT_OK, span_copy(name, file, sizeof(file)));
		CHECK_ROW(state, file);
		if (span_starts(want, "skip: hybrid")) {
			skipped++;
			continue;
		}
		snprintf(path, sizeof(path), "%s/testkit/%s", dir, file);
		testkit_load(&t, path);
		check_file(&t, want);
		testkit_done(&t);
	}
	assert_int_equal(ROWS, rows);
	assert_int_equal(SKIPPED, skipped);
	free(text);
}

TEST_MAIN_SETUP(sodium_start,
    cmocka_unit_test(every_file_gives_its_word_and_releases_no_more))
