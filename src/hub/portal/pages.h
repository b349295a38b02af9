/* SPDX-License-Identifier: ISC */
/* pages - what a route answers with where another is asked for. */
#ifndef HUB_PORTAL_PAGES_H
#define HUB_PORTAL_PAGES_H

#include "hub/routes.h"

void page_sign_in(struct call *c);

#endif
