/* SPDX-License-Identifier: ISC */
/* cores - how many processors this program may use. */
#ifndef CLI_CORES_H
#define CLI_CORES_H

unsigned cores_here(void);	/* 1 to TT_THREADS_MAX */

#endif
