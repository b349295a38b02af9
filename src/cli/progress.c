/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>

#include "cli/clock.h"
#include "cli/progress.h"

#define FIRST_MS	500	/* short work shows nothing */
#define EVERY_MS	100
#define CELLS		30

void
progress_start(struct progress *p, const struct cli *c, const char *what,
    uint64_t total)
{
	*p = (struct progress){ .what = what, .total = total,
		.on = c->tty_err && !c->quiet };
	if (p->on)
		p->began_ms = clock_ms();
}

static void
draw(struct progress *p, uint64_t done)
{
	char bar[CELLS + 1];
	uint64_t full;

	if (p->total == 0) {
		fprintf(stderr, "\r%s %" PRIu64 "\033[K", p->what, done);
		return;
	}
	full = (uint64_t)((double)done / (double)p->total * CELLS);
	for (uint64_t i = 0; i < CELLS; i++)
		bar[i] = i < full ? '#' : '.';
	bar[CELLS] = '\0';
	fprintf(stderr, "\r%s [%s] %" PRIu64 " of %" PRIu64 "\033[K", p->what,
	    bar, done, p->total);
}

void
progress_at(struct progress *p, uint64_t done)
{
	int64_t now;

	if (!p->on)
		return;
	now = clock_ms();
	if (now - p->began_ms < FIRST_MS || now - p->drawn_ms < EVERY_MS)
		return;
	draw(p, done < p->total || p->total == 0 ? done : p->total);
	fflush(stderr);
	p->drawn = true;
	p->drawn_ms = now;
}

void
progress_end(struct progress *p)
{
	if (p->drawn)
		fputs("\r\033[K", stderr);
	p->on = p->drawn = false;
}
