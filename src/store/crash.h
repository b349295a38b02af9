/* SPDX-License-Identifier: ISC */
/*
 * crash - where a test may stop a program, as if the power went.
 *
 * Only in builds with -Dcrash_points=true.  A program started with
 * TELLTALE_CRASH_AT=NAME, or NAME:N, _exits with 86 when it comes by the
 * point of that name, or by it for the Nth time.  One started with
 * TELLTALE_CRASH_FILE=PATH looks for the same words in that file whenever it
 * comes by a point, counts from when they were written, and kills itself
 * with SIGKILL: so a test stops a server in the midst of its work.
 */
#ifndef STORE_CRASH_H
#define STORE_CRASH_H

#ifdef TELLTALE_CRASH_POINTS
void crash_point(const char *name);
#else
#define crash_point(name)	((void)0)
#endif

#endif
