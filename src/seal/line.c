/* SPDX-License-Identifier: ISC */
#include "seal/line.h"

bool
line_cut(struct span *in, struct span *line)
{
	if (in->n == 0)
		return false;
	if (!span_line(in, line)) {
		*line = *in;
		*in = SPAN("");
	}
	if (line->n > 0 && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}
