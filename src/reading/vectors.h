/* SPDX-License-Identifier: ISC */
/*
 * vectors - how many bytes at a time the processor can look at.
 *
 * What is made faster by it comes to the same bits at every level: tests hold
 * all that the machine has against the plain one.
 */
#ifndef READING_VECTORS_H
#define READING_VECTORS_H

enum vectors {
	VECTORS_PLAIN,	/* one by one, on any machine */
	VECTORS_16,	/* SSE2: every x86-64 */
	VECTORS_32,	/* AVX2: with gathers */
	VECTORS_64,	/* AVX-512 with VBMI2, and so BW and VBMI */
	VECTORS_COUNT
};

#ifdef __x86_64__
#define VECTORS_TARGET_32	__attribute__((target("avx2")))
#define VECTORS_TARGET_64						\
	__attribute__((target("avx512bw,avx512vbmi,avx512vbmi2")))
#endif

static inline enum vectors
vectors_best(void)
{
#ifdef __x86_64__
	if (__builtin_cpu_supports("avx512vbmi2"))
		return VECTORS_64;
	return __builtin_cpu_supports("avx2") ? VECTORS_32 : VECTORS_16;
#else
	return VECTORS_PLAIN;
#endif
}

#endif
