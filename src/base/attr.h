/* SPDX-License-Identifier: ISC */
/* attr - what makes the wrong call not compile. */
#ifndef BASE_ATTR_H
#define BASE_ATTR_H

#define MUST_USE	__attribute__((warn_unused_result))
#define NONNULL(...)	__attribute__((nonnull(__VA_ARGS__)))
#define PRINTF(f, a)	__attribute__((format(printf, f, a)))
#define N_ROWS(a)	(sizeof(a) / sizeof((a)[0]))

#endif
