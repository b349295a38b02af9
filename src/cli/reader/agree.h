/* SPDX-License-Identifier: ISC */
/* agree - a reader's side of agreement sign: the text, signed by their key. */
#ifndef CLI_READER_AGREE_H
#define CLI_READER_AGREE_H

#include <stdint.h>

#include "base/attr.h"
#include "cli/cli.h"

struct agree_ask {
	const char *version, *file;	/* the text, as the vendor gave it */
	const char *output;		/* a file for the letter; NULL: hub */
	const char *yes, *passphrase_file;	/* or NULL */
	int64_t ends_s;			/* or PARTNER_NO_END */
};

/* An exit code. */
int agree_sign(struct cli *c, const struct agree_ask *ask) MUST_USE;

#endif
