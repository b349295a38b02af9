/* SPDX-License-Identifier: ISC */
#include "test.h"
#include "extractkit.h"
static void a(void **s) { (void)s; }
TEST_MAIN(cmocka_unit_test(a))
