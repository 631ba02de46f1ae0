#!/bin/sh
# Time stamps from a real authority: `openssl ts -reply` behind HTTP on loopback, asked with curl, and the stock verifier beside ours.
# Usage: tests/time/run.sh BUILD_DIR
set -u
cd "$(dirname "$0")/../.." || exit 2
ROOT=$(pwd)
B=${1:?usage: tests/time/run.sh BUILD_DIR}
T=$(mktemp -d) || exit 2
trap 'exec 9>&-; rm -rf "$T"' EXIT INT TERM
cp samples/telegram.txt "$T/in.txt" && cp tests/time/tsa.cnf "$T/tsa.cnf" && cd "$T" || exit 2
unset TEARLINE_TSA_COMMAND http_proxy HTTP_PROXY ALL_PROXY all_proxy
export no_proxy=127.0.0.1 HOME="$T" OPENSSL_CONF=/dev/null
bad=0
ok() { echo "ok time: $*"; }
fail() { echo "FAIL time: $*"; bad=1; }

# --- two authorities: one under a root, with P-384; one with RSA under an intermediate
quiet() { "$@" >said 2>&1 || { fail "setup: $*: $(tail -n 2 said)"; exit 1; }; }
EC="-newkey ec -pkeyopt ec_paramgen_curve:P-384 -nodes"
quiet openssl req -x509 -config tsa.cnf -extensions root -subj "/O=Trial/CN=Clock root" $EC -keyout root.key -out root.pem -days 30 -sha384
issue() { # NAME SECTION ISSUER SERIAL KEY...
	name=$1 section=$2 issuer=$3 serial=$4
	shift 4
	quiet openssl req -new -config tsa.cnf -subj "/O=Trial/CN=$name" "$@" -keyout $name.key -out $name.csr
	quiet openssl x509 -req -in $name.csr -CA $issuer.pem -CAkey $issuer.key -extfile tsa.cnf -extensions $section \
		-days 20 -sha384 -out $name.pem -set_serial $serial
}
issue clock stamps root 7 $EC
issue middle issues root 8 $EC
issue large stamps middle 9 -newkey rsa:3072 -nodes
cat middle.pem root.pem >chain.pem
echo 01 >serial
"$B/tearline" keygen k && "$B/tearline" keygen strange && "$B/tearline" redact -p us-public --key k/key.pem --cert k/cert.pem -o o in.txt ||
	{ fail "no release"; exit 1; }

reply() { # SECTION SIGNER [MORE...]
	section=$1 signer=$2
	shift 2
	openssl ts -reply -config tsa.cnf -section $section -signer $signer.pem -inkey $signer.key "$@" >said 2>&1
}

# --- online: request out, answer in, everything or nothing
mkfifo life
"$B/tests/tsa-responder" port openssl ts -reply -config tsa.cnf -section plain -signer clock.pem -inkey clock.key \
	-queryfile request -out response <life >/dev/null 2>&1 &
exec 9>life
n=0
while [ ! -s port ] && [ $n -lt 100 ]; do
	sleep 0.05
	n=$((n + 1))
done
URL=http://127.0.0.1:$(cat port)
trust=root.pem
redact() { # OUT ARGUMENTS...
	out=$1
	shift
	"$B/tearline" redact -p us-public --key k/key.pem --cert k/cert.pem -o "$out" --tsa-trust $trust "$@" in.txt >said 2>&1
}
left() { ls | grep -E "^$1" | tr '\n' ' '; }

# Its children are killed with it; in the background, because it takes as long as the program waits.
cat >sleeper <<'X'
#!/bin/sh
sleep 300 &
echo $! >sleeping
sleep 300
X
cat >loser <<'X'
#!/bin/sh
echo half an answer
exit 3
X
chmod +x sleeper loser
"$B/tearline" redact -p us-public --key k/key.pem --cert k/cert.pem -o slow --tsa-trust root.pem --tsa $URL --tsa-command ./sleeper \
	in.txt >slow.said 2>&1 &
slow=$!

redact online --tsa $URL/ && ok "redact --tsa through curl" || fail "redact --tsa: $(cat said)"
for file in online online.manifest.xml online.manifest.xml.p7s online.manifest.xml.p7s.tsr; do
	[ -s $file ] || fail "redact --tsa left no $file"
done
"$B/tearline-verify" online --trust k/ca.pem --tsa-trust root.pem >said 2>&1 && grep -q '^good: .*proved to be not later than' said &&
	! grep -q 'time of signing' said && ok "the verdict says the proved time" || fail "verdict: $(cat said)"
openssl ts -verify -data online.manifest.xml.p7s -in online.manifest.xml.p7s.tsr -CAfile root.pem >said 2>&1 &&
	ok "openssl ts -verify agrees" || fail "stock: $(cat said)"
"$B/tearline-verify" online --trust k/ca.pem --tsa-trust root.pem --json >said 2>&1
proved=$(sed -n 's/.*"proved_time":"\([^"]*\)".*/\1/p' said)
stock=$(date -u -d "$(openssl ts -reply -in online.manifest.xml.p7s.tsr -text 2>/dev/null | sed -n 's/^Time stamp: //p')" +%Y-%m-%dT%H:%M:%SZ)
[ -n "$proved" ] && [ "$proved" = "$stock" ] && grep -q '"tsa":"CN=clock,O=Trial","tsa_policy":"2.25.1.2.3"' said &&
	ok "JSON has time, authority and policy as openssl shows them" || fail "JSON: $proved, $stock: $(cat said)"
"$B/tearline" stamp o.manifest.xml.p7s --tsa $URL --tsa-trust root.pem && "$B/tearline-verify" o --trust k/ca.pem --tsa-trust root.pem >said 2>&1 &&
	ok "stamp --tsa stamps a seal that is there" || fail "stamp: $(cat said)"
"$B/tearline" stamp o.manifest.xml.p7s --tsa $URL --tsa-trust root.pem >said 2>&1
[ $? -eq 6 ] && ok "a time stamp is never overwritten" || fail "overwrite: $(cat said)"

nothing() { # NAME STATUS TEXT ARGUMENTS...
	name=$1 status=$2 text=$3
	shift 3
	redact bad "$@"
	got=$?
	if [ $got -eq "$status" ] && [ -z "$(left bad)" ] && grep -q -- "$text" said; then
		ok "$name leaves nothing"
	else
		fail "$name: status $got, left $(left bad): $(cat said)"
	fi
	rm -f bad*
}
nothing "an answer of 500" 6 'failed to reach' --tsa $URL/refuse
nothing "an empty answer" 5 'not a TimeStampResp' --tsa $URL/empty
nothing "a page of a hotel" 5 'not a TimeStampResp' --tsa $URL/page
nothing "an answer without an end" 6 'too large' --tsa $URL/endless
nothing "nobody at the port" 6 'failed to reach' --tsa http://127.0.0.1:1/
nothing "a tool that is not there" 6 'cannot be run' --tsa $URL --tsa-command ./none
nothing "a tool that fails behind its answer" 6 'failed to reach' --tsa $URL --tsa-command ./loser
cat >nosy <<'X'
#!/bin/sh
cat >nosy.question
{ env; echo "$@"; } >nosy.env
exit 3
X
chmod +x nosy
SECRET="correct horse" TEARLINE_TSA_COMMAND="./nosy a  b" nothing "a command from the environment" 6 'failed to reach' --tsa $URL --passphrase env:SECRET
if grep -q '^HOME=' nosy.env && ! grep -q 'correct horse' nosy.env && [ "$(tail -n 1 nosy.env)" = "a b $URL" ] &&
	openssl ts -query -in nosy.question -text >said 2>&1 && [ "$(stat -c %s nosy.question)" -lt 128 ]; then
	ok "the tool gets a request and a URL, and no passphrase"
else
	fail "nosy: $(cat nosy.env)"
fi
nothing "another scheme" 2 'begins with http' --tsa file:///etc/passwd
nothing "an option for a URL" 2 'begins with http' --tsa --config
trust=strange/ca.pem
nothing "an authority under another root" 5 'does not lead to a trusted root' --tsa $URL
trust=root.pem

# --- by files
request() { # OUT: a release, and the request for its seal
	"$B/tearline" redact -p us-public --key k/key.pem --cert k/cert.pem -o $1 --tsa-request $1.tsq in.txt || fail "no request"
}
install() { # OUT [REQUEST [RESPONSE]]
	rm -f $1.manifest.xml.p7s.tsr
	"$B/tearline" stamp $1.manifest.xml.p7s --tsa-request ${2-$1.tsq} --tsa-response ${3-$1.tsp} --tsa-trust root.pem >said 2>&1
}
refused() { # NAME TEXT OUT [REQUEST [RESPONSE]]
	name=$1 text=$2
	shift 2
	install "$@"
	got=$?
	if [ $got -eq 5 ] && [ ! -e $1.manifest.xml.p7s.tsr ] && grep -q -- "$text" said; then
		ok "$name is refused"
	else
		fail "$name: status $got: $(cat said)"
	fi
}
request f && request g
reply rich large -queryfile f.tsq -chain chain.pem -out f.tsp || fail "reply: $(cat said)"
cp f.tsp f.rich
if install f && "$B/tearline-verify" f --trust k/ca.pem --tsa-trust root.pem >said 2>&1 && grep -q '^good' said &&
	openssl ts -verify -data f.manifest.xml.p7s -in f.manifest.xml.p7s.tsr -CAfile root.pem >said 2>&1; then
	ok "a rich answer by files is brought into form, and the stock verifier takes it"
else
	fail "rich: $(cat said)"
fi
"$B/tearline-verify" f --trust k/ca.pem --tsa-trust root.pem --token f.tsp >said 2>&1
[ $? -eq 1 ] && grep -q '^not good: f: .*time stamp' said && ok "the answer as it came is not in that form" || fail "raw: $(cat said)"
refused "an answer to another request" 'its nonce differs' f g.tsq f.rich
reply plain clock -queryfile g.tsq -out g.tsp || fail "reply: $(cat said)"
refused "a time stamp over another seal" 'belongs to another seal' f g.tsq g.tsp
reply old clock -queryfile f.tsq -out f.tsp
refused "a certificate bound by SHA-1" 'does not bind the certificate' f
reply narrow clock -queryfile f.tsq -out f.tsp
refused "an authority that refuses" 'did not grant' f
for digest in sha1 sha256; do
	openssl ts -query -data f.manifest.xml.p7s -$digest -cert -out f.weak 2>/dev/null
	reply plain clock -queryfile f.weak -out f.tsp || fail "reply: $(cat said)"
	openssl ts -verify -data f.manifest.xml.p7s -in f.tsp -CAfile root.pem >said 2>&1 || fail "stock refuses $digest"
	refused "an imprint of $digest, which the stock verifier takes," '[^ ]' f f.weak
done
openssl ts -query -data f.manifest.xml.p7s -sha384 -cert -no_nonce -out f.weak 2>/dev/null
reply plain clock -queryfile f.weak -out f.tsp
refused "a request without a nonce" 'with a nonce' f f.weak
openssl ts -query -data f.manifest.xml.p7s -sha512 -cert -out f.strong 2>/dev/null
reply plain clock -queryfile f.strong -out f.tsp
install f f.strong && "$B/tearline-verify" f --trust k/ca.pem --tsa-trust root.pem >said 2>&1 && ok "an imprint of sha512, asked by openssl" ||
	fail "sha512: $(cat said)"
cp f.tsp f.long && echo >>f.long
openssl ts -verify -data f.manifest.xml.p7s -in f.long -CAfile root.pem >said 2>&1 && ok "a byte behind the answer: the stock verifier takes it"
refused "a byte behind the answer" 'not a TimeStampResp' f f.strong f.long

# --- the verdict
not_good() { # NAME TEXT ARGUMENTS...
	name=$1 text=$2
	shift 2
	"$B/tearline-verify" "$@" --trust k/ca.pem >said 2>&1
	got=$?
	[ $got -eq 1 ] && grep -q "^not good: .*$text" said && ok "$name is not good" || fail "$name: $got: $(cat said)"
}
not_good "a missing time stamp" 'not a regular file' g --tsa-trust root.pem
not_good "an authority that is not trusted" 'does not lead to a trusted root' online --tsa-trust strange/ca.pem
not_good "the time stamp of another release" 'belongs to another seal' g --tsa-trust root.pem --token online.manifest.xml.p7s.tsr
"$B/tearline-verify" g --trust k/ca.pem --token x >said 2>&1
[ $? -eq 2 ] && ok "a time stamp without roots is wrong usage" || fail "usage: $(cat said)"
"$B/tearline-verify" online --trust k/ca.pem >said 2>&1 && grep -q 'time of signing, which the signer only claims' said &&
	ok "without --tsa-trust the time stamp says nothing, and the verdict says so" || fail "unasked: $(cat said)"

# --- revocation: lists of both authorities, before and after
: >index && echo 01 >crlnumber
crl() { quiet openssl ca -config tsa.cnf -name ca -cert root.pem -keyfile root.key -gencrl -out $1; }
crl none.crl
"$B/tearline-verify" online --trust k/ca.pem --tsa-trust root.pem --tsa-crl none.crl >said 2>&1 &&
	! grep -q "revocation of the time-stamping" said && ok "a list that names nobody is good, and said" || fail "list: $(cat said)"
quiet openssl ca -config tsa.cnf -name ca -cert root.pem -keyfile root.key -revoke clock.pem -crl_reason keyCompromise
crl stolen.crl
not_good "an authority whose key was stolen later" 'not for a reason that leaves its earlier tokens good' online --tsa-trust root.pem --tsa-crl stolen.crl

wait $slow
status=$?
sleeping=$(cat sleeping 2>/dev/null || echo 1)
if [ $status -eq 6 ] && [ "$(left 'slow')" = "slow.said " ] && ! grep -q sleep "/proc/$sleeping/cmdline" 2>/dev/null; then
	ok "a tool that hangs is ended with its children, and leaves nothing"
else
	fail "slow: $status, $(left slow): $(cat slow.said)"
fi
exit $bad
