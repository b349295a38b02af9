# SPDX-License-Identifier: ISC
"""portal_vectors.py SITE: the page's modules on the vectors in SITE/data, run
in a browser; a line of ok or not_ok, a tab and a fact for each.

What the modules export is called as the pages call it; nothing of it is
written again here.
"""
import functools
import http.server
import json
import os
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "tools"))
from browser import Browser  # noqa: E402

ARCHIVES = """(async () => {
  const { readArchive } = await import("/archive.js");
  const get = async p => new Uint8Array(await (await fetch(p)).arrayBuffer());
  const at = "/data/age/tar/";
  const rows = new TextDecoder().decode(await get(at + "MANIFEST.tsv"))
      .trim().split("\\n").slice(1).map(r => r.split("\\t"));
  const out = [];
  for (const [file, want, why] of rows) {
    const tar = await get(at + file);
    let got = "ok";
    try { readArchive(tar); } catch (e) { got = e.message; }
    out.push([got === want, "archive " + file + ": " + why + " (" + want +
        (got === want ? "" : ", not " + got) + ")"]);
  }
  return out;
})()"""

PROOFS = """(async () => {
  const { included, follows } = await import("/merkle.js");
  const { unbase64 } = await import("/bytes.js");
  const get = async p => (await fetch("/data/ledger/" + p)).json();
  const out = [];
  const judge = async act => {
    try { return await act(); } catch { return false; }
  };
  for (const [i, v] of (await get("inclusion.json")).entries())
    out.push([v.valid === await judge(() => included(unbase64(v.leaf_hash),
        v.index, v.size, v.proof.map(unbase64), unbase64(v.root))),
        "inclusion " + i + ": " + v.name]);
  for (const [i, v] of (await get("consistency.json")).entries())
    if (v.old_size !== 0)
      out.push([v.valid === await judge(() => follows(v.old_size,
          unbase64(v.old_root), v.new_size, unbase64(v.new_root),
          v.proof.map(unbase64))), "consistency " + i + ": " + v.name]);
  return out;
})()"""

LOGS = """(async () => {
  const { Log } = await import("/log.js");
  const { openCheckpoint, parsePolicy } = await import("/policy.js");
  const keys = await (await fetch("/data/ledger/keys.json")).json();
  const policy = await parsePolicy("log " + keys[0].vkey + "\\nquorum none\\n");
  const out = [];
  const open = async (name, file) => {
    const file_of = async p => {
      const a = await fetch("/data/ledger/" + name + p);
      return a.ok ? new Uint8Array(await a.arrayBuffer()) : null;
    };
    const note = new TextDecoder().decode(await file_of("/" + file));
    return new Log(await openCheckpoint(policy, note), file_of);
  };
  for (const name of ["log-5", "log-256", "log-300"]) {
    const log = await open(name, "checkpoint");
    let good = 0;
    for (let i = 0; i < log.head.size; i++)
      good += await log.entry(i) === "entry-" + i;
    out.push([good === log.head.size, name + ": every entry is in it"]);
  }
  const now = await open("log-300", "checkpoint");
  const then = await open("log-300", "checkpoint.at-256");
  const five = await open("log-5", "checkpoint");
  out.push([await now.continues(then.head), "log-300 continues its past"]);
  out.push([await now.continues(five.head), "and a past of five"]);
  out.push([!await then.continues(now.head), "the past not what came later"]);
  out.push([!await now.continues({ ...then.head, root: five.head.root }),
      "another past is none of it"]);
  return out;
})()"""

CHAIN = """(async () => {
  const { openLogProof, openSetProof } = await import("/proof.js");
  const { openCheckpoint, parsePolicy } = await import("/policy.js");
  const { checkAuthority } = await import("/authority.js");
  const { parseStatement } = await import("/statement.js");
  const get = async p => (await fetch("/data/ledger/" + p)).text();
  const known = JSON.parse(await get("keys.json"));
  const values = JSON.parse(await get("chain/values.json"));
  const witness = n => "witness w" + n + " " + known[n].vkey + "\\n";
  const log = "log " + known[0].vkey + "\\n";
  const both = await parsePolicy(log + witness(1) + witness(2) +
      "group g all w1 w2\\nquorum g\\n");
  const out = [];
  const holds = async (what, act) => {
    let why = "";
    try { await act(); } catch (e) { why = e.message; }
    out.push([why === "", what + (why && ": " + why)]);
  };
  const fails = async (what, act) => {
    let failed = false;
    try { await act(); } catch { failed = true; }
    out.push([failed, what]);
  };
  const batches = {};
  for (const b of ["batch-1", "batch-2", "batch-3"])
    await holds(b + " is in the log, cosigned by both", async () => {
      batches[b] = await get("chain/" + b);
      await openLogProof(await get("chain/" + b + ".tlog-proof"), batches[b],
          both);
    });
  const keys = parseStatement(await get("chain/keys"), "keys");
  await holds("programme and keys are signed by all officers", async () => {
    await checkAuthority(parseStatement(await get("chain/programme"),
        "programme"), keys);
    await checkAuthority(keys, keys);
  });
  const found = {};
  const search = async kind => {
    const file = await get("chain/" + kind + ".set-proof");
    const sets = kind === "copy" ? [found.copies] : Object.values(batches)
        .map(b => parseStatement(b, "batch"));
    for (const s of sets) {
      try {
        const { leaf, statement } = await openSetProof(file, kind, s);
        found[kind] = statement;
        return leaf;
      } catch { /* another batch's */ }
    }
    throw new Error("in no set");
  };
  for (const kind of ["reader", "codebook", "wave", "copies", "receipt",
      "copy"])
    await holds(kind + " has its place and its leaf", async () => {
      if (await search(kind) !== values.leaf_hashes[kind])
        throw new Error("another leaf");
    });
  for (const kind of ["codebook", "wave", "copies"])
    await holds(kind + " is signed by whom it must be", () =>
        checkAuthority(found[kind], keys));
  const proof = await get("chain/batch-1.tlog-proof");
  const head = proof.slice(proof.indexOf("\\n\\n") + 2);
  const alone = head.split("\\n").filter(l => !l.includes(" witness."))
      .join("\\n");
  await fails("without its witnesses a head is not enough", () =>
      openCheckpoint(both, alone));
  await holds("where none is asked for it is", async () =>
      openCheckpoint(await parsePolicy(log + "quorum none\\n"), alone));
  await fails("a witness's line that is falsified refuses it all", () =>
      openCheckpoint(both, head.replace(/(witness\\S+ ....)(.)/,
          (_, a, c) => a + (c === "A" ? "B" : "A"))));
  await fails("a batch that is another is in no log", () =>
      openLogProof(proof, batches["batch-2"], both));
  out.push([true, "whole programme"]);
  return out;
})()"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    extensions_map = {".js": "text/javascript", ".html": "text/html"}

    def log_message(self, *_):
        pass


def main(site):
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    browser = Browser.start()
    try:
        # a secure context too, by its name
        browser.goto("http://localhost:%d/" % server.server_port)
        for what in ARCHIVES, PROOFS, LOGS, CHAIN:
            facts = browser.js_async(what)
            if isinstance(facts, dict):
                print("not_ok\t" + json.dumps(facts))
                continue
            for yes, name in facts:
                print("%s\t%s" % ("ok" if yes else "not_ok", name))
    finally:
        browser.stop()


main(sys.argv[1])
