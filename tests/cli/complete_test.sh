#!/bin/sh
# Completion: what the program offers, and bash's script around it.
. tests/lib/tap.sh

offers() { # what, a word that is offered, the words so far
	offers_what=$1 offers_word=$2
	shift 2
	status 0 "$offers_what" "$BAOLAN" help complete -- "$@"
	tap "$(cut -f 1 "$HOME/tap.out" | grep -qxF -- "$offers_word"; echo $?)" "is offered: $offers_word"
}
offers "a command" import im
offers "another" help h
offers "an option" --district list --d
offers "a district in Chinese" 昌平区 list --district 昌
offers "in pinyin" changping list -d chang
offers "a topic" 劳模工匠 list -t 劳
offers "a kind" photo stats -k p
offers "a facet" person stats --by p
offers "an order" relevance list --sort r
offers "a format" jsonl export --format j
status 0 "an option of another command" "$BAOLAN" help complete -- list --reb
out_empty "is not"
while read -r command; do
	status 0 "options of $command" "$BAOLAN" help complete -- "$command" --
	out_has "are offered" "--archive"
done <<END
$("$BAOLAN" help | sed -n 's/^  baolan \([a-z][a-z]*\) .*/\1/p')
END
if command -v bash >/dev/null; then
	mkdir "$HOME/bin"
	ln -s "$BAOLAN" "$HOME/bin/baolan"
	cat >"$HOME/try" <<'END'
. tui/complete/baolan.bash
COMP_WORDS=(baolan list --district chang) COMP_CWORD=3
_baolan
printf '%s\n' "${COMPREPLY[@]}"
END
	status 0 "bash" env PATH="$HOME/bin:$PATH" bash "$HOME/try"
	out_has "gets what was offered" "changping"
fi
for shell in zsh fish; do
	command -v "$shell" >/dev/null || continue
	file=tui/complete/_baolan
	[ "$shell" = fish ] && file=tui/complete/baolan.fish
	status 0 "$shell reads its script" "$shell" -n "$file"
done
done_testing
