#!/bin/bash
# SPDX-License-Identifier: ISC
# capture: a proof of concept of one copy runs against a web server; what went
# over the wire is found in captures of it, in the clear and within TLS, by
# HTTP/1 and HTTP/2.
. "$(dirname "$0")/lib.sh"

tools=$root/tests/tools
seed=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
wiretool() { "$build/tests/wiretool" "$@"; }
# Every site of the list $wire is read, and what the copy holds is there.
all_there() {
	local site
	for site in $wire; do
		grep -q "^$site .* holds$" "$dir/out" || {
			echo "# $site is not there" >>"$dir/err"
			return 1
		}
	done
}
# No site is read at its field as something that the copy does not hold.
none_wrong() { ! grep -q ' field .* lacks$' "$dir/out"; }
at_fields() { [ "$(grep -c ' field .* holds$' "$dir/out")" -ge "$1" ]; }

serve web python3 "$tools/webserver.py" || exit 1
web=$port

# 1: our own example.  What goes over the wire: MARK, the page's name, the
# query, the agent's number; not how long it waits.
L=$dir/own
must telltale lab "$root/examples/sharepoint-2025" --readers 30 --render 30 \
    -o "$L" --seed $seed
wire=$(cd "$L/marked" && awk '/^MARK|^DROPPED|DisplayMode|User-Agent/ {
	for (i = 1; i <= length($0); i++)
		if (substr($0, i, 2) == "{{") { print "poc.py:" NR ":" i; break }
	}' poc.py)
serve relay1 python3 "$tools/relay.py" "$dir/own.pcap" "$web" || exit 1
fact "LI-3 the example's proof of concept runs" python3 "$L/r7/poc.py" \
    127.0.0.1 "$port"
fact "LI-3 a capture of it is read" wiretool "$L" 7 "$dir/own.pcap"
also "LI-3 all four constants of it are there" all_there
also "and nothing else is read as if it were" none_wrong
telltale trace --lab "$L" "$dir/own.pcap" --json >"$dir/out" 2>"$dir/err"
also "LI-3 the capture leads to whose copy ran" [ "$(json "$dir/out" \
    'd["sites"]["read"] >= 4, d["suspects"][0]["reader"]')" = "(True, 'r7')" ]
serve relay2 python3 "$tools/relay.py" "$dir/own2.pcap" "$web" 5 || exit 1
must python3 "$L/r7/poc.py" 127.0.0.1 "$port"
fact "packets in disorder, some twice" wiretool "$L" 7 "$dir/own2.pcap"
also "say the same" all_there
also "and nothing else" none_wrong
fact "cut in the middle of a packet" sh -c "head -c \$((\$(wc -c \
    <'$dir/own.pcap') - 250)) '$dir/own.pcap' >'$dir/cut.pcap' &&
    '$build/tests/wiretool' '$L' 7 '$dir/cut.pcap'"
also "it is said" grep -q 'up to packet' "$dir/err"
also "and what is left is read" at_fields 2

# 2: TLS, with keys and without
must openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
    -keyout "$dir/key.pem" -out "$dir/cert.pem"
sed 's/http.client.HTTPConnection(\(.*\), timeout/http.client.HTTPSConnection(\1, context=CONTEXT, timeout/
s/^import sys$/import sys, ssl\nCONTEXT = ssl._create_unverified_context()/' \
    "$L/r7/poc.py" >"$dir/tls.py"
tls() {
	local name=$1
	shift
	serve "web$name" python3 "$tools/webserver.py" "$dir/cert.pem" \
	    "$dir/key.pem" "$@" || exit 1
	serve "relay$name" python3 "$tools/relay.py" "$dir/$name.pcap" "$port" ||
	    exit 1
	must env SSLKEYLOGFILE="$dir/$name.keys" python3 "$dir/tls.py" \
	    127.0.0.1 "$port"
	fact "LI-3 TLS, $name, with its keys" wiretool "$L" 7 "$dir/$name.pcap" \
	    "$dir/$name.keys"
	also "... shows all four" all_there
	also "... and nothing else" none_wrong
}
tls 1.3 1.3
tls 1.2-AES-128 1.2 ECDHE-RSA-AES128-GCM-SHA256
tls 1.2-AES-256 1.2 ECDHE-RSA-AES256-GCM-SHA384
tls 1.2-ChaCha20 1.2 ECDHE-RSA-CHACHA20-POLY1305
fact "LI-3 TLS without keys" wiretool "$L" 7 "$dir/1.3.pcap"
also "... is said" grep -q 'keys are not at hand' "$dir/err"
also "... and shows nothing" sh -c "! grep -q ' holds$' '$dir/out'"
fact "TLS with somebody else's keys" wiretool "$L" 7 "$dir/1.3.pcap" \
    "$dir/1.2-AES-128.keys"
also "... is said likewise" grep -q 'keys are not at hand' "$dir/err"

# 3: HTTP/2, as curl and nghttp2 speak it
sed 's/http.client.HTTPConnection/curlhttp.HTTPConnection/
s/^import sys$/import sys, curlhttp/' "$L/r7/poc.py" >"$dir/h2.py"
# http2 NAME HOW [SHUFFLE]: through a relay to $port, in $dir/NAME.pcap
http2() {
	local name=$1 how=$2
	shift 2
	serve "relay$name" python3 "$tools/relay.py" "$dir/$name.pcap" "$port" \
	    "$@" || exit 1
	must env PYTHONPATH="$tools" PYTHONDONTWRITEBYTECODE=1 CURLHTTP="$how" \
	    SSLKEYLOGFILE="$dir/$name.keys" python3 "$dir/h2.py" 127.0.0.1 \
	    "$port"
}
# read_whole NAME CAPTURE [KEYS]
read_whole() {
	local name=$1
	shift
	fact "$name" wiretool "$L" 7 "$@"
	also "... shows all four" all_there
	also "... and nothing else" none_wrong
	also "... and no trouble" [ ! -s "$dir/err" ]
}
if command -v nghttpd >/dev/null; then
	serve_http2 h2 || exit 1
	h2=$port
	http2 known "http --http2-prior-knowledge"
	read_whole "HTTP/2 in the clear" "$dir/known.pcap"
	port=$h2
	http2 mixed "http --http2-prior-knowledge" 3
	read_whole "HTTP/2 in disorder" "$dir/mixed.pcap"
	port=$h2
	http2 gzip "http gzip --http2-prior-knowledge"
	also "a packed body hides its constant from the eye" sh -c \
	    "! grep -q MSOTlPn_DWP '$dir/gzip.pcap'"
	read_whole "HTTP/2 with a packed body" "$dir/gzip.pcap"
	# three requests of one connection, but for the client's first 150
	# bytes: up to within the first one
	path=$(cd "$L/r7" && PYTHONDONTWRITEBYTECODE=1 python3 -c \
	    'import poc; print(poc.DROPPED + "?k=" + poc.MARK)')
	serve relaymiddle python3 "$tools/relay.py" "$dir/whole.pcap" "$h2" ||
	    exit 1
	must nghttp "http://127.0.0.1:$port/a" "http://127.0.0.1:$port/b" \
	    "http://127.0.0.1:$port$path"
	python3 - "$dir/whole.pcap" "$dir/middle.pcap" <<'PY'
import struct, sys
data = open(sys.argv[1], "rb").read()
out, at = open(sys.argv[2], "wb"), 24
out.write(data[:24])
while at < len(data):
    size = struct.unpack_from("<I", data, at + 8)[0]
    packet, at = data[at + 16:at + 16 + size], at + 16 + size
    seq = struct.unpack_from(">I", packet, 24)[0]
    lost = max(1150 - seq, 0)    # the server counts from 5000
    if lost < size - 40:
        ip = packet[:2] + struct.pack(">H", size - lost) + packet[4:24]
        packet = ip + struct.pack(">I", seq + lost) + packet[28:40] + packet[40 + lost:]
        out.write(struct.pack("<IIII", 0, 0, len(packet), len(packet)) + packet)
PY
	fact "HTTP/2 from its middle" wiretool "$L" 7 "$dir/middle.pcap"
	also "... that fields are missing is said" said "they are missing"
	also "... the last request is read" at_fields 2
	also "... and nothing is taken for another" none_wrong
	serve_http2 h2tls "$dir/key.pem" "$dir/cert.pem" || exit 1
	h2=$port
	http2 h2-1.3 "https -k --http2 --tlsv1.3"
	read_whole "HTTP/2 within TLS 1.3" "$dir/h2-1.3.pcap" \
	    "$dir/h2-1.3.keys"
	port=$h2
	http2 h2-1.2 "https gzip -k --http2 --tls-max 1.2"
	read_whole "HTTP/2 within TLS 1.2, with a packed body" \
	    "$dir/h2-1.2.pcap" "$dir/h2-1.2.keys"
else
	skip "HTTP/2" "nghttpd is not here"
fi
# no server that is small takes an Upgrade: nghttp2's proxy does
if command -v nghttpx >/dev/null; then
	front=$(free_port)
	serve proxy sh -c 'echo "$0"; exec nghttpx "$@" >/dev/null' "$front" \
	    --conf=/dev/null -f "127.0.0.1,$front;no-tls" -b "127.0.0.1,$web" \
	    --workers=1 || exit 1
	until_true 10 listens "$port"
	http2 upgrade "http --http2"
	also "a client asks for an Upgrade" grep -aq "Upgrade: h2c" \
	    "$dir/upgrade.pcap"
	read_whole "HTTP/2 by Upgrade" "$dir/upgrade.pcap"
else
	skip "HTTP/2 by Upgrade" "nghttpx is not here"
fi

# 4: the shared draft, whose proof of concept shows 29 sites of 49
shared=${TELLTALE_SHARED-}
[ -n "$shared" ] || skip_rest "the shared draft" "no shared data"
L=$dir/atrium
must telltale lab "$shared/data/drafts/01-atrium/marked" --readers 40 \
    --render 40 -o "$L" --seed $seed
# the sites that the shared capture shows, by their place in the draft
wire=$(python3 - "$shared/data" <<'PY'
import json, re, sys
root = sys.argv[1]
truth = json.load(open(root + "/specimens/01-atrium/truth.json"))
seen = next(s for s in truth["specimens"] if s["file"] == "21-attack.pcap")
text = open(root + "/drafts/01-atrium/marked/poc.py").read()
starts = [m.start() for m in re.finditer(r"\{\{", text)]
for start, value in zip(starts, seen["truth"]):
    if value is not None:
        line = text.count("\n", 0, start) + 1
        column = start - text.rfind("\n", 0, start)
        print("poc.py:%d:%d" % (line, column))
PY
)
all=0
for r in 0 11 23 39; do
	serve "relay-a$r" python3 "$tools/relay.py" "$dir/a$r.pcap" "$web" \
	    "$r" || exit 1
	must python3 "$L/r$r/poc.py" "http://127.0.0.1:$port"
	fact "the shared proof of concept, copy $r" wiretool "$L" "$r" \
	    "$dir/a$r.pcap"
	also "... all that went over the wire is there" all_there
	also "... and nothing else" none_wrong
	all=$((all + $(echo "$wire" | wc -w)))
done
also "that is 116 sites of 116" [ "$all" = 116 ]

# 5: by the system's own eyes, where it lets us
if command -v tcpdump >/dev/null; then
	tcpdump -i lo -U -w "$dir/lo.pcap" "tcp port $web" >/dev/null \
	    2>"$dir/tcpdump.err" &
	dump=$!
	pids+=("$dump")
	if until_true 5 grep -q listening "$dir/tcpdump.err"; then
		must python3 "$L/r11/poc.py" "http://127.0.0.1:$web"
		sleep 1
		end "$dump" INT
		fact "as tcpdump sees it" wiretool "$L" 11 "$dir/lo.pcap"
		also "... all of it is there" all_there
		also "... and nothing else" none_wrong
	else
		skip_rest "as tcpdump sees it" "it may not look here"
	fi
fi

finish
