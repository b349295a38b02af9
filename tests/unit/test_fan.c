/* SPDX-License-Identifier: ISC */
/* Eight scores at once: the same, to the last bit, on every processor. */
#include "test.h"

#include "attack/coin.h"
#include "evidence/fan.h"

#define SITES	97
#define ROWS	23
#define STRIDE	(SITES + 3)

/* Sites of 2 to 16 classes, whatever scores, and rows that lack some. */
struct table {
	struct seen at[SITES];
	struct fan fan;
	uint8_t rows[ROWS * STRIDE];
};

static void
set_up(struct table *t)
{
	const uint8_t seed[32] = { 5, [8] = 6, [16] = 7, [24] = 8 };
	struct seen_list list = { SITES, t->at };
	struct coin c;

	coin_init(&c, seed);
	for (size_t i = 0; i < SITES; i++)
		t->at[i] = (struct seen){ .n = 2 + (unsigned)(i % 15) };
	assert_int_equal(TT_OK, fan_init(&t->fan, &list));
	for (size_t i = 0; i < SITES; i++)
		for (uint8_t a = 0; a < t->at[i].n; a++)
			for (unsigned k = 0; k < FAN; k++)
				fan_at(&t->fan, i, a)[k] =
				    (double)coin_next(&c) * 0x1p-60 - 11;
	for (size_t r = 0; r < ROWS; r++)
		for (size_t i = 0; i < STRIDE; i++)
			t->rows[r * STRIDE + i] = (uint8_t)(i >= SITES ||
			    coin_chance(&c, .1) ? CLASS_ABSENT :
			    coin_below(&c, t->at[i].n));
}

/* One addition after another, as the header has it. */
static void
add_up(const struct table *t, double (*score)[FAN])
{
	for (size_t r = 0; r < ROWS; r++)
		for (unsigned k = 0; k < FAN; k++) {
			score[r][k] = 0;
			for (size_t i = 0; i < SITES; i++)
				score[r][k] += fan_at(&t->fan, i,
				    t->rows[r * STRIDE + i])[k];
		}
}

static void
every_way_has_the_same_bits(void **state)
{
	static struct table t;
	double want[ROWS][FAN], got[ROWS][FAN];
	unsigned ways = 0;

	(void)state;
	set_up(&t);
	add_up(&t, want);
	for (fan_scorer *way; (way = fan_way(ways)) != NULL; ways++)
		for (size_t n = 0; n <= ROWS; n++) {
			memset(got, 0x5a, sizeof(got));
			way(&t.fan, t.rows, STRIDE, n, got);
			assert_memory_equal(want, got, n * sizeof(got[0]));
			for (size_t k = 0; k < sizeof(got) -
			    n * sizeof(got[0]); k++)
				assert_int_equal(0x5a,
				    ((uint8_t *)(got + n))[k]);
		}
	assert_true(ways >= 1);
	for (size_t r = 0; r < ROWS; r++) {
		fan_score(&t.fan, t.rows + r * STRIDE, got[r]);
		assert_memory_equal(want[r], got[r], sizeof(got[r]));
	}
	fan_score_rows(&t.fan, t.rows, STRIDE, ROWS, got);
	assert_memory_equal(want, got, sizeof(got));
	fan_done(&t.fan);
}

static void
an_absent_site_adds_nothing(void **state)
{
	static struct table t;
	double score[FAN];
	uint8_t row[SITES];

	(void)state;
	set_up(&t);
	memset(row, CLASS_ABSENT, sizeof(row));
	fan_score(&t.fan, row, score);
	for (unsigned k = 0; k < FAN; k++)
		assert_true(score[k] == 0);
	row[40] = 3;
	fan_score(&t.fan, row, score);
	assert_memory_equal(fan_at(&t.fan, 40, 3), score, sizeof(score));
	fan_done(&t.fan);
}

TEST_MAIN(cmocka_unit_test(every_way_has_the_same_bits),
    cmocka_unit_test(an_absent_site_adds_nothing))
