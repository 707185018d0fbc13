/*
 * marks_parts.h - what the files of the reader's marks share, and every SQL statement on them.
 *
 * Internal to core/archive and core/query.
 */
#ifndef BAOLAN_ARCHIVE_MARKS_PARTS_H
#define BAOLAN_ARCHIVE_MARKS_PARTS_H

#include "archive/db.h"
#include "archive/marks.h"

#define MARKS_SQL(X)                                                                               \
	X(GENERATION, "SELECT value FROM meta WHERE name='generation'")                            \
	X(CHANGED, "INSERT INTO meta(name,value) VALUES('generation',1) "                          \
		   "ON CONFLICT(name) DO UPDATE SET value=value+1")                                \
	X(GET, "SELECT read,starred,note,district,position FROM mark WHERE id=?1")                 \
	X(READ_IDS, "SELECT id FROM mark WHERE read<>0")                                           \
	X(STARRED_IDS, "SELECT id FROM mark WHERE starred<>0")                                     \
	X(DISTRICTS, "SELECT id,district FROM mark WHERE district IS NOT NULL")                    \
	X(ADD, "INSERT OR IGNORE INTO mark(id) VALUES(?1)")                                        \
	X(TIDY, "DELETE FROM mark WHERE id=?1 AND read=0 AND starred=0 AND note='' "               \
		"AND district IS NULL AND position=0")                                             \
	X(GET_READ, "SELECT coalesce((SELECT read FROM mark WHERE id=?1),0)")                      \
	X(SET_READ, "UPDATE mark SET read=CAST(?2 AS INTEGER) WHERE id=?1")                        \
	X(GET_STARRED, "SELECT coalesce((SELECT starred FROM mark WHERE id=?1),0)")                \
	X(SET_STARRED, "UPDATE mark SET starred=CAST(?2 AS INTEGER) WHERE id=?1")                  \
	X(GET_NOTE, "SELECT coalesce((SELECT note FROM mark WHERE id=?1),'')")                     \
	X(SET_NOTE, "UPDATE mark SET note=?2 WHERE id=?1")                                         \
	X(GET_DISTRICT, "SELECT district FROM mark WHERE id=?1")                                   \
	X(SET_DISTRICT, "UPDATE mark SET district=?2 WHERE id=?1")                                 \
	X(SET_POSITION, "UPDATE mark SET position=?2 WHERE id=?1")                                 \
	X(GET_FILTER, "SELECT text FROM filter WHERE name=?1")                                     \
	X(SET_FILTER, "INSERT OR REPLACE INTO filter(name,text) VALUES(?1,?2)")                    \
	X(DROP_FILTER, "DELETE FROM filter WHERE name=?1")                                         \
	X(FILTERS, "SELECT name,text FROM filter ORDER BY name")                                   \
	X(FORGET_SEARCH, "DELETE FROM search WHERE query=?1")                                      \
	X(ADD_SEARCH, "INSERT INTO search(query) VALUES(?1)")                                      \
	X(TRIM_SEARCH, "DELETE FROM search WHERE number<=(SELECT max(number) FROM search)-1000")   \
	X(SEARCHES, "SELECT query FROM search ORDER BY number DESC LIMIT ?1")                      \
	X(ALL_SEARCHES, "SELECT query FROM search ORDER BY number")                                \
	X(ADD_LOG, "INSERT INTO log(time,filter,count,fingerprint) VALUES(?1,?2,?3,?4)")           \
	X(LOG, "SELECT number,time,filter,count,fingerprint FROM log ORDER BY number DESC "        \
	       "LIMIT ?1")                                                                         \
	X(ALL_LOG, "SELECT time,filter,count,fingerprint FROM log ORDER BY number")                \
	X(FIND_LOG, "SELECT 1 FROM log WHERE time=?1 AND filter=?2 AND count=?3 "                  \
		    "AND fingerprint=?4")                                                          \
	X(ALL_MARKS, "SELECT id,read,starred,note,district,position FROM mark ORDER BY id")        \
	X(PUT_MARK, "INSERT OR REPLACE INTO mark(id,read,starred,note,district,position) "         \
		    "VALUES(?1,?2,?3,?4,?5,?6)")                                                   \
	X(ADD_UNDO, "INSERT INTO undo(what,key,old) VALUES(?1,?2,?3)")                             \
	X(TRIM_UNDO, "DELETE FROM undo WHERE number<=(SELECT max(number) FROM undo)-1000")         \
	X(LAST_UNDO, "SELECT number,what,key,old FROM undo ORDER BY number DESC LIMIT 1")          \
	X(DROP_UNDO, "DELETE FROM undo WHERE number=(SELECT max(number) FROM undo)")               \
	X(JSON, "SELECT json_type(?1,?2),json_extract(?1,?2)")                                     \
	X(JSON_TYPE, "SELECT json_type(?1)")

enum marks_sql {
#define X(name, text) MARKS_##name,
	MARKS_SQL(X)
#undef X
	MARKS_SQL_COUNT
};

struct marks {
	struct db db;
};

/* Commits where code is ERR_OK and takes everything back where it is not. */
enum err_code marks_finish(struct marks *marks, enum err_code code, struct err *err);

/* Every article that is read, starred, or has a correction (its district: "" for none). */
enum marks_kind {
	MARKS_IS_READ,
	MARKS_IS_STARRED,
	MARKS_CORRECTED
};
typedef enum err_code (*marks_each_fn)(
	void *ctx, const char *id, const char *district, struct err *err);
enum err_code marks_each(
	struct marks *marks, enum marks_kind kind, marks_each_fn each, void *ctx, struct err *err);

#endif
