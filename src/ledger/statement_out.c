/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "base/secret.h"
#include "ledger/statement_table.h"
#include "telltale/origin.h"
#include "telltale/statement.h"

/*
 * Some values are secret: a token, a share.  So all buffers are wiped, and it
 * is the caller's business what the written text is kept in.
 */

void
tt_statement_begin(struct tt_statement_out *o, enum tt_kind kind,
    struct span origin, int64_t time)
{
	o->kind = kind;
	o->time = time;
	o->n = 0;
	o->origin_len = origin.n;
	o->err = tt_origin_check(origin);
	buf_init_secret(&o->values, TT_STATEMENT_MAX);
	buf_span(&o->values, origin);
}

void
tt_statement_put(struct tt_statement_out *o, const char *name,
    struct span value)
{
	if (o->err == TT_OK && o->n == TT_STATEMENT_FIELDS_MAX)
		o->err = TT_ELIMIT;
	if (o->err != TT_OK)
		return;
	o->field[o->n].name = name;
	o->field[o->n].at = o->values.n;
	o->field[o->n].len = value.n;
	o->n++;
	buf_span(&o->values, value);
	o->err = buf_err(&o->values);
}

void
tt_statement_put_str(struct tt_statement_out *o, const char *name,
    const char *value)
{
	if (value != NULL)
		tt_statement_put(o, name, span_str(value));
}

void
tt_statement_put_pair(struct tt_statement_out *o, const char *name,
    struct span first, struct span second)
{
	struct buf b;

	buf_init_secret(&b, TT_VALUE_MAX);
	buf_span(&b, first);
	buf_char(&b, ' ');
	buf_span(&b, second);
	if (o->err == TT_OK)
		o->err = buf_err(&b);
	tt_statement_put(o, name, buf_view(&b));
	buf_done(&b);
}

void
tt_statement_put_number(struct tt_statement_out *o, const char *name,
    uint64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, value);
	tt_statement_put_str(o, name, text);
}

void
tt_statement_put_instant(struct tt_statement_out *o, const char *name,
    int64_t value)
{
	char text[INSTANT_LEN + 1];

	instant_format(value, text);
	tt_statement_put_str(o, name, text);
}

void
tt_statement_put_bytes(struct tt_statement_out *o, const char *name,
    const uint8_t *p, size_t n)
{
	char text[TT_VALUE_MAX + 1];

	if (n > TT_VALUE_MAX / 2) {
		o->err = o->err == TT_OK ? TT_ELIMIT : o->err;
		return;
	}
	hex_encode(text, p, n);
	tt_statement_put_str(o, name, text);
	secret_wipe(text, sizeof(text));
}

void
tt_statement_put_hash(struct tt_statement_out *o, const char *name,
    const struct hash *h)
{
	tt_statement_put_bytes(o, name, h->b, sizeof(h->b));
}

void
tt_statement_put_vkey(struct tt_statement_out *o, const char *name,
    const struct tt_vkey *k)
{
	char text[TT_VKEY_TEXT_MAX + 1];

	tt_vkey_format(k, text);
	tt_statement_put_str(o, name, text);
}

void
tt_statement_put_recipient(struct tt_statement_out *o, const char *name,
    const struct tt_age_recipient *r)
{
	char text[TT_AGE_RECIPIENT_LEN + 1];

	tt_age_recipient_format(text, r);
	tt_statement_put_str(o, name, text);
}

/* The values of a field, sorted by bytes. */
static size_t
collect(const struct tt_statement_out *o, const char *name,
    struct span values[TT_STATEMENT_FIELDS_MAX])
{
	size_t n = 0, at;

	for (size_t i = 0; i < o->n; i++) {
		struct span v = span_of(o->values.p + o->field[i].at,
		    o->field[i].len);

		if (strcmp(o->field[i].name, name) != 0)
			continue;
		for (at = n++; at > 0 && span_cmp(values[at - 1], v) > 0; at--)
			values[at] = values[at - 1];
		values[at] = v;
	}
	return n;
}

static enum tt_err
check_values(const struct field_rule *r, const struct span *values, size_t n)
{
	enum tt_err e;

	if ((r->count == FIELD_ONCE && n == 0) ||
	    (r->count != FIELD_REPEATED && n > 1))
		return TT_ESYNTAX;
	for (size_t i = 0; i < n; i++) {
		if ((e = value_check(r, values[i])) != TT_OK)
			return e;
		if (i > 0 && span_eq(values[i - 1], values[i]))
			return TT_ESYNTAX;
	}
	return TT_OK;
}

static enum tt_err
write_head(const struct tt_statement_out *o, struct buf *b)
{
	char time[INSTANT_LEN + 1];
	struct span again;
	int64_t t;

	buf_printf(b, "telltale/v1/%s\nlog ", tt_kind_name(o->kind));
	buf_span(b, span_of(o->values.p, o->origin_len));
	buf_char(b, '\n');
	if (!kind_rule(o->kind)->timed)
		return TT_OK;
	instant_format(o->time, time);
	again = span_str(time);
	buf_printf(b, "time %s\n", time);
	return instant_parse(again, &t);
}

static enum tt_err
write_fields(const struct tt_statement_out *o, struct buf *b)
{
	const struct kind_rule *kind = kind_rule(o->kind);
	struct span values[TT_STATEMENT_FIELDS_MAX];
	size_t n, written = 0;
	enum tt_err e;

	for (size_t f = 0; f < kind->n; f++) {
		const struct field_rule *r = &kind->field[f];

		n = collect(o, r->name, values);
		if ((e = check_values(r, values, n)) != TT_OK)
			return e;
		for (size_t i = 0; i < n; i++) {
			buf_str(b, r->name);
			buf_char(b, ' ');
			buf_span(b, values[i]);
			buf_char(b, '\n');
		}
		written += n;
	}
	return written == o->n ? TT_OK : TT_ESYNTAX;
}

enum tt_err
tt_statement_end(struct tt_statement_out *o, struct buf *text)
{
	enum tt_err e = o->err;
	struct buf b;

	buf_init_secret(&b, TT_STATEMENT_MAX);
	if (e == TT_OK && (e = write_head(o, &b)) == TT_OK &&
	    (e = write_fields(o, &b)) == TT_OK &&
	    (e = buf_err(&b)) == TT_OK) {
		buf_span(text, buf_view(&b));
		e = buf_err(text);
	}
	buf_done(&b);
	buf_done(&o->values);
	return e;
}

enum tt_err
tt_statement_sign(struct tt_statement_out *o,
    const struct tt_signer *const *signers, size_t n, struct buf *statement)
{
	bool is_signed = tt_kind_signed(o->kind);
	struct buf text, note;
	enum tt_err e;

	buf_init_secret(&text, TT_STATEMENT_MAX);
	buf_init_secret(&note, TT_STATEMENT_MAX);
	e = tt_statement_end(o, &text);
	if (e == TT_OK && is_signed != (n > 0))
		e = TT_ESTATE;
	if (e == TT_OK && is_signed)
		e = tt_note_sign(&note, buf_view(&text), signers, n);
	if (e == TT_OK) {
		buf_span(statement, buf_view(is_signed ? &note : &text));
		e = buf_err(statement);
	}
	buf_done(&text);
	buf_done(&note);
	return e;
}
