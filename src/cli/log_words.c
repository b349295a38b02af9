/* SPDX-License-Identifier: ISC */
#include "base/instant.h"
#include "cli/log_words.h"
#include "telltale/authority.h"

#define SHORT	12	/* characters that a hash is cut to */

/* "HEAD VALUE" of a field, with a comma if something stands before. */
static void
put(struct buf *b, const struct tt_statement *s, const char *head,
    const char *field)
{
	struct span v = tt_statement_get(s, field);

	if (v.p == NULL)
		return;
	buf_printf(b, "%s%s%.*s", b->n > 0 ? ", " : "", head, (int)v.n, v.p);
}

static void
put_hash(struct buf *b, const struct tt_statement *s, const char *head,
    const char *field)
{
	struct span v = tt_statement_get(s, field);

	if (v.n > SHORT)
		buf_printf(b, "%s%s%.*s...", b->n > 0 ? ", " : "", head,
		    SHORT, v.p);
}

static void
put_interval(struct buf *b, const struct tt_statement *s)
{
	char text[LENGTH_LEN];

	if (!tt_statement_has(s, "interval"))
		return;
	length_format((int64_t)tt_statement_number(s, "interval", 0), text);
	buf_printf(b, ", a batch every %s", text);
}

static void
put_keys(struct buf *b, const struct tt_statement *s)
{
	size_t n = tt_statement_count(s, "key");
	struct span role, vkey;
	size_t have;

	put(b, s, "list ", "number");
	for (size_t r = 0; r < TT_ROLE_COUNT; r++) {
		have = 0;
		for (size_t i = 0; i < n; i++) {
			tt_statement_pair(s, "key", i, &role, &vkey);
			have += span_is(role,
			    tt_role_name((enum tt_role)r));
		}
		if (have > 0)
			buf_printf(b, ", %zu %s", have,
			    tt_role_name((enum tt_role)r));
	}
	put_interval(b, s);
	if (tt_keys_small_team(s))
		buf_str(b, ", a small team");
}

void
log_words(const struct tt_statement *s, struct buf *out)
{
	struct buf b;

	buf_init(&b, 4096);
	if (s->kind == TT_PROGRAMME) {
		put(&b, s, "", "name");
		put_interval(&b, s);
		put(&b, s, "depth ", "depth");
		put(&b, s, "successor of ", "predecessor");
	} else if (s->kind == TT_KEYS) {
		put_keys(&b, s);
	} else if (s->kind == TT_AGREEMENT) {
		put(&b, s, "version ", "version");
		put_hash(&b, s, "text ", "text");
	} else if (s->kind == TT_PUBLISHED) {
		put(&b, s, "advisory ", "advisory");
		put_hash(&b, s, "document ", "document");
	} else if (s->kind == TT_BATCH) {
		put(&b, s, "number ", "number");
		put_hash(&b, s, "root ", "set");
		if (tt_statement_has(s, "urgent"))
			buf_str(&b, ", urgent");
	}
	buf_span(out, buf_view(&b));
	buf_done(&b);
}

void
log_signers(const struct tt_statement *s, struct buf *out)
{
	for (size_t i = 0; i < s->note.n; i++) {
		struct span name = s->note.line[i].name;

		if (name.n > s->origin.n + 1 && span_eq(s->origin,
		    (struct span){ name.p, s->origin.n }))
			name = (struct span){ name.p + s->origin.n + 1,
				name.n - s->origin.n - 1 };
		buf_printf(out, "%s%.*s", i > 0 ? ", " : "", (int)name.n,
		    name.p);
	}
}
