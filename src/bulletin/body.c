/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "bulletin/body.h"
#include "bulletin/class.h"
#include "bulletin/lex.h"
#include "telltale/marked.h"

#define QUOTED		40	/* bytes of the author's text in a message */
#define QUOTE(s)	(int)((s).n < QUOTED ? (s).n : QUOTED), (s).p

static const char say_plain[] =
    "if it is plain text, write \\{{ for the {{";
static const char say_data[] =
    "write {{int A..B}} with A below B, {{hex D}} with D from 1 to 64, or "
    "{{name}}";
static const char say_head[] =
    "write {{@label ...}} or {{@label:attribute,... ...}}; an alternative "
    "that begins with @ cannot be the first";
static const char say_attributes[] =
    "known are fact, data, layout, order, wording; holder, copy; flat";

struct reader {
	struct body *out;
	struct tt_where at;
	struct tt_diags *diags;
	char *store;
	size_t used;
	bool bad;
};

#define REFUSE(r, remedy, ...)						\
	do {								\
		tt_diags_add((r)->diags, TT_ERROR, (r)->at, remedy,	\
		    __VA_ARGS__);					\
		(r)->bad = true;					\
	} while (0)

static struct span
keep(struct reader *r, struct span s)
{
	char *p = r->store + r->used;

	if (s.n > 0)
		memcpy(p, s.p, s.n);
	r->used += s.n;
	return (struct span){ p, s.n };
}

static bool
is_label(struct span s)
{
	if (s.n == 0 || s.n > TT_LABEL_MAX || s.p[0] < 'a' || s.p[0] > 'z')
		return false;
	for (size_t i = 1; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || s.p[i] == '-' ||
		    (s.p[i] >= '0' && s.p[i] <= '9')))
			return false;
	return true;
}

static bool
take_class(struct reader *r, struct span word)
{
	struct tt_site *s = &r->out->site;

	for (unsigned c = 0; c < TT_SITE_CLASS_COUNT; c++) {
		if (!span_is(word, tt_class_name((enum tt_site_class)c)))
			continue;
		if (s->class_declared)
			REFUSE(r, "keep one", "two classes for one site");
		s->class = (enum tt_site_class)c;
		s->class_declared = true;
		return true;
	}
	return false;
}

static bool
take_level(struct reader *r, struct span word)
{
	struct tt_site *s = &r->out->site;

	for (unsigned l = 0; l < TT_SITE_LEVEL_COUNT; l++) {
		if (!span_is(word, tt_level_name((enum tt_site_level)l)))
			continue;
		if (s->level_declared)
			REFUSE(r, "keep one", "two levels for one site");
		s->level = (enum tt_site_level)l;
		s->level_declared = true;
		return true;
	}
	return false;
}

static bool
take_flat(struct reader *r, struct span word)
{
	if (!span_is(word, "flat"))
		return false;
	if (r->out->site.flat_declared)
		REFUSE(r, "keep one", "flat stands twice");
	r->out->site.flat_declared = true;
	return true;
}

static void
take_attributes(struct reader *r, struct span list)
{
	struct span word;
	bool more = true;

	while (more) {
		const char *comma = list.n == 0 ? NULL :
		    memchr(list.p, ',', list.n);

		more = comma != NULL;
		word = list;
		if (more) {
			word.n = (size_t)(comma - list.p);
			list.p += word.n + 1;
			list.n -= word.n + 1;
		}
		if (!take_class(r, word) && !take_level(r, word) &&
		    !take_flat(r, word))
			REFUSE(r, say_attributes, "unknown attribute '%.*s'",
			    QUOTE(word));
	}
}

/* The head, of which raw has the @; what is after its space is the body. */
static void
take_head(struct reader *r, struct span head, bool has_body)
{
	const char *colon = memchr(head.p, ':', head.n);
	struct span label = head;

	if (colon != NULL)
		label.n = (size_t)(colon - head.p);
	if (is_label(label))
		r->out->label = keep(r, label);
	else if (label.n > 0 || colon == NULL)
		REFUSE(r, say_head, "'@%.*s' is no label", QUOTE(label));
	if (colon != NULL && !has_body)
		REFUSE(r, "write them where the site is defined",
		    "attributes without a site");
	else if (colon != NULL)
		take_attributes(r, (struct span){ colon + 1,
		    head.n - label.n - 1 });
}

/*
 * The alternative from..to without its escapes.  The mark that ends it, of the
 * last one the }} after the body, decides what backslashes before it are.
 */
static struct span
unescape(struct reader *r, struct span body, size_t from, size_t to)
{
	struct span out = { r->store + r->used, 0 };
	struct piece p;

	body.n += strlen("}}");
	for (size_t i = from; i < to; i += p.written) {
		p = piece_next(body, i, true);
		out.n += keep(r, p.out).n;
	}
	return out;
}

static void
check_alternative(struct reader *r, size_t k)
{
	const struct span *a = r->out->alternatives;

	if (a[k].n > TT_ALTERNATIVE_MAX)
		REFUSE(r, "4,096 bytes are allowed",
		    "alternative %zu has %zu bytes", k + 1, a[k].n);
	for (size_t i = 0; i < k; i++) {
		if (!span_eq(a[i], a[k]))
			continue;
		if (a[k].n == 0)
			REFUSE(r, "one may be; for a plain | write \\|",
			    "alternatives %zu and %zu are both empty", i + 1,
			    k + 1);
		else
			REFUSE(r, "change one, or remove it",
			    "alternatives %zu and %zu are equal: '%.*s'",
			    i + 1, k + 1, QUOTE(a[k]));
		return;
	}
}

/* The unescaped | of a body from `at` on, or its end. */
static size_t
find_bar(struct span body, size_t at)
{
	struct piece p;

	for (; at < body.n; at += p.written) {
		p = piece_next(body, at, true);
		if (p.mark)
			return at;
	}
	return body.n;
}

static void
take_alternatives(struct reader *r, struct span body)
{
	struct tt_site *s = &r->out->site;
	size_t n = 0, at = 0, bar;

	do {
		bar = find_bar(body, at);
		if (n < TT_Q_MAX) {
			r->out->alternatives[n] = unescape(r, body,
			    at, bar);
			check_alternative(r, n);
		}
		n++;
		at = bar + 1;
	} while (bar < body.n);
	if (n > TT_Q_MAX)
		REFUSE(r, "16 are allowed", "%zu alternatives", n);
	if (body.p[0] == ' ' && body.p[body.n - 1] == ' ')
		tt_diags_add(r->diags, TT_WARNING, r->at, say_plain,
		    "this looks like a template's expression");
	s->kind = TT_SITE_CHOICE;
	s->n = n;
	if (!s->class_declared && !r->bad)
		s->class = class_of(r->out->alternatives, n);
}

static bool
take_int(struct tt_site *s, struct span range)
{
	const char *dots = memmem(range.p, range.n, "..", 2);
	struct span lo, hi;
	uint64_t a, b;

	if (dots == NULL)
		return false;
	lo = (struct span){ range.p, (size_t)(dots - range.p) };
	hi = (struct span){ dots + 2, range.n - lo.n - 2 };
	if (span_u64(lo, UINT64_MAX, &a) != TT_OK ||
	    span_u64(hi, UINT64_MAX, &b) != TT_OK || a >= b ||
	    b - a == UINT64_MAX)
		return false;
	s->kind = TT_SITE_INT;
	s->lo = a;
	s->n = b - a + 1;
	return true;
}

static bool
take_hex(struct tt_site *s, struct span digits)
{
	uint64_t d;

	if (span_u64(digits, TT_HEX_MAX, &d) != TT_OK || d == 0)
		return false;
	s->kind = TT_SITE_HEX;
	s->digits = (unsigned)d;
	s->n = d < 16 ? UINT64_C(1) << (4 * d) : UINT64_MAX;
	return true;
}

static bool
take_name(struct tt_site *s)
{
	s->kind = TT_SITE_NAME;
	s->n = UINT64_C(1) << 24;
	return true;
}

/* The word that a data site begins with, however it is written. */
static bool
is_like_data(struct span body)
{
	static const char *const words[] = { "int", "hex", "name" };
	struct span s = span_trim(body);

	for (size_t i = 0; i < N_ROWS(words); i++) {
		size_t n = strlen(words[i]);

		if (s.n >= n && strncasecmp(s.p, words[i], n) == 0 &&
		    (s.n == n || s.p[n] == ' ' ||
		    (s.p[n] >= '0' && s.p[n] <= '9')))
			return true;
	}
	return false;
}

static void
take_data(struct reader *r, struct span body)
{
	struct tt_site *s = &r->out->site;
	struct span rest = body;

	if (span_is(body, "name") ? take_name(s) :
	    span_skip(&rest, "int ") ? take_int(s, rest) :
	    span_skip(&rest, "hex ") ? take_hex(s, rest) : false) {
		if (!s->class_declared)
			s->class = TT_CLASS_DATA;
	} else if (is_like_data(body)) {
		REFUSE(r, say_data, "bad data site '%.*s'", QUOTE(body));
	} else {
		REFUSE(r, say_plain, "a site of one alternative '%.*s'",
		    QUOTE(body));
	}
}

static void
take_body(struct reader *r, struct span body)
{
	struct tt_site *s = &r->out->site;

	if (find_bar(body, 0) < body.n)
		take_alternatives(r, body);
	else
		take_data(r, body);
	if (!r->bad && s->flat_declared && tt_site_is_value(s))
		REFUSE(r, "remove flat", "a value site has no biases");
}

void
body_read(struct body *out, struct span raw, struct tt_where at, char *store,
    struct tt_diags *diags)
{
	struct reader r = { out, at, diags, store, 0, false };
	struct span body = raw, head;
	bool has_body = true;

	*out = (struct body){ .kind = BODY_BAD };
	if (span_skip(&body, "@")) {
		has_body = memchr(body.p, ' ', body.n) != NULL;
		head = (struct span){ body.p, 0 };
		span_word(&body, ' ', &head);
		take_head(&r, head, has_body);
	}
	if (has_body)
		take_body(&r, body);
	if (!r.bad)
		out->kind = has_body ? BODY_SITE : BODY_AGAIN;
	else if (!has_body)
		out->label.n = 0;
}
