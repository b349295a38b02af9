/* SPDX-License-Identifier: ISC */
#include "reading/forms.h"
#include "reading/runs.h"

void
forms_init(struct forms *f)
{
	*f = (struct forms){ .least_hex = SIZE_MAX, .least_decimal = SIZE_MAX };
}

void
forms_want(struct forms *f, const struct shape *s)
{
	size_t hex = shape_least_hex(s), decimal = shape_least_decimal(s);

	if (f->least_hex > hex)
		f->least_hex = hex;
	if (f->least_decimal > decimal)
		f->least_decimal = decimal;
	f->names = f->names || s->kind == TT_SITE_NAME;
	f->short_hex = f->short_hex || (s->kind == TT_SITE_HEX &&
	    s->digits > 1 && s->digits <= SHAPE_HEAD);
}

static bool
after_0x(struct span s, size_t at)
{
	return at >= 2 && (s.p[at - 1] | 32) == 'x' && s.p[at - 2] == '0';
}

/* Runs after 0x that are shorter than those found anyhow. */
static void
walk_short(const struct forms *f, const struct planes *p, forms_fn fn,
    void *ctx)
{
	struct span s = p->s;
	size_t i = 0, n;

	while ((i = planes_ahead(p, PLANE_X, PLANE_HEX, i)) != SIZE_MAX) {
		if (!after_0x(s, ++i))
			continue;
		n = planes_after(p, PLANE_HEX, i);
		if (n < f->least_hex)
			fn(ctx, FORM_HEX, s.p + i, n, true);
	}
}

static bool
next_hex(const struct forms *f, const struct planes *p, size_t *at, size_t *n)
{
	return f->least_hex != SIZE_MAX &&
	    planes_run(p, PLANE_HEX, f->least_hex, at, n);
}

/* Too many digits are no number. */
static bool
next_decimal(const struct forms *f, const struct planes *p, size_t *at,
    size_t *n)
{
	if (f->least_decimal == SIZE_MAX)
		return false;
	while (planes_run(p, PLANE_DIGIT, f->least_decimal, at, n))
		if (*n <= SHAPE_DECIMAL)
			return true;
	return false;
}

/* By where they begin; of two that begin together the hexadecimal first. */
static void
walk_numbers(const struct forms *f, const struct planes *p, forms_fn fn,
    void *ctx)
{
	size_t at = 0, n = 0, digit = 0, digits = 0;
	bool hex = next_hex(f, p, &at, &n);
	bool decimal = next_decimal(f, p, &digit, &digits);

	while (hex || decimal)
		if (hex && (!decimal || at <= digit)) {
			fn(ctx, FORM_HEX, p->s.p + at, n, after_0x(p->s, at));
			hex = next_hex(f, p, &at, &n);
		} else {
			fn(ctx, FORM_DECIMAL, p->s.p + digit, digits, false);
			decimal = next_decimal(f, p, &digit, &digits);
		}
}

void
forms_walk(const struct forms *f, const struct planes *p, forms_fn fn,
    void *ctx)
{
	struct span s = p->s;
	uint64_t v;

	walk_numbers(f, p, fn, ctx);
	if (f->short_hex)
		walk_short(f, p, fn, ctx);
	for (size_t i = 0; f->names && (i = planes_name(p, i)) != SIZE_MAX;
	    i++)
		if (s.n - i >= SHAPE_NAME && shape_name(s.p + i, &v))
			fn(ctx, FORM_NAME, s.p + i, SHAPE_NAME, false);
}
