#!/bin/sh
# Ratios of medians, each beside something run in turns with it. Usage: tests/bench/run.sh BUILD_DIR [MIB]
set -eu
cd "$(dirname "$0")/../.."
B=$(cd "${1:?usage: tests/bench/run.sh BUILD_DIR [MIB]}" && pwd)
MIB=${2:-256}
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT INT TERM
export LC_ALL=C.UTF-8
${CC:-cc} -O2 -o "$T/telegrams" tests/bench/telegrams.c
${CC:-cc} -O2 -o "$T/race" tests/bench/race.c
"$B/tearline" keygen "$T/k"
redact() { echo "$B/tearline redact -p us-public --key $T/k/key.pem --cert $T/k/cert.pem -o $T/out $1"; }
clean="rm -f $T/out $T/out.manifest.xml $T/out.manifest.xml.p7s"

echo "what                                      this        beside      ratio    (bound)      peak"
"$T/telegrams" 3500 >"$T/small"
"$T/race" 41 "redact 4 KiB : cms -sign" 1.5 "$(redact "$T/small")" \
    "openssl cms -sign -binary -md sha384 -in $T/small -signer $T/k/cert.pem -inkey $T/k/key.pem -outform DER -out $T/sig" "$clean"
$clean
eval "$(redact "$T/small")"
"$T/race" 41 "verify 4 KiB : cms -verify" - "$B/tearline-verify $T/out --trust $T/k/ca.pem" \
    "openssl cms -verify -binary -inform DER -in $T/out.manifest.xml.p7s -content $T/out.manifest.xml -CAfile $T/k/ca.pem -purpose any -out /dev/null 2>/dev/null"

"$T/telegrams" $((MIB * 1048576)) >"$T/large"
"$T/race" 5 "redact $MIB MiB : dgst -sha384" 6 "$(redact "$T/large")" "openssl dgst -sha384 $T/large" "$clean"
$clean
eval "$(redact "$T/large")"
"$T/race" 5 "verify $MIB MiB : dgst -sha384" - "$B/tearline-verify $T/out --trust $T/k/ca.pem" "openssl dgst -sha384 $T/out"

# Longer paragraphs: 636,000 portions in 256 MiB instead of 1.7 million.
"$T/telegrams" $((MIB * 1048576)) 8 360 >"$T/large"
"$T/race" 5 "long paragraphs : dgst" 6 "$(redact "$T/large")" "openssl dgst -sha384 $T/large" "$clean"
$clean
rm -f "$T/large"

# Doubling: the larger against the smaller; 2.0 is linear, 2.3 the bound.
double() { # NAME SMALL LARGE
	"$T/race" 5 "$1" 2.3 "$(redact "$3")" "$(redact "$2" | sed "s|$T/out|$T/out2|")" \
	    "rm -f $T/out $T/out.manifest.xml $T/out.manifest.xml.p7s $T/out2 $T/out2.manifest.xml $T/out2.manifest.xml.p7s"
}
for n in 40000 80000; do
	"$T/telegrams" 1 $n >"$T/paragraphs.$n"
done
double "paragraphs doubled" "$T/paragraphs.40000" "$T/paragraphs.80000"
head_of() { sed '/^1\. /,$d' "$T/small"; }
for n in 16 32; do
	{ head_of; printf '1. (U) '; head -c $((n * 1048576)) /dev/zero | tr '\0' 'a' | sed 's/aaaaaaa/word /g'; echo; } >"$T/line.$n"
done
double "line length doubled" "$T/line.16" "$T/line.32"
for n in 40000 80000; do
	{ head_of; echo '1. (U) The lead-in:'; echo; i=0
	  awk -v n=$n 'BEGIN { for (i = 0; i < n; i++) printf "%" (i % 60) "s- (U) item %d of many\n", "", i }'; } >"$T/nest.$n"
done
double "nesting doubled" "$T/nest.40000" "$T/nest.80000"

# Distinct marks, one a line: levels x controls x lists.
awk 'BEGIN { srand(7); split("S TS C", l, " "); split("//SI //TK //SI-G~ABCD/TK //HCS //SI/TK", s, " ")
	split("AUS CAN DEU FRA GBR ITA JPN NLD NOR NZL POL SWE", c, " "); split("NF OC/NF OC FOUO RELIDO PROPIN", d, " ")
	for (i = 0; i < 400000; i++) {
		m = l[1 + int(rand() * 3)] s[1 + int(rand() * 5)] "//"
		if (rand() < .5) m = m d[1 + int(rand() * 6)]
		else { m = m "REL TO USA"; for (k = 1; k <= 12; k++) if (rand() < .3) m = m ", " c[k] }
		gsub("~", " ", m); print "(" m ")" } }' >"$T/marks"
"$T/race" 5 "mark parse 400,000 : dgst -sha384" - "sh -c '$B/tearline mark parse <$T/marks || :'" "openssl dgst -sha384 $T/marks"
"$T/race" 5 "mark parse 400,000 : wc -w" - "sh -c '$B/tearline mark parse <$T/marks || :'" "wc -w $T/marks"
