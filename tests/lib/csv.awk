# Reads CSV as RFC 4180 has it: records end with CRLF, fields with , " or a line end stand in
# quotes, a quote in them is doubled, every record has as many fields as the first.  Prints
# "records fields", or what is wrong and where.
BEGIN { RS = "\n"; empty = 1 }
function wrong(what) { printf "line %d: %s\n", NR, what; failed = 1; exit }
{
	line = $0
	if (quoted) line = "\n" line
	n = length(line)
	for (i = 1; i <= n; i++) {
		c = substr(line, i, 1)
		if (quoted) {
			if (c != "\"") continue
			if (substr(line, i + 1, 1) == "\"") { i++; continue }
			quoted = 0; closed = 1
		} else if (c == "\"") {
			if (!empty) wrong("a quote inside a bare field")
			quoted = 1; empty = 0
		} else if (c == ",") {
			fields++; empty = 1; closed = 0
		} else if (c == "\r" && i == n) {
			break
		} else {
			if (closed) wrong("text after a closing quote")
			empty = 0
		}
	}
	if (quoted) next
	if (substr(line, n, 1) != "\r") wrong("no CRLF")
	fields++
	records++
	if (records == 1) width = fields
	else if (fields != width) wrong(fields " fields, not " width)
	fields = 0; empty = 1; closed = 0
}
END {
	if (failed) exit 1
	if (quoted) wrong("a quote that is never closed")
	print records, width
}
