/* SPDX-License-Identifier: ISC */
/*
 * envelopekit - the hub's answer about one bulletin, made here in full: a
 * programme's ledger with codebook, wave and copies in its first batch, and
 * one reader's leaf; with one thing wrong, if that is asked for.
 */
#ifndef ENVELOPEKIT_H
#define ENVELOPEKIT_H

#include "cli/envelope.h"
#include "programmekit.h"
#include "telltale/log_reader.h"
#include "telltale/set.h"
#include "telltale/set_proof.h"
#include "telltale/tlog_proof.h"

#define BULLETIN	"6f1d0c92b4e87a35"
#define OPENS		"2026-03-20T17:00:00Z"
#define MOVED		"2026-03-21T17:00:00Z"
#define PUBLIC		"2026-03-30T17:00:00Z"
#define COPY_BYTES	20648

/* What is not as it should be. */
enum flaw {
	FLAW_NONE,
	FLAW_WAVE_SIGNER,	/* by a key that is no publisher's */
	FLAW_CODEBOOK_SIGNER,
	FLAW_COPIES_SIGNER,
	FLAW_WAVE_LINK,		/* copies name another wave */
	FLAW_CODEBOOK_LINK,
	FLAW_WAVE_BULLETIN,	/* the wave is another bulletin's */
	FLAW_READER,		/* the leaf is another reader's */
	FLAW_LEAF_BULLETIN,
	FLAW_TERMS_OPENS,	/* another instant than the wave's */
	FLAW_TERMS_BULLETIN,
	FLAW_TERMS_LOG,
	FLAW_MOVED,		/* none: the wave moved, and all say so */
	FLAW_MOVE_SIGNER,	/* ... by a stranger */
	FLAW_MOVE_WAVE,		/* ... another wave did */
	FLAW_MOVE_OPENS,	/* ... and the terms have the old instant */
};

struct made {
	char *text;
	struct tt_salt salt;
	struct hash leaf;
};

struct envelope_world {
	struct programme p;
	struct made codebook, wave, copies, copy, move;
	bool moved;
	struct tt_set *batch, *set;
	struct kit_log files;
	struct tt_checkpoint cp;
	struct buf note;
	json_t *json;
};

static UNUSED struct made
make(char *text, uint8_t salt)
{
	struct made m = { .text = text };

	memset(m.salt.b, salt, sizeof(m.salt.b));
	tt_leaf_hash(&m.leaf, &m.salt, span_str(text));
	return m;
}

static UNUSED struct tt_set *
make_set(const struct made *const *leaf, size_t n)
{
	const struct tt_padding_key key = { { 9 } };
	uint64_t place[4] = { 11, 3, 14, 0 };
	struct hash h[4];
	struct tt_set *set;

	for (size_t i = 0; i < n; i++)
		h[i] = leaf[i]->leaf;
	assert_int_equal(TT_OK, tt_set_new(&set, PROGRAMME_DEPTH, h, place, n,
	    &key));
	return set;
}

static UNUSED const char *
hex_of(const struct hash *h)
{
	static char text[4][HEX_LEN(32) + 1];
	static unsigned next;
	char *out = text[next++ % 4];

	hex_encode(out, h->b, sizeof(h->b));
	return out;
}

static UNUSED void
make_statements(struct envelope_world *w, enum flaw flaw)
{
	static const struct hash other = { { 0xee } };
	struct hash root;

	w->codebook = make(PROGRAMME_SIGN(&w->p, "codebook",
	    programme_text("bulletin %s\ncommitment %064d\ntext %064d\n",
	    BULLETIN, 1, 2), flaw == FLAW_CODEBOOK_SIGNER ? KIT_OTHER :
	    KIT_ANNA), 1);
	w->wave = make(PROGRAMME_SIGN(&w->p, "wave",
	    programme_text("bulletin %s\nwave early\nprofile full\nopens %s\n"
	    "recipient age1s829ssj23s3zenq3f2qts3ch884hxgjtzwn597fg7yjc3tvvt3"
	    "eqha5dvd\nthreshold 1\ncoefficient 00 10d3515f4ea1b223bc0e6fcd65"
	    "f9444d9459e62f56fd78bde630d0859513e132\nkeeper 01 age1zvkyg2lqzra"
	    "a2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj\n",
	    flaw == FLAW_WAVE_BULLETIN ? "0000000000000001" : BULLETIN,
	    OPENS), flaw == FLAW_WAVE_SIGNER ? KIT_BERT : KIT_ANNA), 2);
	w->copy = make(programme_text("telltale/v1/copy\nlog %s\n"
	    "bulletin %s\nnumber 5\nholder 2\nreader %s\ncopy %064d\n",
	    ORIGIN, flaw == FLAW_LEAF_BULLETIN ? "0000000000000001" :
	    BULLETIN, flaw == FLAW_READER ?
	    "00000000000000000000000000000001" : READER, 3), 3);
	w->set = make_set((const struct made *[]){ &w->copy }, 1);
	tt_set_root(w->set, &root);
	w->copies = make(PROGRAMME_SIGN(&w->p, "copies",
	    programme_text("bulletin %s\nwave %s\ncodebook %s\nset %s\n"
	    "depth %d\nbytes %d\n", BULLETIN,
	    hex_of(flaw == FLAW_WAVE_LINK ? &other : &w->wave.leaf),
	    hex_of(flaw == FLAW_CODEBOOK_LINK ? &other : &w->codebook.leaf),
	    hex_of(&root), PROGRAMME_DEPTH, COPY_BYTES),
	    flaw == FLAW_COPIES_SIGNER ? KIT_BERT : KIT_ANNA), 4);
}

static UNUSED void
make_move(struct envelope_world *w, enum flaw flaw)
{
	static const struct hash other = { { 0xee } };

	w->moved = flaw >= FLAW_MOVED;
	w->move = make(PROGRAMME_SIGN(&w->p, "move",
	    programme_text("wave %s\nnumber 1\nopens %s\n",
	    hex_of(flaw == FLAW_MOVE_WAVE ? &other : &w->wave.leaf), MOVED),
	    flaw == FLAW_MOVE_SIGNER ? KIT_OTHER : KIT_ANNA), 5);
}

static UNUSED void
make_ledger(struct envelope_world *w)
{
	struct tt_signer log = kit_signer(KIT_LOG);

	w->batch = make_set((const struct made *[]){ &w->codebook, &w->wave,
	    &w->copies, &w->move }, 4);
	tt_set_root(w->batch, &w->p.set);
	programme_add(&w->p, 'B');
	w->cp = programme_log(&w->p, &w->files);
	buf_init(&w->note, TT_NOTE_MAX);
	assert_int_equal(TT_OK, tt_checkpoint_sign(&w->note, &w->cp, &log));
}

static UNUSED json_t *
text_of(struct buf *b)
{
	json_t *j = json_stringn(b->p, b->n);

	assert_non_null(j);
	buf_done(b);
	return j;
}

static UNUSED json_t *
tlog_proof_of(struct envelope_world *w, uint64_t index)
{
	struct tt_tlog_proof p = { .index = index,
		.checkpoint = buf_view(&w->note) };
	struct tt_tile_io io = kit_io(&w->files);
	struct tt_log_reader *r;
	struct buf b;

	assert_int_equal(TT_OK, tt_log_reader_new(&r, &w->cp, &io));
	assert_int_equal(TT_OK, tt_log_reader_prove(r, index, p.proof, &p.n));
	buf_init(&b, TT_TLOG_PROOF_MAX);
	assert_int_equal(TT_OK, tt_tlog_proof_format(&p, &b));
	tt_log_reader_free(r);
	return text_of(&b);
}

static UNUSED json_t *
set_proof_of(const struct tt_set *set, uint64_t place, const struct made *m)
{
	struct tt_set_proof p;
	struct buf b;

	assert_int_equal(TT_OK, tt_set_proof_make(&p, set, place, &m->salt,
	    span_str(m->text)));
	buf_init(&b, TT_SET_PROOF_MAX);
	assert_int_equal(TT_OK, tt_set_proof_format(&p, &b));
	return text_of(&b);
}

static UNUSED json_t *
proof_of(struct envelope_world *w, uint64_t place, const struct made *m)
{
	return json_pack("{s:s, s:o, s:o, s:s, s:{s:o, s:s}}", "leaf",
	    hex_of(&m->leaf), "set_proof", set_proof_of(w->batch, place, m),
	    "tlog_proof", tlog_proof_of(w, 2), "batch", w->p.entry[2],
	    "keys", "tlog_proof", tlog_proof_of(w, 1), "entry",
	    w->p.entry[1]);
}

static UNUSED char *
make_terms(enum flaw flaw)
{
	return programme_text("telltale/v1/terms\nlog %s\nbulletin %s\n"
	    "revision 1\npublic %s\nopens %s\nwave 00112233445566aa\n"
	    "agreement 1\nrespond-by %s\nuse test yes\n\nKeep it quiet.\n",
	    flaw == FLAW_TERMS_LOG ? "other.example" : ORIGIN,
	    flaw == FLAW_TERMS_BULLETIN ? "0000000000000001" : BULLETIN,
	    PUBLIC, flaw == FLAW_TERMS_OPENS ? "2026-03-20T16:00:00Z" :
	    flaw >= FLAW_MOVED && flaw != FLAW_MOVE_OPENS ? MOVED : OPENS,
	    PUBLIC);
}

static UNUSED void
envelope_make(struct envelope_world *w, enum flaw flaw)
{
	char *terms = make_terms(flaw);

	memset(w, 0, sizeof(*w));
	programme_init(&w->p);
	programme_add(&w->p, 'P');
	programme_add(&w->p, 'K');
	make_statements(w, flaw);
	make_move(w, flaw);
	make_ledger(w);
	w->json = json_pack("{s:s, s:s, s:s, s:i, s:o, s:o, s:o, s:{s:o}}",
	    "id", BULLETIN, "terms", terms, "wave_leaf",
	    hex_of(&w->wave.leaf), "size", COPY_BYTES,
	    "codebook", proof_of(w, 11, &w->codebook),
	    "wave", proof_of(w, 3, &w->wave),
	    "copies", proof_of(w, 14, &w->copies),
	    "copy", "set_proof", set_proof_of(w->set, 11, &w->copy));
	assert_non_null(w->json);
	if (w->moved)
		assert_int_equal(0, json_object_set_new(w->json, "move",
		    proof_of(w, 0, &w->move)));
	free(terms);
}

static UNUSED void
envelope_drop(struct envelope_world *w)
{
	struct made *all[] = { &w->codebook, &w->wave, &w->copies, &w->copy,
		&w->move };

	for (size_t i = 0; i < N_ROWS(all); i++)
		free(all[i]->text);
	tt_set_free(w->batch);
	tt_set_free(w->set);
	kit_drop(&w->files);
	buf_done(&w->note);
	programme_done(&w->p);
	json_decref(w->json);
}

static UNUSED struct tt_policy *
envelope_policy(enum kit_key log)
{
	char *text = programme_text("log %s\nquorum none\n", kit_vkey(log));
	struct tt_policy *p;

	assert_int_equal(TT_OK, tt_policy_new(&p, span_str(text), NULL));
	free(text);
	return p;
}

#endif
