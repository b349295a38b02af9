#!/bin/bash
# SPDX-License-Identifier: ISC
# stories-site: the operator's three, specs/stories.md: SO-1 install, watch,
# upgrade; SO-2 back up and restore; SO-3 the box is taken.
. "$(dirname "$0")/lib.sh"
one_clock

# A database as an earlier version made it: the first so many migrations and
# the rows that fit; `older DB VERSION`.
older() {
	python3 - "$1" "$2" "$root/src/store/schema" <<'PY'
import os, sqlite3, sys
path, version, schema = sys.argv[1], int(sys.argv[2]), sys.argv[3]
new = path + ".older"
db = sqlite3.connect(new)
db.execute("PRAGMA foreign_keys = OFF")
for i in range(1, version + 1):
    db.executescript(open("%s/hub-%03d.sql" % (schema, i)).read())
db.execute("ATTACH ? AS now", (path,))
tables = [r[0] for r in db.execute("SELECT name FROM main.sqlite_schema WHERE "
          "type = 'table' AND name NOT LIKE 'sqlite_%'")]
for t in tables:
    both = [c[1] for c in db.execute("PRAGMA main.table_info(%s)" % t)]
    db.execute("INSERT INTO main.%s (%s) SELECT %s FROM now.%s"
               % (t, ", ".join(both), ", ".join(both), t))
db.commit()
db.execute("DETACH now")
db.execute("PRAGMA user_version = %d" % version)
db.commit()
db.close()
os.chmod(new, 0o600)
for end in ("-wal", "-shm"):
    if os.path.exists(path + end):
        os.remove(path + end)
os.rename(new, path)
PY
}
version() {
	python3 - "$H/hub.db" <<'PY'
import sqlite3, sys
db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
print(db.execute("PRAGMA user_version").fetchone()[0])
PY
}
newest=$(ls "$root"/src/store/schema/hub-0*.sql | wc -l)
is_version() { [ "$(version)" = "$1" ]; }
# A kill in the midst of a migration: its pages are in the log beside the
# file, and nothing says that they hold.
half_a_migration() { # VERSION
	python3 - "$H/hub.db" "$root/src/store/schema/hub-$1.sql" <<'PY'
import os, re, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA journal_mode = WAL")
db.execute("PRAGMA cache_size = 1")
db.execute("PRAGMA cache_spill = 1")
db.execute("BEGIN IMMEDIATE")
text = re.sub("--.*", "", open(sys.argv[2]).read())
for statement in text.split(";"):
    if statement.strip():
        db.execute(statement)
db.execute("CREATE TABLE filler (x)")
db.executemany("INSERT INTO filler VALUES (zeroblob(4000))", [()] * 64)
os._exit(137)
PY
}
hub_knows() { grep -qe "$1" "$dir/hub.log"; }
fetch() { curl -sS --max-time 10 "$@"; }
# The text format of metrics, strictly: every sample has its HELP and TYPE,
# nothing stands twice, and a value is a number.
strict() {
	python3 - "$1" <<'PY'
import re, sys
name = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
label = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"'
sample = re.compile(r"(%s)(\{%s(?:,%s)*\})? (-?[0-9]+)$" % (name, label, label))
text = open(sys.argv[1]).read()
assert text.endswith("\n")
helped, typed, seen = set(), {}, set()
for line in text.split("\n")[:-1]:
    if line.startswith("# HELP "):
        n = line.split(" ", 3)[2]
        assert n not in helped and re.fullmatch(name, n), line
        helped.add(n)
    elif line.startswith("# TYPE "):
        _, _, n, kind = line.split(" ")
        assert n in helped and n not in typed and kind in ("gauge", "counter")
        assert (kind == "counter") == n.endswith("_total"), line
        typed[n] = kind
    else:
        m = sample.match(line)
        assert m and m.group(1) in typed, line
        assert m.group(1, 2) not in seen, line
        assert typed[m.group(1)] != "counter" or int(m.group(3)) >= 0
        seen.add(m.group(1, 2))
assert {n for n, _ in seen} <= set(typed) and len(seen) > 20
PY
}

programme
people
draft "$dir/draft" 600 6000
seal "$dir/draft"
publish

# SO-1: watch.

meter=127.0.0.1:$(free_port)
echo "metrics $meter" >>"$H/telltale.conf"
hub_stop
must hub_start
fact "SO-1 health is served on an address of its own" \
    fetch -f "http://$meter/health"
also "SO-1 and says ok" printed '^ok$'
fact "SO-1 metrics, too" fetch -f -o "$dir/metrics" "http://$meter/metrics"
fact "SO-1 metrics are in the text format, strictly" strict "$dir/metrics"
also "SO-1 a batch was signed not long ago" \
    grep -q '^telltale_hub_checkpoint_timestamp_seconds [1-9]' "$dir/metrics"
heard() {
	fetch -f -o "$dir/metrics" "http://$meter/metrics" &&
	    grep -q 'keeper_heard.*{keeper="01"} [1-9]' "$dir/metrics"
}
fact "SO-1 when the keeper was heard last" until_true 10 heard
names() {
	json "$dir/seal.json" \
	    "'\n'.join([d['id']] + [r['name'] for r in d['readers']] + ['alder', 'EX-2026-014'])"
}
names >"$dir/names"
exits 1 "SO-1 no partner, reader or bulletin is named in metrics" \
    grep -iFf "$dir/names" "$dir/metrics"
fetch -o "$dir/page" -k -w '%{http_code}' "$url/metrics" >"$dir/code"
also "SO-1 partners are not served metrics" grep -q 404 "$dir/code"
fetch -o "$dir/page" -w '%{http_code}' "http://$meter/checkpoint" >"$dir/code"
also "SO-1 and the other address has nothing else" grep -q 404 "$dir/code"
hub_stop
sed -i "s/^metrics .*/metrics 0.0.0.0:0/" "$H/telltale.conf"
exits 3 "SO-1 metrics for other machines are refused" telltaled -C "$H"
also "SO-1 with the reason" said 'no loopback address'
sed -i "s/^metrics .*/metrics $meter/" "$H/telltale.conf"

# SO-1: upgrade.

must hub_start
before=$(ls "$H" | grep -v -e -wal -e -shm)
fact "SO-1 a check beside a hub at work" telltaled -C "$P" --check
also "SO-1 says that nothing is to be done" printed "version $newest, this"
also "SO-1 and leaves nothing behind" \
    [ "$before" = "$(ls "$H" | grep -v -e -wal -e -shm)" ]
hub_stop
must older "$H/hub.db" 1
cp "$H/hub.db" "$dir/of-version-1"
remember "$H"
fact "SO-1 a check before an upgrade" telltaled -C "$H" --check
also "SO-1 names each migration" printed '^note *migration *2: embargoes'
also "SO-1 the room on the disk" printed '^good *disk *[0-9]* MiB free'
also "SO-1 and changed nothing" unchanged
fact "SO-1 a check as JSON" telltaled -C "$H" --check --json
also "SO-1 has a format" \
    [ "$(json "$dir/out" 'd["format"], d["state"]')" = \
    "('telltale-hub-check/1', 'note')" ]
echo 'colour green' >>"$H/telltale.conf"
exits 1 "SO-1 a check finds what telltale.conf may not have" \
    telltaled -C "$H" --check
also "SO-1 and names it" printed '^bad .*nothing is called colour'
sed -i /^colour/d "$H/telltale.conf"
chmod 644 "$H/log.sign"
exits 1 "SO-1 a key that others may read" telltaled -C "$H" --check
chmod 600 "$H/log.sign"

# No batch while the test looks: the clock stands until the next one is due.
exits 1 "SO-1 without an upgrade nothing can be undone" \
    telltaled -C "$H" --undo-upgrade
half_a_migration 002
also "SO-1 a migration is stopped half way" [ -s "$H/hub.db-wal" ]
sed -i 's/^keeper /#keeper /' "$H/telltale.conf"
fact "SO-1 a hub starts where a migration was killed" hub_start
also "SO-1 all migrations are done" is_version "$newest"
also "SO-1 and it said so" hub_knows 'upgrading the database.*from=1'
also "SO-1 what was before is kept" [ -f "$H/hub.db.before" ]
exits 75 "SO-1 nothing is undone below a hub at work" \
    telltaled -C "$H" --undo-upgrade
written() { [ "$(entries)" -gt "$1" ]; }
entries() {
	fetch "http://$meter/metrics" | sed -n 's/^telltale_hub_ledger_entries //p'
}
had=$(entries)
must until_true 10 written "$had"
hub_stop
exits 4 "SO-1 after a write there is no way back" \
    telltaled -C "$H" --undo-upgrade
also "SO-1 and why" said 'written since, and that would be lost'
also "SO-1 the database is as it was" is_version "$newest"
sed -i 's/^#keeper /keeper /' "$H/telltale.conf"
must older "$H/hub.db" 1
sed -i 's/^listen /#listen /' "$H/telltale.conf"	# starts, and serves nobody
exits 3 "SO-1 an upgrade, and the first look at it" telltaled -C "$H"
also "SO-1 migrated" is_version "$newest"
fact "SO-1 the way back before the first write" \
    telltaled -C "$H" --undo-upgrade
also "SO-1 the version of before" is_version 1
exits 3 "SO-1 and the upgrade once more" telltaled -C "$H"
sed -i 's/^#listen /listen /' "$H/telltale.conf"
must hub_start
fact "SO-1 after all that the log verifies" telltale -C "$V" log verify

# SO-1: the package.

units="hub keeper witness"
fact "SO-1 the package is built" env -u LD_PRELOAD "$root/scripts/package" -o "$dir/deb" "$build"
deb=$(cat "$dir/out")
fact "SO-1 and again, with the same bytes" env -u LD_PRELOAD sh -c "
    '$root/scripts/package' -o '$dir/deb2' '$build' && cmp '$deb' '$dir'/deb2/*"
fact "SO-1 it names what it needs" dpkg-deb -f "$deb" Depends
also "SO-1 the libraries of the hub" printed 'libmicrohttpd12.*libsodium23'
dpkg-deb -c "$deb" >"$dir/list"
also "SO-1 nothing in it is writable for others, or another's than root's" \
    [ -z "$(grep -ve '^[-d]rw[x-]r-[x-]r-[x-] root/root ' "$dir/list")" ]
must dpkg-deb -x "$deb" "$dir/x"
must dpkg-deb -e "$deb" "$dir/x/control"
fact "SO-1 its sums hold" sh -c \
    "cd '$dir/x' && md5sum --quiet -c control/md5sums"
for script in postinst prerm postrm; do
	fact "SO-1 $script is a shell's" sh -n "$dir/x/control/$script"
done
fact "SO-1 its configuration is kept in upgrades" \
    grep -qx /etc/telltale/services.conf "$dir/x/control/conffiles"
fact "SO-1 its users are made" env -u LD_PRELOAD systemd-sysusers \
    --root="$dir/x" telltale.conf
also "SO-1 who cannot log in" \
    [ "$(grep -c '^telltale.*:/usr/sbin/nologin$' "$dir/x/etc/passwd")" = 2 ]
for unit in $units; do
	file=$dir/telltale-$unit.service
	# with the names of users that this machine has
	sed -e "s,ExecStart=,&$dir/x," -e 's/^User=.*/User=daemon/' \
	    -e 's/^Group=.*/Group=daemon/' \
	    "$dir/x/lib/systemd/system/telltale-$unit.service" >"$file"
	fact "SO-1 systemd takes telltale-$unit.service" env -u LD_PRELOAD \
	    systemd-analyze verify --man=no --recursive-errors=no "$file"
	also "SO-1 and says nothing about it" [ ! -s "$dir/err" ]
	fact "SO-1 which exposes little" env -u LD_PRELOAD systemd-analyze \
	    security --offline=true --threshold=20 "$file"
done
# As the unit starts it, with the shipped configuration and one line changed.
hub_stop
sed "s,^#HUB_FOLDER=.*,HUB_FOLDER=$H," "$dir/x/etc/telltale/services.conf" \
    >"$dir/services.conf"
fact "SO-1 one line of the configuration is changed" \
    grep -qx "HUB_FOLDER=$H" "$dir/services.conf"
packaged() {
	(
		set -f
		eval "$(sed -n 's/^Environment=//p' "$1" | tr ' ' '\n')"
		. "$dir/services.conf"
		eval "exec $(sed -n 's/^ExecStart=//p' "$1") >\"\$dir/hub.out\" \
		    2>>\"\$dir/hub.log\""
	) &
	hub_pid=$!
	until_true 10 grep -q listening "$dir/hub.out"
}
: >"$dir/hub.out"
fact "SO-1 the packaged hub starts" packaged "$dir/telltale-hub.service"
hub_stop
must hub_start

# SO-2: a backup from a hub at work.

fact "SO-2 a backup beside a hub at work" telltaled -C "$P" --backup "$dir/b1"
also "SO-2 says of how many entries" printed 'a ledger of [0-9]* entries'
also "SO-2 its sums hold, by another program" \
    sh -c "cd '$dir/b1' && sha256sum --quiet -c SHA256SUMS"
also "SO-2 nobody else may read it" \
    [ -z "$(find "$dir/b1" -perm /077 -print)" ]
also "SO-2 the notary's state is not in it" [ ! -e "$dir/b1/notary" ]
exits 3 "SO-2 nothing is overwritten" telltaled -C "$P" --backup "$dir/b1"

now_open() { as alder-1 open "$id" -o "$dir/opened"; }
wait_for $((first + 1))
fact "SO-2 after the backup a reader opens" now_open
must until_proven as alder-1 receipts
must telltale -C "$V" vault check
fact "SO-2 another backup" telltaled -C "$P" --backup "$dir/b2"
hub_stop

# The same disk, its notary lost with it: an older state.
mv "$H" "$dir/lost"
exits 5 "SO-2 a backup that was changed is refused" sh -c "
    cp -r '$dir/b1' '$dir/b3' && echo x >>'$dir/b3/tls.crt' &&
    telltaled -C '$H' --restore '$dir/b3'"
also "SO-2 and leaves nothing" [ ! -e "$H" ]
fact "SO-2 an older backup is restored" telltaled -C "$H" --restore "$dir/b1"
also "SO-2 which says what it cannot know" said 'the notary was lost'
must hub_start
exits 5 "SO-2 the vault notices an older state" telltale -C "$V" log verify
exits 5 "SO-2 a reader notices it" as alder-1 inbox
exits 1 "SO-2 what was lost is named from the vault's memory" \
    telltale -C "$V" hub lost --json
also "SO-2 the entries" \
    [ "$(json "$dir/out" 'd["seen_size"] > d["hub_size"] > 0')" = True ]
also "SO-2 and the reader's receipt" \
    [ "$(json "$dir/out" "[r['about'] for r in d['lost'] if r['kind'] == 'receipt']")" = "['$id']" ]
hub_stop
rm -rf "$H"
fact "SO-2 the newest backup is restored" telltaled -C "$H" --restore "$dir/b2"
must hub_start
fact "SO-2 the vault goes on" until_true 20 telltale -C "$V" log verify
fact "SO-2 nothing is lost" telltale -C "$V" hub lost
fact "SO-2 the reader's receipt is there" as alder-1 receipts
also "SO-2 proven" printed proven
hub_stop

# A notary on another disk.
cp "$H/notary" "$dir/notary"
sed -i "1a notary $dir/notary" "$H/telltale.conf" && rm "$H/notary"
must hub_start
must telltaled -C "$P" --backup "$dir/b4"
had=$(entries)
must until_true 10 written "$had"
hub_stop
mv "$H" "$dir/whole"
must telltaled -C "$H" --restore "$dir/b4"
exits 5 "SO-2 a notary that survived stops an older hub" telltaled -C "$H"
also "SO-2 with both sizes" said 'the notary has size [0-9]*, the database'
exits 5 "SO-2 a check says it before" telltaled -C "$H" --check
also "SO-2 as an alarm" printed '^alarm *notary'

# SO-3: somebody was in the hub.  This copy of its folder is what they have.
rm -rf "$H"
cp -r "$dir/whole" "$dir/taken"
mv "$dir/whole" "$H"
fact "SO-3 step 1: the folder as it was found is kept" \
    telltaled -C "$H" --backup "$dir/b5"
rm -rf "$H"
fact "SO-3 step 2: a hub on another machine" \
    telltaled -C "$H" --restore "$dir/b5"
also "SO-3 whose notary was elsewhere, and goes on" [ ! -s "$dir/err" ]
fact "SO-3 step 2: its ledger is the one that was signed" \
    telltaled -C "$H" --check
nothing_of_it() { # TEXT...
	local text
	for text; do
		! grep -rqaF -e "$text" "$dir/taken" || return 1
	done
}
# what the bulletin says, word by word where it has no marks, and its title
grep -ho '[A-Za-z ]\{24,\}' "$dir/draft/advisory.md" "$dir/draft/poc.py" \
    "$dir/draft/rule.yml" | sort -u >"$dir/said"
mapfile -t said_there <"$dir/said"
fact "SO-3 the thief has names of partners" \
    grep -rqaF "Alder Research" "$dir/taken"
also "SO-3 but not of readers, nor their addresses" nothing_of_it \
    u@alder.example n@cedar.example "Uma" "Farah"
also "SO-3 and nothing of what a bulletin says" \
    nothing_of_it "Lantern Mail" "EX-2026-014" "${said_there[@]}"
also "SO-3 which is a good deal" [ "${#said_there[@]}" -gt 5 ]
outer=0
opens_any() {
	local key copy
	for key in "$dir"/home/*/me.key; do
		for copy in "$dir"/taken/copies/*; do
			age -d -i "$key" "$copy" >"$dir/inner" 2>"$dir/err" ||
			    continue
			outer=$((outer + 1))
			if age -d -i "$key" "$dir/inner" >"$dir/plain" \
				2>"$dir/err"; then
				return 0
			fi
		done
	done
	return 1
}
exits 1 "SO-3 no copy opens with all readers' keys and no wave's" opens_any
also "SO-3 though the outer layer did" [ "$outer" -gt 2 ]
sealed_to() { ls "$dir/taken/ledger/wave" 2>/dev/null | wc -l; }
also "SO-3 of wave keys it has those that are public" [ "$(sealed_to)" = 1 ]

old_pin=$(sed -n 's/^pin //p' "$V/telltale.conf")
fact "SO-3 step 3: another TLS key" telltaled -C "$H" --new-keys
pin=$(cat "$dir/out")
also "SO-3 with another pin" [ "$pin" != "$old_pin" ]
must hub_start
exits 75 "SO-3 not below a hub at work" telltaled -C "$H" --new-keys
exits 5 "SO-3 the vault does not believe another key by itself" \
    telltale -C "$V" log verify
exits 5 "SO-3 nor the old pin any more" \
    telltale -C "$V" hub pin "$old_pin"
exits 2 "SO-3 nor half a one" telltale -C "$V" hub pin "${pin%????}"
fact "SO-3 step 4: the vault takes the new pin" telltale -C "$V" hub pin "$pin"
fact "SO-3 and finds the ledger as it was" telltale -C "$V" log verify
for r in alder-1 birch-1; do
	[ -d "$dir/home/$r" ] || continue
	fact "SO-3 step 4: so does $r" as "$r" hub pin "$pin"
done
fact "SO-3 who reads on" as alder-1 inbox

# Step 5: waves that are closed are sealed anew, the old ones gone.
old=$id
fact "SO-3 step 5: the bulletin is taken back where it is closed" \
    telltale -C "$V" retract "$old" --reason 'the hub was broken into' \
    --yes="$old"
draft "$dir/draft" 6000 6100
seal_as EX-2026-015 "$dir/draft"
fact "SO-3 and sealed anew, under new wave keys" \
    telltale -C "$V" publish "$id" --short-notice --yes="$id"
ls "$dir/taken/copies" | sort >"$dir/had"
new_ones() { ls "$H/copies" | sort | comm -13 "$dir/had" - | grep -q .; }
fact "SO-3 other copies" new_ones
also "SO-3 of another bulletin" [ "$id" != "$old" ]

fact "SO-3 step 6: whom to tell" telltale -C "$V" hub breach \
    --when "$(utc $(($(date +%s) - 3600)))" --keeper --dry-run --json
readers=$(json "$dir/out" 'd["readers"]')
also "SO-3 everybody" [ "$readers" = "$(grep -c '"email"' "$root/tests/data/partners.json")" ]
when=$(utc $(($(date +%s) - 3600)))
exits 2 "SO-3 not without a word" telltale -C "$V" hub breach --when "$when"
fact "SO-3 step 6: tell them" telltale -C "$V" hub breach --when "$when" \
    --keeper --yes="localhost:${url##*:}"
must telltale -C "$V" hub breach --when "$when" --keeper \
    --yes="localhost:${url##*:}"
breaches() {
	telltale -C "$V" notices list --json >"$dir/notices" &&
	    json "$dir/notices" "sum(r['event'] == 'breach' for r in d['notices'])"
}
fact "SO-3 once each" [ "$(breaches)" = "$readers" ]
one=$(json "$dir/notices" "[r['n'] for r in d['notices'] if r['event'] == 'breach'][0]")
fact "SO-3 it says what they have" telltale -C "$V" notices show "$one"
also "SO-3 what not" printed 'What they have not:'
also "SO-3 and what to do" printed 'telltale hub pin PIN'

# SO-2: nothing is left of the notary, but there is a witness.
W=$dir/witness
must telltale-witness init "$W" --name witness.example.net/w1 \
    --listen 127.0.0.1:0
wpin=$(sed -n 's/^pin //p' "$dir/out") wkey=$(sed -n 's/^key //p' "$dir/out")
must telltale-witness trust -C "$W" "$vkey"
wport=$(free_port)
telltale-witness -C "$W" --listen "127.0.0.1:$wport" >"$dir/witness.out" \
    2>>"$dir/witness.log" &
pids+=($!)
must until_true 10 grep -q listening "$dir/witness.out"
hub_stop
echo "witness $wkey https://127.0.0.1:$wport $wpin" >>"$H/telltale.conf"
must hub_start
cosigned() {
	fetch -f -o "$dir/metrics" "http://$meter/metrics" && grep -q \
	    'witness_cosigned.*{witness="witness.example.net/w1"} [1-9]' \
	    "$dir/metrics"
}
fact "SO-1 when a witness cosigned last" until_true 15 cosigned
also "SO-1 strictly, too" strict "$dir/metrics"
must telltaled -C "$H" --backup "$dir/b6"
had=$(entries)
must until_true 10 written $((had + 1))
hub_stop
rm -rf "$H" "$dir/notary"
must telltaled -C "$H" --restore "$dir/b6"
exits 5 "SO-2 a witness stops a hub that is older than it cosigned" \
    timeout 60 telltaled -C "$H"

# SO-1, at the end of all that: what was logged.
keeper_stop
cat "$dir"/*.log >"$dir/logged"
fact "SO-1 there are logs" [ -s "$dir/logged" ]
secrets() {
	sed -n '/^AGE-SECRET-KEY/p' "$dir"/home/*/me.key "$K"/me.key
	sed -n '/PRIVATE/!p' "$H/tls.key" | grep -v -- -----
	cat "$H/challenge.key" "$H/log.sign" "$dir"/home/*/me.sign "$K/me.sign"
	find "$dir/inv" -type f -exec sed -n 's/^token //p' {} +
	cat "$dir/said"
	echo "Lantern Mail"
}
secrets | awk 'length > 11' | sort -u >"$dir/secrets"
also "SO-1 and secrets to look for" [ "$(wc -l <"$dir/secrets")" -gt 20 ]
exits 1 "SO-1 no secret and no plaintext is in any log" \
    grep -aFf "$dir/secrets" "$dir/logged"

finish
