/* SPDX-License-Identifier: ISC */
/*
 * unpack - the members of an archive, one after the other, by libarchive.
 *
 * A bomb is recognised by what comes out of it: more than UNPACK_RATIO times
 * its own size above an allowance, more than UNPACK_MEMBER_MAX in one member,
 * more members than UNPACK_COUNT_MAX.  The sum counts, so that a thousand
 * small ones are one.
 */
#ifndef EXTRACT_UNPACK_H
#define EXTRACT_UNPACK_H

#include <stdbool.h>

#include "base/buf.h"
#include "extract/hatch.h"

#define UNPACK_ALLOWANCE	((uint64_t)64 << 20)	/* bytes */
#define UNPACK_RATIO		250
#define UNPACK_MEMBER_MAX	((size_t)256 << 20)	/* bytes */
#define UNPACK_COUNT_MAX	TT_PIECES_MAX

struct unpack {
	struct hatch *h;
	bool (*wants)(const char *name);	/* NULL: all */
	void (*take)(struct hatch *h, struct span name, struct span bytes);
};

/*
 * Each wanted member is an item; what is wrong with it or all of them is
 * said in notes.
 */
void unpack(const struct unpack *u, struct span file);

#endif
