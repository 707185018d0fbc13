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

# The Chinese one in the same way, and the one on files: every setting, every member of an article.
sed -n 's/^\.It Cm \([a-z]*\)$/\1/p' docs/zh_CN/baolan.1 | sort -u >"$HOME/described"
check "each command in Chinese" missing "$HOME/commands" "$HOME/described"
grep '^\.It' docs/zh_CN/baolan.1 | grep -oE ' -[a-z][a-z]+' | sed 's/^ /-/' | sort -u >"$HOME/explained"
check "every option in Chinese" missing "$HOME/options" "$HOME/explained"
check "and no other" missing "$HOME/explained" "$HOME/options"
sed -n '/^\.Sh KEYS/,/^\.Sh ENV/s/^\.It Ic \(.*\) Ta .*/\1/p' docs/baolan.1 | sed 's/ Ta .*//' | sort >"$HOME/keys"
sed -n '/^\.Sh KEYS/,/^\.Sh ENV/s/^\.It Ic \(.*\) Ta .*/\1/p' docs/zh_CN/baolan.1 | sort >"$HOME/described"
check "every key in Chinese" missing "$HOME/keys" "$HOME/described"
"$BAOLAN" config --format csv | sed '1d; s/,.*//' | sort >"$HOME/settings"
grep -v '^#' data/themes.tsv | cut -f 2 | sort -u >"$HOME/roles"
for manual in docs/baolan.5 docs/zh_CN/baolan.5; do
	sed -n '/^\.Ss config/,/^\.Ss keys/s/^\.It Cm //p' "$manual" | sed 's/ , /\n/g' | sort >"$HOME/described"
	check "$manual: every setting" missing "$HOME/settings" "$HOME/described"
	check "and no other" missing "$HOME/described" "$HOME/settings"
	sed -n '/^\.Ss themes/,/^\.Ss aliases/s/^\.Cm //p' "$manual" | tr -s ' ,' '\n' |
		sed 's/heat0/heat0\nheat1\nheat2\nheat3/' | sort -u >"$HOME/described"
	check "every role of a theme" missing "$HOME/roles" "$HOME/described"
done
"$BAOLAN" import seeds 2>/dev/null
"$BAOLAN" export --format jsonl --limit 1 | sed 's/\[[^]]*\]//g' | grep -oE '"[a-z_]+":' | tr -d '":' |
	grep -vxE 'type|text|name|adcode|role|evidence' | sort -u >"$HOME/members"
for manual in docs/baolan.5 docs/zh_CN/baolan.5; do
	sed -n '/JSON$/,/^\.Ss CSV/p; /^\.Ss JSON/,/^\.Ss CSV/p' "$manual" | sed -n 's/^\.It Cm //p' | sed 's/ , /\n/g' |
		sort -u >"$HOME/described"
	check "$manual: every member of an article" missing "$HOME/members" "$HOME/described"
done
done_testing
