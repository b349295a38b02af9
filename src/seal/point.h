/* SPDX-License-Identifier: ISC */
/* point - 32 bytes as a u coordinate of Curve25519 (RFC 7748 section 5). */
#ifndef SEAL_POINT_H
#define SEAL_POINT_H

#include <stdbool.h>
#include <stdint.h>

/* u < 2^255 - 19, little-endian: RFC 7748 would take others for these. */
bool point_is_canonical(const uint8_t u[32]);

/* Every multiple of it that X25519 can give is zero.  One multiplication. */
bool point_is_low_order(const uint8_t u[32]);

#endif
