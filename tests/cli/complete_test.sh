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
offers "a word of marks" undo marks u
offers "a district to correct to" 昌平区 correct abcdef 昌
offers "what takes a correction back" auto correct abcdef a
offers "an argument behind =" --kind=photo list --kind=p
offers "as bash parts it" photo list --kind = p
offers "with nothing typed yet" photo list --kind =
status 0 "formats of list" "$BAOLAN" help complete -- list --format m
out_empty "are not those of export"
status 0 "a file of marks" "$BAOLAN" help complete -- marks import ''
out_empty "is left to the shell"
status 0 "an option of another command" "$BAOLAN" help complete -- list --reb
out_empty "is not"
while read -r command; do
	status 0 "options of $command" "$BAOLAN" help complete -- "$command" --
	out_has "are offered" "--archive"
done <<END
$("$BAOLAN" help | sed -n 's/^  baolan \([a-z][a-z]*\) .*/\1/p')
END
mkdir "$HOME/bin"
ln -s "$BAOLAN" "$HOME/bin/baolan"
PATH=$HOME/bin:$PATH
if has bash "completion in bash"; then
	cat >"$HOME/try" <<'END'
. tui/complete/baolan.bash
COMP_WORDS=(baolan list --district chang) COMP_CWORD=3
_baolan
printf '%s\n' "${COMPREPLY[@]}"
END
	status 0 "bash" bash "$HOME/try"
	out_has "gets what was offered" "changping"
fi
if has zsh "completion in zsh"; then
	# What zsh's own completion would call, standing alone.
	cat >"$HOME/try" <<'END'
compadd() { while [[ $1 != -a ]]; do shift 2; done; print -l -- "${(@P)2}" }
_files() { print files }
complete_it() { local -a words=("$@"); local CURRENT=$#; source tui/complete/_baolan }
complete_it baolan list --district chang
complete_it baolan import ''
END
	status 0 "zsh" zsh -f "$HOME/try"
	out_has "gets what was offered" "changping"
	out_has "and files where nothing is" "files"
fi
if has fish "completion in fish"; then
	status 0 "fish" fish -N -c 'source tui/complete/baolan.fish; complete -C"baolan stats --by "'
	out_lines "gets that alone" 9
	status 0 "fish" fish -N -c 'source tui/complete/baolan.fish; complete -C"baolan import se"'
	out_has "and files where nothing is" "seeds/"
	status 0 "fish" fish -N -c 'source tui/complete/baolan.fish; complete -C"baolan list --district chang"'
	out_has "gets what was offered" "changping	昌平区"
fi
done_testing
