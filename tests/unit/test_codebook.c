/* SPDX-License-Identifier: ISC */
/*
 * Codebook, bit for bit: vectors of an independent implementation, and what
 * must hold of every codebook.  evidence.md sections 2, 3 and 5.
 */
#include "vectors.h"

#include <sodium.h>

#include "telltale/codebook.h"
#include "telltale/commitment.h"

#define SLOTS_MAX	64	/* of our own tables and of the vectors */

static const struct tt_slot own_slots[] = {
	{ TT_SLOT_QARY, TT_SITE_HOLDER, 2 },
	{ TT_SLOT_QARY, TT_SITE_HOLDER, 3 },
	{ TT_SLOT_FLAT, TT_SITE_COPY, 4 },
	{ TT_SLOT_VALUE, TT_SITE_HOLDER, 40001 },
	{ TT_SLOT_QARY, TT_SITE_COPY, 16 },
	{ TT_SLOT_VALUE, TT_SITE_COPY, UINT64_MAX },
};
#define N_OWN	N_ROWS(own_slots)
static const struct tt_codebook_key own_key = { { 1, 2, 3 } };

static struct tt_codebook *
own_codebook(void)
{
	struct tt_codebook *cb = NULL;

	assert_true(sodium_init() >= 0);
	assert_int_equal(TT_OK, tt_codebook_new(&cb, &own_key, own_slots, N_OWN,
	    NULL));
	return cb;
}

static struct tt_codebook *
vector_codebook(const json_t *v)
{
	struct tt_slot slots[SLOTS_MAX];
	struct tt_codebook_key key;
	struct tt_codebook *cb = NULL;
	struct tt_beacon beacon;
	size_t n = slots_of(member(v, "sites"), slots, SLOTS_MAX);

	assert_true(sodium_init() >= 0);
	bytes_of(member(v, "key"), key.b, sizeof(key.b));
	bytes_of(member(v, "beacon"), beacon.b, sizeof(beacon.b));
	assert_int_equal(TT_OK, tt_codebook_new(&cb, &key, slots, n, &beacon));
	return cb;
}

static void
assert_row(const json_t *want, const uint64_t *got)
{
	for (size_t i = 0; i < json_array_size(want); i++)
		assert_int_equal(u64_of(json_array_get(want, i)), got[i]);
}

/* Key, first bytes of both streams and the whole row of each number. */
static void
check_rows(const json_t *rows, const struct tt_codebook *cb,
    enum tt_site_level level)
{
	struct tt_pick *all = NULL;
	uint64_t row[SLOTS_MAX];
	const char *number;
	json_t *v;

	assert_true(json_object_size(rows) > 0);
	assert_int_equal(TT_OK, tt_pick_new(&all, tt_codebook_code(cb), NULL,
	    0));
	json_object_foreach((json_t *)(uintptr_t)rows, number, v) {
		struct tt_row_key key;
		uint64_t j = strtoull(number, NULL, 10);

		CHECK_ROW(NULL, number);
		tt_codebook_row_key(cb, level, j, &key);
		assert_bytes(v, "secret", key.b, sizeof(key.b));
		tt_codebook_row(cb, all, level, j, row);
		assert_row(member(v, "row"), row);
	}
	tt_pick_free(all);
}

static void
check_biases(const json_t *v, const struct tt_codebook *cb)
{
	const struct tt_code *code = tt_codebook_code(cb);
	const json_t *biases = member(v, "biases");
	struct tt_bias_key key;

	tt_codebook_bias_key(cb, &key);
	assert_bytes(v, "bias_key", key.b, sizeof(key.b));
	for (size_t i = 0; i < json_array_size(biases); i++) {
		const json_t *w = json_array_get(biases, i);

		for (size_t a = 0; a < json_array_size(w); a++)
			assert_int_equal(u64_of(json_array_get(w, a)),
			    code->bias[i].w[a]);
	}
}

static void
check_opening(const json_t *want, const char *path,
    const struct tt_codebook *cb, enum tt_site_level level, uint64_t number,
    unsigned depth)
{
	const json_t *hashes = member(want, path);
	struct tt_row_opening o;

	assert_int_equal(TT_OK, tt_codebook_open(cb, level, number, depth, &o));
	assert_int_equal(depth, json_array_size(hashes));
	for (size_t i = 0; i < depth; i++) {
		uint8_t h[32];

		bytes_of(json_array_get(hashes, i), h, sizeof(h));
		assert_memory_equal(h, o.path[i].b, sizeof(h));
	}
}

static void
check_commitment(const json_t *v, const struct tt_codebook *cb)
{
	const json_t *c = member(v, "commitment");
	unsigned dh = (unsigned)u64_of(member(c, "depth_holders"));
	unsigned dc = (unsigned)u64_of(member(c, "depth_copies"));
	const char *beacon = json_string_value(member(v, "beacon_text"));
	struct tt_commitment_parts p;
	struct hash h;
	struct buf b;

	buf_init(&b, 1 << 16);
	tt_slots_write(tt_codebook_code(cb)->slots, tt_codebook_code(cb)->n,
	    &b);
	assert_bytes(c, "site_table", b.p, b.n);
	buf_done(&b);
	assert_int_equal(TT_OK, tt_codebook_commit(cb, dh, dc, span_str(beacon),
	    &p));
	assert_int_equal(TT_OK, tt_codebook_root(cb, TT_SITE_HOLDER, dh, &h));
	assert_bytes(c, "root_holders", h.b, 32);
	assert_int_equal(TT_OK, tt_codebook_root(cb, TT_SITE_COPY, dc, &h));
	assert_bytes(c, "root_copies", h.b, 32);
	assert_bytes(c, "h_bias", p.bias.b, 32);
	assert_bytes(c, "h_sites", p.sites.b, 32);
	assert_bytes(c, "h_holders", p.holders.b, 32);
	assert_bytes(c, "h_copies", p.copies.b, 32);
	assert_bytes(c, "h_beacon", p.beacon.b, 32);
	tt_commitment_hash(&p, &h);
	assert_bytes(c, "commitment", h.b, 32);
	check_opening(c, "path_holder_2", cb, TT_SITE_HOLDER, 2, dh);
	check_opening(c, "path_copy_31", cb, TT_SITE_COPY, 31, dc);
}

static void
check_codebook(const json_t *v)
{
	struct tt_codebook *cb = vector_codebook(v);
	uint64_t symbols[SLOTS_MAX];

	check_biases(v, cb);
	check_rows(member(v, "holders"), cb, TT_SITE_HOLDER);
	check_rows(member(v, "copies"), cb, TT_SITE_COPY);
	tt_codebook_copy(cb, 2, 31, symbols);
	assert_row(member(v, "symbols_of_copy_31_of_holder_2"), symbols);
	check_commitment(v, cb);
	tt_codebook_free(cb);
}

static void
codebook_is_the_vectors(void **state)
{
	(void)state;
	check_codebook(vectors("codebook"));
}

static void
codebook_with_a_beacon_is_the_vectors(void **state)
{
	(void)state;
	check_codebook(vectors("codebook_with_beacon"));
}

static void
a_grown_table_keeps_every_row_s_beginning(void **state)
{
	const json_t *v = vectors("codebook"), *g = vectors("codebook_grown");
	struct tt_slot slots[SLOTS_MAX];
	struct tt_codebook_key key;
	struct tt_codebook *cb = NULL;
	struct tt_pick *all = NULL;
	uint64_t row[SLOTS_MAX];
	size_t n, more;

	(void)state;
	assert_true(sodium_init() >= 0);
	n = slots_of(member(v, "sites"), slots, SLOTS_MAX);
	more = slots_of(member(g, "sites_added"), slots + n, SLOTS_MAX - n);
	assert_true(tt_slots_extend(slots, n + more, slots, n));
	bytes_of(member(v, "key"), key.b, sizeof(key.b));
	assert_int_equal(TT_OK, tt_codebook_new(&cb, &key, slots, n + more,
	    NULL));
	assert_int_equal(TT_OK, tt_pick_new(&all, tt_codebook_code(cb), NULL,
	    0));
	assert_int_equal(n + more, json_array_size(member(g, "row_copy_31")));
	tt_codebook_row(cb, all, TT_SITE_HOLDER, 2, row);
	assert_row(member(g, "row_holder_2"), row);
	tt_codebook_row(cb, all, TT_SITE_COPY, 31, row);
	assert_row(member(g, "row_copy_31"), row);
	tt_pick_free(all);
	tt_codebook_free(cb);
}

/* Over many slots of each q: the flat shape, and how often and how high the
 * peaked one is, as the vectors' shapes say. */
static void
bias_shapes_are_the_vectors(void **state)
{
	static struct tt_slot slots[4000];
	const json_t *shapes = vectors("bias_shapes"), *s;
	const struct tt_bias_key key = { { 7 } };
	struct tt_code *code = NULL;
	static char name[8];

	for (unsigned q = 2; q <= TT_Q_MAX; q++) {
		unsigned flat = 0, heavy;

		snprintf(name, sizeof(name), "%u", q);
		CHECK_ROW(state, name);
		s = member(shapes, name);
		heavy = (unsigned)u64_of(member(s, "heavy"));
		for (size_t i = 0; i < N_ROWS(slots); i++)
			slots[i] = (struct tt_slot){ i == 0 ? TT_SLOT_FLAT :
				TT_SLOT_QARY, TT_SITE_HOLDER, q };
		assert_int_equal(TT_OK, tt_code_new(&code, &key, slots,
		    N_ROWS(slots)));
		assert_int_equal(q, json_array_size(member(s, "flat")));
		for (unsigned a = 0; a < q; a++)
			assert_int_equal(code->bias[0].w[a], u64_of(
			    json_array_get(member(s, "flat"), a)));
		for (size_t i = 1; i < N_ROWS(slots); i++) {
			unsigned most = 0, sum = 0;

			for (unsigned a = 0; a < q; a++) {
				sum += code->bias[i].w[a];
				most = code->bias[i].w[a] > most ?
				    code->bias[i].w[a] : most;
			}
			assert_int_equal(TT_BIAS_SUM, sum);
			flat += memcmp(&code->bias[i], &code->bias[0],
			    sizeof(code->bias[i])) == 0;
			assert_true(most == heavy ||
			    most == code->bias[0].w[0]);
		}
		/* of 4,000 with share F: within 5 standard deviations, 160 */
		assert_in_range(flat, u64_of(member(s, "p_flat_of_65536")) *
		    N_ROWS(slots) / TT_BIAS_SUM - 160,
		    u64_of(member(s, "p_flat_of_65536")) * N_ROWS(slots) /
		    TT_BIAS_SUM + 160);
		tt_code_free(code);
		code = NULL;
	}
}

static void
a_pick_is_a_part_of_the_row(void **state)
{
	static const struct {
		const char *name;
		uint32_t slots[6];
		size_t n;
		enum tt_err want;
	} rows[] = {
		{ "one symbol", { 1 }, 1, TT_OK },
		{ "one value", { 5 }, 1, TT_OK },
		{ "mixed", { 0, 2, 3, 4 }, 4, TT_OK },
		{ "none", { 0 }, 0, TT_OK },
		{ "all by name", { 0, 1, 2, 3, 4, 5 }, 6, TT_OK },
		{ "twice the same", { 1, 1 }, 2, TT_ERANGE },
		{ "falling", { 2, 1 }, 2, TT_ERANGE },
		{ "no such slot", { 6 }, 1, TT_ERANGE },
	};
	struct tt_codebook *cb = own_codebook();
	struct tt_pick *all = NULL, *some = NULL;
	uint64_t row[N_OWN], got[N_OWN];

	assert_int_equal(TT_OK, tt_pick_new(&all, tt_codebook_code(cb), NULL,
	    0));
	tt_codebook_row(cb, all, TT_SITE_COPY, 9, row);
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		some = NULL;
		assert_int_equal(rows[i].want, tt_pick_new(&some,
		    tt_codebook_code(cb), rows[i].slots, rows[i].n));
		if (rows[i].want != TT_OK)
			continue;
		tt_codebook_row(cb, some, TT_SITE_COPY, 9, got);
		for (size_t k = 0; k < rows[i].n; k++)
			assert_int_equal(row[rows[i].slots[k]], got[k]);
		tt_pick_free(some);
	}
	tt_pick_free(all);
	tt_codebook_free(cb);
}

/* LE16 and LE64 of a stream of the row key, as section 2 has it. */
static uint64_t
symbol_of(const struct tt_code *code, const uint8_t row_key[32], uint32_t i)
{
	static uint8_t s[8 * 600];
	const struct tt_slot *slot = &code->slots[i];
	uint8_t nonce[8] = { slot->kind == TT_SLOT_VALUE };
	size_t width = slot->kind == TT_SLOT_VALUE ? 8 : 2;
	uint64_t u = 0, x = 0;
	unsigned sum = 0;

	crypto_stream_chacha20(s, sizeof(s), nonce, row_key);
	for (size_t k = 0; k < width; k++)
		u |= (uint64_t)s[i * width + k] << (8 * k);
	if (slot->kind == TT_SLOT_VALUE) {
		__extension__ typedef unsigned __int128 wide;

		return (uint64_t)((wide)u * slot->n >> 64);
	}
	for (unsigned k = 0; k + 1 < slot->n; k++) {
		sum += code->bias[i].w[k];
		x += u >= sum;
	}
	return x;
}

/* One after another, as the specification words it, and by the vectors. */
static void
every_symbol_is_what_the_streams_say(void **state)
{
	static struct tt_slot slots[600];
	static uint64_t row[N_ROWS(slots)];
	struct tt_codebook *cb = NULL;
	struct tt_pick *all = NULL;

	(void)state;
	assert_true(sodium_init() >= 0);
	for (size_t i = 0; i < N_ROWS(slots); i++)
		slots[i] = (struct tt_slot){ i % 16 == 15 ? TT_SLOT_VALUE :
			i % 5 == 0 ? TT_SLOT_FLAT : TT_SLOT_QARY,
			TT_SITE_HOLDER, 2 + i % 16 % 15 };
	assert_int_equal(TT_OK, tt_codebook_new(&cb, &own_key, slots,
	    N_ROWS(slots), NULL));
	assert_int_equal(TT_OK, tt_pick_new(&all, tt_codebook_code(cb), NULL,
	    0));
	for (uint64_t number = 0; number < 30; number++) {
		const char tag[] = "telltale codebook row v1";
		uint8_t m[sizeof(tag) + 1 + 8 + 32 + 32] = { 0 }, key[32];
		struct tt_row_key k;

		tt_codebook_row_key(cb, TT_SITE_COPY, number, &k);
		memcpy(m, tag, sizeof(tag));
		m[sizeof(tag)] = TT_SITE_COPY;
		m[sizeof(tag) + 1] = (uint8_t)number;
		memcpy(m + sizeof(tag) + 9, k.b, 32);
		crypto_hash_sha256(key, m, sizeof(m));
		tt_codebook_row(cb, all, TT_SITE_COPY, number, row);
		for (uint32_t i = 0; i < N_ROWS(slots); i++)
			assert_int_equal(symbol_of(tt_codebook_code(cb), key,
			    i), row[i]);
	}
	tt_pick_free(all);
	tt_codebook_free(cb);
}

/* Every third of a large table, whatever its level, in places of their own. */
static void
a_pick_of_a_level_leaves_the_rest_alone(void **state)
{
	static struct tt_slot slots[3000];
	static uint64_t row[N_ROWS(slots)], values[N_ROWS(slots) / 3];
	static uint8_t symbols[N_ROWS(slots) / 3];
	uint32_t list[N_ROWS(slots) / 3];
	struct tt_codebook *cb = NULL;
	struct tt_pick *all = NULL, *some = NULL;

	(void)state;
	assert_true(sodium_init() >= 0);
	for (size_t i = 0; i < N_ROWS(slots); i++)
		slots[i] = (struct tt_slot){ i % 4 == 3 ? TT_SLOT_VALUE :
			TT_SLOT_QARY, i % 7 < 3 ? TT_SITE_COPY :
			TT_SITE_HOLDER, 2 + i % 15 };
	for (uint32_t k = 0; k < N_ROWS(list); k++)
		list[k] = 3 * k + k % 3;
	assert_int_equal(TT_OK, tt_codebook_new(&cb, &own_key, slots,
	    N_ROWS(slots), NULL));
	assert_int_equal(TT_OK, tt_pick_new(&all, tt_codebook_code(cb), NULL,
	    0));
	assert_int_equal(TT_OK, tt_pick_level(&some, tt_codebook_code(cb),
	    list, N_ROWS(list), TT_SITE_COPY));
	tt_codebook_row(cb, all, TT_SITE_COPY, 8, row);
	memset(symbols, 0xee, sizeof(symbols));
	memset(values, 0xee, sizeof(values));
	tt_codebook_row_bytes(cb, some, TT_SITE_COPY, 8, symbols, values);
	for (size_t k = 0; k < N_ROWS(list); k++) {
		const struct tt_slot *s = &slots[list[k]];
		bool in = s->level == TT_SITE_COPY;
		bool value = s->kind == TT_SLOT_VALUE;

		assert_int_equal(in && !value ? row[list[k]] : 0xee,
		    symbols[k]);
		assert_int_equal(in && value ? row[list[k]] :
		    0xeeeeeeeeeeeeeeee, values[k]);
	}
	tt_pick_free(some);
	some = NULL;
	list[1] = list[0];
	assert_int_equal(TT_ERANGE, tt_pick_level(&some, tt_codebook_code(cb),
	    list, N_ROWS(list), TT_SITE_COPY));
	assert_null(some);
	tt_pick_free(all);
	tt_codebook_free(cb);
}

/* Slots far apart lie in blocks far apart, and are found all the same. */
static void
a_large_table_is_read_in_chunks(void **state)
{
	static struct tt_slot slots[5000];
	static uint64_t row[N_ROWS(slots)];
	const uint32_t far[] = { 3, 4, 511, 512, 513, 2048, 4998, 4999 };
	struct tt_codebook *cb = NULL;
	struct tt_pick *all = NULL, *some = NULL;
	uint64_t got[N_ROWS(far)];

	(void)state;
	assert_true(sodium_init() >= 0);
	for (size_t i = 0; i < N_ROWS(slots); i++)
		slots[i] = (struct tt_slot){ i % 4 == 3 ? TT_SLOT_VALUE :
			TT_SLOT_QARY, i % 3 == 2 ? TT_SITE_COPY :
			TT_SITE_HOLDER, 2 + i % 15 };
	assert_int_equal(TT_OK, tt_codebook_new(&cb, &own_key, slots,
	    N_ROWS(slots), NULL));
	assert_int_equal(TT_OK, tt_pick_new(&all, tt_codebook_code(cb), NULL,
	    0));
	assert_int_equal(TT_OK, tt_pick_new(&some, tt_codebook_code(cb), far,
	    N_ROWS(far)));
	tt_codebook_row(cb, all, TT_SITE_HOLDER, 1, row);
	tt_codebook_row(cb, some, TT_SITE_HOLDER, 1, got);
	for (size_t k = 0; k < N_ROWS(far); k++)
		assert_int_equal(row[far[k]], got[k]);
	for (size_t i = 0; i < N_ROWS(slots); i++)
		assert_true(row[i] < slots[i].n);
	tt_pick_free(all);
	tt_pick_free(some);
	tt_codebook_free(cb);
}

static void
level_number_and_beacon_each_change_the_row(void **state)
{
	const struct tt_beacon beacon = { { 1 } }, none = { { 0 } };
	const uint32_t value = 5;
	const struct tt_row_key key = { { 9 } };
	struct tt_codebook *cb = own_codebook();
	struct tt_pick *pick = NULL;
	uint64_t x[4];

	(void)state;
	assert_int_equal(TT_OK, tt_pick_new(&pick, tt_codebook_code(cb), &value,
	    1));
	tt_row_derive(&key, TT_SITE_HOLDER, 1, &none, pick, &x[0]);
	tt_row_derive(&key, TT_SITE_COPY, 1, &none, pick, &x[1]);
	tt_row_derive(&key, TT_SITE_HOLDER, 2, &none, pick, &x[2]);
	tt_row_derive(&key, TT_SITE_HOLDER, 1, &beacon, pick, &x[3]);
	for (int i = 0; i < 4; i++)
		for (int k = 0; k < i; k++)
			assert_int_not_equal(x[i], x[k]);
	tt_pick_free(pick);
	tt_codebook_free(cb);
}

static void
tables_are_checked_written_and_read(void **state)
{
	static const struct {
		const char *name, *hex;
		enum tt_err want;
	} rows[] = {
		{ "empty", "00000000", TT_OK },
		{ "every kind", "0300000000000200000000000000"
		  "01011000000000000000" "0200ffffffffffffffff", TT_OK },
		{ "no count", "000000", TT_ESYNTAX },
		{ "a byte too many", "0000000000", TT_ESYNTAX },
		{ "cut", "01000000000002000000000000", TT_ESYNTAX },
		{ "more slots than any bulletin", "ffffffff", TT_ELIMIT },
		{ "one symbol", "0100000000000100000000000000", TT_ERANGE },
		{ "q 17", "0100000000001100000000000000", TT_ERANGE },
		{ "no such kind", "0100000003000200000000000000", TT_ERANGE },
		{ "no such level", "0100000000020200000000000000", TT_ERANGE },
	};

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		uint8_t raw[64];
		size_t len = strlen(rows[i].hex) / 2, n = 99;
		struct tt_slot *slots = NULL;
		struct buf b;

		CHECK_ROW(state, rows[i].name);
		assert_true(hex_decode(raw, len, rows[i].hex, 2 * len));
		assert_int_equal(rows[i].want, tt_slots_parse(&slots, &n,
		    span_of(raw, len)));
		if (rows[i].want != TT_OK) {
			assert_null(slots);
			assert_int_equal(99, n);
			continue;
		}
		buf_init(&b, 1 << 10);
		tt_slots_write(slots, n, &b);
		assert_int_equal(len, b.n);
		assert_memory_equal(raw, b.p, len);
		buf_done(&b);
		free(slots);
	}
}

static void
an_older_table_is_a_prefix(void **state)
{
	struct tt_slot other[N_OWN];

	(void)state;
	memcpy(other, own_slots, sizeof(other));
	assert_true(tt_slots_extend(own_slots, N_OWN, other, N_OWN - 1));
	assert_false(tt_slots_extend(own_slots, N_OWN - 1, other, N_OWN));
	other[2].kind = TT_SLOT_QARY;
	assert_false(tt_slots_extend(own_slots, N_OWN, other, 3));
	assert_true(tt_slots_extend(own_slots, N_OWN, other, 2));
	other[1].level = TT_SITE_COPY;
	assert_false(tt_slots_extend(own_slots, N_OWN, other, 2));
	other[0].n = 3;
	assert_false(tt_slots_extend(own_slots, N_OWN, other, 1));
}

/* What an outsider is shown of one holder and one copy. */
struct shown {
	struct tt_row_opening holder, copy;
	struct tt_revealed r;
	struct tt_commitment_parts parts;
	struct hash commitment;
};

static void
show(const struct tt_codebook *cb, struct shown *s)
{
	s->r = (struct tt_revealed){ .slots = own_slots, .n_slots = N_OWN,
		.beacon = span_str(TT_BEACON_NONE) };
	tt_codebook_bias_key(cb, &s->r.bias_key);
	assert_int_equal(TT_OK, tt_codebook_commit(cb, 4, 6, s->r.beacon,
	    &s->parts));
	tt_commitment_hash(&s->parts, &s->commitment);
	assert_int_equal(TT_OK, tt_codebook_open(cb, TT_SITE_HOLDER, 11, 4,
	    &s->holder));
	assert_int_equal(TT_OK, tt_codebook_open(cb, TT_SITE_COPY, 63, 6,
	    &s->copy));
}

static enum tt_err
check_shown(const struct shown *s, int copy)
{
	return copy ? tt_row_opening_check(&s->copy, &s->r, &s->parts.holders,
	    &s->commitment) : tt_row_opening_check(&s->holder, &s->r,
	    &s->parts.copies, &s->commitment);
}

static void
an_outsider_derives_an_opened_row(void **state)
{
	const struct tt_beacon none = { { 0 } };
	struct tt_codebook *cb = own_codebook();
	struct tt_commitment_parts parts;
	struct tt_code *code = NULL;
	struct tt_pick *inside = NULL, *outside = NULL;
	uint64_t want[N_OWN], got[N_OWN];
	struct hash commitment;
	struct shown s;

	(void)state;
	show(cb, &s);
	assert_int_equal(TT_OK, check_shown(&s, 0));
	assert_int_equal(TT_OK, check_shown(&s, 1));

	/* from openings of both levels, no other hash is needed */
	assert_int_equal(TT_OK, tt_revealed_parts(&s.r, &parts));
	assert_int_equal(TT_OK, tt_row_opening_part(&s.holder, &parts.holders));
	assert_int_equal(TT_OK, tt_row_opening_part(&s.copy, &parts.copies));
	tt_commitment_hash(&parts, &commitment);
	assert_memory_equal(&commitment, &s.commitment, sizeof(commitment));

	assert_int_equal(TT_OK, tt_code_new(&code, &s.r.bias_key, s.r.slots,
	    s.r.n_slots));
	assert_int_equal(TT_OK, tt_pick_new(&outside, code, NULL, 0));
	assert_int_equal(TT_OK, tt_pick_new(&inside, tt_codebook_code(cb), NULL,
	    0));
	tt_codebook_row(cb, inside, TT_SITE_COPY, 63, want);
	tt_row_derive(&s.copy.key, TT_SITE_COPY, 63, &none, outside, got);
	assert_memory_equal(want, got, sizeof(want));
	tt_pick_free(inside);
	tt_pick_free(outside);
	tt_code_free(code);
	tt_codebook_free(cb);
}

static void
whatever_is_changed_in_an_opening_shows(void **state)
{
	struct tt_codebook *cb = own_codebook();
	struct tt_slot slots[N_OWN];
	struct shown s, t;

	(void)state;
	show(cb, &s);
	t = s;
	t.holder.key.b[0] ^= 1;
	assert_int_equal(TT_EPROOF, check_shown(&t, 0));
	t = s;
	t.holder.number ^= 1;
	assert_int_equal(TT_EPROOF, check_shown(&t, 0));
	t = s;
	t.holder.path[3].b[31] ^= 1;
	assert_int_equal(TT_EPROOF, check_shown(&t, 0));
	t = s;
	t.holder.depth = 3;	/* a tree cut off: depth is in the part */
	t.holder.number &= 7;
	assert_int_equal(TT_EPROOF, check_shown(&t, 0));
	t = s;
	t.holder.number = 16;	/* beyond the tree */
	assert_int_equal(TT_ERANGE, check_shown(&t, 0));
	t = s;
	t.holder.depth = 1000;
	assert_int_equal(TT_ERANGE, check_shown(&t, 0));
	t = s;
	t.copy.level = TT_SITE_HOLDER;
	assert_int_equal(TT_EPROOF, check_shown(&t, 1));
	t = s;
	t.r.bias_key.b[5] ^= 1;
	assert_int_equal(TT_EPROOF, check_shown(&t, 0));
	t = s;
	t.r.beacon = span_str("drand 00 1");
	assert_int_equal(TT_EPROOF, check_shown(&t, 0));
	t = s;
	memcpy(slots, own_slots, sizeof(slots));
	slots[4].level = TT_SITE_HOLDER;
	t.r.slots = slots;
	assert_int_equal(TT_EPROOF, check_shown(&t, 0));
	t = s;
	t.r.n_slots--;
	assert_int_equal(TT_EPROOF, check_shown(&t, 0));
	t = s;
	t.parts.copies.b[0] ^= 1;
	assert_int_equal(TT_EPROOF, check_shown(&t, 0));
	t = s;
	t.commitment.b[0] ^= 1;
	assert_int_equal(TT_EPROOF, check_shown(&t, 0));
	tt_codebook_free(cb);
}

static void
a_revision_changes_only_the_part_of_the_sites(void **state)
{
	struct tt_slot slots[N_OWN + 1];
	struct tt_codebook *cb = own_codebook(), *grown = NULL;
	struct tt_commitment_parts a, b;

	(void)state;
	memcpy(slots, own_slots, sizeof(own_slots));
	slots[N_OWN] = (struct tt_slot){ TT_SLOT_QARY, TT_SITE_HOLDER, 5 };
	assert_int_equal(TT_OK, tt_codebook_new(&grown, &own_key, slots,
	    N_OWN + 1, NULL));
	assert_int_equal(TT_OK, tt_codebook_commit(cb, 3, 3,
	    span_str(TT_BEACON_NONE), &a));
	assert_int_equal(TT_OK, tt_codebook_commit(grown, 3, 3,
	    span_str(TT_BEACON_NONE), &b));
	assert_memory_not_equal(&a.sites, &b.sites, 32);
	b.sites = a.sites;
	assert_memory_equal(&a, &b, sizeof(a));
	tt_codebook_free(cb);
	tt_codebook_free(grown);
}

/* The beginning of the shared vectors, for machines without them. */
static void
a_sample_row(void **state)
{
	static const struct tt_slot slots[] = {
		{ TT_SLOT_QARY, TT_SITE_HOLDER, 2 },
		{ TT_SLOT_QARY, TT_SITE_HOLDER, 3 },
		{ TT_SLOT_QARY, TT_SITE_COPY, 4 },
		{ TT_SLOT_QARY, TT_SITE_HOLDER, 5 },
		{ TT_SLOT_QARY, TT_SITE_HOLDER, 6 },
		{ TT_SLOT_QARY, TT_SITE_COPY, 7 },
	};
	static const uint64_t holder_2[] = { 0, 1, 2, 4, 0, 5 },
	    copy_31[] = { 0, 1, 1, 1, 3, 0 };
	struct tt_codebook_key key;
	struct tt_codebook *cb = NULL;
	struct tt_pick *all = NULL;
	uint64_t row[N_ROWS(slots)];

	(void)state;
	assert_true(sodium_init() >= 0);
	for (unsigned i = 0; i < sizeof(key.b); i++)
		key.b[i] = (uint8_t)i;
	assert_int_equal(TT_OK, tt_codebook_new(&cb, &key, slots,
	    N_ROWS(slots), NULL));
	assert_int_equal(TT_OK, tt_pick_new(&all, tt_codebook_code(cb), NULL,
	    0));
	tt_codebook_row(cb, all, TT_SITE_HOLDER, 2, row);
	assert_memory_equal(holder_2, row, sizeof(row));
	tt_codebook_row(cb, all, TT_SITE_COPY, 31, row);
	assert_memory_equal(copy_31, row, sizeof(row));
	tt_pick_free(all);
	tt_codebook_free(cb);
}

static void
bad_tables_depths_and_beacons_are_refused(void **state)
{
	const struct tt_slot bad = { TT_SLOT_FLAT, TT_SITE_HOLDER, 17 };
	struct tt_codebook *cb = own_codebook(), *none = NULL;
	struct tt_commitment_parts p;
	struct tt_row_opening o;
	struct hash h;
	unsigned depth = 77;

	(void)state;
	assert_int_equal(TT_ERANGE, tt_codebook_new(&none, &own_key, &bad, 1,
	    NULL));
	assert_int_equal(TT_ELIMIT, tt_codebook_new(&none, &own_key, &bad,
	    TT_SLOTS_MAX + 1, NULL));
	assert_null(none);
	assert_int_equal(TT_ERANGE, tt_codebook_root(cb, TT_SITE_HOLDER,
	    TT_DEPTH_MAX + 1, &h));
	assert_int_equal(TT_ERANGE, tt_codebook_open(cb, TT_SITE_HOLDER, 8, 3,
	    &o));
	assert_int_equal(TT_ESYNTAX, tt_codebook_commit(cb, 1, 1, span_str(""),
	    &p));
	assert_int_equal(TT_ESYNTAX, tt_codebook_commit(cb, 1, 1,
	    span_str("a\nb"), &p));
	assert_int_equal(TT_OK, tt_depth_for(TT_SITE_HOLDER, 512, &depth));
	assert_int_equal(TT_DEPTH_HOLDERS, depth);
	assert_int_equal(TT_OK, tt_depth_for(TT_SITE_COPY, 8193, &depth));
	assert_int_equal(TT_DEPTH_COPIES + 1, depth);
	assert_int_equal(TT_ELIMIT, tt_depth_for(TT_SITE_COPY, 1 << 24,
	    &depth));
	assert_int_equal(TT_DEPTH_COPIES + 1, depth);
	tt_codebook_free(cb);
}

/* Which of eight numbers are used, as bits. */
static bool
is_used(void *ctx, uint64_t number)
{
	const unsigned *bits = ctx;

	return number >= 8 || (*bits >> number & 1) != 0;
}

static void
numbers_are_drawn_from_the_unused(void **state)
{
	const uint8_t seed[32] = { 5 };
	struct rng_seeded s;
	struct rng rng = rng_seeded(&s, seed);
	unsigned some = 0x5a, one = 0xdf, all = 0xff, seen = 0;
	uint64_t v = 99;

	(void)state;
	for (int i = 0; i < 200; i++) {
		assert_int_equal(TT_OK, tt_number_draw(&v, 3, rng, is_used,
		    &some));
		seen |= 1u << v;
	}
	assert_int_equal(0xa5, seen);
	v = 99;
	assert_int_equal(TT_ELIMIT, tt_number_draw(&v, 3, rng, is_used, &all));
	assert_int_equal(TT_ERANGE, tt_number_draw(&v, TT_DEPTH_MAX + 1, rng,
	    is_used, &all));
	assert_int_equal(99, v);
	/* one of 2^16, so that drawing alone would hardly find it */
	assert_int_equal(TT_OK, tt_number_draw(&v, 16, rng, is_used, &one));
	assert_int_equal(5, v);
}

static void
a_rehearsal_has_the_slots_and_other_rows(void **state)
{
	struct tt_codebook *cb = own_codebook(), *r = NULL;
	uint64_t a[N_OWN], b[N_OWN];
	uint8_t c1[32], c2[32];

	(void)state;
	assert_int_equal(TT_OK, tt_codebook_rehearse(&r, cb, NULL, 0));
	assert_true(tt_slots_extend(tt_codebook_code(r)->slots, N_OWN,
	    own_slots, N_OWN));
	tt_codebook_copy(cb, 1, 1, a);
	tt_codebook_copy(r, 1, 1, b);
	assert_int_not_equal(a[5], b[5]);
	tt_codebook_coins(cb, 0, c1);
	tt_codebook_coins(cb, 1, c2);
	assert_memory_not_equal(c1, c2, 32);
	tt_codebook_free(cb);
	tt_codebook_free(r);
}

TEST_MAIN(cmocka_unit_test(a_sample_row),
    cmocka_unit_test(codebook_is_the_vectors),
    cmocka_unit_test(codebook_with_a_beacon_is_the_vectors),
    cmocka_unit_test(a_grown_table_keeps_every_row_s_beginning),
    cmocka_unit_test(bias_shapes_are_the_vectors),
    cmocka_unit_test(a_pick_is_a_part_of_the_row),
    cmocka_unit_test(every_symbol_is_what_the_streams_say),
    cmocka_unit_test(a_pick_of_a_level_leaves_the_rest_alone),
    cmocka_unit_test(a_large_table_is_read_in_chunks),
    cmocka_unit_test(level_number_and_beacon_each_change_the_row),
    cmocka_unit_test(tables_are_checked_written_and_read),
    cmocka_unit_test(an_older_table_is_a_prefix),
    cmocka_unit_test(an_outsider_derives_an_opened_row),
    cmocka_unit_test(whatever_is_changed_in_an_opening_shows),
    cmocka_unit_test(a_revision_changes_only_the_part_of_the_sites),
    cmocka_unit_test(bad_tables_depths_and_beacons_are_refused),
    cmocka_unit_test(numbers_are_drawn_from_the_unused),
    cmocka_unit_test(a_rehearsal_has_the_slots_and_other_rows))
