/* A check of an archive finds whatever is not as it was, and says what. */
#include "../lib/home.h"
#include "../lib/ok.h"
#include "../lib/temp.h"
#include "archive/archive.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct err err;
static char said[4096];
static unsigned told;

static void
note(void *ctx, const char *sentence)
{
	size_t len = strlen(said);

	(void)ctx;
	told++;
	snprintf(said + len, sizeof said - len, "%s\n", sentence);
}

static unsigned
findings_after(const char *change)
{
	unsigned findings;
	struct archive *archive;

	temp_copy(temp_path(temp_folder, "whole.db"), temp_folder, "archive.db");
	temp_sql(temp_path(temp_folder, "archive.db"), change);
	said[0] = '\0';
	told = 0;
	OK(archive_open(temp_path(temp_folder, "archive.db"), ARCHIVE_READ, &archive, &err));
	OK(archive_check(archive, note, NULL, &findings, &err));
	archive_close(archive);
	return findings;
}

static void
every_lie_is_found(void **state)
{
	static const struct {
		const char *change, *says;
	} cases[] = {
		{"UPDATE article SET page=99", "belong to no page"},
		{"DELETE FROM article WHERE key=1", "are not there whole"},
		{"DELETE FROM bytes WHERE page=1", "lost their text"},
		{"INSERT INTO bytes(page,data) VALUES(99,x'61')", "1 texts belong to no page"},
		{"UPDATE page SET place=5", "out of order"},
		{"UPDATE meta SET value=value+3 WHERE name='pages'", "pages is wrong by 3"},
		{"UPDATE meta SET value=value+7 WHERE name='chars'", "characters is wrong by 7"},
		{"UPDATE meta SET value=value+1 WHERE name='articles'", "are counted, and"},
		{"UPDATE page SET hash=hash+1 WHERE id=2", "is not the one that came in"},
		{"UPDATE article SET label=label||'!' WHERE key=2", "is not what its page says"},
		{"UPDATE article SET chars=chars+1 WHERE key=2", "is not what its page says"},
		{"UPDATE article SET data=x'ff' WHERE key=3", "article 3 cannot be restored"},
		{"UPDATE value SET count=count+1 WHERE facet=6 AND number=1", "times and there"},
		{"DELETE FROM posting WHERE id=(SELECT min(id) FROM posting)",
			"the index is not what the texts say"},
		{"DELETE FROM follow", "what follows what is not counted"},
		{"DELETE FROM sorted", "orders by title and length are not"},
		{"UPDATE chunk SET data=zeroblob(length(data)) WHERE id>>32=3",
			"dates and places of the columns"},
	};

	(void)state;
	assert_int_equal(findings_after("PRAGMA user_version"), 0);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		unsigned findings = findings_after(cases[i].change);

		if (findings == 0 || strstr(said, cases[i].says) == NULL)
			fail_msg("%s: %u findings: %s", cases[i].change, findings, said);
	}
}

/* More than anybody reads are counted and not told. */
static void
findings_come_to_an_end(void **state)
{
	static const char many[] =
		"WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i+1 FROM n WHERE i<2100) "
		"INSERT INTO value(facet,number,text,count) SELECT 6,i,'v'||i,7 FROM n";

	(void)state;
	assert_int_equal(findings_after(many), 1101);
	assert_int_equal(told, 1000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_lie_is_found),
		cmocka_unit_test(findings_come_to_an_end),
	};

	return cmocka_run_group_tests_name("check", tests, whole_open, temp_close);
}
