#include "plain.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#define SEPARATOR "¶"
#define HEADS_MAX 3
#define PARAGRAPHS_MAX 32

struct rtext
plain_text(const char *text, struct arena *arena)
{
	struct rtext out = {0};
	struct piece *piece;

	if (text == NULL)
		return out;
	piece = arena_calloc(arena, 1, sizeof *piece);
	assert_non_null(piece);
	piece->text_step = piece->file_step = 1;
	out.text = text;
	out.len = (uint32_t)strlen(text);
	out.pieces = piece;
	out.piece_count = 1;
	return out;
}

char *
plain_field(struct field field, struct arena *arena)
{
	char *text = arena_strndup(arena, field.text, field.len);

	assert_non_null(text);
	return text;
}

/* Cuts text at the separators; returns the number of pieces. */
static unsigned
cut(const char *text, struct arena *arena, const char *out[], unsigned max)
{
	char *p = *text == '\0' ? NULL : arena_strdup(arena, text);
	unsigned count = 0;

	while (p != NULL && count < max) {
		char *next = strstr(p, SEPARATOR);

		out[count++] = p;
		if (next != NULL) {
			*next = '\0';
			next += strlen(SEPARATOR);
		}
		p = next;
	}
	return count;
}

/* The text behind a mark such as "@caption ", or NULL. */
static const char *
behind(const char *text, const char *mark)
{
	size_t len = strlen(mark);

	return *text == '@' && strncmp(text + 1, mark, len) == 0 && text[len + 1] == ' '
		       ? text + len + 2
		       : NULL;
}

static void
add_block(struct article *a, const char *text, struct arena *arena)
{
	static const struct {
		const char *mark;
		enum block_type type;
	} marks[] = {
		{"caption", BLOCK_CAPTION}, {"credit", BLOCK_CREDIT}, {"subhead", BLOCK_SUBHEAD}};
	struct block *b = &a->blocks[a->block_count];

	if (behind(text, "section") != NULL) {
		a->section = plain_text(behind(text, "section"), arena);
		return;
	}
	if (behind(text, "dateline") != NULL) {
		a->dateline = plain_text(behind(text, "dateline"), arena);
		return;
	}
	b->type = BLOCK_PARA;
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		if (behind(text, marks[i].mark) != NULL) {
			b->type = marks[i].type;
			text = behind(text, marks[i].mark);
			break;
		}
	}
	b->text = plain_text(text, arena);
	a->block_count++;
}

void
plain_article(const char *headline, const char *text, struct arena *arena, struct article *out)
{
	const char *heads[HEADS_MAX], *paragraphs[PARAGRAPHS_MAX];
	unsigned head_count = cut(headline, arena, heads, HEADS_MAX);
	unsigned count = cut(text, arena, paragraphs, PARAGRAPHS_MAX);

	memset(out, 0, sizeof *out);
	if (head_count == 1)
		out->title = plain_text(heads[0], arena);
	if (head_count > 1) {
		out->kicker = plain_text(heads[0], arena);
		out->title = plain_text(heads[1], arena);
	}
	if (head_count > 2)
		out->deck = plain_text(heads[2], arena);
	out->blocks = arena_calloc(arena, count + 1, sizeof *out->blocks);
	assert_non_null(out->blocks);
	for (unsigned i = 0; i < count; i++)
		add_block(out, paragraphs[i], arena);
}
