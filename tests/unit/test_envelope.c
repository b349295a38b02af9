/* SPDX-License-Identifier: ISC */
#include "envelopekit.h"

/* Reads w's JSON as READER would; the log of the policy as given. */
static enum tt_err
read_it(const struct envelope_world *w, enum kit_key log,
    struct envelope **out, struct envelope_diag *diag)
{
	struct tt_policy *policy = envelope_policy(log);
	struct envelope_want want = { .origin = SPAN(ORIGIN),
		.bulletin = SPAN(BULLETIN), .policy = policy };
	char *text = json_dumps(w->json, 0);
	enum tt_err e;

	assert_non_null(text);
	assert_true(hex_decode(want.reader, sizeof(want.reader), READER,
	    strlen(READER)));
	e = envelope_read(out, span_str(text), &want, diag);
	free(text);
	tt_policy_free(policy);
	return e;
}

static const struct {
	const char *name;
	enum flaw flaw;
	enum kit_key log;
	enum tt_err want;
	const char *what;
} flaws[] = {
	{ "as it should be", FLAW_NONE, KIT_LOG, TT_OK, NULL },
	{ "a log that is not believed", FLAW_NONE, KIT_OTHER, TT_EUNSIGNED,
	    "the codebook's place in the ledger" },
	{ "a codebook signed by a stranger", FLAW_CODEBOOK_SIGNER, KIT_LOG,
	    TT_EREFUSED, "the codebook's signature" },
	{ "a wave signed by no publisher", FLAW_WAVE_SIGNER, KIT_LOG,
	    TT_EREFUSED, "the wave's signature" },
	{ "copies signed by no publisher", FLAW_COPIES_SIGNER, KIT_LOG,
	    TT_EREFUSED, "the signature of the set of copies" },
	{ "copies for another wave", FLAW_WAVE_LINK, KIT_LOG, TT_EPROOF,
	    "the link from the copies to wave and codebook" },
	{ "copies of another codebook", FLAW_CODEBOOK_LINK, KIT_LOG,
	    TT_EPROOF, "the link from the copies to wave and codebook" },
	{ "another bulletin's wave", FLAW_WAVE_BULLETIN, KIT_LOG,
	    TT_EREFUSED, "the wave's place in the ledger" },
	{ "another reader's leaf", FLAW_READER, KIT_LOG, TT_EREFUSED,
	    "whose copy it is" },
	{ "another bulletin's leaf", FLAW_LEAF_BULLETIN, KIT_LOG,
	    TT_EREFUSED, "the copy's place among the copies" },
	{ "terms with another instant", FLAW_TERMS_OPENS, KIT_LOG,
	    TT_EREFUSED,
	    "the opening instant, which terms and wave tell differently" },
	{ "another bulletin's terms", FLAW_TERMS_BULLETIN, KIT_LOG,
	    TT_EREFUSED, "the bulletin that the terms are of" },
	{ "another programme's terms", FLAW_TERMS_LOG, KIT_LOG, TT_EREFUSED,
	    "the bulletin that the terms are of" },
	{ "a wave that moved", FLAW_MOVED, KIT_LOG, TT_OK, NULL },
	{ "a move signed by a stranger", FLAW_MOVE_SIGNER, KIT_LOG,
	    TT_EREFUSED, "the signatures of the wave's move" },
	{ "another wave's move", FLAW_MOVE_WAVE, KIT_LOG, TT_EREFUSED,
	    "the place of the wave's move in the ledger" },
	{ "a move that the terms do not know", FLAW_MOVE_OPENS, KIT_LOG,
	    TT_EREFUSED,
	    "the opening instant, which terms and wave tell differently" },
};

static void
what_does_not_hold_is_refused_by_name(void **state)
{
	for (size_t i = 0; i < N_ROWS(flaws); i++) {
		struct envelope_diag diag = { .what = NULL };
		struct envelope *d = NULL;
		struct envelope_world w;

		CHECK_ROW(state, flaws[i].name);
		envelope_make(&w, flaws[i].flaw);
		assert_int_equal(flaws[i].want, read_it(&w, flaws[i].log, &d,
		    &diag));
		if (flaws[i].want == TT_OK)
			assert_non_null(d);
		else {
			assert_null(d);
			assert_string_equal(flaws[i].what, diag.what);
		}
		envelope_free(d);
		envelope_drop(&w);
	}
}

/* One member of the answer replaced; value NULL: taken away. */
static const struct {
	const char *name, *object, *member, *value;
	enum tt_err want;
} members[] = {
	{ "another id", NULL, "id", "\"0000000000000001\"", TT_EREFUSED },
	{ "no id", NULL, "id", NULL, TT_ENOENT },
	{ "a larger copy", NULL, "size", "20649", TT_EINTEGRITY },
	{ "an empty copy", NULL, "size", "0", TT_ERANGE },
	{ "no terms", NULL, "terms", NULL, TT_ENOENT },
	{ "terms that are none", NULL, "terms", "\"terms\"", TT_ESYNTAX },
	{ "another wave's name", NULL, "wave_leaf", "\"" READER READER "\"",
	    TT_EPROOF },
	{ "a wave's name cut short", NULL, "wave_leaf", "\"" READER "\"",
	    TT_EPROOF },
	{ "no wave", NULL, "wave", NULL, TT_ENOENT },
	{ "a wave that is a number", NULL, "wave", "7", TT_ESYNTAX },
	{ "no copy", NULL, "copy", NULL, TT_ENOENT },
	{ "another leaf for the wave", "wave", "leaf",
	    "\"" READER READER "\"", TT_EPROOF },
	{ "no keys", "wave", "keys", NULL, TT_ENOENT },
	{ "no batch", "copies", "batch", NULL, TT_ENOENT },
	{ "an empty set-proof", "copy", "set_proof", "\"\"", TT_ESYNTAX },
	{ "no set-proof", "copy", "set_proof", NULL, TT_ENOENT },
};

static void
a_member_that_is_changed_is_refused(void **state)
{
	for (size_t i = 0; i < N_ROWS(members); i++) {
		struct envelope *d = NULL;
		struct envelope_world w;
		json_t *object;

		CHECK_ROW(state, members[i].name);
		envelope_make(&w, FLAW_NONE);
		object = members[i].object == NULL ? w.json :
		    json_object_get(w.json, members[i].object);
		if (members[i].value == NULL)
			json_object_del(object, members[i].member);
		else
			json_object_set_new(object, members[i].member,
			    json_loads(members[i].value, JSON_DECODE_ANY,
			    NULL));
		assert_int_equal(members[i].want, read_it(&w, KIT_LOG, &d,
		    NULL));
		assert_null(d);
		envelope_drop(&w);
	}
}

/* A proof of one statement in the place of another's. */
static void
parts_cannot_stand_for_each_other(void **state)
{
	static const char *const parts[] = { "codebook", "wave", "copies" };
	struct envelope *d = NULL;
	struct envelope_world w;

	for (size_t a = 0; a < N_ROWS(parts); a++)
		for (size_t b = 0; b < N_ROWS(parts); b++) {
			CHECK_ROW(state, parts[a]);
			if (a == b)
				continue;
			envelope_make(&w, FLAW_NONE);
			json_object_set(w.json, parts[a],
			    json_object_get(w.json, parts[b]));
			assert_int_equal(TT_EREFUSED, read_it(&w, KIT_LOG, &d,
			    NULL));
			envelope_drop(&w);
		}
}

/* A list of keys that is not the one that the batch names. */
static void
keys_are_those_that_the_batch_names(void **state)
{
	struct envelope *d = NULL;
	struct envelope_diag diag;
	struct envelope_world w;
	json_t *keys;

	(void)state;
	envelope_make(&w, FLAW_NONE);
	keys = json_object_get(json_object_get(w.json, "wave"), "keys");
	json_object_set_new(keys, "entry", json_string(w.p.entry[0]));
	assert_int_equal(TT_EPROOF, read_it(&w, KIT_LOG, &d, &diag));
	assert_string_equal("the keys in force at the wave's statement",
	    diag.what);
	json_object_set_new(keys, "tlog_proof", tlog_proof_of(&w, 0));
	assert_int_equal(TT_EREFUSED, read_it(&w, KIT_LOG, &d, &diag));
	envelope_drop(&w);
}

static void
the_receipt_names_what_was_checked(void **state)
{
	struct tt_signer reader = kit_signer(KIT_READER);
	struct tt_signer other = kit_signer(KIT_OTHER);
	struct tt_statement s;
	struct envelope_world w;
	struct envelope *d;
	struct buf text;
	char *want;

	(void)state;
	envelope_make(&w, FLAW_NONE);
	assert_int_equal(TT_OK, read_it(&w, KIT_LOG, &d, NULL));
	assert_int_equal(COPY_BYTES, d->bytes);
	buf_init(&text, TT_STATEMENT_MAX);
	assert_int_equal(TT_OK, envelope_sign(d, 1774026001, &reader, &text));
	want = programme_text("telltale/v1/receipt\nlog %s\n"
	    "time 2026-03-20T17:00:01Z\nbulletin %s\nreader %s\nterms %s\n"
	    "until %s\ncopies %s\ncopy %064d\n\n", ORIGIN, BULLETIN, READER,
	    hex_of(&d->terms.hash), PUBLIC, hex_of(&w.copies.leaf), 3);
	assert_true(span_starts(buf_view(&text), want));
	free(want);
	assert_int_equal(TT_OK, tt_statement_parse(&s, buf_view(&text),
	    NULL));
	assert_int_equal(TT_OK, envelope_is_for(d, &s, &reader.vkey));
	assert_int_equal(TT_EREFUSED, envelope_is_for(d, &s, &other.vkey));
	buf_done(&text);
	envelope_free(d);
	envelope_drop(&w);
}

static void
a_receipt_for_something_else_is_not_for_it(void **state)
{
	static const char *const changes[] = { "bulletin ", "reader ",
		"terms ", "until 2026-03-3", "copies ", "copy " };
	struct tt_signer reader = kit_signer(KIT_READER);
	const struct tt_signer *by = &reader;
	struct envelope_world w;
	struct envelope *d;
	struct buf text;

	envelope_make(&w, FLAW_NONE);
	assert_int_equal(TT_OK, read_it(&w, KIT_LOG, &d, NULL));
	buf_init(&text, TT_STATEMENT_MAX);
	assert_int_equal(TT_OK, envelope_sign(d, 1774026001, &reader, &text));
	for (size_t i = 0; i < N_ROWS(changes); i++) {
		struct tt_statement s;
		struct buf changed, note;
		char *at;

		CHECK_ROW(state, changes[i]);
		assert_int_equal(TT_OK, tt_statement_parse(&s,
		    buf_view(&text), NULL));
		buf_init(&changed, TT_STATEMENT_MAX);
		buf_span(&changed, s.note.text);
		at = strstr(changed.p, changes[i]) + strlen(changes[i]);
		*at = *at == '1' ? '2' : '1';
		buf_init(&note, TT_STATEMENT_MAX);
		assert_int_equal(TT_OK, tt_note_sign(&note,
		    buf_view(&changed), &by, 1));
		assert_int_equal(TT_OK, tt_statement_parse(&s,
		    buf_view(&note), NULL));
		assert_int_equal(TT_EREFUSED, envelope_is_for(d, &s,
		    &reader.vkey));
		buf_done(&changed);
		buf_done(&note);
	}
	buf_done(&text);
	envelope_free(d);
	envelope_drop(&w);
}

TEST_MAIN(cmocka_unit_test(what_does_not_hold_is_refused_by_name),
    cmocka_unit_test(a_member_that_is_changed_is_refused),
    cmocka_unit_test(parts_cannot_stand_for_each_other),
    cmocka_unit_test(keys_are_those_that_the_batch_names),
    cmocka_unit_test(the_receipt_names_what_was_checked),
    cmocka_unit_test(a_receipt_for_something_else_is_not_for_it))
