/* SPDX-License-Identifier: ISC */
#include "base/sha256.h"
#include "ledgerkit.h"
#include "telltale/authority.h"
#include "telltale/log_edge.h"
#include "telltale/log_reader.h"
#include "telltale/opening.h"
#include "telltale/reader_id.h"
#include "telltale/tlog_proof.h"

#define DEPTH	4
#define TIME	1773162000
#define H32	"0123456789abcdef0123456789abcdef"
#define H64	H32 H32

/* A programme in small, made here: one statement in one batch. */
struct world {
	char		*statement, *batch;
	struct buf	set_proof, tlog_proof;
	struct hash	leaf;
};

static char *
take(struct buf *b)
{
	size_t n;
	char *p;

	assert_int_equal(TT_OK, buf_take(b, &p, &n));
	return p;
}

/* A batch of that origin over a set's root. */
static char *
make_batch(const char *origin, const struct hash *root)
{
	struct tt_statement_out o;
	struct buf b;

	buf_init(&b, TT_STATEMENT_MAX);
	tt_statement_begin(&o, TT_BATCH, span_str(origin), TIME);
	tt_statement_put_number(&o, "number", 1);
	tt_statement_put_str(&o, "keys", H64);
	tt_statement_put_number(&o, "depth", DEPTH);
	tt_statement_put_hash(&o, "set", root);
	assert_int_equal(TT_OK, tt_statement_sign(&o, NULL, 0, &b));
	return take(&b);
}

/* Log two other entries and the batch, sign and cosign. */
static void
log_batch(struct world *w)
{
	struct span entries[] = { SPAN("a"), SPAN("b"), span_str(w->batch) };
	struct tt_signer log = kit_signer(KIT_LOG), w1 = kit_signer(KIT_W1);
	struct tt_checkpoint cp = { .origin = ORIGIN, .size = 3 };
	struct tt_tlog_proof p = { .index = 2 };
	char text[TT_CHECKPOINT_TEXT_MAX + 1];
	struct kit_log files = { NULL, 0, 0 };
	struct tt_tile_io io = kit_io(&files);
	static struct tt_log_edge edge;
	struct tt_log_reader *r;
	struct buf note;

	tt_log_edge_init(&edge);
	assert_int_equal(TT_OK, tt_log_edge_append(&edge, entries, 3, &io));
	tt_log_edge_root(&edge, &cp.root);
	buf_init(&note, TT_NOTE_MAX);
	assert_int_equal(TT_OK, tt_checkpoint_sign(&note, &cp, &log));
	assert_int_equal(TT_OK, tt_checkpoint_format(&cp, text,
	    sizeof(text)));
	assert_int_equal(TT_OK, tt_note_cosign(&note, span_str(text), TIME,
	    &w1));
	assert_int_equal(TT_OK, tt_log_reader_new(&r, &cp, &io));
	assert_int_equal(TT_OK, tt_log_reader_prove(r, 2, p.proof, &p.n));
	p.checkpoint = buf_view(&note);
	buf_init(&w->tlog_proof, TT_TLOG_PROOF_MAX);
	assert_int_equal(TT_OK, tt_tlog_proof_format(&p, &w->tlog_proof));
	tt_log_reader_free(r);
	buf_done(&note);
	kit_drop(&files);
}

static struct world
make_world(const char *statement_origin, const char *batch_origin)
{
	static const struct tt_padding_key key = { { 4 } };
	static const struct tt_salt salt = { { 5 } };
	uint64_t place = 9;
	struct tt_set_proof p;
	struct world w;
	struct hash root;
	struct tt_set *set;
	char text[512];

	snprintf(text, sizeof(text), "telltale/v1/case\nlog %s\n"
	    "time 2026-03-10T17:00:00Z\ncase a\nstate opened\n",
	    statement_origin);
	w.statement = KIT_SIGN(text, KIT_ANNA);
	tt_leaf_hash(&w.leaf, &salt, span_str(w.statement));
	assert_int_equal(TT_OK, tt_set_new(&set, DEPTH, &w.leaf, &place, 1,
	    &key));
	tt_set_root(set, &root);
	assert_int_equal(TT_OK, tt_set_proof_make(&p, set, place, &salt,
	    span_str(w.statement)));
	buf_init(&w.set_proof, TT_SET_PROOF_MAX);
	assert_int_equal(TT_OK, tt_set_proof_format(&p, &w.set_proof));
	w.batch = make_batch(batch_origin, &root);
	log_batch(&w);
	tt_set_free(set);
	return w;
}

static void
end_world(struct world *w)
{
	free(w->statement);
	free(w->batch);
	buf_done(&w->set_proof);
	buf_done(&w->tlog_proof);
}

/* The log's key and a witness's, with or without asking for the witness. */
static struct tt_policy *
make_policy(enum kit_key witness, const char *quorum)
{
	char text[1024];
	struct tt_policy *p;

	snprintf(text, sizeof(text), "log %s\nwitness w %s\nquorum %s\n",
	    kit_vkey(KIT_LOG), kit_vkey(witness), quorum);
	assert_int_equal(TT_OK, tt_policy_new(&p, span_str(text), NULL));
	return p;
}

static enum tt_err
open_it(const struct world *w, enum tt_kind kind, enum kit_key witness,
    const char *quorum, struct tt_opened *out)
{
	struct tt_opening o = {
		.set_proof = buf_view(&w->set_proof),
		.batch = span_str(w->batch),
		.tlog_proof = buf_view(&w->tlog_proof),
	};
	struct tt_policy *p = make_policy(witness, quorum);
	enum tt_err e = tt_opening_check(&o, kind, p, out);

	tt_policy_free(p);
	return e;
}

static const struct {
	const char *name, *statement_origin, *batch_origin;
	enum tt_kind kind;
	enum kit_key witness;
	const char *quorum;
	enum tt_err want;
} rows[] = {
	{ "all of it", ORIGIN, ORIGIN, TT_CASE, KIT_W1, "w", TT_OK },
	{ "no witness asked", ORIGIN, ORIGIN, TT_CASE, KIT_W2, "none", TT_OK },
	{ "another witness asked", ORIGIN, ORIGIN, TT_CASE, KIT_W2, "w",
	    TT_EUNSIGNED },
	{ "another kind", ORIGIN, ORIGIN, TT_RECEIPT, KIT_W1, "w",
	    TT_EREFUSED },
	{ "a kind that is in no batch", ORIGIN, ORIGIN, TT_KEYS, KIT_W1, "w",
	    TT_EREFUSED },
	{ "a statement of another log", "o", ORIGIN, TT_CASE, KIT_W1, "w",
	    TT_EREFUSED },
	{ "a batch of another log", "o", "o", TT_CASE, KIT_W1, "w",
	    TT_EREFUSED },
};

static void
a_statement_is_opened_whole_or_not_at_all(void **state)
{
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct world w = make_world(rows[i].statement_origin,
		    rows[i].batch_origin);
		struct tt_opened out = { .index = 99 };

		CHECK_ROW(state, rows[i].name);
		assert_int_equal(rows[i].want, open_it(&w, rows[i].kind,
		    rows[i].witness, rows[i].quorum, &out));
		if (rows[i].want == TT_OK) {
			assert_int_equal(2, out.index);
			assert_int_equal(3, out.head.checkpoint.size);
			assert_memory_equal(&w.leaf, &out.leaf, 32);
			assert_true(tt_statement_is(&out.statement, "case",
			    "a"));
		} else {
			assert_int_equal(99, out.index);
		}
		end_world(&w);
	}
}

/* Flip a bit of each byte of p: none of that may be believed. */
static void
spoil(char *p, size_t n, const struct world *w)
{
	struct tt_opened out;

	for (size_t i = 0; i < n; i++) {
		p[i] ^= 1;
		assert_int_not_equal(TT_OK, open_it(w, TT_CASE, KIT_W1, "w",
		    &out));
		p[i] ^= 1;
	}
}

static void
no_changed_bit_is_believed(void **state)
{
	struct world w = make_world(ORIGIN, ORIGIN);

	(void)state;
	spoil(w.set_proof.p, w.set_proof.n, &w);
	spoil(w.batch, strlen(w.batch), &w);
	spoil(w.tlog_proof.p, w.tlog_proof.n, &w);
	end_world(&w);
}

/* Leaves of a set of copies. */

enum { FITS, OTHER_DEPTH, OTHER_ROOT, OTHER_LOG, OTHER_BULLETIN, NO_COPY,
	NO_COPIES };

static const struct {
	const char *name;
	int fault;
	enum tt_err want;
} copy_rows[] = {
	{ "its copy", FITS, TT_OK },
	{ "another depth", OTHER_DEPTH, TT_EPROOF },
	{ "another root", OTHER_ROOT, TT_EPROOF },
	{ "a leaf of another log", OTHER_LOG, TT_EREFUSED },
	{ "a leaf of another bulletin", OTHER_BULLETIN, TT_EREFUSED },
	{ "a leaf that is no copy", NO_COPY, TT_EREFUSED },
	{ "a statement that is not `copies`", NO_COPIES, TT_EREFUSED },
};

static char *
copy_text(int fault)
{
	char text[512];

	if (fault == NO_COPY)
		return KIT_SIGN("telltale/v1/case\nlog " ORIGIN
		    "\ntime 2026-03-10T17:00:00Z\ncase a\nstate opened\n",
		    KIT_ANNA);
	snprintf(text, sizeof(text), "telltale/v1/copy\nlog %s\n"
	    "bulletin %s\nnumber 5\nholder 2\nreader " READER "\ncopy " H64
	    "\n", fault == OTHER_LOG ? "o" : ORIGIN,
	    fault == OTHER_BULLETIN ? "0000000000000000" :
	    "0123456789abcdef");
	return strdup(text);
}

static char *
copies_text(int fault, const struct hash *root)
{
	char hex[65], text[1024];

	hex_encode(hex, root->b, sizeof(root->b));
	if (fault == NO_COPIES)
		return KIT_SIGN("telltale/v1/case\nlog " ORIGIN
		    "\ntime 2026-03-10T17:00:00Z\ncase a\nstate opened\n",
		    KIT_ANNA);
	snprintf(text, sizeof(text), "telltale/v1/copies\nlog " ORIGIN
	    "\ntime 2026-03-10T17:00:00Z\nbulletin 0123456789abcdef\n"
	    "wave " H64 "\ncodebook " H64 "\nset %s\ndepth %d\nbytes 10640\n",
	    fault == OTHER_ROOT ? H64 : hex,
	    fault == OTHER_DEPTH ? DEPTH + 1 : DEPTH);
	return KIT_SIGN(text, KIT_ANNA);
}

static void
a_copy_is_in_its_set(void **state)
{
	static const struct tt_padding_key key = { { 6 } };
	static const struct tt_salt salt = { { 7 } };
	static const uint64_t place = 11;

	for (size_t i = 0; i < N_ROWS(copy_rows); i++) {
		char *leaf = copy_text(copy_rows[i].fault), *text;
		struct tt_statement copies, copy;
		struct tt_set_proof p;
		struct tt_set *set;
		struct buf file;
		struct hash h;

		CHECK_ROW(state, copy_rows[i].name);
		tt_leaf_hash(&h, &salt, span_str(leaf));
		assert_int_equal(TT_OK, tt_set_new(&set, DEPTH, &h, &place,
		    1, &key));
		tt_set_root(set, &h);
		assert_int_equal(TT_OK, tt_set_proof_make(&p, set, place,
		    &salt, span_str(leaf)));
		buf_init(&file, TT_SET_PROOF_MAX);
		assert_int_equal(TT_OK, tt_set_proof_format(&p, &file));
		text = copies_text(copy_rows[i].fault, &h);
		assert_int_equal(TT_OK, tt_statement_parse(&copies,
		    span_str(text), NULL));
		copy.n = 99;
		assert_int_equal(copy_rows[i].want, tt_copy_leaf_check(
		    buf_view(&file), &copies, &copy));
		assert_int_equal(copy_rows[i].want == TT_OK ? 5 : 99, copy.n);
		buf_done(&file);
		tt_set_free(set);
		free(text);
		free(leaf);
	}
}

/* The shared chain. */

static char dir[2048];

static void
find_chain(void)
{
	snprintf(dir, sizeof(dir), "%.2000s",
	    shared_or_skip("data/ledger/chain"));
}

static char *
chain_file(const char *name)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return test_read(path, NULL);
}

static struct tt_policy *
chain_policy(void)
{
	char text[2048];
	struct tt_policy *p;

	snprintf(text, sizeof(text), "log %s\nwitness a %s\nwitness b %s\n"
	    "group both all a b\nquorum both\n", kit_vkey(KIT_LOG),
	    kit_vkey(KIT_W1), kit_vkey(KIT_W2));
	assert_int_equal(TT_OK, tt_policy_new(&p, span_str(text), NULL));
	return p;
}

/* Parse, and write again: the same text. */
static void
parse_and_rewrite(const char *text, struct tt_statement *s)
{
	struct tt_statement_out o;
	struct buf b;

	assert_int_equal(TT_OK, tt_statement_parse(s, span_str(text), NULL));
	tt_statement_begin(&o, s->kind, s->origin, s->time);
	for (size_t i = 0; i < s->n; i++)
		tt_statement_put(&o, s->field[i].name, s->field[i].value);
	buf_init(&b, TT_STATEMENT_MAX);
	assert_int_equal(TT_OK, tt_statement_end(&o, &b));
	assert_true(span_eq(buf_view(&b), s->note.text));
	buf_done(&b);
}

static const struct {
	const char *name;
	uint64_t index;
} entries[] = {
	{ "programme", 0 }, { "keys", 1 }, { "batch-1", 2 }, { "batch-2", 3 },
	{ "batch-3", 4 },
};

static void
shared_entries_are_in_the_log(void **state)
{
	struct tt_policy *policy;
	struct tt_authority a = { .keys = NULL };
	struct tt_policy_verdict v;
	struct tt_statement s, keys;
	struct tt_tlog_proof p;
	char name[64], *keys_text;

	find_chain();
	policy = chain_policy();
	keys_text = chain_file("keys");
	parse_and_rewrite(keys_text, &keys);
	a.keys = &keys;
	for (size_t i = 0; i < N_ROWS(entries); i++) {
		char *entry = chain_file(entries[i].name), *file;

		CHECK_ROW(state, entries[i].name);
		snprintf(name, sizeof(name), "%s.tlog-proof",
		    entries[i].name);
		file = chain_file(name);
		parse_and_rewrite(entry, &s);
		assert_int_equal(TT_OK, tt_tlog_proof_parse(&p,
		    span_str(file)));
		assert_int_equal(entries[i].index, p.index);
		assert_int_equal(TT_OK, tt_tlog_proof_check(&p,
		    span_str(entry), policy, &v));
		assert_true(v.quorum);
		assert_int_equal(2, v.witnesses);
		assert_int_equal(TIME, v.time);
		assert_int_equal(s.kind == TT_BATCH ? TT_EREFUSED : TT_OK,
		    tt_authority_check(&s, &a));
		free(entry);
		free(file);
	}
	free(keys_text);
	tt_policy_free(policy);
}

static const struct {
	const char *name, *batch;
	enum tt_kind kind;
} leaves[] = {
	{ "reader", "batch-1", TT_READER },
	{ "codebook", "batch-2", TT_CODEBOOK },
	{ "wave", "batch-2", TT_WAVE },
	{ "copies", "batch-2", TT_COPIES },
	{ "receipt", "batch-3", TT_RECEIPT },
};

/* Files of a leaf; the caller frees. */
struct files {
	char *set_proof, *batch, *tlog_proof;
};

static struct files
leaf_files(size_t row)
{
	struct files f;
	char name[64];

	snprintf(name, sizeof(name), "%s.set-proof", leaves[row].name);
	f.set_proof = chain_file(name);
	f.batch = chain_file(leaves[row].batch);
	snprintf(name, sizeof(name), "%s.tlog-proof", leaves[row].batch);
	f.tlog_proof = chain_file(name);
	return f;
}

static void
free_files(struct files *f)
{
	free(f->set_proof);
	free(f->batch);
	free(f->tlog_proof);
}

static void
open_leaf(const struct files *f, enum tt_kind kind, struct tt_opened *out)
{
	struct tt_opening o = { span_str(f->set_proof), span_str(f->batch),
		span_str(f->tlog_proof) };
	struct tt_policy *policy = chain_policy();

	assert_int_equal(TT_OK, tt_opening_check(&o, kind, policy, out));
	tt_policy_free(policy);
}

static void
shared_leaves_are_opened(void **state)
{
	json_t *values;
	struct files f;
	struct tt_opened out;
	struct hash want;
	char path[4096];
	struct tt_statement again;

	find_chain();
	snprintf(path, sizeof(path), "%s/values.json", dir);
	values = kit_json(path);
	for (size_t i = 0; i < N_ROWS(leaves); i++) {
		CHECK_ROW(state, leaves[i].name);
		f = leaf_files(i);
		open_leaf(&f, leaves[i].kind, &out);
		want = kit_hex(kit_str(json_object_get(values, "leaf_hashes"),
		    leaves[i].name));
		assert_memory_equal(&want, &out.leaf, sizeof(want));
		parse_and_rewrite(out.statement.bytes.p, &again);
		free_files(&f);
	}
	json_decref(values);
}

/* Each set again from its known leaves and its padding key. */
static void
check_padding(const char *set_name, const char *key_hex, const char *const
    *names, const struct hash *root)
{
	struct hash leaf[3], got, key = kit_hex(key_hex);
	struct tt_padding_key pad;
	struct tt_set_proof p;
	struct tt_set *set;
	uint64_t place[3];
	char name[64], *file;
	size_t n = 0;

	name_row(set_name);
	memcpy(pad.b, key.b, sizeof(pad.b));
	for (; names[n] != NULL; n++) {
		snprintf(name, sizeof(name), "%s.set-proof", names[n]);
		file = chain_file(name);
		assert_int_equal(TT_OK, tt_set_proof_parse(&p,
		    span_str(file)));
		assert_int_equal(TT_OK, tt_set_proof_check(&p, DEPTH, root,
		    &leaf[n]));
		place[n] = p.index;
		free(file);
	}
	assert_int_equal(TT_OK, tt_set_new(&set, DEPTH, leaf, place, n,
	    &pad));
	tt_set_root(set, &got);
	assert_memory_equal(root, &got, sizeof(got));
	tt_set_free(set);
}

static struct hash
root_of(const char *text)
{
	struct tt_statement s;
	struct hash root;

	assert_int_equal(TT_OK, tt_statement_parse(&s, span_str(text), NULL));
	assert_true(tt_statement_hash(&s, "set", &root));
	return root;
}

static void
shared_sets_are_rebuilt_from_their_padding_keys(void **state)
{
	static const char *const in[3][4] = { { "reader" },
		{ "codebook", "wave", "copies" }, { "receipt" } };
	static const char *const copy[] = { "copy", NULL };
	static const char *const sets[] = { "batch-1", "batch-2", "batch-3" };
	struct tt_opened copies;
	json_t *values, *keys;
	struct files f;
	struct hash root;
	char path[4096];

	(void)state;
	find_chain();
	snprintf(path, sizeof(path), "%s/values.json", dir);
	values = kit_json(path);
	keys = json_object_get(values, "padding_keys");
	for (size_t i = 0; i < 3; i++) {
		char *text = chain_file(sets[i]);

		root = root_of(text);
		check_padding(sets[i], kit_str(keys, sets[i]), in[i], &root);
		free(text);
	}
	f = leaf_files(3);
	open_leaf(&f, TT_COPIES, &copies);
	assert_true(tt_statement_hash(&copies.statement, "set", &root));
	check_padding("copies", kit_str(keys, "copies"), copy, &root);
	free_files(&f);
	json_decref(values);
}

/* What a client asks before and after it signs: specs/ledger.md section 7. */
static void
shared_chain_is_linked(void **state)
{
	char *copy_file, *keys_file;
	struct tt_opened reader, wave, codebook, copies, receipt;
	struct tt_opened *const out[] = { &reader, &codebook, &wave, &copies,
		&receipt };
	struct tt_authority a = { .keys = NULL };
	struct tt_statement keys, copy;
	uint8_t id[TT_READER_ID_LEN], said[TT_READER_ID_LEN];
	struct tt_age_recipient seal;
	struct files f[5];
	struct hash h, keys_hash;
	struct tt_vkey k;

	find_chain();
	keys_file = chain_file("keys");
	assert_int_equal(TT_OK, tt_statement_parse(&keys, span_str(keys_file),
	    NULL));
	sha256(keys_hash.b, keys_file, strlen(keys_file));
	a.keys = &keys;
	for (size_t i = 0; i < 5; i++) {
		f[i] = leaf_files(i);
		open_leaf(&f[i], leaves[i].kind, out[i]);
	}
	assert_true(tt_statement_vkey(&reader.statement, "sign", &k));
	a.reader = &k;
	for (size_t i = 0; i < 5; i++) {
		CHECK_ROW(state, leaves[i].name);
		assert_int_equal(TT_OK, tt_authority_check(
		    &out[i]->statement, &a));
		assert_true(tt_statement_hash(&out[i]->batch, "keys", &h));
		assert_memory_equal(&keys_hash, &h, sizeof(h));
	}
	assert_true(tt_statement_recipient(&reader.statement, "seal", &seal));
	tt_reader_id(id, k.key, &seal);
	assert_true(tt_statement_bytes(&reader.statement, "reader", said,
	    sizeof(said)));
	assert_memory_equal(id, said, sizeof(id));
	assert_true(tt_statement_hash(&receipt.statement, "copies", &h));
	assert_memory_equal(&h, &copies.leaf, sizeof(h));
	assert_true(tt_statement_hash(&copies.statement, "wave", &h));
	assert_memory_equal(&h, &wave.leaf, sizeof(h));
	assert_true(tt_statement_hash(&copies.statement, "codebook", &h));
	assert_memory_equal(&h, &codebook.leaf, sizeof(h));
	copy_file = chain_file("copy.set-proof");
	assert_int_equal(TT_OK, tt_copy_leaf_check(span_str(copy_file),
	    &copies.statement, &copy));
	assert_true(span_eq(tt_statement_get(&copy, "copy"),
	    tt_statement_get(&receipt.statement, "copy")));
	assert_int_equal(TT_EREFUSED, tt_copy_leaf_check(span_str(copy_file),
	    &wave.statement, &copy));
	copy_file[strlen(copy_file) - 2] ^= 1;
	assert_int_equal(TT_EPROOF, tt_copy_leaf_check(span_str(copy_file),
	    &copies.statement, &copy));
	for (size_t i = 0; i < 5; i++)
		free_files(&f[i]);
	free(copy_file);
	free(keys_file);
}

/* One bit of each byte of each file of a receipt's opening. */
static void
shared_receipt_with_a_changed_bit_is_refused(void **state)
{
	struct tt_policy *policy;
	struct tt_opened out;
	struct files f;

	find_chain();
	policy = chain_policy();
	f = leaf_files(4);
	for (size_t k = 0; k < 3; k++) {
		char *p = k == 0 ? f.set_proof : k == 1 ? f.batch :
		    f.tlog_proof;

		CHECK_ROW(state, k == 0 ? "set proof" : k == 1 ? "batch" :
		    "log proof");
		for (size_t i = 0, n = strlen(p); i < n; i++) {
			struct tt_opening o;

			p[i] ^= 1;
			o = (struct tt_opening){ span_str(f.set_proof),
				span_str(f.batch), span_str(f.tlog_proof) };
			assert_int_not_equal(TT_OK, tt_opening_check(&o,
			    TT_RECEIPT, policy, &out));
			p[i] ^= 1;
		}
	}
	free_files(&f);
	tt_policy_free(policy);
}

TEST_MAIN(
	cmocka_unit_test(a_statement_is_opened_whole_or_not_at_all),
	cmocka_unit_test(no_changed_bit_is_believed),
	cmocka_unit_test(a_copy_is_in_its_set),
	cmocka_unit_test(shared_entries_are_in_the_log),
	cmocka_unit_test(shared_leaves_are_opened),
	cmocka_unit_test(shared_sets_are_rebuilt_from_their_padding_keys),
	cmocka_unit_test(shared_chain_is_linked),
	cmocka_unit_test(shared_receipt_with_a_changed_bit_is_refused)
)
