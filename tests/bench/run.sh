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
"$T/race" 41 "verify 4 KiB : cms -verify" 1.0 "$B/tearline-verify $T/out --trust $T/k/ca.pem" \
    "openssl cms -verify -binary -inform DER -in $T/out.manifest.xml.p7s -content $T/out.manifest.xml -CAfile $T/k/ca.pem -purpose any -out /dev/null 2>/dev/null"

head -c 4096 "$T/small" >"$T/4k"
${CC:-cc} -O2 -Isrc -o "$T/batch" tests/bench/batch.c "$B/libtearline.a" -lcrypto -lpthread
"$T/batch" "$T/4k" 10000

"$T/telegrams" $((MIB * 1048576)) >"$T/large"
"$T/race" 5 "redact $MIB MiB : dgst -sha384" 6 "$(redact "$T/large")" "openssl dgst -sha384 $T/large" "$clean"
$clean
eval "$(redact "$T/large")"
"$T/race" 5 "verify $MIB MiB : dgst -sha384" 1.1 "$B/tearline-verify $T/out --trust $T/k/ca.pem" "openssl dgst -sha384 $T/out"

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

# Marks, one a line, no two the same: levels x SCI x sources x controls x lists. So many lines a second are
# 400,000 divided by the seconds.
awk 'BEGIN { srand(7); split("S TS C", l, " "); split("//SI //TK //SI/TK //HCS-P //HCS-P/SI/TK //RSV-123", s, " ")
	split("//FGI~DEU //FGI~GBR //FGI~JPN //FGI", f, " "); split("RSEN/ OC/ IMC/ PR/", p, " ") # the first of each: none
	nc = split("AUS BEL CAN DEU DNK ESP FRA GBR ITA JPN KOR NLD NOR NZL POL ROU SWE TUR", c, " ")
	while (n < 400000) {
		m = l[1 + int(rand() * 3)] s[int(rand() * 7)] f[int(rand() * 5)] "//" p[int(rand() * 5)] "REL TO USA"
		for (k = j = 0; j < 4; j++) { k += 1 + int(rand() * (j ? 9 : 6)); if (k <= nc) m = m ", " c[k] }
		gsub("~", " ", m); if (!(m in seen)) { seen[m]; n++; print "(" m ")" } } }' >"$T/marks"
[ "$(sort -u "$T/marks" | wc -l)" = 400000 ] || { echo "bench: marks are not all different" >&2; exit 1; }
parse() { echo "sh -c 'taskset -c 0 $B/tearline mark parse $1 <$2 || :'"; }
"$T/race" 5 "400,000 different marks : wc -w" - "$(parse "" "$T/marks")" "wc -w $T/marks"
"$T/race" 5 "the same with --json : wc -w" - "$(parse --json "$T/marks")" "wc -w $T/marks"

# On one core, 32 MiB of telegrams: the marks of their portions one a line, their lines, their findings.
"$T/telegrams" 33554432 >"$T/text"
grep -o '^[0-9]*\. ([A-Z/]*)' "$T/text" | sed 's/.* //' >"$T/few"
for n in 1 2 3 4; do cat "$T/few" "$T/few" >"$T/more"; mv "$T/more" "$T/few"; done
"$T/race" 5 "$(($(wc -c <"$T/few") >> 20)) MiB of their marks : wc -w" - "$(parse "" "$T/few")" "wc -w $T/few"
"$T/race" 5 "32 MiB of lines, mark parse : wc -w" - "$(parse "" "$T/text")" "wc -w $T/text"
"$T/race" 5 "32 MiB checked : wc -w" - "sh -c 'taskset -c 0 $B/tearline check $T/text || :'" "wc -w $T/text"
