/* SPDX-License-Identifier: ISC */
/* view_words - a view in words: of `finder show`, and of `report`. */
#ifndef CLI_KNOWN_VIEW_WORDS_H
#define CLI_KNOWN_VIEW_WORDS_H

#include <stdint.h>

#include "programme/view.h"

void view_words(const struct view *v, int64_t now_s);

#endif
