/* SPDX-License-Identifier: ISC */
/*
 * harden - what every program does before it touches a secret: its memory
 * goes to no core file, and no other process of the same user may read it.
 */
#ifndef STORE_HARDEN_H
#define STORE_HARDEN_H

#include "base/attr.h"
#include "telltale/err.h"

/*
 * Cores off, not dumpable (so no ptrace, and /proc/PID/mem is root's), new
 * files for their owner only, a closed pipe is an error and no signal.  For
 * good; a program that is executed becomes dumpable again.  TT_EREFUSED if
 * the kernel does not do it: end then.
 */
enum tt_err harden(void) MUST_USE;

#endif
