/* The index, written. */
#include "archive/index.h"
#include "archive/follow.h"
#include "archive/sorted.h"
#include "base/i18n.h"

#include <stdlib.h>
#include <string.h>

/* Terms that are gathered at most: 88 MB, and as much for sorting. */
#ifndef GATHERED_MAX /* make small */
#define GATHERED_MAX ((size_t)11 << 20)
#endif

/* ---- lists ------------------------------------------------------------------------------ */

struct bits {
	unsigned char *out;
	uint64_t value;
	unsigned used;
};

static void
put_bits(struct bits *bits, uint64_t value, unsigned count)
{
	bits->value |= value << bits->used;
	bits->used += count;
	while (bits->used >= 8) {
		*bits->out++ = (unsigned char)bits->value;
		bits->value >>= 8;
		bits->used -= 8;
	}
}

static void
put_rice(struct bits *bits, uint64_t value, unsigned k)
{
	uint64_t quotient = value >> k;

	for (; quotient >= 32; quotient -= 32)
		put_bits(bits, 0, 32);
	put_bits(bits, (uint64_t)1 << quotient, (unsigned)quotient + 1);
	if (k > 0)
		put_bits(bits, value & (((uint64_t)1 << k) - 1), k);
}

static uint64_t
rice_bits(const article_key *key, uint32_t count, unsigned k)
{
	uint64_t bits = (uint64_t)(count - 1) * (k + 1);

	for (uint32_t i = 1; i < count; i++)
		bits += (uint64_t)(key[i] - key[i - 1] - 1) >> k;
	return bits;
}

/* The parameter that a geometric distribution of these gaps asks for. */
static unsigned
rice_parameter(uint64_t span, uint32_t count)
{
	uint64_t mean = (span - count) / (count - 1);
	unsigned k = 0;

	while (k < 24 && (mean * 7 / 10) >> (k + 1) != 0)
		k++;
	return k;
}

/* Appends the list of some rising keys, as posting.h has it; first: of the segment. */
static void
list_encode(struct buf *out, article_key first, const article_key *key, uint32_t count)
{
	uint64_t span = (uint64_t)(key[count - 1] - key[0]) + 1, size, bitmap = (span + 7) / 8;
	struct bits bits = {.value = 0};
	unsigned k;

	buf_add_varint(out, (uint64_t)(key[0] - first) << 1 | (count > 1));
	if (count < 2)
		return;
	buf_add_varint(out, count);
	k = rice_parameter(span, count);
	size = (rice_bits(key, count, k) + 7) / 8;
	/* A bitmap is read so many times faster that it may be larger. */
	if (bitmap <= size + size / 2) {
		size = bitmap;
		k = 255;
	}
	buf_add_varint(out, size + 1);
	if (!buf_reserve(out, size + 9))
		return;
	out->data[out->len++] = (char)k;
	bits.out = (unsigned char *)out->data + out->len;
	if (k == 255) {
		memset(bits.out, 0, size);
		for (uint32_t i = 0; i < count; i++) {
			uint64_t at = (uint64_t)(key[i] - key[0]);

			bits.out[at / 8] |= (unsigned char)(1u << (at % 8));
		}
	} else {
		for (uint32_t i = 1; i < count; i++)
			put_rice(&bits, (uint64_t)(key[i] - key[i - 1] - 1), k);
		put_bits(&bits, 0, 7);
	}
	out->len += size;
	out->data[out->len] = '\0';
}

/* ---- blocks ----------------------------------------------------------------------------- */

enum err_code
block_flush(struct block_writer *writer, struct archive *archive, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = ERR_OK;

	if (!buf_ok(&writer->block))
		return err_nomem(err);
	if (writer->block.len == 0)
		return ERR_OK;
	code = archive_stmt(archive, SQL_POSTING_ADD, &stmt, err);
	if (code != ERR_OK)
		return code;
	sqlite3_bind_int64(stmt, 1, writer->id << TERM_BITS | (int64_t)writer->first);
	db_bind_blob(stmt, 2, writer->block.data, writer->block.len);
	code = db_run(&archive->db, stmt, err);
	buf_clear(&writer->block);
	return code;
}

/* Appends writer->list.  A block that begins with a long list is filled to the end of its pages. */
static void
put_list(struct block_writer *writer, uint64_t term, bool goes_on)
{
	struct buf *block = &writer->block;

	if (block->len == 0) {
		writer->first = term;
		buf_addc(block, goes_on);
		writer->limit = BLOCK_SIZE;
		if (writer->list.len + 1 > BLOCK_SIZE)
			writer->limit += (writer->list.len + 1 - BLOCK_SIZE + BLOCK_MORE - 1) /
					 BLOCK_MORE * BLOCK_MORE;
	} else {
		buf_add_varint(block, term - writer->last);
	}
	buf_add(block, writer->list.data, writer->list.len);
	writer->last = term;
}

/* What a term takes besides its list. */
#define ENTRY_HEAD 7u

/* Less room than that is not worth a beginning of a list. */
#define WORTH_FILLING 256u

/* Puts so many of the keys into the block as there is room for, and gives their number. */
static uint32_t
fill_block(struct block_writer *writer, uint64_t term, const article_key *key, uint32_t count)
{
	size_t used = writer->block.len + ENTRY_HEAD;
	size_t room = used < writer->limit ? writer->limit - used : 0;
	uint64_t part = (uint64_t)count * room / (writer->list.len + 1);

	if (writer->block.len == 0 || room < WORTH_FILLING)
		return 0;
	for (unsigned attempt = 0; attempt < 3 && part > 1; attempt++, part -= part / 16 + 1) {
		buf_clear(&writer->list);
		list_encode(&writer->list, writer->start, key, (uint32_t)part);
		if (writer->list.len > room)
			continue;
		put_list(writer, term, false);
		return (uint32_t)part;
	}
	return 0;
}

enum err_code
block_add(struct block_writer *writer, struct archive *archive, uint64_t term,
	const article_key *key, uint32_t count, struct err *err)
{
	enum err_code code = ERR_OK;
	uint32_t done;

	buf_clear(&writer->list);
	list_encode(&writer->list, writer->start, key, count);
	if (writer->block.len > 0 &&
		writer->block.len + ENTRY_HEAD + writer->list.len > writer->limit) {
		done = fill_block(writer, term, key, count);
		code = block_flush(writer, archive, err);
		buf_clear(&writer->list);
		list_encode(&writer->list, writer->start, key + done, count - done);
		put_list(writer, term, done > 0);
	} else {
		put_list(writer, term, false);
	}
	return code == ERR_OK && !buf_ok(&writer->list) ? err_nomem(err) : code;
}

void
block_free(struct block_writer *writer)
{
	buf_free(&writer->block);
	buf_free(&writer->list);
}

int64_t
segment_new_id(const struct segments *segments)
{
	int64_t id = 1;

	for (unsigned i = 0; i < segments->count; i++) {
		/* Taken: look at all again with the next one. */
		if (segments->item[i].id == id) {
			id++;
			i = (unsigned)-1;
		}
	}
	return id;
}

enum err_code
segment_add(struct archive *archive, const struct segment *segment, struct err *err)
{
	sqlite3_stmt *stmt;
	enum err_code code = archive_stmt(archive, SQL_SEGMENT_ADD, &stmt, err);

	if (code != ERR_OK)
		return code;
	sqlite3_bind_int64(stmt, 1, segment->id);
	sqlite3_bind_int64(stmt, 2, segment->first);
	sqlite3_bind_int64(stmt, 3, segment->end);
	return db_run(&archive->db, stmt, err);
}

/* ---- gathering -------------------------------------------------------------------------- */

static enum err_code
make_room(struct index_writer *writer, size_t more, struct err *err)
{
	size_t cap = writer->cap != 0 ? writer->cap : (size_t)1 << 16;
	uint64_t *item, *spare;

	if (writer->count + more <= writer->cap)
		return ERR_OK;
	while (cap < writer->count + more)
		cap *= 2;
	item = realloc(writer->item, cap * sizeof *item);
	if (item == NULL)
		return err_nomem(err);
	writer->item = item;
	spare = realloc(writer->spare, cap * sizeof *spare);
	if (spare == NULL)
		return err_nomem(err);
	writer->spare = spare;
	writer->cap = cap;
	return ERR_OK;
}

enum err_code
index_add(struct index_writer *writer, struct archive *archive, article_key key,
	const uint64_t *term, size_t count, struct err *err)
{
	enum err_code code = ERR_OK;

	if (writer->next != key || writer->count + count > GATHERED_MAX ||
		key - writer->first >= (article_key)1 << SEGMENT_BITS) {
		code = index_flush(writer, archive, err);
		writer->first = key;
	}
	writer->next = key + 1;
	return code == ERR_OK ? index_add_more(writer, term, count, err) : code;
}

enum err_code
index_add_more(struct index_writer *writer, const uint64_t *term, size_t count, struct err *err)
{
	article_key key = writer->next - 1;
	enum err_code code = make_room(writer, count, err);

	if (code != ERR_OK)
		return code;
	for (size_t i = 0; i < count; i++)
		writer->item[writer->count++] =
			term[i] << SEGMENT_BITS | (uint64_t)(key - writer->first);
	return ERR_OK;
}

void
index_free(struct index_writer *writer)
{
	free(writer->item);
	free(writer->spare);
	memset(writer, 0, sizeof *writer);
}

/* ---- sorting ---------------------------------------------------------------------------- */

#define DIGIT 12u

/* By term; keys of one term stay in their order.  Counting sort from the lowest digit up. */
static void
sort_items(struct index_writer *writer)
{
	for (unsigned shift = SEGMENT_BITS; shift < SEGMENT_BITS + TERM_BITS; shift += DIGIT) {
		size_t start[(1 << DIGIT) + 1] = {0};
		uint64_t mask = (1 << DIGIT) - 1, *swap;

		for (size_t i = 0; i < writer->count; i++)
			start[(writer->item[i] >> shift & mask) + 1]++;
		for (size_t d = 0; d <= mask; d++)
			start[d + 1] += start[d];
		for (size_t i = 0; i < writer->count; i++) {
			uint64_t item = writer->item[i];

			writer->spare[start[item >> shift & mask]++] = item;
		}
		swap = writer->item;
		writer->item = writer->spare;
		writer->spare = swap;
	}
}

static enum err_code
write_lists(struct index_writer *writer, struct archive *archive, int64_t id, struct err *err)
{
	struct block_writer blocks = {.id = id, .start = writer->first};
	struct follow_writer follow = {.id = 0};
	/* The sort is done with it; a key takes no more room than an item. */
	article_key *key = (article_key *)(void *)writer->spare;
	enum err_code code = ERR_OK;

	for (size_t i = 0; code == ERR_OK && i < writer->count;) {
		uint64_t term = writer->item[i] >> SEGMENT_BITS;
		uint32_t n = 0;

		for (; i < writer->count && writer->item[i] >> SEGMENT_BITS == term; i++)
			key[n++] =
				writer->first + (article_key)(writer->item[i] &
							      (((uint64_t)1 << SEGMENT_BITS) - 1));
		code = block_add(&blocks, archive, term, key, n, err);
		if (code == ERR_OK)
			code = follow_add(&follow, archive, term, n, err);
	}
	if (code == ERR_OK)
		code = block_flush(&blocks, archive, err);
	if (code == ERR_OK)
		code = follow_flush(&follow, archive, err);
	follow_free(&follow);
	block_free(&blocks);
	return code;
}

enum err_code
index_flush(struct index_writer *writer, struct archive *archive, struct err *err)
{
	struct segments segments = {.count = 0};
	struct segment made = {0, writer->first, writer->next};
	enum err_code code;

	if (writer->next <= writer->first || writer->first == 0)
		return ERR_OK;
	code = segments_load(&segments, archive, err);
	made.id = segment_new_id(&segments);
	sort_items(writer);
	if (code == ERR_OK)
		code = write_lists(writer, archive, made.id, err);
	if (code == ERR_OK)
		code = sorted_make(archive, &made, err);
	if (code == ERR_OK)
		code = segment_add(archive, &made, err);
	writer->count = 0;
	writer->first = writer->next;
	if (code == ERR_OK)
		code = index_join_due(archive, err);
	segments_free(&segments);
	return code;
}
