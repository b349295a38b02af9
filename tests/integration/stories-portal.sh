#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-portal: a reader in a browser, against the real hub: joins, signs in
# by keyboard alone, opens a copy at its instant; and what is refused.
. "$(dirname "$0")/lib.sh"

browser() { "$root/tests/tools/browser.py" "$dir/browser" "$@"; }
see() { browser wait "${2-10}" "$1"; }
shows() { see "document.body.innerText.includes(\"$1\")" "${2-10}"; }
stop_browser() { [ ! -f "$dir/browser" ] || browser stop; }
trap 'stop_browser; clean' EXIT

one_clock
programme
must telltale -C "$V" partner import "$root/tests/data/partners.json"
must telltale -C "$V" reader add --all -o "$dir/inv"
must browser start
browser authenticator >"$dir/authenticator"
ls "$dir/inv"
inv=$(ls "$dir"/inv/*alder-1.invitation)
browser goto "$url/portal/join"
browser text
browser js "document.getElementById('invitation').value = $(python3 -c 'import json,sys; print(json.dumps(open(sys.argv[1]).read()))' "$inv")" >/dev/null
browser js "document.getElementById('join').click()"
sleep 3
browser text
browser logs
browser js "document.getElementById('passkey').click()"
sleep 2
browser text | head -20
browser logs
browser goto "$url/portal"
browser text
browser logs
