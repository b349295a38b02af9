#!/bin/bash
# SPDX-License-Identifier: ISC
# spied NAME PROGRAM [ARGS]: runs a program under strace; what it executes,
# opens, makes and renames goes to $SPIED/NAME.N.trace, what it says to .out
# and .err beside, and the folders where it may write (lines of $SPIED/may)
# to .may.  A daemon keeps its process id, so that it can be signalled.
set -u
name=$1
shift
for n in $(seq 9999); do
	base=$SPIED/$name.$n
	(set -o noclobber && : >"$base.may") 2>/dev/null && break
done
cat "$SPIED/may" >"$base.may"
pwd >"$base.cwd"
own=-qq
case $name in telltaled | telltale-keeper) own='-D -q' ;; esac
# shellcheck disable=SC2086
set -- strace $own -f --seccomp-bpf -v -y -s 65536 -o "$base.trace" -e signal=none \
    -e trace=execve,execveat,open,openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,chdir,prctl,setrlimit,prlimit64 \
    "$@"
[ "$own" = -qq ] || exec "$@"
got=0
"$@" >"$base.out" 2>"$base.err" || got=$?
cat "$base.out"
cat "$base.err" >&2
exit $got
