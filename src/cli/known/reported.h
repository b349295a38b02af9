/* SPDX-License-Identifier: ISC */
/*
 * reported - the sightings of a reader's STIX bundle, as a letter has them:
 * JSON lines that the vendor's side takes for records (lettered.h).
 *
 * Only when, how sure and in which country goes over: names that stand in the
 * bundle never leave the reader's machine.
 */
#ifndef CLI_KNOWN_REPORTED_H
#define CLI_KNOWN_REPORTED_H

#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "programme/moment.h"

/*
 * *words: a secret buf, the caller's; *seen: from the first instant of all to
 * the last.  CLI_USAGE, CLI_TROUBLE after saying why.
 */
int reported_stix(const char *path, int64_t now_s, struct buf *words,
    struct moment *seen) MUST_USE;

#endif
