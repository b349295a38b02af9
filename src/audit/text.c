/* SPDX-License-Identifier: ISC */
/*
 * text - the marked parts of a bundle, and the sites that they have.
 *
 * A bulletin that was revised has a text for each revision up to the
 * finding's.  Which slot a site of a later text has is not said: it follows
 * from the texts, by the rule that seal goes by (telltale/carry.h).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/audit_own.h"
#include "base/sha256.h"
#include "telltale/carry.h"

#define FOLDER_MAX	32

/* What is read of one text; parts is scratch. */
struct reading {
	struct audit_text *text;
	char folder[FOLDER_MAX];	/* where its files are: "before/1/" */
	struct tt_part_text *parts;
	size_t n;
};

/* One line of the file `parts`: kind, then name. */
static bool
add_part(struct audit *a, struct reading *r, struct span line)
{
	char name[FOLDER_MAX + NAME_MAX_LEN + 8];
	struct tt_part_text *part = &r->parts[r->n];
	enum tt_part_kind k = 0;
	struct span word;

	if (!span_word(&line, ' ', &word) || line.n == 0 ||
	    line.n > NAME_MAX_LEN)
		return audit_refuse(a, "%sparts: not a kind and a name",
		    r->folder);
	while (k < TT_PART_KIND_COUNT && !span_is(word, tt_part_kind_name(k)))
		k++;
	if (k == TT_PART_KIND_COUNT)
		return audit_refuse(a, "%sparts: no such kind", r->folder);
	snprintf(name, sizeof(name), "%stext/%.*s", r->folder, (int)line.n,
	    line.p);
	r->text->part_kind[r->n++] = k;
	part->name = line;
	part->text = audit_file(a, name);
	return part->text.p != NULL || audit_refuse(a, "%s is missing", name);
}

static bool
read_parts(struct audit *a, struct reading *r)
{
	char name[FOLDER_MAX + 8];
	struct span in, line;

	snprintf(name, sizeof(name), "%sparts", r->folder);
	if ((in = audit_file(a, name)).p == NULL)
		return audit_refuse(a, "%s is missing", name);
	while (in.n > 0) {
		if (r->n == TT_PARTS_MAX || !span_line(&in, &line))
			return audit_refuse(a, "%s: not a list of parts",
			    name);
		if (!add_part(a, r, line))
			return false;
	}
	return true;
}

static bool
is_committed(struct audit *a, const struct reading *r)
{
	uint8_t got[SHA256_LEN], want[SHA256_LEN];

	tt_text_hash(r->parts, r->n, got);
	if (!tt_statement_bytes(&r->text->codebook->s, "text", want,
	    sizeof(want)) || memcmp(got, want, sizeof(got)) != 0)
		return audit_refuse(a, "%stext/ and %sparts do not give the "
		    "codebook's text", r->folder, r->folder);
	return true;
}

static bool
parse(struct audit *a, const struct reading *r)
{
	struct tt_diags *diags = calloc(1, sizeof(*diags));
	enum tt_err e = TT_ENOMEM;

	if (diags != NULL) {
		tt_diags_init(diags);
		e = tt_bulletin_parse(&r->text->bulletin, r->parts, r->n,
		    diags);
	}
	free(diags);
	return e == TT_OK || audit_cannot(a, e, SPAN("text"));
}

/* The first text's sites are the slots, in their order. */
static enum tt_err
first_slots(const struct tt_bulletin *b, struct tt_carry *c)
{
	c->n_sites = c->n_slots = b->n_sites;
	c->slots = calloc(b->n_sites + 1, sizeof(*c->slots));
	c->slot_of = calloc(b->n_sites + 1, sizeof(*c->slot_of));
	if (c->slots == NULL || c->slot_of == NULL)
		return TT_ENOMEM;
	for (uint32_t i = 0; i < b->n_sites; i++) {
		c->slots[i] = tt_slot_of(&b->sites[i]);
		c->slot_of[i] = i;
	}
	return TT_OK;
}

static enum tt_err
carry(const struct audit *a, size_t k, const struct tt_slot *slots,
    struct tt_carry **out)
{
	const struct audit_text *t = &a->text[k];
	struct tt_carry_text old;
	enum tt_err e;

	if (k > 0) {
		old = (struct tt_carry_text){ t[-1].bulletin, t[-1].slot_of };
		return tt_carry_new(out, &old, slots, t[-1].n_slots,
		    t->bulletin);
	}
	if ((*out = calloc(1, sizeof(**out))) == NULL)
		return TT_ENOMEM;
	if ((e = first_slots(t->bulletin, *out)) != TT_OK) {
		tt_carry_free(*out);
		*out = NULL;
	}
	return e;
}

/* With the table cut to this text's, the same keys give its commitment. */
static bool
is_of_the_keys(struct audit *a, const struct audit_text *t)
{
	const struct tt_revealed r = { .slots = a->slots,
		.n_slots = t->n_slots, .beacon = SPAN(TT_BEACON_NONE) };
	struct tt_commitment_parts parts;
	struct hash sites, got, want;
	enum tt_err e;

	if (!a->is_opened)
		return true;
	if ((e = tt_revealed_parts(&r, &parts)) != TT_OK)
		return audit_cannot(a, e, SPAN("sites"));
	sites = parts.sites;
	parts = a->committed;
	parts.sites = sites;
	tt_commitment_hash(&parts, &got);
	if (!tt_statement_hash(&t->codebook->s, "commitment", &want) ||
	    memcmp(want.b, got.b, sizeof(want.b)) != 0)
		return audit_refuse(a, "%.*s: the keys that were opened and "
		    "its text's sites do not give its commitment",
		    (int)t->codebook->name.n, t->codebook->name.p);
	return true;
}

/* The table that follows from the text is the one that was opened. */
static bool
check_slots(struct audit *a, size_t k, struct tt_slot **slots)
{
	struct audit_text *t = &a->text[k];
	bool last = k + 1 == a->n_texts;
	struct tt_carry *c = NULL;
	enum tt_err e;

	if ((e = carry(a, k, *slots, &c)) != TT_OK)
		return audit_cannot(a, e, SPAN("text"));
	t->slot_of = c->slot_of;	/* transferred */
	t->n_slots = c->n_slots;
	free(*slots);
	*slots = c->slots;		/* likewise */
	c->slot_of = NULL;
	c->slots = NULL;
	tt_carry_free(c);
	if (a->slots != NULL && (t->n_slots > a->n_slots || (last &&
	    t->n_slots != a->n_slots) || !tt_slots_extend(a->slots,
	    a->n_slots, *slots, t->n_slots)))
		return audit_refuse(a, "the text does not give the sites that "
		    "were opened");
	return is_of_the_keys(a, t);
}

static bool
read_text(struct audit *a, size_t k)
{
	struct reading r = { .text = &a->text[k] };
	bool good;

	if (k + 1 < a->n_texts)
		snprintf(r.folder, sizeof(r.folder), AUDIT_BEFORE "%zu/",
		    k + 1);
	r.text->codebook = audit_codebook(a, k);
	if (r.text->codebook == NULL || (k + 1 == a->n_texts &&
	    r.text->codebook != a->codebook))
		return audit_refuse(a, "the codebook of text %zu is not "
		    "given", k + 1);
	r.parts = calloc(TT_PARTS_MAX, sizeof(*r.parts));
	r.text->part_kind = calloc(TT_PARTS_MAX, sizeof(*r.text->part_kind));
	good = r.parts != NULL && r.text->part_kind != NULL ?
	    read_parts(a, &r) && is_committed(a, &r) && parse(a, &r) :
	    audit_cannot(a, TT_ENOMEM, SPAN("text"));
	free(r.parts);
	return good;
}

static size_t
count_texts(const struct audit *a)
{
	char name[FOLDER_MAX + 8];
	size_t n = 1;

	for (; n < ROW_REVISIONS_MAX; n++) {
		snprintf(name, sizeof(name), AUDIT_BEFORE "%zu/parts", n);
		if (audit_file(a, name).p == NULL)
			break;
	}
	return n;
}

bool
audit_text(struct audit *a)
{
	struct tt_slot *slots = NULL;
	bool good = true;

	if (a->text != NULL)
		return true;
	a->n_texts = count_texts(a);
	if ((a->text = calloc(a->n_texts, sizeof(*a->text))) == NULL) {
		a->n_texts = 0;
		return audit_cannot(a, TT_ENOMEM, SPAN("text"));
	}
	for (size_t k = 0; k < a->n_texts && good; k++)
		good = read_text(a, k) && check_slots(a, k, &slots);
	if (good && a->slots == NULL) {
		a->slots = slots;	/* transferred */
		a->n_slots = a->text[a->n_texts - 1].n_slots;
	} else
		free(slots);
	return good;
}

void
audit_text_done(struct audit *a)
{
	for (size_t k = 0; k < a->n_texts; k++) {
		tt_bulletin_free(a->text[k].bulletin);
		free(a->text[k].part_kind);
		free(a->text[k].slot_of);
	}
	free(a->text);
}
