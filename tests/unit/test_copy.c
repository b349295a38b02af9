/* SPDX-License-Identifier: ISC */
#include <jansson.h>

#include "base/hex.h"
#include "base/rng.h"
#include "base/sha256.h"
#include "sodium_start.h"
#include "telltale/copy.h"
#include "test.h"

#define READERS		2

static const uint8_t seed[32] = { 9 };

static const uint8_t ids[READERS][TT_READER_ID_LEN] = { { 1 }, { 2 } };

/* What each reader gets; of the second the first member is longer. */
static const struct tt_member members[READERS][2] = {
	{ { SPAN_INIT("advisory.md"), SPAN_INIT("short\n") },
	  { SPAN_INIT("rule.yml"), SPAN_INIT("a: 1\n") } },
	{ { SPAN_INIT("advisory.md"), SPAN_INIT("rather longer\n") },
	  { SPAN_INIT("rule.yml"), SPAN_INIT("a: 2\n") } },
};

/* One run of two copies, and all its keys. */
struct run {
	struct tt_seal_run secret;
	struct tt_age_identity wave, other_wave, reader[READERS];
	size_t archive_size, size;
	uint8_t *copy[READERS];
	uint8_t hash[READERS][TT_COPY_HASH_LEN];
};

static void
run_init(struct run *r)
{
	struct tt_copy_sealer *s;
	struct rng_seeded state;
	struct rng rng = rng_seeded(&state, seed);

	tt_seal_run_generate(&r->secret, rng);
	tt_age_identity_generate(&r->wave, rng);
	tt_age_identity_generate(&r->other_wave, rng);
	assert_int_equal(TT_OK, tt_archive_size(&r->archive_size, members[1],
	    2));
	r->size = tt_copy_size(r->archive_size);
	assert_int_equal(TT_OK, tt_copy_sealer_new(&s, &r->wave.recipient,
	    &r->secret, r->archive_size));
	for (size_t i = 0; i < READERS; i++) {
		tt_age_identity_generate(&r->reader[i], rng);
		r->copy[i] = malloc(r->size);
		assert_non_null(r->copy[i]);
		assert_int_equal(TT_OK, tt_copy_seal(s, &r->reader[i].recipient,
		    ids[i], members[i], 2, rng, r->copy[i], r->hash[i]));
	}
	tt_copy_sealer_free(s);
}

static void
run_done(struct run *r)
{
	for (size_t i = 0; i < READERS; i++)
		free(r->copy[i]);
}

static void
copy_opens_for_its_reader_with_the_wave_key(void **state)
{
	struct run r;
	struct tt_copy *c = NULL;
	enum tt_copy_layer layer;
	uint8_t hash[32];

	(void)state;
	run_init(&r);
	assert_int_equal(10240, r.archive_size);
	assert_int_equal(10240 + 2 * (168 + 16 + 16), r.size);
	for (size_t i = 0; i < READERS; i++) {
		struct tt_copy_opener by = { .reader = &r.reader[i],
			.n_reader = 1, .wave = &r.wave, .hash = r.hash[i] };

		sha256(hash, r.copy[i], r.size);
		assert_memory_equal(hash, r.hash[i], sizeof(hash));
		assert_int_equal(TT_OK, tt_copy_open(&c,
		    span_of(r.copy[i], r.size), &by, &layer));
		assert_int_equal(2, c->archive.n);
		for (size_t k = 0; k < 2; k++) {
			assert_true(span_eq(members[i][k].name,
			    c->archive.member[k].name));
			assert_true(span_eq(members[i][k].data,
			    c->archive.member[k].data));
		}
		tt_copy_free(c);
	}
	run_done(&r);
}

enum change { NOTHING, FLIP_FIRST, FLIP_LAST, CUT };

static const struct {
	const char *fact;
	size_t reader;		/* whose identity, of 0's copy */
	bool other_wave, other_hash, no_wave;
	enum change change;
	enum tt_err want;
	enum tt_copy_layer layer;
} refusals[] = {
	{ "another reader", 1, false, false, false, NOTHING, TT_ENOMATCH,
	  TT_COPY_OUTER },
	{ "before the instant", 0, false, false, true, NOTHING, TT_ENOMATCH,
	  TT_COPY_INNER },
	{ "another wave's key", 0, true, false, false, NOTHING, TT_ENOMATCH,
	  TT_COPY_INNER },
	{ "another copy's hash", 0, false, true, false, NOTHING, TT_EINTEGRITY,
	  TT_COPY_HASH },
	{ "the hash goes before keys", 1, true, true, false, FLIP_FIRST,
	  TT_EINTEGRITY, TT_COPY_HASH },
	{ "a bit of the header", 0, false, false, false, FLIP_FIRST, TT_ESYNTAX,
	  TT_COPY_OUTER },
	{ "a bit of the payload", 0, false, false, false, FLIP_LAST,
	  TT_EPAYLOAD, TT_COPY_OUTER },
	{ "cut", 0, false, false, false, CUT, TT_EPAYLOAD, TT_COPY_OUTER },
};

static void
copy_is_refused_with_its_layer(void **state)
{
	struct run r;
	struct tt_copy *c = NULL;
	enum tt_copy_layer layer;

	run_init(&r);
	for (size_t i = 0; i < N_ROWS(refusals); i++) {
		struct tt_copy_opener by = {
			.reader = &r.reader[refusals[i].reader], .n_reader = 1,
			.wave = refusals[i].no_wave ? NULL :
			    refusals[i].other_wave ? &r.other_wave : &r.wave,
			.hash = refusals[i].other_hash ? r.hash[1] : NULL,
		};
		struct span copy = span_of(r.copy[0], r.size -
		    (refusals[i].change == CUT));
		size_t at = refusals[i].change == FLIP_LAST ? r.size - 1 : 0;
		uint8_t flip = refusals[i].change == FLIP_FIRST ||
		    refusals[i].change == FLIP_LAST;

		CHECK_ROW(state, refusals[i].fact);
		r.copy[0][at] ^= flip;
		assert_int_equal(refusals[i].want, tt_copy_open(&c, copy, &by,
		    &layer));
		assert_int_equal(refusals[i].layer, layer);
		assert_null(c);
		r.copy[0][at] ^= flip;
	}
	run_done(&r);
}

static const struct {
	const char *fact;
	struct span inside;	/* of the outer file */
	enum tt_err want;
	enum tt_copy_layer layer;
} insides[] = {
	{ "no age file inside", SPAN_INIT("hello"), TT_ESYNTAX, TT_COPY_INNER },
	{ "nothing inside", SPAN_INIT(""), TT_ESYNTAX, TT_COPY_INNER },
};

static void
what_is_inside_must_be_a_copy(void **state)
{
	struct run r;
	struct tt_copy *c = NULL;
	enum tt_copy_layer layer;
	struct rng_seeded s;
	struct rng rng = rng_seeded(&s, seed);
	struct buf inner, outer;

	run_init(&r);
	const struct tt_age_target reader = { .n_recipients = 1,
		.recipients = &r.reader[0].recipient };
	const struct tt_age_target wave = { .n_recipients = 1,
		.recipients = &r.wave.recipient };
	const struct tt_copy_opener by = { .reader = r.reader, .n_reader = 1,
		.wave = &r.wave };
	buf_init(&outer, 1 << 20);
	buf_init(&inner, 1 << 20);
	for (size_t i = 0; i < N_ROWS(insides); i++) {
		CHECK_ROW(state, insides[i].fact);
		buf_clear(&outer);
		assert_int_equal(TT_OK, tt_age_file_seal(&outer, &reader,
		    insides[i].inside, rng));
		assert_int_equal(insides[i].want, tt_copy_open(&c,
		    buf_view(&outer), &by, &layer));
		assert_int_equal(insides[i].layer, layer);
	}
	CHECK_ROW(state, "no archive inside");
	buf_clear(&outer);
	assert_int_equal(TT_OK, tt_age_file_seal(&inner, &wave, SPAN("hello"),
	    rng));
	assert_int_equal(TT_OK, tt_age_file_seal(&outer, &reader,
	    buf_view(&inner), rng));
	assert_int_equal(TT_ETAR_TRUNCATED, tt_copy_open(&c, buf_view(&outer),
	    &by, &layer));
	assert_int_equal(TT_COPY_TAR, layer);
	assert_null(c);
	buf_done(&inner);
	buf_done(&outer);
	run_done(&r);
}

static void
outer_file_key_opens_one_copy_and_stays_shut_inside(void **state)
{
	struct run r;
	struct tt_copy *c = NULL;
	struct tt_age_file_key key[READERS];
	struct tt_copy_opener by = { .outer_key = &key[0], .wave = &r.wave };
	struct buf inner;

	(void)state;
	run_init(&r);
	for (size_t i = 0; i < READERS; i++)
		tt_copy_file_key(&key[i], &r.secret, ids[i]);
	buf_init(&inner, 1 << 20);
	assert_int_equal(TT_OK, tt_copy_open_outer(&inner,
	    span_of(r.copy[0], r.size), &by));
	assert_int_equal(tt_age_file_size(1, r.archive_size), inner.n);
	assert_int_equal(TT_OK, tt_copy_open(&c, span_of(r.copy[0], r.size),
	    &by, NULL));
	assert_true(span_eq(members[0][0].data, c->archive.member[0].data));
	tt_copy_free(c);
	assert_int_equal(TT_EMAC, tt_copy_open_outer(&inner,
	    span_of(r.copy[1], r.size), &by));
	by.hash = r.hash[1];
	assert_int_equal(TT_EINTEGRITY, tt_copy_open_outer(&inner,
	    span_of(r.copy[0], r.size), &by));
	buf_done(&inner);
	run_done(&r);
}

static void
sealer_refuses_and_writes_nothing(void **state)
{
	static const struct tt_age_recipient zero = { { 0 } };
	struct tt_copy_sealer *s = NULL;
	struct rng_seeded st;
	struct rng rng = rng_seeded(&st, seed);
	struct run r;
	uint8_t *kept, hash[TT_COPY_HASH_LEN] = { 0 };

	(void)state;
	run_init(&r);
	kept = malloc(r.size);
	assert_non_null(kept);
	memcpy(kept, r.copy[0], r.size);
	assert_int_equal(TT_ELIMIT, tt_copy_sealer_new(&s, &r.wave.recipient,
	    &r.secret, TT_COPY_MAX));
	assert_null(s);
	assert_int_equal(TT_OK, tt_copy_sealer_new(&s, &r.wave.recipient,
	    &r.secret, r.archive_size));
	assert_int_equal(TT_EKEY, tt_copy_seal(s, &zero, ids[0], members[0], 2,
	    rng, r.copy[0], hash));
	assert_int_equal(TT_ETAR_DUPLICATE, tt_copy_seal(s,
	    &r.reader[0].recipient, ids[0], (struct tt_member[]){ members[0][0],
	    members[0][0] }, 2, rng, r.copy[0], hash));
	assert_memory_equal(kept, r.copy[0], r.size);
	for (size_t i = 0; i < sizeof(hash); i++)
		assert_int_equal(0, hash[i]);
	tt_copy_sealer_free(s);
	free(kept);
	run_done(&r);
}

/* No random value and no key stands in both layers or in both copies. */
static void
no_copy_shares_a_header(void **state)
{
	struct run r;
	struct buf inner[READERS];

	(void)state;
	run_init(&r);
	for (size_t i = 0; i < READERS; i++) {
		const struct tt_copy_opener by = { .reader = &r.reader[i],
			.n_reader = 1 };

		buf_init(&inner[i], 1 << 20);
		assert_int_equal(TT_OK, tt_copy_open_outer(&inner[i],
		    span_of(r.copy[i], r.size), &by));
		assert_memory_not_equal(r.copy[i] + 32, inner[i].p + 32, 43);
	}
	assert_memory_not_equal(r.copy[0] + 32, r.copy[1] + 32, 43);
	assert_memory_not_equal(r.copy[0] + 168, r.copy[1] + 168, 16);
	assert_memory_not_equal(inner[0].p + 32, inner[1].p + 32, 43);
	assert_memory_not_equal(inner[0].p + 168, inner[1].p + 168, 16);
	for (size_t i = 0; i < READERS; i++)
		buf_done(&inner[i]);
	run_done(&r);
}

static void
hex_of(json_t *o, const char *key, uint8_t *out, size_t n)
{
	const char *text = json_string_value(json_object_get(o, key));

	assert_non_null(text);
	assert_true(hex_decode(out, n, text, strlen(text)));
}

static void
file_key_follows_from_secret_run_and_reader(void **state)
{
	static const uint8_t want[] = { 0xb0, 0x79, 0x13, 0xa3, 0x05, 0x6a,
		0xbd, 0x63, 0xfa, 0x9f, 0x29, 0x28, 0x17, 0x7d, 0x78, 0x73 };
	static const uint8_t id[] = { 0xa0, 0x31, 0x2f, 0x69, 0xfa, 0x3f, 0xfd,
		0xbe, 0x44, 0xf6, 0xd4, 0xe6, 0x1b, 0xb9, 0x4d, 0x56 };
	struct tt_seal_run run;
	struct tt_age_file_key k;

	(void)state;
	memset(run.secret, 7, sizeof(run.secret));
	memset(run.id, 8, sizeof(run.id));
	tt_copy_file_key(&k, &run, id);
	assert_memory_equal(want, k.b, sizeof(want));
}

/* The vector's file, whole. */
static struct span
load(const char *dir, const char *name)
{
	char path[5000];
	size_t n;
	char *p;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	p = test_read(path, &n);
	return span_of(p, n);
}

static void
drop(struct span s)
{
	free((void *)(uintptr_t)s.p);
}

/* copy.age, by its keys and by its file keys, which hold for no other. */
static void
check_vector(const char *dir, json_t *values)
{
	static struct tt_age_identities reader, wave;
	struct span copy = load(dir, "copy.age"), tar = load(dir, "copy.tar");
	struct span rk = load(dir, "reader.key"), wk = load(dir, "wave.key");
	struct span inner = load(dir, "inner.age");
	uint8_t outer_key[16], inner_key[16], hash[TT_COPY_HASH_LEN];
	struct tt_age_file_key k;
	struct tt_copy_opener by = { .reader = reader.id, .n_reader = 1,
		.wave = wave.id, .hash = hash };
	struct tt_age_opener shown = { .file_key = &k };
	struct tt_copy *c;
	struct buf got;

	hex_of(values, "outer_file_key", outer_key, 16);
	hex_of(values, "inner_file_key", inner_key, 16);
	hex_of(values, "copy_sha256", hash, sizeof(hash));
	assert_int_equal(TT_OK, tt_age_identities_parse(&reader, rk, NULL));
	assert_int_equal(TT_OK, tt_age_identities_parse(&wave, wk, NULL));
	assert_int_equal(TT_OK, tt_copy_open(&c, copy, &by, NULL));
	assert_true(span_eq(tar, buf_view(&c->tar)));
	tt_copy_free(c);
	buf_init(&got, 1 << 24);
	memcpy(k.b, outer_key, 16);
	assert_int_equal(TT_OK, tt_age_file_open(&got, &shown, copy));
	assert_true(span_eq(inner, buf_view(&got)));
	buf_clear(&got);
	for (unsigned i = 0; i < 128; i++) {
		k.b[i / 8] = (uint8_t)(k.b[i / 8] ^ 1 << i % 8);
		assert_int_equal(TT_EMAC, tt_age_file_open(&got, &shown, copy));
		k.b[i / 8] = (uint8_t)(k.b[i / 8] ^ 1 << i % 8);
	}
	memcpy(k.b, inner_key, 16);
	assert_int_equal(TT_OK, tt_age_file_open(&got, &shown, inner));
	assert_true(span_eq(tar, buf_view(&got)));
	buf_done(&got);
	drop(copy);
	drop(tar);
	drop(rk);
	drop(wk);
	drop(inner);
}

static void
copy_made_with_other_programs_opens(void **state)
{
	char dir[4096];
	struct span text;
	struct tt_seal_run run;
	struct tt_age_file_key k;
	uint8_t id[16], want[16];
	json_t *values, *d;

	(void)state;
	snprintf(dir, sizeof(dir), "%s", shared_or_skip("data/age/copy"));
	text = load(dir, "values.json");
	values = json_loadb(text.p, text.n, 0, NULL);
	assert_non_null(values);
	check_vector(dir, values);
	d = json_object_get(values, "outer_file_key_derivation");
	hex_of(d, "seal_secret", run.secret, sizeof(run.secret));
	hex_of(d, "run_id", run.id, sizeof(run.id));
	hex_of(d, "reader_id", id, sizeof(id));
	hex_of(d, "file_key", want, sizeof(want));
	tt_copy_file_key(&k, &run, id);
	assert_memory_equal(want, k.b, sizeof(want));
	json_decref(values);
	drop(text);
}

TEST_MAIN_SETUP(sodium_start,
    cmocka_unit_test(copy_opens_for_its_reader_with_the_wave_key),
    cmocka_unit_test(copy_is_refused_with_its_layer),
    cmocka_unit_test(what_is_inside_must_be_a_copy),
    cmocka_unit_test(outer_file_key_opens_one_copy_and_stays_shut_inside),
    cmocka_unit_test(sealer_refuses_and_writes_nothing),
    cmocka_unit_test(no_copy_shares_a_header),
    cmocka_unit_test(file_key_follows_from_secret_run_and_reader),
    cmocka_unit_test(copy_made_with_other_programs_opens))
