/* SPDX-License-Identifier: ISC */
/*
 * Padding comes first because elsewhere it does harm: blocks after the end
 * make GNU tar stop reading, a global header at the end is an error to
 * Python's tarfile, and a file of junk would be extracted.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/name.h"
#include "seal/ustar.h"
#include "telltale/archive.h"

#define END_LEN		((size_t)2 * USTAR_BLOCK)	/* bytes of NUL */
#define COMMENT		" comment="
#define RECORD_MIN	USTAR_BLOCK			/* bytes */

struct reader {
	struct span tar;
	size_t at;		/* bytes read */
	size_t headers;		/* read, the padding's among them */
	size_t start;		/* of the newest header, bytes */
	size_t total;		/* bytes of data, all members */
	struct tt_archive *out;
};

static bool
is_zero(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\0')
			return false;
	return true;
}

/* "<n> comment=", the digits counting themselves; returns its length. */
static size_t
record_head(char out[32], size_t n)
{
	int len = snprintf(out, 32, "%zu" COMMENT, n);

	return (size_t)len;
}

/* A record that fills n bytes: head, spaces, LF. */
static void
put_record(uint8_t *out, size_t n)
{
	char head[32];
	size_t len = record_head(head, n);

	memcpy(out, head, len);
	memset(out + len, ' ', n - len - 1);
	out[n - 1] = '\n';
}

static bool
is_record(struct span s)
{
	char head[32];
	size_t len;

	if (s.n < RECORD_MIN || s.n > TT_ARCHIVE_PADDING_MAX ||
	    s.n % USTAR_BLOCK != 0)
		return false;
	len = record_head(head, s.n);
	if (memcmp(s.p, head, len) != 0 || s.p[s.n - 1] != '\n')
		return false;
	for (size_t i = len; i < s.n - 1; i++)
		if (s.p[i] != ' ')
			return false;
	return true;
}

/* Members before the i-th are known to be good. */
static enum tt_err
check_place(const struct tt_member *m, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (name_member_clash(m[k].name, m[i].name))
			return TT_ETAR_DUPLICATE;
	if (i > 0 && span_cmp(m[i - 1].name, m[i].name) >= 0)
		return TT_ETAR_ORDER;
	return TT_OK;
}

/* Adds the i-th member's data to *total. */
static enum tt_err
check_limits(const struct tt_member *m, size_t i, size_t *total)
{
	if (i >= TT_ARCHIVE_MEMBERS_MAX ||
	    m[i].data.n > TT_ARCHIVE_MEMBER_MAX ||
	    m[i].data.n > TT_ARCHIVE_DATA_MAX - *total)
		return TT_ELIMIT;
	*total += m[i].data.n;
	return TT_OK;
}

/* *size: all members with their headers, whole blocks. */
static enum tt_err
measure(const struct tt_member *m, size_t n, size_t *size)
{
	size_t sum = 0, total = 0;
	enum tt_err e;

	for (size_t i = 0; i < n; i++) {
		if (!name_member_ok(m[i].name))
			return TT_ETAR_NAME;
		if ((e = check_limits(m, i, &total)) != TT_OK ||
		    (e = check_place(m, i)) != TT_OK)
			return e;
		sum += USTAR_BLOCK + ustar_blocks(m[i].data.n);
	}
	*size = sum;
	return TT_OK;
}

static uint8_t *
put_member(uint8_t *out, const struct tt_member *m)
{
	size_t whole = ustar_blocks(m->data.n);

	ustar_put(out, USTAR_FILE, m->name, m->data.n);
	out += USTAR_BLOCK;
	if (m->data.n > 0)
		memcpy(out, m->data.p, m->data.n);
	memset(out + m->data.n, 0, whole - m->data.n);
	return out + whole;
}

/* The next n bytes; false if there are not so many. */
static bool
take(struct reader *r, size_t n, struct span *out)
{
	if (n > r->tar.n - r->at)
		return false;
	*out = span_of(r->tar.p + r->at, n);
	r->at += n;
	return true;
}

/* Type, and the padding first and only first. */
static enum tt_err
check_type(const struct reader *r, char type)
{
	if (type == USTAR_PADDING)
		return r->headers == 1 ? TT_OK : TT_ETAR_TYPE;
	if (type != USTAR_FILE)
		return TT_ETAR_TYPE;
	return r->headers == 1 ? TT_ETAR_PADDING : TT_OK;
}

/* The name in the archive if it stands there whole, else in r->out. */
static struct span
keep_name(struct reader *r, const char *block, const char *name, size_t n)
{
	if (n <= NAME_COMPONENT_MAX)
		return span_of(block, n);
	memcpy(r->out->joined[r->out->n], name, n + 1);
	return span_of(r->out->joined[r->out->n], n);
}

static enum tt_err
take_data(struct reader *r, size_t size, struct span *data)
{
	struct span filling;

	if (!take(r, size, data) ||
	    !take(r, ustar_blocks(size) - size, &filling))
		return TT_ETAR_TRUNCATED;
	return is_zero(filling) ? TT_OK : TT_ETAR_TRAILING;
}

static enum tt_err
add_member(struct reader *r, const char *block, struct span name,
    struct span data)
{
	struct tt_archive *a = r->out;
	enum tt_err e;

	if (a->n == TT_ARCHIVE_MEMBERS_MAX)
		return TT_ELIMIT;
	a->member[a->n].name = keep_name(r, block, name.p, name.n);
	a->member[a->n].data = data;
	if ((e = check_place(a->member, a->n)) != TT_OK ||
	    (e = check_limits(a->member, a->n, &r->total)) != TT_OK)
		return e;
	a->n++;
	return TT_OK;
}

static enum tt_err
read_member(struct reader *r, struct span header)
{
	const uint8_t *block = (const uint8_t *)header.p;
	struct span name, data;
	char joined[256];
	size_t size, n;
	enum tt_err e;

	if (!ustar_is_header(block))
		return TT_ETAR_HEADER;
	if ((e = check_type(r, ustar_type(block))) != TT_OK ||
	    (e = ustar_name(block, joined, &n)) != TT_OK)
		return e;
	name = span_of(joined, n);
	if ((e = ustar_size(block, name, &size)) != TT_OK ||
	    (e = take_data(r, size, &data)) != TT_OK)
		return e;
	if (ustar_type(block) == USTAR_FILE)
		return add_member(r, header.p, name, data);
	return span_is(name, USTAR_PADDING_NAME) && is_record(data) ? TT_OK :
	    TT_ETAR_PADDING;
}

/* After a first block of NUL: another one, and nothing more. */
static enum tt_err
read_end(struct reader *r)
{
	struct span block;

	if (r->headers == 0)
		return TT_ETAR_PADDING;
	if (!take(r, USTAR_BLOCK, &block) || !is_zero(block))
		return TT_ETAR_TRUNCATED;
	return r->at == r->tar.n ? TT_OK : TT_ETAR_TRAILING;
}

static enum tt_err
read_all(struct reader *r)
{
	struct span block;
	enum tt_err e;

	for (;;) {
		r->start = r->at;
		if (!take(r, USTAR_BLOCK, &block))
			return TT_ETAR_TRUNCATED;
		if (is_zero(block))
			return read_end(r);
		r->headers++;
		if ((e = read_member(r, block)) != TT_OK)
			return e;
	}
}

static int
compare(const void *a, const void *b)
{
	const struct tt_member *x = a, *y = b;

	return span_cmp(x->name, y->name);
}

void
tt_archive_sort(struct tt_member *members, size_t n)
{
	if (n > 1)
		qsort(members, n, sizeof(members[0]), compare);
}

enum tt_err
tt_archive_size(size_t *size, const struct tt_member *members, size_t n)
{
	size_t sum;
	enum tt_err e;

	if ((e = measure(members, n, &sum)) != TT_OK)
		return e;
	sum += END_LEN + USTAR_BLOCK + RECORD_MIN;
	*size = (sum + TT_ARCHIVE_RECORD - 1) / TT_ARCHIVE_RECORD *
	    TT_ARCHIVE_RECORD;
	return TT_OK;
}

enum tt_err
tt_archive_write(void *out, size_t size, const struct tt_member *members,
    size_t n)
{
	uint8_t *to = out;
	size_t sum, room;
	enum tt_err e;

	if ((e = measure(members, n, &sum)) != TT_OK)
		return e;
	if (size % USTAR_BLOCK != 0 || size < sum ||
	    size - sum < END_LEN + USTAR_BLOCK + RECORD_MIN)
		return TT_ENOSPC;
	room = size - sum - END_LEN - USTAR_BLOCK;
	if (room > TT_ARCHIVE_PADDING_MAX)
		return TT_ELIMIT;
	ustar_put(to, USTAR_PADDING, SPAN(USTAR_PADDING_NAME), room);
	put_record(to + USTAR_BLOCK, room);
	to += USTAR_BLOCK + room;
	for (size_t i = 0; i < n; i++)
		to = put_member(to, &members[i]);
	memset(to, 0, END_LEN);
	return TT_OK;
}

enum tt_err
tt_archive_read(struct tt_archive *out, struct span tar,
    struct tt_archive_diag *diag)
{
	struct reader r = { .tar = tar, .out = out };
	enum tt_err e;

	out->n = 0;
	e = read_all(&r);
	if (e != TT_OK) {
		out->n = 0;
		if (diag != NULL)
			*diag = (struct tt_archive_diag){ r.headers, r.start };
	}
	return e;
}
