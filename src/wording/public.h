/* SPDX-License-Identifier: ISC */
/* public - share/wordings/en, as it was when the program was built. */
#ifndef WORDING_PUBLIC_H
#define WORDING_PUBLIC_H

#include "telltale/wording.h"

extern const struct tt_wordings_text wording_public[];
extern const size_t wording_public_n;

#endif
