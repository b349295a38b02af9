/* SPDX-License-Identifier: ISC */
/* ct - choosing without a branch or a table, for a key may pass here. */
#ifndef BASE_CT_H
#define BASE_CT_H

/* All ones if lo <= c <= hi, else 0; each below 2^31. */
static inline unsigned
ct_within(unsigned c, unsigned lo, unsigned hi)
{
	return 0 - (((lo - c - 1) & (c - hi - 1)) >> 31);
}

#endif
