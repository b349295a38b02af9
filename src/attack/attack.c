/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "attack/attacks.h"
#include "attack/hand.h"
#include "base/number.h"
#include "base/span.h"

#define NUMBER_MAX	20	/* characters of a parameter */

const struct tt_attack *const tt_attacks[] = {
	&attack_inter,
	&attack_rnd,
	&attack_min,
	&attack_maj,
	&attack_low,
	&attack_high,
	&attack_rare,
	&attack_common,
	&attack_group,
	&attack_strip,
	&attack_redraw,
	&attack_third,
	&attack_remark,
	&attack_copied,
	&attack_forged,
	NULL
};

static const struct tt_attack *
find(const char *name, size_t n)
{
	for (size_t i = 0; tt_attacks[i] != NULL; i++)
		if (strlen(tt_attacks[i]->name) == n &&
		    memcmp(tt_attacks[i]->name, name, n) == 0)
			return tt_attacks[i];
	return NULL;
}

const struct tt_attack *
tt_attack_find(const char *name)
{
	return find(name, strlen(name));
}

/* Digits with one point in or before them: nothing that a locale changes. */
static enum tt_err
parse_number(const char *s, double *out)
{
	size_t n = strlen(s), digits = strspn(s, "0123456789");
	double whole = 0, part = 0, unit = 1;

	if (n > NUMBER_MAX)
		return TT_ESYNTAX;
	for (size_t i = 0; i < digits; i++)
		whole = whole * 10 + (s[i] - '0');
	if (s[digits] == '.') {
		for (s += digits + 1; *s >= '0' && *s <= '9'; s++, unit *= 10)
			part = part * 10 + (*s - '0');
		digits += unit > 1;
	} else
		s += digits;
	if (*s != '\0' || digits == 0)
		return TT_ESYNTAX;
	*out = whole + part / unit;
	return TT_OK;
}

static bool
in_range(const struct tt_attack *a, double parameter)
{
	return a->parameter == NULL || (parameter >= a->least &&
	    parameter <= a->most && (!a->whole ||
	    parameter == floor(parameter)));
}

enum tt_err
tt_attack_parse(const struct tt_attack **attack, double *parameter,
    const char *spec)
{
	size_t n = strcspn(spec, ":");
	const struct tt_attack *a = find(spec, n);
	double v;
	enum tt_err e;

	if (a == NULL)
		return TT_ENOENT;
	v = a->parameter != NULL ? a->absent : 0;
	if (spec[n] == ':') {
		if (a->parameter == NULL)
			return TT_ESYNTAX;
		if ((e = parse_number(spec + n + 1, &v)) != TT_OK)
			return e;
		if (!in_range(a, v))
			return TT_ERANGE;
	}
	*attack = a;
	*parameter = v;
	return TT_OK;
}

void
tt_attack_format(const struct tt_attack *attack, double parameter,
    struct buf *out)
{
	char number[NUMBER_LEN];

	buf_str(out, attack->name);
	if (attack->parameter == NULL)
		return;
	number_format(parameter, number);
	buf_printf(out, ":%s", number);
}

static void
play_sites(const struct tt_attack *attack, double parameter,
    const struct tt_coalition *c, struct coin *coin, struct tt_leak *out)
{
	struct hand h = { .coalition = c, .parameter = parameter };

	for (uint32_t i = 0; i < c->code->n; i++) {
		hand_take(&h, i);
		out[i] = h.n > 0 ? attack->rule(&h, coin) :
		    (struct tt_leak){ .how = TT_LEAK_NONE };
	}
}

void
tt_attack_play(const struct tt_attack *attack, double parameter,
    const struct tt_coalition *c, struct coin *coin, struct tt_leak *out)
{
	assert(c->n > 0 && c->n <= TT_COLLUDERS_MAX);
	assert(in_range(attack, parameter));
	if (attack->rule != NULL)
		play_sites(attack, parameter, c, coin, out);
	else
		attack->play(c, parameter, coin, out);
}
