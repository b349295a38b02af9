/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "extract/fragment.h"

#define UNIT	8	/* bytes: offsets are in these */

static bool
same_packet(const struct frame_ip *a, const struct frame_ip *b)
{
	return a->six == b->six && a->id == b->id &&
	    a->from.port == b->from.port &&
	    (a->six || a->protocol == b->protocol) &&
	    memcmp(a->from.ip, b->from.ip, 16) == 0 &&
	    memcmp(a->to.ip, b->to.ip, 16) == 0;
}

static void
release(struct fragment_packet *p)
{
	free(p->bytes);
	free(p->have);
	*p = (struct fragment_packet){ .bytes = NULL };
}

/* Its packet, or a place for it; NULL without memory. */
static struct fragment_packet *
find(struct fragments *f, const struct frame_ip *p)
{
	struct fragment_packet *oldest = &f->at[0];

	for (size_t i = 0; i < FRAGMENT_PACKETS; i++) {
		if (f->at[i].bytes != NULL && same_packet(&f->at[i].head, p))
			return &f->at[i];
		if (f->at[i].used < oldest->used)
			oldest = &f->at[i];
	}
	if (oldest->bytes != NULL)
		f->lost++;
	release(oldest);
	oldest->bytes = malloc(FRAGMENT_BYTES);
	oldest->have = calloc(FRAGMENT_BYTES / UNIT / 8, 1);
	if (oldest->bytes == NULL || oldest->have == NULL) {
		release(oldest);
		return NULL;
	}
	oldest->head = *p;
	oldest->head.payload = span_of(NULL, 0);
	return oldest;
}

static void
put(struct fragment_packet *to, const struct frame_ip *p)
{
	size_t at = p->offset, n = p->payload.n, k;

	for (size_t i = 0; i < n; i += UNIT) {
		size_t unit = (at + i) / UNIT;

		k = n - i < UNIT ? n - i : UNIT;
		if ((to->have[unit / 8] >> unit % 8 & 1) != 0)
			continue;
		to->have[unit / 8] |= (uint8_t)(1 << unit % 8);
		memcpy(to->bytes + at + i, p->payload.p + i, k);
		to->n += k;
	}
	if (!p->more && to->end == 0)
		to->end = at + n;
	if (at == 0)
		to->head.protocol = p->protocol;
}

bool
fragments_take(struct fragments *f, struct frame_ip *p)
{
	struct fragment_packet *to;

	/* All but the last are of whole units; none is beyond 64 KiB. */
	if (p->more)
		p->payload.n -= p->payload.n % UNIT;
	if (p->payload.n == 0 || p->offset > FRAGMENT_BYTES - p->payload.n)
		return false;
	if ((to = find(f, p)) == NULL)
		return false;
	to->used = ++f->clock;
	put(to, p);
	if (to->end == 0 || to->n < to->end)
		return false;
	*p = to->head;
	p->fragment = false;
	p->payload = span_of(to->bytes, to->end);
	to->used = 0;		/* the next to go, but not yet */
	to->head.from.port = 1;	/* and nobody's: fragments have none */
	return true;
}

void
fragments_done(struct fragments *f)
{
	for (size_t i = 0; i < FRAGMENT_PACKETS; i++)
		release(&f->at[i]);
}
