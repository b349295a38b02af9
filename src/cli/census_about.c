/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "cli/census_about.h"

static bool
has_poc(const struct tt_manifest *m)
{
	for (size_t i = 0; i < m->n_parts; i++)
		if (m->parts[i].kind == TT_PART_POC)
			return true;
	return false;
}

/* Has this revision the part, in what a profile carries? */
static bool
carries(const struct tt_manifest *m, const char *part,
    enum tt_profile profile)
{
	for (size_t i = 0; i < m->n_parts; i++)
		if (strcmp(m->parts[i].file, part) == 0)
			return tt_profile_carries(profile, m->parts[i].kind);
	return false;
}

bool
census_about_poc(const struct census_about *a)
{
	for (size_t i = 0; i < a->n_texts; i++)
		if (has_poc(&a->text[i].manifest))
			return true;
	return false;
}

bool
census_about_part(const struct census_about *a)
{
	for (size_t i = 0; i < a->n_texts; i++)
		if (carries(&a->text[i].manifest, a->part, TT_PROFILE_FULL))
			return true;
	return false;
}

enum tt_err
census_about_copy(const struct census_about *a, unsigned revision,
    enum tt_profile profile, bool *part, bool *poc)
{
	const struct tt_manifest *m = NULL;

	for (size_t i = 0; i < a->n_texts; i++)
		if (a->text[i].revision == revision)
			m = &a->text[i].manifest;
	if (m == NULL && (a->n_texts > 0 || a->part != NULL))
		return TT_EINTEGRITY;
	*poc = m != NULL && has_poc(m) &&
	    tt_profile_carries(profile, TT_PART_POC);
	*part = a->part == NULL || carries(m, a->part, profile);
	return TT_OK;
}
