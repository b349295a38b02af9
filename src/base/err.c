/* SPDX-License-Identifier: ISC */
#include <assert.h>

#include "telltale/err.h"

static const char *const texts[] = {
	[TT_OK] = "done",
	[TT_ESYNTAX] = "not written as its format says",
	[TT_ERANGE] = "a number is out of range",
	[TT_ELIMIT] = "over a limit",
	[TT_EVERSION] = "a version that is not known here",
	[TT_ENOSPC] = "the buffer is too small",
	[TT_ENOMATCH] = "no key here opens it",
	[TT_EMAC] = "the header was changed",
	[TT_EPAYLOAD] = "the content was changed or cut",
	[TT_ETAR_NAME] = "a member's name is not allowed",
	[TT_ETAR_TYPE] = "a member of a type that is not allowed",
	[TT_ETAR_HEADER] = "a member's header is not as written here",
	[TT_ETAR_ORDER] = "members are not in order",
	[TT_ETAR_DUPLICATE] = "a member's name stands twice",
	[TT_ETAR_PADDING] = "the padding is not as it should be",
	[TT_ETAR_TRUNCATED] = "the archive ends too early",
	[TT_ETAR_TRAILING] = "bytes where none may be",
	[TT_ESIG] = "a signature does not verify",
	[TT_EUNSIGNED] = "a signature is missing",
	[TT_EPROOF] = "a proof does not hold",
	[TT_EROLLBACK] = "the log is older than one seen before",
	[TT_EFORK] = "the log does not continue one seen before",
	[TT_EINTEGRITY] = "not the bytes that were promised",
	[TT_EKEY] = "not a usable key",
	[TT_ESHARE] = "a share that does not fit its commitments",
	[TT_ENOENT] = "not there",
	[TT_EEXIST] = "there already",
	[TT_ESTATE] = "not possible now",
	[TT_EREFUSED] = "refused by policy",
	[TT_EEARLY] = "before the instant",
	[TT_EAGAIN] = "not yet; try again later",
	[TT_ENOMEM] = "out of memory",
	[TT_EIO] = "reading or writing failed",
	[TT_EFULL] = "the disk is full",
	[TT_ENET] = "cannot be reached",
	[TT_EDB] = "the database refused",
};

_Static_assert(sizeof(texts) / sizeof(texts[0]) == TT_ERR_COUNT,
    "a text for each error");

const char *
tt_err_text(enum tt_err e)
{
	if ((unsigned)e >= TT_ERR_COUNT)
		return "an unknown error";
	return texts[e];
}
