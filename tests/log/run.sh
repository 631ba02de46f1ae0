#!/bin/sh
# Logs that were cut off, forked, rolled back or killed at every step, proofs from them, and batches under one seal; beside it
# what stock tools say of the same files. Usage: tests/log/run.sh BUILD_DIR
set -u
cd "$(dirname "$0")/../.." || exit 2
ROOT=$(pwd)
B=$(cd "${1:?usage: tests/log/run.sh BUILD_DIR}" && pwd) || exit 2
TL=$B/tearline
T=$(mktemp -d) || exit 2
trap 'rm -rf "$T"' EXIT INT TERM
cp samples/telegram.txt "$T/in.txt" && cd "$T" || exit 2
bad=0
fail() { echo "FAIL log: $*"; bad=1; }
answers() { # NAME STATUS PATTERN COMMAND...
	name=$1 expected=$2 pattern=$3; shift 3
	"$@" >said 2>&1
	status=$?
	if [ $status -eq "$expected" ] && { [ -z "$pattern" ] || grep -q -- "$pattern" said; }; then
		echo "ok log: $name"
	else
		fail "$name: status $status: $(cat said)"
	fi
}
same() { if [ "$2" = "$3" ]; then echo "ok log: $1"; else fail "$1: $2 is not $3"; fi; }

"$TL" keygen k && openssl genpkey -algorithm ed25519 -out lk.pem 2>/dev/null || exit 2
ORIGIN=logs.example/suite
VKEY=$("$TL" log key --key lk.pem --origin $ORIGIN)
redact() { "$TL" redact -p us-public --key k/key.pem --cert k/cert.pem -o "$1" --log "$2" --log-key lk.pem in.txt; }
verify() { "$B/tearline-verify" "$@" --trust k/ca.pem; }

# --- a log, and releases that are written into it
answers "a release into a log that is not there is refused" 6 "cannot be opened" redact o0 log
answers "a log begins with an origin" 0 . "$TL" log append log --key lk.pem --origin $ORIGIN
for i in 1 2 3 4; do
	redact o$i log || fail "release $i"
	cp log/checkpoint c$i; cp -r log log$i
done
answers "an honest log is good" 0 "^4  *4 " "$TL" log check log --log-key "$VKEY" --since c2 --witness o?.manifest.xml
grep -q "<log origin=\"$ORIGIN\" size=\"2\" root=\"[0-9a-f]\{64\}\"/>" o3.manifest.xml && echo "ok log: a manifest carries the state before it" ||
	fail "no state in the manifest"
xmllint --nonet --noout --relaxng "$ROOT/policies/schema/manifest.rng" o3.manifest.xml 2>/dev/null && echo "ok log: the schema knows it" ||
	fail "the schema does not know the state"
"$TL" redact -p us-public --key k/key.pem --cert k/cert.pem -o a --log log --log-key lk.pem --audit a.audit.xml in.txt
answers "an audit makes the state again" 0 . "$TL" audit --record a.audit.xml -o a in.txt
rm -rf log && cp -r log4 log

# --- stock tools
openssl pkey -in lk.pem -pubout -out pub.pem 2>/dev/null
sed '/^$/,$d' log/checkpoint >text
sed -n 's/^\xe2\x80\x94 [^ ]* //p' log/checkpoint | base64 -d | tail -c +5 >signature
openssl pkeyutl -verify -pubin -inkey pub.pem -rawin -in text -sigfile signature >/dev/null 2>&1 && echo "ok log: openssl verifies the checkpoint" ||
	fail "openssl does not verify the checkpoint"
hash=$({ printf '%s\n\001' $ORIGIN; openssl pkey -pubin -in pub.pem -outform DER | tail -c 32; } | sha256sum | head -c 8)
same "the key's hash is that of the specification" "$(echo "$VKEY" | cut -d+ -f2)" "$hash"
id=$(sed -n 's/^<manifest .* id="\([0-9a-f]*\)".*/\1/p' o1.manifest.xml)
printf 'tearline-log-v1 %s %s\n' "$(sha384sum o1.manifest.xml | cut -c1-96)" "$id" >entry
same "an entry is made again with printf" "$(head -c 148 log/tile/entries/000.p/4 | tail -c 146)" "$(cat entry)"
same "a leaf is made again with sha256sum" "$(head -c 32 log/tile/0/000.p/4 | od -An -tx1 | tr -d ' \n')" \
	"$({ printf '\000'; cat entry; } | sha256sum | cut -c1-64)"

# --- proofs
"$TL" log prove log o2.manifest.xml --log-key "$VKEY" --since c3 -o p2 || fail "no proof"
answers "a proof is good without the log" 0 "^good: " verify o2 --log p2 --log-key "$VKEY" --checkpoint-since c3
echo "$VKEY" >vkey
answers "the key may stand in a file" 0 "^good: " verify o2 --log p2 --log-key vkey
answers "another release's proof is not good" 1 "of another manifest" verify o1 --log p2 --log-key "$VKEY"
answers "a proof that does not reach what is remembered is not good" 1 "made with --since" verify o2 --log p2 --log-key "$VKEY" --checkpoint-since c2
answers "a proof without its key is wrong usage" 2 "go together" verify o2 --log p2
openssl genpkey -algorithm ed25519 -out other.pem 2>/dev/null
answers "another key's proof is not good" 1 "no signature by" verify o2 --log p2 --log-key "$("$TL" log key --key other.pem --origin $ORIGIN)"
answers "another log's proof is not good" 1 "another log" verify o2 --log p2 --log-key "$("$TL" log key --key lk.pem --origin x.example)"
answers "an existing proof is not written over" 6 "overwritten" "$TL" log prove log o2.manifest.xml --log-key "$VKEY" -o p2
"$TL" redact -p us-public --key k/key.pem --cert k/cert.pem -o out in.txt
answers "what is not in the log has no proof" 1 "does not have" "$TL" log prove log out.manifest.xml --log-key "$VKEY"
answers "what is no manifest is not appended" 1 "no manifest" "$TL" log append log --key lk.pem in.txt
answers "a key that others can read is refused" 5 "chmod" sh -c "cp lk.pem open.pem; chmod 644 open.pem; '$TL' log append log --key open.pem"
answers "a key of another kind is refused" 5 "Ed25519" "$TL" log append log --key k/key.pem
answers "another key does not go on with a log" 1 "no signature" "$TL" log append log --key other.pem out.manifest.xml

# --- cut off, forked, rolled back
cp -r log cut; truncate -s -1 cut/tile/entries/000.p/4
answers "a log that was cut off is found" 1 "cut off" "$TL" log check cut --log-key "$VKEY"
answers "a log that was rolled back is found by an earlier checkpoint" 1 "rolled back" "$TL" log check log2 --log-key "$VKEY" --since c4
answers "a log that was rolled back is found by a manifest" 1 "rolled back" "$TL" log check log2 --log-key "$VKEY" --witness o4.manifest.xml
answers "a proof from a log that was rolled back is not good" 1 "rolled back" sh -c "'$TL' log prove log2 o2.manifest.xml --log-key '$VKEY' >p && '$B/tearline-verify' o2 --trust k/ca.pem --log p --log-key '$VKEY' --checkpoint-since c4"
cp -r log2 fork
"$TL" redact -p us-public --key k/key.pem --cert k/cert.pem -o f3 --log fork --log-key lk.pem in.txt
"$TL" redact -p us-public --key k/key.pem --cert k/cert.pem -o f4 --log fork --log-key lk.pem in.txt
answers "a fork is good by itself" 0 . "$TL" log check fork --log-key "$VKEY" --since c2
answers "a fork is found by an earlier checkpoint" 1 "forked" "$TL" log check fork --log-key "$VKEY" --since c3
answers "a fork is found by a manifest" 1 "forked" "$TL" log check fork --log-key "$VKEY" --witness o1.manifest.xml o4.manifest.xml
cp -r log back; cp c2 back/checkpoint
answers "a log with an old checkpoint is not gone on with" 1 "rolled back" "$TL" log append back --key lk.pem out.manifest.xml
rm back/checkpoint
answers "a log without a checkpoint is not begun again" 1 "rolled back" "$TL" log append back --key lk.pem --origin $ORIGIN out.manifest.xml
cp -r log torn; rm torn/tile/0/000.p/4
answers "a release into a damaged log is refused" 1 "tile" redact torn-out torn
[ ! -e torn-out ] && [ ! -e torn-out.manifest.xml ] && echo "ok log: and nothing of it is there" || fail "a release without its entry"

# --- several at once, and killed at every file that reaches the disk
cp -r log many
for i in 1 2 3 4 5 6; do "$TL" log append many --key lk.pem out.manifest.xml >/dev/null & done
wait
answers "six at once are six entries" 0 "^10 " "$TL" log check many --log-key "$VKEY" --since c4
if strace -o /dev/null true 2>/dev/null; then
	lost= n=1
	while [ $n -le 12 ]; do
		rm -rf killed; cp -r log killed
		strace -f -o /dev/null -e trace=fsync -e inject=fsync:signal=KILL:when=$n "$TL" log append killed --key lk.pem o1.manifest.xml >/dev/null 2>&1
		"$TL" log append killed --key lk.pem o2.manifest.xml >/dev/null 2>said && "$TL" log check killed --log-key "$VKEY" --since c4 >/dev/null 2>said ||
			lost="$lost $n: $(cat said)"
		n=$((n + 1))
	done
	[ -z "$lost" ] && echo "ok log: a killed append is completed by the next" || fail "killed at:$lost"
else
	echo "skip log: killed appends: strace may not trace here"
fi

# --- batches
mkdir docs
for i in 1 2 3 4 5; do sed "s/cooperation/cooperation in year $i/" in.txt >docs/d$i; done
batch() { "$TL" batch -p us-public --key k/key.pem --cert k/cert.pem -j 2 "$@"; }
answers "a batch is sealed" 0 "" batch docs -o b
for i in 1 2 3 4 5; do
	answers "document $i of a batch is good" 0 "^good: " verify b/d$i --batch b/batch.xml
done
openssl cms -verify -cades -binary -inform DER -in b/batch.xml.p7s -content b/batch.xml -CAfile k/ca.pem -no-CApath -no-CAstore \
	-out /dev/null >/dev/null 2>&1 && echo "ok log: openssl verifies a batch's seal" || fail "openssl does not verify the batch's seal"
answers "a document of a batch has no seal of its own" 1 "p7s" verify b/d1
answers "a neighbour's proof is not good" 1 "another manifest" verify b/d1 --batch b/batch.xml --batch-proof b/d2.batch-proof
answers "a folder of a batch is verified as a whole" 0 "^all good: 5 of 5" verify --all b --batch b/batch.xml
answers "without its batch nothing in it is good" 1 "^not all good: 0 of 5 .*; 7 other files" verify --all b
cp b/batch.xml elsewhere.xml && cp b/batch.xml.p7s elsewhere.xml.p7s
answers "a batch's files are no part where the batch lies elsewhere" 1 "5 of 5 .*; 2 other files" verify --all b --batch elsewhere.xml
batch docs -o b2 >/dev/null
answers "another batch is not good" 1 "another batch" verify b/d1 --batch b2/batch.xml
answers "another batch's seal is not good" 1 "belongs to another" verify b/d1 --batch b/batch.xml --seal b2/batch.xml.p7s
answers "a manifest's seal is none of a batch" 1 "seal" verify b/d1 --batch b/batch.xml --seal o1.manifest.xml.p7s
cp b/d1.manifest.xml m1
answers "a batch's seal is none of a manifest" 1 "seal" verify b/d1 --seal b/batch.xml.p7s
sed -i 's/created="2/created="3/' b/d1.manifest.xml
answers "a changed manifest of a batch is not good" 1 "another manifest" verify b/d1 --batch b/batch.xml
cp m1 b/d1.manifest.xml
answers "a batch is not written over" 6 "overwritten" batch docs -o b
printf 'of no format\n' >docs/none
answers "a refused document is named, the others are released" 1 "^refused  *none" batch docs -o b3
ls b3 | grep -q none && fail "something of a refused document is there" || echo "ok log: nothing of it is there"
answers "and its neighbours are good" 0 "^good: " verify b3/d5 --batch b3/batch.xml
mkdir nothing; cp docs/none nothing
answers "a batch of refused documents is none" 3 "every document" batch nothing -o b4
[ ! -e b4 ] && [ ! -e b4.partial ] && echo "ok log: and leaves nothing" || fail "b4 is there"
printf 'docs/d2\ndocs/d1\n' >list
answers "a list gives the order" 0 "" batch list -o b5
same "the second of the list is the second leaf" "$(sed -n 's/^index //p' b5/d1.batch-proof)" 1
printf 'docs/d1\n./docs/d1\n' >list
answers "two documents of one name are wrong usage" 2 "this name" batch list -o b6
rm docs/none
answers "a batch goes into a log, and keeps records" 0 "" batch docs -o b7 --log log --log-key lk.pem --audit r7
answers "the log has all of it" 0 "^9  *5 " "$TL" log check log --log-key "$VKEY" --since c4 --witness b7/*.manifest.xml
answers "a record of a batch is replayed" 0 . "$TL" audit --record r7/d3.audit.xml -o b7/d3 docs/d3
same "records are their owner's" "$(stat -c %a r7/d3.audit.xml)" 600
if strace -o /dev/null true 2>/dev/null; then
	strace -f -o /dev/null -e trace=syncfs -e inject=syncfs:signal=KILL "$TL" batch -p us-public --key k/key.pem --cert k/cert.pem docs -o b8 >/dev/null 2>&1
	[ ! -e b8 ] && [ -d b8.partial ] && echo "ok log: a killed batch is not there" || fail "b8 is there"
	before=$(stat -c %i b8.partial/d2)
	echo >>b8.partial/d3
	touch docs/d4
	answers "a killed batch is gone on with" 0 "" batch docs -o b8
	same "what was complete is taken" "$(stat -c %i b8/d2)" "$before"
	for i in 2 3 4; do answers "document $i of it is good" 0 "^good: " verify b8/d$i --batch b8/batch.xml; done
	same "nothing else is in it" "$(ls -A b8 | wc -l)" 17
fi
exit $bad
