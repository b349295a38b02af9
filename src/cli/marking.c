/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/rng.h"
#include "bulletin/grow.h"
#include "cli/marking.h"
#include "cli/say.h"
#include "telltale/check.h"

#define CHOICES_MAX	(4u * TT_SITES_MAX)

static struct span
text_of(const struct marking *m, uint32_t part)
{
	return m->draft.part[part].text;
}

struct span
marking_own(const struct marking *m, const struct choice *c)
{
	return (struct span){ text_of(m, c->part).p + c->offset, c->length };
}

/* A site after one of these would be read as something else. */
static bool
may_stand(const struct marking *m, const struct choice *c)
{
	struct span text = text_of(m, c->part);

	return c->offset == 0 || (text.p[c->offset - 1] != '\\' &&
	    text.p[c->offset - 1] != '{');
}

static void
choice_done(struct choice *c)
{
	free(c->site);
	free(c->memory);
}

static enum tt_err
push(struct marking *m, const struct choice *c)
{
	void *p = m->choice;
	enum tt_err e;

	if ((e = grow(&p, &m->cap, m->n, sizeof(*c), CHOICES_MAX)) != TT_OK)
		return e;
	m->choice = p;
	m->choice[m->n++] = *c;
	return TT_OK;
}

static bool
is_white(char ch)
{
	return ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r';
}

/*
 * Objects of JSON begin and end with the signs that sites are written with:
 * then white space on both sides goes into the site, the same in each
 * alternative.  TT_ESYNTAX where there is none; TT_ENOMEM.
 */
static enum tt_err
widen(const struct marking *m, struct choice *c)
{
	struct span text = text_of(m, c->part);
	size_t end = c->offset + c->length, bytes = 0;
	char *memory, *at;

	if (c->offset == 0 || end >= text.n ||
	    !is_white(text.p[c->offset - 1]) || !is_white(text.p[end]))
		return TT_ESYNTAX;
	for (unsigned k = 0; k < c->n; k++)
		bytes += c->alternatives[k].n + 2;
	if ((memory = at = malloc(bytes)) == NULL)
		return TT_ENOMEM;
	for (unsigned k = 0; k < c->n; k++) {
		struct span a = c->alternatives[k];

		at[0] = text.p[c->offset - 1];
		memcpy(at + 1, a.p, a.n);
		at[a.n + 1] = text.p[end];
		c->alternatives[k] = (struct span){ at, a.n + 2 };
		at += a.n + 2;
	}
	c->memory = memory;
	c->offset--;
	c->length += 2;
	return TT_OK;
}

static enum tt_err
can_write(const struct choice *c)
{
	struct buf site;
	enum tt_err e;

	buf_init(&site, TT_PART_MAX);
	e = tt_marked_site(c->alternatives, c->n, &site);
	buf_done(&site);
	return e;
}

static enum tt_err
take_proposal(struct marking *m, uint32_t part, const struct tt_proposal *p)
{
	struct choice c = { .kind = CHOICE_WORDING, .part = part,
		.offset = p->offset, .length = p->length, .n = p->n,
		.class = p->class, .group = p->group, .why = p->why,
		.own = p->own };
	enum tt_err e;

	memcpy(c.alternatives, p->alternatives, p->n * sizeof(struct span));
	if (!may_stand(m, &c) || tables_never(m->tables, c.group,
	    marking_own(m, &c)))
		return TT_OK;
	if ((e = can_write(&c)) == TT_ESYNTAX && (e = widen(m, &c)) == TT_OK)
		e = can_write(&c);
	if (e == TT_OK && (e = push(m, &c)) == TT_OK)
		return TT_OK;
	choice_done(&c);
	return e == TT_ESYNTAX ? TT_OK : e;	/* such is not proposed */
}

static enum tt_err
propose(struct marking *m, uint32_t part)
{
	const struct tt_part_text *text = &m->draft.part[part];
	enum tt_err e;

	if ((e = tt_prose_cut(&m->prose[part], tt_prose_format_of(text->name,
	    text->text), text->text)) != TT_OK ||
	    (e = tt_wording_propose(&m->proposals[part],
	    m->tables->wordings, text->text, m->prose[part])) != TT_OK)
		return e;
	m->words += m->proposals[part]->words;
	for (size_t i = 0; i < m->proposals[part]->n && e == TT_OK; i++)
		e = take_proposal(m, part, &m->proposals[part]->at[i]);
	return e;
}

static enum tt_err
propose_all(struct marking *m)
{
	enum tt_err e = TT_OK;

	for (uint32_t i = 0; i < m->draft.n_parts && e == TT_OK; i++)
		e = propose(m, i);
	return e;
}

int
marking_read(struct marking *m, const char *path, bool plain,
    struct tables *tables)
{
	enum tt_err e;
	struct stat st;
	int code;

	memset(m, 0, sizeof(*m));
	m->tables = tables;
	m->folder = stat(path, &st) == 0 && S_ISDIR(st.st_mode);
	code = plain ? draft_read_plain(&m->draft, path,
	    TT_MANIFEST_ANY_TIME) : draft_read_loose(&m->draft, path,
	    TT_MANIFEST_ANY_TIME);
	if (code != CLI_DONE)
		return code;
	if ((e = propose_all(m)) != TT_OK)
		return say_err(e, NULL, "cannot mark %s", path);
	return CLI_DONE;
}

enum tt_err
marking_from(struct marking *m, const struct tt_part_text *parts, size_t n,
    struct tables *tables)
{
	enum tt_err e;

	memset(m, 0, sizeof(*m));
	m->tables = tables;
	m->folder = n > 1;
	if ((e = draft_from(&m->draft, (struct span){ NULL, 0 }, parts,
	    n)) != TT_OK)
		return e;
	return propose_all(m);
}

void
marking_done(struct marking *m)
{
	for (size_t i = 0; i < m->n; i++)
		choice_done(&m->choice[i]);
	free(m->choice);
	for (size_t i = 0; i < TT_PARTS_MAX; i++) {
		tt_proposals_free(m->proposals[i]);
		tt_prose_free(m->prose[i]);
	}
	draft_done(&m->draft);
	memset(m, 0, sizeof(*m));
}

static bool
overlap(const struct choice *a, const struct choice *b)
{
	return a->part == b->part && a->offset < b->offset + b->length &&
	    b->offset < a->offset + a->length;
}

static bool
is_before(const struct choice *a, const struct choice *b)
{
	return a->part != b->part ? a->part < b->part :
	    a->offset < b->offset;
}

/* Without those that c overlaps and that nobody has accepted. */
static void
make_room(struct marking *m, const struct choice *c)
{
	size_t n = 0;

	for (size_t i = 0; i < m->n; i++) {
		if (overlap(&m->choice[i], c) &&
		    m->choice[i].kind == CHOICE_WORDING)
			choice_done(&m->choice[i]);
		else
			m->choice[n++] = m->choice[i];
	}
	m->n = n;
}

enum tt_err
marking_add(struct marking *m, struct choice c)
{
	enum tt_err e = TT_OK;
	size_t at;

	for (size_t i = 0; i < m->n; i++)
		if (overlap(&m->choice[i], &c) &&
		    (m->choice[i].kind != CHOICE_WORDING ||
		    m->choice[i].state == CHOICE_YES))
			e = TT_EEXIST;
	if (e == TT_OK && !may_stand(m, &c))
		e = TT_ESYNTAX;
	if (e == TT_OK) {
		make_room(m, &c);
		e = push(m, &c);
	}
	if (e != TT_OK) {
		choice_done(&c);
		return e;
	}
	for (at = m->n - 1; at > 0 && is_before(&c, &m->choice[at - 1]); at--)
		m->choice[at] = m->choice[at - 1];
	m->choice[at] = c;
	return TT_OK;
}

enum tt_err
marking_retype(struct marking *m, size_t i, const struct span *alternatives,
    size_t n)
{
	struct choice *c = &m->choice[i];
	struct buf site;
	size_t bytes = 1, at = 0;
	char *memory;
	enum tt_err e;

	buf_init(&site, TT_PART_MAX);
	e = tt_marked_site(alternatives, n, &site);
	buf_done(&site);
	if (e != TT_OK)
		return e;
	for (size_t k = 0; k < n; k++)
		bytes += alternatives[k].n;
	if ((memory = malloc(bytes)) == NULL)
		return TT_ENOMEM;
	for (size_t k = 0; k < n; k++) {
		if (alternatives[k].n > 0)
			memcpy(memory + at, alternatives[k].p,
			    alternatives[k].n);
		c->alternatives[k] = (struct span){ memory + at,
			alternatives[k].n };
		at += alternatives[k].n;
	}
	free(c->memory);
	c->memory = memory;
	c->n = n;
	return TT_OK;
}

size_t
marking_count(const struct marking *m, enum choice_state state)
{
	size_t n = 0;

	for (size_t i = 0; i < m->n; i++)
		n += m->choice[i].state == state &&
		    (m->choice[i].site == NULL ||
		    strchr(m->choice[i].site, ' ') != NULL ||
		    m->choice[i].site[2] != '@');
	return n;
}

static enum tt_err
put_site(const struct choice *c, struct buf *out)
{
	enum tt_err e = TT_OK;
	struct buf site;

	if (c->kind == CHOICE_CONSTANT) {
		buf_str(out, c->site);
		return buf_err(out);
	}
	buf_init(&site, TT_PART_MAX);
	e = tt_marked_site(c->alternatives, c->n, &site);
	if (e == TT_OK && c->kind == CHOICE_FACT) {
		buf_str(out, "{{@:fact ");
		buf_add(out, site.p + 2, site.n - 2);
	} else if (e == TT_OK) {
		buf_span(out, buf_view(&site));
	}
	buf_done(&site);
	return e == TT_OK ? buf_err(out) : e;
}

enum tt_err
marking_text(const struct marking *m, size_t part, struct buf *out)
{
	struct span text = text_of(m, (uint32_t)part);
	size_t at = 0;
	enum tt_err e;

	for (size_t i = 0; i < m->n; i++) {
		const struct choice *c = &m->choice[i];

		if (c->part != part || c->state != CHOICE_YES)
			continue;
		assert(c->offset >= at);
		buf_add(out, text.p + at, c->offset - at);
		if ((e = put_site(c, out)) != TT_OK)
			return e;
		at = c->offset + c->length;
	}
	if (text.n > at)
		buf_add(out, text.p + at, text.n - at);
	return buf_err(out);
}

/* Without a manifest, draft.json has another use. */
static struct span
json_of(const struct marking *m)
{
	return m->draft.manifest == NULL ? (struct span){ NULL, 0 } :
	    buf_view(&m->draft.json);
}

enum tt_err
marking_bulletin(const struct marking *m, struct draft *out)
{
	struct tt_part_text parts[TT_PARTS_MAX];
	struct buf *text = calloc(m->draft.n_parts, sizeof(*text));
	enum tt_err e = text == NULL ? TT_ENOMEM : TT_OK;

	for (size_t i = 0; i < m->draft.n_parts && e == TT_OK; i++) {
		buf_init(&text[i], TT_PART_MAX);
		e = marking_text(m, i, &text[i]);
		parts[i] = (struct tt_part_text){ m->draft.part[i].name,
			buf_view(&text[i]) };
	}
	if (e == TT_OK)
		e = draft_from(out, json_of(m), parts, m->draft.n_parts);
	for (size_t i = 0; text != NULL && i < m->draft.n_parts; i++) {
		if (e == TT_OK)
			out->text[i] = text[i];	/* transferred */
		else
			buf_done(&text[i]);
	}
	free(text);
	return e;
}

static enum tt_err
check_row(const struct tt_bulletin *b, const uint64_t *row, size_t *part,
    struct tt_fault *fault)
{
	enum tt_err e = TT_OK;
	struct buf out;

	for (size_t p = 0; p < b->n_parts && e == TT_OK; p++) {
		if (b->parts[p].binary)
			continue;
		*part = p;
		buf_init(&out, TT_RENDERING_MAX);
		if ((e = tt_bulletin_render(b, p, row, &out)) == TT_OK)
			e = tt_format_check(tt_format_of(b->parts[p].name),
			    buf_view(&out), fault);
		buf_done(&out);
	}
	return e;
}

static enum tt_err
check_rows(const struct tt_bulletin *b, size_t *part, struct tt_fault *fault)
{
	uint64_t *row = calloc(b->n_sites + 1, sizeof(*row));
	enum tt_err e = row == NULL ? TT_ENOMEM : TT_OK;

	for (size_t k = 0; k < tt_check_n_rows(b) && e == TT_OK; k++) {
		tt_check_row(b, k, rng_system(), row);
		e = check_row(b, row, part, fault);
	}
	free(row);
	return e;
}

int
marking_check(const struct marking *m)
{
	struct draft *d = calloc(1, sizeof(*d));
	struct tt_fault fault = { .text = "" };
	size_t part = 0;
	int code = CLI_DONE;
	enum tt_err e;

	if (d == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot check the marks");
	if ((e = marking_bulletin(m, d)) == TT_OK)
		e = check_rows(d->bulletin, &part, &fault);
	if (e == TT_ESYNTAX && fault.text[0] != '\0')
		code = say_fail(CLI_NO, "mark it without --constant there, or "
		    "with other words", "some copies of %.*s would be broken, "
		    "line %u: %s", (int)m->draft.part[part].name.n,
		    m->draft.part[part].name.p, fault.line, fault.text);
	else if (e != TT_OK)
		code = say_err(e, NULL, "cannot check the marks");
	draft_done(d);
	free(d);
	return code;
}

void
marking_place(const struct marking *m, const struct choice *c,
    uint32_t *line, uint32_t *column)
{
	struct span text = text_of(m, c->part);

	*line = *column = 1;
	for (size_t i = 0; i < c->offset; i++) {
		if (text.p[i] == '\n') {
			++*line;
			*column = 1;
		} else if (((unsigned char)text.p[i] & 0xc0) != 0x80) {
			++*column;
		}
	}
}
