#include "cli/walk.h"
#include "language.h"
#include "paths.h"

#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#define WINDOW 200

/* Whatever looks for words is a search of the research log; one of the log that is made again is
 * there already. */
static bool
is_search(const struct invocation *inv)
{
	return filter_query(inv->filter)[0] != '\0' && inv->command->bit != CMD_LOG;
}

int
walk_marks(struct invocation *inv)
{
	bool wanted =
		filter_flag(inv->filter, FILTER_UNREAD) || filter_flag(inv->filter, FILTER_STARRED);
	bool search = is_search(inv);
	char *path = path_marks();
	int status = EXIT_DONE;

	if (wanted || (path != NULL && access(path, F_OK) == 0))
		status = invocation_open_marks(inv);
	else if (search && path != NULL && marks_open(path, &inv->marks, NULL) != ERR_OK)
		log_line(inv->log, "%s: cannot be made", path);
	archive_set_marks(inv->archive, inv->marks);
	free(path);
	return wanted ? status : EXIT_DONE;
}

/* The research log: what was asked, of which archive, and exactly how many articles answered. */
static enum err_code
note_search(struct invocation *inv, struct query *query, struct err *err)
{
	struct archive_info info;
	struct buf text = {0};
	enum err_code code = ERR_OK;

	filter_encode(inv->filter, &text);
	if (is_search(inv) && inv->marks != NULL && buf_ok(&text)) {
		code = query_settle(query, err);
		/* A log that cannot be written is no reason not to answer. */
		if (code == ERR_OK &&
			(archive_info(inv->archive, &info, err) != ERR_OK ||
				marks_log(inv->marks, buf_str(&text), query_count(query, NULL),
					info.fingerprint, err) != ERR_OK))
			log_line(inv->log, "%s", err->text);
	}
	log_line(inv->log, "%s %s: %" PRIu64 " articles", inv->command->name, buf_str(&text),
		query_count(query, NULL));
	buf_free(&text);
	return code;
}

int
walk_open(struct invocation *inv, struct query **query)
{
	struct err err;
	int status = invocation_open(inv, ARCHIVE_READ);

	*query = NULL;
	if (status == EXIT_DONE) {
		/* What other programs read is the same in every locale. */
		archive_set_collation(
			inv->archive, inv->format == FORMAT_JSONL || inv->format == FORMAT_CSV
					      ? COLLATE_PINYIN
					      : language_collation());
		status = walk_marks(inv);
	}
	if (status != EXIT_DONE)
		return status;
	if (query_open(inv->archive, inv->filter, query, &err) != ERR_OK)
		return cli_fail(&err);
	if (note_search(inv, *query, &err) == ERR_OK)
		return EXIT_DONE;
	query_close(*query);
	*query = NULL;
	return cli_fail(&err);
}

static enum err_code
walk(struct invocation *inv, struct query *query, walk_fn each, void *ctx, struct err *err)
{
	struct arena *arena = arena_new(0);
	enum err_code code = ERR_OK;
	article_key from = 0;
	long left = inv->limit;
	unsigned count = 1;

	if (arena == NULL)
		return err_nomem(err);
	if (inv->offset > 0) {
		uint64_t total = query_count(query, NULL);

		if ((uint64_t)inv->offset >= total)
			left = 0;
		else
			code = query_at(query, inv->sort, (uint64_t)inv->offset - 1, &from, err);
	}
	while (code == ERR_OK && left != 0 && count > 0) {
		unsigned want = left > 0 && left < WINDOW ? (unsigned)left : WINDOW;
		const struct row *rows;

		arena_reset(arena);
		code = query_rows(query, inv->sort, from, false, want, arena, &rows, &count, err);
		for (unsigned i = 0; i < count && code == ERR_OK; i++) {
			from = rows[i].key;
			code = each(ctx, query, &rows[i], arena, err);
		}
		if (left > 0)
			left -= count;
	}
	arena_free(arena);
	return code;
}

int
walk_articles(struct invocation *inv, walk_fn each, void *ctx)
{
	struct query *query;
	struct err err;
	int status = walk_open(inv, &query);
	enum err_code code;

	if (status != EXIT_DONE)
		return status;
	/* A position in a list is only as true as the list is exact. */
	code = inv->offset > 0 ? query_settle(query, &err) : ERR_OK;
	if (code == ERR_OK)
		code = walk(inv, query, each, ctx, &err);
	query_close(query);
	return code == ERR_OK ? EXIT_DONE : cli_fail(&err);
}
