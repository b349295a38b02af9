/* SPDX-License-Identifier: ISC */
#include "telltale/observation.h"

static const char *const kind_names[] = {
	[TT_OBS_ERASED] = "erased",
	[TT_OBS_SYMBOL] = "symbol",
	[TT_OBS_SOFT] = "soft",
	[TT_OBS_VALUES] = "values",
	[TT_OBS_GONE] = "gone",
	[TT_OBS_NOVEL] = "novel",
};
_Static_assert(N_ROWS(kind_names) == TT_OBS_KIND_COUNT, "a name each");

const char *
tt_observation_kind_name(enum tt_observation_kind k)
{
	return kind_names[k];
}
