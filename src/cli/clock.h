/* SPDX-License-Identifier: ISC */
/* clock - the machine's clock, read in one place. */
#ifndef CLI_CLOCK_H
#define CLI_CLOCK_H

#include <stdint.h>

int64_t clock_now(void);	/* seconds, POSIX */
int64_t clock_ms(void);		/* CLOCK_MONOTONIC; for waiting and bars */
void clock_sleep_ms(int64_t ms);

#endif
