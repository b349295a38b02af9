/* SPDX-License-Identifier: ISC */
/*
 * What is taken from a file of observations makes a vector that fits its
 * codebook, and that vector is taken again; what is refused is refused with a
 * line of the text.
 */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "cli/draft.h"
#include "cli/given.h"
#include "evidence/seen.h"
#include "telltale/codebook.h"

#define EPSILON	1e-6
#define T	2

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct tt_part_text part = { SPAN_INIT("a.md"),
	SPAN_INIT("{{a|b|c}} {{d|e}} {{int 1..90000}} {{hex 16}} {{f|g}}") };

struct fixture {
	struct draft draft;
	struct tt_slot slot[5];
	struct given_frame frame;
	struct showing_site site[6];	/* the last one in no text */
};

static void
check(bool ok)
{
	if (!ok)
		abort();
}

static void
set_up(struct fixture *f)
{
	const struct tt_bulletin *b;

	check(draft_from(&f->draft, SPAN(""), &part, 1) == TT_OK);
	b = f->draft.bulletin;
	check(b->n_sites == 5);
	for (size_t i = 0; i < b->n_sites; i++) {
		f->slot[i] = tt_slot_of(&b->sites[i]);
		f->site[i] = (struct showing_site){ b, &b->sites[i] };
	}
	f->frame = (struct given_frame){ .epsilon = EPSILON, .next = T,
		.site = f->site, .n_slots = 6 };
}

static enum tt_err
take(const struct fixture *f, struct span text, struct json_diag *diag,
    struct tt_observations **out)
{
	struct given g;
	enum tt_err e;

	if ((e = given_parse(&g, text, diag)) != TT_OK)
		return e;
	if ((e = given_check(&g, &f->frame, diag)) == TT_OK)
		check(tt_observations_new(out, g.list->at, g.list->n) ==
		    TT_OK);
	given_done(&g);
	return e;
}

/* Whoever weighs it does not refuse it. */
static void
check_fits(const struct fixture *f, const struct tt_observations *o)
{
	static const struct tt_codebook_key key = { { 7 } };
	struct tt_codebook *cb;
	struct seen_list *seen;

	check(tt_codebook_new(&cb, &key, f->slot, 5, NULL) == TT_OK);
	check(seen_new(&seen, tt_codebook_code(cb), o, NULL) == TT_OK);
	seen_free(seen);
	tt_codebook_free(cb);
}

/* As trace --observations writes it. */
static void
check_again(const struct fixture *f, const struct tt_observations *o)
{
	struct tt_observations *again = NULL;
	struct json_diag diag;
	struct buf b, c;

	buf_init(&b, TT_OBSERVATIONS_TEXT_MAX);
	buf_init(&c, TT_OBSERVATIONS_TEXT_MAX);
	buf_printf(&b, "{\"epsilon\":1e-6,\"observations\":");
	check(tt_observations_write(o, &b) == TT_OK);
	buf_printf(&b, ",\"t\":%d}", T);
	check(take(f, buf_view(&b), &diag, &again) == TT_OK);
	check(again->n == o->n && again->n_contradicted == 0);
	buf_cut(&b, 0);
	check(tt_observations_write(o, &b) == TT_OK);
	check(tt_observations_write(again, &c) == TT_OK);
	check(span_eq(buf_view(&b), buf_view(&c)));
	tt_observations_free(again);
	buf_done(&b);
	buf_done(&c);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct fixture f;
	struct tt_observations *o = NULL;
	struct json_diag diag = { .line = -1 };
	int lines = 1;

	check(sodium_init() >= 0);
	if (f.frame.n_slots == 0)
		set_up(&f);
	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n';
	if (take(&f, span_of(data, size), &diag, &o) != TT_OK) {
		check(diag.line >= 1 && diag.line <= lines);
		check(diag.text[0] != '\0');
		return 0;
	}
	check_fits(&f, o);
	check_again(&f, o);
	tt_observations_free(o);
	return 0;
}
