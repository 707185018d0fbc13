#!/bin/sh
# The manual names every command and every option that the program has, and no other.
. tests/lib/tap.sh

# What stands in one sorted list and not in the other.
missing() { comm -23 "$1" "$2" >"$HOME/missing" && cat "$HOME/missing" && test ! -s "$HOME/missing"; }

"$BAOLAN" help >"$HOME/help"
sed -n 's/^  baolan \([a-z][a-z]*\) .*/\1/p' "$HOME/help" | sort >"$HOME/commands"
check "help lists commands" test -s "$HOME/commands"
sed -n 's/^\.Cm \([a-z]*\)$/\1/p; s/^\.It Cm \([a-z]*\)$/\1/p' docs/baolan.1 | sort -u >"$HOME/described"
check "each has its entry in the manual" missing "$HOME/commands" "$HOME/described"
grep -oE -- '--[a-z-]+' "$HOME/help" | sort -u >"$HOME/options"
sed -n '/^\.Ss Filters/,/^\.Sh KEYS/p' docs/baolan.1 | grep '^\.It' | grep -oE ' -[a-z][a-z]+' |
	sed 's/^ /-/' | sort -u >"$HOME/explained"
check "every option is explained" missing "$HOME/options" "$HOME/explained"
check "and no other" missing "$HOME/explained" "$HOME/options"
done_testing
