/* SPDX-License-Identifier: ISC */
/*
 * A witness against requests that others wrote (a log of 300 entries, of
 * which it had cosigned 256), and against a small log made here: what it
 * keeps, and when it stops.
 */
#include "test.h"
#include "temp.h"

#include <sodium.h>

#include "base/b64.h"
#include "base/hex.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "witness/witness.h"

#define AT	1773162000	/* what the clock of the written answer says */
#define W1	"PRIVATE+KEY+witness.example.net/w1+0abc1f19+BAICAgICAgICAg" \
		"ICAgICAgICAgICAgICAgICAgICAgIC\n"
#define LOG	"psirt.example.com/telltale+2f55edbf+AYqI4910CfGV/VLbLTy6XX" \
		"LKZwm/HZQSG/N0iAG0D29c"
#define ORIGIN	"psirt.example.com/telltale"

struct world {
	const char *dir;
	struct witness *w;
	struct tt_signer *log;
	struct hash leaf[8];
};

static void
put(const char *dir, const char *name, const char *text)
{
	char path[FILE_PATH_MAX];

	assert_int_equal(TT_OK, file_path(path, dir, name));
	assert_int_equal(TT_OK, file_write(path, text, strlen(text), 0600));
}

/* A witness with a key that is known, and the log's. */
static void
make(struct world *t, void **state)
{
	uint8_t seed[TT_SIGN_KEY_LEN];
	struct witness_made made;

	assert_true(sodium_init() >= 0);
	t->dir = temp_path(state, "witness");
	assert_int_equal(TT_OK, witness_create(t->dir, "witness.example.net",
	    "127.0.0.1:0", AT, rng_system(), &made));
	put(t->dir, "me.sign", W1);
	assert_int_equal(TT_OK, witness_trust(t->dir, SPAN(LOG)));
	assert_int_equal(TT_EEXIST, witness_trust(t->dir, SPAN(LOG)));
	memset(seed, 1, sizeof(seed));
	t->log = SECRET_NEW(struct tt_signer);
	assert_int_equal(TT_OK, tt_signer_from_seed(t->log, SPAN(ORIGIN),
	    TT_KEY_SIGN, seed));
	for (size_t i = 0; i < N_ROWS(t->leaf); i++)
		merkle_leaf(&t->leaf[i], &i, sizeof(i));
}

static void
start(struct world *t)
{
	const char *why;

	assert_int_equal(TT_OK, witness_open(&t->w, t->dir, &why));
}

static void
done(struct world *t)
{
	witness_close(t->w);
	secret_free(t->log);
}

/* Where the head of the log stands. */
static void
head_name(char out[80])
{
	char hex[HEX_LEN(32) + 1];
	struct hash h;

	sha256(h.b, ORIGIN, strlen(ORIGIN));
	hex_encode(hex, h.b, sizeof(h.b));
	snprintf(out, 80, "heads/%s", hex);
}

static enum submit_word
ask(struct world *t, struct span body, struct buf *answer)
{
	struct submit *s = calloc(1, sizeof(*s));
	enum submit_word word = SUBMIT_BAD;

	assert_non_null(s);
	buf_init(answer, 4096);
	if (submit_parse(body, s) == TT_OK)
		assert_int_equal(TT_OK, witness_take(t->w, s, AT, &word,
		    answer));
	free(s);
	return word;
}

/* A request for the first `size` leaves; twist: another root. */
static void
request(struct world *t, uint64_t old, uint64_t size, bool twist,
    struct buf *out)
{
	struct merkle_array a = { t->leaf, size };
	struct hash proof[MERKLE_PROOF_MAX];
	struct tt_checkpoint cp = { .origin = ORIGIN, .size = size };
	char line[B64_LEN(32) + 1];
	size_t n = 0;

	merkle_root(&cp.root, t->leaf, size);
	cp.root.b[0] ^= twist;
	if (old > 0 && old < size)
		assert_int_equal(TT_OK, merkle_prove_consistency(old, size,
		    merkle_array_get, &a, proof, &n));
	buf_init(out, SUBMIT_MAX);
	buf_printf(out, "old %llu\n", (unsigned long long)old);
	for (size_t i = 0; i < n; i++) {
		b64_encode(line, proof[i].b, sizeof(proof[i].b));
		buf_printf(out, "%s\n", line);
	}
	buf_char(out, '\n');
	assert_int_equal(TT_OK, tt_checkpoint_sign(out, &cp, t->log));
}

static enum submit_word
ask_for(struct world *t, uint64_t old, uint64_t size, bool twist)
{
	struct buf body, answer;
	enum submit_word word;

	request(t, old, size, twist, &body);
	word = ask(t, buf_view(&body), &answer);
	buf_done(&answer);
	buf_done(&body);
	return word;
}

static const struct {
	const char *file;
	unsigned status;
	const char *answer;	/* a file, or NULL */
} rows[] = {
	{ "request-old-0", 409, "response-409" },
	{ "request-bad-proof", 422, NULL },
	{ "request-old-too-large", 400, NULL },
	{ "request-unknown-key", 403, NULL },
	{ "request-bad-signature", 403, NULL },
	{ "request", 200, "response-200" },
};

static void
answers_what_was_written(void **state)
{
	struct world t = { .w = NULL };
	char name[80], path[128];
	char *head, *body, *want;
	struct buf answer;
	size_t n;

	head = test_read(shared_or_skip("data/ledger/log-256/checkpoint"),
	    &n);
	make(&t, state);
	head_name(name);
	put(t.dir, name, head);
	start(&t);
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		name_row(rows[i].file);
		snprintf(path, sizeof(path), "data/ledger/add-checkpoint/%s",
		    rows[i].file);
		body = test_read(shared_or_skip(path), &n);
		assert_int_equal(rows[i].status, submit_status(ask(&t,
		    (struct span){ body, n }, &answer)));
		if (rows[i].answer != NULL) {
			snprintf(path, sizeof(path),
			    "data/ledger/add-checkpoint/%s", rows[i].answer);
			want = test_read(shared_or_skip(path), &n);
			assert_true(span_is(buf_view(&answer), want));
			free(want);
		}
		buf_done(&answer);
		free(body);
	}
	free(head);
	done(&t);
}

static void
another_root_of_one_size_stops_it(void **state)
{
	struct world t = { .w = NULL };
	const char *why;

	make(&t, state);
	start(&t);
	assert_int_equal(SUBMIT_COSIGN, ask_for(&t, 0, 3, false));
	assert_int_equal(SUBMIT_FORK, ask_for(&t, 3, 3, true));
	assert_true(witness_is_stopped(t.w));
	assert_int_equal(SUBMIT_FORGOTTEN, ask_for(&t, 3, 5, false));
	witness_close(t.w);
	t.w = NULL;
	assert_int_equal(TT_EINTEGRITY, witness_open(&t.w, t.dir, &why));
	assert_string_equal("stopped", why);
	assert_int_equal(TT_OK, witness_resume(t.dir));
	assert_int_equal(TT_ENOENT, witness_resume(t.dir));
	start(&t);
	assert_int_equal(SUBMIT_COSIGN, ask_for(&t, 3, 5, false));
	done(&t);
}

static void
keeps_what_it_cosigned(void **state)
{
	struct world t = { .w = NULL };
	char name[80];
	struct buf note;

	make(&t, state);
	start(&t);
	assert_int_equal(SUBMIT_STALE, ask_for(&t, 1, 3, false));
	assert_int_equal(SUBMIT_COSIGN, ask_for(&t, 0, 3, false));
	assert_int_equal(SUBMIT_COSIGN, ask_for(&t, 3, 3, false));
	assert_int_equal(SUBMIT_UNPROVEN, ask_for(&t, 3, 6, true));
	assert_false(witness_is_stopped(t.w));
	assert_int_equal(SUBMIT_COSIGN, ask_for(&t, 3, 6, false));
	witness_close(t.w);
	start(&t);
	assert_int_equal(SUBMIT_STALE, ask_for(&t, 3, 8, false));
	assert_int_equal(SUBMIT_COSIGN, ask_for(&t, 6, 8, false));
	head_name(name);
	buf_init(&note, TT_NOTE_MAX);
	assert_int_equal(TT_OK, witness_head(t.w,
	    span_str(name + strlen("heads/")), &note));
	assert_int_equal(TT_ENOENT, witness_head(t.w, SPAN("00"), &note));
	buf_done(&note);
	done(&t);
}

/* Yesterday's folder, and a head of today that has our own line. */
static void
a_state_that_is_older_than_its_word(void **state)
{
	struct world t = { .w = NULL };
	struct buf body, line, answer;
	char name[80], path[FILE_PATH_MAX];
	char *old;

	make(&t, state);
	start(&t);
	assert_int_equal(SUBMIT_COSIGN, ask_for(&t, 0, 3, false));
	head_name(name);
	assert_int_equal(TT_OK, file_path(path, t.dir, name));
	old = test_read(path, NULL);
	request(&t, 3, 6, false, &body);
	assert_int_equal(SUBMIT_COSIGN, ask(&t, buf_view(&body), &line));
	witness_close(t.w);
	put(t.dir, name, old);
	start(&t);
	buf_span(&body, buf_view(&line));
	assert_int_equal(SUBMIT_FORGOTTEN, ask(&t, buf_view(&body), &answer));
	assert_true(witness_is_stopped(t.w));
	buf_done(&answer);
	buf_done(&line);
	buf_done(&body);
	free(old);
	done(&t);
}

static void
a_head_that_is_not_its_own(void **state)
{
	struct world t = { .w = NULL };
	char name[80];
	const char *why;
	struct buf body;
	struct span rest;

	make(&t, state);
	head_name(name);
	request(&t, 0, 3, false, &body);
	rest = buf_view(&body);
	assert_true(span_skip(&rest, "old 0\n\n"));
	put(t.dir, name, rest.p);	/* the log's word alone */
	assert_int_equal(TT_EINTEGRITY, witness_open(&t.w, t.dir, &why));
	assert_string_equal("the head of a log", why);
	buf_done(&body);
	done(&t);
}

static const char *const faulty[] = { "", "old", "old 1", "old 1\n",
	"old 01\n\n", "old 1\nAAAA\n\n", "old 0\n\nnote\n\n",
	"old 99999999999999999999\n\n" };

static void
refuses_what_is_no_request(void **state)
{
	struct submit *s = calloc(1, sizeof(*s));

	(void)state;
	assert_non_null(s);
	for (size_t i = 0; i < N_ROWS(faulty); i++) {
		name_row(faulty[i]);
		assert_int_not_equal(TT_OK, submit_parse(span_str(faulty[i]),
		    s));
	}
	free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(answers_what_was_written,
		    temp_new, temp_gone),
		cmocka_unit_test_setup_teardown(
		    another_root_of_one_size_stops_it, temp_new, temp_gone),
		cmocka_unit_test_setup_teardown(keeps_what_it_cosigned,
		    temp_new, temp_gone),
		cmocka_unit_test_setup_teardown(
		    a_state_that_is_older_than_its_word, temp_new, temp_gone),
		cmocka_unit_test_setup_teardown(a_head_that_is_not_its_own,
		    temp_new, temp_gone),
		cmocka_unit_test(refuses_what_is_no_request),
	};
	int r = cmocka_run_group_tests(tests, NULL, NULL);

	if (r != 0)
		print_row();
	return r;
}
