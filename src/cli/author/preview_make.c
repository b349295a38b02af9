/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/rng.h"
#include "base/secret.h"
#include "cli/author/preview.h"
#include "cli/clock.h"
#include "cli/numbers.h"
#include "cli/say.h"
#include "store/vault_standing.h"

int
preview_for(struct preview *p, const char *reader)
{
	struct vault_standing s;
	enum tt_err e;

	e = vault_reader_get(p->v->db, span_str(reader), &p->reader);
	if (e == TT_ENOENT)
		return say_fail(CLI_TROUBLE, "telltale reader add --staff",
		    "there is no reader '%s'", reader);
	if (e != TT_OK || (e = vault_standing_get(p->v->db,
	    p->reader.partner, &s)) != TT_OK)
		return say_err(e, NULL, "cannot read who %s is", reader);
	if (!s.staff)
		return say_fail(CLI_REFUSED, "telltale reader add --staff",
		    "cannot show %s a preview: that is a reader of the "
		    "partner %s, and none of the staff", reader,
		    p->reader.partner);
	if (p->reader.state == READER_REVOKED)
		return say_fail(CLI_REFUSED, NULL, "cannot show %s a preview: "
		    "the reader was revoked", reader);
	return CLI_DONE;
}

/* Numbers that are somebody's, and those that are this reader's. */
struct taken {
	const struct preview *p;
	struct numbers holders, copies;
	bool has_holder, has_copy;
	uint64_t holder, copy;
};

static enum tt_err
take(void *ctx, const struct vault_copy *c)
{
	struct taken *t = ctx;

	if (c->holder >> t->holders.depth != 0 ||
	    c->number >> t->copies.depth != 0)
		return TT_EINTEGRITY;
	numbers_take(&t->holders, c->holder);
	numbers_take(&t->copies, c->number);
	if (strcmp(c->partner, t->p->reader.partner) == 0) {
		t->has_holder = true;
		t->holder = c->holder;
	}
	if (strcmp(c->reader, t->p->reader.id) == 0) {
		t->has_copy = true;
		t->copy = c->number;
	}
	return TT_OK;
}

static enum tt_err
find_numbers(struct taken *t, const struct vault_bulletin *b)
{
	struct rng rng = rng_system();
	enum tt_err e;

	if ((e = numbers_again(&t->holders, b->depth_holders)) != TT_OK ||
	    (e = numbers_again(&t->copies, b->depth_copies)) != TT_OK ||
	    (e = vault_copy_known(t->p->v->db, b->id, take, t)) != TT_OK)
		return e;
	if (!t->has_holder && (e = numbers_draw(&t->holders, rng,
	    &t->holder)) != TT_OK)
		return e;
	return t->has_copy ? TT_OK : numbers_draw(&t->copies, rng, &t->copy);
}

int
preview_number(struct preview *p, const struct vault_bulletin *b)
{
	struct taken t = { .p = p };
	const char *officer = conf_get(&p->v->conf, "officer");
	int code;
	enum tt_err e;

	if ((code = sealed_open(&p->sealed, p->v, b)) != CLI_DONE)
		return code;
	e = find_numbers(&t, b);
	numbers_done(&t.holders);
	numbers_done(&t.copies);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot number the preview of %s",
		    b->name);
	p->record = (struct vault_preview){ .revision = b->revision,
		.text = b->text, .holder = t.holder, .number = t.copy,
		.at_s = clock_now() };
	memcpy(p->record.bulletin, b->id, sizeof(b->id));
	memcpy(p->record.partner, p->reader.partner,
	    sizeof(p->record.partner));
	memcpy(p->record.reader, p->reader.id, sizeof(p->record.reader));
	snprintf(p->record.officer, sizeof(p->record.officer), "%s",
	    officer != NULL ? officer : "");
	return CLI_DONE;
}

static enum tt_err
render(struct preview *p)
{
	const struct sealed *s = &p->sealed;
	const struct tt_bulletin *b = s->draft.bulletin;
	size_t n_row = s->n_slots + 1, n_symbols = b->n_sites + 1;
	uint64_t *row = calloc(n_row, sizeof(*row));
	uint64_t *symbols = calloc(n_symbols, sizeof(*symbols));
	enum tt_err e = row != NULL && symbols != NULL ? TT_OK : TT_ENOMEM;

	if (e == TT_OK)
		tt_codebook_copy(s->codebook, p->record.holder,
		    p->record.number, row);
	for (size_t i = 0; e == TT_OK && i < b->n_sites; i++)
		symbols[i] = row[s->slot_of[i]];
	for (size_t i = 0; e == TT_OK && i < b->n_parts; i++)
		e = tt_bulletin_render(b, i, symbols, &p->text[i]);
	if (row != NULL)
		secret_wipe(row, n_row * sizeof(*row));
	if (symbols != NULL)
		secret_wipe(symbols, n_symbols * sizeof(*symbols));
	free(row);
	free(symbols);
	return e;
}

/* No title: a page is seen over shoulders. */
static void
write_banner(struct preview *p)
{
	char until[INSTANT_LEN + 1], at[INSTANT_LEN + 1];
	const struct vault_bulletin *b = &p->sealed.record;

	instant_format(b->public_s, until);
	instant_format(p->record.at_s, at);
	snprintf(p->says, sizeof(p->says), "PREVIEW of %s, revision %u, for "
	    "%s, made at %s. Embargoed until %s. Not to be passed on: this "
	    "copy is marked, and is on record.", b->name, b->revision,
	    p->reader.id, at, until);
}

int
preview_make(struct preview *p)
{
	const struct tt_bulletin *b = p->sealed.draft.bulletin;
	enum tt_err e;

	for (size_t i = 0; i < b->n_parts; i++) {
		buf_init(&p->text[i], TT_RENDERING_MAX);
		buf_init(&p->file[i], TT_RENDERING_MAX + 2 * BANNER_MAX + 64);
	}
	write_banner(p);
	e = render(p);
	for (size_t i = 0; e == TT_OK && i < b->n_parts; i++) {
		p->bare[i] = !banner_put(b->parts[i].name,
		    buf_view(&p->text[i]), p->says, &p->file[i]);
		e = buf_err(&p->file[i]);
	}
	if (e == TT_OK)
		e = preview_page(p);
	return e == TT_OK ? CLI_DONE : say_err(e, NULL,
	    "cannot render the preview of %s", p->sealed.record.name);
}

void
preview_done(struct preview *p)
{
	for (size_t i = 0; i < TT_PARTS_MAX; i++) {
		buf_done(&p->text[i]);
		buf_done(&p->file[i]);
	}
	buf_done(&p->page);
	sealed_done(&p->sealed);
}
