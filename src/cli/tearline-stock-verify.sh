#!/bin/sh
# tearline-stock-verify -- checks a release with stock tools alone: openssl, xmllint, sha384sum, awk, head, tail.
#
# Idea:   whoever does not trust tearline can read this page, and check a release without a line of tearline's code. What
#         openssl calls "successful" is wider than what a release may be; the checks around it close the difference.
# Always: the last line is "good: ..." or "not good: ...". Exit status 0 good, 1 not good, 2 wrong usage or a tool missing.
#         All files are copied once and only the copies are looked at. Nothing is believed from the environment.
# Not checked here: pieces of container formats (DOCX, ODT); rare hidden characters in names and marks. tearline verify
#         does both.

set -u
LC_ALL=C
export LC_ALL
OPENSSL_CONF=/dev/null
export OPENSSL_CONF
unset OPENSSL_MODULES OPENSSL_ENGINES SSL_CERT_FILE SSL_CERT_DIR XML_CATALOG_FILES XMLLINT_INDENT || :
umask 077

# 2.25.<the UUID d38f5c36-9c39-4ea0-849f-37fb0bfbe4d9 as a number>: a tearline manifest.
TYPE=2.25.281211475869740982867005382588282692825

W=
finish() {
	[ -z "$W" ] || rm -rf "$W"
}
trap finish EXIT
trap 'exit 2' HUP INT TERM

bad() {
	printf 'not good: %s\n' "$1"
	exit 1
}

usage() {
	echo "usage: tearline-stock-verify OUT [--manifest M] [--seal S] --trust ROOT.pem" >&2
	echo "                             [--signer CERT.pem] [--crl LISTS.pem] [--tsa-trust ROOT.pem [--token TSR]]" >&2
	exit 2
}

# --- arguments

out='' manifest='' seal='' trust='' signer='' crl='' tsa='' token=''
while [ $# -gt 0 ]; do
	case $1 in
	--manifest | --seal | --trust | --signer | --crl | --tsa-trust | --token)
		[ $# -ge 2 ] && [ -n "$2" ] || usage
		case $1 in
		--manifest) manifest=$2 ;;
		--seal) seal=$2 ;;
		--trust) trust=$2 ;;
		--signer) signer=$2 ;;
		--crl) crl=$2 ;;
		--tsa-trust) tsa=$2 ;;
		--token) token=$2 ;;
		esac
		shift 2
		;;
	-*) usage ;;
	*)
		[ -z "$out" ] && [ -n "$1" ] || usage
		out=$1
		shift
		;;
	esac
done
[ -n "$out" ] && [ -n "$trust" ] || usage
[ -n "$manifest" ] || manifest=$out.manifest.xml
[ -n "$seal" ] || seal=$manifest.p7s
[ -n "$token" ] || token=$seal.tsr

for tool in openssl xmllint sha384sum awk head tail tr cmp mktemp; do
	command -v "$tool" >/dev/null 2>&1 || {
		echo "not good: $tool is not installed, so nothing can be checked"
		exit 2
	}
done
W=$(mktemp -d) || exit 2

# Regular files only: not a link that is changed later, not a pipe that answers twice.
take() {
	if [ -L "$1" ] || [ ! -f "$1" ]; then
		bad "$3 is missing, or is not a regular file"
	fi
	cat <"$1" >"$W/$2" || bad "$3 cannot be read"
}
take "$out" out "the output"
take "$manifest" manifest "the manifest"
take "$seal" seal "the seal"
take "$trust" trust "the root"
[ -z "$signer" ] || take "$signer" signer "the required signer's certificate"
[ -z "$crl" ] || take "$crl" crl "the revocation list"

size() {
	wc -c <"$1" | tr -d ' '
}

# --- the time, where it is to be proved: a time stamp over the seal's file (RFC 3161). What follows is judged at that time.

at=
if [ -n "$tsa" ]; then
	take "$tsa" tsa "the root of the time-stamping authority"
	take "$token" token "the time stamp"
	openssl ts -verify -data "$W/seal" -in "$W/token" -CAfile "$W/tsa" >/dev/null 2>&1 ||
		bad "openssl ts -verify refuses the time stamp"
	# openssl takes bytes behind it, and SHA-1.
	[ "$(openssl asn1parse -inform DER -in "$W/token" 2>/dev/null | awk -F'[=:]' 'NR == 1 { print $4 + $5 + 0 }')" = "$(size "$W/token")" ] ||
		bad "there are bytes behind the time stamp"
	openssl ts -reply -in "$W/token" -text >"$W/stamp" 2>/dev/null
	grep -Eq '^Hash Algorithm: sha(256|384|512)$' "$W/stamp" || bad "the time stamp uses another digest than SHA-2"
	at=$(sed -n 's/^Time stamp: //p' "$W/stamp" | awk '{
		split($3, clock, /[:.]/)
		month = (index("JanFebMarAprMayJunJulAugSepOctNovDec", $1) + 2) / 3
		# Days since 1970: years are counted from March, so that a leap day is the last of one.
		year = month > 2 ? $4 : $4 - 1; month = month > 2 ? month - 3 : month + 9
		days = 365 * year + int(year / 4) - int(year / 100) + int(year / 400) + int((153 * month + 2) / 5) + $2 - 719469
		printf "%.0f", ((days * 24 + clock[1]) * 60 + clock[2]) * 60 + clock[3]
	}')
	[ -n "$at" ] || bad "the time stamp has no time"
	at="-attime $at"
fi

# --- the anchors: self-signed authorities, so that no signer's certificate vouches for itself

grep -q 'BEGIN TRUSTED' "$W/trust" && bad "the root is a TRUSTED CERTIFICATE; write it as plain CERTIFICATE"
awk -v base="$W/root." '/-----BEGIN CERTIFICATE-----/ { n++; on = 1 }
	on { print > (base n) }
	/-----END CERTIFICATE-----/ { on = 0; close(base n) }' "$W/trust"
[ -f "$W/root.1" ] || bad "there is no certificate in the root's file"
for root in "$W"/root.*; do
	openssl x509 -in "$root" -noout -ext basicConstraints 2>/dev/null | grep -q 'CA:TRUE' ||
		bad "a root is not the certificate of a certification authority"
	# shellcheck disable=SC2086
	openssl verify -no-CApath -no-CAstore -check_ss_sig $at -CAfile "$root" "$root" >/dev/null 2>&1 ||
		bad "a root is not self-signed, or is not valid now"
done

# --- the seal: the one form that it can have

openssl asn1parse -inform DER -in "$W/seal" >"$W/asn1" 2>/dev/null ||
	bad "the seal is not DER"
# Lines are "offset:d=depth hl=header l=length cons|prim: what". That each offset follows from the line before proves that
# no text inside of the seal is taken for such a line.
awk -v size="$(size "$W/seal")" '
	function refuse(why) { print "refused: " why; inside = named; exit }
	BEGIN { quiet = 999; next_offset = 0 }
	{
		if ($0 !~ /^ *[0-9]+:d=[0-9]+ +hl=[0-9]+ +l= *[0-9]+ (cons|prim): /) refuse("a length that is not DER")
		split($0, part, /[:=]/)
		offset = part[1] + 0; depth = part[3] + 0; header = part[4] + 0; len = part[5] + 0
		cons = $0 ~ /^[^:]*:[^:]* cons: /
		what = substr($0, index($0, cons ? "cons: " : "prim: ") + 6)
		if (offset != next_offset) refuse("a text that looks like structure")
		next_offset = offset + header + (cons ? 0 : len)
		if (header != (len < 128 ? 2 : len < 256 ? 3 : len < 65536 ? 4 : 5)) refuse("a length that is not DER")
		if (NR == 1 && header + len != size) refuse("bytes behind it")
		# Every certificate inside is one that the signature names.
		if (depth == 4 && quiet == 3) inside++
		if (depth == 10 && quiet == 8) named++
		if (depth <= quiet) quiet = 999
		if (depth > quiet) next
		sub(/ +$/, "", what); gsub(/ +/, " ", what)
		if (depth == 5 && what ~ /^OCTET STRING/) what = "SIGNATURE"
		if (what ~ /^OCTET STRING/) what = "OCTET STRING " len
		if (what ~ /^INTEGER/) what = what " " len
		if (what ~ /^(UTCTIME|GENERALIZEDTIME)/) what = "TIME"
		print depth " " what
		# What the certificates and the names hold is compared by openssl.
		if (depth == 3 && what == "cont [ 0 ]") quiet = 3
		if (depth == 5 && what == "SEQUENCE" && ++sequences == 1) quiet = 5
		if (what == "OBJECT :id-smime-aa-signingCertificateV2") in_certificate = 1
		if (depth < 7) in_certificate = 0
		if (in_certificate && depth == 8) quiet = 8
	}
	END { if (inside != named) print "refused: certificates that are not signed for" }' "$W/asn1" >"$W/form"
why=$(sed -n 's/^refused: //p' "$W/form")
[ -z "$why" ] || bad "the seal has $why"

expected() {
	cat <<END
0 SEQUENCE
1 OBJECT :pkcs7-signedData
1 cont [ 0 ]
2 SEQUENCE
3 INTEGER :03 1
3 SET
4 SEQUENCE
5 OBJECT :sha384
3 SEQUENCE
4 OBJECT :$TYPE
3 cont [ 0 ]
3 SET
4 SEQUENCE
5 INTEGER :01 1
5 SEQUENCE
5 SEQUENCE
6 OBJECT :sha384
5 cont [ 0 ]
6 SEQUENCE
7 OBJECT :signingTime
7 SET
8 TIME
6 SEQUENCE
7 OBJECT :contentType
7 SET
8 OBJECT :$TYPE
6 SEQUENCE
7 OBJECT :messageDigest
7 SET
8 OCTET STRING 48
6 SEQUENCE
7 OBJECT :id-smime-aa-signingCertificateV2
7 SET
8 SEQUENCE
$1
5 SIGNATURE
END
}

expected "5 SEQUENCE
6 OBJECT :ecdsa-with-SHA384" >"$W/ecdsa"
expected "5 SEQUENCE
6 OBJECT :rsassaPss
6 SEQUENCE
7 cont [ 0 ]
8 SEQUENCE
9 OBJECT :sha384
9 NULL
7 cont [ 1 ]
8 SEQUENCE
9 OBJECT :mgf1
9 SEQUENCE
10 OBJECT :sha384
10 NULL
7 cont [ 2 ]
8 INTEGER :30 1" >"$W/pss"

if cmp -s "$W/form" "$W/ecdsa"; then
	level=4
	kind='NIST CURVE: P-384'
	# Of (r, s) and (r, n - s) only the lower is ours: the first 48 bytes of s are at most (n - 1) / 2.
	sed -n '$s/.*\[HEX DUMP\]://p' "$W/asn1" | awk '
		{
			hex = "0123456789ABCDEF"
			r = 2 * ((index(hex, substr($0, 7, 1)) - 1) * 16 + index(hex, substr($0, 8, 1)) - 1)
			s = substr($0, 8 + r + 1 + 4)
			if (length(s) == 98 && substr(s, 1, 2) == "00") s = substr(s, 3)
			while (length(s) < 96) s = "0" s
			half = "7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" \
				"E3B1A6C0FA1B96EFAC0D06D9245853BD76760CB5666294B9"
			good = length(s) == 96 && "x" s <= "x" half
		}
		END { exit !good }' || bad "the signature has the higher s"
elif cmp -s "$W/form" "$W/pss"; then
	level=3
	kind='RSA'
else
	bad "the seal is not in the one form that it can have (docs/auditor.md)"
fi

# --- signature and path

cat "$W/trust" >"$W/anchors"
check=
if [ -n "$crl" ]; then
	cat "$W/crl" >>"$W/anchors"
	check=-crl_check_all
fi
# shellcheck disable=SC2086
openssl cms -verify -cades -binary -inform DER -in "$W/seal" -content "$W/manifest" -CAfile "$W/anchors" -no-CApath \
	-no-CAstore -auth_level $level -x509_strict $check $at -signer "$W/who.pem" -out /dev/null 2>"$W/why" ||
	bad "openssl cms -verify refuses: $(sed -n 's/.*Verify error:\(.*\)/\1/p; s/.*:CMS routines:[^:]*:\([^:]*\):.*/\1/p' \
		"$W/why" | head -n 1 | tr -cd 'A-Za-z0-9 ()._-')"
[ "$(grep -c 'BEGIN CERTIFICATE' "$W/who.pem")" = 1 ] || bad "there is not exactly one signer"

# --- the signer

# The seal names him by issuer and serial number. For openssl ROOT is Root; here they are the certificate's own bytes.
cut() {
	tail -c +$(($2 + 1)) "$1" | head -c "$3"
}
# Offset and whole length of the COUNTth TYPE at DEPTH; with "inside", offset and length of what it holds.
span() {
	awk -v depth="$2" -v type="$3" -v count="$4" -v inside="${5:-}" '
		{
			split($0, part, /[:=]/)
			what = substr($0, index($0, $0 ~ /^[^:]*:[^:]* cons: / ? "cons: " : "prim: ") + 6)
			if (part[3] + 0 != depth || index(what, type) != 1 || ++seen != count) next
			head = part[4] + 0
			if (inside) print part[1] + head, part[5] + 0; else print part[1] + 0, head + part[5]
			exit
		}' "$1"
}
openssl x509 -in "$W/who.pem" -outform DER -out "$W/who.der" 2>/dev/null || bad "the signer's certificate cannot be read"
openssl asn1parse -inform DER -in "$W/who.der" >"$W/who.asn1" 2>/dev/null
# The second SEQUENCE of depth 5 behind the certificates: count those inside of them too.
inside=$(awk '/^ *[0-9]+:d=3 +hl=[0-9]+ +l= *[0-9]+ cons: SET/ { n++ } n < 2 && /^ *[0-9]+:d=5 +hl=[0-9]+ +l= *[0-9]+ cons: SEQUENCE/ { c++ }
	END { print c + 1 }' "$W/asn1")
# shellcheck disable=SC2046
{
	cut "$W/seal" $(span "$W/asn1" 5 SEQUENCE "$inside" inside) >"$W/named"
	cut "$W/who.der" $(span "$W/who.asn1" 2 SEQUENCE 2) >"$W/names"
	cut "$W/who.der" $(span "$W/who.asn1" 2 INTEGER 1) >>"$W/names"
}
cmp -s "$W/named" "$W/names" || bad "the seal names its signer in another way than the certificate"

openssl x509 -in "$W/who.pem" -noout -nameopt RFC2253 -subject -serial -ext keyUsage,extendedKeyUsage,basicConstraints \
	-pubkey >"$W/uses" 2>/dev/null || bad "the signer's certificate cannot be read"
openssl pkey -pubin -in "$W/uses" -noout -text >"$W/key" 2>/dev/null || bad "the signer's key cannot be read"
if [ "$kind" = RSA ]; then
	bits=$(sed -n 's/.*Public-Key: (\([0-9]*\) bit).*/\1/p' "$W/key")
	[ "${bits:-0}" -ge 3072 ] || bad "the signer's key has fewer than 3072 bits"
else
	grep -q "$kind" "$W/key" || bad "the signer's key is not P-384"
fi
subject=$(sed -n 's/^subject=//p' "$W/uses" | tr -cd ' -~')
serial=$(sed -n 's/^serial=//p' "$W/uses")
# Only the lines of the extensions: a name may hold any words.
grep -v '^subject=' "$W/uses" >"$W/ext"
grep -q 'Digital Signature' "$W/ext" || bad "the key usage of the signer's certificate is not digitalSignature"
grep -q 'E-mail Protection' "$W/ext" && grep -Eq '1\.3\.6\.1\.5\.5\.7\.3\.36|[Dd]ocument [Ss]igning' "$W/ext" ||
	bad "the signer's certificate is not for both emailProtection and documentSigning"
! grep -Eq 'CA:TRUE|Certificate Sign|CRL Sign|Any Extended' "$W/ext" ||
	bad "the signer's certificate is for more than signing documents"
if [ -n "$signer" ]; then
	openssl x509 -in "$W/signer" -outform DER -out "$W/signer.der" 2>/dev/null ||
		bad "the required signer's certificate cannot be read"
	cmp -s "$W/signer.der" "$W/who.der" || bad "the seal was made by another signer than the required one"
fi
# --- the manifest: XML for xmllint, and one known element a line, in one order, for the eye

# A NUL would end the text for some readers.
tr -d '\000' <"$W/manifest" | cmp -s - "$W/manifest" || bad "the manifest holds a NUL"
[ -z "$(tail -c 1 "$W/manifest" | tr -d '\n')" ] || bad "the manifest does not end with a line feed"
grep -q '<!' "$W/manifest" && bad "the manifest has a DOCTYPE, a comment or CDATA"
# In UTF-8: C1 controls and the soft hyphen, zero-width and reordering characters, line separators, the byte order mark.
hidden=$(printf '\302[\200-\237\255]|\342\200[\213-\217\250-\256]|\342\201[\240-\257]|\357\273\277|\330\234')
grep -Eq "$hidden" "$W/manifest" && bad "the manifest has a hidden or reordering character"
xmllint --nonet --noout "$W/manifest" 2>/dev/null || bad "the manifest is not well-formed XML"

awk '
	function refuse(why) { print "refused: line " NR ": " why; stop = 1; exit }
	BEGIN {
		text = "([^\"<>&\001-\037\177]|&(amp|lt|gt|quot);)*"
		pattern = "([^\"<>&\001-\037\177]|&(amp|lt|gt|quot|#10);)*"
		number = "(0|[1-9][0-9]*)"
		hash = "[0-9a-f]+"
		insertion = "(notice|banner|separator)"
		time = "[0-9][0-9][0-9][0-9]-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
		shape["xml"] = "<[?]xml version=\"1.0\" encoding=\"UTF-8\"[?]>"
		shape["manifest"] = "<manifest xmlns=\"urn:tearline:manifest:1\" version=\"1\" suite=\"SHA384-P384\" id=\"" \
			hash "\" created=\"" time "\">"
		shape["tool"] = "<tool name=\"" text "\" version=\"" text "\"/>"
		shape["policy"] = "<policy id=\"" text "\" version=\"" text "\" sha384=\"" hash "\"/>"
		shape["scheme"] = "<scheme id=\"" text "\" profile=\"" text "\" version=\"" text "\" sha384=\"" hash "\"/>"
		shape["source"] = "<source commitment=\"" hash "\"/>"
		shape["signers"] = "<signers required=\"" number "\"/>"
		shape["template"] = "<template name=\"" insertion "\" text=\"" pattern "\"/>"
		shape["list"] = "<list>"
		shape["gap"] = "<gap commitment=\"" hash "\"/>"
		shape["insert"] = "<insert offset=\"" number "\" length=\"" number "\" template=\"" insertion "\"/>"
		shape["kept"] = "<kept offset=\"" number "\" length=\"" number "\" sha384=\"" hash "\" marking=\"" text "\"/>"
		shape["/list"] = "</list>"
		shape["downgrade"] = "<downgrade authority=\"" text "\" count=\"" number "\"/>"
		shape["exemption"] = "<exemption text=\"" text "\" count=\"" number "\"/>"
		shape["amount"] = "<amount pieces=\"" number "\" bytes=\"" number "\"/>"
		shape["audit"] = "<audit commitment=\"" hash "\"/>"
		shape["output"] = "<output name=\"" text "\" bytes=\"" number "\" sha384=\"" hash "\" media-type=\"" text \
			"\" marking=\"" text "\"/>"
		shape["/manifest"] = "</manifest>"
		follows["start"] = " xml "; follows["xml"] = " manifest "; follows["manifest"] = " tool "
		follows["tool"] = " policy "; follows["policy"] = " scheme "; follows["scheme"] = " source "
		follows["source"] = " signers "; follows["signers"] = follows["template"] = " template list "
		follows["list"] = " gap "; follows["gap"] = follows["insert"] = " insert kept /list "; follows["kept"] = " gap "
		follows["/list"] = follows["downgrade"] = " downgrade exemption amount audit "
		follows["exemption"] = " exemption amount audit "; follows["amount"] = " audit "; follows["audit"] = " output "
		follows["output"] = " /manifest "; follows["/manifest"] = " "
		before = "start"
	}
	# The value of an attribute; the shape was checked, so the first match is the attribute.
	function value(name, at) {
		at = index($0, " " name "=\"") + length(name) + 3
		return substr($0, at, index(substr($0, at), "\"") - 1)
	}
	function days(year, month) {
		if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
		return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
	}
	{
		match($0, /^<[\/?]?[a-z]*/)
		what = substr($0, 2, RLENGTH - 1); sub(/^[?]/, "", what)
		if (!(what in shape) || $0 !~ "^" shape[what] "$") refuse("unknown, or spelled in another way")
		if (index(follows[before], " " what " ") == 0) refuse("not in its place")
		before = what
		if (what != "manifest" && match($0, / (sha384|commitment)="[0-9a-f]*"/) &&
		    RLENGTH - index(substr($0, RSTART), "\"") - 1 != 96) refuse("a digest of another length")
		if (what == "manifest") {
			at = value("created")
			if (substr(at, 9, 2) + 0 > days(substr(at, 1, 4) + 0, substr(at, 6, 2) + 0)) refuse("a day that is none")
		}
		if (what == "template") print "template " value("name") " " value("text")
		if (what == "kept" || what == "insert") {
			if (length(value("offset")) > 15 || length(value("length")) > 15) refuse("too large a number")
			if (value("offset") + 0 != end || value("length") + 0 == 0) refuse("the pieces have a hole or overlap")
			end += value("length")
		}
		if (what == "kept") print "kept " value("length") " " value("sha384")
		if (what == "insert") print "insert " value("length") " " value("template")
		if (what == "signers") print "signers " value("required")
		if (what == "output") print "output " value("bytes") " " value("sha384") " " value("media-type")
	}
	END {
		if (stop) exit
		if (before != "/manifest") print "refused: the manifest is cut short"
		print "end " end + 0
	}' "$W/manifest" >"$W/lines"
why=$(sed -n 's/^refused: //p' "$W/lines")
[ -z "$why" ] || bad "the manifest, $why"
[ "$(sed -n 's/^signers //p' "$W/lines")" = 1 ] || bad "the manifest does not ask for exactly one signer"

# Never */*/@sha384: an earlier element could answer for the output.
N='/*[local-name()="manifest"]/*[local-name()="output"]'
xmllint --nonet --xpath "concat(count($N), ' ', $N/@bytes, ' ', $N/@sha384, ' ', $N/@name)" "$W/manifest" \
	>"$W/output" 2>/dev/null
read -r count bytes hash name <"$W/output"
[ "$count" = 1 ] || bad "the manifest has not exactly one output"
[ "$name" = "${out##*/}" ] || bad "the output has another name than in the manifest"
[ "$bytes" = "$(size "$W/out")" ] || bad "the output has another size than in the manifest"
echo "$hash  $W/out" | sha384sum --strict --status -c - ||
	bad "the output is not the one of the manifest"

# --- the pieces

pieces=0
case $(sed -n 's/^output [0-9]* [0-9a-f]* //p' "$W/lines") in
application/vnd.*)
	unchecked='pieces inside of the container, '
	;;
*)
	unchecked=''
	[ "$(sed -n 's/^end //p' "$W/lines")" = "$(size "$W/out")" ] ||
		bad "the pieces do not cover the output"
	# head takes the next bytes of the output, piece by piece; the pieces were seen to follow each other.
	mkdir "$W/pieces"
	while read -r what length hash; do
		case $what in
		kept)
			pieces=$((pieces + 1))
			head -c "$length" <&3 >"$W/pieces/$pieces"
			echo "$hash  $W/pieces/$pieces" >>"$W/sums"
			;;
		insert)
			# A line each: the template's name, and the bytes with \001 for a line feed.
			printf '%s ' "$hash"
			head -c "$length" <&3 | tr '\n' '\001'
			echo
			;;
		esac
	done <"$W/lines" 3<"$W/out" >"$W/inserted"
	[ "$pieces" = 0 ] || sha384sum --strict --status -c "$W/sums" || bad "a kept piece is not the one of the manifest"
	grep '^template ' "$W/lines" | cat - "$W/inserted" | awk '
		function plain(text) {
			gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&#10;/, "\001", text)
			gsub(/&amp;/, "\\&", text)
			return text
		}
		function some(unit) { return "((less than 1|1) " unit "|((0|[2-9]|[1-9][0-9]+)(\302\275)?|1\302\275) " unit "s)" }
		# A filled-in notice as a regular expression.
		function notice(text,   out, c) {
			while (text != "") {
				if (index(text, "{amount}") == 1) {
					out = out "(text|" some("line") "|" some("word") "|" some("paragraph") "( [(]" some("line") "[)])?)"
					text = substr(text, 9)
				} else if (index(text, "{count}") == 1) {
					out = out "(0|[1-9][0-9]*)"; text = substr(text, 8)
				} else if (index(text, " {exemption}") == 1) {
					out = out "( .+)?"; text = substr(text, 13)
				} else if (index(text, "{exemption}") == 1) {
					out = out "(.+)?"; text = substr(text, 12)
				} else {
					c = substr(text, 1, 1); text = substr(text, 2)
					out = out (c ~ /[A-Za-z0-9 ]/ ? c : c == "^" || c == "\\" ? "\\" c : "[" c "]")
				}
			}
			return "^" out "$"
		}
		function bare(text, blank) {
			if (substr(text, 1, 1) == "\001" || (blank && substr(text, 1, 1) == " ")) text = substr(text, 2)
			if (substr(text, length(text)) == "\001") text = substr(text, 1, length(text) - 1)
			return text
		}
		function fits(name, text) {
			if (name == "separator") return has_separator && text == "\001"
			if (name == "banner") return bare(text, 0) in banner
			return has_notice && bare(text, 1) ~ shape && bare(text, 1) !~ /\001/
		}
		{
			name = $1; text = substr($0, length(name) + 2)
			if (name == "template") {
				name = $2; text = plain(substr($0, 11 + length(name)))
				if (name == "notice") { has_notice = 1; shape = notice(text) }
				if (name == "banner") banner[text] = 1
				if (name == "separator" && text == "\001") has_separator = 1
			} else if (!fits(name, text)) { wrong = 1; exit }
		}
		END { exit wrong }' || bad "an inserted piece is no template of the manifest"
	;;
esac

[ -n "$crl" ] || unchecked="${unchecked}revocation, "
[ -n "$at" ] || unchecked="${unchecked}the time of signing, "
[ -n "$signer" ] || unchecked="${unchecked}that it is the signer you expect, "
printf 'good: sealed by %s, serial %s; %s pieces kept; not checked: %sthe original\n' \
	"$subject" "$serial" "$pieces" "$unchecked"
