#!/bin/sh
# Every command of the tutorials, as it stands there, prints what stands there.  Commands are
# indented lines that begin with "$"; "..." in what follows stands for any text.
. tests/lib/tap.sh

mkdir "$HOME/bin" "$HOME/papers"
ln -s "$BAOLAN" "$HOME/bin/baolan"
ln -s "$PWD/seeds" "$HOME/papers/seeds"
PATH=$HOME/bin:$PATH
export PATH
tutorials="$PWD/docs/tutorial.md $PWD/docs/tutorial.zh.md"
matches=$PWD/tests/lib/matches.awk

follow() { # one tutorial
	name=$(basename "$1")
	rm -rf "$HOME/cache" "$HOME/data"
	# A file a step: the command on its first line, then what it prints.
	rm -rf "$HOME/steps"
	mkdir "$HOME/steps"
	awk -v folder="$HOME/steps" '
		/^    \$ / { file = sprintf("%s/%03d", folder, ++n); print substr($0, 7) >file; next }
		/^    / && file { print substr($0, 5) >file; next }
		{ file = "" }' "$1"
	check "$name has steps" test -e "$HOME/steps/010"
	for step in "$HOME"/steps/*; do
		command=$(head -n 1 "$step")
		sed 1d "$step" >"$HOME/want"
		(cd "$HOME/papers" && sh -c "$command") >"$HOME/got" 2>&1 </dev/null
		awk -f "$matches" "$HOME/want" "$HOME/got" >"$HOME/tap.out" 2>"$HOME/tap.err"
		tap $? "$name: $command"
	done
}

for tutorial in $tutorials; do
	[ -e "$tutorial" ] && follow "$tutorial"
done
done_testing
