/* SPDX-License-Identifier: ISC */
#include "cli/keychain.h"
#include "programmekit.h"

struct world {
	struct programme p;
	struct kit_log files;
	struct tt_log_reader *log;
};

/* Entries by letter; 'U': a list 2 that nobody of list 1 has signed. */
static void
build(struct world *w, const char *entries)
{
	struct tt_checkpoint cp;
	struct tt_tile_io io;

	memset(w, 0, sizeof(*w));
	programme_init(&w->p);
	for (; *entries != '\0'; entries++)
		if (*entries == 'U')
			programme_push(&w->p, PROGRAMME_SIGN(&w->p, "keys",
			    programme_text("number 2\nkey log %s\n"
			    "key officer %s\n", kit_vkey(KIT_LOG),
			    kit_vkey(KIT_BERT)), KIT_BERT));
		else
			programme_add(&w->p, *entries);
	cp = programme_log(&w->p, &w->files);
	io = kit_io(&w->files);
	assert_int_equal(TT_OK, tt_log_reader_new(&w->log, &cp, &io));
}

static void
drop(struct world *w)
{
	tt_log_reader_free(w->log);
	kit_drop(&w->files);
	programme_done(&w->p);
}

static const struct {
	const char *name, *entries;
	enum kit_key log, officer;
	enum tt_err want;
} starts[] = {
	{ "as init leaves it", "PKA", KIT_LOG, KIT_ANNA, TT_OK },
	{ "an officer who is not in the list", "PKA", KIT_LOG, KIT_BERT,
	    TT_EREFUSED },
	{ "another log's key", "PKA", KIT_OTHER, KIT_ANNA, TT_EREFUSED },
	{ "too short", "P", KIT_LOG, KIT_ANNA, TT_ENOENT },
	{ "keys first", "KP", KIT_LOG, KIT_ANNA, TT_EREFUSED },
	{ "no keys", "PP", KIT_LOG, KIT_ANNA, TT_EREFUSED },
};

static void
the_chain_begins_with_what_an_invitation_names(void **state)
{
	for (size_t i = 0; i < N_ROWS(starts); i++) {
		struct tt_signer log = kit_signer(starts[i].log);
		struct tt_signer officer = kit_signer(starts[i].officer);
		struct keychain_start start = { .interval_s = 77 };
		struct world w;

		CHECK_ROW(state, starts[i].name);
		build(&w, starts[i].entries);
		assert_int_equal(starts[i].want, keychain_start(w.log, w.p.n,
		    &log.vkey, &officer.vkey, &start));
		if (starts[i].want == TT_OK) {
			assert_int_equal(PROGRAMME_INTERVAL, start.interval_s);
			assert_true(span_is(buf_view(&start.keys),
			    w.p.entry[1]));
		} else
			assert_int_equal(77, start.interval_s);
		buf_done(&start.keys);
		drop(&w);
	}
}

static const struct {
	const char *name, *entries;
	size_t from, to;	/* believed, wanted; SIZE_MAX: none */
	enum tt_err want;
} follows[] = {
	{ "the same", "PKBB", 1, 1, TT_OK },
	{ "the next", "PKBLB", 1, 3, TT_OK },
	{ "over two", "PKBLBMB", 1, 5, TT_OK },
	{ "the last, from the one before", "PKBLBMB", 3, 5, TT_OK },
	{ "one before: not by going on", "PKBLBMB", 5, 1, TT_ENOENT },
	{ "none with that hash", "PKBLB", 1, SIZE_MAX, TT_ENOENT },
	{ "one left out", "PKMB", 1, 2, TT_EREFUSED },
	{ "not signed by the list before", "PKUB", 1, 2, TT_EREFUSED },
};

static void
each_list_is_signed_by_the_one_before(void **state)
{
	for (size_t i = 0; i < N_ROWS(follows); i++) {
		struct world w;
		struct buf keys;
		struct hash want = { { 1 } };
		const char *had, *to;

		CHECK_ROW(state, follows[i].name);
		build(&w, follows[i].entries);
		had = w.p.entry[follows[i].from];
		to = follows[i].to == SIZE_MAX ? NULL :
		    w.p.entry[follows[i].to];
		if (to != NULL)
			sha256(want.b, to, strlen(to));
		buf_init(&keys, TT_STATEMENT_MAX);
		buf_str(&keys, had);
		assert_int_equal(follows[i].want, keychain_follow(w.log,
		    w.p.n, &want, &keys));
		assert_true(span_is(buf_view(&keys),
		    follows[i].want == TT_OK ? to : had));
		buf_done(&keys);
		drop(&w);
	}
}

TEST_MAIN(cmocka_unit_test(the_chain_begins_with_what_an_invitation_names),
    cmocka_unit_test(each_list_is_signed_by_the_one_before))
