/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "cli/known/spotted.h"
#include "telltale/constants.h"

#define TIME_LEN	26	/* dd/Mon/yyyy:hh:mm:ss +zzzz */
#define ADDRESS_LEN	45

static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May",
	"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

/* A line of a log, and what is needed of it. */
struct line {
	struct span text, address;
	char seen[32];		/* RFC 3339; "" if it cannot be read */
};

struct spotting {
	const struct tt_bulletin *b;
	struct tt_piece *piece;		/* of a batch: a line each */
	struct rows *rows;
	size_t lines;			/* that matched */
	bool stopped;
};

/* "10/Oct/2026:13:55:36 -0700" as RFC 3339. */
static bool
read_time(struct span s, char out[32])
{
	int64_t at_s;
	size_t m = 0;

	if (s.n != TIME_LEN || s.p[2] != '/' || s.p[6] != '/' ||
	    s.p[11] != ':' || s.p[20] != ' ')
		return false;
	while (m < N_ROWS(months) && memcmp(s.p + 3, months[m], 3) != 0)
		m++;
	if (m == N_ROWS(months))
		return false;
	snprintf(out, 32, "%.4s-%02zu-%.2sT%.8s%.3s:%.2s", s.p + 7, m + 1,
	    s.p, s.p + 12, s.p + 21, s.p + 24);
	return instant_parse_human(span_str(out), &at_s) == TT_OK;
}

static struct line
read_line(struct span text)
{
	struct line l = { .text = text };
	struct span rest = text, word;
	const char *at;
	size_t left;

	if (span_word(&rest, ' ', &word) && word.n <= ADDRESS_LEN &&
	    sighting_network_ok(word) && word.p[0] != 'A' &&
	    memchr(word.p, '/', word.n) == NULL)
		l.address = word;
	at = rest.n > 0 ? memchr(rest.p, '[', rest.n) : NULL;
	if (at == NULL)
		return l;
	left = (size_t)(rest.p + rest.n - at) - 1;
	if (left > TIME_LEN && at[1 + TIME_LEN] == ']' &&
	    !read_time(span_of(at + 1, TIME_LEN), l.seen))
		l.seen[0] = '\0';
	return l;
}

bool
spotted_is_log(struct span text)
{
	struct span line;

	while (span_word(&text, '\n', &line))
		if (span_trim(line).n > 0)
			return read_line(line).seen[0] != '\0';
	return false;
}

enum tt_err
spotted_pieces(const struct tt_bulletin *b, const struct tt_piece *pieces,
    size_t n, bool *matches)
{
	struct tt_constants *c;
	double bits = 0;
	enum tt_err e;

	if ((e = tt_constants_settle(&c, b, pieces, n)) != TT_OK)
		return e;
	for (size_t i = 0; i < c->n_sites; i++)
		if (c->sites[i].way == TT_CONSTANTS_FIELD &&
		    b->sites[i].class == TT_CLASS_DATA)
			bits += log2((double)b->sites[i].n);
	tt_constants_free(c);
	*matches = bits >= SPOTTED_BITS;
	return TT_OK;
}

static bool
known_address(const struct rows *r, struct span address)
{
	const char *have;

	for (size_t i = 0; i < r->n; i++) {
		have = r->at[i].field[ROWS_NETWORK];
		if (have == NULL ? address.n == 0 : span_is(address, have))
			return true;
	}
	return false;
}

static enum tt_err
take_line(struct spotting *k, struct span text)
{
	struct line l = read_line(text);
	struct rows_diag diag;
	struct row *row;
	enum tt_err e;

	k->lines++;
	if (l.seen[0] == '\0') {
		k->rows->left_out++;
		return TT_OK;
	}
	if (known_address(k->rows, l.address))
		return TT_OK;
	if ((row = rows_add(k->rows, k->rows->n + 1)) == NULL)
		return k->rows->n == ROWS_MAX ? TT_ELIMIT : TT_ENOMEM;
	if ((e = rows_set(row, ROWS_SEEN, span_str(l.seen), &diag)) != TT_OK)
		return e;
	return rows_set(row, ROWS_NETWORK, l.address, &diag);
}

/* Lines that match, found by halving: most match nothing. */
static enum tt_err
look(struct spotting *k, size_t first, size_t n)
{
	bool matches;
	enum tt_err e;

	if (n == 0 || k->stopped)
		return TT_OK;
	if (k->lines == SPOTTED_LINES_MAX) {
		k->stopped = true;
		return TT_OK;
	}
	if ((e = spotted_pieces(k->b, k->piece + first, n, &matches)) !=
	    TT_OK || !matches)
		return e;
	if (n == 1)
		return take_line(k, k->piece[first].bytes);
	if ((e = look(k, first, n / 2)) != TT_OK)
		return e;
	return look(k, first + n / 2, n - n / 2);
}

enum tt_err
spotted_log(struct rows *out, const struct tt_bulletin *b, struct span text,
    size_t *lines, bool *stopped)
{
	struct rows rows = { .at = NULL };
	struct spotting k = { .b = b, .rows = &rows };
	struct span line;
	enum tt_err e = TT_OK;
	size_t n;

	k.piece = calloc(TT_PIECES_MAX, sizeof(*k.piece));
	if (k.piece == NULL)
		return TT_ENOMEM;
	while (e == TT_OK && text.n > 0 && !k.stopped) {
		for (n = 0; n < TT_PIECES_MAX &&
		    span_word(&text, '\n', &line);)
			if (line.n > 0)
				k.piece[n++] = (struct tt_piece){
					.kind = TT_PIECE_BYTES,
					.bytes = line };
		e = look(&k, 0, n);
	}
	free(k.piece);
	if (e != TT_OK) {
		rows_free(&rows);
		return e;
	}
	*out = rows;	/* transferred */
	*lines = k.lines;
	*stopped = k.stopped;
	return TT_OK;
}
