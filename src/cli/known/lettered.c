/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/known/lettered.h"
#include "cli/known/record.h"
#include "cli/known/rows.h"
#include "cli/partner.h"
#include "cli/say.h"

struct keeping {
	struct vault *v;
	struct record_frame f;
	struct vault_bulletin b;
	size_t fresh;
};

static void
take_place(struct vault_sighting *s, struct span place)
{
	if (place.p == NULL)
		return;
	if (sighting_country_ok(place))
		(void)span_copy(place, s->country, sizeof(s->country));
	else if (sighting_network_ok(place))
		(void)span_copy(place, s->network, sizeof(s->network));
}

/* What the head says; false: it comes from the future. */
static bool
take_head(const struct tt_statement *head, struct vault_sighting *s)
{
	struct span sure = tt_statement_get(head, "confidence");

	s->seen.from_s = tt_statement_instant(head, "since", s->received_s);
	s->seen.until_s = tt_statement_instant(head, "until",
	    s->seen.from_s);
	if (sure.p != NULL)
		(void)sighting_confidence_parse(sure, &s->confidence);
	take_place(s, tt_statement_get(head, "place"));
	return s->seen.from_s <= s->seen.until_s &&
	    moment_past(&s->seen, s->received_s);
}

static int
keep(struct keeping *k, struct vault_sighting *s)
{
	bool fresh;
	int code = record_keep(k->v, &k->f, s, (struct span){ "", 0 },
	    &fresh);

	k->fresh += code == CLI_DONE && fresh;
	return code;
}

/* Of a row only what a partner can say counts; false: not such a row. */
static bool
take_row(const struct keeping *k, const struct row *r,
    struct vault_sighting *s)
{
	struct rows_diag diag;

	*s = k->f.s;
	return r->field[ROWS_SOURCE] == NULL &&
	    r->field[ROWS_RECEIVED] == NULL &&
	    r->field[ROWS_VICTIM] == NULL &&
	    rows_take(r, s->received_s, s, &diag) == TT_OK;
}

static int
keep_rows(struct keeping *k, const struct rows *rows)
{
	struct vault_sighting s;
	int code = CLI_DONE;

	for (size_t i = 0; i < rows->n && code == CLI_DONE; i++)
		if (i < LETTERED_ROWS_MAX && take_row(k, &rows->at[i], &s))
			code = keep(k, &s);
		else
			say_warn("line %zu of a sighting by %s is left out: "
			    "telltale letter list, letter show",
			    rows->at[i].line, k->f.s.partner);
	return code;
}

static int
keep_all(struct keeping *k, const struct tt_letter *l)
{
	struct vault_sighting s = k->f.s;
	struct rows rows = { .n = 0 };
	struct rows_diag diag;
	int code;

	if (rows_jsonl(&rows, l->text, &diag) == TT_OK && rows.n > 0)
		code = keep_rows(k, &rows);
	else if (take_head(&l->head, &s))
		code = keep(k, &s);
	else {
		say_warn("a sighting by %s is said to be of later than its "
		    "letter came: it is not recorded", k->f.s.partner);
		code = CLI_DONE;
	}
	rows_free(&rows);
	return code;
}

/*
 * We are aware since the letter came.  *known: false if the bulletin is none
 * of ours.
 */
static enum tt_err
frame(struct keeping *k, const struct vault_letter *row, const char *partner,
    bool *known)
{
	struct vault_sighting *s = &k->f.s;
	enum tt_err e;

	*known = false;
	if (row->bulletin[0] == '\0')
		return TT_OK;
	e = vault_bulletin_told(k->v->db, span_str(row->bulletin), &k->b);
	if (e != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	*known = true;
	k->f.bulletin = &k->b;
	k->f.now_s = clock_now();
	k->f.aware_s = s->received_s = row->received_s < k->f.now_s ?
	    row->received_s : k->f.now_s;
	s->source = SIGHTING_PARTNER;
	s->confidence = SIGHTING_LOW;
	s->has_evidence = true;
	s->evidence = row->hash;
	memcpy(s->bulletin, k->b.id, sizeof(k->b.id));
	return span_copy(span_str(partner), s->partner, sizeof(s->partner));
}

static int
run(struct keeping *k, const struct tt_letter *l,
    const struct vault_letter *row, const char *partner)
{
	bool known;
	int code;
	enum tt_err e;

	if ((e = frame(k, row, partner, &known)) != TT_OK)
		return partner_cannot(k->v, e, "read a sighting's letter");
	if (!known) {
		say_warn("a sighting by %s is of no bulletin of ours: it is "
		    "not recorded", partner);
		return CLI_DONE;
	}
	if ((code = known_in_force(k->v, &k->b)) != CLI_DONE ||
	    (code = keep_all(k, l)) != CLI_DONE || k->fresh == 0)
		return code;
	return record_alert(k->v, &k->f);
}

int
lettered_keep(struct vault *v, const struct tt_letter *l,
    const struct vault_letter *row, const char *partner)
{
	struct keeping *k = calloc(1, sizeof(*k));
	int code;

	if (k == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot keep a sighting");
	k->v = v;
	code = run(k, l, row, partner);
	free(k);
	return code;
}
