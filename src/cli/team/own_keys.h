/* SPDX-License-Identifier: ISC */
/*
 * own_keys - an officer's two private keys as files, wherever they are:
 * officer-NAME.key and officer-NAME.sign, each plain or, under a passphrase,
 * with .age after it.
 */
#ifndef CLI_TEAM_OWN_KEYS_H
#define CLI_TEAM_OWN_KEYS_H

#include <stdbool.h>

#include "base/attr.h"
#include "cli/team/lineup_file.h"
#include "store/file.h"

#define OWN_KEYS_SUFFIXES	4

/* The i-th name that a key of NAME may have; i below OWN_KEYS_SUFFIXES. */
void own_keys_name(const char *name, size_t i, char out[128]);

bool own_keys_is(const char *file);	/* is it such a name at all? */

/* NAME, of a path .../officer-NAME.key or with .age.  False if it is none. */
bool own_keys_who(const char *path, char name[LINEUP_NAME_MAX + 1]);

/* Both of a person's keys are in dir. */
bool own_keys_here(const char *dir, const char *name);

/*
 * Copies what there is of NAME's from one folder to another, durably; one
 * that is there stays.  TT_ENOENT: not both are there
 * then.
 */
enum tt_err own_keys_copy(const char *from, const char *to, const char *name)
    MUST_USE;
/*
 * NAME's keys from the folder `from` into the vault at dir, of which NAME is
 * the officer from then on.  TT_ENOENT: one of them is missing; the other is
 * copied, and NAME is the officer all the same.
 */
enum tt_err own_keys_settle(const char *from, const char *dir,
    const char *name) MUST_USE;

enum tt_err own_keys_remove(const char *dir, const char *name) MUST_USE;

#endif
