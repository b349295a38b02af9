/* SPDX-License-Identifier: ISC */
/*
 * The list of calls is short enough to be read: those that glibc, poppler,
 * tesseract and the rest were seen to use, and what stands beside them.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "extract/confine.h"

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define SANITIZED	1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define SANITIZED	1
#endif
#ifndef SANITIZED
#define SANITIZED	0	/* 1: address space is without meaning */
#endif

/* Landlock's rights of its third version, whatever the headers know. */
#define FS_ALL		((1ULL << 15) - 1)
#define FS_READ		(LANDLOCK_ACCESS_FS_READ_FILE | \
			    LANDLOCK_ACCESS_FS_READ_DIR)

static const char *const readable[] = {
	"/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libx32", "/usr/share",
	"/lib", "/lib64", "/etc/ld.so.cache", "/etc/fonts", "/etc/magic",
	"/var/cache/fontconfig", "/dev/null", "/dev/urandom",
	"/sys/devices/system/cpu", "/proc/cpuinfo", "/proc/self/maps",
};

static const int allowed[] = {
	/* memory */
	SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap),
	SCMP_SYS(mprotect), SCMP_SYS(madvise), SCMP_SYS(mincore),
	SCMP_SYS(membarrier), SCMP_SYS(get_mempolicy),
	/* what is open */
	SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64), SCMP_SYS(write),
	SCMP_SYS(writev), SCMP_SYS(close), SCMP_SYS(lseek), SCMP_SYS(fstat),
	SCMP_SYS(dup), SCMP_SYS(fcntl), SCMP_SYS(getdents64),
	SCMP_SYS(fadvise64), SCMP_SYS(poll), SCMP_SYS(ppoll),
	SCMP_SYS(fstatfs),
	/* names, to look only */
	SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(newfstatat), SCMP_SYS(statx),
	SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2),
	SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getcwd),
	SCMP_SYS(statfs),
	/* itself */
	SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(futex),
	SCMP_SYS(set_robust_list), SCMP_SYS(set_tid_address), SCMP_SYS(rseq),
	SCMP_SYS(arch_prctl), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack), SCMP_SYS(sched_yield),
	SCMP_SYS(sched_getaffinity), SCMP_SYS(getrandom), SCMP_SYS(getpid),
	SCMP_SYS(gettid), SCMP_SYS(getuid), SCMP_SYS(geteuid),
	SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(uname),
	SCMP_SYS(sysinfo), SCMP_SYS(getrusage), SCMP_SYS(getrlimit),
	SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres),
	SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(nanosleep),
	SCMP_SYS(clock_nanosleep), SCMP_SYS(restart_syscall),
};

static int
limit(__rlimit_resource_t what, rlim_t value)
{
	const struct rlimit l = { value, value };

	return setrlimit(what, &l);
}

/* The soft limit is a signal that says what it was; a second later, death. */
static int
limit_all(const struct confine_limits *l)
{
	const struct rlimit cpu = { l->cpu_s, (rlim_t)l->cpu_s + 1 };

	if (setrlimit(RLIMIT_CPU, &cpu) != 0)
		return -1;
	return SANITIZED ? 0 : limit(RLIMIT_AS, l->memory);
}

/* One folder or file that stays readable; one that is not there is left. */
static int
allow_path(int rules, const char *path)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = FS_READ };
	struct stat st;
	int fd = open(path, O_PATH | O_CLOEXEC), r;

	if (fd < 0)
		return 0;
	if (fstat(fd, &st) != 0 || !S_ISDIR(st.st_mode))
		rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE;
	rule.parent_fd = fd;
	r = (int)syscall(SYS_landlock_add_rule, rules,
	    LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
	close(fd);
	return r;
}

static int
lock_files(void)
{
	struct landlock_ruleset_attr attr = { .handled_access_fs = FS_ALL };
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);
	int rules, r = 0;

	if (version < 1)
		return 0;	/* no Landlock here */
	if (version < 3)	/* REFER came with 2, TRUNCATE with 3 */
		attr.handled_access_fs >>= 3 - version;
	rules = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof(attr),
	    0);
	if (rules < 0)
		return -1;
	for (size_t i = 0; r == 0 && i < N_ROWS(readable); i++)
		r = allow_path(rules, readable[i]);
	if (r == 0)
		r = (int)syscall(SYS_landlock_restrict_self, rules, 0);
	close(rules);
	return r;
}

/* open for reading; prlimit to ask; tgkill so that abort() aborts. */
static int
add_narrow(scmp_filter_ctx ctx)
{
	const scmp_datum_t writing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND |
	    (O_TMPFILE & ~O_DIRECTORY);
	int r;

	r = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(open), 1,
	    SCMP_A1(SCMP_CMP_MASKED_EQ, writing, O_RDONLY));
	if (r == 0)
		r = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
		    SCMP_A2(SCMP_CMP_MASKED_EQ, writing, O_RDONLY));
	if (r == 0)
		r = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
		    SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(),
		    0));
	if (r == 0)	/* to lower a limit; raising is the kernel's no */
		r = seccomp_rule_add(ctx, SCMP_ACT_ALLOW,
		    SCMP_SYS(prlimit64), 1, SCMP_A0(SCMP_CMP_EQ, 0, 0));
	return r;
}

static int
lock_calls(void)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int r;

	if (ctx == NULL)
		return -1;
	r = add_narrow(ctx);
	for (size_t i = 0; r == 0 && i < N_ROWS(allowed); i++)
		r = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, allowed[i], 0);
	if (r == 0)
		r = seccomp_load(ctx);
	seccomp_release(ctx);
	return r;
}

enum tt_err
confine(const struct confine_limits *l)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    prctl(PR_SET_DUMPABLE, 0) != 0 ||
	    limit(RLIMIT_CORE, 0) != 0 || limit(RLIMIT_FSIZE, 0) != 0 ||
	    limit(RLIMIT_NOFILE, CONFINE_FILES) != 0 ||
	    limit_all(l) != 0 || lock_files() != 0 || lock_calls() != 0)
		return TT_EREFUSED;
	return TT_OK;
}

enum tt_err
confine_tighten(const struct confine_limits *l)
{
	return limit_all(l) == 0 ? TT_OK : TT_EREFUSED;
}
