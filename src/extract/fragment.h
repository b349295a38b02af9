/* SPDX-License-Identifier: ISC */
/*
 * fragment - packets that came in pieces, put together.
 *
 * What came first stays where pieces overlap.  A packet of which a piece is
 * missing when another needs its place is forgotten, and counted.  Pure.
 */
#ifndef EXTRACT_FRAGMENT_H
#define EXTRACT_FRAGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "extract/frame.h"

#define FRAGMENT_PACKETS	64	/* being put together */
#define FRAGMENT_BYTES		65536	/* of one */

struct fragment_packet {
	struct frame_ip head;	/* as the first piece had it */
	char *bytes;		/* FRAGMENT_BYTES, or NULL: free */
	uint8_t *have;		/* a bit for each 8 bytes */
	size_t end;		/* of the packet, 0: not known */
	size_t n;		/* bytes that are there */
	uint64_t used;		/* when, in packets */
};

struct fragments {
	struct fragment_packet at[FRAGMENT_PACKETS];
	uint64_t clock;
	uint64_t lost;		/* packets that were never whole */
};

/*
 * Take a fragment.  True: *p is now the whole packet, until the next call.
 * False: more are needed, or it was no good, or there is no memory.
 */
bool fragments_take(struct fragments *f, struct frame_ip *p);
void fragments_done(struct fragments *f);	/* safe on zeroes */

#endif
