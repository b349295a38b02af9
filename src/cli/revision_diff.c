/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "cli/line_diff.h"
#include "cli/out.h"
#include "cli/revision_diff.h"
#include "cli/say.h"

struct telling {
	const struct revision *r;
	const struct draft *d;
	const struct cli *c;
	struct tt_carry *carry;
	struct tt_codebook *codebook;
	uint64_t *row;
	size_t n_went, n_came, n_gone;	/* lines; sites that are gone */
	size_t readers;
	struct json_out *j;		/* or NULL: text */
	struct span part;
};

static struct span
text_before(const struct telling *t, struct span name)
{
	const struct draft *was = &t->r->sealed->draft;

	for (size_t i = 0; i < was->n_parts; i++)
		if (span_eq(was->part[i].name, name))
			return was->part[i].text;
	return span_of("", 0);
}

static enum tt_err
tell_line(void *ctx, char sign, size_t line, struct span text)
{
	struct telling *t = ctx;

	t->n_went += sign == '-';
	t->n_came += sign == '+';
	if (t->j == NULL) {
		out_line("%c %.*s:%zu: %.*s", sign, (int)t->part.n, t->part.p,
		    line, (int)text.n, text.p);
		return TT_OK;
	}
	json_out_object(t->j);
	json_out_key(t->j, "file");
	json_out_span(t->j, t->part);
	json_out_key(t->j, "line");
	json_out_u64(t->j, line);
	json_out_key(t->j, sign == '-' ? "went" : "came");
	json_out_span(t->j, text);
	json_out_object_end(t->j);
	return TT_OK;
}

/* Parts as they are now, then those that are gone. */
static enum tt_err
tell_lines(struct telling *t)
{
	const struct draft *was = &t->r->sealed->draft;
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < t->d->n_parts && e == TT_OK; i++) {
		t->part = t->d->part[i].name;
		if (!t->d->bulletin->parts[i].binary)
			e = line_diff(text_before(t, t->part),
			    t->d->part[i].text, tell_line, t);
	}
	for (size_t i = 0; i < was->n_parts && e == TT_OK; i++) {
		t->part = was->part[i].name;
		if (tt_bulletin_part(t->d->bulletin, t->part) ==
		    t->d->bulletin->n_parts)
			e = line_diff(was->part[i].text, span_of("", 0),
			    tell_line, t);
	}
	return e;
}

static bool
shows_the_same(const struct telling *t, uint32_t site)
{
	const struct tt_bulletin *was = t->r->sealed->draft.bulletin;
	uint64_t v = t->row[t->carry->slot_of[site]];
	struct buf a, b;
	bool same;

	buf_init(&a, TT_ALTERNATIVE_MAX);
	buf_init(&b, TT_ALTERNATIVE_MAX);
	same = tt_site_text(&was->sites[t->carry->from[site]], v, &a) ==
	    TT_OK && tt_site_text(&t->d->bulletin->sites[site], v, &b) ==
	    TT_OK && span_eq(buf_view(&a), buf_view(&b)) &&
	    t->r->sealed->slot_of[t->carry->from[site]] ==
	    t->carry->slot_of[site];
	buf_done(&a);
	buf_done(&b);
	return same;
}

/* Both rows of one copy; false if a site that stayed shows another text. */
static bool
check_copy(struct telling *t, const struct vault_copy *c)
{
	tt_codebook_copy(t->codebook, c->holder, c->number, t->row);
	for (uint32_t i = 0; i < t->carry->n_sites; i++)
		if (t->carry->from[i] != TT_CARRY_NEW &&
		    !shows_the_same(t, i))
			return false;
	t->readers += c->reader[0] != '\0';
	return true;
}

static int
check_copies(struct telling *t)
{
	const struct vault_copy *c;

	for (size_t i = 0; i < t->r->n_copies; i++) {
		c = &t->r->copy[i];
		if (c->revision == t->r->before.revision && !check_copy(t, c))
			return say_fail(CLI_ALARM, "do not seal it, and report "
			    "this", "a site that did not change would show %s "
			    "another text", c->reader);
	}
	return CLI_DONE;
}

static enum tt_err
prepare(struct telling *t)
{
	const struct sealed *s = t->r->sealed;
	const struct tt_carry_text was = { s->draft.bulletin, s->slot_of };
	enum tt_err e;

	if ((e = tt_carry_new(&t->carry, &was, s->slots, s->n_slots,
	    t->d->bulletin)) != TT_OK)
		return e;
	t->n_gone = s->n_sites - t->carry->n_kept;
	if ((t->row = calloc(t->carry->n_slots + 1, sizeof(*t->row))) == NULL)
		return TT_ENOMEM;
	return tt_codebook_new(&t->codebook, &s->secrets->key,
	    t->carry->slots, t->carry->n_slots, NULL);
}

static void
put_count(struct json_out *j, const char *key, size_t n)
{
	json_out_key(j, key);
	json_out_u64(j, n);
}

static int
tell_json(struct telling *t)
{
	struct out_json o;
	enum tt_err e;

	t->j = out_json_begin(&o, "telltale-seal-diff/1");
	json_out_key(t->j, "lines");
	json_out_array(t->j);
	e = tell_lines(t);
	json_out_array_end(t->j);
	put_count(t->j, "sites_kept", t->carry->n_kept);
	put_count(t->j, "sites_new", t->carry->n_sites - t->carry->n_kept);
	put_count(t->j, "sites_gone", t->n_gone);
	put_count(t->j, "readers", t->readers);
	if (e == TT_OK)
		return out_json_end(&o);
	out_json_drop(&o);
	return say_err(e, NULL, "cannot compare");
}

static int
tell_text(struct telling *t)
{
	enum tt_err e = tell_lines(t);

	if (e != TT_OK)
		return say_err(e, NULL, "cannot compare");
	out_line("%zu sites stay, %zu are new or changed, %zu are gone; for "
	    "each of %zu readers, what stays reads as before",
	    t->carry->n_kept, t->carry->n_sites - t->carry->n_kept, t->n_gone,
	    t->readers);
	return CLI_DONE;
}

int
revision_diff_print(const struct revision *r, const struct draft *d,
    const struct cli *c)
{
	struct telling t = { .r = r, .d = d, .c = c };
	int code;
	enum tt_err e;

	if (!r->any)
		return say_fail(CLI_USAGE, NULL, "seal: %s was not sealed "
		    "before, so there is nothing to compare with",
		    d->manifest->id);
	if ((e = prepare(&t)) != TT_OK)
		code = say_err(e, NULL, "cannot compare");
	else if ((code = check_copies(&t)) == CLI_DONE)
		code = c->json ? tell_json(&t) : tell_text(&t);
	if (code == CLI_DONE && t.n_went + t.n_came == 0)
		code = CLI_NO;
	tt_codebook_free(t.codebook);
	tt_carry_free(t.carry);
	free(t.row);
	return code;
}
