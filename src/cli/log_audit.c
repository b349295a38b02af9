/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/sha256.h"
#include "cli/log_audit.h"
#include "telltale/authority.h"
#include "telltale/set.h"

#define PROGRAMME_AT	0
#define KEYS_AT		1

static void
fault_at(struct log_audit *a, uint64_t index, const char *what)
{
	if (a->n_faults < LOG_FAULTS_KEPT)
		a->fault[a->n_faults] = (struct log_fault){ index, what };
	a->n_faults++;
}

static void
fault(struct log_audit *a, const char *what)
{
	fault_at(a, a->n, what);
}

enum tt_err
log_audit_init(struct log_audit *a, const struct tt_vkey *log_key)
{
	struct log_audit tmp = { .log_key = *log_key };
	enum tt_err e;

	if ((e = span_copy(span_str(log_key->name), tmp.origin,
	    sizeof(tmp.origin))) != TT_OK)
		return e;
	*a = tmp;
	buf_init(&a->programme, TT_STATEMENT_MAX);
	buf_init(&a->keys, TT_STATEMENT_MAX);
	return TT_OK;
}

void
log_audit_done(struct log_audit *a)
{
	buf_done(&a->programme);
	buf_done(&a->keys);
}

static void
keep(struct buf *b, struct span entry)
{
	buf_clear(b);
	buf_span(b, entry);
}

/* The list in force.  False if there is none yet. */
static bool
in_force(const struct log_audit *a, struct tt_statement *keys)
{
	return a->keys.n > 0 &&
	    tt_statement_parse(keys, buf_view(&a->keys), NULL) == TT_OK;
}

static void
check_signed(struct log_audit *a, const struct tt_statement *s,
    const struct tt_statement *keys, uint64_t index)
{
	const struct tt_authority by = { .keys = keys };

	switch (tt_authority_check(s, &by)) {
	case TT_OK:
		break;
	case TT_ESIG:
		fault_at(a, index, "a signature does not verify");
		break;
	case TT_EUNSIGNED:
		fault_at(a, index, "a signature that is asked for is missing");
		break;
	default:
		fault_at(a, index, "signed by a key that has no say in it");
		break;
	}
}

static void
add_programme(struct log_audit *a, const struct tt_statement *s)
{
	struct tt_vkey key;

	if (a->n != PROGRAMME_AT) {
		fault(a, "a second `programme`");
		return;
	}
	keep(&a->programme, s->bytes);
	a->interval_s = tt_statement_number(s, "interval", 0);
	a->depth = tt_statement_number(s, "depth", 0);
	if (!tt_statement_vkey(s, "log-key", &key) ||
	    !tt_vkey_eq(&key, &a->log_key))
		fault(a, "`programme` names another log key");
}

/* The first list signs for itself and for `programme`. */
static void
add_first_keys(struct log_audit *a, const struct tt_statement *s)
{
	struct tt_statement programme;

	if (tt_statement_number(s, "number", 0) != 1)
		fault(a, "the first list of keys is not number 1");
	check_signed(a, s, s, a->n);
	if (a->programme.n > 0 && tt_statement_parse(&programme,
	    buf_view(&a->programme), NULL) == TT_OK)
		check_signed(a, &programme, s, PROGRAMME_AT);
}

static void
add_keys(struct log_audit *a, const struct tt_statement *s)
{
	struct tt_statement before;

	if (!in_force(a, &before)) {
		if (a->n != KEYS_AT)
			fault(a, "the first `keys` is not entry 1");
		add_first_keys(a, s);
	} else {
		if (tt_statement_number(s, "number", 0) !=
		    tt_statement_number(&before, "number", 0) + 1)
			fault(a, "a number of lists of keys was left out");
		check_signed(a, s, &before, a->n);
	}
	a->interval_s = tt_statement_number(s, "interval", a->interval_s);
	keep(&a->keys, s->bytes);
}

static void
note_silence(struct log_audit *a, int64_t to_s)
{
	if (a->n_silences < LOG_SILENCES_KEPT)
		a->silence[a->n_silences] =
		    (struct log_silence){ a->batch_s, to_s };
	a->n_silences++;
}

static bool
names_keys(const struct log_audit *a, const struct tt_statement *s)
{
	uint8_t want[SHA256_LEN], got[SHA256_LEN];

	sha256(want, a->keys.p, a->keys.n);
	return a->keys.n > 0 &&
	    tt_statement_bytes(s, "keys", got, sizeof(got)) &&
	    memcmp(want, got, sizeof(got)) == 0;
}

static void
add_batch(struct log_audit *a, const struct tt_statement *s)
{
	uint64_t number = tt_statement_number(s, "number", 0);

	if (number != a->batch + 1)
		fault(a, "a number of batches was left out or used again");
	if (!names_keys(a, s))
		fault(a, "the batch does not name the newest keys before it");
	if (tt_statement_number(s, "depth", 0) != a->depth)
		fault(a, "the batch has not the programme's depth");
	if (a->batch > 0 && s->time < a->batch_s)
		fault(a, "the batch is older than the one before it");
	if (a->batch > 0 && a->interval_s > 0 && a->interval_s < INT32_MAX &&
	    s->time - a->batch_s > 2 * (int64_t)a->interval_s)
		note_silence(a, s->time);
	a->batch = number;
	a->batch_s = s->time;
}

static void
add_other(struct log_audit *a, const struct tt_statement *s)
{
	struct tt_statement keys;

	if (!in_force(a, &keys))
		fault(a, "it stands before any keys");
	else
		check_signed(a, s, &keys, a->n);
}

static void
add_statement(struct log_audit *a, const struct tt_statement *s)
{
	if (!span_is(s->origin, a->origin))
		fault(a, "it is a statement of another log");
	if (a->n == PROGRAMME_AT && s->kind != TT_PROGRAMME)
		fault(a, "the first entry is not `programme`");
	if (a->n == KEYS_AT && s->kind != TT_KEYS)
		fault(a, "the second entry is not `keys`");
	a->kinds[s->kind]++;
	if (tt_kind_place(s->kind) != TT_PLACE_LOG)
		fault(a, "a kind that is never in the clear");
	else if (s->kind == TT_PROGRAMME)
		add_programme(a, s);
	else if (s->kind == TT_KEYS)
		add_keys(a, s);
	else if (s->kind == TT_BATCH)
		add_batch(a, s);
	else
		add_other(a, s);
}

void
log_audit_add(struct log_audit *a, struct span entry)
{
	struct tt_statement s;

	if (tt_statement_parse(&s, entry, NULL) == TT_OK)
		add_statement(a, &s);
	else
		fault(a, "it is no statement");
	a->n++;
}

void
log_audit_end(struct log_audit *a)
{
	if (a->n <= KEYS_AT)
		fault(a, "the log ends before `programme` and `keys`");
}
