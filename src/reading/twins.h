/* SPDX-License-Identifier: ISC */
/*
 * twins - letters that look like a Latin one.
 *
 * Upper and lower case each by itself, since they differ in what they look
 * like: a table of our own, of what a reader does not notice in most fonts.
 * What Unicode itself says is a form of a Latin letter (full width, of
 * mathematics, encircled) needs no row.
 */
#ifndef READING_TWINS_H
#define READING_TWINS_H

#include <stdint.h>

/* The small Latin letter that cp looks like, or cp itself. */
uint32_t twins_latin(uint32_t cp);

#endif
