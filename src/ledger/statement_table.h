/* SPDX-License-Identifier: ISC */
/*
 * statement_table - the kinds of statements and their fields: one table.
 *
 * specs/ledger.md section 7, specs/sealing.md section 7 and specs/hub.md, in
 * the order of their rows.  Parser, writer and getters are driven by it.
 */
#ifndef LEDGER_STATEMENT_TABLE_H
#define LEDGER_STATEMENT_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"
#include "telltale/statement.h"

/* Every value is TT_VALUE_MAX bytes of text at most; most are less. */
enum value_type {
	VALUE_TEXT,
	VALUE_NUMBER,		/* decimal below 2^64 */
	VALUE_INSTANT,
	VALUE_HEX,		/* of so many bytes; 0: any number */
	VALUE_ORIGIN,
	VALUE_VKEY,		/* of type TT_KEY_SIGN */
	VALUE_RECIPIENT,	/* age1... */
	VALUE_WORD,		/* one of a list */
	VALUE_ROLE_VKEY,	/* a word of the list, a vkey */
	VALUE_INDEX_HEX,	/* two digits, hex */
	VALUE_INDEX_RECIPIENT,	/* two digits, a recipient */
	VALUE_HEX_TEXT,		/* hex, text */
	VALUE_NAME_TEXT,	/* a name as of a field, text */
};

enum field_count { FIELD_ONCE, FIELD_OPTIONAL, FIELD_REPEATED };

struct field_rule {
	const char		*name;
	enum value_type		type;
	enum field_count	count;
	size_t			bytes;	/* of hex */
	const char		*words;	/* space between */
};

struct kind_rule {
	const char		*name;
	enum tt_venue		place;
	bool			is_signed;
	bool			timed;
	const struct field_rule	*field;
	size_t			n;
};

const struct kind_rule *kind_rule(enum tt_kind kind);

/* NULL if the kind has no such field. */
const struct field_rule *field_rule(enum tt_kind kind, struct span name);

/* TT_ESYNTAX, TT_ERANGE, TT_ELIMIT, TT_EKEY: value is not of the type. */
enum tt_err value_check(const struct field_rule *rule, struct span value)
    MUST_USE;

#endif
