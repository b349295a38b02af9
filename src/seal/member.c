/* SPDX-License-Identifier: ISC */
#include "base/name.h"
#include "seal/member.h"

enum tt_err
member_check_place(const struct tt_member *m, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (name_member_clash(m[k].name, m[i].name))
			return TT_ETAR_DUPLICATE;
	if (i > 0 && span_cmp(m[i - 1].name, m[i].name) >= 0)
		return TT_ETAR_ORDER;
	return TT_OK;
}

enum tt_err
member_check_limits(const struct tt_member *m, size_t i, size_t *total)
{
	if (i >= TT_ARCHIVE_MEMBERS_MAX ||
	    m[i].data.n > TT_ARCHIVE_MEMBER_MAX ||
	    m[i].data.n > TT_ARCHIVE_DATA_MAX - *total)
		return TT_ELIMIT;
	*total += m[i].data.n;
	return TT_OK;
}
