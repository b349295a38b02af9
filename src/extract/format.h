/* SPDX-License-Identifier: ISC */
/*
 * format - the kinds of file that have a reader of their own, and what each
 * may cost.
 *
 * Parent and child both have this table; only the child has the readers
 * (reader.h).  Which one a file is, tell.h says.
 */
#ifndef EXTRACT_FORMAT_H
#define EXTRACT_FORMAT_H

#include <stdint.h>

#include "base/span.h"

enum format {
	FORMAT_BYTES,		/* of no known kind */
	FORMAT_TEXT,		/* plain text in any charset */
	FORMAT_ARCHIVE,		/* zip, tar, 7z; one compressed file */
	FORMAT_HTML,
	FORMAT_MAIL,		/* a message, a mailbox */
	FORMAT_PDF,
	FORMAT_PICTURE,
	FORMAT_OFFICE,		/* Word and the like, OpenDocument */
	FORMAT_RTF,
	FORMAT_CAPTURE,		/* pcap, pcapng */
	FORMAT_COUNT
};

struct format_limits {
	const char *name;	/* a word */
	const char *what;	/* "an archive" */
	uint32_t cpu_s;		/* of one child */
	uint32_t wall_s;	/* without any item being finished */
	uint64_t memory;	/* bytes of address space */
};

const struct format_limits *format_limits(enum format f);

/* FORMAT_COUNT if there is none of that name. */
enum format format_by_name(struct span name);

#endif
