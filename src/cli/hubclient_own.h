/* SPDX-License-Identifier: ISC */
/* hubclient_own - what hubclient.c and hubclient_log.c share. */
#ifndef CLI_HUBCLIENT_OWN_H
#define CLI_HUBCLIENT_OWN_H

#include "base/buf.h"
#include "cli/hubclient.h"
#include "store/file.h"
#include "telltale/request.h"

struct hubclient {
	struct http_client *http;
	const struct tt_signer *signer;
	char origin[TT_ORIGIN_MAX + 1];
	char url[512];
	char home[FILE_PATH_MAX];
	struct tt_policy *policy;
	struct tt_checkpoint seen;
	struct buf note;		/* of seen; empty: none yet */
	uint8_t challenge[TT_CHALLENGE_LEN];
	int64_t challenge_ms;		/* when it came; 0: none */
};

/* A path in the client's home; "" if it is too long. */
void hubclient_in_home(const struct hubclient *h, const char *rel,
    char out[FILE_PATH_MAX]);

/* What an answer other than 2xx means, said. */
int hubclient_status(const struct http_answer *a, const char *what);

#endif
