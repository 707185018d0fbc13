/*
 * surname.h - does a word begin as a Chinese name does?
 *
 * data/surnames.tsv holds the surnames of one character and the compound ones, data/name-sounds.tsv
 * the characters that names of other languages are written with.
 * Thread rule: read-only once made.
 */
#ifndef BAOLAN_PAGE_SURNAME_H
#define BAOLAN_PAGE_SURNAME_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct surname_set;

/* Errors: ERR_BUG where the table is wrong, ERR_NOMEM. */
enum err_code surname_set_new(
	const char *name, const char *table, size_t len, struct surname_set **out, struct err *err);

/* Reads the characters for surname_is_sound().  Errors: ERR_BUG where the table is wrong. */
enum err_code surname_set_add_sounds(struct surname_set *surnames, const char *name,
	const char *table, size_t len, struct err *err);

void surname_set_free(struct surname_set *surnames);

/* A surname of one character. */
bool surname_is(const struct surname_set *surnames, uint32_t c);

/* One that is neither rare nor a word as well: two such may stand in one word, 张三李四. */
bool surname_is_common(const struct surname_set *surnames, uint32_t c);

/* A character that names of other languages are written with: 阿, 娜, 尔. */
bool surname_is_sound(const struct surname_set *surnames, uint32_t c);

/* A compound surname of these two characters. */
bool surname_is_compound(const struct surname_set *surnames, uint32_t first, uint32_t second);

#endif
