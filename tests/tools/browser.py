#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""browser - a real browser, told what to do: Debian's chromium by its driver,
over WebDriver, with Python's standard library alone.

As a program it keeps a session in a state file between calls:

    browser.py STATE start [WIDTHxHEIGHT]   headless, a profile of its own
    browser.py STATE goto URL
    browser.py STATE serve                  more of these, on stdin: their
                                            number, then each, a NUL after
                                            all; what is printed, then EOT,
                                            the status and a line end
    browser.py STATE text [CSS]             what is shown
    browser.py STATE shows SECONDS TEXT     until that is
    browser.py STATE wait SECONDS JS        until the expression is true
    browser.py STATE fill CSS TEXT          typed there; a file's path: picked
    browser.py STATE keys KEY...            key events: Tab, Enter, or =TEXT
    browser.py STATE focus TEXT             Tab until what has the focus is
                                            called so
    browser.py STATE js JS | async JS       an expression's value, as JSON
    browser.py STATE shot FILE              a picture of the page
    browser.py STATE size WIDTHxHEIGHT
    browser.py STATE clock SECONDS          of later pages, beside the machine's
    browser.py STATE cookies | cookie NAME VALUE
    browser.py STATE logs                   what the console said since
    browser.py STATE saved                  the folder of downloads
    browser.py STATE authenticator          a virtual one; prints its id
    browser.py STATE credentials ID
    browser.py STATE stop

As a module: class Browser.  Certificates of the hub's own making are taken;
https://localhost is a secure context then, as passkeys want.
"""
import base64
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Space": " ", "Escape": "\ue00c",
        "Shift": "\ue008", "Control": "\ue009", "Down": "\ue015",
        "Up": "\ue013", "Right": "\ue014", "Left": "\ue012",
        "Home": "\ue011", "End": "\ue010", "Backspace": "\ue003"}


class Trouble(Exception):
    pass


class Browser:
    """One window.  Made by start, or taken up again from its state."""

    def __init__(self, state):
        self.state = state

    @classmethod
    def start(cls, size=(1280, 900)):
        folder = tempfile.mkdtemp(prefix="telltale-browser-")
        env = {k: v for k, v in os.environ.items()
               if k not in ("LD_PRELOAD", "TELLTALE_TEST_CLOCK")}
        env["HOME"] = folder
        driver = subprocess.Popen(
            ["chromedriver", "--port=0"], stdin=subprocess.DEVNULL,
            stdout=open(os.path.join(folder, "driver"), "w"),
            stderr=subprocess.STDOUT, start_new_session=True, env=env)
        state = {"pid": driver.pid, "folder": folder}
        b = cls(state)
        try:
            state["port"] = b._port(driver)
            b._open(size, env)
        except Exception:
            b.stop()
            raise
        return b

    def _port(self, driver):
        said = os.path.join(self.state["folder"], "driver")
        for _ in range(300):
            for line in open(said):
                if "started successfully on port" in line:
                    return int(line.rstrip(".\n").rsplit(" ", 1)[1])
            if driver.poll() is not None:
                raise Trouble("chromedriver ended: " + open(said).read())
            time.sleep(0.05)
        raise Trouble("chromedriver does not start")

    def _chromium(self, size, env):
        """Started here, for chromedriver asks the system for "localhost",
        which a bare one does not know; the port of its debugger."""
        profile = os.path.join(self.state["folder"], "p")
        os.makedirs(os.path.join(profile, "Default"))
        with open(os.path.join(profile, "Default", "Preferences"), "w") as f:
            json.dump({"download": {"default_directory": self.saved(),
                                    "prompt_for_download": False}}, f)
        args = ["chromium", "--headless=new", "--disable-gpu",
                "--no-first-run", "--disable-dev-shm-usage",
                "--disable-extensions", "--disable-background-networking",
                "--disable-sync", "--disable-component-update",
                "--no-default-browser-check", "--user-data-dir=" + profile,
                "--window-size=%d,%d" % size, "--remote-debugging-port=0"]
        if os.geteuid() == 0:
            args.append("--no-sandbox")
        said = os.path.join(self.state["folder"], "browser")
        browser = subprocess.Popen(
            args + ["about:blank"], stdin=subprocess.DEVNULL,
            stdout=open(said, "w"), stderr=subprocess.STDOUT,
            start_new_session=True, env=env)
        self.state["browser"] = browser.pid
        at = os.path.join(profile, "DevToolsActivePort")
        for _ in range(600):
            if os.path.exists(at) and "\n" in open(at).read():
                return int(open(at).read().split("\n")[0])
            if browser.poll() is not None:
                raise Trouble("chromium ended: " + open(said).read())
            time.sleep(0.05)
        raise Trouble("chromium does not start")

    def _open(self, size, env):
        want = {"browserName": "chrome", "acceptInsecureCerts": True,
                "webauthn:virtualAuthenticators": True,
                "goog:loggingPrefs": {"browser": "ALL"},
                "goog:chromeOptions": {"debuggerAddress": "127.0.0.1:%d" %
                                       self._chromium(size, env)}}
        self.state["session"] = None
        v = self.call("POST", "/session",
                      {"capabilities": {"alwaysMatch": want}}, bare=True)
        self.state["session"] = v["sessionId"]
        self.call("POST", "/timeouts", {"script": 30000})

    def saved(self):
        """The folder of what was downloaded."""
        return os.path.join(self.state["folder"], "saved")

    def call(self, method, path, body=None, bare=False):
        if not bare:
            path = "/session/" + self.state["session"] + path
        data = json.dumps(body if body is not None else {}).encode()
        r = urllib.request.Request(
            "http://127.0.0.1:%d%s" % (self.state["port"], path),
            data=data if method == "POST" else None, method=method,
            headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(r, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as e:
            v = json.load(e)["value"]
            raise Trouble(v["error"] + ": " + v["message"].split("\n")[0])

    def stop(self):
        try:
            if self.state.get("session"):
                self.call("DELETE", "")
        except (Trouble, OSError):
            pass
        for pid in (self.state["pid"], self.state.get("browser")):
            try:
                if pid is not None:
                    os.killpg(pid, signal.SIGTERM)
            except ProcessLookupError:
                pass
        shutil.rmtree(self.state["folder"], ignore_errors=True)

    def goto(self, url):
        self.call("POST", "/url", {"url": url})

    def js(self, expression, *args):
        return self.call("POST", "/execute/sync", {
            "script": "return (" + expression + ");", "args": list(args)})

    def js_async(self, expression, *args):
        """The value of a promise; {"error": TEXT} when it is rejected."""
        return self.call("POST", "/execute/async", {
            "script": "const done = arguments[arguments.length - 1];"
            "Promise.resolve().then(() => (" + expression + ")).then("
            "v => done(v === undefined ? null : v),"
            "e => done({error: String(e)}));", "args": list(args)})

    def find(self, css):
        return self.call("POST", "/element", {"using": "css selector",
                                              "value": css})[ELEMENT]

    def text(self, css="body"):
        return self.call("GET", "/element/%s/text" % self.find(css))

    def send_keys(self, css, text):
        self.call("POST", "/element/%s/value" % self.find(css),
                  {"text": text})

    def keys(self, *names):
        """Key events at whatever has the focus: nothing else is touched."""
        events = []
        for name in names:
            text = name[1:] if name.startswith("=") else None
            for k in text if text is not None else [KEYS[name]]:
                events += [{"type": "keyDown", "value": k},
                           {"type": "keyUp", "value": k}]
        self.call("POST", "/actions", {"actions": [
            {"type": "key", "id": "keyboard", "actions": events}]})

    def focus(self, text, tabs=40):
        """Tab until the element in focus is called so; True if one is."""
        for _ in range(tabs):
            self.keys("Tab")
            if self.js("((document.activeElement.getAttribute('aria-label')"
                       " || (document.activeElement.labels || [{}])[0]"
                       "?.textContent || document.activeElement.textContent"
                       ") + '').trim().startsWith(arguments[0])", text):
                return True
        return False

    def wait(self, seconds, expression):
        end = time.monotonic() + seconds
        while True:
            try:
                v = self.js(expression)
                if v:
                    return v
            except Trouble:
                pass    # the page may be on its way
            if time.monotonic() > end:
                raise Trouble("not within %s s: %s" % (seconds, expression))
            time.sleep(0.05)

    def shot(self, path):
        with open(path, "wb") as f:
            f.write(base64.b64decode(self.call("GET", "/screenshot")))

    def size(self, width, height):
        self.call("POST", "/window/rect", {"width": width, "height": height})

    def cookies(self):
        return self.call("GET", "/cookie")

    def set_cookie(self, name, value):
        self.call("POST", "/cookie", {"cookie": {
            "name": name, "value": value, "path": "/", "secure": True,
            "httpOnly": True, "sameSite": "Strict"}})

    def clock(self, ahead):
        """So many seconds ahead, for the pages that are loaded from now on."""
        self.call("POST", "/goog/cdp/execute", {
            "cmd": "Page.addScriptToEvaluateOnNewDocument",
            "params": {"source": "Date.now = () => Math.floor(performance"
                       ".timeOrigin + performance.now() + %d);"
                       % (1000 * ahead)}})

    def logs(self):
        """What the console was told: errors, and what a policy forbade."""
        return ["%s %s" % (x["level"], x["message"])
                for x in self.call("POST", "/se/log", {"type": "browser"})]

    def authenticator(self):
        """A platform authenticator with passkeys, whose user agrees."""
        return self.call("POST", "/webauthn/authenticator", {
            "protocol": "ctap2", "transport": "internal",
            "hasResidentKey": True, "hasUserVerification": True,
            "isUserConsenting": True, "isUserVerified": True})

    def authenticator_remove(self, which):
        self.call("DELETE", "/webauthn/authenticator/" + which)

    def credentials(self, which):
        return self.call("GET", "/webauthn/authenticator/%s/credentials"
                         % which)

    def credential_add(self, which, credential):
        self.call("POST", "/webauthn/authenticator/%s/credential" % which,
                  credential)

    def verified(self, which, yes):
        self.call("POST", "/webauthn/authenticator/%s/uv" % which,
                  {"isUserVerified": yes})


def size_of(text):
    width, height = text.split("x")
    return int(width), int(height)


def act(b, verb, args):
    if verb == "goto":
        b.goto(args[0])
    elif verb == "text":
        return b.text(*args)
    elif verb == "shows":
        b.wait(float(args[0]), "document.body.innerText.includes(" +
               json.dumps(args[1]) + ")")
    elif verb == "wait":
        return json.dumps(b.wait(float(args[0]), args[1]))
    elif verb == "fill":
        b.send_keys(*args)
    elif verb == "keys":
        b.keys(*args)
    elif verb == "focus":
        if not b.focus(args[0]):
            raise Trouble("nothing by that name gets the focus")
    elif verb == "js":
        return json.dumps(b.js(*args))
    elif verb == "async":
        return json.dumps(b.js_async(*args))
    elif verb == "shot":
        b.shot(args[0])
    elif verb == "size":
        b.size(*size_of(args[0]))
    elif verb == "clock":
        b.clock(int(args[0]))
    elif verb == "cookies":
        return json.dumps(b.cookies())
    elif verb == "cookie":
        b.set_cookie(*args)
    elif verb == "logs":
        return "\n".join(b.logs())
    elif verb == "saved":
        return b.saved()
    elif verb == "authenticator":
        return b.authenticator()
    elif verb == "credentials":
        return json.dumps(b.credentials(args[0]))
    else:
        raise Trouble("no verb " + verb)
    return ""


def run(b, verb, args):
    """What it prints, and its status."""
    try:
        said = act(b, verb, args)
        return said + "\n" if said else "", 0
    except (Trouble, OSError) as e:
        print("browser: %s" % e, file=sys.stderr)
        return "", 1


def words(stream):
    """What a NUL ends, as it comes."""
    got = b""
    while byte := stream.read(1):
        if byte != b"\0":
            got += byte
            continue
        yield got.decode()
        got = b""


def serve(b):
    asked = words(sys.stdin.buffer.raw)
    for n in asked:
        verb, *args = [next(asked) for _ in range(int(n))]
        said, status = run(b, verb, args)
        sys.stdout.write("%s\4%d\n" % (said, status))
        sys.stdout.flush()


def main(argv):
    state, verb, args = argv[1], argv[2], argv[3:]
    if verb == "start":
        b = Browser.start(size_of(args[0]) if args else (1280, 900))
        with open(state, "w") as f:
            json.dump(b.state, f)
        return 0
    with open(state) as f:
        b = Browser(json.load(f))
    if verb == "stop":
        b.stop()
        os.unlink(state)
        return 0
    if verb == "serve":
        serve(b)
        return 0
    said, status = run(b, verb, args)
    sys.stdout.write(said)
    return status


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv))
    except Trouble as e:
        print("browser: %s" % e, file=sys.stderr)
        sys.exit(1)
