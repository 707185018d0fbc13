#include "place/names.h"

#include "base/i18n.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define PAGE_BITS 8
#define PAGE_CHARS (1U << PAGE_BITS)
#define PAGES (0x110000U >> PAGE_BITS)
/* Bits of a filter: so many for every name, a power of two. */
#define FILTER_MIN (1U << 10)
#define FILTER_MAX (1U << 20)
#define FILTER_SHARE 24

/* Children lie side by side by rising symbol; `values` of a name that ends here. */
struct node {
	uint32_t child, value;
	uint16_t symbol, children, values;
};

/* A name that was added: its symbols stand in names->letters. */
struct added {
	uint32_t at, value, first, pair; /* first letter, first pair */
	uint8_t length;
};

struct names {
	uint16_t *page[PAGES]; /* code point -> symbol, 0: occurs in no name */
	uint16_t symbols;      /* the highest symbol that was given */
	uint16_t *letters;
	size_t letter_count, letter_cap;
	struct added *added;
	size_t added_count, added_cap;
	struct node *nodes; /* nodes[0] is the root */
	uint32_t node_count;
	uint32_t *values;
	uint32_t *first; /* symbol -> the root's child, 0: none */
	struct names_filter filter;
	bool singles; /* there are such names */
};

struct names *
names_new(void)
{
	return calloc(1, sizeof(struct names));
}

void
names_free(struct names *names)
{
	if (names == NULL)
		return;
	for (unsigned i = 0; i < PAGES; i++)
		free(names->page[i]);
	free(names->letters);
	free(names->added);
	free(names->nodes);
	free(names->values);
	free(names->first);
	free(names->filter.bits);
	free(names);
}

/* ---- characters and their symbols ------------------------------------------------------- */

static inline uint16_t
symbol_of(const struct names *names, uint32_t c)
{
	const uint16_t *page = names->page[c >> PAGE_BITS];

	return page == NULL ? 0 : page[c & (PAGE_CHARS - 1)];
}

static uint16_t *
symbol_slot(struct names *names, uint32_t c)
{
	uint16_t **page = &names->page[c >> PAGE_BITS];

	if (*page == NULL)
		*page = calloc(PAGE_CHARS, sizeof **page);
	return *page == NULL ? NULL : &(*page)[c & (PAGE_CHARS - 1)];
}

/* ---- adding ----------------------------------------------------------------------------- */

static bool
grow(void **array, size_t *cap, size_t need, size_t size)
{
	size_t want = *cap == 0 ? 256 : *cap;
	void *larger;

	while (want < need)
		want *= 2;
	if (want == *cap)
		return true;
	larger = realloc(*array, want * size);
	if (larger == NULL)
		return false;
	*array = larger;
	*cap = want;
	return true;
}

/* Appends the name's symbols; 0 letters without memory. */
static uint8_t
add_letters(struct names *names, const char *text, size_t len, bool reversed, struct added *entry)
{
	uint32_t ends[4] = {0}; /* the first two letters and the last two */
	uint8_t count = 0;
	size_t n;

	for (size_t i = 0; i < len; i += n) {
		uint32_t c = letter_fold(utf8_get(text + i, &n));
		uint16_t *slot;

		if (c == ' ')
			continue;
		slot = symbol_slot(names, c);
		if (slot == NULL || (*slot == 0 && names->symbols == UINT16_MAX))
			return 0;
		if (*slot == 0)
			*slot = ++names->symbols;
		if (count < 2)
			ends[count] = c;
		ends[2] = ends[3];
		ends[3] = c;
		names->letters[names->letter_count + count++] = *slot;
	}
	entry->first = reversed ? ends[3] : ends[0];
	entry->pair = reversed ? letter_pair(ends[2], ends[3]) : letter_pair(ends[0], ends[1]);
	return count;
}

static enum err_code
add(struct names *names, const char *text, size_t len, uint32_t value, bool reversed,
	struct err *err)
{
	size_t letters = utf8_count(text, len);
	struct added *entry;
	uint16_t *s;

	if (letters == 0 || letters > NAME_LETTERS_MAX)
		return err_set(err, ERR_REFUSED, _("a name of %zu characters"), letters);
	if (!grow((void **)&names->letters, &names->letter_cap, names->letter_count + letters,
		    sizeof *names->letters) ||
		!grow((void **)&names->added, &names->added_cap, names->added_count + 1,
			sizeof *names->added))
		return err_nomem(err);
	entry = &names->added[names->added_count];
	entry->at = (uint32_t)names->letter_count;
	entry->value = value;
	entry->length = add_letters(names, text, len, reversed, entry);
	if (entry->length == 0)
		return err_nomem(err);
	s = names->letters + entry->at;
	for (unsigned i = 0, j = entry->length - 1U; reversed && i < j; i++, j--) {
		uint16_t swap = s[i];

		s[i] = s[j];
		s[j] = swap;
	}
	names->letter_count += entry->length;
	names->added_count++;
	return ERR_OK;
}

enum err_code
names_add(struct names *names, const char *text, size_t len, uint32_t value, struct err *err)
{
	return add(names, text, len, value, false, err);
}

enum err_code
names_add_words(
	struct names *names, struct field words, uint32_t value, bool reversed, struct err *err)
{
	enum err_code rc = ERR_OK;
	struct field word;

	while (rc == ERR_OK && field_word(&words, &word))
		rc = add(names, word.text, word.len, value, reversed, err);
	return rc;
}

/* ---- building --------------------------------------------------------------------------- */

static int
compare_added(const void *a, const void *b, void *ctx)
{
	const struct added *x = a, *y = b;
	const uint16_t *letters = ctx, *s = letters + x->at, *t = letters + y->at;
	unsigned common = x->length < y->length ? x->length : y->length;

	for (unsigned i = 0; i < common; i++) {
		if (s[i] != t[i])
			return s[i] < t[i] ? -1 : 1;
	}
	if (x->length != y->length)
		return x->length < y->length ? -1 : 1;
	return (x->value > y->value) - (x->value < y->value);
}

/* The sorted names [from, to) agree in their first `depth` letters and lie below `node`. */
static void
build_node(struct names *names, uint32_t node, size_t from, size_t to, unsigned depth)
{
	const struct added *a = names->added;
	const uint16_t *letters = names->letters;
	struct node *n = &names->nodes[node];
	size_t i = from, group;
	uint32_t child;

	n->value = (uint32_t)from;
	while (i < to && a[i].length == depth)
		i++;
	n->values = (uint16_t)(i - from);
	n->child = child = names->node_count;
	for (group = i; group < to;) {
		uint16_t symbol = letters[a[group].at + depth];

		names->nodes[names->node_count++].symbol = symbol;
		n->children++;
		while (group < to && letters[a[group].at + depth] == symbol)
			group++;
	}
	for (group = i; group < to; child++) {
		size_t first = group;

		while (group < to && letters[a[group].at + depth] == names->nodes[child].symbol)
			group++;
		build_node(names, child, first, group, depth + 1);
	}
}

/* A bit for every pair that a name begins with, so many that few are set by chance. */
static enum err_code
build_filter(struct names *names, struct err *err)
{
	uint32_t size = FILTER_MIN;

	while (size < FILTER_MAX && size / FILTER_SHARE < names->added_count)
		size *= 2;
	names->filter.bits = calloc(size / 64, sizeof *names->filter.bits);
	if (names->filter.bits == NULL)
		return err_nomem(err);
	names->filter.mask = size - 1;
	for (size_t i = 0; i < names->added_count; i++) {
		uint32_t bit = names->added[i].pair & names->filter.mask;

		names->filter.bits[bit / 64] |= (uint64_t)1 << bit % 64;
		if (names->added[i].length > 1)
			continue;
		bit = names_single_bit(names->added[i].first);
		names->filter.single[bit / 64] |= (uint64_t)1 << bit % 64;
		names->singles = true;
	}
	return ERR_OK;
}

enum err_code
names_build(struct names *names, struct err *err)
{
	size_t count = names->added_count;

	if (build_filter(names, err) != ERR_OK)
		return ERR_NOMEM;

	names->nodes = calloc(names->letter_count + 1, sizeof *names->nodes);
	names->values = calloc(count + 1, sizeof *names->values);
	names->first = calloc((size_t)names->symbols + 1, sizeof *names->first);
	if (names->nodes == NULL || names->values == NULL || names->first == NULL)
		return err_nomem(err);
	if (count > 0)
		qsort_r(names->added, count, sizeof *names->added, compare_added, names->letters);
	for (size_t i = 0; i < count; i++)
		names->values[i] = names->added[i].value;
	names->node_count = 1;
	build_node(names, 0, 0, count, 0);
	for (uint32_t i = 0; i < names->nodes[0].children; i++) {
		uint32_t child = names->nodes[0].child + i;

		names->first[names->nodes[child].symbol] = child;
	}
	free(names->added);
	free(names->letters);
	names->added = NULL;
	names->letters = NULL;
	return ERR_OK;
}

/* ---- matching --------------------------------------------------------------------------- */

/* The child of n with this symbol, 0: none. */
static inline uint32_t
child_of(const struct names *names, const struct node *n, uint16_t symbol)
{
	uint32_t low = n->child, high = n->child + n->children;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (names->nodes[mid].symbol < symbol)
			low = mid + 1;
		else
			high = mid;
	}
	return low < n->child + n->children && names->nodes[low].symbol == symbol ? low : 0;
}

unsigned
names_at(const struct names *names, const struct letter *letter, uint32_t room, int step,
	struct name_match out[NAME_MATCHES_MAX])
{
	unsigned found = 0;
	uint32_t node;

	if (room == 0)
		return 0;
	/* A pair is kept with its first letter, which a set that is read backward comes to last. */
	if (room == 1 || !names_may_begin(&names->filter, step < 0 ? letter - 1 : letter)) {
		if (!names_may_be_single(&names->filter, letter))
			return 0;
		room = 1;
	}
	node = names->first[symbol_of(names, letter->c)];
	for (uint32_t length = 1; node != 0; length++) {
		const struct node *n = &names->nodes[node];

		if (n->values > 0 && found < NAME_MATCHES_MAX) {
			out[found].length = length;
			out[found].values = names->values + n->value;
			out[found++].count = n->values;
		}
		if (length == room || n->children == 0)
			break;
		letter += step;
		node = child_of(names, n, symbol_of(names, letter->c));
	}
	return found;
}

/* ---- from a table ----------------------------------------------------------------------- */

static enum err_code
read_rows(struct names *names, const char *file, const char *const *kinds, unsigned kind_count,
	unsigned wanted, struct err *err)
{
	struct table_reader reader;
	struct table_row row;

	if (table_open_builtin(&reader, file, err) != ERR_OK)
		return ERR_BUG;
	while (table_next(&reader, &row, err)) {
		enum err_code rc;
		unsigned kind = 0;

		while (kind < kind_count && !field_is(row.field[0], kinds[kind]))
			kind++;
		if (row.count != 2 || kind == kind_count)
			return err_set(err, ERR_BUG, _("%s:%u: not understood"), file, row.line);
		if ((wanted >> kind & 1) == 0)
			continue;
		rc = names_add_words(names, row.field[1], kind, false, err);
		if (rc != ERR_OK)
			return rc;
	}
	return names_build(names, err);
}

enum err_code
names_read(const char *file, const char *const *kinds, unsigned kind_count, unsigned wanted,
	struct names **out, struct err *err)
{
	struct names *names = names_new();
	enum err_code rc = names == NULL ? err_nomem(err)
					 : read_rows(names, file, kinds, kind_count, wanted, err);

	*out = NULL;
	if (rc == ERR_OK)
		*out = names;
	else
		names_free(names);
	return rc;
}

const struct names_filter *
names_filter(const struct names *names)
{
	return &names->filter;
}

bool
names_has_singles(const struct names *names)
{
	return names->singles;
}
