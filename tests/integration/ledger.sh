#!/bin/bash
# SPDX-License-Identifier: ISC
# ledger: yesterday's disk, and disks with something missing: a hub that is
# behind its own past does not start, and who has seen more believes no less.
. "$(dirname "$0")/lib.sh"

programme
people
draft "$dir/draft" 600 900

# Yesterday's disk: from before there was a bulletin.
hub_stop
cp -a "$H" "$dir/yesterday"
must hub_start
seal "$dir/draft"
publish
# Seen by both well beyond yesterday, which grows again once it is back.
size() { sed -n 2p "$1"; }
ahead() {
	[ "$(size "$H/ledger/checkpoint")" -ge \
	    $(($(size "$dir/yesterday/ledger/checkpoint") + 8)) ]
}
must until_true 60 ahead
must telltale -C "$V" reader confirm --all
must as alder-1 log verify
hub_stop
cp -a "$H" "$dir/today"

# put back: the hub as it is today
today() {
	rm -rf "$H"
	cp -a "$dir/today" "$H"
}
starts() { telltaled -C "$H"; }
# What must be noticed at once must end by itself.
noticed() { # STATUS CAUSE NAME
	local got=0
	rm -f "$dir/err"
	timeout 20 telltaled -C "$H" >"$dir/out" 2>"$dir/err" </dev/null ||
	    got=$?
	if [ "$got" = "$1" ] &&
	    grep -q "^telltaled: cannot start in $H: .*$2" "$dir/err" &&
	    grep -q '^hint: ' "$dir/err"; then
		ok "$3"
	else
		not_ok "$3"
		echo "# status $got, wanted $1 and \"$2\""
	fi
	also "$3: and nobody was told otherwise" \
	    eval '! grep -q listening "$dir/out"'
	today
}

rm -rf "$H"
cp -a "$dir/yesterday" "$H"
cp "$dir/today/notary" "$H"
noticed 5 'the notary has size' "yesterday's disk, with the notary's of today"
cp "$dir/yesterday/hub.db" "$H"
noticed 5 'has size .*the database' "yesterday's database"
cp "$dir/yesterday/notary" "$H"
fact "yesterday's notary alone does no harm" timeout 20 bash -c \
    'telltaled -C "$1" >"$2" & until grep -q ready "$2"; do sleep .1; done
    kill $!; wait $!' - "$H" "$dir/said"
today
rm "$H/hub.db"
noticed 5 'hub.db.*missing' "no database"
also "none was made" [ ! -e "$H/hub.db.new" ]
rm "$H/hub.db"
timeout 20 telltaled -C "$H" >/dev/null 2>&1
also "not on the second try either" [ ! -e "$H/hub.db" ]
today
rm "$H/notary"
noticed 5 'notary.*missing' "no notary's state"
rm "$H/ledger/checkpoint"
noticed 5 'checkpoint.*missing' "no published checkpoint"
rm -r "$H/ledger/tile"
noticed 5 '' "no tiles"
rm "$H/ledger/tile/entries/000.p/"*
noticed 5 '' "no entries"
rm -r "$H/ledger"
noticed 5 'missing' "no ledger at all"
: >"$H/notary"
noticed 5 'notary' "an empty notary's state"
: >"$H/ledger/checkpoint"
noticed 5 'checkpoint' "an empty checkpoint"
: >"$H/hub.db"
noticed 5 'missing' "an empty database"
head -c 20000 "$dir/today/hub.db" >"$H/hub.db"
noticed 5 'hub.db' "half a database"

# All of yesterday, the notary's state too: the hub cannot know, its clients do.
rm -rf "$H"
cp -a "$dir/yesterday" "$H"
must hub_start
remember "$V" "$dir/home/alder-1"
refused 5 'rolled back' '' "the vault believes no older ledger" \
    telltale -C "$V" reader confirm --all
also "nor does it when asked again" \
    eval 'telltale -C "$V" reader confirm --all; [ $? = 5 ]'
refused 5 'rolled back' '' "nor does a reader" as alder-1 inbox
also "both keep what the hub signed as evidence" \
    ls "$V/alarms" "$dir/home/alder-1/alarms"
rm -r "$V/alarms" "$dir/home/alder-1/alarms"
also "and nothing else" unchanged
longer() { [ "$(size "$H/ledger/checkpoint")" -gt "$(size "$V/checkpoint")" ]; }
must until_true 30 longer
refused 5 'fork' '' "another past of the same log is a fork" \
    telltale -C "$V" reader confirm --all
refused 5 'fork' '' "for a reader too" as alder-1 inbox
hub_stop
today
must hub_start
fact "with today's disk back the vault goes on" \
    telltale -C "$V" reader confirm --all
fact "and so do readers" as alder-1 log verify
finish
