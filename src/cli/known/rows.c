/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "cli/import.h"
#include "cli/known/rows.h"
#include "telltale/manifest.h"

#define ROWS_FIRST	64

const char *const rows_names[ROWS_FIELDS] = {
	[ROWS_SEEN] = "seen",
	[ROWS_RECEIVED] = "received",
	[ROWS_SOURCE] = "source",
	[ROWS_CONFIDENCE] = "confidence",
	[ROWS_COUNTRY] = "country",
	[ROWS_NETWORK] = "network",
	[ROWS_VICTIM] = "victim",
};

enum tt_err
rows_fault(struct rows_diag *diag, size_t line, const char *fmt, ...)
{
	va_list ap;

	diag->line = line;
	va_start(ap, fmt);
	vsnprintf(diag->text, sizeof(diag->text), fmt, ap);
	va_end(ap);
	return TT_ESYNTAX;
}

struct row *
rows_add(struct rows *r, size_t line)
{
	size_t cap = r->cap > 0 ? r->cap * 2 : ROWS_FIRST;
	struct row *at;

	if (r->n == ROWS_MAX)
		return NULL;
	if (r->n == r->cap) {
		if ((at = reallocarray(r->at, cap, sizeof(*at))) == NULL)
			return NULL;
		r->at = at;
		r->cap = cap;
	}
	r->at[r->n] = (struct row){ .line = line };
	return &r->at[r->n++];
}

enum tt_err
rows_set(struct row *row, enum rows_field f, struct span value,
    struct rows_diag *diag)
{
	value = span_trim(value);
	if (value.n == 0)
		return TT_OK;
	if (row->field[f] != NULL)
		return rows_fault(diag, row->line,
		    "a field stands there twice");
	if (value.n > ROWS_VALUE_MAX || !import_value_ok(value))
		return rows_fault(diag, row->line,
		    "a value is no line of text");
	row->field[f] = strndup(value.p, value.n);
	return row->field[f] != NULL ? TT_OK : TT_ENOMEM;
}

void
rows_free(struct rows *r)
{
	for (size_t i = 0; i < r->n; i++)
		for (size_t f = 0; f < ROWS_FIELDS; f++)
			free(r->at[i].field[f]);
	free(r->at);
	memset(r, 0, sizeof(*r));
}

static enum tt_err
take_seen(const struct row *row, int64_t now_s, struct vault_sighting *s,
    struct rows_diag *diag)
{
	const char *text = row->field[ROWS_SEEN];

	if (text == NULL)
		return rows_fault(diag, row->line,
		    "when it was seen is missing");
	if (moment_parse(span_str(text), &s->seen) != TT_OK &&
	    moment_parse_machine(span_str(text), &s->seen) != TT_OK)
		return rows_fault(diag, row->line, "'seen' is no instant "
		    "with a zone, no day and no month");
	if (!moment_past(&s->seen, now_s))
		return rows_fault(diag, row->line,
		    "'seen' is still to come");
	return TT_OK;
}

/* When the report came: past, and not before what it says was seen. */
static enum tt_err
take_received(const struct row *row, int64_t now_s, struct vault_sighting *s,
    struct rows_diag *diag)
{
	const char *text = row->field[ROWS_RECEIVED];

	if (text != NULL && instant_parse_human(span_str(text),
	    &s->received_s) != TT_OK)
		return rows_fault(diag, row->line, "'received' is no instant "
		    "with a zone");
	if (s->received_s > now_s)
		return rows_fault(diag, row->line,
		    "'received' is still to come");
	if (s->received_s < s->seen.from_s)
		return rows_fault(diag, row->line,
		    "it was received before it was seen");
	if (s->seen.until_s > s->received_s)
		s->seen.until_s = s->received_s;
	return TT_OK;
}

static enum tt_err
take_source(const struct row *row, struct vault_sighting *s,
    struct rows_diag *diag)
{
	const char *text = row->field[ROWS_SOURCE];
	struct span who;

	if (text == NULL)
		return TT_OK;
	if (strncmp(text, "victim:", 7) == 0)
		return rows_fault(diag, row->line, "'source' holds a victim's "
		    "name: it belongs in 'victim', which is sealed");
	if (!sighting_source_parse(span_str(text), &s->source, &who) ||
	    (who.n > 0 && !tt_id_ok(who)) ||
	    span_copy(who, s->partner, sizeof(s->partner)) != TT_OK)
		return rows_fault(diag, row->line, "'source' is none of "
		    "vendor-telemetry, hunt, authority, victim, public, "
		    "partner:ID, finder, other");
	return TT_OK;
}

static enum tt_err
take_place(const struct row *row, struct vault_sighting *s,
    struct rows_diag *diag)
{
	const char *country = row->field[ROWS_COUNTRY];
	const char *network = row->field[ROWS_NETWORK];

	if (country != NULL && !sighting_country_ok(span_str(country)))
		return rows_fault(diag, row->line, "'country' is no code of "
		    "two capitals; a victim's name belongs in 'victim'");
	if (network != NULL && (!sighting_network_ok(span_str(network)) ||
	    strlen(network) > VAULT_NETWORK_MAX))
		return rows_fault(diag, row->line, "'network' is no address, "
		    "network or AS number; a victim's name belongs in "
		    "'victim'");
	if (country != NULL)
		memcpy(s->country, country, VAULT_COUNTRY_LEN + 1);
	if (network != NULL)
		snprintf(s->network, sizeof(s->network), "%s", network);
	return TT_OK;
}

enum tt_err
rows_take(const struct row *row, int64_t now_s, struct vault_sighting *out,
    struct rows_diag *diag)
{
	const char *sure = row->field[ROWS_CONFIDENCE];
	struct vault_sighting s = *out;
	enum tt_err e;

	if ((e = take_seen(row, now_s, &s, diag)) != TT_OK ||
	    (e = take_received(row, now_s, &s, diag)) != TT_OK ||
	    (e = take_source(row, &s, diag)) != TT_OK ||
	    (e = take_place(row, &s, diag)) != TT_OK)
		return e;
	if (sure != NULL &&
	    !sighting_confidence_parse(span_str(sure), &s.confidence))
		return rows_fault(diag, row->line, "'confidence' is none of "
		    "low, medium, high");
	if (row->field[ROWS_VICTIM] != NULL && s.case_id[0] == '\0')
		return rows_fault(diag, row->line, "a victim is sealed to a "
		    "case: --case ID");
	s.victims = row->field[ROWS_VICTIM] != NULL;
	*out = s;
	return TT_OK;
}
