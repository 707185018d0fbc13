#!/bin/sh
# Why each line of a page got its label.
. tests/lib/tap.sh

status 0 "the sample pages are imported" "$BAOLAN" import seeds
id=$("$BAOLAN" list --format jsonl --limit 1 | sed 's/.*"id":"\([^"]*\)".*/\1/')
status 0 "an article's page is explained" "$BAOLAN" show --explain "$id"
for label in banner kicker title lead body; do
	out_has "a line is a $label" " $label "
done
out_has "by features that have names" "dateline+"
out_has "and another label would have been next" "; "
status 2 "what is no article cannot be" "$BAOLAN" show --explain
done_testing
