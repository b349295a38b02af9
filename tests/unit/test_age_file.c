/* SPDX-License-Identifier: ISC */
#include "base/buf.h"
#include "base/rng.h"
#include "base/secret.h"
#include "seal/age_chunk.h"
#include "sodium_start.h"
#include "telltale/age_armor.h"
#include "telltale/age_file.h"
#include "test.h"

/* Made by age 1.1.1: "attack at dawn" and LF to the identity below. */
#define IDENTITY \
	"AGE-SECRET-KEY-1NX4SVKKSXJXU23S3L7Z8700FG070TNACFLKJF795SGT42" \
	"2TG4J7QKME7R9"
#define AGE_FILE \
	"-----BEGIN AGE ENCRYPTED FILE-----\n" \
	"YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSArZjBTS1NSQmg0NHdTeWFk\n" \
	"a05yS3NMRmdDVzdXdHZCUjdBQk5FdGk3WWx3Clh6SDQ0bnQyY1ZMVVJ3STBLOWJH\n" \
	"ekdIeDhBMUQ4TGdWOXpvRmdnRkkrUkUKLS0tIGtTclgxVzF0M1doZ0x6VE5WOGZF\n" \
	"SGl3MlpGYzZJK1JlckhEVmIwRW1UcHcKsOXEF2oVo+5/2e0rRa/UDKLzcrPnWlWC\n" \
	"IPEs323D/+vgzP8RHHxJ60821v5vTXE=\n" \
	"-----END AGE ENCRYPTED FILE-----\n"
#define MAX	((size_t)1 << 20)

static const uint8_t seed[32] = { 7 };

static char *
pattern(size_t n)
{
	char *p = malloc(n + 1);

	assert_non_null(p);
	for (size_t i = 0; i < n; i++)
		p[i] = (char)(i * 31 + (i >> 8));
	return p;
}

static void
file_of_the_age_program_opens(void **state)
{
	struct tt_age_identity id;
	const struct tt_age_opener by = { &id, 1, { NULL, 0 }, NULL };
	struct buf file, out;

	(void)state;
	assert_int_equal(TT_OK, tt_age_identity_parse(&id, SPAN(IDENTITY)));
	buf_init(&file, MAX);
	buf_init(&out, MAX);
	assert_int_equal(TT_OK, tt_age_dearmor(&file, SPAN(AGE_FILE)));
	assert_int_equal(TT_OK, tt_age_file_open(&out, &by, buf_view(&file)));
	assert_string_equal("attack at dawn\n", out.p);
	buf_done(&out);
	buf_done(&file);
}

static const size_t sizes[] = { 0, 1, 65535, 65536, 65537, 131072, 200000 };

static void
what_is_sealed_opens_and_has_the_size_that_follows(void **state)
{
	struct tt_age_identity id[2];
	struct tt_age_recipient to[2];
	struct rng_seeded s;
	struct rng rng = rng_seeded(&s, seed);
	char *plain = pattern(200000);
	struct tt_age_info info;
	struct buf file, out;

	(void)state;
	buf_init(&file, MAX);
	buf_init(&out, MAX);
	for (size_t i = 0; i < 2; i++) {
		tt_age_identity_generate(&id[i], rng);
		to[i] = id[i].recipient;
	}
	for (size_t i = 0; i < N_ROWS(sizes) * 2; i++) {
		size_t n = sizes[i / 2], count = i % 2 + 1;
		const struct tt_age_target t = { .recipients = to,
			.n_recipients = count };

		buf_clear(&file);
		assert_int_equal(TT_OK, tt_age_file_seal(&file, &t,
		    span_of(plain, n), rng));
		assert_int_equal(tt_age_file_size(count, n), file.n);
		assert_int_equal(168 + 98 * (count - 1) + 16 + n +
		    16 * (n == 0 ? 1 : (n + 65535) / 65536), file.n);
		assert_int_equal(TT_OK, tt_age_file_inspect(&info,
		    buf_view(&file)));
		assert_int_equal(count, info.x25519);
		for (size_t k = 0; k < 2; k++) {
			const struct tt_age_opener by = { .identities = &id[k],
				.n_identities = 1 };

			buf_clear(&out);
			assert_int_equal(k < count ? TT_OK : TT_ENOMATCH,
			    tt_age_file_open(&out, &by, buf_view(&file)));
			assert_true(k >= count || span_eq(span_of(plain, n),
			    buf_view(&out)));
		}
	}
	buf_done(&out);
	buf_done(&file);
	free(plain);
}

static void
passphrase_opens_what_it_sealed(void **state)
{
	const struct tt_age_target to = { .passphrase = SPAN("correct horse"),
		.log_n = 2 };
	struct tt_age_identity id;
	struct tt_age_opener by = { .passphrase = SPAN("correct horse") };
	struct rng_seeded s;
	struct rng rng = rng_seeded(&s, seed);
	struct buf file, out;

	(void)state;
	buf_init(&file, MAX);
	buf_init(&out, MAX);
	assert_int_equal(TT_OK, tt_age_file_seal(&file, &to, SPAN("hello"),
	    rng));
	assert_int_equal(TT_OK, tt_age_file_open(&out, &by, buf_view(&file)));
	assert_string_equal("hello", out.p);
	by.passphrase = SPAN("correct house");
	assert_int_equal(TT_ENOMATCH, tt_age_file_open(&out, &by,
	    buf_view(&file)));
	tt_age_identity_generate(&id, rng);
	by = (struct tt_age_opener){ .identities = &id, .n_identities = 1 };
	assert_int_equal(TT_ENOMATCH, tt_age_file_open(&out, &by,
	    buf_view(&file)));
	assert_string_equal("hello", out.p);
	buf_done(&out);
	buf_done(&file);
}

static void
target_names_one_kind(void **state)
{
	static const struct tt_age_recipient many[TT_AGE_STANZAS_MAX + 1] = {
		{ { 9 } } };
	static const struct tt_age_recipient zero = { { 0 } };
	static const struct {
		const char *fact;
		struct tt_age_target to;
		enum tt_err want;
	} rows[] = {
		{ "nobody", { .n_recipients = 0 }, TT_ERANGE },
		{ "both kinds", { .recipients = many, .n_recipients = 1,
		    .passphrase = { "a", 1 } }, TT_ERANGE },
		{ "factor 21", { .passphrase = { "a", 1 }, .log_n = 21 },
		    TT_ERANGE },
		{ "257 recipients", { .recipients = many,
		    .n_recipients = N_ROWS(many) }, TT_ELIMIT },
		{ "low order", { .recipients = &zero, .n_recipients = 1 },
		    TT_EKEY },
	};
	struct rng_seeded s;
	struct rng rng = rng_seeded(&s, seed);
	struct tt_age_writer *w = NULL;
	struct buf out;

	buf_init(&out, MAX);
	buf_str(&out, "kept");
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].fact);
		assert_int_equal(rows[i].want, tt_age_file_seal(&out,
		    &rows[i].to, SPAN("x"), rng));
		assert_int_equal(rows[i].want, tt_age_writer_new(&w,
		    &rows[i].to, rng, &out));
		assert_null(w);
		assert_string_equal("kept", out.p);
	}
	buf_done(&out);
}

static void
nothing_is_added_that_does_not_fit(void **state)
{
	static const struct tt_age_recipient base = { { 9 } };
	const struct tt_age_target to = { .recipients = &base,
		.n_recipients = 1 };
	struct rng_seeded s;
	struct rng rng = rng_seeded(&s, seed);
	struct buf out;

	(void)state;
	for (size_t max = 0; max < tt_age_file_size(1, 5); max++) {
		buf_init(&out, max);
		assert_int_equal(TT_ELIMIT, tt_age_file_seal(&out, &to,
		    SPAN("hello"), rng));
		assert_int_equal(0, out.n);
		buf_done(&out);
	}
	buf_init(&out, tt_age_file_size(1, 5));
	assert_int_equal(TT_OK, tt_age_file_seal(&out, &to, SPAN("hello"),
	    rng));
	buf_done(&out);
}

/* One file for the tests below: 70,000 bytes to id. */
static void
make_file(struct buf *file, struct tt_age_identity *id, const char *plain)
{
	struct rng_seeded s;
	struct rng rng = rng_seeded(&s, seed);
	const struct tt_age_target to = { .recipients = &id->recipient,
		.n_recipients = 1 };

	tt_age_identity_generate(id, rng);
	buf_init(file, MAX);
	assert_int_equal(TT_OK, tt_age_file_seal(file, &to,
	    span_of(plain, 70000), rng));
}

static void
a_flipped_bit_anywhere_is_refused_and_releases_nothing(void **state)
{
	static const size_t at[] = { 0, 21, 22, 25, 40, 76, 77, 100, 118, 119,
		122, 130, 166, 167, 168, 183, 184, 30000, 65735, 65736, 70199 };
	char *plain = pattern(70000);
	struct tt_age_identity id;
	const struct tt_age_opener by = { &id, 1, { NULL, 0 }, NULL };
	struct buf file, out;
	enum tt_err e;

	(void)state;
	make_file(&file, &id, plain);
	assert_int_equal(70000 + 168 + 16 + 32, file.n);
	buf_init(&out, MAX);
	for (size_t i = 0; i < N_ROWS(at) * 8; i++) {
		file.p[at[i / 8]] = (char)(file.p[at[i / 8]] ^ 1 << i % 8);
		e = tt_age_file_open(&out, &by, buf_view(&file));
		if (at[i / 8] >= 168)
			assert_int_equal(TT_EPAYLOAD, e);
		else
			assert_true(e == TT_ESYNTAX || e == TT_EVERSION ||
			    e == TT_ENOMATCH || e == TT_EMAC ||
			    e == TT_EPAYLOAD);
		assert_int_equal(0, out.n);
		file.p[at[i / 8]] = (char)(file.p[at[i / 8]] ^ 1 << i % 8);
	}
	assert_int_equal(TT_OK, tt_age_file_open(&out, &by, buf_view(&file)));
	buf_done(&out);
	buf_done(&file);
	free(plain);
}

static const struct {
	const char *fact;
	size_t n;	/* bytes that are left */
	enum tt_err want;
	size_t released;
} cuts[] = {
	{ "in the header", 100, TT_ESYNTAX, 0 },
	{ "before the header's last line end", 167, TT_ESYNTAX, 0 },
	{ "before the nonce", 168, TT_ESYNTAX, 0 },
	{ "in the nonce", 183, TT_ESYNTAX, 0 },
	{ "before the first chunk", 184, TT_EPAYLOAD, 0 },
	{ "less than a tag", 199, TT_EPAYLOAD, 0 },
	{ "a tag", 200, TT_EPAYLOAD, 0 },
	{ "in the first chunk", 60000, TT_EPAYLOAD, 0 },
	{ "after the first chunk", 184 + 65552, TT_EPAYLOAD, 65536 },
	{ "less than a tag more", 184 + 65552 + 15, TT_EPAYLOAD, 65536 },
	{ "a tag more", 184 + 65552 + 16, TT_EPAYLOAD, 65536 },
	{ "before the last byte", 70215, TT_EPAYLOAD, 65536 },
	{ "nowhere", 70216, TT_OK, 70000 },
};

static const size_t steps[] = { 1, 3, 100, 4096, 65551, 65552, 65553, MAX };

static void
pieces_of_any_size_release_the_same(void **state)
{
	char *plain = pattern(70000);
	struct tt_age_identity id;
	const struct tt_age_opener by = { &id, 1, { NULL, 0 }, NULL };
	struct tt_age_reader *r;
	struct buf file, out;
	enum tt_err e;

	make_file(&file, &id, plain);
	buf_init(&out, MAX);
	for (size_t i = 0; i < N_ROWS(cuts) * N_ROWS(steps); i++) {
		size_t n = cuts[i / N_ROWS(steps)].n;
		size_t step = steps[i % N_ROWS(steps)];

		CHECK_ROW(state, cuts[i / N_ROWS(steps)].fact);
		buf_clear(&out);
		assert_int_equal(TT_OK, tt_age_reader_new(&r, &by));
		e = TT_OK;
		for (size_t at = 0; at < n && e == TT_OK; at += step)
			e = tt_age_reader_push(r, span_of(file.p + at,
			    n - at < step ? n - at : step), &out);
		if (e == TT_OK)
			e = tt_age_reader_end(r, &out);
		assert_int_equal(cuts[i / N_ROWS(steps)].want, e);
		assert_int_equal(cuts[i / N_ROWS(steps)].released, out.n);
		assert_memory_equal(plain, out.n > 0 ? out.p : "", out.n);
		assert_int_equal(e, tt_age_reader_end(r, &out));
		tt_age_reader_free(r);
	}
	buf_done(&out);
	buf_done(&file);
	free(plain);
}

static void
bytes_after_the_last_chunk_are_refused(void **state)
{
	char *plain = pattern(70000);
	struct tt_age_identity id;
	const struct tt_age_opener by = { &id, 1, { NULL, 0 }, NULL };
	struct buf file, out;

	(void)state;
	make_file(&file, &id, plain);
	buf_init(&out, MAX);
	for (size_t i = 1; i < 70000; i += 6999) {
		buf_zero(&file, 6999);
		assert_int_equal(TT_EPAYLOAD, tt_age_file_open(&out, &by,
		    buf_view(&file)));
		assert_int_equal(0, out.n);
	}
	buf_done(&out);
	buf_done(&file);
	free(plain);
}

static void
written_in_pieces_is_written_the_same(void **state)
{
	static const size_t piece[] = { 1, 1000, 65536, 65537, 200000 };
	char *plain = pattern(200000);
	static const struct tt_age_recipient base = { { 9 } };
	const struct tt_age_target to = { .recipients = &base,
		.n_recipients = 1 };
	struct tt_age_writer *w;
	struct rng_seeded s;
	struct buf whole, out;

	(void)state;
	for (size_t i = 0; i < N_ROWS(sizes) * N_ROWS(piece); i++) {
		size_t n = sizes[i / N_ROWS(piece)];
		size_t step = piece[i % N_ROWS(piece)];

		buf_init(&whole, MAX);
		buf_init(&out, MAX);
		assert_int_equal(TT_OK, tt_age_file_seal(&whole, &to,
		    span_of(plain, n), rng_seeded(&s, seed)));
		assert_int_equal(TT_OK, tt_age_writer_new(&w, &to,
		    rng_seeded(&s, seed), &out));
		for (size_t at = 0; at < n; at += step)
			assert_int_equal(TT_OK, tt_age_writer_push(w,
			    span_of(plain + at, n - at < step ? n - at : step),
			    &out));
		assert_int_equal(TT_OK, tt_age_writer_end(w, &out));
		tt_age_writer_free(w);
		assert_true(span_eq(buf_view(&whole), buf_view(&out)));
		buf_done(&out);
		buf_done(&whole);
	}
	free(plain);
}

static void
file_key_opens_its_file_alone(void **state)
{
	char *plain = pattern(70000);
	struct tt_age_identity id;
	struct tt_age_file_key k, given = { { 1, 2, 3 } };
	struct tt_age_opener by = { .identities = &id, .n_identities = 1 };
	struct tt_age_target to = { .recipients = &id.recipient,
		.n_recipients = 1, .file_key = &given };
	struct rng_seeded s;
	struct buf file, other, out;

	(void)state;
	make_file(&file, &id, plain);
	buf_init(&other, MAX);
	buf_init(&out, MAX);
	assert_int_equal(TT_OK, tt_age_file_seal(&other, &to, SPAN("hello"),
	    rng_seeded(&s, seed)));
	assert_int_equal(TT_OK, tt_age_file_key_of(&k, &by, buf_view(&other)));
	assert_memory_equal(&given, &k, sizeof(k));
	assert_int_equal(TT_OK, tt_age_file_key_of(&k, &by, buf_view(&file)));

	by = (struct tt_age_opener){ .file_key = &k };
	assert_int_equal(TT_OK, tt_age_file_open(&out, &by, buf_view(&file)));
	assert_true(span_eq(span_of(plain, 70000), buf_view(&out)));
	assert_int_equal(TT_EMAC, tt_age_file_open(&out, &by,
	    buf_view(&other)));
	for (unsigned i = 0; i < 128; i++) {
		k.b[i / 8] = (uint8_t)(k.b[i / 8] ^ 1 << i % 8);
		assert_int_equal(TT_EMAC, tt_age_file_open(&out, &by,
		    buf_view(&file)));
		k.b[i / 8] = (uint8_t)(k.b[i / 8] ^ 1 << i % 8);
	}
	buf_done(&out);
	buf_done(&other);
	buf_done(&file);
	free(plain);
}

static void
share_of_low_order_is_refused(void **state)
{
	struct tt_age_identity id;
	const struct tt_age_opener by = { &id, 1, { NULL, 0 }, NULL };
	static const char file[] = "age-encryption.org/v1\n"
	    "-> X25519 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
	    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
	    "--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n0123456789abcdef";
	struct buf out;

	(void)state;
	assert_int_equal(TT_OK, tt_age_identity_parse(&id, SPAN(IDENTITY)));
	buf_init(&out, MAX);
	assert_int_equal(TT_ESYNTAX, tt_age_file_open(&out, &by,
	    span_str(file)));
	buf_done(&out);
}

TEST_MAIN_SETUP(sodium_start, cmocka_unit_test(file_of_the_age_program_opens),
    cmocka_unit_test(what_is_sealed_opens_and_has_the_size_that_follows),
    cmocka_unit_test(passphrase_opens_what_it_sealed),
    cmocka_unit_test(target_names_one_kind),
    cmocka_unit_test(nothing_is_added_that_does_not_fit),
    cmocka_unit_test(a_flipped_bit_anywhere_is_refused_and_releases_nothing),
    cmocka_unit_test(pieces_of_any_size_release_the_same),
    cmocka_unit_test(bytes_after_the_last_chunk_are_refused),
    cmocka_unit_test(written_in_pieces_is_written_the_same),
    cmocka_unit_test(file_key_opens_its_file_alone),
    cmocka_unit_test(share_of_low_order_is_refused))
