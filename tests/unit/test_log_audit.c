/* SPDX-License-Identifier: ISC */
#include "cli/log_audit.h"
#include "programmekit.h"

/*
 * Letters are programmekit's; further ones here spoil something:
 *	2  a batch whose number is one too high
 *	k  a batch that names other keys	d  one of another depth
 *	o  a batch older than the last		s  one after a silence
 *	e  an agreement signed by nobody who may, E  with a broken signature
 *	r  a receipt			x  no statement		f  another log's
 */
static void
spoil(struct programme *p, char which)
{
	static char other[] = "other";
	char *keys = p->keys, *e;

	switch (which) {
	case '2':
		programme_push(p, programme_batch(p, p->batch += 2));
		break;
	case 'k':
		p->keys = other;
		e = programme_batch(p, ++p->batch);
		p->keys = keys;
		programme_push(p, e);
		break;
	case 'd':
		e = programme_batch(p, ++p->batch);
		strstr(e, "depth ")[6] = '5';
		programme_push(p, e);
		break;
	case 'o':
		p->now_s -= 5000;
		programme_push(p, programme_batch(p, ++p->batch));
		break;
	case 's':
		p->now_s += 2 * PROGRAMME_INTERVAL + 1;
		programme_push(p, programme_batch(p, ++p->batch));
		break;
	case 'e':
		programme_push(p, PROGRAMME_SIGN(p, "agreement",
		    programme_text("version 1\ntext %064d\n", 7), KIT_BERT));
		break;
	case 'E':
		e = PROGRAMME_SIGN(p, "agreement",
		    programme_text("version 1\ntext %064d\n", 7), KIT_ANNA);
		strstr(e, "version ")[8] = '2';
		programme_push(p, e);
		break;
	case 'r':
		programme_push(p, PROGRAMME_SIGN(p, "early",
		    programme_text("wave %064d\nreason r\n", 7), KIT_ANNA));
		break;
	case 'f':
		e = programme_text("telltale/v1/agreement\nlog other.example\n"
		    "time 2026-01-01T00:00:00Z\nversion 1\ntext %064d\n", 7);
		programme_push(p, KIT_SIGN(e, KIT_ANNA));
		free(e);
		break;
	case 'x':
		programme_push(p, programme_text("entry-7"));
		break;
	default:
		programme_add(p, which);
		break;
	}
}

static const struct {
	const char *name, *entries;
	size_t faults;
	uint64_t at;		/* of the first */
	const char *what;	/* of the first */
	size_t silences;
} rows[] = {
	{ "as init leaves it", "PKA", 0, 0, NULL, 0 },
	{ "batches one after another", "PKABBB", 0, 0, NULL, 0 },
	{ "a new list of keys", "PKBLBMB", 0, 0, NULL, 0 },
	{ "a silence is no fault", "PKBsB", 0, 0, NULL, 1 },
	{ "two silences", "PKBsBs", 0, 0, NULL, 2 },
	{ "an empty log", "", 1, 0,
	    "the log ends before `programme` and `keys`", 0 },
	{ "programme alone", "P", 1, 1,
	    "the log ends before `programme` and `keys`", 0 },
	{ "keys first", "KPB", 5, 0, "the first entry is not `programme`", 0 },
	{ "a second programme", "PKP", 1, 2, "a second `programme`", 0 },
	{ "a batch left out", "PKB2B", 1, 3,
	    "a number of batches was left out or used again", 0 },
	{ "a batch under other keys", "PKkB", 1, 2,
	    "the batch does not name the newest keys before it", 0 },
	{ "a batch of another depth", "PKdB", 1, 2,
	    "the batch has not the programme's depth", 0 },
	{ "time goes back", "PKBo", 1, 3,
	    "the batch is older than the one before it", 0 },
	{ "a list of keys left out", "PKM", 2, 2,
	    "a number of lists of keys was left out", 0 },
	{ "a list once more", "PKLK", 1, 3,
	    "a number of lists of keys was left out", 0 },
	{ "signed by a stranger", "PKe", 1, 2,
	    "signed by a key that has no say in it", 0 },
	{ "a broken signature", "PKE", 1, 2, "a signature does not verify",
	    0 },
	{ "a committed kind in the clear", "PKr", 1, 2,
	    "a kind that is never in the clear", 0 },
	{ "another log's statement", "PKf", 2, 2,
	    "it is a statement of another log", 0 },
	{ "bytes that are no statement", "PKxB", 1, 2, "it is no statement",
	    0 },
};

static void
faults_are_counted_and_the_first_is_named(void **state)
{
	struct tt_signer log = kit_signer(KIT_LOG);
	struct programme p;
	struct log_audit a;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		programme_init(&p);
		for (const char *c = rows[i].entries; *c != '\0'; c++)
			spoil(&p, *c);
		assert_int_equal(TT_OK, log_audit_init(&a, &log.vkey));
		for (size_t k = 0; k < p.n; k++)
			log_audit_add(&a, span_str(p.entry[k]));
		log_audit_end(&a);
		assert_int_equal(rows[i].silences, a.n_silences);
		if (rows[i].what != NULL) {
			assert_true(a.n_faults > 0);
			assert_string_equal(rows[i].what, a.fault[0].what);
			assert_int_equal(rows[i].at, a.fault[0].index);
		}
		assert_int_equal(rows[i].faults, a.n_faults);
		assert_int_equal(p.n, a.n);
		log_audit_done(&a);
		programme_done(&p);
	}
}

/* A checkpoint by one key, a `programme` that names another. */
static void
the_log_key_is_the_programmes(void **state)
{
	struct tt_signer other;
	uint8_t seed[TT_SIGN_KEY_LEN] = { 99 };
	struct programme p;
	struct log_audit a;

	(void)state;
	assert_int_equal(TT_OK, tt_signer_from_seed(&other, SPAN(ORIGIN),
	    TT_KEY_SIGN, seed));
	programme_init(&p);
	programme_add(&p, 'P');
	assert_int_equal(TT_OK, log_audit_init(&a, &other.vkey));
	log_audit_add(&a, span_str(p.entry[0]));
	assert_int_equal(1, a.n_faults);
	assert_string_equal("`programme` names another log key",
	    a.fault[0].what);
	log_audit_done(&a);
	programme_done(&p);
}

static void
more_faults_than_are_kept_are_still_counted(void **state)
{
	struct tt_signer log = kit_signer(KIT_LOG);
	struct log_audit a;

	(void)state;
	assert_int_equal(TT_OK, log_audit_init(&a, &log.vkey));
	for (size_t i = 0; i < 3 * LOG_FAULTS_KEPT; i++)
		log_audit_add(&a, SPAN("entry"));
	assert_int_equal(3 * LOG_FAULTS_KEPT, a.n_faults);
	log_audit_done(&a);
}

TEST_MAIN(cmocka_unit_test(faults_are_counted_and_the_first_is_named),
    cmocka_unit_test(the_log_key_is_the_programmes),
    cmocka_unit_test(more_faults_than_are_kept_are_still_counted))
