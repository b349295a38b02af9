/* SPDX-License-Identifier: ISC */
#include <stdint.h>

#include "base/hex.h"
#include "base/instant.h"
#include "base/utf8.h"
#include "ledger/statement_table.h"
#include "telltale/origin.h"

/* What every value is. */
static enum tt_err
check_text(struct span v)
{
	if (v.n > TT_VALUE_MAX)
		return TT_ELIMIT;
	if (v.n == 0 || v.p[0] == ' ' || v.p[v.n - 1] == ' ' ||
	    !utf8_printable(v.p, v.n))
		return TT_ESYNTAX;
	return TT_OK;
}

static enum tt_err
check_hex(struct span v, size_t bytes)
{
	uint8_t out[TT_VALUE_MAX / 2];

	if (bytes == 0)
		bytes = v.n / 2;
	return bytes > 0 && bytes <= sizeof(out) &&
	    hex_decode(out, bytes, v.p, v.n) ? TT_OK : TT_ESYNTAX;
}

static enum tt_err
check_vkey(struct span v)
{
	struct tt_vkey k;
	enum tt_err e;

	if ((e = tt_vkey_parse(&k, v)) != TT_OK)
		return e;
	return k.type == TT_KEY_SIGN ? TT_OK : TT_EKEY;
}

static enum tt_err
check_recipient(struct span v)
{
	struct tt_age_recipient r;

	return tt_age_recipient_parse(&r, v);
}

static enum tt_err
check_word(struct span v, const char *words)
{
	struct span list = span_str(words), word;

	while (span_word(&list, ' ', &word))
		if (span_eq(v, word))
			return TT_OK;
	return TT_ESYNTAX;
}

static enum tt_err
check_name(struct span v)
{
	if (v.n == 0 || v.n > TT_KIND_NAME_MAX || v.p[0] < 'a' ||
	    v.p[0] > 'z')
		return TT_ESYNTAX;
	for (size_t i = 1; i < v.n; i++)
		if ((v.p[i] < 'a' || v.p[i] > 'z') &&
		    (v.p[i] < '0' || v.p[i] > '9') && v.p[i] != '-')
			return TT_ESYNTAX;
	return TT_OK;
}

static enum tt_err
check_index(struct span v)
{
	return v.n == 2 && v.p[0] >= '0' && v.p[0] <= '9' && v.p[1] >= '0' &&
	    v.p[1] <= '9' ? TT_OK : TT_ESYNTAX;
}

static enum tt_err
check_number(struct span v)
{
	uint64_t n;

	return span_u64(v, UINT64_MAX, &n);
}

static enum tt_err
check_instant(struct span v)
{
	int64_t t;

	return instant_parse(v, &t);
}

/* The part before the first space, and a text after it. */
static enum tt_err
cut(struct span *v, struct span *first)
{
	span_word(v, ' ', first);
	return check_text(*v);
}

static enum tt_err
check_pair(const struct field_rule *rule, struct span v)
{
	struct span first;
	enum tt_err e;

	if ((e = cut(&v, &first)) != TT_OK)
		return e;
	switch (rule->type) {
	case VALUE_ROLE_VKEY:
		e = check_word(first, rule->words);
		return e != TT_OK ? e : check_vkey(v);
	case VALUE_INDEX_HEX:
		e = check_index(first);
		return e != TT_OK ? e : check_hex(v, rule->bytes);
	case VALUE_INDEX_RECIPIENT:
		e = check_index(first);
		return e != TT_OK ? e : check_recipient(v);
	case VALUE_HEX_TEXT:
		return check_hex(first, rule->bytes);
	default:
		return check_name(first);
	}
}

enum tt_err
value_check(const struct field_rule *rule, struct span v)
{
	enum tt_err e;

	if ((e = check_text(v)) != TT_OK)
		return e;
	switch (rule->type) {
	case VALUE_TEXT:
		return TT_OK;
	case VALUE_NUMBER:
		return check_number(v);
	case VALUE_INSTANT:
		return check_instant(v);
	case VALUE_HEX:
		return check_hex(v, rule->bytes);
	case VALUE_ORIGIN:
		return tt_origin_check(v);
	case VALUE_VKEY:
		return check_vkey(v);
	case VALUE_RECIPIENT:
		return check_recipient(v);
	case VALUE_WORD:
		return check_word(v, rule->words);
	case VALUE_ROLE_VKEY:
	case VALUE_INDEX_HEX:
	case VALUE_INDEX_RECIPIENT:
	case VALUE_HEX_TEXT:
	case VALUE_NAME_TEXT:
		return check_pair(rule, v);
	}
	return TT_ESYNTAX;
}
