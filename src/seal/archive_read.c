/* SPDX-License-Identifier: ISC */
/*
 * Checks go by member, each in the order that archive.h gives, so that a bad
 * archive has one word whoever reads it.
 */
#include <string.h>

#include "base/name.h"
#include "seal/member.h"
#include "seal/padding.h"
#include "seal/ustar.h"
#include "telltale/archive.h"

struct reader {
	struct span tar;
	size_t at;		/* bytes read */
	size_t headers;		/* read, the padding's among them */
	size_t start;		/* of the newest header, bytes */
	size_t total;		/* bytes of data, all members */
	bool bare;		/* without padding */
	struct tt_archive *out;
};

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
		return r->headers == 1 && !r->bare ? TT_OK : TT_ETAR_TYPE;
	if (type != USTAR_FILE)
		return TT_ETAR_TYPE;
	return r->headers == 1 && !r->bare ? TT_ETAR_PADDING : TT_OK;
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
	return span_is_zero(filling) ? TT_OK : TT_ETAR_TRAILING;
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
	if ((e = member_check_place(a->member, a->n)) != TT_OK ||
	    (e = member_check_limits(a->member, a->n, &r->total)) != TT_OK)
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
	return span_is(name, USTAR_PADDING_NAME) && padding_is(data) ? TT_OK :
	    TT_ETAR_PADDING;
}

/* After a first block of NUL: another one, and nothing more. */
static enum tt_err
read_end(struct reader *r)
{
	struct span block;

	if (r->headers == 0 && !r->bare)
		return TT_ETAR_PADDING;
	if (!take(r, USTAR_BLOCK, &block) || !span_is_zero(block))
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
		if (span_is_zero(block))
			return read_end(r);
		r->headers++;
		if ((e = read_member(r, block)) != TT_OK)
			return e;
	}
}

static enum tt_err
read_archive(struct reader *r, struct tt_archive_diag *diag)
{
	enum tt_err e;

	r->out->n = 0;
	e = read_all(r);
	if (e != TT_OK) {
		r->out->n = 0;
		if (diag != NULL)
			*diag = (struct tt_archive_diag){ r->headers,
				r->start };
	}
	return e;
}

enum tt_err
tt_archive_read(struct tt_archive *out, struct span tar,
    struct tt_archive_diag *diag)
{
	struct reader r = { .tar = tar, .out = out };

	return read_archive(&r, diag);
}

enum tt_err
tt_archive_bare_read(struct tt_archive *out, struct span tar,
    struct tt_archive_diag *diag)
{
	struct reader r = { .tar = tar, .out = out, .bare = true };

	return read_archive(&r, diag);
}
