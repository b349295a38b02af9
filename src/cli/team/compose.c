/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "cli/team/compose.h"
#include "telltale/note.h"
#include "telltale/statement.h"

struct chosen {
	struct span line[COMPOSE_LINES_MAX];	/* sorted */
	size_t n;
};

/* By name, then id, which base64 of it does not sort: so decoded. */
static int
compare(struct span text, struct span a, struct span b)
{
	struct tt_note *na = malloc(sizeof(*na)), *nb = malloc(sizeof(*nb));
	struct buf ta, tb;
	int way = 0;

	buf_init(&ta, TT_NOTE_MAX);
	buf_init(&tb, TT_NOTE_MAX);
	buf_span(&ta, text);
	buf_char(&ta, '\n');
	buf_span(&tb, buf_view(&ta));
	buf_span(&ta, a);
	buf_span(&tb, b);
	if (na != NULL && nb != NULL &&
	    tt_note_parse(na, buf_view(&ta)) == TT_OK &&
	    tt_note_parse(nb, buf_view(&tb)) == TT_OK &&
	    na->n == 1 && nb->n == 1) {
		way = span_cmp(na->line[0].name, nb->line[0].name);
		if (way == 0)
			way = memcmp(na->line[0].id, nb->line[0].id,
			    sizeof(na->line[0].id));
	}
	buf_done(&ta);
	buf_done(&tb);
	free(na);
	free(nb);
	return way;
}

static struct chosen
with(const struct chosen *c, struct span text, struct span line)
{
	struct chosen more = *c;
	size_t at = more.n;

	for (; at > 0 && compare(text, line, more.line[at - 1]) < 0; at--)
		more.line[at] = more.line[at - 1];
	more.line[at] = line;
	more.n++;
	return more;
}

static enum tt_err
write_note(struct span text, const struct chosen *c, struct buf *note)
{
	buf_span(note, text);
	buf_char(note, '\n');
	for (size_t i = 0; i < c->n; i++)
		buf_span(note, c->line[i]);
	return buf_err(note);
}

/* What is still missing under these lines; TT_EREFUSED: one too many. */
static enum tt_err
missing(struct span text, const struct chosen *c,
    const struct tt_authority *a, struct tt_authority_missing *m)
{
	struct tt_statement *s = malloc(sizeof(*s));
	struct buf note;
	enum tt_err e = TT_ENOMEM;

	buf_init(&note, TT_STATEMENT_MAX);
	if (s != NULL && (e = write_note(text, c, &note)) == TT_OK &&
	    (e = tt_statement_parse(s, buf_view(&note), NULL)) == TT_OK)
		e = tt_authority_missing(s, a, m);
	buf_done(&note);
	free(s);
	return e;
}

static bool
complete(const struct tt_authority_missing *m)
{
	return m->officers + m->counsel + m->publishers + m->keepers +
	    m->readers == 0;
}

static enum tt_err
choose(struct span text, const struct span *line, size_t n,
    const struct tt_authority *a, struct chosen *out)
{
	struct tt_authority_missing m = { .officers = 1 };
	struct chosen more;
	enum tt_err e;

	for (size_t i = 0; i < n && out->n < COMPOSE_LINES_MAX; i++) {
		more = with(out, text, line[i]);
		if ((e = missing(text, &more, a, &m)) == TT_EREFUSED)
			continue;
		if (e != TT_OK)
			return e;
		*out = more;
		if (complete(&m))
			return TT_OK;
	}
	return TT_EUNSIGNED;
}

static enum tt_err
first_line(struct span text, struct span *kind)
{
	struct span line;

	if (!span_line(&text, &line) || !span_skip(&line, "telltale/v1/"))
		return TT_ESYNTAX;
	*kind = line;
	return TT_OK;
}

bool
compose_is_published(struct span text)
{
	enum tt_kind kind;
	struct span name;

	if (first_line(text, &name) != TT_OK ||
	    tt_kind_parse(&kind, name) != TT_OK)
		return false;
	switch (kind) {
	case TT_PUBLISHED:
	case TT_CODEBOOK:
	case TT_RENDERED:
	case TT_WAVE:
	case TT_COPIES:
		return true;
	case TT_PROGRAMME:
	case TT_KEYS:
	case TT_AGREEMENT:
	case TT_BATCH:
	case TT_PARTNER:
	case TT_READER:
	case TT_CONSENT:
	case TT_RECEIPT:
	case TT_RELEASE:
	case TT_DESTROYED:
	case TT_EARLY:
	case TT_MOVE:
	case TT_OBSERVED:
	case TT_CLOCK:
	case TT_SIGHTING:
	case TT_CASE:
	case TT_EMBARGO:
	case TT_POLICY:
	case TT_EXCEPTION:
	case TT_FINDING:
	case TT_COPY:
	case TT_SHARE:
	case TT_HELD:
	case TT_SHOWN:
	case TT_EVIDENCE:
	case TT_REQUEST:
	case TT_APPROVAL:
	case TT_INVITATION:
	case TT_TERMS:
	case TT_LETTER:
	case TT_DESK:
	case TT_MEMBERS:
	case TT_KIND_COUNT:
		break;
	}
	return false;
}

enum tt_err
compose(struct span text, const struct span *line, size_t n,
    const struct tt_authority *a, const struct tt_signer *publisher,
    struct buf *note)
{
	struct chosen c = { .n = 0 };
	enum tt_err e;

	if (compose_is_published(text))
		return publisher == NULL ? TT_EUNSIGNED :
		    tt_note_sign(note, text, &publisher, 1);
	if ((e = choose(text, line, n, a, &c)) != TT_OK)
		return e;
	return write_note(text, &c, note);
}
