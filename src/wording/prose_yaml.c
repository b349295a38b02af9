/* SPDX-License-Identifier: ISC */
/*
 * YAML: members that people read, of OpenStack's advisories and Sigma rules,
 * comments in lines of their own, and lists without an order.
 *
 * libyaml tells scalars and where they stand, in characters, which are
 * counted into bytes on the way.  What is below `detection` decides what
 * matches.
 */
#include <stdint.h>
#include <string.h>
#include <yaml.h>

#include "wording/comment.h"
#include "wording/cutting.h"
#include "wording/line.h"

#define DEPTH	32	/* levels; deeper is left alone */

static const char *const told[] = { "description", "summary", "notes", "note",
	"details", "falsepositives", "impact", "workaround", "workarounds",
	"mitigation", "mitigations", "solution", "errata", "abstract",
	"overview" };
static const char *const unordered[] = { "falsepositives", "references",
	"tags", "reference", "links" };
static const char *const machine[] = { "detection", "logsource",
	"correlation", "fields" };

struct level {
	bool mapping;
	bool key;		/* a name comes next, not a value */
	bool prose, list, machine;	/* what its values are */
	struct cutting_piece items[CUTTING_LIST_MAX + 1];
	size_t n_items;
};

struct reading {
	struct cutting *c;
	struct comment comment;
	size_t at, chars;	/* a place in bytes, the same in characters */
	size_t commented;	/* comments were cut up to here */
	struct level level[DEPTH];
	size_t depth;		/* may be over DEPTH */
	bool prose, list, machine;	/* what the value of this name is */
};

static bool
is_among(struct span s, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (span_is(s, names[i]))
			return true;
	return false;
}

/* Marks are asked for as they rise. */
static size_t
byte_of(struct reading *r, yaml_mark_t mark)
{
	struct span s = r->c->masked;

	while (r->chars < mark.index && r->at < s.n) {
		for (r->at++; r->at < s.n &&
		    ((unsigned char)s.p[r->at] & 0xc0) == 0x80; r->at++)
			;
		r->chars++;
	}
	return r->at;
}

/* Comments in lines of their own between what was read and `to`. */
static void
cut_comments(struct reading *r, size_t to)
{
	struct span s = { r->c->masked.p, to };
	struct line l;

	if (to <= r->commented)
		return;
	for (size_t at = r->commented; line_at(s, at, LINE_TAB, &l);
	    at = l.next) {
		if (!l.blank && s.p[l.text] == '#' && (l.from == 0 ||
		    s.p[l.from - 1] == '\n'))
			comment_line(&r->comment, l.text + strspn(s.p +
			    l.text, "#"), l.to);
		else
			comment_end(&r->comment);
	}
	comment_end(&r->comment);
	r->commented = to;
}

/* What may not be put into a scalar of this style, at block level. */
static const char *
forbidden(yaml_scalar_style_t style)
{
	switch (style) {
	case YAML_SINGLE_QUOTED_SCALAR_STYLE:
		return "'";
	case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
		return "\"\\";
	case YAML_LITERAL_SCALAR_STYLE:
	case YAML_FOLDED_SCALAR_STYLE:
		return "\t";
	case YAML_ANY_SCALAR_STYLE:
	case YAML_PLAIN_SCALAR_STYLE:
		break;
	}
	return ":#[]{}\"&*!|>%@`";
}

static bool
is_block(yaml_scalar_style_t style)
{
	return style == YAML_LITERAL_SCALAR_STYLE ||
	    style == YAML_FOLDED_SCALAR_STYLE;
}

/*
 * Lines from..to of a scalar; a blank one ends a paragraph.  Of a block, what
 * stands further in than its first line is a listing.
 */
static void
cut_lines(struct reading *r, size_t from, size_t to,
    const yaml_event_t *event)
{
	yaml_scalar_style_t style = event->data.scalar.style;
	struct span s = { r->c->masked.p, to };
	size_t indent = SIZE_MAX;
	struct line l;

	cutting_open(r->c, TT_BLOCK_FIELD, forbidden(style), false);
	for (size_t at = from; line_at(s, at, LINE_TAB, &l); at = l.next) {
		if (indent == SIZE_MAX && !l.blank)
			indent = l.indent;
		if (l.blank || (is_block(style) && l.indent > indent + 3)) {
			cutting_open(r->c, TT_BLOCK_FIELD, forbidden(style),
			    false);
			continue;
		}
		if (is_block(style) &&
		    line_marker(line_text(s, &l)) > 0) {
			cutting_open(r->c, TT_BLOCK_ITEM, forbidden(style),
			    false);
			l.text += line_marker(line_text(s, &l));
		}
		cutting_add(r->c, l.text, l.to, TT_GAP_SPACE);
	}
	cutting_close(r->c);
}

static void
cut_scalar(struct reading *r, size_t from, size_t to,
    const yaml_event_t *event)
{
	struct span s = r->c->masked;
	struct line l;

	switch (event->data.scalar.style) {
	case YAML_SINGLE_QUOTED_SCALAR_STYLE:
	case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
		if (to - from >= 2)
			cut_lines(r, from + 1, to - 1, event);
		break;
	case YAML_LITERAL_SCALAR_STYLE:
	case YAML_FOLDED_SCALAR_STYLE:
		if (line_at(s, from, LINE_TAB, &l) && l.next < to)
			cut_lines(r, l.next, to, event);
		break;
	case YAML_ANY_SCALAR_STYLE:
	case YAML_PLAIN_SCALAR_STYLE:
		cut_lines(r, from, to, event);
		break;
	}
}

static struct level *
top(struct reading *r)
{
	return r->depth == 0 || r->depth > DEPTH ? NULL :
	    &r->level[r->depth - 1];
}

/* A value of the list at hand stands from..to, in one line. */
static void
add_item(struct reading *r, size_t from, size_t to)
{
	struct level *l = top(r);

	if (l != NULL && !l->mapping && l->list && from < to &&
	    l->n_items <= CUTTING_LIST_MAX)
		l->items[l->n_items++] = (struct cutting_piece){ from, to,
			TT_GAP_SPACE };
}

static void
take_name(struct reading *r, struct level *l, const yaml_event_t *event)
{
	struct span name = { (const char *)event->data.scalar.value,
		event->data.scalar.length };

	r->machine = l->machine || is_among(name, machine, N_ROWS(machine));
	r->prose = !r->machine && is_among(name, told, N_ROWS(told));
	r->list = !r->machine && is_among(name, unordered,
	    N_ROWS(unordered));
	l->key = false;
}

static void
take_scalar(struct reading *r, const yaml_event_t *event)
{
	size_t from = byte_of(r, event->start_mark), to = byte_of(r,
	    event->end_mark);
	struct level *l = top(r);
	bool prose;

	if (l == NULL || !(l->mapping && !l->key ? r->machine : l->machine))
		cut_comments(r, from);
	r->commented = to;
	if (l == NULL)
		return;
	if (l->mapping && l->key) {
		take_name(r, l, event);
		return;
	}
	prose = l->mapping ? r->prose : l->prose;
	if (event->data.scalar.anchor != NULL ||
	    event->data.scalar.tag != NULL)
		prose = false;	/* from.. is the anchor */
	if (prose)
		cut_scalar(r, from, to, event);
	add_item(r, from, to);
	l->key = true;
}

static void
take_open(struct reading *r, bool mapping)
{
	struct level *l = top(r), *next;

	if (l != NULL && l->mapping && l->key)
		l->machine = r->machine = true;	/* a name that is no word */
	if (r->depth++ >= DEPTH)
		return;
	next = &r->level[r->depth - 1];
	memset(next, 0, sizeof(*next));
	next->mapping = mapping;
	next->key = mapping;
	next->machine = l != NULL && (l->mapping ? r->machine : l->machine);
	next->prose = l != NULL && l->mapping && r->prose && !next->machine;
	next->list = l != NULL && l->mapping && r->list && !next->machine;
}

static void
take_close(struct reading *r)
{
	struct level *l = top(r);

	if (l != NULL && !l->mapping && l->list)
		cutting_list(r->c, l->items, l->n_items);
	r->depth--;
	if ((l = top(r)) != NULL)
		l->key = true;
}

static void
take_event(struct reading *r, const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		take_scalar(r, event);
		break;
	case YAML_MAPPING_START_EVENT:
		take_open(r, true);
		break;
	case YAML_SEQUENCE_START_EVENT:
		take_open(r, false);
		break;
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		take_close(r);
		break;
	case YAML_ALIAS_EVENT:
		if (top(r) != NULL)
			top(r)->key = !top(r)->key;
		break;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
	case YAML_DOCUMENT_START_EVENT:
	case YAML_DOCUMENT_END_EVENT:
		break;
	}
}

void
cut_yaml(struct cutting *c)
{
	struct reading r = { .c = c };
	yaml_event_type_t type = YAML_NO_EVENT;
	yaml_parser_t p;
	yaml_event_t event;

	if (!yaml_parser_initialize(&p)) {
		c->err = TT_ENOMEM;
		return;
	}
	comment_init(&r.comment, c, "\n");
	yaml_parser_set_encoding(&p, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&p, (const unsigned char *)c->mask,
	    c->masked.n);
	while (type != YAML_STREAM_END_EVENT && c->err == TT_OK) {
		if (!yaml_parser_parse(&p, &event)) {
			if (p.error == YAML_MEMORY_ERROR)
				c->err = TT_ENOMEM;
			break;
		}
		type = event.type;
		take_event(&r, &event);
		yaml_event_delete(&event);
	}
	if (type == YAML_STREAM_END_EVENT)
		cut_comments(&r, c->masked.n);
	comment_done(&r.comment);
	yaml_parser_delete(&p);
}
