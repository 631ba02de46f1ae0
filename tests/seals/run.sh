#!/bin/sh
# Seals with real programs: RSA and stock openssl, ssh-keygen in both directions, a token of softhsm2, passphrases in all four
# ways, and several signers. Usage: tests/seals/run.sh BUILD_DIR
set -u
cd "$(dirname "$0")/../.." || exit 2
ROOT=$(pwd)
B=${1:?usage: tests/seals/run.sh BUILD_DIR}
T=$(mktemp -d) || exit 2
trap 'rm -rf "$T"' EXIT INT TERM
cp samples/telegram.txt "$T/in.txt" && cd "$T" || exit 2
umask 077
bad=0
: >before; : >after
ok() { echo "ok seals: $1"; }
fail() { echo "FAIL seals: $*"; bad=1; }
tearline() { "$B/tearline" "$@" >said 2>&1; }
release() { # OUT ARGUMENTS...
	out=$1; shift
	tearline redact -p "${POLICY:-us-public}" -o "$out" "$@" in.txt
}
good() { # NAME OUT ARGUMENTS...
	name=$1; shift
	if "$B/tearline-verify" "$@" >said 2>&1 && grep -q '^good: ' said; then ok "$name"; else fail "$name: $(cat said)"; fi
}
not_good() { # NAME WORDS OUT ARGUMENTS...
	name=$1 words=$2; shift 2
	"$B/tearline-verify" "$@" >said 2>&1
	status=$?
	if [ $status -eq 1 ] && grep -q "^not good: .*$words" said; then ok "$name"; else fail "$name: status $status: $(cat said)"; fi
}
# Nothing may have been written but the message, which has these words.
refused() { # NAME STATUS WORDS COMMAND...
	name=$1 want=$2 words=$3; shift 3
	ls >before; "$@"; status=$?; ls >after
	if [ $status -eq "$want" ] && grep -q -e "$words" said && cmp -s before after; then ok "$name"
	else fail "$name: status $status: $(cat said) $(diff before after)"; fi
}

# --- a PKI with several signers: NAME KEY SUBJECT
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:secp384r1 -nodes -keyout ca.key -out ca.pem -days 30 -sha384 \
	-subj "/CN=Root" -addext keyUsage=critical,keyCertSign -addext basicConstraints=critical,CA:TRUE 2>/dev/null
printf '%s\n' basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature \
	extendedKeyUsage=emailProtection,1.3.6.1.5.5.7.3.36 subjectKeyIdentifier=hash authorityKeyIdentifier=keyid >ext
certify() { # NAME SUBJECT: NAME.key is there
	openssl req -new -key "$1.key" -out req -subj "$2" 2>/dev/null &&
	openssl x509 -req -in req -CA ca.pem -CAkey ca.key -out "${3:-$1}.pem" -days 30 -sha384 -extfile ext \
		-set_serial "0x$(openssl rand -hex 8)" 2>/dev/null
}
ec() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:secp384r1 -out "$1.key" 2>/dev/null; }
for who in alice bob carol; do ec $who; done
certify alice "/O=Example/OU=releaser/CN=Alice"
certify bob "/O=Example/OU=reviewer/CN=Bob"
certify carol "/O=Example/CN=Carol"
certify alice "/O=Example/OU=reviewer/CN=Alice again" alice2
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out rsa.key 2>/dev/null
certify rsa "/O=Example/CN=RSA"

# --- RSA-PSS
release rsa --key rsa.key --cert rsa.pem && good "RSA seal" rsa --trust ca.pem --signer rsa.pem
if openssl cms -verify -cades -binary -inform DER -in rsa.manifest.xml.p7s -content rsa.manifest.xml -CAfile ca.pem \
	-no-CApath -no-CAstore -auth_level 3 -x509_strict -out /dev/null 2>said; then ok "stock openssl accepts the RSA seal"
else fail "stock openssl: $(cat said)"; fi
if openssl cms -cmsout -print -inform DER -in rsa.manifest.xml.p7s 2>/dev/null | tr -s ' \n' '  ' |
	grep -q 'signatureAlgorithm: algorithm: rsassaPss .*:sha384 .*:mgf1 .*:sha384 .*INTEGER :30 '; then
	ok "RSA seal is PSS with SHA-384, MGF1 of it and a salt of 48"
else fail "the RSA seal has other parameters"; fi
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out small.key 2>/dev/null && certify small "/CN=Small"
refused "RSA of 2048 bits" 5 "3072" release small --key small.key --cert small.pem
refused "key of another certificate" 5 "does not belong" release no --key bob.key --cert alice.pem

# --- passphrases
printf 'correct horse\n' >pass
openssl pkcs8 -topk8 -in alice.key -out sealed.key -v2 aes-256-cbc -passout file:pass
PASS='correct horse'; export PASS
release e1 --key sealed.key --cert alice.pem --passphrase env:PASS && good "passphrase from the environment" e1 --trust ca.pem
release e2 --key sealed.key --cert alice.pem --passphrase file:pass && good "passphrase from a file" e2 --trust ca.pem
release e3 --key sealed.key --cert alice.pem --passphrase fd:7 7<pass && good "passphrase from a descriptor" e3 --trust ca.pem
printf 'wrong\n' >wrong
refused "wrong passphrase" 5 "does not open" release no --key sealed.key --cert alice.pem --passphrase file:wrong
refused "passphrase in an argument" 2 "never stands in an argument" \
	release no --key sealed.key --cert alice.pem --passphrase 'correct horse'
refused "no such variable" 2 "no such environment variable" release no --key sealed.key --cert alice.pem --passphrase env:NO_SUCH
# setsid: no terminal to ask on.
no_terminal() { setsid -w "$B/tearline" redact -p us-public -o no --key sealed.key --cert alice.pem in.txt >said 2>&1 </dev/null; }
refused "encrypted key and no terminal" 2 "no terminal to ask on" no_terminal
# It is answered when it has asked: what was typed before is thrown away.
mkfifo typed
script -qfec "'$B/tearline' redact -p us-public -o e4 --key sealed.key --cert alice.pem in.txt" log >/dev/null 2>&1 <typed &
exec 8>typed
n=0; until grep -q 'Passphrase: ' log 2>/dev/null || [ $n -ge 100 ]; do sleep 0.1; n=$((n + 1)); done
sleep 0.2; printf 'correct horse\r' >&8; wait; exec 8>&-
[ -f e4 ] && good "passphrase from the terminal" e4 --trust ca.pem || fail "the terminal: $(cat log)"
if grep -q 'correct horse' log; then fail "the passphrase was shown"; else ok "a terminal does not show the passphrase"; fi

# --- SSH signatures, both ways
ssh-keygen -q -t ecdsa -b 384 -N '' -C '' -f s1 && ssh-keygen -q -t ed25519 -N '' -C '' -f s2 &&
	ssh-keygen -q -t ecdsa -b 256 -N '' -C '' -f s3 && ssh-keygen -q -t ed25519 -N 'locked' -C '' -f s4 &&
	ssh-keygen -q -t rsa -b 3072 -N '' -C '' -f s5
{ echo '# who may sign'; echo "dan@example.org namespaces=\"tearline-*\" $(cat s1.pub)"
	echo "*@example.net,reviewer $(cat s2.pub)"; } >signers
theirs() { # OUT WHO: what ssh-keygen says
	ssh-keygen -Y verify -f signers -I "$2" -n tearline-manifest-v1 -s "$1.manifest.xml.sig" <"$1.manifest.xml" >said 2>&1
}
sign() { # KEY FILE [OPTIONS]: as ssh-keygen does
	key=$1 file=$2; shift 2
	rm -f "$file.sig"; ssh-keygen -q -Y sign -f "$key" -n "${SPACE:-tearline-manifest-v1}" "$@" "$file" 2>/dev/null
}
for key in s1 s2; do
	who=dan@example.org; [ $key = s1 ] || who=eve@example.net
	release $key.out --ssh-key $key || fail "no release with $key: $(cat said)"
	good "our SSH signature, $key" $key.out --ssh-signers signers --ssh-identity $who
	theirs $key.out $who && ok "ssh-keygen accepts ours, $key" || fail "ssh-keygen: $(cat said)"
	missed=0 i=0
	while [ $i -lt 6 ]; do # its ECDSA has either s
		sign $key $key.out.manifest.xml
		"$B/tearline-verify" $key.out --ssh-signers signers --ssh-identity $who >said 2>&1 || missed=$((missed + 1))
		i=$((i + 1))
	done
	[ $missed -eq 0 ] && ok "what ssh-keygen makes is accepted, $key" || fail "$missed of ssh-keygen's, $key: $(cat said)"
done
M=s1.out.manifest.xml
ssh_not_good() { not_good "$1" "$2" s1.out --ssh-signers signers --ssh-identity "${3:-dan@example.org}"; }
ssh_not_good "SSH signature by another identity" "does not allow" eve@example.net
SPACE=file sign s1 $M && ssh_not_good "SSH signature of another namespace" "another namespace"
sign s1 $M -O hashalg=sha256 && ssh_not_good "SSH signature with sha256" "another hash"
sign s3 $M && ssh_not_good "SSH signature by P-256" "another type"
sign s5 $M && ssh_not_good "SSH signature by RSA" "another type"
sign s2 $M && ssh_not_good "SSH signature by somebody else" "does not allow"
sign s1 $M && cp $M.sig honest
{ cat honest; echo; } >$M.sig; ssh_not_good "text behind the armour" "around the armour"
{ echo; cat honest; } >$M.sig; ssh_not_good "text before the armour" "around the armour"
sed 's/$/\r/' honest >$M.sig; ssh_not_good "armour with other line ends" "armour"
sed '2s/./&\n/40' honest >$M.sig; ssh_not_good "armour in other lines" "one form"
cp s2.out.manifest.xml.sig $M.sig; ssh_not_good "signature of another manifest" "does not allow"
: >$M.sig; ssh_not_good "empty SSH signature" "."
rm $M.sig; ssh_not_good "no SSH signature" "not a regular file"
ln -s honest $M.sig; ssh_not_good "SSH signature behind a link" "not a regular file"
rm $M.sig; cp honest $M.sig
size=$(stat -c %s honest) at=0 missed=
while [ $at -lt "$size" ]; do
	byte=$(od -An -tu1 -j $at -N 1 honest | tr -d ' ')
	printf "\\$(printf %03o $((byte ^ 1)))" | dd of=$M.sig bs=1 seek=$at conv=notrunc 2>/dev/null
	"$B/tearline-verify" s1.out --ssh-signers signers --ssh-identity dan@example.org >said 2>&1 && missed="$missed $at"
	cp honest $M.sig; at=$((at + 13))
done
[ -z "$missed" ] && ok "changed bytes of an SSH signature" || fail "changed bytes pass:$missed"
good "honest again" s1.out --ssh-signers signers --ssh-identity dan@example.org

list() { # NAME WORDS LINE: a list of signers that is refused
	printf '%s\n' "$3" >list
	refused "$1" 5 "^tearline: list:1: .*$2" tearline verify s1.out --ssh-signers list --ssh-identity dan@example.org
}
K=$(cut -d' ' -f1,2 s1.pub)
list "cert-authority in the list" "cert-authority" "dan@example.org cert-authority $K"
list "time without its Z" "Z of UTC" "dan@example.org valid-after=\"20200101\" $K"
list "unknown option" "unknown" "dan@example.org verify-required $K"
list "option twice" "twice" "dan@example.org namespaces=\"a\",namespaces=\"b\" $K"
list "quoted principals" "quotes" "\"dan@example.org\" $K"
list "no key" "no key" "dan@example.org"
list "damaged key" "cannot be read" "dan@example.org ${K%????}"
printf 'dan@example.org valid-before="20200101Z" %s\n' "$K" >list
not_good "key that has expired in the list" "expired" s1.out --ssh-signers list --ssh-identity dan@example.org
refused "list without an identity" 2 "go together" tearline verify s1.out --ssh-signers signers

refused "SSH key in OpenSSH's own encryption" 5 "ssh-keygen -Y sign" release no --ssh-key s4
refused "SSH key of RSA" 5 "ecdsa-sha2-nistp384" release no --ssh-key s5
refused "SSH key of P-256" 5 "ecdsa-sha2-nistp384" release no --ssh-key s3
chmod 644 s2; refused "SSH key that others can read" 5 "others can read" release no --ssh-key s2; chmod 600 s2
release pk --ssh-key sealed.key --ssh-passphrase file:pass && ok "SSH signature by an encrypted PKCS#8 key" || fail "PKCS#8: $(cat said)"
cp s1 pem1 && ssh-keygen -q -p -N '' -m PEM -f pem1 >/dev/null && release sec1 --ssh-key pem1 &&
	good "SSH signature by a SEC 1 key" sec1 --ssh-signers signers --ssh-identity dan@example.org
release both --key alice.key --cert alice.pem --ssh-key s1 &&
	good "both envelopes" both --trust ca.pem --ssh-signers signers --ssh-identity dan@example.org
good "both envelopes, one asked for" both --trust ca.pem
rm both.manifest.xml.p7s
not_good "both asked for, one there" "not a regular file" both --trust ca.pem --ssh-signers signers --ssh-identity dan@example.org

sh "$ROOT/tests/seals/several.sh" "$B" "$ROOT" || bad=1
sh "$ROOT/tests/seals/token.sh" "$B" || bad=1
exit $bad
