#!/bin/bash
# SPDX-License-Identifier: ISC
# find: which bulletin a specimen is from; the index, its loss and its mending;
# several bulletins in one specimen; texts that everybody could have.
. "$(dirname "$0")/lib.sh"

example=$root/examples/sharepoint-2025
tells() { tr -s ' \n' ' ' <"$dir/out" | grep -qe "$1"; }
is() { [ "$1" = "$2" ]; }
answer() { json "$dir/out" "$1"; }
trace() { telltale -C "$V" trace --json "$@"; }
# the report beside the last answer says what that says, and no more
reported() {
	python3 "$root/tests/integration/report.py" "$dir/report.html" \
	    "$dir/out"
}
shows() { tr -s ' \n' ' ' <"$dir/report.html" | grep -qe "$1"; }
named='" ".join("%s/%s" % (s["partner"], s["reader"] or "-") for s in d["suspects"] if s["verdict"] == "named")'

one_clock
programme
mkdir "$dir/home" "$dir/first" "$dir/second" "$dir/third"
cat >"$dir/partners.json" <<'J'
{"partners": [
  {"id": "alder", "name": "Alder Research", "tier": "validate",
   "state": "approved", "agreement": {"version": "1",
   "signed": "2026-01-10", "expires": "2098-12-31"}, "duties": [],
   "readers": [
    {"id": "alder-1", "name": "Uma", "email": "u@alder.example",
     "state": "active"}]},
  {"id": "birch", "name": "Birch Networks", "tier": "validate",
   "state": "approved", "agreement": {"version": "1",
   "signed": "2026-01-10", "expires": "2098-12-31"}, "duties": [],
   "readers": [
    {"id": "birch-1", "name": "Mina", "email": "m@birch.example",
     "state": "active"}]}]}
J
must telltale -C "$V" partner import "$dir/partners.json"
must telltale -C "$V" reader add --all -o "$dir/inv"
for r in alder-1 birch-1; do
	must telltale -C "$dir/home/$r" join \
	    "$dir/inv/${r%-*}--$r.invitation" --no-passphrase
done
must telltale -C "$V" reader confirm --all

cp "$example/advisory.md" "$dir/first"
# sentences of made-up words, each with a choice
python3 - >"$dir/second/note.md" <<'P'
import random
r = random.Random(7)
def word():
    return "".join(r.choice("bdfgklmnprst") + r.choice("aeiou")
                   for _ in range(r.randint(2, 4)))
for _ in range(90):
    print(" ".join(word() for _ in range(5)), "{{%s|%s}}" % (word(), word()),
          " ".join(word() for _ in range(4)) + ".")
P
cat >"$dir/third/poc.py" <<'P'
import socket
s = socket.create_connection((host, {{int 20000..60000}}))
s.send(b"GET /probe?key={{hex 16}}&name={{name}} HTTP/1.1\r\n"
       b"X-Session: {{hex 12}}\r\nX-Trace: {{hex 8}}\r\n\r\n")
P
now=$(date +%s)
bulletin() { # NAME PART
	cat <<J
{"id": "$1", "title": "$1", "public_at": "$(utc $((now + 7200)))",
 "waves": [{"name": "first", "opens_at": "$(utc $((now + 600)))",
  "tiers": ["validate"], "profile": "full"}],
 "parts": [{"file": "$2", "kind": "advisory"}]}
J
}
bulletin EX-1 advisory.md >"$dir/first/bulletin.json"
bulletin EX-2 note.md >"$dir/second/bulletin.json"
bulletin EX-3 poc.py | sed 's/"kind": "advisory"/"kind": "poc"/' \
    >"$dir/third/bulletin.json"
for d in first second third; do
	must telltale -C "$V" seal "$dir/$d" --json
	id=$(answer 'd["id"]')
	must telltale -C "$V" publish "$id" --short-notice --yes="$id"
	eval "$d=\$id"
done
fact "sealing keeps an index" [ -f "$V/index.age" ]
also "that only the officers open" \
    grep -q age-encryption.org "$V/index.age"
also "and nobody else may read" is "$(stat -c %a "$V/index.age")" 600
wait_for $((now + 601))
opened() { telltale -C "$dir/home/$1" open "$2" -o "$dir/$1-$2"; }
must until_true 30 opened alder-1 "${first-}"
must until_true 30 opened birch-1 "${second-}"
must until_true 30 opened birch-1 "${third-}"
one=$dir/alder-1-$first/advisory.md
two=$dir/birch-1-$second/note.md

fact "LI-2 a copy is found" trace "$one" --report "$dir/report.html"
also "with a report of what the answer says" reported
also "down to the codebook's statement" shows 'that of the codebook'
also "LI-2 to be of its bulletin" is "$(answer 'd["bulletin"]')" EX-1
also "surely" is "$(answer 'd["sure"]')" True
also "and of its reader" is "$(answer "$named")" "alder/alder-1"
also "the other bulletin was not read" is \
    "$(answer 'd["t"], d["holders_of_others"]')" "(1, 0)"

sed 's/^/> /' "$one" >"$dir/quoted"
fact "the same leak, quoted somewhere else" trace "$dir/quoted"
also "is the same reading" is "$(answer 'd["t"]')" 1
also "as which is said" is "$(answer 'd["observed"]["same_as"]')" \
    "$(sha256sum "$one" | cut -c1-64)"

rm "$V/index.age"
fact "without an index" telltale -C "$V" trace "$one"
also "it is made anew, which is said" said "missing and was made anew from 3"
also "and kept" [ -f "$V/index.age" ]
fact "the next time" trace "$one"
also "nothing is said" [ ! -s "$dir/err" ]
also "and it is the same reading" is "$(answer 'd["t"]')" 1
printf 'broken' >"$V/index.age"
fact "with a damaged index" telltale -C "$V" trace "$one"
also "likewise" said "damaged"
fact "then it is whole" trace "$one"
also "again" [ ! -s "$dir/err" ]

{
	printf 'From: x@example.org\nTo: y@example.org\nSubject: two\n'
	printf 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n'
	printf '\n--b\nContent-Type: text/plain\n\nSee what I have.\n\n'
	cat "$one"
	printf '\n--b\nContent-Type: text/plain\n\nAnd the other one.\n\n'
	cat "$two"
	printf '\n--b--\n'
} >"$dir/mail.eml"
fact "LI-2 two bulletins in one mail" trace "$dir/mail.eml" \
    --observations "$dir/observations" --page "$dir/page.html" \
    --report "$dir/report.html"
also "are two answers" is \
    "$(answer 'sorted(b["bulletin"] for b in d["bulletins"])')" \
    "['EX-1', 'EX-2']"
also "LI-2 each with its reader" is \
    "$(answer 'sorted(s["partner"] for b in d["bulletins"] for s in b["suspects"] if s["verdict"] == "named")')" \
    "['alder', 'birch']"
also "named together" is "$(answer 'd["verdict"]')" named
also "the bounds count the holders of both" is \
    "$(answer '[(b["holders"], b["holders_of_others"], b["suspects"][0]["n"]) for b in d["bulletins"]]')" \
    "[(3, 3, 6), (3, 3, 6)]"
also "both were logged, one of them before" is \
    "$(answer 'sorted((b["bulletin"], b["t"]) for b in d["bulletins"])')" \
    "[('EX-1', 1), ('EX-2', 1)]"
also "what was read is apart, too" is \
    "$(json "$dir/observations" 'len(d["bulletins"])')" 2
also "the report has a section for each" reported
also "after a line on it, too" shows '2 bulletins are in this specimen'
also "the page shows both" grep -q 'id="site-B1"' "$dir/page.html"
also "and accuses nobody" [ -z "$(grep -Eo 'alder|birch|Uma|Mina' \
    "$dir/page.html")" ]
also "runs nothing" [ -z "$(grep -i '<script' "$dir/page.html")" ]
also "loads nothing" grep -q "default-src &#39;none&#39;" "$dir/page.html"
also "and is the team's alone" is "$(stat -c %a "$dir/page.html")" 600
fact "in words they are told one after the other" \
    telltale -C "$V" trace "$dir/mail.eml"
also "after a line on it" tells "2 bulletins are in this specimen"

exits 1 "an unrelated text" telltale -C "$V" trace "$root/LICENSE"
also "LI-2 is in no bulletin" tells "No bulletin of this vault is in it"
exits 1 "and has pages of its own" trace "$root/LICENSE" \
    --page "$dir/no.html" --report "$dir/report.html"
also "one of which says so" grep -q "none of this vault is in it" "$dir/no.html"
also "and the other, too" shows 'No bulletin of this vault is in it'
also "with nothing that the answer has not" reported
printf 'GIF89a' >"$dir/broken.gif"
fact "LI-2 a file that cannot be read beside one that can" \
    trace "$dir/broken.gif" "$one" --report "$dir/report.html"
also "is named" said "broken.gif"
also "on the report, too" shows 'broken.gif'
also "which says what the answer says" reported
exits 3 "keys that are not there" trace "$one" --tls-keys "$dir/none"

# bytes without a sentence: the constants at their fields say which
{
	printf '\000\001\002'
	sed -n 's/.*b"GET/GET/p; s/.*b"X-S/X-S/p' "$dir/birch-1-$third/poc.py" |
	    tr -d '"()\\'
	printf '\000\377'
} >"$dir/bytes"
fact "LI-3 what went over a wire" trace "$dir/bytes"
also "LI-3 is of the bulletin with these constants" is "$(answer 'd["bulletin"]')" \
    EX-3
also "and of its reader" is "$(answer "$named")" "birch/birch-1"

# a text that stood elsewhere before: here, the copy itself
mkdir "$V/public"
cp "$two" "$V/public/blog.md"
exits 1 "a text that everybody could have" trace "$two" --bulletin EX-2 \
    --report "$dir/report.html"
also "is told so in the report" shows 'public/blog.md could be had by everybody'
also "which says what the answer says" reported
also "explains what equals it" is "$(answer 'd["published"]')" \
    "[{'file': 'blog.md', 'explains': True}]"
also "and names nobody" is "$(answer "$named")" ""
exits 1 "in words" telltale -C "$V" trace "$two" --bulletin EX-2
also "that is said" tells "public/blog.md could be had by everybody"
fact "what it does not explain" trace "$one"
also "is weighed as before" is "$(answer "$named, d['published']")" \
    "('alder/alder-1', [])"
rm "$V/public/blog.md"
fact "when it is gone" trace "$two"
also "its copy speaks again" is "$(answer "$named")" "birch/birch-1"
fact "the vault is whole" telltale -C "$V" vault check
finish
