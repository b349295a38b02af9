#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""frame - ways to make an evidence bundle say what it should not.

    frame.py GOOD.tar FOLDER LOG-KEY OTHER.tar POLICY

Each way is one function below, and its text the check that must refuse what
it makes, in FOLDER/WAY.tar; a line for each says so.  The manifest is made
anew, so that what is left to find is the forgery itself.  Ways that begin
with "hub" have the log's own key and write a log of their own: whoever holds
the hub can.  OTHER.tar is what another reader exported of itself.  Ways that
begin with "witness" are judged by FOLDER/policy, which asks for one.
"""
import base64, ctypes, ctypes.util, hashlib, io, os, re, sys, tarfile

DASH = "\u2014 ".encode()


def sha(b):
    return hashlib.sha256(b).digest()


# archives, as specs/sealing.md section 5 without padding

def read(path):
    with tarfile.open(path) as t:
        return {m.name: t.extractfile(m).read() for m in t.getmembers()}


def write(path, files):
    first = files.get("manifest", b"").split(b"\n")
    listed = sorted(b"file %s %s" % (sha(files[n]).hex().encode(), n.encode())
                    for n in files if n != "manifest")
    if "manifest" in files and not files.get("keep-manifest"):
        files["manifest"] = b"\n".join(first[:3] + listed) + b"\n"
    files.pop("keep-manifest", None)
    out = io.BytesIO()
    for name in sorted(files, key=str.encode):
        t = tarfile.TarInfo(name)
        t.size, t.mode, t.mtime = len(files[name]), 0o644, 0
        head = bytearray(t.tobuf(tarfile.USTAR_FORMAT))
        head[329:345] = b"0000000\0" * 2
        head[148:156] = b" " * 8
        head[148:156] = b"%06o\0 " % sum(head)
        out.write(bytes(head) + files[name] + b"\0" * (-len(files[name]) % 512))
    out.write(b"\0" * 1024)
    with open(path, "wb") as f:
        f.write(out.getvalue())


def find(files, pattern):
    return next(n for n in sorted(files) if re.fullmatch(pattern, n))


def alter(files, pattern, old, new):
    name = find(files, pattern)
    assert re.search(old, files[name]), (name, old)
    files[name] = re.sub(old, new, files[name], count=1)


# sets and logs: RFC 6962

def leaf(entry):
    return sha(b"\0" + entry)


def node(l, r):
    return sha(b"\1" + l + r)


def root(hashes):
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return node(root(hashes[:k]), root(hashes[k:]))


def path(hashes, i):
    if len(hashes) == 1:
        return []
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    if i < k:
        return path(hashes[:k], i) + [root(hashes[k:])]
    return path(hashes[k:], i - k) + [root(hashes[:k])]


# Ed25519, by the library that is there anyway

sodium = ctypes.CDLL(ctypes.util.find_library("sodium") or "libsodium.so.23")
assert sodium.sodium_init() >= 0


def sign(seed, text):
    pk, sk = ctypes.create_string_buffer(32), ctypes.create_string_buffer(64)
    sig = ctypes.create_string_buffer(64)
    sodium.crypto_sign_seed_keypair(pk, sk, seed)
    sodium.crypto_sign_detached(sig, None, text, ctypes.c_ulonglong(len(text)), sk)
    return sig.raw, pk.raw


class Key:
    """A signing key of a note, read, or made up under a name."""
    def __init__(self, name, seed):
        self.name, self.seed = name, seed
        self.public = sign(seed, b"")[1]
        self.id = sha(name + b"\n\1" + self.public)[:4]

    @staticmethod
    def read(file):
        parts = open(file, "rb").read().strip().split(b"+")
        return Key(parts[2], base64.b64decode(b"+".join(parts[4:]))[1:])

    def vkey(self):
        return b"%s+%s+%s" % (self.name, self.id.hex().encode(),
                              base64.b64encode(b"\1" + self.public))

    def note(self, text):
        return text + b"\n" + DASH + self.name + b" " + base64.b64encode(
            self.id + sign(self.seed, text)[0]) + b"\n"


def origin(files):
    return re.search(rb"\nlog (\S+)\n", files["programme"]).group(1)


def relog(files, order, key):
    """A log of these entries, by names of files, and proofs of each."""
    entries = [files[n] for n in order]
    hashes = [leaf(e) for e in entries]
    head = key.note(b"%s\n%d\n%s\n" % (origin(files), len(hashes),
                                       base64.b64encode(root(hashes))))
    for n in [n for n in files if n.startswith(("proofs/", "batch/", "keys-"))]:
        del files[n]
    for i, e in enumerate(entries):
        lines = [base64.b64encode(h) for h in path(hashes, i)]
        files["proofs/%d.tlog-proof" % i] = b"\n".join(
            [b"c2sp.org/tlog-proof@v1", b"index %d" % i] + lines) + b"\n\n" + head
        if i >= 2:
            name = "keys-%d" if e.startswith(b"telltale/v1/keys\n") else "batch/%d"
            files[name % i] = e


def batches(files):
    names = [n for n in files if n.startswith("batch/")]
    return ["programme", "keys"] + sorted(names, key=lambda n: int(n[6:]))


def forged_batch(files, statement, name, keys=None):
    """A batch of one statement, and that in place of the file `name`."""
    salt = os.urandom(32)
    last = files[batches(files)[-1]]
    new = re.sub(rb"\ndepth \d+\nset [0-9a-f]+", b"\ndepth 0\nset " + leaf(
        b"telltale/v1/leaf\n" + salt + statement).hex().encode(), last)
    if keys:
        new = re.sub(rb"\nkeys [0-9a-f]+", b"\nkeys " + sha(keys).hex().encode(), new)
    files[name] = (b"telltale/v1/set-proof\nsalt " + base64.b64encode(salt) +
                   b"\nindex 0\n\n" + statement)
    files["batch/forged"] = new
    return "batch/forged"


def statement_of(files, pattern):
    return files[find(files, pattern)].split(b"\n\n", 1)[1]


def text_of(statement):
    return statement.split(b"\n\n")[0] + b"\n"


def batch_with(files, pattern):
    """The batch to whose root a statement leads."""
    head, st = files[find(files, pattern)].split(b"\n\n", 1)
    lines = head.split(b"\n")
    index = int(lines[2][6:])
    h = leaf(b"telltale/v1/leaf\n" + base64.b64decode(lines[1][5:]) + st)
    for l in lines[3:]:
        p = base64.b64decode(l)
        h, index = (node(p, h) if index & 1 else node(h, p)), index >> 1
    return next(n for n in files if n.startswith("batch/") and h.hex().encode() in files[n])


# The ways.  Without any key: what a partner, or whoever has a bundle, can do.

def unlisted(f, arg):
    "3"
    f["text/more.md"] = b"and more\n"
    f["keep-manifest"] = b"1"

def changed(f, arg):
    "3"
    f["terms"] += b"\n"
    f["keep-manifest"] = b"1"

def keys_withheld(f, arg):
    "3"
    del f["keys"]

def proof_renamed(f, arg):
    "4"
    name = find(f, r"proofs/[2-9]\d*\.tlog-proof")
    f["proofs/999.tlog-proof"] = f.pop(name)

def log_signature(f, arg):
    "4"
    for n in [n for n in f if n.startswith("proofs/")]:
        lines = f[n].split(b"\n")
        lines[-2] = lines[-2][:-12] + b"AAAAAAAAAAA="
        f[n] = b"\n".join(lines)

def batch_altered(f, arg):
    "5"
    alter(f, r"batch/\d+", rb"\nset [0-9a-f]{8}", b"\nset 00000000")

def receipt_altered(f, arg):
    "6"
    alter(f, r"statements/receipt-1\.set-proof", rb"\ncopy [0-9a-f]{8}", b"\ncopy 00000000")

def finding_altered(f, arg):
    "6"
    alter(f, r"statements/finding-1\.set-proof", rb"\nsuspect \d+", b"\nsuspect 7")

def observed_withheld(f, arg):
    "8"
    del f[find(f, r"statements/observed-1\.set-proof")]

def terms_altered(f, arg):
    "8"
    f["terms"] += b"and be silent.\n"

def leaf_altered(f, arg):
    "10"
    alter(f, r"copy\.set-proof", rb"\nholder \d+", b"\nholder 7")

def anothers_receipt(f, other):
    "10"
    o = read(other)
    for n in [n for n in f if re.match(r"statements/(receipt|reader|partner|copies|wave)-", n)]:
        del f[n]
    for n in o:
        if re.match(r"statements/(receipt|reader|partner|copies|wave)-", n):
            f[n] = o[n]
        elif n.startswith(("batch/", "proofs/")):
            f.setdefault(n, o[n])
        elif n.startswith("copies/"):
            f["copy.set-proof"] = o[n]
        elif n.startswith("agreed/"):
            f["terms"] = o[n]

def anothers_row(f, arg):
    "11"
    alter(f, r"holder-key/\d+", rb"\nkey [0-9a-f]{64}", b"\nkey " + b"5a" * 32)

def biases(f, arg):
    "11"
    f["bias-key"] = b"5a" * 32 + b"\n"

def sites_altered(f, arg):
    "11"
    f["sites"] = f["sites"][:5] + bytes([f["sites"][5] ^ 1]) + f["sites"][6:]

def another_holder(f, arg):
    "11"
    name = find(f, r"copy-key/\d+")
    f[name] = re.sub(rb"\nholder \d+", b"\nholder 7", f[name])

def text_altered(f, arg):
    "13"
    alter(f, r"text/.*", rb"\{\{(\w)", rb"{{x\1")

def observations_altered(f, arg):
    "13"
    alter(f, r"observations", rb'"symbol":0', b'"symbol":1')

# With the hub: its database, its log's key, and so any log it likes.

def hub_receipt(f, key):
    "7"
    text = text_of(statement_of(f, r"statements/receipt-1\.set-proof"))
    made = Key(re.search(rb"\n" + DASH + rb"(\S+) ", statement_of(
        f, r"statements/receipt-1\.set-proof")).group(1), os.urandom(32))
    b = forged_batch(f, made.note(text), "statements/receipt-1.set-proof")
    relog(f, batches({n: f[n] for n in f if n != b}) + [b], Key.read(key))

def hub_reader(f, key):
    "7"
    st = statement_of(f, r"statements/reader-1\.set-proof")
    b = forged_batch(f, re.sub(rb"\npartner [0-9a-f]{8}", b"\npartner 00000000", st),
                     "statements/reader-1.set-proof")
    order = batches({n: f[n] for n in f if n != b})
    relog(f, order[:2] + [b] + order[2:], Key.read(key))

def hub_first_keys(f, key):
    "7"
    mine = Key(origin(f) + b"/o/mallory", os.urandom(32))
    log = Key.read(key)
    text = text_of(f["keys"])
    text = re.sub(rb"key (officer|publisher|counsel) [^\n]+\n", b"", text)
    own = sorted([b"key log " + log.vkey(), b"key officer " + mine.vkey(),
                  b"key publisher " + mine.vkey()])
    lines = [l for l in text.split(b"\n") if l and not l.startswith(b"key log")]
    keys = mine.note(b"\n".join(sorted_keys(lines, own)) + b"\n")
    finding = mine.note(re.sub(rb"\nsuspect \d+", b"\nsuspect 7", text_of(
        statement_of(f, r"statements/finding-1\.set-proof"))))
    b = forged_batch(f, finding, "statements/finding-1.set-proof", keys)
    f["keys-forged"] = keys
    order = batches({n: f[n] for n in f if n != b})
    relog(f, order + ["keys-forged", b], log)

def sorted_keys(lines, own):
    plain = [l for l in lines if not l.startswith(b"key ")]
    return plain + sorted([l for l in lines if l.startswith(b"key ")] + own)

def hub_codebook(f, key):
    "7"
    log = Key.read(key)
    st = re.sub(rb"\ncommitment [0-9a-f]{8}", b"\ncommitment 00000000", text_of(
        statement_of(f, r"statements/codebook-1\.set-proof")))
    b = forged_batch(f, log.note(st), "statements/codebook-1.set-proof")
    relog(f, batches({n: f[n] for n in f if n != b}) + [b], log)

def hub_finding(f, key):
    "7"
    log = Key.read(key)
    st = re.sub(rb"\nverdict \w+", b"\nverdict strong", text_of(
        statement_of(f, r"statements/finding-1\.set-proof")))
    b = forged_batch(f, log.note(st), "statements/finding-1.set-proof")
    relog(f, batches({n: f[n] for n in f if n != b}) + [b], log)

def hub_other_keys(f, key):
    "5"
    name = batches(f)[-1]
    f[name] = re.sub(rb"\nkeys [0-9a-f]{8}", b"\nkeys 00000000", f[name])
    relog(f, batches(f), Key.read(key))

def moved(f, key, first, after):
    """The batch of one statement behind that of another."""
    order = batches(f)
    x, y = batch_with(f, first), batch_with(f, after)
    order.remove(x)
    order.insert(order.index(y) + 1, x)
    relog(f, order, Key.read(key))

# What stands in one batch moves together: then a link breaks first.

def hub_late_codebook(f, key):
    "8 9"
    moved(f, key, r"statements/codebook-1\.set-proof", r"statements/observed-1\.set-proof")

def hub_late_copies(f, key):
    "8 9"
    moved(f, key, r"statements/copies-1\.set-proof", r"statements/receipt-1\.set-proof")

def hub_late_case(f, key):
    "8 9"
    moved(f, key, r"statements/case-1\.set-proof", r"statements/observed-1\.set-proof")

def hub_late_reader(f, key):
    "8"
    moved(f, key, r"statements/reader-1\.set-proof", r"statements/receipt-1\.set-proof")

def hub_relogs(f, key):
    "0"
    relog(f, batches(f), Key.read(key))


ways = {n: f for n, f in list(globals().items())
        if callable(f) and getattr(f, "__doc__", None) and f.__doc__.replace(" ", "").isdigit()}

# Cosignatures: the same log, in front of a verifier who asks for a witness.

def cosigned(files, witness, damage=lambda line: line):
    """Each proof's checkpoint with that witness's line."""
    out = dict(files)
    for n in [n for n in files if n.startswith("proofs/")]:
        head, text, lines = files[n].split(b"\n\n", 2)
        ident = sha(witness.name + b"\n\4" + witness.public)[:4]
        message = b"cosignature/v1\ntime 1773162000\n" + text + b"\n"
        line = DASH + witness.name + b" " + base64.b64encode(
            ident + (1773162000).to_bytes(8, "big") + sign(witness.seed, message)[0])
        out[n] = head + b"\n\n" + text + b"\n\n" + lines + damage(line) + b"\n"
    return out


def witnessed(bundle, folder, key, policy):
    w = Key(b"witness.example/w", os.urandom(32))
    ident = sha(w.name + b"\n\4" + w.public)[:4]
    with open(os.path.join(folder, "policy"), "wb") as f:
        f.write(re.sub(rb"quorum .*", b"witness w %s+%s+%s\nquorum w" % (
            w.name, ident.hex().encode(), base64.b64encode(b"\4" + w.public)),
            open(policy, "rb").read()))
    forked = dict(bundle)
    relog(forked, batches(forked), Key.read(key))
    other = Key(w.name, os.urandom(32))
    for name, step, files in [
            ("witness_signs", 0, cosigned(bundle, w)),
            ("witness_missing", 4, bundle),
            ("witness_replaced", 4, cosigned(bundle, w, lambda l: l[:-12] + b"AAAAAAAAAAA=")),
            ("witness_another", 4, cosigned(bundle, other)),
            ("witness_sees_no_fork", 4, forked)]:
        write(os.path.join(folder, name + ".tar"), dict(files))
        print(name, step)


# Of a bulletin that was revised, with the copy.  Without it the texts are read
# at check 13.

revised = {}


def revision(f):
    revised["revised_" + f.__name__] = f
    return f


def swap(f, a, b):
    f[a], f[b] = f[b], f[a]


@revision
def texts_swapped(f):
    "12"
    for n in [n for n in f if n.startswith("before/1/")]:
        swap(f, n, n.replace("before/1/", "before/2/"))


@revision
def order_swapped(f):
    "9"
    texts_swapped(f)
    swap(f, "statements/codebook-1.set-proof", "statements/codebook-2.set-proof")


@revision
def older_text_altered(f):
    "12"
    alter(f, "before/1/text/advisory.md", b"the", b"a")


@revision
def text_withheld(f):
    "12"
    del f["before/2/parts"]


@revision
def codebook_withheld(f):
    "9 12"
    f["statements/codebook-2.set-proof"] = f.pop("statements/codebook-3.set-proof")


@revision
def sites_cut(f):
    "11"
    n = int.from_bytes(f["sites"][:4], "little") - 1
    f["sites"] = n.to_bytes(4, "little") + f["sites"][4:4 + 10 * n]


@revision
def had_less(f):
    "11 13"
    alter(f, "holder-key/.*", b"profile [a-z-]+\n", b"")


if __name__ == "__main__":
    good, folder, key, other, policy = sys.argv[1:6]
    bundle = read(good)
    if "before/2/parts" in bundle:
        for name, way in revised.items():
            forged = dict(bundle)
            way(forged)
            write(os.path.join(folder, name + ".tar"), forged)
            print(name, way.__doc__)
        sys.exit()
    for name, way in ways.items():
        forged = dict(bundle)
        way(forged, key if name.startswith("hub_") else other)
        write(os.path.join(folder, name + ".tar"), forged)
        print(name, way.__doc__)
    witnessed(bundle, folder, key, policy)
