#!/bin/bash
# SPDX-License-Identifier: ISC
# quiet: the whole way of a bulletin, every program watched by strace; then
# its sentences and all keys are looked for wherever they must not be: with
# the hub and the keeper, in logs and in what commands say, in arguments and
# environments, in temporary files, and in whatever else was written.
. "$(dirname "$0")/lib.sh"

if ! strace -o /dev/null true 2>/dev/null; then
	skip_rest "a whole run, watched" "no strace, or no leave to trace"
fi
has_terminals || skip_rest "a whole run, watched" "no terminal, for age to ask"
spied() { python3 "$root/tests/integration/spied.py" "$@"; }
# decrypted FILE: of the vault, under its officer's passphrase
decrypted() { age -d -i "$dir/keys/officer.key" "$1"; }
# The folders that programs may write to from here on, of daemons forever.
may() { printf '%s\n' "$@" >"$SPIED/may"; }

export SPIED=$dir/spied TMPDIR=$dir/tmp
mkdir "$SPIED" "$dir/bin" "$dir/tmp" "$dir/keys" "$dir/home"
for program in telltale telltaled telltale-keeper; do
	printf '#!/bin/sh\nexec "%s/tests/tools/spied.sh" %s "%s/%s" "$@"\n' \
	    "$root" "$program" "$build" "$program" >"$dir/bin/$program"
	chmod +x "$dir/bin/$program"
done
PATH=$dir/bin:$PATH
echo "seven-lanterns burn by the mill" >"$dir/pass"
chmod 600 "$dir/pass"

# The way of a bulletin.

one_clock

port=$(free_port)
P=$dir/programme V=$P/vault H=$P/hub K=$P/keeper
may "$P" "$P.part"
must telltale init "$P" --name "Example PSIRT" --interval 1s --depth 8 \
    --hub "https://localhost:$port" --small-team --passphrase-file "$dir/pass"
may "$K"
keeper_start
must until_true 20 test -S "$K/socket"
may "$H"
must hub_start
may "$V" "$dir/inv"
vendor() { telltale -C "$V" "$@" --passphrase-file "$dir/pass"; }
must vendor partner import "$root/tests/data/partners.json"
must vendor reader add --all -o "$dir/inv"
joined() { # READER [OPTION...]
	local who=$1
	shift
	may "$dir/home"
	must as "$who" join "$dir"/inv/*--"$who.invitation" "$@"
}
for i in "$dir"/inv/*.invitation; do
	r=${i##*--}
	r=${r%.invitation}
	case $r in
	alder-1) joined "$r" --passphrase-file "$dir/pass" ;;
	*) joined "$r" --no-passphrase ;;
	esac
done
may "$V"
must vendor reader confirm --all
draft "$dir/draft" 600 660
must vendor seal "$dir/draft" --json
id=$(json "$dir/out" 'd["id"]')
must vendor publish "$id" --short-notice --yes="$id"
cp -a "$H" "$dir/hub-before"
cp -a "$K" "$dir/keeper-before"
early() { [ "$(date +%s)" -lt "$first" ]; }
also "hub and keeper were copied before the instant" early
limits() { grep -q '^Max core file size *0 *0 ' "/proc/$1/limits"; }
also "the hub can write no core" limits "$hub_pid"
also "nor can the keeper" limits "$keeper_pid"
wait_for $((second + 1))
may "$dir/home/alder-1" "$dir/desk"
mkdir "$dir/desk"
opened() { as alder-1 open "$id" -o "$dir/desk/opened" \
    --passphrase-file "$dir/pass"; }
must until_true 30 opened
may "$dir/home/birch-1" "$dir/desk"
sealed() { as birch-1 open "$id" --sealed "$dir/desk/sealed"; }
must until_true 30 sealed
may "$dir/home/birch-1"
must until_proven as birch-1 receipts
may "$V"
# what trace says quotes what it read: to the vendor, of a specimen of theirs
others=("$SPIED"/*.out "$SPIED"/*.err)
fact "a copy is traced" vendor trace "$dir/desk/opened/advisory.md"
hub_stop
keeper_stop
# a daemon's strace ends after it
settled() { ! pgrep -f "strace.*$SPIED/" >/dev/null; }
must until_true 20 settled

# What is looked for.

spied needles "$dir"/draft/*.md "$dir"/draft/*.py "$dir"/draft/*.yml \
    >"$dir/sentences"
unlocked() { # FILE OUT: an age file under the passphrase
	python3 "$root/tests/tools/on-pty.py" "$dir/pass" age -d -o "$2" "$1"
}
must unlocked "$V/keys/officer-officer.key.age" "$dir/keys/officer.key"
must unlocked "$V/keys/officer-officer.sign.age" "$dir/keys/officer.sign"
must unlocked "$dir/home/alder-1/me.key.age" "$dir/keys/alder-1.key"
must unlocked "$dir/home/alder-1/me.sign.age" "$dir/keys/alder-1.sign"
decrypted "$V/keys/publisher.sign.age" >"$dir/keys/publisher.sign"
decrypted "$V/bulletins/$id/codebook.age" >"$dir/keys/codebook"
secret_lines() { grep -hoE 'AGE-SECRET-KEY-1[0-9A-Z]+|PRIVATE\+KEY\+.*' "$@"; }
secret_lines "$dir"/keys/officer.* "$dir/keys/publisher.sign" >"$dir/vendor"
cat "$dir/pass" >>"$dir/vendor"
{
	spied keys "$dir"/keys/officer.* "$dir/keys/publisher.sign"
	json "$dir/keys/codebook" '"\n".join((d["key"], d["seal_secret"]))'
} >"$dir/vendor.hex"
secret_lines "$dir"/home/*/me.* "$dir"/keys/alder-1.* >"$dir/readers"
spied keys "$dir"/home/*/me.key "$dir"/home/*/me.sign \
    "$dir"/keys/alder-1.* >"$dir/readers.hex"
secret_lines "$H"/ledger/wave/*/key >"$dir/waves"
spied keys "$H"/ledger/wave/*/key >"$dir/waves.hex"
secret_lines "$K/me.key" "$K/me.sign" >"$dir/keeper"
spied keys "$K/me.key" "$K/me.sign" >"$dir/keeper.hex"
: >"$dir/tokens"
sed -n 's/^token //p' "$dir"/inv/* >"$dir/tokens"
python3 -c 'import base64, sys
for line in sys.stdin:
    word = line.strip()
    print(word if len(word) == 64 else base64.b64decode(word).hex())' \
    <"$dir/tokens" >"$dir/tokens.hex"
many() { [ "$(wc -l <"$1")" -ge "$2" ]; }
also "a good many sentences are looked for" many "$dir/sentences" 20
also "all keys of the vendor's" many "$dir/vendor.hex" 5
also "those of every reader" many "$dir/readers.hex" \
    $((2 * $(ls "$dir/home" | wc -l)))
also "two wave keys that are out by now" many "$dir/waves.hex" 2
also "the keeper's" many "$dir/keeper.hex" 2
also "every invitation's token" many "$dir/tokens.hex" \
    "$(ls "$dir/inv" | wc -l)"

# The same search finds each where it must be.

there() { # NEEDLES PATH...
	spied find "$@" >"$dir/out"
	[ $? = 1 ]
}
nowhere() { spied find "$@"; }
also "what is opened has sentences that the search finds" \
    there "$dir/sentences" "$dir/desk/opened"
most() { # are all sentences without alternatives in the opened text?
	spied find "$dir/sentences" "$dir/desk/opened" >"$dir/out"
	[ "$(grep -c ' has ' "$dir/out")" -ge 15 ]
}
also "many of them" most
also "keys of the vendor are found where they are" \
    there "$dir/vendor" "$dir/keys"
also "those of readers in their homes" there "$dir/readers" "$dir/home"
also "wave keys where they are published" there "$dir/waves" "$H/ledger"
also "the keeper's in its folder" there "$dir/keeper" "$K"
also "tokens in invitations" there "$dir/tokens" "$dir/inv"
mkdir "$dir/control"
python3 - "$dir/vendor.hex" "$dir/control" <<'P'
import base64, sys
key = bytes.fromhex(open(sys.argv[1]).readline())
for name, text in (("raw", b"<" + key + b">"),
                   ("base64", base64.b64encode(b"ab" + key + b"c"))):
    open(sys.argv[2] + "/" + name, "wb").write(text)
P
for i in raw base64; do
	also "a key in $i" there "$dir/vendor" "$dir/control/$i"
done

# And nowhere else.

spied commands "$SPIED"/*.trace >"$dir/commands"
also "arguments and environments are known" \
    grep -q '"publish".*"HOME=' "$dir/commands"
said=("$dir/hub.log" "$dir/hub.out" "$dir/keeper.log" "$dir/keeper.out"
    "$SPIED"/*.out "$SPIED"/*.err "$dir/commands")
but_trace=("$dir/hub.log" "$dir/hub.out" "$dir/keeper.log" "$dir/keeper.out"
    "${others[@]}" "$dir/commands")
fact "no sentence with the hub or the keeper" \
    nowhere "$dir/sentences" "$H" "$K"
fact "nor in the vault" nowhere "$dir/sentences" "$V"
fact "nor in what was said, logged, or passed as an argument" \
    nowhere "$dir/sentences" "${but_trace[@]}"
fact "nor in a home or a sealed copy" \
    nowhere "$dir/sentences" "$dir/home" "$dir/desk/sealed"
fact "no key of the vendor with anybody" \
    nowhere "$dir/vendor" "$H" "$K" "$V" "$dir/home" "$dir/desk" "$dir/inv"
fact "nor in what was said, logged, or passed as an argument" \
    nowhere "$dir/vendor" "${said[@]}"
fact "no reader's key but in a home" \
    nowhere "$dir/readers" "$H" "$K" "$V" "$dir/desk" "$dir/inv" "${said[@]}"
fact "no wave key with the hub before its instant" \
    nowhere "$dir/waves" "$dir/hub-before"
fact "nor with the keeper" nowhere "$dir/waves" "$dir/keeper-before"
fact "the vault never keeps one" nowhere "$dir/waves" "$V"
fact "nor does anybody say it" nowhere "$dir/waves" "${said[@]}"
fact "the keeper's keys are nowhere else" \
    nowhere "$dir/keeper" "$H" "$V" "$dir/home" "$dir/desk" "${said[@]}"
fact "no token but in its invitation" \
    nowhere "$dir/tokens" "$H" "$K" "$V" "$dir/desk" "${said[@]}"

# What was written, and where.

fact "every file that a program wrote is where it may be" \
    spied writes "$SPIED"/*.trace
empty() { [ -z "$(ls -A "$1")" ]; }
also "nothing is left of temporary files" empty "$TMPDIR"
also "nor in the vault's scratch" empty "$V/scratch"
may "$dir/elsewhere"
must telltale -C "$dir/home/alder-1" open "$id" -o "$dir/desk/again" \
    --passphrase-file "$dir/pass"
exits 1 "a file written elsewhere would be noticed" \
    spied writes "$(ls -t "$SPIED"/*.trace | head -n 1)"
spied written "$SPIED"/*.trace >"$dir/written"
also "the checker's rendering was seen on its way" \
    grep -q "$V/scratch/[0-9a-f]*/0/poc.py" "$dir/written"
also "so was the copy being opened" \
    grep -q "$dir/desk/.tmp-[0-9a-f]*/advisory.md" "$dir/written"
fact "every program has closed its memory before it opens a file of ours" \
    spied hardened "$SPIED"/*.trace
finish
