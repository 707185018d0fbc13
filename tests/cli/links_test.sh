#!/bin/sh
# Every file that a document points at is there.
. tests/lib/tap.sh

for document in README*.md docs/*.md; do
	# [text](file#part), without addresses of other machines
	grep -oE '\]\([^)#]+[)#]' "$document" | sed 's/^](//; s/[)#]$//' | grep -v '^https\?:' | sort -u >"$HOME/links"
	while read -r link; do
		check "$document: $link" test -e "$(dirname "$document")/$link"
	done <"$HOME/links"
done
done_testing
