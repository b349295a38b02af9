/* SPDX-License-Identifier: ISC */
/*
 * reader_keys - which lists of keys a reader's home believes.
 *
 * The home has the first one from when it joined, and each later one by the
 * signatures of the list before it (keychain.h); the newest is its file
 * `keys`.
 */
#ifndef CLI_READER_KEYS_H
#define CLI_READER_KEYS_H

#include "base/attr.h"
#include "base/span.h"
#include "cli/reader_home.h"

/*
 * Whether entry, which is in the log, is a list of its chain.  Reads the log
 * only if it is another than the file has.  CLI_DONE, or an exit code after
 * saying why.
 */
int reader_keys_believe(struct reader_home *r, struct span entry) MUST_USE;

#endif
