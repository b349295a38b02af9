/* SPDX-License-Identifier: ISC */
#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <string.h>

#include "extract/unpack.h"

struct work {
	const struct unpack *u;
	struct hatch *h;
	struct archive *a;
	uint64_t in, out;	/* bytes */
	struct buf member;
	char name[HATCH_NAME_MAX + 1];
};

static void
note(struct work *w, const char *cause)
{
	hatch_note(w->h, span_str(w->name), cause);
}

/* False if no more of this archive should be read. */
static bool
add(struct work *w, const void *p, size_t n)
{
	w->out += n;
	if (w->out > UNPACK_ALLOWANCE && w->out / UNPACK_RATIO > w->in) {
		note(w, "it unpacks to far more than its size; the rest of the "
		    "archive was left");
		return false;
	}
	buf_add(&w->member, p, n);
	return true;
}

/* One member's bytes.  False if no more of this archive should be read. */
static bool
bytes(struct work *w)
{
	char part[32768];
	la_ssize_t n;

	while ((n = archive_read_data(w->a, part, sizeof(part))) > 0)
		if (!add(w, part, (size_t)n))
			return false;
	if (n == ARCHIVE_RETRY || n == ARCHIVE_WARN)
		n = 0;
	if (buf_err(&w->member) != TT_OK)
		note(w, "it is too large to be read");
	else
		w->u->take(w->h, span_str(w->name),
		    buf_view(&w->member));
	if (n >= 0)
		return true;
	note(w, archive_read_has_encrypted_entries(w->a) > 0 ?
	    "it needs a password" : "it is damaged or cut off");
	return n != ARCHIVE_FATAL;
}

static void
set_name(struct work *w, struct archive_entry *entry, size_t k)
{
	const char *path = archive_entry_pathname(entry);
	char plain[32];

	/* what one compressed file is called by libarchive says nothing */
	if (path != NULL && strcmp(path, "data") == 0 &&
	    archive_format(w->a) == ARCHIVE_FORMAT_RAW)
		path = "unpacked";
	if (path == NULL) {
		snprintf(plain, sizeof(plain), "member %zu", k);
		path = plain;
	}
	hatch_clean(w->name, span_str(path));
}

/* False if no more of this archive should be read. */
static bool
member(struct work *w, struct archive_entry *entry, size_t k)
{
	bool more;

	set_name(w, entry, k);
	if (k >= UNPACK_COUNT_MAX) {
		note(w, "the archive has more members than are read; the rest "
		    "was left");
		return false;
	}
	if (archive_entry_filetype(entry) != AE_IFREG &&
	    archive_entry_filetype(entry) != 0)
		return true;
	if (w->u->wants != NULL && !w->u->wants(w->name))
		return true;
	if (!hatch_item(w->h, span_str(w->name)))
		return true;
	if (archive_entry_is_encrypted(entry)) {
		note(w, "it needs a password");
		return true;
	}
	buf_init(&w->member, UNPACK_MEMBER_MAX);
	more = bytes(w);
	buf_done(&w->member);
	return more;
}

static void
walk(struct work *w)
{
	struct archive_entry *entry;
	bool more = true;
	int r = ARCHIVE_OK;

	for (size_t k = 0; more; k++) {
		r = archive_read_next_header(w->a, &entry);
		if (r != ARCHIVE_OK && r != ARCHIVE_WARN)
			break;
		more = member(w, entry, k);
	}
	w->name[0] = '\0';
	if (more && r != ARCHIVE_EOF)
		note(w, archive_read_has_encrypted_entries(w->a) > 0 ?
		    "it needs a password" :
		    "the archive is damaged or cut off");
}

void
unpack(const struct unpack *u, struct span file)
{
	struct work w = { .u = u, .h = u->h, .a = archive_read_new(),
		.in = file.n };

	if (w.a == NULL)
		return;
	archive_read_support_filter_gzip(w.a);
	archive_read_support_filter_bzip2(w.a);
	archive_read_support_filter_xz(w.a);
	archive_read_support_filter_lzma(w.a);
	archive_read_support_filter_zstd(w.a);
	archive_read_support_filter_lz4(w.a);
	archive_read_support_format_all(w.a);
	archive_read_support_format_raw(w.a);
	if (archive_read_open_memory(w.a, file.p, file.n) == ARCHIVE_OK)
		walk(&w);
	else
		hatch_note(u->h, SPAN(""),
		    "the archive is damaged or cut off");
	archive_read_free(w.a);
}
