/* SPDX-License-Identifier: ISC */
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "store/harden.h"

enum tt_err
harden(void)
{
	const struct rlimit none = { 0, 0 };

	umask(077);
	if (signal(SIGPIPE, SIG_IGN) == SIG_ERR ||
	    setrlimit(RLIMIT_CORE, &none) != 0 ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return TT_EREFUSED;
	return TT_OK;
}
