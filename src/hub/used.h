/* SPDX-License-Identifier: ISC */
/* used - from where readers' keys are used: kept for a case of stolen keys. */
#ifndef HUB_USED_H
#define HUB_USED_H

#include "hub/auth.h"

/* A request that was signed well; nothing fails where it cannot be noted. */
void used_note(struct hub *h, const struct http_request *q,
    const struct auth *a);

#endif
