/*
 * sql.h - every SQL statement on an archive.
 *
 * Internal to core/archive and core/query.  X(name, text): archive_stmt(archive,
 * SQL_name, err) hands the statement out prepared.
 */
#ifndef BAOLAN_ARCHIVE_SQL_H
#define BAOLAN_ARCHIVE_SQL_H

#define ARCHIVE_SQL(X)                                                                             \
	X(META_GET, "SELECT value FROM meta WHERE name=?1")                                        \
	X(META_SET, "INSERT OR REPLACE INTO meta(name,value) VALUES(?1,?2)")                       \
	X(ROOT_ALL, "SELECT id,path FROM root ORDER BY id")                                        \
	X(ROOT_PATH, "SELECT path FROM root WHERE id=?1")                                          \
	X(ROOT_ADD, "INSERT INTO root(path) VALUES(?1)")                                           \
	X(PAGE_GET, "SELECT root,source,size,encoding,first,count,sheets FROM page WHERE id=?1")   \
	X(PAGE_SOURCE, "SELECT source FROM page WHERE id=?1")                                      \
	X(PAGE_ALL, "SELECT id,root,source,size,time,hash,refused,named FROM page")                \
	X(PAGE_FULL, "SELECT size,first,count,refused FROM page WHERE id=?1")                      \
	X(PAGE_ADD,                                                                                \
		"INSERT INTO page(root,source,size,time,hash,place,encoding,first,count,named,"    \
		"refused,sheets) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)")                  \
	X(PAGE_COPY, "SELECT root,source,size,time,named,data,hash FROM page LEFT JOIN bytes ON "  \
		     "bytes.page=page.id WHERE refused IS NULL ORDER BY source,root")              \
	X(PAGE_TEXTS, "SELECT source,hash,data FROM page JOIN bytes ON bytes.page=page.id")        \
	X(PAGE_TOUCH, "UPDATE page SET size=?2,time=?3 WHERE id=?1")                               \
	X(PAGE_DROP, "DELETE FROM page WHERE id=?1")                                               \
	X(PAGE_BEFORE, "SELECT place FROM page WHERE (source,root)<(?1,?2) "                       \
		       "ORDER BY source DESC,root DESC LIMIT 1")                                   \
	X(PAGE_AFTER, "SELECT place FROM page WHERE (source,root)>(?1,?2) "                        \
		      "ORDER BY source,root LIMIT 1")                                              \
	X(PAGE_PLACE_OF, "SELECT place FROM page WHERE id=?1")                                     \
	X(PAGE_ORDER, "SELECT id FROM page ORDER BY source,root")                                  \
	X(PAGE_PLACE, "UPDATE page SET place=?2 WHERE id=?1")                                      \
	X(PAGE_GLOB, "SELECT id FROM page WHERE source GLOB ?1")                                   \
	X(BYTES_ADD, "INSERT INTO bytes(page,data) VALUES(?1,?2)")                                 \
	X(BYTES_GET, "SELECT data FROM bytes WHERE page=?1")                                       \
	X(BYTES_PART, "SELECT substr(data,?2,?3) FROM bytes WHERE page=?1")                        \
	X(BYTES_DROP, "DELETE FROM bytes WHERE page=?1")                                           \
	X(ARTICLE_ADD,                                                                             \
		"INSERT INTO article(key,page,ordinal,id,kind,titled,chars,date,page_no,district," \
		"label,reporter,data) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)")         \
	X(ARTICLE_ROW,                                                                             \
		"SELECT page,ordinal,id,kind,titled,chars,date,page_no,district,label,reporter "   \
		"FROM article WHERE key=?1")                                                       \
	X(ARTICLE_GET,                                                                             \
		"SELECT page,ordinal,id,kind,titled,chars,date,page_no,district,label,reporter,"   \
		"data FROM article WHERE key=?1")                                                  \
	X(ARTICLE_LOOK, "SELECT article.data,bytes.data,encoding,chars FROM article "              \
			"JOIN page ON page.id=article.page JOIN bytes ON bytes.page=article.page " \
			"WHERE key=?1")                                                            \
	X(ARTICLE_SORT, "SELECT page,chars,label FROM article WHERE key=?1")                       \
	X(ARTICLE_SORTS, "SELECT page,chars,label,key FROM article "                               \
			 "WHERE key>=?1 AND key<?2 ORDER BY key")                                  \
	X(ARTICLE_ALL, "SELECT key,label,chars FROM article ORDER BY key")                         \
	X(ARTICLE_DISTRICT, "SELECT district FROM article WHERE key=?1")                           \
	X(ARTICLE_BY_ID, "SELECT key,id FROM article "                                             \
			 "WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT 2")                         \
	X(ARTICLE_IDS, "SELECT id,chars FROM article WHERE key>=?1 AND key<?2")                    \
	X(ARTICLE_DROP, "DELETE FROM article WHERE key>=?1 AND key<?2")                            \
	X(VALUE_ALL, "SELECT number,text,count FROM value WHERE facet=?1")                         \
	X(VALUE_COUNTS, "SELECT number,count FROM value WHERE facet=?1")                           \
	X(VALUE_TEXT, "SELECT text FROM value WHERE facet=?1 AND number=?2")                       \
	X(VALUE_NUMBER, "SELECT number FROM value WHERE facet=?1 AND text=?2")                     \
	X(VALUE_LAST, "SELECT max(number) FROM value WHERE facet=?1")                              \
	X(VALUE_ADD, "INSERT INTO value(facet,number,text,count) VALUES(?1,?2,?3,0)")              \
	X(VALUE_COUNT, "UPDATE value SET count=count+?3 "                                          \
		       "WHERE facet=?1 AND number=?2")                                             \
	X(DISTRICT_ALL,                                                                            \
		"SELECT district.number,text,short_name,adcode,pinyin,initials,english,tile_row,"  \
		"tile_column,position FROM district JOIN value ON value.facet=?1 "                 \
		"AND value.number=district.number")                                                \
	X(DISTRICT_ADD,                                                                            \
		"INSERT OR REPLACE INTO district(number,short_name,adcode,pinyin,initials,"        \
		"english,tile_row,tile_column,position) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9)")       \
	X(TOPIC_ALL, "SELECT topic.number,text,english,pinyin,initials,position FROM topic "       \
		     "JOIN value ON value.facet=?1 AND value.number=topic.number")                 \
	X(TOPIC_ADD, "INSERT OR REPLACE INTO topic(number,english,pinyin,initials,position) "      \
		     "VALUES(?1,?2,?3,?4,?5)")                                                     \
	X(SEGMENT_ALL, "SELECT id,first,stop FROM segment ORDER BY first")                         \
	X(SEGMENT_ADD, "INSERT INTO segment(id,first,stop) VALUES(?1,?2,?3)")                      \
	X(SEGMENT_DROP, "DELETE FROM segment WHERE id=?1")                                         \
	X(POSTING_FIND, "SELECT id,data FROM posting "                                             \
			"WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT 1")                     \
	X(POSTING_NEXT, "SELECT id,data FROM posting "                                             \
			"WHERE id>?1 AND id<?2 ORDER BY id LIMIT 1")                               \
	X(POSTING_ADD, "INSERT INTO posting(id,data) VALUES(?1,?2)")                               \
	X(POSTING_DROP, "DELETE FROM posting WHERE id>=?1 AND id<?2")                              \
	X(SORTED_ADD, "INSERT INTO sorted(id,data) VALUES(?1,?2)")                                 \
	X(SORTED_GET, "SELECT data FROM sorted WHERE id=?1")                                       \
	X(SORTED_LAST, "SELECT id,length(data) FROM sorted WHERE id>=?1 AND id<?2 "                \
		       "ORDER BY id DESC LIMIT 1")                                                 \
	X(SORTED_DROP, "DELETE FROM sorted WHERE id>=?1 AND id<?2")                                \
	X(FOLLOW_GET, "SELECT data FROM follow WHERE id=?1")                                       \
	X(FOLLOW_SET, "INSERT OR REPLACE INTO follow(id,data) VALUES(?1,?2)")                      \
	X(FOLLOW_ALL, "SELECT id,data FROM follow")                                                \
	X(CHUNK_LENGTH, "SELECT length(data) FROM chunk WHERE id=?1")                              \
	X(CHUNK_AFTER, "SELECT id,data FROM chunk WHERE id>?1 AND id<?2 ORDER BY id LIMIT 1")      \
	X(CHUNK_GET, "SELECT data FROM chunk WHERE id=?1")                                         \
	X(CHUNK_SET, "INSERT OR REPLACE INTO chunk(id,data) VALUES(?1,?2)")

enum archive_sql {
#define X(name, text) SQL_##name,
	ARCHIVE_SQL(X)
#undef X
	SQL_COUNT
};

#endif
