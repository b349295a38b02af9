/* SPDX-License-Identifier: ISC */
/*
 * wide - where integers of two to eight bytes can stand in a stream.
 *
 * At every position but where all bytes of it are text (space to ~, tab to
 * carriage return): one in seven integers of two bytes is like that, of four
 * two in a hundred, of eight one in two thousand, and headers and pages are
 * nothing else.  So these are no windows: what is lost by it is little, what
 * is won is an N_V that counts binary data alone.
 */
#ifndef READING_WIDE_H
#define READING_WIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "reading/vectors.h"

#define WIDE_LEAST	4	/* bytes of an integer that is not narrow */
#define WIDE_MOST	8

/* Are the w bytes at p a window? */
bool wide_is(const char *p, size_t w);

/* The positions of s where a window of w bytes begins. */
uint64_t wide_count(struct span s, size_t w);

/* Which of the 64 bytes at p (n if there are fewer) are not text. */
uint64_t wide_other(const char *p, size_t n, enum vectors v);

#endif
