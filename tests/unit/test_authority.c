/* SPDX-License-Identifier: ISC */
#include "ledgerkit.h"
#include "telltale/authority.h"

#define LOG	"log " ORIGIN "\ntime 2026-03-09T16:40:00Z\n"
#define H16	"0123456789abcdef"
#define H32	H16 H16
#define H64	H32 H32
#define SEAL	"age1x3mym05xrtnjvgfugnydjvynhhratwq2cxugndtsdugturgfx3ks3wl0eg"
#define WAVE	"wave " H64 "\n"

#define PARTNER(state)	"partner\n" LOG "partner " H32 "\nname Acme\nstate " \
	state "\ntier elite\nagreement 1\n"
#define EMBARGO(state)	"embargo\n" LOG "bulletin " H16 "\nrevision 1\n" \
	"public 2026-03-10T18:00:00Z\nstate " state "\n"
#define EXCEPTION	"exception\n" LOG "partner " H32 "\nrule tier\n" \
	"until 2026-03-10T18:00:00Z\nreason asked\n"
#define POLICY	"policy\n" LOG "what duties\nversion 3\ndocument " H64 "\n"
#define CONSENT	"consent\n" LOG "bulletin " H16 "\nreader " READER "\nterms " \
	H64 "\nuntil 2026-03-10T17:00:00Z\nstate declined\n"
#define SIGHTING "sighting\n" LOG "seen 2026-03-09T00:00:00Z\n" \
	"source honeypot\nevidence " H64 "\n"
#define CODEBOOK "codebook\n" LOG "bulletin " H16 "\ncommitment " H64 \
	"\ntext " H64 "\n"
#define CASE	"case\n" LOG "case c1\nstate opened\n"
#define RELEASE	"release\n" LOG WAVE "cause instant\nrecipient " SEAL "\n"
#define EARLY	"early\n" LOG WAVE "reason exploited\n"
#define HELD	"held\n" LOG WAVE "index 1\nopens 2026-03-10T17:00:00Z\n" \
	"share " H64 "\n"

/* Lists of keys: anna and bert are officers, carla counsel, anna publishes. */
enum list { TEAM, SMALL, DOUBLE, NO_LIST };

static char *
keys_text(enum list list)
{
	static char text[4096];
	struct tt_signer anna = kit_signer(KIT_ANNA);
	char twin[TT_VKEY_TEXT_MAX + 1];
	struct tt_statement_out o;
	struct buf b;
	const struct {
		const char *role, *vkey;
	} keys[] = {
		{ "officer", kit_vkey(KIT_ANNA) },
		{ "publisher", kit_vkey(KIT_ANNA) },
		{ "log", kit_vkey(KIT_LOG) },
		{ "officer", list == SMALL ? NULL : kit_vkey(KIT_BERT) },
	};

	buf_init(&b, sizeof(text));
	tt_statement_begin(&o, TT_KEYS, SPAN(ORIGIN), 0);
	tt_statement_put_number(&o, "number", 1);
	if (list == SMALL)
		tt_statement_put_str(&o, "small-team", "yes");
	for (size_t i = 0; i < N_ROWS(keys); i++)
		if (keys[i].vkey != NULL)
			tt_statement_put_pair(&o, "key",
			    span_str(keys[i].role), span_str(keys[i].vkey));
	tt_statement_put_pair(&o, "key", SPAN("counsel"),
	    span_str(kit_vkey(KIT_CARLA)));
	tt_statement_put_pair(&o, "key", SPAN("keeper"),
	    span_str(kit_vkey(KIT_KEEPER)));
	if (list == TEAM)	/* bert may stand in as counsel */
		tt_statement_put_pair(&o, "key", SPAN("counsel"),
		    span_str(kit_vkey(KIT_BERT)));
	if (list == DOUBLE) {	/* anna again, under another name */
		assert_int_equal(TT_OK, tt_signer_from_seed(&anna,
		    SPAN(ORIGIN "/o/zoe"), TT_KEY_SIGN, anna.seed));
		tt_vkey_format(&anna.vkey, twin);
		tt_statement_put_pair(&o, "key", SPAN("officer"),
		    span_str(twin));
	}
	assert_int_equal(TT_OK, tt_statement_end(&o, &b));
	snprintf(text, sizeof(text), "%s", b.p);
	buf_done(&b);
	return text;
}

enum { TWO_OFFICERS = 1, COUNSEL = 2, BY_READER = 4 };

static const struct {
	const char *name, *text;
	enum list list;
	enum kit_key by[4];
	unsigned more;		/* circumstances */
	enum tt_err want;
} rows[] = {
	{ "one officer", CASE, TEAM, { KIT_ANNA }, 0, TT_OK },
	{ "the other", CASE, TEAM, { KIT_BERT }, 0, TT_OK },
	{ "one too many", CASE, TEAM, { KIT_ANNA, KIT_BERT }, 0,
	    TT_EREFUSED },
	{ "counsel is no officer", CASE, TEAM, { KIT_CARLA }, 0,
	    TT_EREFUSED },
	{ "a key of no list", CASE, TEAM, { KIT_READER }, 0, TT_EREFUSED },
	{ "no list", CASE, NO_LIST, { KIT_ANNA }, 0, TT_EREFUSED },
	{ "a publisher", CODEBOOK, TEAM, { KIT_ANNA }, 0, TT_OK },
	{ "an officer who does not publish", CODEBOOK, TEAM, { KIT_BERT }, 0,
	    TT_EREFUSED },
	{ "two to admit", PARTNER("approved"), TEAM, { KIT_ANNA, KIT_BERT },
	    0, TT_OK },
	{ "one does not admit", PARTNER("approved"), TEAM, { KIT_ANNA }, 0,
	    TT_EUNSIGNED },
	{ "but in a small team", PARTNER("approved"), SMALL, { KIT_ANNA }, 0,
	    TT_OK },
	{ "one suspends", PARTNER("suspended"), TEAM, { KIT_ANNA }, 0,
	    TT_OK },
	{ "two and counsel remove", PARTNER("removed"), TEAM, { KIT_ANNA,
	    KIT_BERT, KIT_CARLA }, 0, TT_OK },
	{ "two do not remove, whatever roles they have", PARTNER("removed"),
	    TEAM, { KIT_ANNA, KIT_BERT }, 0, TT_EUNSIGNED },
	{ "one and counsel do not remove", PARTNER("removed"), TEAM,
	    { KIT_ANNA, KIT_CARLA }, 0, TT_EUNSIGNED },
	{ "a small team removes without counsel", PARTNER("removed"), SMALL,
	    { KIT_ANNA }, 0, TT_OK },
	{ "two and counsel make policy", POLICY, TEAM, { KIT_ANNA, KIT_BERT,
	    KIT_CARLA }, 0, TT_OK },
	{ "two make no policy", POLICY, TEAM, { KIT_ANNA, KIT_BERT }, 0,
	    TT_EUNSIGNED },
	{ "a small team with counsel makes policy", POLICY, SMALL,
	    { KIT_ANNA, KIT_CARLA }, 0, TT_OK },
	{ "a small team without counsel does, too", POLICY, SMALL,
	    { KIT_ANNA }, 0, TT_OK },
	{ "two except", EXCEPTION, TEAM, { KIT_ANNA, KIT_BERT }, 0, TT_OK },
	{ "from a duty rule not without counsel", EXCEPTION, TEAM,
	    { KIT_ANNA, KIT_BERT }, COUNSEL, TT_EUNSIGNED },
	{ "from a duty rule one of a small team", EXCEPTION, SMALL,
	    { KIT_ANNA }, COUNSEL, TT_OK },
	{ "counsel unasked", EXCEPTION, TEAM, { KIT_ANNA, KIT_BERT,
	    KIT_CARLA }, 0, TT_EREFUSED },
	{ "one proposes an embargo", EMBARGO("proposed"), TEAM, { KIT_ANNA },
	    0, TT_OK },
	{ "one does not lengthen it", EMBARGO("proposed"), TEAM,
	    { KIT_ANNA }, TWO_OFFICERS, TT_EUNSIGNED },
	{ "one does not end it", EMBARGO("ended"), TEAM, { KIT_ANNA }, 0,
	    TT_EUNSIGNED },
	{ "two retract it", EMBARGO("retracted"), TEAM, { KIT_ANNA,
	    KIT_BERT }, 0, TT_OK },
	{ "one does not open early", EARLY, TEAM, { KIT_BERT }, 0,
	    TT_EUNSIGNED },
	{ "a reader consents", CONSENT, TEAM, { KIT_READER }, BY_READER,
	    TT_OK },
	{ "and needs no list", CONSENT, NO_LIST, { KIT_READER }, BY_READER,
	    TT_OK },
	{ "nobody else does", CONSENT, TEAM, { KIT_ANNA }, BY_READER,
	    TT_EREFUSED },
	{ "nor with an officer", CONSENT, TEAM, { KIT_ANNA, KIT_READER },
	    BY_READER, TT_EREFUSED },
	{ "a reader who is not known", CONSENT, TEAM, { KIT_READER }, 0,
	    TT_EREFUSED },
	{ "an officer reports a sighting", SIGHTING, TEAM, { KIT_ANNA }, 0,
	    TT_OK },
	{ "a reader does", SIGHTING, TEAM, { KIT_READER }, BY_READER, TT_OK },
	{ "a keeper holds", HELD, TEAM, { KIT_KEEPER }, 0, TT_OK },
	{ "an officer does not", HELD, TEAM, { KIT_ANNA }, 0, TT_EREFUSED },
	{ "a keeper releases at threshold one", RELEASE, TEAM,
	    { KIT_KEEPER }, 0, TT_OK },
};

static enum tt_err
check(size_t row, const char *text)
{
	struct tt_signer reader = kit_signer(KIT_READER);
	bool no_list = rows[row].list == NO_LIST;
	char *list = no_list ? NULL : KIT_SIGN(keys_text(rows[row].list),
	    KIT_ANNA);
	struct tt_statement keys, s;
	struct tt_authority a = {
		.keys = no_list ? NULL : &keys,
		.reader = rows[row].more & BY_READER ? &reader.vkey : NULL,
		.keepers = 1,
		.two_officers = (rows[row].more & TWO_OFFICERS) != 0,
		.counsel = (rows[row].more & COUNSEL) != 0,
	};
	enum tt_err e;

	if (!no_list)
		assert_int_equal(TT_OK, tt_statement_parse(&keys,
		    span_str(list), NULL));
	assert_int_equal(TT_OK, tt_statement_parse(&s, span_str(text), NULL));
	e = tt_authority_check(&s, &a);
	free(list);
	return e;
}

static void
signatures_are_those_that_the_table_asks_for(void **state)
{
	char text[4096], *note;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		snprintf(text, sizeof(text), "telltale/v1/%s", rows[i].text);
		note = kit_sign(text, rows[i].by);
		assert_int_equal(rows[i].want, check(i, note));
		free(note);
	}
}

static void
a_signature_of_other_words_is_none(void **state)
{
	char *note = KIT_SIGN("telltale/v1/" CASE, KIT_ANNA);

	(void)state;
	*strstr(note, "c1\n") = 'd';
	assert_int_equal(TT_ESIG, check(0, note));
	free(note);
}

static void
what_is_missing_is_counted(void **state)
{
	char *list = KIT_SIGN(keys_text(TEAM), KIT_ANNA, KIT_BERT);
	char *note = KIT_SIGN("telltale/v1/" PARTNER("removed"), KIT_BERT);
	struct tt_authority_missing m;
	struct tt_statement keys, s;
	struct tt_authority a = { .keys = &keys };

	(void)state;
	assert_int_equal(TT_OK, tt_statement_parse(&keys, span_str(list),
	    NULL));
	assert_int_equal(TT_OK, tt_statement_parse(&s, span_str(note), NULL));
	assert_int_equal(TT_OK, tt_authority_missing(&s, &a, &m));
	assert_int_equal(2, m.officers);	/* bert counts as counsel */
	assert_int_equal(0, m.counsel);
	assert_int_equal(0, m.publishers + m.keepers + m.readers);
	free(list);
	free(note);
}

/* Lists of keys. */

static const struct {
	const char *name;
	enum list list;
	enum kit_key by[4];
	enum tt_err want;
} lists[] = {
	{ "all officers sign the first", TEAM, { KIT_ANNA, KIT_BERT },
	    TT_OK },
	{ "one of two does not do", TEAM, { KIT_ANNA }, TT_EUNSIGNED },
	{ "one of one does", SMALL, { KIT_ANNA }, TT_OK },
	{ "counsel signs no list", SMALL, { KIT_ANNA, KIT_CARLA },
	    TT_EREFUSED },
	{ "one key under two names", DOUBLE, { KIT_ANNA, KIT_BERT },
	    TT_EREFUSED },
};

static void
the_first_list_is_signed_by_all_in_it(void **state)
{
	struct tt_authority a = { .keys = NULL };
	struct tt_statement s;
	char *note;

	for (size_t i = 0; i < N_ROWS(lists); i++) {
		CHECK_ROW(state, lists[i].name);
		note = kit_sign(keys_text(lists[i].list), lists[i].by);
		assert_int_equal(TT_OK, tt_statement_parse(&s,
		    span_str(note), NULL));
		assert_int_equal(lists[i].want, tt_authority_check(&s, &a));
		free(note);
	}
}

static const struct {
	const char *name;
	enum kit_key log_key;
	enum kit_key by[4];
	bool later;		/* than the first list */
	enum tt_err want;
} programmes[] = {
	{ "all officers of the first list", KIT_LOG, { KIT_ANNA, KIT_BERT },
	    false, TT_OK },
	{ "one of two", KIT_LOG, { KIT_BERT }, false, TT_EUNSIGNED },
	{ "a log key that is not in the list", KIT_OTHER, { KIT_ANNA,
	    KIT_BERT }, false, TT_EREFUSED },
	{ "a later list", KIT_LOG, { KIT_ANNA, KIT_BERT }, true,
	    TT_EREFUSED },
};

static void
a_programme_is_signed_by_all_of_the_first_list(void **state)
{
	char text[2048], *list, *note;
	struct tt_statement keys, s;
	struct tt_authority a = { .keys = &keys };

	for (size_t i = 0; i < N_ROWS(programmes); i++) {
		CHECK_ROW(state, programmes[i].name);
		snprintf(text, sizeof(text), "%s", keys_text(TEAM));
		if (programmes[i].later)
			strstr(text, "number 1")[7] = '2';
		list = KIT_SIGN(text, KIT_ANNA, KIT_BERT);
		assert_int_equal(TT_OK, tt_statement_parse(&keys,
		    span_str(list), NULL));
		snprintf(text, sizeof(text), "telltale/v1/programme\n" LOG
		    "name A\ninterval 900\ndepth 12\nlog-key %s\n",
		    kit_vkey(programmes[i].log_key));
		note = kit_sign(text, programmes[i].by);
		assert_int_equal(TT_OK, tt_statement_parse(&s,
		    span_str(note), NULL));
		assert_int_equal(programmes[i].want, tt_authority_check(&s,
		    &a));
		free(list);
		free(note);
	}
}

static const struct {
	const char *name;
	unsigned number;
	enum kit_key by[4];
	enum list before;
	enum tt_err want;
} rotations[] = {
	{ "two of the list before", 2, { KIT_ANNA, KIT_BERT }, TEAM, TT_OK },
	{ "one of them", 2, { KIT_BERT }, TEAM, TT_EUNSIGNED },
	{ "one of a small team", 2, { KIT_ANNA }, SMALL, TT_OK },
	{ "a new officer brings themselves in", 2, { KIT_ANNA, KIT_CARLA },
	    TEAM, TT_EREFUSED },
	{ "a number left out", 3, { KIT_ANNA, KIT_BERT }, TEAM,
	    TT_EREFUSED },
};

static void
a_rotation_is_signed_by_the_list_before(void **state)
{
	char text[2048], *list, *note;
	struct tt_statement keys, s;
	struct tt_authority a = { .keys = &keys };

	for (size_t i = 0; i < N_ROWS(rotations); i++) {
		CHECK_ROW(state, rotations[i].name);
		list = KIT_SIGN(keys_text(rotations[i].before), KIT_ANNA);
		assert_int_equal(TT_OK, tt_statement_parse(&keys,
		    span_str(list), NULL));
		snprintf(text, sizeof(text), "telltale/v1/keys\n" LOG
		    "number %u\nkey log %s\nkey officer %s\n",
		    rotations[i].number, kit_vkey(KIT_LOG),
		    kit_vkey(KIT_CARLA));
		note = kit_sign(text, rotations[i].by);
		assert_int_equal(TT_OK, tt_statement_parse(&s,
		    span_str(note), NULL));
		assert_int_equal(rotations[i].want, tt_authority_check(&s,
		    &a));
		free(list);
		free(note);
	}
}

/* Readers. */

enum { GOOD, HALF, REVOKED, OTHER_ID, OTHER_NAME };

static const struct {
	const char *name;
	int how;
	enum tt_err want;
} readers[] = {
	{ "officer and reader", GOOD, TT_OK },
	{ "the reader alone: pending", HALF, TT_EUNSIGNED },
	{ "revoked by an officer alone", REVOKED, TT_OK },
	{ "an id that the keys do not give", OTHER_ID, TT_EREFUSED },
	{ "a key of another name", OTHER_NAME, TT_EREFUSED },
};

static char *
reader_text(int how)
{
	char text[2048];

	snprintf(text, sizeof(text), "telltale/v1/reader\n" LOG "partner " H32
	    "\nreader %s\nsign %s\nseal " SEAL "\nstate %s\n",
	    how == OTHER_ID ? H32 : READER,
	    kit_vkey(how == OTHER_NAME ? KIT_OTHER : KIT_READER),
	    how == REVOKED ? "revoked" : "active");
	if (how == HALF)
		return KIT_SIGN(text, KIT_READER);
	if (how == REVOKED)
		return KIT_SIGN(text, KIT_ANNA);
	return KIT_SIGN(text, KIT_ANNA,
	    how == OTHER_NAME ? KIT_OTHER : KIT_READER);
}

static void
a_reader_is_admitted_by_both(void **state)
{
	char *list = KIT_SIGN(keys_text(TEAM), KIT_ANNA, KIT_BERT), *note;
	struct tt_authority_missing m;
	struct tt_statement keys, s;
	struct tt_authority a = { .keys = &keys };

	assert_int_equal(TT_OK, tt_statement_parse(&keys, span_str(list),
	    NULL));
	for (size_t i = 0; i < N_ROWS(readers); i++) {
		CHECK_ROW(state, readers[i].name);
		note = reader_text(readers[i].how);
		assert_int_equal(TT_OK, tt_statement_parse(&s,
		    span_str(note), NULL));
		assert_int_equal(readers[i].want, tt_authority_check(&s, &a));
		if (readers[i].how == HALF) {
			assert_int_equal(TT_OK, tt_authority_missing(&s, &a,
			    &m));
			assert_int_equal(1, m.officers);
			assert_int_equal(0, m.readers);
		}
		free(note);
	}
	free(list);
}

static void
keys_are_found_by_role_and_name(void **state)
{
	char *list = KIT_SIGN(keys_text(TEAM), KIT_ANNA, KIT_BERT);
	struct tt_signer anna = kit_signer(KIT_ANNA);
	struct tt_statement keys;
	struct tt_vkey k;

	(void)state;
	assert_int_equal(TT_OK, tt_statement_parse(&keys, span_str(list),
	    NULL));
	assert_int_equal(TT_OK, tt_keys_find(&keys, TT_ROLE_OFFICER,
	    span_str(anna.vkey.name), 0, &k));
	assert_true(tt_vkey_eq(&k, &anna.vkey));
	assert_int_equal(TT_OK, tt_keys_find(&keys, TT_ROLE_OFFICER, SPAN(""),
	    1, &k));
	assert_string_equal(k.name, kit_name(KIT_BERT));
	assert_int_equal(TT_ENOENT, tt_keys_find(&keys, TT_ROLE_OFFICER,
	    SPAN(""), 2, &k));
	assert_int_equal(TT_ENOENT, tt_keys_find(&keys, TT_ROLE_KEEPER,
	    span_str(anna.vkey.name), 0, &k));
	assert_false(tt_keys_small_team(&keys));
	free(list);
}

TEST_MAIN(
	cmocka_unit_test(signatures_are_those_that_the_table_asks_for),
	cmocka_unit_test(a_signature_of_other_words_is_none),
	cmocka_unit_test(what_is_missing_is_counted),
	cmocka_unit_test(the_first_list_is_signed_by_all_in_it),
	cmocka_unit_test(a_programme_is_signed_by_all_of_the_first_list),
	cmocka_unit_test(a_rotation_is_signed_by_the_list_before),
	cmocka_unit_test(a_reader_is_admitted_by_both),
	cmocka_unit_test(keys_are_found_by_role_and_name)
)
