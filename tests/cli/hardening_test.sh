#!/bin/sh
# How the program was linked, and what it can ask of the system: read from the file itself.
. tests/lib/tap.sh

if ! has readelf "how it was linked"; then
	done_testing
	exit 0
fi
readelf -hlWd "$BAOLAN" >"$HOME/elf" 2>&1
readelf -W --dyn-syms "$BAOLAN" | awk '$7 == "UND" { sub(/@.*/, "", $8); print $8 }' >"$HOME/wants"

check "it is position independent" grep -q 'Type: *DYN' "$HOME/elf"
check "its tables are read-only once it runs" grep -q GNU_RELRO "$HOME/elf"
check "and all of them are bound at the start" grep -q 'FLAGS.*NOW' "$HOME/elf"
check "its stack is no code" sh -c "grep GNU_STACK '$HOME/elf' | grep -qv RWE"
check "nothing is both written and run" sh -c "! grep -E 'LOAD.* RWE' '$HOME/elf'"
grep -q -e -rpath "$BUILD/flags" ||
	check "no folder is searched for libraries" sh -c "! grep -E 'RPATH|RUNPATH' '$HOME/elf'"
check "stacks are guarded" grep -qx __stack_chk_fail "$HOME/wants"

# What the sanitizers bring along is theirs, and without optimisation nothing is checked.
if ! grep -q -e '-fsanitize' -e --coverage "$BUILD/flags"; then
	# By the C library, where it can.
	if readelf -W --dyn-syms "$BAOLAN" | grep -q '@GLIBC'; then
		check "copies and formats are checked" grep -qx __memcpy_chk "$HOME/wants"
	fi
	for f in socket connect bind listen accept sendto getaddrinfo gethostbyname; do
		check "it does not know the network: $f" sh -c "! grep -qx $f '$HOME/wants'"
	done
	for f in system gets strcpy sprintf vsprintf tmpnam mktemp; do
		check "it does not use $f" sh -c "! grep -qx $f '$HOME/wants'"
	done
fi
done_testing
