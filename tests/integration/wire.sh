#!/bin/bash
# SPDX-License-Identifier: ISC
# wire: somebody runs the proof of concept of their copy; a capture of it, by
# HTTP/1 or HTTP/2, and the attacked server's access log say whose it was.
. "$(dirname "$0")/lib.sh"

named() { json "$dir/out" '" ".join("%s/%s" % (s["partner"], s["reader"] or "-") for s in d["suspects"] if s["verdict"] == "named")'; }
names() { [ "$(named)" = "birch/- birch/birch-1" ]; }
trace() { telltale -C "$V" trace --json "$@"; }

one_clock
programme
people
mkdir "$dir/draft"
cat >"$dir/draft/poc.py" <<'P'
import http.client, ssl, subprocess, sys
port, how = int(sys.argv[1]), sys.argv[2:]
path = ("/{{name}}.aspx?key={{hex 16}}&mark={{@:copy hex 12}}"
        "&n={{@:copy int 100000..999999999}}")
headers = {"X-Session": "{{hex 16}}", "X-Trace": "{{@:copy hex 12}}"}
if how and how[0].startswith("http"):  # by curl, a scheme and options
    words = ["curl", "-sSk", *how[1:], "-w", "%{http_version}",
             "-o", "/dev/null", "%s://127.0.0.1:%d%s" % (how[0], port, path)]
    for field in headers.items():
        words += ["-H", "%s: %s" % field]
    sys.exit(subprocess.check_output(words) != b"2")
if how:
    c = http.client.HTTPSConnection("127.0.0.1", port,
                                    context=ssl._create_unverified_context())
else:
    c = http.client.HTTPConnection("127.0.0.1", port)
c.request("GET", path, headers=headers)
c.getresponse().read()
P
now=$(date +%s)
first=$((now + 600)) public=$((now + 7200))
cat >"$dir/draft/bulletin.json" <<J
{"id": "EX-3", "title": "A probe", "public_at": "$(utc $public)",
 "waves": [{"name": "first", "opens_at": "$(utc $first)",
  "tiers": ["validate", "elite"], "profile": "full"}],
 "parts": [{"file": "poc.py", "kind": "poc"}]}
J
seal "$dir/draft"
publish
wait_for $((first + 1))
opened() { as birch-1 open "$id" -o "$dir/open"; }
must until_true 30 opened
poc=$dir/open/poc.py

# In the clear.

serve web python3 "$root/tests/tools/webserver.py" || exit 1
serve relay python3 "$root/tests/tools/relay.py" "$dir/clear.pcap" "$port" ||
    exit 1
must python3 "$poc" "$port"
fact "a capture" trace "$dir/clear.pcap"
also "says whose it was" names
must until_true 10 grep -q ' 404 ' "$dir/web.log"
fact "the server's access log" trace "$dir/web.log"
also "says it, too" names
{
	for i in $(seq 2000); do
		printf '192.0.2.%d - - [28/Nov/2026:10:%02d:00 +0000] "GET /%x/%d.html?n=%d HTTP/1.1" 200 %d "-" "Mozilla/5.0"\n' \
		    $((i % 250)) $((i % 60)) $((i * 7919)) $i $((i * 104729)) $i
	done
	cat "$dir/web.log"
} >"$dir/busy.log"
fact "so does one of a busy server" trace "$dir/busy.log"
also "with one line among others" names
head -n 2000 "$dir/busy.log" >"$dir/others.log"
exits 1 "the others' lines" trace "$dir/others.log" --bulletin EX-3
also "name nobody" [ -z "$(named)" ]

# Within TLS.

must openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
    -keyout "$dir/key.pem" -out "$dir/cert.pem"
serve tls python3 "$root/tests/tools/webserver.py" "$dir/cert.pem" \
    "$dir/key.pem" 1.3 || exit 1
serve tls-relay python3 "$root/tests/tools/relay.py" "$dir/tls.pcap" "$port" ||
    exit 1
must env SSLKEYLOGFILE="$dir/keys" python3 "$poc" "$port" tls
exits 3 "a capture of it within TLS" trace "$dir/tls.pcap"
also "cannot be read without the keys, which is said" \
    said 'encrypted, and its keys are not at hand'
fact "with the session's keys" trace "$dir/tls.pcap" --tls-keys "$dir/keys"
also "it says whose it was" names
gzip -k "$dir/tls.pcap"
fact "packed, with the keys" trace "$dir/tls.pcap.gz" --tls-keys "$dir/keys"
also "likewise" names

# By HTTP/2, from curl to nghttp2's server.

command -v nghttpd >/dev/null || skip_rest "HTTP/2" "nghttpd is not here"
serve_http2 h2 || exit 1
serve h2-relay python3 "$root/tests/tools/relay.py" "$dir/h2.pcap" "$port" ||
    exit 1
must python3 "$poc" "$port" http --http2-prior-knowledge
fact "a capture of HTTP/2" trace "$dir/h2.pcap"
also "says whose it was" names
serve_http2 h2tls "$dir/key.pem" "$dir/cert.pem" || exit 1
serve h2tls-relay python3 "$root/tests/tools/relay.py" "$dir/h2tls.pcap" \
    "$port" || exit 1
must env SSLKEYLOGFILE="$dir/h2.keys" python3 "$poc" "$port" https --http2 \
    --tlsv1.3
fact "within TLS 1.3, with its keys" trace "$dir/h2tls.pcap" \
    --tls-keys "$dir/h2.keys"
also "it says so, too" names
finish
