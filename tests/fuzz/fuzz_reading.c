/* SPDX-License-Identifier: ISC */
/*
 * Any specimen against one small bulletin: what is read lies within it, every
 * site is counted once, and reading again gives the same.  A form feed begins
 * a new piece; of the pieces every other one was seen, each word of it as
 * surely as its first byte says.
 */
#include <stdlib.h>
#include <string.h>

#include "telltale/reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PIECES_MAX	4
#define WORDS_MAX	64	/* of a piece; the rest has no boxes */

static const char advisory[] =
	"The {{server|service}} trusts a header{{, as documented|}}. "
	"{{Anybody|An attacker}} can read the {{`a.exe`, `b.exe` or `c.exe`|"
	"`c.exe`, `a.exe` or `b.exe`}} files.\n\n"
	"Listen on port {{@port int 20000..60000}}, id {{hex 8}}-{{hex 4}}, in "
	"{{name}}{{int 1..9}}.\n\n"
	"Severity: {{High|high}}, ships as {{\"yes\"|yes}} at port "
	"{{@port}}.\n";

struct pieces {
	struct tt_piece at[PIECES_MAX];
	struct tt_piece_word words[PIECES_MAX][WORDS_MAX];
	size_t n;
};

static void
check(bool ok)
{
	if (!ok)
		abort();
}

static struct tt_bulletin *
parse(void)
{
	static struct tt_diags diags;
	struct tt_part_text part = { SPAN("advisory.md"),
		{ advisory, sizeof(advisory) - 1 } };
	struct tt_bulletin *b = NULL;

	tt_diags_init(&diags);
	check(tt_bulletin_parse(&b, &part, 1, &diags) == TT_OK);
	return b;
}

static void
list_words(struct tt_piece *p, struct tt_piece_word *words)
{
	size_t from;

	p->words = words;
	for (size_t i = 0; i < p->bytes.n && p->n_words < WORDS_MAX;) {
		for (; i < p->bytes.n && p->bytes.p[i] == ' '; i++)
			continue;
		for (from = i; i < p->bytes.n && p->bytes.p[i] != ' '; i++)
			continue;
		if (i > from)
			words[p->n_words++] = (struct tt_piece_word){
				.offset = (uint32_t)from,
				.length = (uint32_t)(i - from),
				.sure = (uint8_t)p->bytes.p[from] % 101 };
	}
}

static void
split(struct pieces *p, struct span in)
{
	const char *end;

	memset(p, 0, sizeof(*p));
	while (p->n < PIECES_MAX) {
		struct tt_piece *q = &p->at[p->n];

		end = in.n == 0 ? NULL : memchr(in.p, '\f', in.n);
		q->kind = p->n % 2 == 0 ? TT_PIECE_TEXT : TT_PIECE_SEEN;
		q->bytes = in;
		if (end != NULL && p->n + 1 < PIECES_MAX)
			q->bytes.n = (size_t)(end - in.p);
		if (q->kind == TT_PIECE_SEEN)
			list_words(q, p->words[p->n]);
		p->n++;
		if (end == NULL)
			break;
		in.n -= (size_t)(end + 1 - in.p);
		in.p = end + 1;
	}
}

static void
check_quotes(const struct tt_reading *r, const struct tt_bulletin *b,
    const struct pieces *p)
{
	const struct tt_reading_quote *q;
	size_t size;

	for (size_t i = 0; i < r->n_quotes; i++) {
		q = &r->quotes[i];
		check(q->piece < p->n);
		size = p->at[q->piece].bytes.n;
		check(q->offset <= size && q->length <= size - q->offset);
		check(q->site < b->n_sites && q->place < b->n_places);
		check(b->places[q->place].site == q->site);
		check(i == 0 || q[-1].site < q->site || (q[-1].site ==
			q->site && (q[-1].piece < q->piece || (q[-1].piece ==
			q->piece && q[-1].offset <= q->offset))));
	}
}

static void
check_sites(const struct tt_reading *r, const struct tt_bulletin *b)
{
	const struct tt_observation *o;
	size_t at = 0;

	check(r->n_sites == b->n_sites);
	check(r->n_read + r->n_novel + r->n_gone + r->n_erased == r->n_sites);
	for (uint32_t i = 0; i < r->n_sites; i++) {
		check(r->sites[i].first == at);
		at += r->sites[i].n;
		o = tt_observations_at(r->observations, i);
		check((o == NULL ? TT_OBS_ERASED : o->kind) ==
		    r->sites[i].kind);
		check(o == NULL || o->kind != TT_OBS_VALUES ||
		    tt_site_is_value(&b->sites[i]));
	}
	check(at == r->n_quotes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct tt_bulletin *b;	/* the same for every input */
	static struct pieces p;
	struct tt_reading *r = NULL, *again = NULL;
	uint8_t hash[2][32];

	if (b == NULL)
		b = parse();
	split(&p, (struct span){ (const char *)data, size });
	check(tt_reading_read(&r, b, NULL, p.at, p.n) == TT_OK);
	check_quotes(r, b, &p);
	check_sites(r, b);
	check(tt_reading_read(&again, b, NULL, p.at, p.n) == TT_OK);
	check(tt_observations_hash(r->observations, hash[0]) == TT_OK);
	check(tt_observations_hash(again->observations, hash[1]) == TT_OK);
	check(memcmp(hash[0], hash[1], sizeof(hash[0])) == 0);
	tt_reading_free(r);
	tt_reading_free(again);
	return 0;
}
