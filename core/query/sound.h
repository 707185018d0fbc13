/*
 * sound.h - words of the archive by how they are pronounced.
 *
 * Words are not kept anywhere: two to four characters that follow each other,
 * as table follow has them, are one where their readings give what was
 * typed.  Full syllables are looked for in all texts; initials, which fit so
 * much, in headlines first.
 *
 * Internal to core/query.  Thread rule: as the archive's handle.
 */
#ifndef BAOLAN_QUERY_SOUND_H
#define BAOLAN_QUERY_SOUND_H

#include "archive/internal.h"
#include "base/arena.h"

struct sound_word {
	const char *text;
	uint64_t count; /* articles that have it; for three and more characters an upper bound */
};

/* Whether a text may be pronounced beginning with this letter, as far as its first character tells;
 * with what is no letter a to z: always. */
enum err_code sound_begins(
	struct archive *archive, char letter, const char *text, bool *out, struct err *err);

/* The most frequent words that are pronounced as typed (letters a to z), at most `limit`.
 * unfinished: the last syllable may be cut off.  In a transaction. */
enum err_code sound_words(struct archive *archive, const char *typed, bool unfinished,
	unsigned limit, struct arena *arena, struct sound_word *out, unsigned *count,
	struct err *err);

#endif
