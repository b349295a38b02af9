/* SPDX-License-Identifier: ISC */
/* Apart from the bench: two rooms call different things struct seen. */
#include "excerpts.h"
#include "wording/page.h"

/* Inline code reads as a word, too, but has no bytes here. */
static bool
is_word(const struct token *t, bool closed, bool every)
{
	if (!every)
		return t->counts && !closed;
	return t->s.kind != SEEN_PUNCT && t->s.kind != SEEN_END;
}

static void
find_words(struct text *t, const struct tt_wordings *w, bool every)
{
	struct page pg = { .n = 0 };
	bool closed = false;	/* a title: even its first END is */
	size_t end = 0;

	if (page_read(&pg, w, t->doc->text, t->doc->prose) != TT_OK ||
	    (t->words = calloc(pg.n + 1, sizeof(*t->words))) == NULL)
		die("cannot read", t->doc->path);
	for (size_t i = 0; i < pg.n; i++) {
		const struct token *k = &pg.at[i];

		if (i == 0 || k->block != pg.at[i - 1].block)
			closed = k->closed;
		if (k->length > 0)
			end = k->offset + k->length;
		if (is_word(k, closed, every))
			t->words[t->n_words++] = (struct word){
				end - k->length, end };
	}
	if (!every && t->n_words != t->doc->proposals->words)
		die("words are counted in two ways", t->doc->path);
	page_done(&pg);
}

/* As `mark` writes it; what cannot be written it does not propose. */
static void
mark(struct text *t, struct buf *out)
{
	const struct document *doc = t->doc;
	size_t at = 0;

	for (size_t i = 0; i < doc->proposals->n; i++) {
		const struct tt_proposal *p = &doc->proposals->at[i];
		struct buf site;

		buf_init(&site, TT_PART_MAX);
		if (tt_marked_site(p->alternatives, p->n, &site) == TT_OK) {
			tt_marked_plain(span_of(doc->text.p + at,
			    p->offset - at), true, out);
			buf_span(out, buf_view(&site));
			at = p->offset + p->length;
			t->sites[t->n_sites++] = p;
		}
		buf_done(&site);
	}
	tt_marked_plain(span_of(doc->text.p + at, doc->text.n - at), false,
	    out);
	if (buf_err(out) != TT_OK)
		die("cannot mark", doc->path);
}

static void
find_sites(struct text *t)
{
	static struct tt_diags diags;
	struct tt_bulletin *b = NULL;
	struct buf marked;

	t->sites = calloc(t->doc->proposals->n + 1, sizeof(*t->sites));
	if (t->sites == NULL)
		die("no memory", "");
	buf_init(&marked, TT_PART_MAX);
	mark(t, &marked);
	tt_diags_init(&diags);
	if (tt_bulletin_parse(&b, &(struct tt_part_text){ span_str("text"),
	    buf_view(&marked) }, 1, &diags) != TT_OK ||
	    b->n_sites != t->n_sites)
		die("cannot read as marked", t->doc->path);
	for (unsigned k = 0; k < DECLARED_COUNT; k++)
		if ((t->slots[k] = calloc(t->n_sites + 1,
		    sizeof(*t->slots[k]))) == NULL)
			die("no memory", "");
	for (size_t i = 0; i < t->n_sites; i++) {
		t->slots[DECLARED_NOTHING][i] = tt_slot_of(&b->sites[i]);
		t->slots[DECLARED_FLAT][i] = (struct tt_slot){ TT_SLOT_FLAT,
			TT_SITE_HOLDER, b->sites[i].n };
	}
	tt_bulletin_free(b);
	buf_done(&marked);
}

struct texts
excerpts_read(const struct documents *d, const struct tt_wordings *w,
    bool every)
{
	struct texts all = { calloc(d->n + 1, sizeof(*all.at)), d->n };

	if (all.at == NULL)
		die("no memory", "");
	for (size_t i = 0; i < d->n; i++) {
		all.at[i] = (struct text){ .doc = &d->at[i],
			.source = folder_of(d->at[i].path) };
		find_words(&all.at[i], w, every);
		find_sites(&all.at[i]);
	}
	return all;
}

struct extent
excerpts_cut(const struct text *t, size_t first, size_t n)
{
	size_t begin = t->words[first].begin, end = t->words[first + n - 1].end;
	struct extent e = { 0, 0 };

	for (; e.first < t->n_sites; e.first++) {
		const struct tt_proposal *p = t->sites[e.first];

		/* an insertion needs the word before it, too */
		if (p->offset + (p->length > 0) > begin)
			break;
	}
	for (e.end = e.first; e.end < t->n_sites; e.end++) {
		const struct tt_proposal *p = t->sites[e.end];

		if (p->offset + p->length + (p->length == 0) > end)
			break;
	}
	return e;
}
