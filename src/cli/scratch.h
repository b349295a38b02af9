/* SPDX-License-Identifier: ISC */
/*
 * scratch - the vault's folder for renderings that a checker looks at: the
 * one place where a vault has plaintext that its owner did not put there.
 *
 * Each rendering is in a folder of its own, named by 16 hex digits, for as
 * long as its checker runs; what a stopped `seal` left is removed when the
 * vault is next opened, by any verb (vault.c).
 */
#ifndef CLI_SCRATCH_H
#define CLI_SCRATCH_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/rng.h"
#include "store/file.h"
#include "telltale/err.h"

/* A new folder in dir, mode 0700; the caller removes it, file_remove_tree. */
enum tt_err scratch_make(const char *dir, struct rng rng,
    char out[FILE_PATH_MAX]) MUST_USE;

/* Whether any such folder is in dir; a dir that is not there has none. */
bool scratch_is_used(const char *dir);

/* Removes them all, and nothing else.  No checker may be at work. */
enum tt_err scratch_clear(const char *dir) MUST_USE;

#endif
