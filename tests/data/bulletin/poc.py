"""Builds a harmless letter: the header is too long, and calls nothing."""
import sys

PORT = {{@port}}
TAG = "{{@tag}}"


def {{@fn name}}(length):
    return "X-Lantern-Route: " + TAG + "A" * length


if __name__ == "__main__":
    sys.stdout.write({{@fn}}(600) + "\r\n\r\nport %d\r\n" % PORT)
