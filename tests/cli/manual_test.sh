#!/bin/sh
# The manual names every command and every option that the program has, and no other.
. tests/lib/tap.sh

"$BAOLAN" help >"$HOME/help"
sed -n 's/^  baolan \([a-z][a-z]*\) .*/\1/p' "$HOME/help" | sort >"$HOME/commands"
check "help lists commands" test -s "$HOME/commands"
sed -n 's/^\.Cm \([a-z]*\)$/\1/p; s/^\.It Cm \([a-z]*\)$/\1/p' docs/baolan.1 | sort -u >"$HOME/described"
check "each has its entry in the manual" sh -c 'comm -23 "$HOME/commands" "$HOME/described" | { ! grep .; }'
grep -oE -- '--[a-z-]+' "$HOME/help" | sort -u >"$HOME/options"
sed -n '/^\.Ss Filters/,/^\.Sh KEYS/p' docs/baolan.1 | grep '^\.It' | grep -oE ' -[a-z][a-z]+' |
	sed 's/^ /-/' | sort -u >"$HOME/explained"
check "every option is explained" sh -c 'comm -23 "$HOME/options" "$HOME/explained" | { ! grep .; }'
check "and no other" sh -c 'comm -13 "$HOME/options" "$HOME/explained" | { ! grep .; }'
done_testing
