#!/bin/sh
# A release made by stock tools alone (openssl seals it, printf writes the manifest), and tampered with. The stock-tool
# script and the program must give the same answer to each; tests/forgery has the forgeries. Usage: tests/tamper/seal.sh BUILD_DIR
set -u
cd "$(dirname "$0")/../.." || exit 2
B=$(cd "${1:?usage: tests/tamper/seal.sh BUILD_DIR}" && pwd) || exit 2
SCRIPT=$PWD/src/cli/tearline-stock-verify.sh
T=$(mktemp -d) || exit 2
trap 'rm -rf "$T"' EXIT INT TERM
cd "$T" || exit 2
export LC_ALL=C
TYPE=2.25.281211475869740982867005382588282692825
failed=0

# --- a small authority

cat >cnf <<END
[req]
distinguished_name=dn
prompt=no
[dn]
CN=Root
[ca]
basicConstraints=critical,CA:TRUE,pathlen:0
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
[leaf]
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=emailProtection,1.3.6.1.5.5.7.3.36
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
[self]
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=emailProtection,1.3.6.1.5.5.7.3.36
subjectKeyIdentifier=hash
[stamp]
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=critical,timeStamping
[tsa]
default_tsa=clock
[clock]
serial=$T/serial
signer_digest=sha384
default_policy=1.2.3.4.1
digests=sha384, sha1
ess_cert_id_alg=sha384
[db]
database=$T/index
default_md=sha384
default_crl_days=9
[none]
END
: >index
key() {
	openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:"$2" -out "$1.key" 2>/dev/null
}
root() {
	key "$1" P-384
	openssl req -new -x509 -sha384 -key "$1.key" -config cnf -extensions "$2" -days 30 -out "$1.pem"
}
# issue NAME CURVE EXTENSIONS
issue() {
	key "$1" "$2"
	openssl req -new -key "$1.key" -config cnf -subj "/CN=$1" -out csr
	openssl x509 -req -in csr -CA root.pem -CAkey root.key -extfile cnf -extensions "$3" -sha384 -days 9 \
		-set_serial "0x0$(openssl rand -hex 8)" -out "$1.pem" 2>/dev/null
}
root root ca
root other ca
root self self
issue signer P-384 leaf
issue second P-384 leaf
crl() {
	openssl ca -config cnf -name db -gencrl -keyfile root.key -cert root.pem -out "$1" 2>/dev/null
}
crl clean.crl
openssl ca -config cnf -name db -keyfile root.key -cert root.pem -revoke signer.pem 2>/dev/null
crl revoked.crl

# --- a release

hash() {
	sha384sum | head -c 96
}
piece() {
	printf '<kept offset="%s" length="%s" sha384="%s" marking="(U)"/>\n' "$1" "$2" \
		"$(tail -c +$(($1 + 1)) out | head -c "$2" | hash)"
}
write_release() {
	some=$(printf x | hash)
	printf 'UNCLASSIFIED\n(U) The harbor of Port Ansel opens at dawn.\n[withheld]\n(U) Pilots wait at the mole.\n' >out
	size=$(wc -c <out | tr -d ' ')
	{
		echo '<?xml version="1.0" encoding="UTF-8"?>'
		echo '<manifest xmlns="urn:tearline:manifest:1" version="1" suite="SHA384-P384"' \
			'id="00112233445566778899aabbccddeeff" created="2026-11-24T11:08:48Z">'
		echo '<tool name="tearline" version="0.1.0"/>'
		echo "<policy id=\"p\" version=\"1\" sha384=\"$some\"/>"
		echo "<scheme id=\"us\" profile=\"x\" version=\"1\" sha384=\"$some\"/>"
		echo "<source commitment=\"$some\"/>"
		echo '<signers required="1"/>'
		echo '<template name="notice" text="[withheld]"/>'
		echo '<template name="banner" text="UNCLASSIFIED"/>'
		echo '<list>'
		echo "<gap commitment=\"$some\"/>"
		echo '<insert offset="0" length="13" template="banner"/>'
		piece 13 44
		echo "<gap commitment=\"$some\"/>"
		echo '<insert offset="57" length="11" template="notice"/>'
		piece 68 $((size - 68))
		echo "<gap commitment=\"$some\"/>"
		echo '</list>'
		echo "<audit commitment=\"$some\"/>"
		echo "<output name=\"out\" bytes=\"$size\" sha384=\"$(hash <out)\" media-type=\"text/plain\"" \
			'marking="UNCLASSIFIED"/>'
		echo '</manifest>'
	} >out.manifest.xml
}

# Half of what stock openssl signs has the higher s: 49 bytes, because its top bit is set.
is_high() {
	openssl asn1parse -inform DER -in out.manifest.xml.p7s | tail -n 1 | awk '
		{
			sub(/.*:/, "")
			r = 2 * (48 + index("2E2F3031", substr($0, 7, 2)) / 2 - 2.5)
			exit substr($0, 9 + r, 4) != "0231"
		}'
}
# sign WHO low|high [OPTION...]
sign() {
	who=$1
	want=$2
	shift 2
	for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
		openssl cms -sign -cades -nosmimecap -binary -md sha384 -econtent_type "$TYPE" -signer "$who.pem" \
			-inkey "$who.key" -in out.manifest.xml -outform DER -out out.manifest.xml.p7s "$@" 2>/dev/null
		if is_high; then is=high; else is=low; fi
		[ "$is" != "$want" ] || return 0
	done
	return "$try"
}
fresh() {
	cp keep/* .
}

# --- asking both

# expect good|bad NAME [ARGUMENT...]: both verifiers agree, and say so in one last line.
expect() {
	want=$1
	name=$2
	shift 2
	sh "$SCRIPT" out "$@" >stock.out 2>&1
	stock=$?
	"$B/tearline-verify" out "$@" >ours.out 2>&1
	ours=$?
	if [ "$want" = good ]; then status=0 line='^good: '; else status=1 line='^not good: '; fi
	# 5: not even an anchor
	[ $ours -ne 5 ] || [ $status -eq 0 ] || ours=1
	if [ $stock -eq $status ] && [ $ours -eq $status ] && tail -n 1 stock.out | grep -q "$line"; then
		echo "ok seal: $name"
	else
		echo "FAIL seal: $name: wanted $want; script $stock: $(tail -n 1 stock.out); program $ours: $(tail -n 1 ours.out)"
		failed=1
	fi
}
flip() {
	# flip FILE OFFSET: the lowest bit of that byte
	byte=$(tail -c +$(($2 + 1)) "$1" | head -c 1 | od -An -tu1 | tr -d ' ')
	{
		head -c "$2" "$1"
		# shellcheck disable=SC2059
		printf "\\$(printf %03o $((byte ^ 1)))"
		tail -c +$(($2 + 2)) "$1"
	} >flipped && mv flipped "$1"
}

write_release
sign signer low
mkdir keep
cp out out.manifest.xml out.manifest.xml.p7s keep

expect good "release made by stock tools" --trust root.pem
expect good "required signer" --trust root.pem --signer signer.pem
expect bad "another required signer" --trust root.pem --signer second.pem
expect bad "another root" --trust other.pem
expect bad "the signer's own certificate as root" --trust signer.pem
expect good "list that revokes nobody" --trust root.pem --crl clean.crl
expect bad "revoked signer" --trust root.pem --crl revoked.crl

size=$(wc -c <out.manifest.xml.p7s | tr -d ' ')
at=0
while [ $at -lt "$size" ]; do
	flip out.manifest.xml.p7s $at
	expect bad "seal with byte $at flipped" --trust root.pem
	fresh
	at=$((at + 67))
done
size=$(wc -c <out.manifest.xml | tr -d ' ')
at=3
while [ $at -lt "$size" ]; do
	flip out.manifest.xml $at
	expect bad "manifest with byte $at flipped" --trust root.pem
	fresh
	at=$((at + 211))
done
for at in 0 13 60 90; do
	flip out $at
	expect bad "output with byte $at flipped" --trust root.pem
	fresh
done

sign self low
expect bad "self-signed signer as its own root" --trust self.pem
fresh
sign signer low -keyid
expect bad "signer by key identifier" --trust root.pem
fresh

# --- the stock script and a time stamp: the signer's certificate is judged at that time

issue stamp P-384 stamp
echo 01 >serial
sign signer low
stamp() { # DIGEST
	openssl ts -query -data out.manifest.xml.p7s "$1" -cert -out query 2>/dev/null
	openssl ts -reply -config cnf -section clock -queryfile query -inkey stamp.key -signer stamp.pem -out out.manifest.xml.p7s.tsr 2>/dev/null
}
stock() { # good|bad NAME
	sh "$SCRIPT" out --trust root.pem --tsa-trust root.pem >stock.out 2>&1
	case $?$1 in
	0good | 1bad) echo "ok seal: $2" ;;
	*) echo "FAIL seal: $2: $(tail -n 1 stock.out)"; failed=1 ;;
	esac
}
stock bad "no time stamp where time is to be proved"
stamp -sha384
stock good "time stamp of stock openssl"
echo >>out.manifest.xml.p7s.tsr
stock bad "byte behind the time stamp"
stamp -sha1
stock bad "time stamp with SHA-1"
stamp -sha384
sign signer low
stock bad "time stamp over another seal"
exit $failed
