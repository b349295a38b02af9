/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <string.h>

#include "extract/picture.h"

#define SMALL_HEIGHT	20.	/* pixels of small letters: for tesseract */
#define SCALE_MAX	4.
#define WORK_PIXELS	40e6	/* of the picture that is recognised */
#define SKEW_SURE	3.	/* leptonica's confidence in an angle */
#define SKEW_LEAST	.1	/* degrees worth turning */

static uint32_t
le(const char *p, size_t n)
{
	uint32_t v = 0;

	for (size_t i = 0; i < n; i++)
		v |= (uint32_t)(uint8_t)p[i] << (8 * i);
	return v;
}

/* leptonica has no header of GIF files without reading all of them. */
static bool
gif_fits(struct span file)
{
	uint64_t w, h;

	if (file.n < 10 || memcmp(file.p, "GIF8", 4) != 0)
		return true;
	w = le(file.p + 6, 2);
	h = le(file.p + 8, 2);
	return w * h <= PICTURE_PIXELS_MAX;
}

static bool
bmp_fits(struct span file)
{
	uint64_t w, h;

	if (file.n < 26 || memcmp(file.p, "BM", 2) != 0)
		return true;
	w = le(file.p + 18, 4);
	h = le(file.p + 22, 4);
	if (h > INT32_MAX)	/* from the top */
		h = UINT32_MAX - h + 1;
	return w <= INT32_MAX && w * h <= PICTURE_PIXELS_MAX;
}

static bool
is_tiff(struct span file)
{
	return file.n > 4 && (memcmp(file.p, "II*\0", 4) == 0 ||
	    memcmp(file.p, "MM\0*", 4) == 0);
}

static bool
is_headless(struct span file)
{
	return span_starts(file, "GIF8");
}

unsigned
picture_pages(struct span file)
{
	l_int32 n = 0;
	FILE *f;

	if (!is_tiff(file))
		return 1;
	if ((f = fmemopen((void *)(uintptr_t)file.p, file.n, "rb")) == NULL)
		return 1;
	if (tiffGetCount(f, &n) != 0 || n < 1)
		n = 1;
	fclose(f);
	return n > PICTURE_PAGES_MAX ? PICTURE_PAGES_MAX : (unsigned)n;
}

/* What the header says of its size, before anything is decoded. */
static enum tt_err
check_size(struct span file, unsigned page)
{
	const l_uint8 *p = (const void *)file.p;
	l_int32 format, w = 0, h = 0, r;

	if (!gif_fits(file) || !bmp_fits(file))
		return TT_ELIMIT;
	if (is_headless(file))
		return TT_OK;
	r = is_tiff(file) ? readHeaderMemTiff(p, file.n, (l_int32)page, &w,
	    &h, NULL, NULL, NULL, NULL, NULL) :
	    pixReadHeaderMem(p, file.n, &format, &w, &h, NULL, NULL, NULL);
	if (r == 0 && w > 0 && h > 0)
		return (uint64_t)w * (uint64_t)h <= PICTURE_PIXELS_MAX ?
		    TT_OK : TT_ELIMIT;
	/* a header that leptonica refuses may be one of a giant */
	if (file.n >= 24 && memcmp(file.p, "\x89PNG", 4) == 0 &&
	    (file.p[16] != 0 || file.p[20] != 0))
		return TT_ELIMIT;
	return TT_ESYNTAX;
}

enum tt_err
picture_read(PIX **grey, struct span file, unsigned page)
{
	const l_uint8 *p = (const void *)file.p;
	PIX *found = NULL, *flat = NULL, *out = NULL;
	enum tt_err e;

	setMsgSeverity(L_SEVERITY_NONE);
	if ((e = check_size(file, page)) != TT_OK)
		return e;
	found = is_tiff(file) ? pixReadMemTiff(p, file.n, (l_int32)page) :
	    pixReadMem(p, file.n);
	if (found != NULL)
		flat = pixRemoveAlpha(found);
	if (flat != NULL)
		out = pixConvertTo8(flat, 0);
	pixDestroy(&found);
	pixDestroy(&flat);
	if (out == NULL)
		return TT_ESYNTAX;
	*grey = out;
	return TT_OK;
}

/* *pix becomes next, which may be NULL: then it stays. */
static void
replace(PIX **pix, PIX *next)
{
	if (next == NULL)
		return;
	pixDestroy(pix);
	*pix = next;
}

/* Light letters on a dark ground are turned into dark ones on a light. */
static void
make_light(PIX **pix)
{
	NUMA *counts = pixGetGrayHistogram(*pix, 4);
	l_float32 v, dark = 0, all = 0;

	for (l_int32 i = 0; counts != NULL && i < 256; i++) {
		numaGetFValue(counts, i, &v);
		all += v;
		dark += i < 112 ? v : 0;
	}
	numaDestroy(&counts);
	if (dark > all / 2)
		replace(pix, pixInvert(NULL, *pix));
}

/* Black and white: for measuring only. */
static PIX *
binary(PIX *grey)
{
	PIX *even = pixBackgroundNormSimple(grey, NULL, NULL);
	PIX *out = pixThresholdToBinary(even != NULL ? even : grey, 160);

	pixDestroy(&even);
	return out;
}

/* Pixels, the median over what has the shape of a letter; 0 if none has. */
static double
letter_height(PIX *bin)
{
	BOXA *all = pixConnCompBB(bin, 8);
	NUMA *heights = numaCreate(0);
	l_float32 median = 0;
	l_int32 w, h;

	for (l_int32 i = 0; all != NULL && i < boxaGetCount(all); i++) {
		boxaGetBoxGeometry(all, i, NULL, NULL, &w, &h);
		if (h >= 4 && h <= 150 && w >= 2 && w <= 3 * h)
			numaAddNumber(heights, (l_float32)h);
	}
	if (numaGetCount(heights) >= 8)
		numaGetMedian(heights, &median);
	numaDestroy(&heights);
	boxaDestroy(&all);
	return (double)median;
}

static double
scale_for(const PIX *pix, double height)
{
	double pixels = (double)pixGetWidth(pix) * (double)pixGetHeight(pix);
	double scale = height > 0 ? SMALL_HEIGHT / height : 1;

	if (scale > SCALE_MAX)
		scale = SCALE_MAX;
	if (scale < 1 && scale > .5)
		scale = 1;	/* large letters do no harm */
	if (scale * scale * pixels > WORK_PIXELS)
		scale = sqrt(WORK_PIXELS / pixels);
	return scale;
}

/* Radians to turn right by; 0 if it is straight, or nobody can tell. */
static double
skew_of(PIX *bin)
{
	l_float32 angle = 0, sure = 0;

	if (pixFindSkew(bin, &angle, &sure) != 0 ||
	    (double)sure < SKEW_SURE || fabs((double)angle) < SKEW_LEAST)
		return 0;
	return (double)angle * M_PI / 180;
}

enum tt_err
picture_prepare(struct picture *p, PIX *grey, int quads,
    enum picture_care care)
{
	struct picture tmp = {
		.width = (uint32_t)pixGetWidth(grey),
		.height = (uint32_t)pixGetHeight(grey),
		.quads = quads,
		.scale = 1,
	};
	PIX *bin;

	tmp.pix = quads == 0 ? pixCopy(NULL, grey) :
	    pixRotateOrth(grey, quads);
	if (tmp.pix == NULL)
		return TT_ENOMEM;
	make_light(&tmp.pix);
	if ((bin = binary(tmp.pix)) != NULL) {
		tmp.scale = scale_for(tmp.pix, letter_height(bin));
		tmp.angle = skew_of(bin);
		pixDestroy(&bin);
	}
	if (care >= PICTURE_EVEN)
		replace(&tmp.pix, pixBackgroundNormSimple(tmp.pix, NULL,
		    NULL));
	if (care >= PICTURE_SOFT)
		replace(&tmp.pix, pixBlockconvGray(tmp.pix, NULL, 1, 1));
	if (tmp.scale != 1)
		replace(&tmp.pix, pixScale(tmp.pix, (l_float32)tmp.scale,
		    (l_float32)tmp.scale));
	if (tmp.angle != 0)
		replace(&tmp.pix, pixRotate(tmp.pix, (l_float32)tmp.angle,
		    L_ROTATE_AREA_MAP, L_BRING_IN_WHITE,
		    pixGetWidth(tmp.pix), pixGetHeight(tmp.pix)));
	*p = tmp;
	return TT_OK;
}

void
picture_done(struct picture *p)
{
	pixDestroy(&p->pix);
}

/* A point of the prepared picture in the found one. */
static void
point_back(const struct picture *p, double *x, double *y)
{
	bool lying = p->quads % 2 != 0;
	double w = lying ? p->height : p->width;	/* after the quads */
	double h = lying ? p->width : p->height;
	double dx = *x - (double)pixGetWidth(p->pix) / 2;
	double dy = *y - (double)pixGetHeight(p->pix) / 2;
	double u = (dx * cos(p->angle) + dy * sin(p->angle)) / p->scale + w / 2;
	double v = (dy * cos(p->angle) - dx * sin(p->angle)) / p->scale + h / 2;

	*x = p->quads == 0 ? u : p->quads == 1 ? v : p->quads == 2 ? w - u :
	    h - v;
	*y = p->quads == 0 ? v : p->quads == 1 ? w - u : p->quads == 2 ?
	    h - v : u;
}

static double
clamp(double v, double most)
{
	return v < 0 ? 0 : v > most ? most : v;
}

void
picture_back(const struct picture *p, uint32_t box[4])
{
	double left = p->width, right = 0, top = p->height, bottom = 0, x, y;

	for (unsigned corner = 0; corner < 4; corner++) {
		x = (double)box[0] + (corner & 1 ? box[2] : 0);
		y = (double)box[1] + (corner & 2 ? box[3] : 0);
		point_back(p, &x, &y);
		left = fmin(left, clamp(floor(x), p->width));
		right = fmax(right, clamp(ceil(x), p->width));
		top = fmin(top, clamp(floor(y), p->height));
		bottom = fmax(bottom, clamp(ceil(y), p->height));
	}
	box[0] = (uint32_t)left;
	box[1] = (uint32_t)top;
	box[2] = (uint32_t)(right - left);
	box[3] = (uint32_t)(bottom - top);
}
