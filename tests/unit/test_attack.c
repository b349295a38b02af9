/* SPDX-License-Identifier: ISC */
/* What leakers do with their copies: evidence.md section 15. */
#include "test.h"

#include "attack/coin.h"
#include "base/attr.h"
#include "telltale/attack.h"

#include <math.h>

#define SITES	8192
#define MOST	5	/* colluders here */
#define NEAR	.035	/* six standard deviations of half of SITES */

/* As many slots of one kind, and a coalition of up to MOST. */
struct table {
	struct tt_slot slots[SITES];
	struct tt_bias bias[SITES];
	struct tt_code code;
	uint64_t row[MOST][SITES];
	bool lacks[MOST][SITES], has[MOST][SITES];
	const uint64_t *rows[MOST];
	const bool *hases[MOST];
	struct tt_coalition coalition;
	struct tt_leak leak[SITES], again[SITES];
	struct coin coin;
};

static void
seed(struct coin *c, uint8_t k)
{
	const uint8_t bytes[32] = { k, [31] = 1 };

	coin_init(c, bytes);
}

/* Symbols 1 and 2 are equally likely, 0 more so, all else less. */
static struct table *
make(enum tt_slot_kind kind, uint64_t q, size_t n)
{
	static const uint16_t w[] = { 30000, 15000, 15000, 5536 };
	struct table *t = calloc(1, sizeof(*t));

	assert_non_null(t);
	for (size_t i = 0; i < SITES; i++) {
		t->slots[i] = (struct tt_slot){ .kind = kind, .n = q };
		for (size_t a = 0; kind != TT_SLOT_VALUE && a < N_ROWS(w); a++)
			t->bias[i].w[a] = w[a];
	}
	t->code = (struct tt_code){ .n = SITES, .slots = t->slots,
		.bias = t->bias };
	for (size_t c = 0; c < MOST; c++) {
		t->rows[c] = t->row[c];
		t->hases[c] = t->has[c];
		memset(t->has[c], 1, sizeof(t->has[c]));
	}
	t->coalition = (struct tt_coalition){ .code = &t->code, .n = n,
		.rows = t->rows };
	seed(&t->coin, 1);
	return t;
}

static void
draw_rows(struct table *t)
{
	for (size_t c = 0; c < MOST; c++)
		for (size_t i = 0; i < SITES; i++)
			t->row[c][i] = coin_below(&t->coin, t->slots[i].n);
}

static void
play(struct table *t, const char *spec)
{
	const struct tt_attack *a;
	double parameter;

	assert_int_equal(TT_OK, tt_attack_parse(&a, &parameter, spec));
	tt_attack_play(a, parameter, &t->coalition, &t->coin, t->leak);
}

static bool
held(const struct table *t, size_t i)
{
	for (size_t c = 0; c < t->coalition.n; c++)
		if ((t->coalition.has == NULL || t->has[c][i]) &&
		    t->row[c][i] == t->leak[i].symbol)
			return true;
	return false;
}

static bool
unanimous(const struct table *t, size_t i)
{
	for (size_t c = 1; c < t->coalition.n; c++)
		if (t->row[c][i] != t->row[0][i])
			return false;
	return true;
}

/* One hand at every site: how often what comes of it. */
static const struct {
	const char *name, *spec;
	uint64_t q;
	size_t n;
	uint64_t hand[MOST];
	double share[4], gone;
} rules[] = {
	{ "inter draws a colluder", "inter", 4, 3, { 0, 0, 2 },
	  { 2 / 3., 0, 1 / 3. }, 0 },
	{ "rnd draws a symbol", "rnd", 4, 3, { 0, 0, 2 }, { .5, 0, .5 }, 0 },
	{ "min takes what fewest have", "min", 4, 3, { 0, 0, 2 },
	  { 0, 0, 1 }, 0 },
	{ "... and throws for a tie", "min", 4, 5, { 3, 3, 3, 1, 0 },
	  { .5, .5 }, 0 },
	{ "... of all of them", "min", 4, 4, { 2, 1, 3, 0 },
	  { .25, .25, .25, .25 }, 0 },
	{ "maj takes what most have", "maj", 4, 3, { 0, 2, 2 },
	  { 0, 0, 1 }, 0 },
	{ "... and throws for a tie", "maj", 4, 5, { 3, 0, 1, 3, 0 },
	  { .5, 0, 0, .5 }, 0 },
	{ "low", "low", 4, 3, { 3, 1, 2 }, { 0, 1 }, 0 },
	{ "high", "high", 4, 3, { 0, 2, 1 }, { 0, 0, 1 }, 0 },
	{ "rare", "rare", 4, 3, { 0, 3, 1 }, { 0, 0, 0, 1 }, 0 },
	{ "... and throws for a tie", "rare", 4, 3, { 0, 1, 2 },
	  { 0, .5, .5 }, 0 },
	{ "common", "common", 4, 3, { 3, 3, 1 }, { 0, 1 }, 0 },
	{ "... and throws for a tie", "common", 4, 3, { 3, 1, 2 },
	  { 0, .5, .5 }, 0 },
	{ "group is inter in the long run", "group:2", 4, 3, { 0, 0, 2 },
	  { 2 / 3., 0, 1 / 3. }, 0 },
	{ "strip cuts", "strip", 4, 3, { 0, 0, 2 }, { 0 }, 1 },
	{ "... what is not unanimous", "strip", 4, 3, { 2, 2, 2 },
	  { 0, 0, 1 }, 0 },
	{ "redraw draws of all there are", "redraw", 4, 3, { 0, 0, 2 },
	  { .25, .25, .25, .25 }, 0 },
	{ "... what is not unanimous", "redraw", 4, 3, { 1, 1, 1 },
	  { 0, 1 }, 0 },
	{ "third has what nobody holds", "third", 4, 3, { 0, 0, 2 },
	  { .7 * 2 / 3, .15, .7 / 3, .15 }, 0 },
	{ "... as often as it is told", "third:1", 4, 3, { 3, 0, 2 },
	  { 0, 1 }, 0 },
	{ "... or never", "third:0", 4, 3, { 0, 0, 2 },
	  { 2 / 3., 0, 1 / 3. }, 0 },
	{ "... but not if all is held", "third:1", 2, 2, { 1, 0 },
	  { .5, .5 }, 0 },
	{ "remark draws all anew", "remark", 4, 2, { 1, 1 },
	  { .25, .25, .25, .25 }, 0 },
	{ "copied mixes where there is no constant", "copied", 4, 3,
	  { 0, 0, 2 }, { 2 / 3., 0, 1 / 3. }, 0 },
	{ "forged likewise", "forged", 4, 3, { 0, 0, 2 },
	  { 2 / 3., 0, 1 / 3. }, 0 },
};

static void
symbols_come_as_often_as_the_rule_says(void **state)
{
	for (size_t k = 0; k < N_ROWS(rules); k++) {
		struct table *t = make(TT_SLOT_QARY, rules[k].q, rules[k].n);
		double n[4] = { 0 }, gone = 0;

		CHECK_ROW(state, rules[k].name);
		for (size_t c = 0; c < MOST; c++)
			for (size_t i = 0; i < SITES; i++)
				t->row[c][i] = rules[k].hand[c];
		play(t, rules[k].spec);
		for (size_t i = 0; i < SITES; i++)
			if (t->leak[i].how == TT_LEAK_GONE)
				gone++;
			else
				n[t->leak[i].symbol]++;
		assert_true(fabs(gone / SITES - rules[k].gone) < NEAR);
		for (size_t a = 0; a < N_ROWS(n); a++) {
			assert_true(fabs(n[a] / SITES - rules[k].share[a]) <
			    NEAR);
			if (rules[k].share[a] == 0)	/* never, not rarely */
				assert_true(n[a] == 0);
		}
		free(t);
	}
}

/* What each attack may do beyond choosing among what they hold. */
static const struct {
	const char *spec;
	bool invents, breaks_unanimity, changes_a_lone_copy;
} bounds[] = {
	{ "inter", false, false, false },
	{ "rnd", false, false, false },
	{ "min", false, false, false },
	{ "maj", false, false, false },
	{ "low", false, false, false },
	{ "high", false, false, false },
	{ "rare", false, false, false },
	{ "common", false, false, false },
	{ "group:8", false, false, false },
	{ "strip", false, false, false },
	{ "redraw", true, false, false },
	{ "third:.3", true, true, true },
	{ "remark", true, true, true },
	{ "copied", false, false, false },	/* of q-ary sites */
	{ "forged", false, false, false },
};

static void
nothing_is_invented_unless_the_rule_does(void **state)
{
	struct table *t = make(TT_SLOT_QARY, 4, 3);

	draw_rows(t);
	for (size_t k = 0; k < N_ROWS(bounds); k++) {
		size_t invented = 0, broken = 0;

		CHECK_ROW(state, bounds[k].spec);
		play(t, bounds[k].spec);
		for (size_t i = 0; i < SITES; i++) {
			bool own = t->leak[i].how == TT_LEAK_SYMBOL &&
			    held(t, i);

			invented += t->leak[i].how == TT_LEAK_SYMBOL && !own;
			broken += unanimous(t, i) && !own;
		}
		assert_true((invented > 0) == bounds[k].invents);
		assert_true((broken > 0) == bounds[k].breaks_unanimity);
	}
	free(t);
}

static void
who_is_alone_leaks_what_he_has(void **state)
{
	struct table *t = make(TT_SLOT_QARY, 4, 1);

	draw_rows(t);
	for (size_t k = 0; k < N_ROWS(bounds); k++) {
		size_t other = 0;

		CHECK_ROW(state, bounds[k].spec);
		play(t, bounds[k].spec);
		for (size_t i = 0; i < SITES; i++)
			other += t->leak[i].how != TT_LEAK_SYMBOL ||
			    t->leak[i].symbol != t->row[0][i];
		assert_true((other > 0) == bounds[k].changes_a_lone_copy);
	}
	free(t);
}

static void
the_table_above_is_the_catalogue(void **state)
{
	const struct tt_attack *a;
	double parameter;
	size_t n = 0;

	while (tt_attacks[n] != NULL)
		n++;
	assert_int_equal(n, N_ROWS(bounds));
	for (size_t k = 0; k < n; k++) {
		CHECK_ROW(state, bounds[k].spec);
		assert_int_equal(TT_OK, tt_attack_parse(&a, &parameter,
		    bounds[k].spec));
		assert_ptr_equal(a, tt_attacks[k]);
		assert_ptr_equal(a, tt_attack_find(a->name));
		assert_true((a->rule == NULL) != (a->play == NULL));
		assert_int_equal(a->what[strlen(a->what) - 1], '.');
	}
	assert_null(tt_attack_find("group:8"));
	assert_null(tt_attack_find(""));
}

static const struct {
	const char *spec;
	enum tt_err want;
	double parameter;
	const char *format;
} specs[] = {
	{ "inter", TT_OK, 0, "inter" },
	{ "group", TT_OK, 8, "group:8" },
	{ "group:1", TT_OK, 1, "group:1" },
	{ "third", TT_OK, .3, "third:0.3" },
	{ "third:.25", TT_OK, .25, "third:0.25" },
	{ "third:1.", TT_OK, 1, "third:1" },
	{ "third:0", TT_OK, 0, "third:0" },
	{ "intern", TT_ENOENT, 0, NULL },
	{ "int", TT_ENOENT, 0, NULL },
	{ "", TT_ENOENT, 0, NULL },
	{ "Inter", TT_ENOENT, 0, NULL },
	{ "inter:2", TT_ESYNTAX, 0, NULL },
	{ "inter:", TT_ESYNTAX, 0, NULL },
	{ "group:", TT_ESYNTAX, 0, NULL },
	{ "group:.", TT_ESYNTAX, 0, NULL },
	{ "group:8x", TT_ESYNTAX, 0, NULL },
	{ "group: 8", TT_ESYNTAX, 0, NULL },
	{ "group:-8", TT_ESYNTAX, 0, NULL },
	{ "third:1e-1", TT_ESYNTAX, 0, NULL },
	{ "third:.1.2", TT_ESYNTAX, 0, NULL },
	{ "third:nan", TT_ESYNTAX, 0, NULL },
	{ "third:0.1000000000000000000000", TT_ESYNTAX, 0, NULL },
	{ "group:0", TT_ERANGE, 0, NULL },
	{ "group:1.5", TT_ERANGE, 0, NULL },
	{ "group:262145", TT_ERANGE, 0, NULL },
	{ "third:1.01", TT_ERANGE, 0, NULL },
};

static void
a_spec_is_a_name_and_perhaps_a_number(void **state)
{
	const struct tt_attack *const kept = tt_attacks[1], *a;
	struct buf out;
	double parameter;

	buf_init(&out, 64);
	for (size_t k = 0; k < N_ROWS(specs); k++) {
		CHECK_ROW(state, specs[k].spec);
		a = kept;
		parameter = 17;
		assert_int_equal(specs[k].want, tt_attack_parse(&a, &parameter,
		    specs[k].spec));
		if (specs[k].want != TT_OK) {
			assert_ptr_equal(a, kept);
			assert_true(parameter == 17);
			continue;
		}
		assert_true(parameter == specs[k].parameter);
		buf_clear(&out);
		tt_attack_format(a, parameter, &out);
		assert_int_equal(TT_OK, buf_err(&out));
		assert_string_equal(specs[k].format, out.p);
		assert_int_equal(TT_OK, tt_attack_parse(&a, &parameter,
		    specs[k].format));
		assert_true(parameter == specs[k].parameter);
	}
	buf_done(&out);
}

/* A run is one colluder's, and the next one is drawn anew. */
static void
a_group_is_of_one_colluder(void **state)
{
	struct table *t = make(TT_SLOT_QARY, 4, 3);
	size_t n[3] = { 0 };

	(void)state;
	for (size_t c = 0; c < 3; c++)
		for (size_t i = 0; i < SITES; i++)
			t->row[c][i] = c;
	play(t, "group:8");
	for (size_t i = 0; i < SITES; i += 8) {
		for (size_t k = 1; k < 8; k++)
			assert_int_equal(t->leak[i].symbol,
			    t->leak[i + k].symbol);
		n[t->leak[i].symbol]++;
	}
	for (size_t c = 0; c < 3; c++)
		assert_in_range(n[c], SITES / 8 / 4, SITES / 8 / 2);
	free(t);
}

/* Sites in turn: of nobody, of colluder 1 alone, of 0 and 1, of all. */
static void
who_has_a_site_plays_it(void **state)
{
	struct table *t = make(TT_SLOT_QARY, 4, 3);

	t->coalition.has = t->hases;
	for (size_t i = 0; i < SITES; i++)
		for (size_t c = 0; c < 3; c++) {
			t->row[c][i] = c;
			t->has[c][i] = i % 4 == 3 || (i % 4 == 2 && c < 2) ||
			    (i % 4 == 1 && c == 1);
		}
	for (size_t k = 0; k < N_ROWS(bounds); k++) {
		size_t n[4][4] = { { 0 } };

		CHECK_ROW(state, bounds[k].spec);
		play(t, bounds[k].spec);
		for (size_t i = 0; i < SITES; i++) {
			assert_true((i % 4 == 0) ==
			    (t->leak[i].how == TT_LEAK_NONE));
			n[i % 4][t->leak[i].symbol] +=
			    t->leak[i].how == TT_LEAK_SYMBOL;
		}
		if (bounds[k].invents)
			continue;
		assert_int_equal(SITES / 4, n[1][1]);
		assert_int_equal(0, n[2][2] + n[2][3]);
		if (strcmp(bounds[k].spec, "inter") == 0)
			for (size_t a = 0; a < 2; a++)
				assert_in_range(n[2][a], SITES / 8 * 9 / 10,
				    SITES / 8 * 11 / 10);
	}
	free(t);
}

/* Colluder 0 has everything but constants: has may be NULL for some. */
static void
one_that_has_all_may_go_without_a_list(void **state)
{
	struct table *t = make(TT_SLOT_QARY, 4, 2);

	(void)state;
	t->coalition.has = t->hases;
	t->hases[0] = NULL;
	t->hases[1] = t->lacks[1];
	draw_rows(t);
	play(t, "redraw");
	for (size_t i = 0; i < SITES; i++)
		assert_int_equal(t->row[0][i], t->leak[i].symbol);
	free(t);
}

static void
a_constant_is_taken_whole(void **state)
{
	const uint64_t n = (uint64_t)1 << 40;
	struct table *t = make(TT_SLOT_VALUE, n, 3);
	size_t high = 0;

	draw_rows(t);
	for (size_t i = 0; i < SITES; i += 2)
		t->row[1][i] = t->row[2][i] = t->row[0][i];
	for (size_t k = 0; k < N_ROWS(bounds); k++) {
		const char *spec = bounds[k].spec;

		CHECK_ROW(state, spec);
		play(t, spec);
		for (size_t i = 0; i < SITES; i++) {
			bool own = t->leak[i].how == TT_LEAK_SYMBOL &&
			    held(t, i);

			if (strcmp(spec, "forged") == 0)
				assert_false(own);
			else if (i % 2 == 0)
				assert_true(own);
			else if (strcmp(spec, "strip") == 0)
				assert_int_equal(TT_LEAK_GONE, t->leak[i].how);
			else
				assert_true(own ==
				    (strcmp(spec, "redraw") != 0));
		}
	}
	play(t, "low");
	for (size_t i = 0; i < SITES; i++)
		for (size_t c = 0; c < 3; c++)
			assert_true(t->leak[i].symbol <= t->row[c][i]);
	play(t, "high");
	for (size_t i = 0; i < SITES; i++)
		for (size_t c = 0; c < 3; c++)
			assert_true(t->leak[i].symbol >= t->row[c][i]);
	play(t, "forged");
	for (size_t i = 0; i < SITES; i++) {
		assert_true(t->leak[i].symbol < n);
		high += t->leak[i].symbol >= n / 2;
	}
	assert_in_range(high, SITES * 9 / 20, SITES * 11 / 20);
	free(t);
}

static void
constants_that_were_seen_are_copied(void **state)
{
	struct table *t = make(TT_SLOT_VALUE, (uint64_t)1 << 40, 2);
	bool emitted[SITES];

	(void)state;
	draw_rows(t);
	t->coalition.seen = t->row[4];
	play(t, "copied");
	for (size_t i = 0; i < SITES; i++)
		assert_int_equal(t->row[4][i], t->leak[i].symbol);
	for (size_t i = 0; i < SITES; i++)
		emitted[i] = i % 3 == 0;
	t->coalition.emitted = emitted;
	play(t, "copied");
	for (size_t i = 0; i < SITES; i++)
		assert_true(held(t, i) != emitted[i]);
	free(t);
}

static void
what_the_proposer_does_not_find_stays(void **state)
{
	struct table *t = make(TT_SLOT_QARY, 4, 2);
	bool found[SITES];
	size_t other = 0;

	(void)state;
	draw_rows(t);
	for (size_t i = 0; i < SITES; i++)
		found[i] = i % 2 == 0;
	t->coalition.found = found;
	play(t, "remark");
	for (size_t i = 0; i < SITES; i++) {
		assert_true(found[i] || held(t, i));
		other += !held(t, i);
	}
	/* two hold 1.75 of 4 on average */
	assert_true(fabs((double)other / (SITES / 2) - .5625) < NEAR);
	free(t);
}

static void
the_same_coins_make_the_same_leak(void **state)
{
	struct table *t = make(TT_SLOT_QARY, 4, 3);

	draw_rows(t);
	for (size_t k = 0; k < N_ROWS(bounds); k++) {
		CHECK_ROW(state, bounds[k].spec);
		seed(&t->coin, 7);
		play(t, bounds[k].spec);
		memcpy(t->again, t->leak, sizeof(t->again));
		seed(&t->coin, 7);
		play(t, bounds[k].spec);
		assert_memory_equal(t->again, t->leak, sizeof(t->again));
	}
	play(t, "inter");
	memcpy(t->again, t->leak, sizeof(t->again));
	play(t, "inter");
	assert_memory_not_equal(t->again, t->leak, sizeof(t->again));
	free(t);
}

static const struct {
	const char *name;
	struct tt_wear wear;
	size_t kept;		/* that might be read; SITES / 2 are there */
	bool good;
} wears[] = {
	{ "all of it", { 0, 1, 0 }, SITES / 2, true },
	{ "a quarter", { 0, .25, 0 }, SITES / 8, true },
	{ "one site", { 0, 1e-6, 0 }, 1, true },
	{ "half of the sites", { .5, 1, 0 }, SITES / 2, true },
	{ "misread", { 0, 1, .3 }, SITES / 2, true },
	{ "all of that", { .2, .75, .1 }, SITES * 3 / 8, true },
	{ "nothing kept", { 0, 0, 0 }, 0, false },
	{ "more than all", { 0, 1.5, 0 }, 0, false },
	{ "everything lost", { 1, 1, 0 }, 0, false },
	{ "a negative loss", { -.1, 1, 0 }, 0, false },
	{ "all misread", { 0, 1, 1 }, 0, false },
	{ "no number", { 0, 1, NAN }, 0, false },
};

/* In turn: a symbol, nothing, a value, nothing, a place cut, nothing. */
static void
lay_out(struct table *t)
{
	for (size_t i = 0; i < SITES; i++) {
		t->slots[i].kind = i % 6 == 2 ? TT_SLOT_VALUE : TT_SLOT_QARY;
		t->slots[i].n = i % 6 == 2 ? 1000 : 4;
		t->leak[i] = (struct tt_leak){
			.how = i % 2 != 0 ? TT_LEAK_NONE :
			    i % 6 == 4 ? TT_LEAK_GONE : TT_LEAK_SYMBOL,
			.symbol = i % 6 == 4 || i % 2 != 0 ? 0 : i % 4 };
	}
	memcpy(t->again, t->leak, sizeof(t->again));
}

static void
check_reading(const struct table *t, const struct tt_observation *o,
    size_t *misread)
{
	const struct tt_leak *was = &t->again[o->slot];

	if (was->how == TT_LEAK_GONE) {
		assert_int_equal(TT_OBS_GONE, o->kind);
		return;
	}
	if (t->slots[o->slot].kind != TT_SLOT_VALUE) {
		assert_int_equal(TT_OBS_SYMBOL, o->kind);
		assert_true(o->symbol < 4);
		*misread += o->symbol != was->symbol;
		return;
	}
	assert_int_equal(TT_OBS_VALUES, o->kind);
	assert_true(o->n_values == 1 && o->count == 1 && o->whole);
	assert_true(o->values[0] < 1000);
	*misread += o->values[0] != was->symbol;
}

static void
wear_loses_cuts_off_and_misreads(void **state)
{
	struct table *t = make(TT_SLOT_QARY, 4, 1);
	struct tt_observation *o = calloc(SITES, sizeof(*o));
	struct tt_observations *vector;

	assert_non_null(o);
	for (size_t k = 0; k < N_ROWS(wears); k++) {
		const struct tt_wear *w = &wears[k].wear;
		double kept = (double)wears[k].kept;
		size_t n, misread = 0, gone = 0;

		CHECK_ROW(state, wears[k].name);
		assert_true(wears[k].good == tt_wear_check(w));
		if (!wears[k].good)
			continue;
		lay_out(t);
		n = tt_wear_apply(w, &t->code, &t->coin, t->leak, o);
		for (size_t i = 0; i < n; i++) {
			assert_true(i == 0 || o[i].slot > o[i - 1].slot);
			assert_true(o[i].slot < 2 * wears[k].kept);
			assert_int_not_equal(TT_LEAK_NONE,
			    t->again[o[i].slot].how);
			check_reading(t, &o[i], &misread);
			gone += o[i].kind == TT_OBS_GONE;
		}
		assert_true(fabs((double)n / kept - (1 - w->loss)) < NEAR);
		if (w->loss == 0)
			assert_int_equal(n, wears[k].kept);
		assert_true(fabs((double)misread / (double)(n - gone) -
		    w->misread) < NEAR);
		if (w->misread == 0)
			assert_int_equal(0, misread);
		assert_int_equal(TT_OK, tt_observations_new(&vector, o, n));
		assert_int_equal(n, vector->n);
		tt_observations_free(vector);
	}
	free(o);
	free(t);
}

TEST_MAIN(cmocka_unit_test(symbols_come_as_often_as_the_rule_says),
    cmocka_unit_test(nothing_is_invented_unless_the_rule_does),
    cmocka_unit_test(who_is_alone_leaks_what_he_has),
    cmocka_unit_test(the_table_above_is_the_catalogue),
    cmocka_unit_test(a_spec_is_a_name_and_perhaps_a_number),
    cmocka_unit_test(a_group_is_of_one_colluder),
    cmocka_unit_test(who_has_a_site_plays_it),
    cmocka_unit_test(one_that_has_all_may_go_without_a_list),
    cmocka_unit_test(a_constant_is_taken_whole),
    cmocka_unit_test(constants_that_were_seen_are_copied),
    cmocka_unit_test(what_the_proposer_does_not_find_stays),
    cmocka_unit_test(the_same_coins_make_the_same_leak),
    cmocka_unit_test(wear_loses_cuts_off_and_misreads))
