/* SPDX-License-Identifier: ISC */
#include <expat.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "extract/extract.h"
#include "extract/office.h"

#define PART	(1 << 20)	/* bytes handed to expat at once */
#define SPACES_MAX	1000	/* that one element may stand for */

struct office {
	XML_Parser parser;
	struct buf text, aside;
	unsigned depth;
	unsigned shown;		/* depth of elements whose letters are text */
	unsigned hidden;	/* depth of elements that are not shown */
	unsigned beside;	/* depth of comments and notes in a sentence */
	enum tt_err e;
};

enum effect { TEXT, PARAGRAPH, LINE, CELL, TAB, SPACES, HYPHEN, HIDDEN,
	BESIDE };

static const struct {
	const char *name;
	enum effect effect;
	bool letters;		/* what stands in it is text */
} table[] = {
	{ "w:t", TEXT, true },
	{ "a:t", TEXT, true },
	{ "m:t", TEXT, true },
	{ "t", TEXT, true },			/* of Excel */
	{ "w:p", PARAGRAPH, false },
	{ "a:p", PARAGRAPH, false },
	{ "si", PARAGRAPH, false },
	{ "text:p", PARAGRAPH, true },
	{ "text:h", PARAGRAPH, true },
	{ "w:br", LINE, false },
	{ "w:cr", LINE, false },
	{ "a:br", LINE, false },
	{ "text:line-break", LINE, false },
	{ "w:tc", CELL, false },
	{ "table:table-cell", CELL, false },
	{ "w:tab", TAB, false },
	{ "text:tab", TAB, false },
	{ "text:s", SPACES, false },
	{ "w:noBreakHyphen", HYPHEN, false },
	{ "w:del", HIDDEN, false },
	{ "w:moveFrom", HIDDEN, false },
	{ "mc:Fallback", HIDDEN, false },	/* the same once more */
	{ "text:tracked-changes", HIDDEN, false },
	{ "text:note-citation", HIDDEN, false },
	{ "office:annotation", BESIDE, false },
	{ "text:note", BESIDE, false },
};

static size_t
find(const char *name)
{
	size_t i = 0;

	while (i < N_ROWS(table) && strcmp(table[i].name, name) != 0)
		i++;
	return i;
}

static void
stop(struct office *o, enum tt_err e)
{
	if (o->e == TT_OK)
		o->e = e;
	XML_StopParser(o->parser, XML_FALSE);
}

static struct buf *
here(struct office *o)
{
	return o->beside > 0 ? &o->aside : &o->text;
}

static void
add_spaces(struct office *o, const char **attr)
{
	uint64_t n = 1;

	for (size_t i = 0; attr[i] != NULL; i += 2)
		if (strcmp(attr[i], "text:c") == 0 &&
		    span_u64(span_str(attr[i + 1]), SPACES_MAX, &n) != TT_OK)
			n = 1;
	while (n-- > 0)
		buf_char(here(o), ' ');
}

static void XMLCALL
begin(void *arg, const char *name, const char **attr)
{
	struct office *o = arg;
	size_t i = find(name);

	if (++o->depth > OFFICE_DEPTH_MAX) {
		stop(o, TT_ELIMIT);
		return;
	}
	if (i == N_ROWS(table))
		return;
	o->shown += table[i].letters;
	o->hidden += table[i].effect == HIDDEN;
	o->beside += table[i].effect == BESIDE;
	if (o->hidden > 0)
		return;
	if (table[i].effect == LINE)
		buf_char(here(o), '\n');
	else if (table[i].effect == TAB)
		buf_char(here(o), '\t');
	else if (table[i].effect == HYPHEN)
		buf_char(here(o), '-');
	else if (table[i].effect == SPACES)
		add_spaces(o, attr);
}

static void XMLCALL
end(void *arg, const char *name)
{
	struct office *o = arg;
	size_t i = find(name);

	o->depth--;
	if (i == N_ROWS(table))
		return;
	if (o->hidden == 0 && table[i].effect == PARAGRAPH)
		buf_char(here(o), '\n');
	else if (o->hidden == 0 && table[i].effect == CELL)
		buf_char(here(o), '\t');
	o->shown -= table[i].letters;
	o->hidden -= table[i].effect == HIDDEN;
	o->beside -= table[i].effect == BESIDE;
}

static void XMLCALL
letters(void *arg, const char *s, int n)
{
	struct office *o = arg;

	if (o->shown == 0 || o->hidden > 0)
		return;
	buf_add(here(o), s, (size_t)n);
	if (buf_err(here(o)) != TT_OK)
		stop(o, buf_err(here(o)));
}

static void XMLCALL
doctype(void *arg, const char *name, const char *system, const char *public,
    int subset)
{
	(void)name;
	(void)system;
	(void)public;
	(void)subset;
	stop(arg, TT_EREFUSED);
}

enum tt_err
office_text(struct span xml, struct buf *out)
{
	struct office o = { .parser = XML_ParserCreate(NULL) };
	int n;

	if (o.parser == NULL)
		return TT_ENOMEM;
	buf_init(&o.text, EXTRACT_TEXT_MAX);
	buf_init(&o.aside, EXTRACT_TEXT_MAX);
	XML_SetUserData(o.parser, &o);
	XML_SetElementHandler(o.parser, begin, end);
	XML_SetCharacterDataHandler(o.parser, letters);
	XML_SetStartDoctypeDeclHandler(o.parser, doctype);
	do {
		n = xml.n < PART ? (int)xml.n : PART;
		if (XML_Parse(o.parser, xml.p, n, (size_t)n == xml.n) ==
		    XML_STATUS_ERROR && o.e == TT_OK)
			o.e = TT_ESYNTAX;
		xml.p += n;
		xml.n -= (size_t)n;
	} while (o.e == TT_OK && xml.n > 0);
	buf_span(out, buf_view(&o.text));
	buf_span(out, buf_view(&o.aside));
	if (o.e == TT_OK)
		o.e = buf_err(out);
	XML_ParserFree(o.parser);
	buf_done(&o.text);
	buf_done(&o.aside);
	return o.e;
}
