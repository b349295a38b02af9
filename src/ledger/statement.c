/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <string.h>

#include "base/b64.h"
#include "base/hex.h"
#include "base/instant.h"
#include "ledger/statement_table.h"
#include "ledger/statement_text.h"
#include "telltale/statement.h"

/* Lines of Ed25519, in one order, none twice. */
static enum tt_err
check_lines(const struct tt_note *note)
{
	uint8_t raw[TT_KEY_ID_LEN + TT_SIG_LEN];
	int c;

	for (size_t i = 0; i < note->n; i++) {
		const struct tt_note_line *l = &note->line[i];

		if (!b64_decode(raw, sizeof(raw), l->base64.p, l->base64.n))
			return TT_ESYNTAX;
		if (i == 0)
			continue;
		c = span_cmp(l[-1].name, l->name);
		if (c > 0 || (c == 0 &&
		    memcmp(l[-1].id, l->id, sizeof(l->id)) >= 0))
			return TT_ESYNTAX;
	}
	return TT_OK;
}

static enum tt_err
parse_note(struct tt_statement *s, struct tt_statement_diag *diag)
{
	enum tt_err e = tt_note_parse(&s->note, s->bytes);

	if (e == TT_OK)
		e = check_lines(&s->note);
	if (e != TT_OK)
		diag->what = "signature lines";
	return e;
}

static enum tt_err
parse(struct tt_statement *s, struct tt_statement_diag *diag)
{
	enum tt_kind kind;
	enum tt_err e;

	if (s->bytes.n > TT_STATEMENT_MAX)
		return TT_ELIMIT;
	if ((e = statement_text_kind(&kind, s->bytes)) != TT_OK) {
		diag->line = 1;
		return e;
	}
	if (kind == TT_TERMS || kind == TT_LETTER)
		return TT_ESYNTAX;
	if (!tt_kind_signed(kind))
		s->note.text = s->bytes;
	else if ((e = parse_note(s, diag)) != TT_OK)
		return e;
	return statement_text_parse(s, s->note.text, diag);
}

enum tt_err
tt_statement_parse(struct tt_statement *out, struct span text,
    struct tt_statement_diag *diag)
{
	struct tt_statement s = { .bytes = text };
	struct tt_statement_diag d = { 0 };
	enum tt_err e = parse(&s, &d);

	if (e == TT_OK)
		*out = s;
	else if (diag != NULL)
		*diag = d;
	return e;
}

/* Getters. */

static const struct field_rule *
rule_of(const struct tt_statement *s, const char *name)
{
	const struct field_rule *r = field_rule(s->kind, span_str(name));

	assert(r != NULL);
	return r;
}

struct span
tt_statement_nth(const struct tt_statement *s, const char *name, size_t i)
{
	const struct field_rule *r = rule_of(s, name);

	for (size_t f = 0; f < s->n; f++)
		if (s->field[f].name == r->name && i-- == 0)
			return s->field[f].value;
	return (struct span){ NULL, 0 };
}

struct span
tt_statement_get(const struct tt_statement *s, const char *name)
{
	return tt_statement_nth(s, name, 0);
}

bool
tt_statement_has(const struct tt_statement *s, const char *name)
{
	return tt_statement_get(s, name).p != NULL;
}

size_t
tt_statement_count(const struct tt_statement *s, const char *name)
{
	const struct field_rule *r = rule_of(s, name);
	size_t n = 0;

	for (size_t f = 0; f < s->n; f++)
		n += s->field[f].name == r->name;
	return n;
}

bool
tt_statement_is(const struct tt_statement *s, const char *name,
    const char *value)
{
	return span_is(tt_statement_get(s, name), value);
}

/* The value of a field of that type; p NULL if absent. */
static struct span
typed(const struct tt_statement *s, const char *name, enum value_type type)
{
	assert(rule_of(s, name)->type == type);
	return tt_statement_get(s, name);
}

/* What the parser accepted reads again. */
static void
sure(enum tt_err e)
{
	assert(e == TT_OK);
}

uint64_t
tt_statement_number(const struct tt_statement *s, const char *name,
    uint64_t absent)
{
	struct span v = typed(s, name, VALUE_NUMBER);

	if (v.p != NULL)
		sure(span_u64(v, UINT64_MAX, &absent));
	return absent;
}

int64_t
tt_statement_instant(const struct tt_statement *s, const char *name,
    int64_t absent)
{
	struct span v = typed(s, name, VALUE_INSTANT);

	if (v.p != NULL)
		sure(instant_parse(v, &absent));
	return absent;
}

bool
tt_statement_bytes(const struct tt_statement *s, const char *name,
    uint8_t *out, size_t n)
{
	struct span v = typed(s, name, VALUE_HEX);

	return v.p != NULL && hex_decode(out, n, v.p, v.n);
}

bool
tt_statement_hash(const struct tt_statement *s, const char *name,
    struct hash *out)
{
	return tt_statement_bytes(s, name, out->b, sizeof(out->b));
}

bool
tt_statement_vkey(const struct tt_statement *s, const char *name,
    struct tt_vkey *out)
{
	struct span v = typed(s, name, VALUE_VKEY);

	if (v.p == NULL)
		return false;
	sure(tt_vkey_parse(out, v));
	return true;
}

bool
tt_statement_recipient(const struct tt_statement *s, const char *name,
    struct tt_age_recipient *out)
{
	struct span v = typed(s, name, VALUE_RECIPIENT);

	if (v.p == NULL)
		return false;
	sure(tt_age_recipient_parse(out, v));
	return true;
}

void
tt_statement_pair(const struct tt_statement *s, const char *name, size_t i,
    struct span *first, struct span *second)
{
	assert(rule_of(s, name)->type >= VALUE_ROLE_VKEY);
	*second = tt_statement_nth(s, name, i);
	assert(second->p != NULL);
	span_word(second, ' ', first);
}
