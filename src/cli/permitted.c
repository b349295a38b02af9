/* SPDX-License-Identifier: ISC */
#include "cli/permitted.h"

bool
permitted_site(const struct draft *d, uint32_t site)
{
	const struct tt_bulletin *b = d->bulletin;

	if (d->manifest == NULL || b->sites[site].class != TT_CLASS_DATA)
		return false;
	for (size_t i = 0; i < b->n_places; i++)
		if (b->places[i].site == site &&
		    d->manifest->parts[b->places[i].part].kind ==
		    TT_PART_RULE)
			return true;
	return false;
}
