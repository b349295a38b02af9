/* SPDX-License-Identifier: ISC */
/* Which attack leaves least: all a little, then the two worst in full. */
#include <string.h>

#include "evidence/play.h"

#define LOOK	20	/* trials of the first look */
#define FULL	2	/* attacks that are played in full */
#define ATTACKS_MAX	32
#define FIRST	"redraw"	/* mostly the worst: it settles most */

/* What needs words that the leakers do not have, or is no mixing. */
static const char *const apart[] = { "third", "remark", "copied", "forged" };

static bool
stands_apart(const struct tt_attack *a)
{
	for (size_t i = 0; i < N_ROWS(apart); i++)
		if (strcmp(a->name, apart[i]) == 0)
			return true;
	return false;
}

/* Fewest named first; the order of the catalogue where they are alike. */
static void
sort(struct play *play, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct play p = play[i];
		size_t k = i;

		for (; k > 0 && play[k - 1].power.share > p.power.share; k--)
			play[k] = play[k - 1];
		play[k] = p;
	}
}

static enum tt_err
look(struct rehearsal *p, struct play *play, size_t n, unsigned trials,
    bool *nothing)
{
	enum tt_err e = TT_OK;

	*nothing = false;
	for (size_t i = 0; i < n && e == TT_OK && !*nothing; i++) {
		e = play_on(p, &play[i], trials);
		*nothing = play[i].power.named == 0;
		if (*nothing)
			play[0] = play[i];
	}
	return e;
}

static enum tt_err
find_worst(struct rehearsal *p, enum tt_extent extent,
    enum tt_site_level level, struct tt_power_worst *out)
{
	struct play play[ATTACKS_MAX];
	unsigned trials = play_trials(p->plan);
	unsigned first = trials < LOOK ? trials : LOOK;
	size_t n = 0;
	bool nothing;
	enum tt_err e;

	for (size_t i = 0; tt_attacks[i] != NULL && n < ATTACKS_MAX; i++) {
		if (stands_apart(tt_attacks[i]))
			continue;
		play[n] = (struct play){ .attack = tt_attacks[i],
			.parameter = tt_attacks[i]->absent,
			.extent = extent, .level = level };
		if (strcmp(tt_attacks[i]->name, FIRST) == 0) {
			play[n] = play[0];
			play[0].attack = tt_attacks[i];
			play[0].parameter = tt_attacks[i]->absent;
		}
		n++;
	}
	if ((e = look(p, play, n, first, &nothing)) != TT_OK)
		return e;
	if (!nothing) {
		sort(play, n);
		n = n < FULL ? n : FULL;
		for (size_t i = 0; i < n && e == TT_OK; i++)
			e = play_on(p, &play[i], trials);
		sort(play, n);
	}
	*out = (struct tt_power_worst){ play[0].power, play[0].attack };
	return e;
}

static enum tt_err
find_lone(struct rehearsal *p, enum tt_extent extent,
    enum tt_site_level level, struct tt_power_worst *out)
{
	struct play play = { .attack = tt_attack_find("inter"),
		.extent = extent, .level = level };
	enum tt_err e = play_on(p, &play, play_trials(p->plan));

	*out = (struct tt_power_worst){ play.power, NULL };
	return e;
}

enum tt_err
tt_power_worst(const struct tt_power_plan *plan, enum tt_extent extent,
    struct tt_power_worst *holder, struct tt_power_worst *copy)
{
	struct tt_power_worst of_holder, of_copy = { .attack = NULL };
	struct rehearsal p;
	enum tt_err e;

	if ((e = play_check(plan)) != TT_OK)
		return e;
	e = rehearsal_open(&p, plan, NULL, 0);
	if (e == TT_OK && holder != NULL)
		e = (plan->colluders > 1 ? find_worst : find_lone)(&p, extent,
		    TT_SITE_HOLDER, &of_holder);
	if (e == TT_OK && copy != NULL && p.first[1] > 1)
		e = (plan->colluders > 1 ? find_worst : find_lone)(&p, extent,
		    TT_SITE_COPY, &of_copy);
	rehearsal_close(&p);
	if (e != TT_OK)
		return e;
	if (holder != NULL)
		*holder = of_holder;
	if (copy != NULL)
		*copy = of_copy;
	return TT_OK;
}
