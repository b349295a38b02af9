/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "cli/team/lineup_file.h"

static enum tt_err
read_line(struct span line, struct lineup_officer *out)
{
	struct lineup_officer o;
	struct span name, seal;
	enum tt_err e;

	if (!span_word(&line, ' ', &name) || !span_word(&line, ' ', &seal))
		return TT_ESYNTAX;
	if (name.n == 0)
		return TT_ESYNTAX;
	if ((e = span_copy(name, o.name, sizeof(o.name))) != TT_OK ||
	    (e = tt_age_recipient_parse(&o.seal, seal)) != TT_OK ||
	    (e = tt_vkey_parse(&o.sign, line)) != TT_OK)
		return e;
	*out = o;
	return TT_OK;
}

enum tt_err
lineup_file_parse(struct lineup_file *out, struct span text)
{
	struct lineup_officer o;
	struct span line;
	enum tt_err e;

	out->n = 0;
	while (span_line(&text, &line)) {
		if (line.n == 0 || line.p[0] == '#')
			continue;
		if (out->n == LINEUP_OFFICERS_MAX)
			return TT_ELIMIT;
		if ((e = read_line(line, &o)) != TT_OK)
			return e;
		if (lineup_file_find(out, o.name) != NULL)
			return TT_EEXIST;
		out->of[out->n++] = o;
	}
	return text.n != 0 || out->n == 0 ? TT_ESYNTAX : TT_OK;
}

void
lineup_file_format(const struct lineup_file *l, struct buf *out)
{
	char seal[TT_AGE_RECIPIENT_LEN + 1], sign[TT_VKEY_TEXT_MAX + 1];

	for (size_t i = 0; i < l->n; i++) {
		tt_age_recipient_format(seal, &l->of[i].seal);
		tt_vkey_format(&l->of[i].sign, sign);
		buf_printf(out, "%s %s %s\n", l->of[i].name, seal, sign);
	}
}

const struct lineup_officer *
lineup_file_find(const struct lineup_file *l, const char *name)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->of[i].name, name) == 0)
			return &l->of[i];
	return NULL;
}
