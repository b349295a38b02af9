/* SPDX-License-Identifier: ISC */
/*
 * sandbox - a keeper needs files and one Unix socket; all else is refused.
 *
 * After this call the process can open no socket but of the Unix family, run
 * no other program, and look into no other process.  For good, and for every
 * thread started after.  Its own memory: store/harden.h.
 */
#ifndef KEEPER_SANDBOX_H
#define KEEPER_SANDBOX_H

#include "base/attr.h"
#include "telltale/err.h"

/* TT_EREFUSED if the kernel does not do it. */
enum tt_err keeper_sandbox(void) MUST_USE;

#endif
