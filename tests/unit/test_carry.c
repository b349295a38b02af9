/* SPDX-License-Identifier: ISC */
#include "test.h"

#include "telltale/carry.h"

#define SITES	16
#define NEW	TT_CARRY_NEW

static const struct {
	const char *name, *old, *now;
	size_t n;
	uint32_t slot_of[SITES];	/* with as many old slots as sites */
	size_t n_slots, n_kept;
} rows[] = {
	{ "the same text", "a {{b|c}} d {{e|f}}", "a {{b|c}} d {{e|f}}",
	    2, { 0, 1 }, 2, 2 },
	{ "a typo beside a site", "teh {{b|c}} d", "the {{b|c}} d",
	    1, { 0 }, 1, 1 },
	{ "a new site before", "a {{b|c}} d", "{{x|y}} a {{b|c}} d",
	    2, { 1, 0 }, 2, 1 },
	{ "an alternative more", "a {{b|c}} d", "a {{b|c|x}} d",
	    1, { 1 }, 2, 0 },
	{ "alternatives in another order", "a {{b|c}} d", "a {{c|b}} d",
	    1, { 1 }, 2, 0 },
	{ "a sentence that moved", "One {{b|c}}. Two {{d|e}}.",
	    "Two {{d|e}}. One {{b|c}}.", 2, { 1, 0 }, 2, 2 },
	{ "one of several alike, by the words around",
	    "one {{b|c}} x. two {{b|c}} y. three {{b|c}} z.",
	    "new {{b|c}} w. one {{b|c}} x. three {{b|c}} z.",
	    3, { 1, 0, 2 }, 3, 3 },
	{ "one more of several alike",
	    "one {{b|c}} x. two {{b|c}} y.",
	    "one {{b|c}} x. new {{b|c}} w. two {{b|c}} y.",
	    3, { 0, 2, 1 }, 3, 2 },
	{ "a site that is gone", "a {{b|c}} d {{e|f}}", "a d {{e|f}}",
	    1, { 1 }, 2, 1 },
	{ "a level that is declared anew", "a {{b|c}} d",
	    "a {{@:copy b|c}} d", 1, { 1 }, 2, 0 },
	{ "a level that is declared as it was", "a {{b|c}} d",
	    "a {{@:holder b|c}} d", 1, { 0 }, 1, 1 },
	{ "a label that is new", "a {{b|c}} d", "a {{@x b|c}} d {{@x}}",
	    1, { 0 }, 1, 1 },
	{ "a data site", "port {{int 20000..30000}}",
	    "the port {{int 20000..30000}}", 1, { 0 }, 1, 1 },
	{ "a data site of another range", "port {{int 20000..30000}}",
	    "port {{int 20000..30001}}", 1, { 1 }, 2, 0 },
	{ "no site before", "a", "a {{b|c}}", 1, { 0 }, 1, 0 },
	{ "no site any more", "a {{b|c}}", "a", 0, { 0 }, 1, 0 },
};

static struct tt_bulletin *
parse(const char *text)
{
	static struct tt_diags diags;
	struct tt_part_text part = { SPAN("p"), span_str(text) };
	struct tt_bulletin *b = NULL;

	tt_diags_init(&diags);
	assert_int_equal(TT_OK, tt_bulletin_parse(&b, &part, 1, &diags));
	assert_true(b->n_sites <= SITES);
	return b;
}

static struct tt_carry *
carry(const struct tt_bulletin *old, const struct tt_bulletin *now)
{
	struct tt_slot slots[SITES];
	uint32_t slot_of[SITES];
	struct tt_carry_text text = { old, slot_of };
	struct tt_carry *c = NULL;

	for (uint32_t i = 0; i < old->n_sites; i++) {
		slots[i] = tt_slot_of(&old->sites[i]);
		slot_of[i] = i;
	}
	assert_int_equal(TT_OK, tt_carry_new(&c, &text, slots, old->n_sites,
	    now));
	assert_true(tt_slots_extend(c->slots, c->n_slots, slots,
	    old->n_sites));
	assert_int_equal(TT_OK, tt_slots_check(c->slots, c->n_slots));
	return c;
}

static void
a_site_keeps_its_slot_while_it_is_the_same(void **state)
{
	struct tt_bulletin *old, *now;
	struct tt_carry *c;

	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		old = parse(rows[i].old);
		now = parse(rows[i].now);
		c = carry(old, now);
		assert_int_equal(rows[i].n, c->n_sites);
		assert_int_equal(rows[i].n_slots, c->n_slots);
		assert_int_equal(rows[i].n_kept, c->n_kept);
		for (size_t k = 0; k < c->n_sites; k++)
			assert_int_equal(rows[i].slot_of[k], c->slot_of[k]);
		tt_carry_free(c);
		tt_bulletin_free(now);
		tt_bulletin_free(old);
	}
}

/* A hundred sites alike but for their neighbours, half of them moved. */
static void
no_slot_is_given_twice(void **state)
{
	struct tt_bulletin *old = parse("{{a|b}} {{a|b}}\n{{a|b}} x {{a|b}}"
	    " {{c|d}}{{c|d}}"), *now = parse("{{c|d}}{{a|b}} x {{a|b}} "
	    "{{c|d}}{{c|d}} {{a|b}}{{a|b}}{{a|b}} {{a|b}}");
	struct tt_carry *c = carry(old, now);
	bool used[2 * SITES] = { false };

	(void)state;
	for (size_t i = 0; i < c->n_sites; i++) {
		assert_true(c->slot_of[i] < c->n_slots);
		assert_false(used[c->slot_of[i]]);
		used[c->slot_of[i]] = true;
		assert_true((c->from[i] == NEW) ==
		    (c->slot_of[i] >= old->n_sites));
	}
	assert_int_equal(6, c->n_kept);
	tt_carry_free(c);
	tt_bulletin_free(now);
	tt_bulletin_free(old);
}

static void
a_table_that_does_not_fit_is_refused(void **state)
{
	struct tt_bulletin *old = parse("{{a|b}} {{c|d}}");
	struct tt_slot slot = tt_slot_of(&old->sites[0]);
	const uint32_t slot_of[] = { 0, 1 };
	struct tt_carry_text text = { old, slot_of };
	struct tt_carry *c = NULL;

	(void)state;
	assert_int_equal(TT_ERANGE, tt_carry_new(&c, &text, &slot, 1, old));
	assert_null(c);
	tt_bulletin_free(old);
}

TEST_MAIN(cmocka_unit_test(a_site_keeps_its_slot_while_it_is_the_same),
    cmocka_unit_test(no_slot_is_given_twice),
    cmocka_unit_test(a_table_that_does_not_fit_is_refused))
