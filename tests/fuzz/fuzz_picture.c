/* SPDX-License-Identifier: ISC */
/*
 * Pictures up to the recogniser: read, prepared in each way, and boxes found
 * their way back into the picture.  Those over a million pixels are left:
 * they take long and show nothing else.
 */
#include <stdlib.h>

#include "extract/picture.h"

#define PIXELS	(1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
box_back(const struct picture *p, uint32_t x, uint32_t y, uint32_t w,
    uint32_t h)
{
	uint32_t box[4] = { x, y, w, h };

	picture_back(p, box);
	if ((uint64_t)box[0] + box[2] > p->width ||
	    (uint64_t)box[1] + box[3] > p->height)
		abort();
}

static void
prepare(PIX *grey, int quads, enum picture_care care)
{
	struct picture p;

	if (picture_prepare(&p, grey, quads, care) != TT_OK)
		return;
	box_back(&p, 0, 0, (uint32_t)pixGetWidth(p.pix),
	    (uint32_t)pixGetHeight(p.pix));
	box_back(&p, (uint32_t)pixGetWidth(p.pix) - 1, 0, 1, 1);
	picture_done(&p);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span file = span_of(data, size);
	l_int32 format, w = 0, h = 0;
	PIX *grey = NULL;

	setMsgSeverity(L_SEVERITY_NONE);
	if (span_starts(file, "GIF8") || pixReadHeaderMem(data, size, &format,
	    &w, &h, NULL, NULL, NULL) != 0)
		w = h = 0;
	if ((int64_t)w * h > PIXELS)
		return 0;
	(void)picture_pages(file);
	if (picture_read(&grey, file, 0) != TT_OK)
		return 0;
	if ((int64_t)pixGetWidth(grey) * pixGetHeight(grey) <= PIXELS)
		for (int i = 0; i < 4; i++)
			prepare(grey, i, (enum picture_care)(i % 3));
	pixDestroy(&grey);
	return 0;
}
