/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/socket.h>

#include "keeper/sandbox.h"

static const int refused[] = {
	SCMP_SYS(execve),
	SCMP_SYS(execveat),
	SCMP_SYS(ptrace),
	SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev),
	SCMP_SYS(bpf),
	SCMP_SYS(io_uring_setup),	/* would make sockets unseen */
};

static int
add_rules(scmp_filter_ctx ctx)
{
	int r;

	r = seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EAFNOSUPPORT),
	    SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_NE, AF_UNIX, 0));
	for (size_t i = 0; r == 0 && i < N_ROWS(refused); i++)
		r = seccomp_rule_add(ctx, SCMP_ACT_ERRNO(EPERM), refused[i], 0);
	return r;
}

enum tt_err
keeper_sandbox(void)
{
	scmp_filter_ctx ctx;
	int r;

	if ((ctx = seccomp_init(SCMP_ACT_ALLOW)) == NULL)
		return TT_EREFUSED;
	if ((r = add_rules(ctx)) == 0)
		r = seccomp_load(ctx);	/* sets no_new_privs */
	seccomp_release(ctx);
	return r == 0 ? TT_OK : TT_EREFUSED;
}
