/* SPDX-License-Identifier: ISC */
/*
 * trace_page - a page of what was read: the specimen with each site marked by
 * what stands there, and a table of all sites.
 *
 * It shows what was read, not whose it is: made before any row is looked at,
 * it names nobody.  One file, without scripts, that loads nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/say.h"
#include "cli/sheet.h"
#include "cli/trace_page.h"
#include "store/file.h"

#define SHOWN		16	/* values of one site */

static const struct {
	const char *class, *word, *means;
} kinds[TT_OBS_KIND_COUNT] = {
	[TT_OBS_SYMBOL] = { "read", "read", "one of the alternatives stands "
	    "there" },
	[TT_OBS_VALUES] = { "read", "read", "a value stands there" },
	[TT_OBS_SOFT] = { "soft", "unsure", "more than one may have been "
	    "meant" },
	[TT_OBS_NOVEL] = { "novel", "other words", "none of the alternatives, "
	    "something else" },
	[TT_OBS_GONE] = { "gone", "cut out", "the words around it are there, "
	    "it is not" },
	[TT_OBS_ERASED] = { "none", "not read", "it is not in the specimen, "
	    "or in doubt" },
};

const char *
page_word(enum tt_observation_kind k)
{
	return kinds[k].word;
}

const char *
page_class(enum tt_observation_kind k)
{
	return kinds[k].class;
}

void
page_site_name(const struct page *p, unsigned bulletin, uint32_t site,
    char out[32])
{
	if (p->all->n > 1)
		snprintf(out, 32, "%c%u", 'A' + (char)bulletin, site + 1);
	else
		snprintf(out, 32, "%u", site + 1);
}

/* "int 1..9", "hex 8", "name". */
static void
add_form(const struct tt_site *s, struct buf *out)
{
	switch (s->kind) {
	case TT_SITE_INT:
		buf_printf(out, "a number from %llu to %llu",
		    (unsigned long long)s->lo,
		    (unsigned long long)(s->lo + (s->n - 1)));
		break;
	case TT_SITE_HEX:
		buf_printf(out, "%u hexadecimal digits", s->digits);
		break;
	case TT_SITE_NAME:
		buf_str(out, "a name of four syllables");
		break;
	case TT_SITE_CHOICE:
	case TT_SITE_KIND_COUNT:
		break;
	}
}

static void
add_offer(const struct tt_site *s, struct buf *out)
{
	if (s->kind != TT_SITE_CHOICE) {
		add_form(s, out);
		return;
	}
	for (uint64_t v = 0; v < s->n; v++) {
		if (v > 0)
			buf_str(out, " or ");
		exhibit_symbol(s, v, out);
	}
}

void
page_describe(const struct page *p, const struct page_mark *m, struct buf *out)
{
	const struct tracing *t = p->all->at[m->bulletin];
	const struct tt_bulletin *b = t->draft->bulletin;
	const struct tt_site *s = &b->sites[m->site];
	struct span part = b->parts[s->part].name;
	char name[32];

	page_site_name(p, m->bulletin, m->site, name);
	buf_printf(out, "Site %s, %s (%.*s, line %u). It may be: ", name,
	    page_word(m->kind), (int)part.n, part.p, s->line);
	add_offer(s, out);
}

static int
by_place(const void *a, const void *b)
{
	const struct page_mark *x = a, *y = b;

	if (x->piece != y->piece)
		return x->piece < y->piece ? -1 : 1;
	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	if (x->length != y->length)	/* the longer one, where they overlap */
		return x->length > y->length ? -1 : 1;
	return x->bulletin < y->bulletin ? -1 : x->bulletin > y->bulletin;
}

static enum tt_err
collect(struct page *p)
{
	size_t total = 0;

	for (size_t i = 0; i < p->all->n; i++)
		total += trace_exhibit(p->all->at[i])->reading->n_quotes;
	if ((p->mark = calloc(total + 1, sizeof(*p->mark))) == NULL)
		return TT_ENOMEM;
	for (unsigned i = 0; i < p->all->n; i++) {
		const struct tt_reading *r =
		    trace_exhibit(p->all->at[i])->reading;

		for (size_t k = 0; k < r->n_quotes; k++) {
			const struct tt_reading_quote *q = &r->quotes[k];

			p->mark[p->n_marks++] = (struct page_mark){
				.bulletin = i, .site = q->site,
				.piece = q->piece, .kind = q->kind,
				.offset = q->offset, .length = q->length,
				.nth = (unsigned)(k -
				    r->sites[q->site].first) };
		}
	}
	if (p->n_marks > 1)
		qsort(p->mark, p->n_marks, sizeof(*p->mark), by_place);
	return TT_OK;
}

static void
put_bulletin(struct page *p, unsigned i)
{
	const struct tracing *t = p->all->at[i];
	const struct tt_reading *r = trace_exhibit(t)->reading;

	html_out_element(&p->h, "dt", NULL, "bulletin");
	html_out_open(&p->h, "dd");
	if (p->all->n > 1)
		html_out_fmt(&p->h, "%c: ", 'A' + (char)i);
	sheet_bulletin(&p->h, t);
	html_out_close(&p->h);
	html_out_element(&p->h, "dt", NULL, "sites");
	html_out_open(&p->h, "dd");
	html_out_fmt(&p->h, "%zu of %zu read; other words: %zu, cut out: %zu, "
	    "not read: %zu", trace_exhibit(t)->n_read, r->n_sites,
	    r->n_novel, r->n_gone, r->n_sites - trace_exhibit(t)->n_read -
	    r->n_novel - r->n_gone);
	html_out_close(&p->h);
}

static void
put_legend(struct page *p)
{
	static const enum tt_observation_kind shown[] = { TT_OBS_SYMBOL,
		TT_OBS_SOFT, TT_OBS_NOVEL, TT_OBS_GONE, TT_OBS_ERASED };

	html_out_element(&p->h, "h2", NULL, "Legend");
	html_out_open(&p->h, "ul");
	html_out_attr(&p->h, "class", "legend");
	for (size_t i = 0; i < N_ROWS(shown); i++) {
		enum tt_observation_kind k = shown[i];

		html_out_open(&p->h, "li");
		html_out_open(&p->h, "span");
		html_out_attr_fmt(&p->h, "class", "m %s", kinds[k].class);
		html_out_str(&p->h, kinds[k].word);
		html_out_close(&p->h);
		html_out_fmt(&p->h, " %s", kinds[k].means);
		html_out_close(&p->h);
	}
	html_out_close(&p->h);
	html_out_element(&p->h, "p", "dim", "The small number is the site's; "
	    "it leads to the table, where its alternatives stand. A number "
	    "alone is a site that was read.");
}

static void
put_head(struct page *p)
{
	part_skip(&p->h, "sites", "Go to the table of sites");
	html_out_open(&p->h, "header");
	html_out_element(&p->h, "h1", NULL, "What was read in the specimen");
	html_out_element(&p->h, "p", NULL, "This page shows which wordings "
	    "and values stand where the bulletin has a choice. It does not "
	    "say whose copy they are from: it was made before anybody's copy "
	    "was looked at, and it accuses nobody.");
	html_out_open(&p->h, "dl");
	sheet_files(&p->h, &p->all->specimen);
	for (unsigned i = 0; i < p->all->n; i++)
		put_bulletin(p, i);
	if (p->all->n == 0)
		part_pair(&p->h, "bulletin", NULL,
		    "none of this vault is in it");
	html_out_close(&p->h);
	html_out_close(&p->h);
}

/* The marks of a piece: *first of them, and how many. */
static size_t
marks_of(const struct page *p, uint32_t piece, size_t *first)
{
	size_t n = 0;

	for (*first = 0; *first < p->n_marks &&
	    p->mark[*first].piece < piece; ++*first)
		;
	while (*first + n < p->n_marks && p->mark[*first + n].piece == piece)
		n++;
	return n;
}

/* Where an equal piece stands before; piece itself if none does. */
static uint32_t
twin_of(const struct specimen *s, uint32_t piece)
{
	for (uint32_t i = 0; i < piece; i++)
		if (s->piece[i].kind != TT_PIECE_BYTES &&
		    span_eq(s->piece[i].bytes, s->piece[piece].bytes))
			return i;
	return piece;
}

static void
put_piece(struct page *p, uint32_t i)
{
	const struct specimen *s = &p->all->specimen;
	struct buf name;
	size_t first, n = marks_of(p, i, &first);
	uint32_t twin = twin_of(s, i);

	buf_init(&name, 65536);
	specimen_piece_name(s, i, &name);
	html_out_open(&p->h, "h3");
	html_out_text(&p->h, buf_view(&name));
	html_out_close(&p->h);
	buf_done(&name);
	if (twin != i) {
		buf_init(&name, 65536);
		specimen_piece_name(s, twin, &name);
		html_out_open(&p->h, "p");
		html_out_str(&p->h, "The same text as in ");
		html_out_text(&p->h, buf_view(&name));
		html_out_close(&p->h);
		buf_done(&name);
		return;
	}
	if (s->piece[i].kind == TT_PIECE_SEEN)
		page_picture(p, i, first, n);
	if (n > 0)
		page_text(p, i, first, n);
	else
		html_out_element(&p->h, "p", "dim",
		    "No site of the bulletin was read in it.");
}

static void
put_pieces(struct page *p)
{
	const struct specimen *s = &p->all->specimen;

	html_out_element(&p->h, "h2", NULL, "The specimen");
	for (uint32_t i = 0; i < s->n_pieces; i++)
		if (s->piece[i].kind != TT_PIECE_BYTES)
			put_piece(p, i);
}

/* How likely each alternative is, by what was read alone. */
static double
likelihood(const struct tt_observation *o, uint64_t v)
{
	double sum = 0;

	if (o->kind == TT_OBS_SYMBOL)
		return o->symbol == v;
	for (unsigned a = 0; a < o->q; a++)
		sum += o->likelihood[a];
	return v < o->q ? o->likelihood[v] / sum : 0;
}

static void
put_alternative(struct page *p, const struct tt_site *s,
    const struct tt_observation *o, uint64_t v)
{
	bool known = o != NULL && (o->kind == TT_OBS_SYMBOL ||
	    o->kind == TT_OBS_SOFT);
	double is = known ? likelihood(o, v) : 0;
	struct buf text;

	buf_init(&text, 4096);
	exhibit_symbol(s, v, &text);
	html_out_open(&p->h, "li");
	if (is > .5)
		html_out_attr(&p->h, "class", "is");
	html_out_text(&p->h, buf_view(&text));
	if (known && o->kind == TT_OBS_SYMBOL && is > 0)
		html_out_str(&p->h, " (read)");
	else if (known && o->kind == TT_OBS_SOFT)
		html_out_fmt(&p->h, is < .001 ? " (under 0.1 %%)" :
		    " (%.3g %%)", is * 100);
	html_out_close(&p->h);
	buf_done(&text);
}

static void
put_alternatives(struct page *p, const struct tt_site *s,
    const struct tt_observation *o)
{
	struct buf text;

	if (s->n <= TT_Q_MAX) {
		html_out_open(&p->h, "ul");
		for (uint64_t v = 0; v < s->n; v++)
			put_alternative(p, s, o, v);
		html_out_close(&p->h);
		return;
	}
	buf_init(&text, 65536);
	add_form(s, &text);
	for (size_t i = 0; o != NULL && o->kind == TT_OBS_VALUES &&
	    i < o->n_values && i < SHOWN; i++) {
		buf_str(&text, i == 0 ? "; read: " : ", ");
		exhibit_symbol(s, o->values[i], &text);
	}
	if (o != NULL && o->kind == TT_OBS_VALUES && o->count > o->n_values)
		buf_printf(&text, "; %llu on offer",
		    (unsigned long long)o->count);
	html_out_text(&p->h, buf_view(&text));
	buf_done(&text);
}

static bool
is_contradicted(const struct tt_observations *o, uint32_t site)
{
	for (size_t i = 0; i < o->n_contradicted; i++)
		if (o->contradicted[i] == site)
			return true;
	return false;
}

static void
put_row(struct page *p, unsigned bulletin, uint32_t i)
{
	const struct tracing *t = p->all->at[bulletin];
	const struct tt_bulletin *b = t->draft->bulletin;
	const struct tt_site *s = &b->sites[i];
	const struct tt_observation *o = tt_observations_at(
	    trace_exhibit(t)->observations, i);
	enum tt_observation_kind k = o != NULL ? o->kind : TT_OBS_ERASED;
	char name[32];

	page_site_name(p, bulletin, i, name);
	html_out_open(&p->h, "tr");
	html_out_attr_fmt(&p->h, "id", "site-%s", name);
	html_out_open(&p->h, "th");
	html_out_attr(&p->h, "scope", "row");
	html_out_attr(&p->h, "class", "num");
	if (trace_exhibit(t)->reading->sites[i].n > 0) {
		html_out_open(&p->h, "a");
		html_out_attr_fmt(&p->h, "href", "#at-%s", name);
		html_out_str(&p->h, name);
		html_out_close(&p->h);
	} else
		html_out_str(&p->h, name);
	html_out_close(&p->h);
	html_out_open(&p->h, "td");
	html_out_text(&p->h, b->parts[s->part].name);
	html_out_fmt(&p->h, ":%u", s->line);
	html_out_close(&p->h);
	html_out_element(&p->h, "td", NULL, tt_class_name(s->class));
	html_out_open(&p->h, "td");
	html_out_open(&p->h, "span");
	html_out_attr_fmt(&p->h, "class", "m %s", page_class(k));
	html_out_str(&p->h, is_contradicted(trace_exhibit(t)->observations, i) ?
	    "two things at once" : page_word(k));
	html_out_close(&p->h);
	html_out_close(&p->h);
	html_out_open(&p->h, "td");
	put_alternatives(p, s, o);
	html_out_close(&p->h);
	html_out_close(&p->h);
}

static void
put_table(struct page *p, unsigned bulletin)
{
	static const char *const heads[] = { "site", "where", "class",
		"what was read", "alternatives, and how likely" };
	const struct tracing *t = p->all->at[bulletin];
	struct buf caption;

	buf_init(&caption, FILE_PATH_MAX);
	buf_printf(&caption, "Sites of %s", t->bulletin);
	part_table(&p->h, NULL, caption.p, heads, N_ROWS(heads));
	for (uint32_t i = 0; i < t->draft->bulletin->n_sites; i++)
		put_row(p, bulletin, i);
	part_table_end(&p->h);
	buf_done(&caption);
}

static void
put_tables(struct page *p)
{
	part_heading(&p->h, "h2", "sites", "All sites");
	for (unsigned i = 0; i < p->all->n; i++) {
		if (p->all->n > 1) {
			html_out_open(&p->h, "h3");
			html_out_fmt(&p->h, "%c: %s", 'A' + (char)i,
			    p->all->at[i]->bulletin);
			html_out_close(&p->h);
		}
		put_table(p, i);
	}
}

static void
put_page(struct page *p)
{
	put_head(p);
	html_out_open(&p->h, "main");
	put_legend(p);
	put_pieces(p);
	put_tables(p);
	html_out_close(&p->h);
	html_out_open(&p->h, "footer");
	html_out_element(&p->h, "p", NULL, "Whoever has this page has the "
	    "leaked text and sees where it is marked: it is as secret as the "
	    "vault.");
	html_out_close(&p->h);
}

int
trace_write_page(const struct traces *all, const char *path)
{
	struct page p = { .all = all };
	struct buf out;
	enum tt_err e;
	int code;

	buf_init(&out, SHEET_MAX);
	sheet_begin(&p.h, &out, SPAN("What was read"), page_style);
	if ((e = collect(&p)) == TT_OK) {
		put_page(&p);
		code = sheet_end(&p.h, path);
	} else
		code = say_err(e, NULL, "cannot make the page %s", path);
	buf_done(&out);
	free(p.mark);
	return code;
}
