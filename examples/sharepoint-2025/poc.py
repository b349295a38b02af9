#!/usr/bin/env python3
"""Sends the sequence of requests that detection rules must see.

{{It carries no gadget|There is no gadget in it}} and {{refuses|will not talk to}} any host but loopback:
{{run it against|point it at}} a web server of {{your own|yours}}, and {{watch|look at}} what the rules say.
"""
import http.client
import sys

HOSTS = ("127.0.0.1", "localhost", "::1")
PAGE = "/_layouts/15/ToolPane.aspx"
MARK = "{{hex 8}}"  # {{ties|connects}} the requests of {{one run|a run}} together
DROPPED = "/_layouts/15/{{@drop name}}.aspx"
WAIT_MS = {{int 1200..4200}}


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in HOSTS:
        sys.exit("usage: poc.py 127.0.0.1 PORT")
    conn = http.client.HTTPConnection(sys.argv[1], int(sys.argv[2]), timeout=WAIT_MS / 1000)
    # 1: the {{forged|pretended}} sign-out
    conn.request(
        "POST",
        PAGE + "?DisplayMode=Edit&a={{@query hex 12}}",
        body="MSOTlPn_Uri=%2F&MSOTlPn_DWP=" + MARK,
        headers={
            "Referer": "/_layouts/SignOut.aspx",
            "User-Agent": "rule-check/{{int 3..900}}",
            "Content-Type": "application/x-www-form-urlencoded",
        },
    )
    conn.getresponse().read()
    # 2: {{the page that an intruder would leave behind|the page that would be dropped}}
    conn.request("GET", DROPPED + "?k=" + MARK)
    answer = conn.getresponse()
    answer.read()
    print("{{sent 2 requests|two requests sent}}; the second was answered", answer.status)


if __name__ == "__main__":
    main()
