/* SPDX-License-Identifier: ISC */
/*
 * Padding comes first because elsewhere it does harm: blocks after the end
 * make GNU tar stop reading, a global header at the end is an error to
 * Python's tarfile, and a file of junk would be extracted.
 */
#include <stdlib.h>
#include <string.h>

#include "base/name.h"
#include "seal/member.h"
#include "seal/padding.h"
#include "seal/ustar.h"
#include "telltale/archive.h"

#define END_LEN		((size_t)2 * USTAR_BLOCK)	/* bytes of NUL */

/* *size: all members with their headers, whole blocks. */
static enum tt_err
measure(const struct tt_member *m, size_t n, size_t *size)
{
	size_t sum = 0, total = 0;
	enum tt_err e;

	for (size_t i = 0; i < n; i++) {
		if (!name_member_ok(m[i].name))
			return TT_ETAR_NAME;
		if ((e = member_check_limits(m, i, &total)) != TT_OK ||
		    (e = member_check_place(m, i)) != TT_OK)
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

static void
put_all(uint8_t *to, const struct tt_member *m, size_t n)
{
	for (size_t i = 0; i < n; i++)
		to = put_member(to, &m[i]);
	memset(to, 0, END_LEN);
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
	sum += END_LEN + USTAR_BLOCK + PADDING_MIN;
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
	    size - sum < END_LEN + USTAR_BLOCK + PADDING_MIN)
		return TT_ENOSPC;
	room = size - sum - END_LEN - USTAR_BLOCK;
	if (room > TT_ARCHIVE_PADDING_MAX)
		return TT_ELIMIT;
	ustar_put(to, USTAR_PADDING, SPAN(USTAR_PADDING_NAME), room);
	padding_put(to + USTAR_BLOCK, room);
	to += USTAR_BLOCK + room;
	put_all(to, members, n);
	return TT_OK;
}

enum tt_err
tt_archive_bare_size(size_t *size, const struct tt_member *members, size_t n)
{
	size_t sum;
	enum tt_err e;

	if ((e = measure(members, n, &sum)) == TT_OK)
		*size = sum + END_LEN;
	return e;
}

enum tt_err
tt_archive_bare_write(void *out, size_t size, const struct tt_member *members,
    size_t n)
{
	size_t sum;
	enum tt_err e;

	if ((e = tt_archive_bare_size(&sum, members, n)) != TT_OK)
		return e;
	if (size != sum)
		return TT_ENOSPC;
	put_all(out, members, n);
	return TT_OK;
}
