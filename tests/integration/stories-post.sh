#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-post: notices by mail to a server that others wrote: what arrives,
# what is never in it, and what becomes of it when the server is not there.
. "$(dirname "$0")/lib.sh"
/usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null ||
    skip_rest "mail" "python3-aiosmtpd is not here"

is() { [ "$1" = "$2" ]; }
answer() { json "$dir/out" "$1"; }
notices() { telltale -C "$V" notices "$@"; }
send() { notices send --smtp "smtp://127.0.0.1:$mail" --from psirt@vendor.example --json "$@"; }
servers=0
smtpd() {
	servers=$((servers + 1))
	serve smtpd-$servers "$root/tests/tools/smtpd.py" "$dir/mail" "$@" && mail=$port
}
# mails EXPRESSION: over all that arrived, each a message m with its envelope
# e, its text t, and its event
mails() {
	python3 - "$dir/mail" "$1" <<'PY'
import email, email.policy, glob, json, re, sys
got = []
for f in sorted(glob.glob(sys.argv[1] + "/*")):
    e = json.load(open(f))
    m = email.message_from_string(e["mail"], policy=email.policy.default)
    t = m.get_content().replace("\r\n", "\n")
    got.append((e, m, t, re.search(r"^event (.*)$", t, re.M).group(1)))
print(eval(sys.argv[2]))
PY
}

one_clock
programme
mkdir "$dir/mail"
people
cd "$dir" || exit 1

# Readers were added; a partner's others are told.

fact "PR-1 what waits is listed" notices list --json
also "PR-1 a new reader, to the others of the partner" is \
    "$(answer 'sorted((n["event"], n["address"][1:]) for n in d["notices"])')" \
    "[('reader-new', '@alder.example'), ('reader-new', '@birch.example')]"

draft "$dir/draft" 600 900
sed -i "s/\"public_at\": \"[^\"]*\"/\"public_at\": \"$(utc $((first + 172800)))\"/" \
    "$dir/draft/bulletin.json"
seal "$dir/draft"
publish
must telltale -C "$V" publish "$id" --short-notice --yes="$id"
fact "PR-1 an invitation to each reader, and the opening, once" notices list \
    --json
also "PR-1 however often it is published" is "$(answer \
    'sorted([n["event"] for n in d["notices"]].count(x) for x in ("invitation", "open"))')" \
    "[5, 5]"
exits 2 "PR-1 without a server" notices send
exits 2 "PR-1 no password in a URL" notices send --smtp \
    smtp://me:secret@127.0.0.1 --from p@v.example
exits 2 "PR-1 no other scheme" notices send --smtp http://127.0.0.1 \
    --from p@v.example
mail=1
exits 75 "PO-7 no server: it waits" send
also "PO-7 and says so" is "$(answer 'd["sent"], d["wait"]')" "(0, 1)"
fact "PO-7 which somebody can see" notices list --failed --json
also "PO-7 with the cause" is "$(answer 'd["notices"][0]["tries"], len(d["notices"])')" "(1, 1)"
exits 1 "PO-7 one glance shows it" telltale -C "$V" status
also "PO-7 as failing, with where to look" printed \
    '^failing.*1 notice .*the mail server does not take.*notices list --failed'

# Killed while it takes the third.

also "a mail server" smtpd --die-at 3
exits 75 "PO-7 the server dies while it takes one" send
also "PO-7 two were taken before" is "$(answer 'd["sent"]')" 2
also "PO-7 the server has the two" is "$(mails 'len(got)')" 2
also "a mail server again" smtpd
exits 0 "PO-7 what was not taken is not lost" send
fact "PO-7 nor sent twice" send
also "PO-7 when there is nothing due" is "$(answer 'd["due"]')" 0
wait_for $(($(date +%s) + 121))
fact "PO-7 a minute later what failed is tried again" send
also "PO-7 and nothing fails" is "$(answer 'd["wait"], d["failed"]')" "(0, 0)"
also "PO-7 everything arrived once" is "$(mails \
    'len(got), len({m["Message-ID"] for e, m, t, v in got})')" "(7, 7)"

# What arrived.

also "PR-1 one recipient each, as the header says" is "$(mails \
    'all(len(e["to"]) == 1 and [a.addr_spec for a in m["To"].addresses] == e["to"] and not m["Cc"] and not m["Bcc"] for e, m, t, v in got)')" True
also "PR-1 plain text, UTF-8, nothing attached" is "$(mails \
    'all(m.get_content_type() == "text/plain" and m.get_content_charset() == "utf-8" and not m.is_multipart() and "flowed" not in m["Content-Type"] for e, m, t, v in got)')" True
also "PR-1 it says that a machine sent it" is "$(mails \
    '{m["Auto-Submitted"] for e, m, t, v in got}')" "{'auto-generated'}"
also "PR-1 with a date" is "$(mails 'all(m["Date"].datetime.year > 2000 for e, m, t, v in got)')" True
also "PR-1 the opaque id in it" is "$(mails \
    'all("'"$id"'" in t and "'"$id"'" in m["Subject"] for e, m, t, v in got if v == "invitation"), len([v for e, m, t, v in got if v == "invitation"])')" "(True, 5)"
also "PR-1 instants, terms, uses and what to do" is "$(mails \
    'all(all(w in t for w in ("opens  ", "public  ", "answer by", "SHA-256", "telltale open", "Copies are marked")) for e, m, t, v in got if v == "invitation")')" True
also "PR-1 no title, product, CVE or severity" is "$(mails \
    'any(w in e["mail"].lower() + t.lower() for e, m, t, v in got for w in ("lantern", "ex-2026-014", "cve-", "severity", "relay"))')" False
also "PR-1 nor any other partner" is "$(mails \
    'any(w in (m["Subject"] + t).lower() for e, m, t, v in got for w in {"alder", "birch", "cedar", "dogwood"} - {e["to"][0].split("@")[1].split(".")[0]})')" False
also "PR-1 links only to the hub" is "$(mails \
    '{u for e, m, t, v in got for u in re.findall(r"https?://\S+", t)} == {"'"$url"'"}')" True
which=$(notices list --json | json /dev/stdin '[n["n"] for n in d["notices"] if n["event"] == "invitation" and n["address"] == "u@alder.example"][0]')
mails '[t for e, m, t, v in got if v == "invitation" and e["to"] == ["u@alder.example"]][0]' >arrived
sed -i '$d' arrived
notices show "$which" >shown
also "PR-1 what was signed arrives byte for byte" cmp arrived shown
officer=$(sed -n 's/^[^ ]* age1[^ ]* //p' "$V/keys/officers" | head -n 1)
fact "PR-1 anybody can check the signature" telltale notices check arrived \
    --key "$officer"
sed 's/$/\r/' arrived >crlf
fact "PR-1 as mail programs save it, too" telltale notices check crlf \
    --key "$officer"
sed 's/may:/may not:/' arrived >altered
exits 5 "PR-1 a word changed is noticed" telltale notices check altered \
    --key "$officer"
exits 5 "PR-1 another's key is not the officer's" telltale notices check \
    arrived --key "$vkey"

# At the instant; and who may not have it by then.

fact "PR-1 before its instant no opening is sent" send
also "PR-1 none" is "$(answer 'd["due"]')" 0
python3 - "$V/vault.db" <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("UPDATE partner SET state = 'suspended' WHERE id = 'birch'")
db.execute("UPDATE notice SET address = 'never@alder.example' WHERE event = 'open' AND reader = 'alder-1'")
db.execute("UPDATE notice SET address = 'later@alder.example' WHERE event = 'open' AND reader = 'alder-2'")
db.commit()
PY
wait_for $((second + 1))
exits 1 "PO-7 an address that does not exist" send
also "PO-7 is failed, the other waits, a suspended partner gets none" is \
    "$(answer 'd["due"], d["sent"], d["wait"], d["failed"], d["dropped"]')" \
    "(4, 0, 1, 1, 2)"
wait_for $(($(date +%s) + 86400))
exits 1 "PO-7 after a day it is given up" send
exits 1 "PO-7 which one glance shows" telltale -C "$V" status
also "PO-7 as failing, too" printed '^failing.*2 notices given up'
fact "PO-7 and stays in sight" notices list --failed --json
also "PO-7 with how often it was tried" is "$(answer \
    'sorted((n["state"], n["tries"]) for n in d["notices"])')" \
    "[('failed', 1), ('failed', 2)]"
fact "PO-7 failing sends nothing more" send
also "PO-7 nothing" is "$(answer 'd["due"]')" 0

# Two bulletins that differ in who else has them tell one reader the same.

python3 - "$V/vault.db" <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("UPDATE partner SET state = 'approved' WHERE id = 'birch'")
db.commit()
PY
rm -rf "$dir/mail"/*
told() { # NAME: what u@alder.example was told of $id, but for what is random
	send >/dev/null 2>&1
	mails '"\n".join(sorted(m["Subject"] + t[:t.rindex("\n\n")] + str(sorted(m.keys())) for e, m, t, v in got if e["to"] == ["u@alder.example"]))' |
	    sed -E 's/[0-9a-f]{16,64}/H/g; s/[0-9]{4}-[0-9-]+[ T][0-9:]+Z/I/g; s/\([^)]*\)/R/g' >"$1"
	rm -rf "$dir/mail"/*
}
draft "$dir/draft" 600 900
seal_as EX-ALL "$dir/draft"
publish
told all
draft "$dir/draft" 600 900
python3 - "$dir/draft/bulletin.json" <<'PY'
import json, sys
d = json.load(open(sys.argv[1]))
d["waves"] = d["waves"][:1]
json.dump(d, open(sys.argv[1], "w"))
PY
seal_as EX-ONE "$dir/draft"
publish
told one
also "PR-1 somebody was told of both" [ -s one ]
also "PR-1 and cannot tell who else was" cmp all one

# Who sends, and how.

printf 'me\nsecret\n' >auth
chmod 644 auth
exits 4 "PR-1 a password that others can read is refused" send --auth auth
wait_for $((first + 1))
exits 75 "PR-1 elsewhere than here nothing is sent without TLS" notices send \
    --smtp "smtp://127.0.0.2:$mail" --from psirt@vendor.example
also "PR-1 nothing" is "$(mails 'len(got)')" 0
wait_for $(($(date +%s) + 121))
exits 75 "PO-7 a sender that is refused fails no notice" notices send --json \
    --smtp "smtp://127.0.0.1:$mail" --from nobody@vendor.example
also "PO-7 they wait" is "$(answer 'd["failed"]')" 0

# On the day, the one timer does all of it.

rm -rf "$dir/mail"/*
wait_for "$public"
send >"$dir/out" 2>"$dir/err"
also "3.1 what sends mail makes public what is due" \
    curl -ksf -o "$dir/curl" "$url/public/$id/advisory.md"
also "3.10 and tells of it in the same run" is \
    "$(mails '"ended" in [v for e, m, t, v in got]')" True
finish
