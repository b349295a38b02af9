/* SPDX-License-Identifier: ISC */
/*
 * confine - a process that reads what strangers made: it computes, reads its
 * libraries and their data, writes to what is open, and can do nothing else.
 *
 * After confine() the process, for good and with every thread,
 *   - opens files for reading only, and where the kernel has Landlock only
 *     those below the folders of libraries, fonts and their tables;
 *   - has no call for sockets, programs, other processes, signals to them,
 *     names, mounts, keys; an unknown call is refused with EPERM;
 *   - cannot gain privileges, leaves no core, writes no file (but pipes);
 *   - dies when it needs more seconds of processor or more memory.
 * Not a matter of this: how long it may sleep; the parent has a clock.
 */
#ifndef EXTRACT_CONFINE_H
#define EXTRACT_CONFINE_H

#include <stdint.h>

#include "base/attr.h"
#include "telltale/err.h"

#define CONFINE_FILES	64	/* open at once */

struct confine_limits {
	uint64_t memory;	/* bytes of address space */
	uint32_t cpu_s;
};

/*
 * TT_EREFUSED if the kernel does not do it; then the process must not read
 * what it was to read.  A kernel without Landlock is no error.
 */
enum tt_err confine(const struct confine_limits *l) MUST_USE;

/* Afterwards: less than before.  More is not possible. */
enum tt_err confine_tighten(const struct confine_limits *l) MUST_USE;

#endif
