/* SPDX-License-Identifier: ISC */
/* text - the marked parts of a bundle, and the sites that they have. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/audit_own.h"
#include "base/sha256.h"

/* One line of the file `parts`: kind, then name. */
static bool
add_part(struct audit *a, struct span line, struct tt_part_text *part,
    enum tt_part_kind *kind)
{
	char name[NAME_MAX_LEN + 8];
	enum tt_part_kind k = 0;
	struct span word;

	if (!span_word(&line, ' ', &word) || line.n == 0 ||
	    line.n > NAME_MAX_LEN)
		return audit_refuse(a, "parts: not a kind and a name");
	while (k < TT_PART_KIND_COUNT && !span_is(word, tt_part_kind_name(k)))
		k++;
	if (k == TT_PART_KIND_COUNT)
		return audit_refuse(a, "parts: no such kind");
	snprintf(name, sizeof(name), "text/%.*s", (int)line.n, line.p);
	*kind = k;
	part->name = line;
	part->text = audit_file(a, name);
	return part->text.p != NULL || audit_refuse(a, "%s is missing", name);
}

static bool
is_committed(struct audit *a, const struct tt_part_text *parts, size_t n)
{
	uint8_t got[SHA256_LEN], want[SHA256_LEN];

	tt_text_hash(parts, n, got);
	if (!tt_statement_bytes(&a->codebook->s, "text", want, sizeof(want)) ||
	    memcmp(got, want, sizeof(got)) != 0)
		return audit_refuse(a, "text/ and parts do not give the "
		    "codebook's text");
	return true;
}

/* The table that follows from the text is the one that was opened. */
static bool
check_slots(struct audit *a)
{
	size_t n = a->bulletin->n_sites;
	struct tt_slot *slots = calloc(n + 1, sizeof(*slots));
	bool good = true;

	if (slots == NULL)
		return audit_cannot(a, TT_ENOMEM, SPAN("text"));
	for (size_t i = 0; i < n; i++)
		slots[i] = tt_slot_of(&a->bulletin->sites[i]);
	if (a->slots == NULL) {
		a->slots = slots;	/* transferred */
		a->n_slots = n;
		return true;
	}
	if (n != a->n_slots || !tt_slots_extend(slots, n, a->slots, n))
		good = audit_refuse(a, "the text does not give the sites that "
		    "were opened");
	free(slots);
	return good;
}

static bool
parse(struct audit *a, const struct tt_part_text *parts, size_t n)
{
	struct tt_diags *diags = calloc(1, sizeof(*diags));
	enum tt_err e = TT_ENOMEM;

	if (diags != NULL) {
		tt_diags_init(diags);
		e = tt_bulletin_parse(&a->bulletin, parts, n, diags);
	}
	free(diags);
	return e == TT_OK || audit_cannot(a, e, SPAN("text"));
}

bool
audit_text(struct audit *a)
{
	struct span in = audit_file(a, "parts"), line;
	struct tt_part_text *parts;
	size_t n = 0;
	bool good = true;

	if (a->bulletin != NULL)
		return true;
	if (in.p == NULL)
		return audit_refuse(a, "parts is missing");
	parts = calloc(TT_PARTS_MAX, sizeof(*parts));
	a->part_kind = calloc(TT_PARTS_MAX, sizeof(*a->part_kind));
	if (parts == NULL || a->part_kind == NULL)
		good = audit_cannot(a, TT_ENOMEM, SPAN("text"));
	while (good && in.n > 0) {
		if (n == TT_PARTS_MAX || !span_line(&in, &line))
			good = audit_refuse(a, "parts: not a list of parts");
		else
			good = add_part(a, line, &parts[n], &a->part_kind[n]);
		n++;
	}
	good = good && is_committed(a, parts, n) && parse(a, parts, n) &&
	    check_slots(a);
	free(parts);
	return good;
}
