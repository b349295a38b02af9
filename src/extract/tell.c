/* SPDX-License-Identifier: ISC */
#include <magic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "extract/decode.h"
#include "extract/tell.h"

#define LOOK	((size_t)1 << 20)	/* bytes that libmagic is shown */
#define LOOK_TEXT	((size_t)4096)		/* bytes a page begins with */
#define ZIP_FIRST	30	/* bytes before the first name: APPNOTE 4.3.7 */
#define ZIP_ENTRY	46	/* of the directory, before its name: 4.3.12 */
#define ZIP_LAST	22	/* the last record, without comment: 4.3.16 */
#define ZIP_LOOK	4096	/* entries */

static const struct {
	const char *media;	/* its beginning */
#define ZIP_FIRST	30	/* bytes before the first name: APPNOTE 4.3.7 */
#define ZIP_ENTRY	46	/* of the directory, before its name: 4.3.12 */
#define ZIP_LAST	22	/* the last record, without comment: 4.3.16 */
#define ZIP_LOOK	4096	/* entries */
	enum format format;
} known[] = {
	{ "application/zip", FORMAT_ARCHIVE },
	{ "application/java-archive", FORMAT_ARCHIVE },
	{ "application/x-tar", FORMAT_ARCHIVE },
	{ "application/x-ustar", FORMAT_ARCHIVE },
	{ "application/gzip", FORMAT_ARCHIVE },
	{ "application/x-gzip", FORMAT_ARCHIVE },
	{ "application/x-bzip2", FORMAT_ARCHIVE },
	{ "application/x-xz", FORMAT_ARCHIVE },
	{ "application/x-lzma", FORMAT_ARCHIVE },
	{ "application/zstd", FORMAT_ARCHIVE },
	{ "application/x-zstd", FORMAT_ARCHIVE },
	{ "application/x-lz4", FORMAT_ARCHIVE },
	{ "application/x-7z-compressed", FORMAT_ARCHIVE },
	{ "application/x-rar", FORMAT_ARCHIVE },
	{ "application/vnd.rar", FORMAT_ARCHIVE },
	{ "application/x-cpio", FORMAT_ARCHIVE },
	{ "application/x-archive", FORMAT_ARCHIVE },
	{ "application/vnd.debian.binary-package", FORMAT_ARCHIVE },
	{ "application/x-iso9660-image", FORMAT_ARCHIVE },
	{ "application/vnd.ms-cab-compressed", FORMAT_ARCHIVE },
	{ "application/pdf", FORMAT_PDF },
	{ "text/html", FORMAT_HTML },
	{ "application/xhtml", FORMAT_HTML },
	{ "application/vnd.openxmlformats", FORMAT_OFFICE },
	{ "application/vnd.oasis.opendocument", FORMAT_OFFICE },
	{ "application/rtf", FORMAT_RTF },
	{ "application/vnd.tcpdump.pcap", FORMAT_CAPTURE },
	{ "application/x-pcapng", FORMAT_CAPTURE },
	{ "text/rtf", FORMAT_RTF },
	{ "image/png", FORMAT_PICTURE },
	{ "image/jpeg", FORMAT_PICTURE },
	{ "image/webp", FORMAT_PICTURE },
	{ "image/gif", FORMAT_PICTURE },
	{ "image/bmp", FORMAT_PICTURE },
	{ "image/x-ms-bmp", FORMAT_PICTURE },
	{ "image/tiff", FORMAT_PICTURE },
	{ "image/x-portable", FORMAT_PICTURE },
	{ "message/rfc822", FORMAT_MAIL },
	{ "application/mbox", FORMAT_MAIL },
};

/* What libmagic says; its database is loaded once. */
static const char *
ask_magic(struct span file)
{
	static magic_t magic;
	const char *media = NULL;

	if (magic == NULL &&
	    (magic = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS |
	    MAGIC_NO_CHECK_TAR)) != NULL && magic_load(magic, NULL) != 0) {
		magic_close(magic);
		magic = NULL;
	}
	if (magic != NULL)
		media = magic_buffer(magic, file.p,
		    file.n < LOOK ? file.n : LOOK);
	return media != NULL ? media : "application/octet-stream";
}

static enum format
by_media(const char *media)
{
	for (size_t i = 0; i < N_ROWS(known); i++)
		if (strncmp(media, known[i].media,
		    strlen(known[i].media)) == 0)
			return known[i].format;
	return FORMAT_COUNT;
}

/* Does it begin with one of these, in whatever case? */
static bool
begins(struct span s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s.n >= strlen(list[i]) &&
		    strncasecmp(s.p, list[i], strlen(list[i])) == 0)
			return true;
	return false;
}

static bool
is_field(struct span line)
{
	static const char *const names[] = { "from:", "to:", "subject:",
		"date:", "received:", "mime-version:", "message-id:",
		"content-type:", "return-path:", "delivered-to:", "reply-to:",
		"dkim-signature:", "x-mailer:", "user-agent:", "cc:" };

	return begins(line, names, N_ROWS(names));
}

/* Machines write these; people who note what a mail said do not. */
static bool
is_machines(struct span line)
{
	static const char *const names[] = { "received:", "message-id:",
		"mime-version:", "date:" };

	return begins(line, names, N_ROWS(names));
}

/*
 * A block of header fields, three of them known, one of those of machines:
 * a person's notes may begin with From, To and Subject as well.
 */
static bool
is_mail(struct span file)
{
	unsigned known_fields = 0, machine = 0;
	struct span line;

	while (span_line(&file, &line)) {
		if (line.n > 0 && line.p[line.n - 1] == '\r')
			line.n--;
		if (line.n == 0)
			break;
		if (span_starts(line, "From ") || line.p[0] == ' ' ||
		    line.p[0] == '\t')
			continue;
		if (memchr(line.p, ':', line.n) == NULL)
			return false;
		known_fields += is_field(line);
		machine += is_machines(line);
	}
	return known_fields >= 3 && machine >= 1;
}

/* A page whose first tags are not the usual ones. */
static bool
is_html(struct span file)
{
	static const char *const signs[] = { "<!doctype html", "<html",
		"<body" };

	if (file.n > LOOK_TEXT)
		file.n = LOOK_TEXT;
	for (size_t i = 0; i < file.n; i++)
		if (file.p[i] == '<' && begins(span_of(file.p + i,
		    file.n - i), signs, N_ROWS(signs)))
			return true;
	return false;
}

static size_t
le(const char *p, size_t n)
{
	size_t v = 0;

	for (size_t i = 0; i < n; i++)
		v |= (size_t)(uint8_t)p[i] << (8 * i);
	return v;
}

/* A zip's directory at its end, by its last record; empty if there is none. */
static struct span
zip_directory(struct span file)
{
	size_t at, n, begin;

	if (!span_starts(file, "PK\003\004") || file.n < ZIP_LAST)
		return SPAN("");
	for (at = file.n - ZIP_LAST; at > 0 && file.n - at < 65536; at--)
		if (memcmp(file.p + at, "PK\005\006", 4) == 0)
			break;
	n = le(file.p + at + 12, 4);
	begin = le(file.p + at + 16, 4);
	if (begin > file.n || n > file.n - begin)
		return SPAN("");
	return span_of(file.p + begin, n);
}

/*
 * A zip with a member that such a document must have.  A directory that
 * cannot be followed (the file is cut off) is no proof; then its first
 * member decides.
 */
static bool
is_office(struct span file)
{
	struct span dir = zip_directory(file), name;
	size_t rest;

	if (dir.n == 0)
		return file.n > ZIP_FIRST + 19 && (memcmp(file.p + ZIP_FIRST,
		    "[Content_Types].xml", 19) == 0 || memcmp(file.p +
		    ZIP_FIRST, "mimetypeapplication", 19) == 0);
	for (size_t k = 0; k < ZIP_LOOK && dir.n >= ZIP_ENTRY &&
	    span_starts(dir, "PK\001\002"); k++) {
		name = span_of(dir.p + ZIP_ENTRY, le(dir.p + 28, 2));
		rest = ZIP_ENTRY + name.n + le(dir.p + 30, 2) +
		    le(dir.p + 32, 2);
		if (rest > dir.n)
			return false;
		if (span_is(name, "[Content_Types].xml") ||
		    (k == 0 && span_is(name, "mimetype")))
			return true;
		dir = span_of(dir.p + rest, dir.n - rest);
	}
	return false;
}

/* What is no text is not looked at; what libmagic knows is believed. */
static enum format
by_look(struct span file, bool text)
{
	if (!text)
		return FORMAT_BYTES;
	if (is_mail(file))
		return FORMAT_MAIL;
	return is_html(file) ? FORMAT_HTML : FORMAT_TEXT;
}

/* pcap in either byte order and precision, pcapng's section header. */
static bool
is_capture(struct span file)
{
	static const char *const magics[] = { "\xd4\xc3\xb2\xa1",
		"\xa1\xb2\xc3\xd4", "\x4d\x3c\xb2\xa1", "\xa1\xb2\x3c\x4d",
		"\x0a\x0d\x0d\x0a" };

	for (size_t i = 0; i < N_ROWS(magics) && file.n >= 24; i++)
		if (memcmp(file.p, magics[i], 4) == 0)
			return true;
	return false;
}

void
tell(struct told *out, struct span file)
{
	bool text = decode_is_text(file);

	snprintf(out->media, sizeof(out->media), "%s", ask_magic(file));
	out->format = by_media(out->media);
	if (out->format == FORMAT_ARCHIVE && is_office(file))
		out->format = FORMAT_OFFICE;
	if (is_capture(file))
		out->format = FORMAT_CAPTURE;
	if (out->format == FORMAT_COUNT)
		out->format = by_look(file, text);
}
