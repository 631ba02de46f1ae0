#!/bin/sh
# Each file of tests/fuzz/corpus/TARGET/ once through its target. Usage: tests/fuzz/run.sh BUILD_DIR
set -u
cd "$(dirname "$0")/../.." || exit 2
B=${1:?usage: tests/fuzz/run.sh BUILD_DIR}
for folder in tests/fuzz/corpus/*/; do
	target=$(basename "$folder")
	for file in "$folder"*; do
		if "$B/fuzz/replay_$target" "$file" >/dev/null 2>&1; then
			echo "ok fuzz $target: $(basename "$file")"
		else
			echo "FAIL fuzz $target: $(basename "$file")"
		fi
	done
done
