#!/bin/sh
# How much of core/ the tests ran: lines, and branches taken, file by file, the least first, and the
# sum at the end.  Argument: the folder that was built with --coverage.  The lines that were not run
# stand in FOLDER/gcov/*.gcov, marked with #####.
set -u
build=$1
root=$(pwd)
rm -rf "$build/gcov"
mkdir -p "$build/gcov" && cd "$build/gcov" || exit 2
# Objects name their sources from the root, and there gcov must find them.
ln -s "$root/core" core
find ../core -name '*.gcda' | while read -r data; do
	gcov -b -r "$data" 2>/dev/null
done | awk -v sort='sort -k 4,4n' '
	/^File / { file = $0; gsub(/^File .|.$/, "", file); sub(/^\.\//, "", file); ours = file ~ /^core\/.*\.c$/ }
	!ours { next }
	/^Lines executed:/ { split(substr($0, 16), a, "% of "); lines = a[2]; run = a[1] * a[2] / 100 }
	/^Taken at least once:/ {
		split(substr($0, 21), a, "% of "); branches = a[2]; taken = a[1] * a[2] / 100
		printf "%6.1f %% lines %6.1f %% of %5d branches  %s\n", 100 * run / lines, a[1], a[2], file | sort
		all += lines; all_run += run; all_branches += branches; all_taken += taken
	}
	END {
		close(sort)
		if (all == 0) exit 1
		printf "%6.1f %% of %d lines, %.1f %% of %d branches of core\n", 100 * all_run / all, all,
			100 * all_taken / all_branches, all_branches
	}'
