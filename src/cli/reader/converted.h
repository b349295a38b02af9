/* SPDX-License-Identifier: ISC */
/*
 * converted - an opened copy's files in the formats of other tools.
 *
 * What a copy does not have, its id, instants, terms and reader, comes from
 * the envelope and the receipt in the reader's home, which were checked when
 * the parcel was received: so nothing of it has to be kept beside the files,
 * and nothing that anybody edited there is converted.
 */
#ifndef CLI_READER_CONVERTED_H
#define CLI_READER_CONVERTED_H

#include "base/attr.h"
#include "base/opt.h"
#include "cli/parcel.h"
#include "exchange/files.h"
#include "telltale/copy.h"

/*
 * The formats that an OPT_LIST option names, each value one or several with
 * commas between, as bits of files_make.  CLI_USAGE after saying why.
 */
int converted_formats(const char *verb, const struct opt *table,
    const struct opt_values *v, const char *name, unsigned *out) MUST_USE;

/* CLI_DONE and files_free, or an exit code after saying why. */
int converted_make(const struct parcel *p, const struct tt_copy *copy,
    unsigned formats, struct exchange_files *out) MUST_USE;

#endif
