/* SPDX-License-Identifier: ISC */
/*
 * program - where telltale-extract is: beside the program that asks, else
 * where it was installed.  PATH is not looked at: whoever may set it could
 * put another reader of specimens there.
 */
#ifndef EXTRACT_PROGRAM_H
#define EXTRACT_PROGRAM_H

#include "base/attr.h"
#include "telltale/err.h"

#define PROGRAM_PATH_MAX	4096

/* TT_ENOENT if it is at neither place. */
enum tt_err program_find(char out[PROGRAM_PATH_MAX]) MUST_USE;

#endif
