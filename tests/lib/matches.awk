# awk -f matches.awk WANT GOT: are the lines of GOT as those of WANT?  "..." stands for any text, on
# a line of its own for any number of lines.  Prints the first line of WANT that does not fit.
FNR == NR { want[++wants] = $0; next }
{ sub("\r$", ""); got[++gots] = $0 }
function fits(text, form,    at, rest) {
	at = index(form, "...")
	if (!at) return text == form
	if (substr(text, 1, at - 1) != substr(form, 1, at - 1)) return 0
	rest = substr(form, at + 3)
	for (at = at; at <= length(text) + 1; at++)
		if (fits(substr(text, at), rest)) return 1
	return 0
}
# From line w of the one and line g of the other on; the best that was reached is in `far`.
function all(w, g) {
	if (w > far) far = w
	if (w > wants) return g > gots
	if (want[w] == "...") {
		for (; g <= gots + 1; g++)
			if (all(w + 1, g)) return 1
		return 0
	}
	return g <= gots && fits(got[g], want[w]) && all(w + 1, g + 1)
}
END {
	if (all(1, 1)) exit 0
	if (far > wants) print "more is printed than: " want[wants]
	else print "not printed: " want[far]
	for (i = 1; i <= gots && i < 8; i++) print "printed: " got[i]
	exit 1
}
