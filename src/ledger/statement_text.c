/* SPDX-License-Identifier: ISC */
#include "base/instant.h"
#include "ledger/statement_table.h"
#include "ledger/statement_text.h"
#include "telltale/origin.h"

/* Where in a text we are, and of whose table. */
struct cursor {
	struct span			rest;
	const struct kind_rule		*kind;
	size_t				rule;	/* the next that may come */
	struct tt_statement_diag	*diag;
};

static enum tt_err
refuse(struct cursor *c, const char *field, const char *what, enum tt_err e)
{
	c->diag->field = field;
	c->diag->what = what;
	return e;
}

enum tt_err
statement_text_kind(enum tt_kind *out, struct span text)
{
	struct span line;

	if (!span_line(&text, &line) || !span_skip(&line, "telltale/v"))
		return TT_ESYNTAX;
	if (!span_skip(&line, "1/"))
		return TT_EVERSION;
	return tt_kind_parse(out, line);
}

/* The next line as name and value. */
static enum tt_err
take(struct cursor *c, struct span *name, struct span *value)
{
	c->diag->line++;
	if (!span_line(&c->rest, value) || !span_word(value, ' ', name))
		return refuse(c, NULL, "not a line of name and value",
		    TT_ESYNTAX);
	return TT_OK;
}

static enum tt_err
take_origin(struct cursor *c, struct span *out)
{
	struct span name, value;
	enum tt_err e;

	if ((e = take(c, &name, &value)) != TT_OK)
		return e;
	if (!span_is(name, "log"))
		return refuse(c, "log", "missing", TT_ESYNTAX);
	if ((e = tt_origin_check(value)) != TT_OK)
		return refuse(c, "log", "not an origin", e);
	*out = value;
	return TT_OK;
}

static enum tt_err
take_time(struct cursor *c, int64_t *out)
{
	struct span name, value;
	enum tt_err e;

	*out = 0;
	if (!c->kind->timed)
		return TT_OK;
	if ((e = take(c, &name, &value)) != TT_OK)
		return e;
	if (!span_is(name, "time"))
		return refuse(c, "time", "missing", TT_ESYNTAX);
	if ((e = instant_parse(value, out)) != TT_OK)
		return refuse(c, "time", "not an instant", e);
	return TT_OK;
}

/* Go to the rule of that name, past those that may be absent. */
static enum tt_err
seek(struct cursor *c, struct span name)
{
	const struct field_rule *r;

	for (; c->rule < c->kind->n; c->rule++) {
		r = &c->kind->field[c->rule];
		if (span_is(name, r->name))
			return TT_OK;
		if (r->count == FIELD_ONCE)
			return refuse(c, r->name, "missing", TT_ESYNTAX);
	}
	return refuse(c, NULL, "unknown, twice, or out of order", TT_ESYNTAX);
}

static enum tt_err
take_field(struct cursor *c, struct tt_statement *s)
{
	const struct field_rule *r;
	struct span name, value;
	enum tt_err e;

	if ((e = take(c, &name, &value)) != TT_OK ||
	    (e = seek(c, name)) != TT_OK)
		return e;
	r = &c->kind->field[c->rule];
	if (s->n == TT_STATEMENT_FIELDS_MAX)
		return refuse(c, r->name, "too many fields", TT_ELIMIT);
	if ((e = value_check(r, value)) != TT_OK)
		return refuse(c, r->name, tt_err_text(e), e);
	if (r->count != FIELD_REPEATED)
		c->rule++;
	else if (s->n > 0 && s->field[s->n - 1].name == r->name &&
	    span_cmp(s->field[s->n - 1].value, value) >= 0)
		return refuse(c, r->name, "values do not rise", TT_ESYNTAX);
	s->field[s->n++] = (struct tt_statement_field){ r->name, value };
	return TT_OK;
}

static enum tt_err
check_end(struct cursor *c)
{
	for (; c->rule < c->kind->n; c->rule++)
		if (c->kind->field[c->rule].count == FIELD_ONCE)
			return refuse(c, c->kind->field[c->rule].name,
			    "missing", TT_ESYNTAX);
	return TT_OK;
}

enum tt_err
statement_text_parse(struct tt_statement *out, struct span text,
    struct tt_statement_diag *diag)
{
	struct cursor c = { .rest = text, .diag = diag };
	struct span first;
	enum tt_err e;

	diag->line = 1;
	if ((e = statement_text_kind(&out->kind, text)) != TT_OK)
		return refuse(&c, NULL, e == TT_EVERSION ?
		    "another version" : "not a kind of statement", e);
	span_line(&c.rest, &first);
	c.kind = kind_rule(out->kind);
	out->n = 0;
	if ((e = take_origin(&c, &out->origin)) != TT_OK ||
	    (e = take_time(&c, &out->time)) != TT_OK)
		return e;
	while (c.rest.n > 0)
		if ((e = take_field(&c, out)) != TT_OK)
			return e;
	return check_end(&c);
}
