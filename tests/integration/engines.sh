#!/bin/bash
# SPDX-License-Identifier: ISC
# engines: what a part is tried by where its author names no check, by the
# programs that will read it.
. "$(dirname "$0")/lib.sh"

programme
people
D=$dir/draft
draft "$D" 600 900

# The bulletin has this part instead of its rule, without a check.
part() { # NAME; its text on stdin
	cat >"$D/$1"
	sed "s/\"rule.yml\"/\"$1\"/" "$dir/bulletin.json" >"$D/bulletin.json"
}
cp "$D/bulletin.json" "$dir/bulletin.json"
# The text that @port stands in is not there any more.
sed -i 's/{{@port[^}]*}}/7/g' "$D"/*.md "$D"/*.py

# broken NAME LINE ALTERNATIVE WORDS
broken() {
	remember "$V" "$D"
	refused 2 "$1 does not pass its check" 'change the alternative' \
	    "RE-3 $1: an alternative that its engine refuses" \
	    telltale -C "$V" seal "$D"
	also "$1: is narrowed down" said "^$1:$2:[0-9]*: error: .*\"$3\""
	also "RE-3 $1: in the engine's words" said "^$1: the check said: .*$4"
	also "RE-3 $1: and nothing changed" unchanged
}

part csaf.json <<'J'
{ "document": {
  "category": "csaf_security_advisory", "csaf_version": "2.0",
  "title": "Lantern Mail: {{the relay|a relay}}",
  "publisher": { "category": "{{vendor|seller}}", "name": "Example",
    "namespace": "https://example.com" },
  "tracking": { "id": "EX-1", "status": "draft", "version": "0",
    "initial_release_date": "2026-11-01T00:00:00Z",
    "current_release_date": "2026-11-01T00:00:00Z",
    "revision_history": [ { "date": "2026-11-01T00:00:00Z",
      "number": "0", "summary": "{{draft|a draft}}" } ] } } }
J
broken csaf.json 4 seller document/publisher/category

part sigma.yml <<'Y'
title: Lantern Mail relay {{abuse|misuse}}
logsource: { product: linux, service: mail }
detection:
  words: [ relayed ]
  condition: words
level: {{high|severe}}
Y
broken sigma.yml 6 severe level

part relay.yar <<'Y'
rule relay {
	meta: note = "{{seen|found}} in relays"
	strings: $a = "relay" {{wide|loud}}
	condition: $a and filename != "x"
}
Y
broken relay.yar 3 loud 'syntax error'

part relay.sh <<'S'
#!/bin/bash
# {{checks|looks at}} one relay
case "$1" in {{a)|a(}} echo yes ;; esac
S
broken relay.sh 3 'a(' 'syntax error'

part relay.c <<'C'
/* {{checks|tests}} a relay */
int relay(void) { return {{1|1)}} + 1; }
C
broken relay.c 2 '1)' 'relay.c:2'

part relay.py <<'P'
relay = {{1|1 1}}
P
broken relay.py 1 '1 1' 'SyntaxError'

sed -i 's/"relay.py", "kind": "rule"/&, "check": "true"/' "$D/bulletin.json"
fact '"check": "true" asks nobody' telltale -C "$V" seal "$D"

part relay.rules <<'R'
alert tcp any any -> any 25 (msg:"relay {{abused|misused}}"; sid:1000001;)
R
fact "PR-4 rules that suricata or snort would read are sealed" \
    telltale -C "$V" seal "$D"
if command -v suricata >/dev/null || command -v snort >/dev/null; then
	n=$((n + 1))
	echo "ok $n - what is not installed # SKIP an engine is here"
else
	also "and what is not installed is said" \
	    said 'relay.rules is not tried .*suricata is not installed'
fi
also "nothing is left of the checks" [ -z "$(ls -A "$V/scratch")" ]
finish
