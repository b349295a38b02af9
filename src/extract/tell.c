/* SPDX-License-Identifier: ISC */
#include <magic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "extract/decode.h"
#include "extract/tell.h"

#define LOOK	((size_t)1 << 20)	/* bytes that libmagic is shown */
#define LOOK_TEXT	((size_t)4096)		/* bytes of a page's beginning */

static const struct {
	const char *media;	/* its beginning */
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

/* Names of header fields that no other text begins with. */
static bool
is_field(struct span line)
{
	static const char *const names[] = { "from:", "to:", "subject:",
		"date:", "received:", "mime-version:", "message-id:",
		"content-type:", "return-path:", "delivered-to:", "reply-to:",
		"dkim-signature:", "x-mailer:", "user-agent:", "cc:" };

	for (size_t i = 0; i < N_ROWS(names); i++)
		if (line.n >= strlen(names[i]) && strncasecmp(line.p, names[i],
		    strlen(names[i])) == 0)
			return true;
	return false;
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
		machine += line.n > 8 &&
		    (strncasecmp(line.p, "received:", 9) == 0 ||
		    strncasecmp(line.p, "message-", 8) == 0 ||
		    strncasecmp(line.p, "mime-ver", 8) == 0 ||
		    strncasecmp(line.p, "date:", 5) == 0);
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
	for (size_t i = 0; i + 6 < file.n; i++)
		for (size_t k = 0; file.p[i] == '<' && k < N_ROWS(signs); k++)
			if (file.n - i > strlen(signs[k]) && strncasecmp(
			    file.p + i, signs[k], strlen(signs[k])) == 0)
				return true;
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

void
tell(struct told *out, struct span file)
{
	bool text = decode_is_text(file);

	snprintf(out->media, sizeof(out->media), "%s", ask_magic(file));
	out->format = by_media(out->media);
	if (out->format == FORMAT_COUNT)
		out->format = by_look(file, text);
}
