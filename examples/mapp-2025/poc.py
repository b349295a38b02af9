#!/usr/bin/env python3
"""Sends the requests that detection rules must see, to loopback only.

{{No gadget is in it|It carries no gadget}}: {{it exists|it is meant}} for testing rules.
"""
import http.client
import sys

HOSTS = ("127.0.0.1", "localhost", "::1")
PAGE = "/_layouts/15/ToolPane.aspx"
MARK = "{{@mark hex 8}}"
DROPPED = "/_layouts/15/{{@drop name}}.aspx"


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in HOSTS:
        sys.exit("usage: poc.py 127.0.0.1 PORT")
    conn = http.client.HTTPConnection(sys.argv[1], int(sys.argv[2]), timeout=3)
    conn.request(
        "POST",
        PAGE + "?DisplayMode=Edit&a={{@query hex 12}}",
        body="MSOTlPn_Uri=%2F&MSOTlPn_DWP=" + MARK,
        headers={
            "Referer": "/_layouts/SignOut.aspx",
            "User-Agent": "rule-check/{{@agent hex 6}}",
            "Content-Type": "application/x-www-form-urlencoded",
        },
    )
    conn.getresponse().read()
    conn.request("GET", DROPPED + "?k=" + MARK)
    print("the second request was answered", conn.getresponse().status)


if __name__ == "__main__":
    main()
