#!/bin/bash
# SPDX-License-Identifier: ISC
# age-interop: what is sealed here opens with the age program, and the other
# way; what is packed here unpacks with four other tars.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
tool=$(cd "${TELLTALE_BUILD-$root/build}" && pwd)/tests/agetool
pty=$root/tests/tools/on-pty.py
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
set -o pipefail

n=0
# fact NAME COMMAND...: a line of TAP
fact() {
	local name=$1
	shift
	n=$((n + 1))
	if "$@" >"$dir/out" 2>"$dir/err"; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		sed 's/^/# /' "$dir/err"
	fi
}

# on_terminal NAME COMMAND...: as fact, where the machine has terminals to give
on_terminal() {
	if python3 -c 'import pty; pty.openpty()' 2>/dev/null; then
		fact "$@"
	else
		n=$((n + 1))
		echo "ok $n - $1 # SKIP no pseudo terminals here"
	fi
}

for who in reader wave other; do
	age-keygen -o $who.key 2>/dev/null || { echo "not ok - age-keygen"; exit 1; }
done
reader=$(age-keygen -y reader.key)
wave=$(age-keygen -y wave.key)
other=$(age-keygen -y other.key)
echo "correct horse battery staple" >passphrase
echo "correct house battery staple" >wrong

they_open() { age -d -i reader.key | age -d -i wave.key | cmp - "$1"; }
we_open() { "$tool" open reader.key | "$tool" open wave.key | cmp - "$1"; }
ours_nested() { "$tool" seal "$wave" <"$1" | "$tool" seal "$reader" | they_open "$1"; }
theirs_nested() { age -r "$wave" <"$1" | age -r "$reader" | we_open "$1"; }
theirs_armored() { age -a -r "$reader" <"$1" | "$tool" open reader.key | cmp - "$1"; }
ours_armored() {
	"$tool" seal "$reader" <"$1" | "$tool" armor | age -d -i reader.key | cmp - "$1"
}
size_of_theirs() {
	[ "$(age -r "$reader" <"$1" | wc -c)" = "$("$tool" seal "$reader" <"$1" | wc -c)" ]
}

for size in 0 1 65535 65536 65537 200000; do
	head -c $size /dev/urandom >plain
	fact "age opens two nested files of ours around $size bytes" ours_nested plain
	fact "we open two nested files of age around $size bytes" theirs_nested plain
	fact "we open armor of age around $size bytes" theirs_armored plain
	fact "age opens armor of ours around $size bytes" ours_armored plain
	fact "our file around $size bytes is as long as age's" size_of_theirs plain
done

several() {
	"$tool" seal "$reader" "$wave" <plain >several.age || return
	age -d -i reader.key several.age | cmp - plain &&
	    age -d -i wave.key several.age | cmp - plain &&
	    ! age -d -i other.key several.age
}
theirs_several() {
	age -r "$other" -r "$wave" -r "$reader" <plain >several.age &&
	    "$tool" open reader.key <several.age | cmp - plain
}
fact "age opens a file of ours to two recipients, each with its key" several
fact "we open a file of age to three recipients" theirs_several

our_key() {
	"$tool" keygen >ours.key || return
	age -r "$(age-keygen -y ours.key)" <plain >own.age &&
	    "$tool" open ours.key <own.age | cmp - plain &&
	    age -d -i ours.key own.age | cmp - plain
}
fact "age and we agree on an identity file of ours" our_key

# Passphrases: age asks for them on a terminal only.
ours_with_passphrase() {
	"$tool" seal-passphrase passphrase <plain >pass.age &&
	    "$pty" passphrase age -d -o opened pass.age && cmp opened plain &&
	    ! "$pty" wrong age -d -o nothing pass.age
}
theirs_with_passphrase() {
	"$pty" passphrase age -p -o pass.age plain &&
	    "$tool" open-passphrase passphrase <pass.age | cmp - plain &&
	    ! "$tool" open-passphrase wrong <pass.age
}
protected_key() {
	"$tool" seal-passphrase passphrase <reader.key | "$tool" armor >me.key.age
	age -r "$reader" <plain >to-me.age
	rm -f opened
	"$pty" passphrase age -d -i me.key.age -o opened to-me.age &&
	    cmp opened plain
}
on_terminal "age opens our file to a passphrase, and not with another" ours_with_passphrase
on_terminal "we open age's file to a passphrase, and not with another" theirs_with_passphrase
on_terminal "age takes an identity file that we protect with a passphrase" protected_key

cut_short() {
	age -r "$reader" <plain >whole.age
	local size
	size=$(stat -c %s whole.age)
	for cut in 1 16 17 65552; do
		head -c $((size - cut)) whole.age | "$tool" open reader.key && return 1
	done
	true
}
fact "we refuse a file of age that was cut" cut_short

# A copy: an archive with a long name, an empty file, and padding first.
long=$(printf 'x%.0s' $(seq 90))
mkdir -p members/rules/"$long" && (
	cd members || exit 1
	echo "# Advisory" >advisory.md
	: >empty
	head -c 20480 /dev/urandom >poc.bin
	echo "rule: 1" >rules/a.yml
	echo "long" >"rules/$long/$long"
)
(cd members && "$tool" tar $(find . -type f -printf '%P\n') >../copy.tar)

# unpacks COMMAND...: what it makes of copy.tar is the members and no more
unpacks() {
	rm -rf there && mkdir there && (cd there && "$@" <../copy.tar) &&
	    diff -r members there
}
python_tar() {
	python3 -c 'import sys, tarfile
tarfile.open(fileobj=sys.stdin.buffer, mode="r|").extractall(".")'
}
padded() { [ $(($(stat -c %s copy.tar) % 10240)) = 0 ]; }
fact "a padded archive is a multiple of 10,240 bytes" padded
fact "GNU tar unpacks the members and nothing else" unpacks tar x
fact "bsdtar unpacks the members and nothing else" unpacks bsdtar xf -
fact "busybox unpacks the members and nothing else" unpacks busybox tar x
fact "Python's tarfile unpacks the members and nothing else" unpacks python_tar

make_copy() {
	(cd members && "$tool" copy "$reader" "$wave" \
	    $(find . -type f -printf '%P\n')) >copy.age
}
stock_tools() {
	rm -rf there && mkdir there &&
	    age -d -i reader.key copy.age | age -d -i wave.key | tar x -C there &&
	    diff -r members there
}
other_reader() { ! age -d -i other.key copy.age; }
still_shut() { age -d -i reader.key copy.age >inner && ! age -d -i reader.key inner; }
their_copy() {
	age -r "$wave" <copy.tar | age -r "$reader" |
	    "$tool" list reader.key wave.key >listed &&
	    (cd members && sha256sum --quiet -c ../listed) &&
	    [ "$(wc -l <listed)" = "$(find members -type f | wc -l)" ]
}
fact "a copy is sealed" make_copy
fact "a copy opens with age, age and tar" stock_tools
fact "a copy does not open for another reader" other_reader
fact "a copy's inner file does not open for its reader" still_shut
fact "we open a copy that age made around our archive" their_copy

echo "1..$n"
