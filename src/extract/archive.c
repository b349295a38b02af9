/* SPDX-License-Identifier: ISC */
/*
 * Archives and compressed files, by libarchive.
 *
 * A bomb is recognised by what comes out of it: more than RATIO times its own
 * size above an allowance, more than MEMBER_MAX in one member, more members
 * than COUNT.  The tell is in the sum, so that a thousand small ones are one.
 */
#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "extract/parse.h"

#define ALLOWANCE	((uint64_t)64 << 20)	/* bytes, whatever the ratio */
#define RATIO		250
#define MEMBER_MAX	((size_t)256 << 20)	/* bytes */
#define COUNT		TT_PIECES_MAX

struct unpack {
	struct hatch *h;
	struct archive *a;
	uint64_t in, out;	/* bytes */
	struct buf member;
	char name[HATCH_NAME_MAX + 1];
};

static void
note(struct unpack *u, const char *cause)
{
	hatch_note(u->h, span_str(u->name), cause);
}

/* False if no more of this archive should be read. */
static bool
add(struct unpack *u, const void *p, size_t n)
{
	u->out += n;
	if (u->out > ALLOWANCE && u->out / RATIO > u->in) {
		note(u, "it unpacks to far more than its size; the rest of the "
		    "archive was left");
		return false;
	}
	buf_add(&u->member, p, n);
	return true;
}

/* One member's bytes.  False if no more of this archive should be read. */
static bool
unpack(struct unpack *u)
{
	char part[32768];
	la_ssize_t n;

	while ((n = archive_read_data(u->a, part, sizeof(part))) > 0)
		if (!add(u, part, (size_t)n))
			return false;
	if (n == ARCHIVE_RETRY || n == ARCHIVE_WARN)
		n = 0;
	if (buf_err(&u->member) != TT_OK)
		note(u, "it is too large to be read");
	else
		parse_inner(u->h, span_str(u->name), buf_view(&u->member));
	if (n >= 0)
		return true;
	note(u, archive_read_has_encrypted_entries(u->a) > 0 ?
	    "it needs a password" : "it is damaged or cut off");
	return n != ARCHIVE_FATAL;
}

static void
set_name(struct unpack *u, struct archive_entry *entry, size_t k)
{
	const char *path = archive_entry_pathname(entry);
	char plain[32];

	/* what one compressed file is called by libarchive says nothing */
	if (path != NULL && strcmp(path, "data") == 0 &&
	    archive_format(u->a) == ARCHIVE_FORMAT_RAW)
		path = "unpacked";
	if (path == NULL) {
		snprintf(plain, sizeof(plain), "member %zu", k);
		path = plain;
	}
	hatch_clean(u->name, span_str(path));
}

/* False if no more of this archive should be read. */
static bool
member(struct unpack *u, struct archive_entry *entry, size_t k)
{
	bool more;

	set_name(u, entry, k);
	if (k >= COUNT) {
		note(u, "the archive has more members than are read; the rest "
		    "was left");
		return false;
	}
	if (archive_entry_filetype(entry) != AE_IFREG &&
	    archive_entry_filetype(entry) != 0)
		return true;
	if (!hatch_item(u->h, span_str(u->name)))
		return true;
	if (archive_entry_is_encrypted(entry)) {
		note(u, "it needs a password");
		return true;
	}
	buf_init(&u->member, MEMBER_MAX);
	more = unpack(u);
	buf_done(&u->member);
	return more;
}

static void
walk(struct unpack *u)
{
	struct archive_entry *entry;
	bool more = true;
	int r = ARCHIVE_OK;

	for (size_t k = 0; more; k++) {
		r = archive_read_next_header(u->a, &entry);
		if (r != ARCHIVE_OK && r != ARCHIVE_WARN)
			break;
		more = member(u, entry, k);
	}
	u->name[0] = '\0';
	if (more && r != ARCHIVE_EOF)
		note(u, archive_read_has_encrypted_entries(u->a) > 0 ?
		    "it needs a password" :
		    "the archive is damaged or cut off");
}

void
parse_archive(struct hatch *h, const struct parse *in)
{
	struct unpack u = { .h = h, .a = archive_read_new(),
		.in = in->file.n };

	if (u.a == NULL)
		return;
	archive_read_support_filter_gzip(u.a);
	archive_read_support_filter_bzip2(u.a);
	archive_read_support_filter_xz(u.a);
	archive_read_support_filter_lzma(u.a);
	archive_read_support_filter_zstd(u.a);
	archive_read_support_filter_lz4(u.a);
	archive_read_support_format_all(u.a);
	archive_read_support_format_raw(u.a);
	if (archive_read_open_memory(u.a, in->file.p, in->file.n) ==
	    ARCHIVE_OK)
		walk(&u);
	else
		hatch_note(h, SPAN(""), "the archive is damaged or cut off");
	archive_read_free(u.a);
}
