/* SPDX-License-Identifier: ISC */
#include <magic.h>
#include <stdio.h>
#include <string.h>

#include "extract/decode.h"
#include "extract/tell.h"

#define LOOK	((size_t)1 << 20)	/* bytes that libmagic is shown */

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

void
tell(struct told *out, struct span file)
{
	bool text = decode_is_text(file);

	snprintf(out->media, sizeof(out->media), "%s", ask_magic(file));
	out->format = by_media(out->media);
	if (out->format == FORMAT_COUNT)
		out->format = text ? FORMAT_TEXT : FORMAT_BYTES;
}
