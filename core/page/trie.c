#include "page/trie.h"
#include "base/buf.h"
#include "page/chars.h"

#include <stdlib.h>
#include <string.h>

/* A beginning that its phrases share.  The children of a node stand side by side by rising
 * character.  The characters stand apart, so that a search stays in few lines of the cache. */
struct node {
	uint64_t own;    /* classes of the phrases that end here */
	uint64_t below;  /* classes of those that go on */
	uint32_t phrase; /* index of the first one */
	uint32_t phrases, own_count;
	uint32_t child, children;
	uint32_t len; /* bytes of the beginning */
	bool number;  /* one of the children stands for a number */
};

#define ROOT 0

/* Where the node of a first character is found; some are always empty. */
#define SLOTS 8192
#define SLOT_SHIFT 19

/* What a first character says. */
enum look {
	LOOK_NOT,    /* nothing begins here */
	LOOK_SECOND, /* the second one decides */
	LOOK_ALONE,  /* the same, but it is a phrase by itself too */
	LOOK_NUMERAL /* the second one decides, whatever numeral the first one is */
};

#define PAIR_BITS 65536

struct trie {
	uint64_t look[0x10000 / 32]; /* two bits a character */
	uint64_t
		pairs[PAIR_BITS / 64]; /* by a hash of the first two characters; numerals are one */
	bool numerals_alone;           /* some numeral is a phrase by itself */
	uint16_t slot[SLOTS];          /* a child of the root, 0: none */
	uint32_t number;               /* the root's child for a number, 0: none */
	struct buf nodes, keys;        /* struct node; the character that leads to each, uint32_t */
	const struct node *node;
	const uint32_t *key;
	const struct phrase *phrase;
};

static inline uint32_t
mix(uint32_t first, uint32_t second)
{
	return (first * 0x9E3779B1U ^ second * 0x85EBCA77U) >> 16;
}

static inline unsigned
slot_of(uint32_t c)
{
	return (c * 0x9E3779B1U) >> SLOT_SHIFT;
}

/* A character as phrases write it. */
static inline uint32_t
as_written(uint32_t c)
{
	uint32_t wide = full_width(c);

	return wide != 0 ? wide : c;
}

/* Two bits a character. */
static inline enum look
get_look(const struct trie *trie, uint32_t c)
{
	return c < 0x10000 ? (enum look)(trie->look[c / 32] >> c % 32 * 2 & 3) : LOOK_ALONE;
}

/* What a character is to pairs. */
static inline uint32_t
key_of(uint32_t c, enum look look)
{
	return look == LOOK_NUMERAL ? '#' : as_written(c);
}

static inline bool
has_bit(const struct trie *trie, uint32_t first, uint32_t second)
{
	uint32_t pair = mix(first, second);

	return (trie->pairs[pair / 64] >> pair % 64 & 1) != 0;
}

/* White space that may stand between the first two characters of a phrase. */
static inline bool
is_plain_space(uint32_t c)
{
	return (c == ' ') | (c == '\n') | (c == 0x3000);
}

/* ---- making ----------------------------------------------------------------------------- */

/* A text is read as phrases write it, in its first two characters without exception. */
static bool
is_reachable(const struct phrase *phrase)
{
	size_t len, next;
	uint32_t c = utf8_get(phrase->text, &len);

	if (c == '#' || c != as_written(c) || phrase->len == len)
		return c == as_written(c);
	c = utf8_get(phrase->text + len, &next);
	return c == as_written(c);
}

/* What is written out goes before what a number stands for. */
static uint32_t
rank_of(const struct phrase *phrase)
{
	size_t len;
	uint32_t c = utf8_get(phrase->text, &len), group = 1;

	if (c == '#')
		group = 2;
	else if (phrase->len == len || phrase->text[len] == '#')
		group = 0;
	return group << 28 | phrase->rank;
}

static int
by_text(const void *a, const void *b)
{
	const struct phrase *p = a, *q = b;
	int order = memcmp(p->text, q->text, p->len < q->len ? p->len : q->len);

	if (order == 0 && p->len != q->len)
		order = p->len < q->len ? -1 : 1;
	return order != 0 ? order : p->rank < q->rank ? -1 : p->rank > q->rank;
}

/* Appends the children of node i, whose phrases are sorted. */
static void
add_children(struct trie *trie, size_t i)
{
	struct node node = ((struct node *)(void *)trie->nodes.data)[i];
	uint32_t at = node.phrase, end = node.phrase + node.phrases;

	for (; at < end && trie->phrase[at].len == node.len; at++, node.own_count++)
		node.own |= (uint64_t)1 << trie->phrase[at].class;
	node.child = (uint32_t)(trie->nodes.len / sizeof node);
	while (at < end) {
		const char *text = trie->phrase[at].text;
		size_t len;
		uint32_t c = utf8_get(text + node.len, &len);
		struct node child = {.phrase = at, .len = node.len + (uint32_t)len};

		for (; at < end && memcmp(trie->phrase[at].text, text, child.len) == 0; at++)
			node.below |= (uint64_t)1 << trie->phrase[at].class;
		child.phrases = at - child.phrase;
		node.number |= c == '#';
		node.children++;
		buf_add(&trie->nodes, &child, sizeof child);
		buf_add(&trie->keys, &c, sizeof c);
	}
	if (buf_ok(&trie->nodes))
		((struct node *)(void *)trie->nodes.data)[i] = node;
}

static void
set_look(struct trie *trie, uint32_t c, enum look look)
{
	if (c < 0x10000)
		trie->look[c / 32] |= (uint64_t)look << c % 32 * 2;
}

static void
add_bit(struct trie *trie, uint32_t first, uint32_t second)
{
	uint32_t pair = mix(is_numeral(first) ? '#' : first, is_numeral(second) ? '#' : second);

	trie->pairs[pair / 64] |= (uint64_t)1 << pair % 64;
}

static void
add_first(struct trie *trie, uint32_t i)
{
	const struct node *node = &trie->node[i];
	uint32_t c = trie->key[i];
	unsigned slot = slot_of(c);

	for (uint32_t k = 0; k < node->children; k++)
		add_bit(trie, c, trie->key[node->child + k]);
	trie->numerals_alone |= node->own_count != 0 && (c == '#' || is_numeral(c));
	if (c == '#') {
		trie->number = i;
		return;
	}
	while (trie->slot[slot] != 0)
		slot = (slot + 1) % SLOTS;
	trie->slot[slot] = (uint16_t)i;
	set_look(trie, c, node->own_count != 0 ? LOOK_ALONE : LOOK_SECOND);
}

/* What the first characters say. */
static void
add_firsts(struct trie *trie)
{
	for (uint32_t i = 1; i <= trie->node[ROOT].children; i++)
		add_first(trie, i);
	for (uint32_t c = 0; c < 0x10000; c++) {
		if (as_written(c) != c)
			set_look(trie, c, get_look(trie, as_written(c)));
		if (is_numeral(c))
			set_look(trie, c, LOOK_NUMERAL);
		/* What follows a number may be more of it, behind white space of any kind. */
		if (is_numeral(c) || (char_class(c) == CC_SPACE && !is_plain_space(c)))
			add_bit(trie, '#', c);
	}
}

struct trie *
trie_new(struct phrase *phrases, size_t count)
{
	struct trie *trie = calloc(1, sizeof *trie);
	struct node root = {0};
	uint32_t none = 0;

	if (trie == NULL)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		if (!is_reachable(&phrases[i]))
			continue;
		phrases[root.phrases] = phrases[i];
		phrases[root.phrases].rank = rank_of(&phrases[i]);
		root.phrases++;
	}
	if (root.phrases != 0)
		qsort(phrases, root.phrases, sizeof *phrases, by_text);
	trie->phrase = phrases;
	buf_add(&trie->nodes, &root, sizeof root);
	buf_add(&trie->keys, &none, sizeof none);
	for (size_t i = 0; i < trie->nodes.len / sizeof root; i++)
		add_children(trie, i);
	trie->node = (const struct node *)(const void *)buf_str(&trie->nodes);
	trie->key = (const uint32_t *)(const void *)buf_str(&trie->keys);
	if (!buf_ok(&trie->nodes) || !buf_ok(&trie->keys)) {
		trie_free(trie);
		return NULL;
	}
	add_firsts(trie);
	return trie;
}

void
trie_free(struct trie *trie)
{
	if (trie == NULL)
		return;
	buf_free(&trie->nodes);
	buf_free(&trie->keys);
	free(trie);
}

/* ---- finding ---------------------------------------------------------------------------- */

/* Where a number that begins at `at` ends; `at` where there is none. */
static size_t
skip_number(const char *text, size_t at, size_t to)
{
	size_t end = at;

	for (size_t p = at, len; p < to; p += len) {
		uint32_t c = utf8_get(text + p, &len);

		if (is_numeral(c))
			end = p + len;
		else if (char_class(c) != CC_SPACE)
			break;
	}
	return end;
}

/* The node to which c leads, ROOT for none. */
static uint32_t
child_of(const struct trie *trie, const struct node *node, uint32_t c)
{
	const uint32_t *key = trie->key + node->child;
	uint32_t n = node->children;

	while (n > 1) {
		uint32_t half = n / 2;

		key = key[half] <= c ? key + half : key;
		n -= half;
	}
	return n != 0 && *key == c ? (uint32_t)(key - trie->key) : ROOT;
}

static uint32_t
first_child(const struct trie *trie, uint32_t c)
{
	unsigned slot = slot_of(c);

	while (trie->slot[slot] != 0 && trie->key[trie->slot[slot]] != c)
		slot = (slot + 1) % SLOTS;
	return trie->slot[slot];
}

/* The phrases that end in this node do so at `end` of the text. */
static void
note(const struct trie *trie, const struct node *node, size_t end, size_t to, struct finding *f)
{
	const struct phrase *p = &trie->phrase[node->phrase];

	f->any |= node->own;
	if (end == to)
		f->at_end |= node->own;
	if ((node->own & f->wanted) == 0 || end < f->longest)
		return;
	while ((f->wanted >> p->class & 1) == 0)
		p++;
	if (end == f->longest && p->rank > f->rank)
		return;
	f->longest = end;
	f->found = (uint64_t)1 << p->class;
	f->rank = p->rank;
}

/* From node i, which the text has reached at `at`, on. */
static void
walk(const struct trie *trie, uint32_t i, const char *text, size_t at, size_t to, struct finding *f)
{
	while (i != ROOT) {
		const struct node *node = &trie->node[i];
		bool odd = false;
		uint32_t c = 0, wide;
		size_t len = 0;

		if (node->own != 0)
			note(trie, node, at, to, f);
		if ((node->below & f->wanted) == 0)
			return;
		for (; at < to; at += len) {
			c = utf8_get(text + at, &len);
			if (char_class(c) != CC_SPACE)
				break;
			odd |= c != ' ' && c != '\n' && c != 0x3000;
		}
		if (at >= to || c == '#')
			return;
		if (node->number) {
			size_t number = skip_number(text, at, to);

			if (number != at)
				walk(trie, child_of(trie, node, '#'), text, number, to, f);
		}
		/* Between the first two characters only plain spaces may stand. */
		if (odd && i <= trie->node[ROOT].children && i != trie->number)
			return;
		wide = as_written(c);
		if (wide != c)
			walk(trie, child_of(trie, node, wide), text, at + len, to, f);
		i = child_of(trie, node, c);
		at += len;
	}
}

/* Does any phrase begin with such a first character and the second one, which stands at `next`? */
static inline bool
has_pair(const struct trie *trie, uint32_t first, const char *text, size_t next, size_t to)
{
	for (size_t len; next < to; next += len) {
		uint32_t second = utf8_get(text + next, &len);

		if (!is_plain_space(second))
			return has_bit(trie, first, key_of(second, get_look(trie, second)));
	}
	return false;
}

/* Out of the way of the places where nothing begins. */
static __attribute__((noinline)) void
follow(const struct trie *trie, uint32_t c, size_t len, const char *text, size_t at, size_t to,
	struct finding *f)
{
	uint32_t node = first_child(trie, as_written(c));

	if (node != ROOT)
		walk(trie, node, text, at + len, to, f);
	if (trie->number != ROOT && get_look(trie, c) == LOOK_NUMERAL)
		walk(trie, trie->number, text, skip_number(text, at, to), to, f);
}

/* A character at which a phrase may begin, len bytes at `at`; pair: whether one begins with it and
 * the second one. */
static inline void
find_from(const struct trie *trie, uint32_t c, enum look look, bool pair, size_t len,
	const char *text, size_t at, size_t to, struct finding *f)
{
	if (pair || ((look == LOOK_NUMERAL) & trie->numerals_alone))
		follow(trie, c, len, text, at, to, f);
	else if (look == LOOK_ALONE)
		note(trie, &trie->node[first_child(trie, as_written(c))], at + len, to, f);
}

void
trie_find(const struct trie *trie, const char *text, size_t at, size_t to, struct finding *f)
{
	size_t len;
	uint32_t c = utf8_get(text + at, &len);
	enum look look = get_look(trie, c);

	if (look != LOOK_NOT)
		find_from(trie, c, look, has_pair(trie, key_of(c, look), text, at + len, to), len,
			text, at, to, f);
}

/* Each character is read once, and whether it begins anything is asked without a branch: nobody can
 * foresee the answer. */
void
trie_scan(const struct trie *trie, const char *text, size_t at, size_t to, struct finding *f)
{
	size_t len = 0, next_len = 0;
	uint32_t c = at < to ? utf8_get(text + at, &len) : 0, next;
	enum look look = get_look(trie, c), next_look;
	uint32_t key = key_of(c, look), next_key;

	while (at < to) {
		bool pair, alone;

		next = at + len < to ? utf8_get(text + at + len, &next_len) : 0;
		next_look = get_look(trie, next);
		next_key = key_of(next, next_look);
		pair = (look != LOOK_NOT) & has_bit(trie, key, next_key);
		if (is_plain_space(next))
			pair = look != LOOK_NOT && has_pair(trie, key, text, at + len, to);
		alone = (look == LOOK_ALONE) | ((look == LOOK_NUMERAL) & trie->numerals_alone);
		if (pair | alone)
			find_from(trie, c, look, pair, len, text, at, to, f);
		c = next;
		look = next_look;
		key = next_key;
		at += len;
		len = next_len;
	}
}
