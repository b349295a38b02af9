#!/bin/bash
# SPDX-License-Identifier: ISC
# first-light: what ./run does, and then its claims from outside, by story.json
# and programs that are not ours.
set -u
cd "$(dirname "$0")/../.." || exit 1
F=build/first-light
log=$(mktemp)
out=$(mktemp -d)
trap 'rm -rf "$log" "$out"' EXIT
n=0
# fact NAME COMMAND...: a line of TAP
fact() {
	local name=$1
	shift
	n=$((n + 1))
	if "$@" >"$log" 2>&1; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		tail -n 20 "$log" | sed 's/^/# /'
	fi
}
story() { python3 -c "import json; d=json.load(open('$F/story.json')); print(d$1)"; }
opens() { age -d -i "$F/$2" "$F/$1" >"$out/inner" && age -d -i "$F/$3" "$out/inner" >"$out/tar"; }
as_extracted() {
	rm -rf "$out/plain" && mkdir "$out/plain" &&
	    tar -x -C "$out/plain" -f "$out/tar" && diff -r "$out/plain" "$F/$1"
}
no_key_opens() {
	age -d -i "$F/$2" "$F/$1" >"$out/inner" || return 1
	local f
	while IFS= read -r f; do
		! age -d -i "$f" "$out/inner" 2>/dev/null >/dev/null || return 1
	done < <(find "$F/$3" -type f; echo "$F/$2"; echo "$F/$4")
}
only_the_leaker() {
	python3 - "$F/trace.json" "$1" "$2" <<'E'
import json, sys
d = json.load(open(sys.argv[1]))
named = [(s["partner"], s["reader"]) for s in d["suspects"] if s["verdict"] == "named"]
assert named == [(sys.argv[2], None), (sys.argv[2], sys.argv[3])], named
assert all(s["bound"] <= 2.5e-7 for s in d["suspects"] if s["verdict"] == "named")
E
}

fact "NE-1 the whole way ends well" scripts/first-light
[ -f "$F/story.json" ] || exit 1
copy=$(story "['copy']") wave=$(story "['wave_identity']")
fact "PR-3 stock age opens the copy with the reader's and the wave's key" \
    opens "$copy" "$(story "['identity']")" "$wave"
fact "PR-3 tar gives what telltale open gave" as_extracted "$(story "['plain']")"
fact "PR-3 another reader's key does not open it" \
    bash -c "! age -d -i '$F/$(story "['other_identity']")' '$F/$copy'"
fact "no file of the hub opens a copy of the wave that is closed" \
    no_key_opens "$(story "['unopened_copy']")" \
    "$(story "['unopened_identity']")" "$(story "['hub']")" "$wave"
fact "NE-1 the leaker and nobody else is named, within the bound" \
    only_the_leaker "$(story "['leaker']['partner']")" \
    "$(story "['leaker']['reader']")"
fact "nothing that it left can be read by others" \
    bash -c "[ -z \"\$(find $F -perm /077)\" ]"
