#include "base/buf.h"
#include "term/grid.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A row as text: each cell's character, '<' for the second half of a wide one. */
static const char *
row(const struct grid *grid, int y)
{
	static struct buf out;

	buf_clear(&out);
	for (int x = 0; x < grid->cols; x++) {
		const struct cell *cell = &grid->cells[y * grid->cols + x];

		if (cell->width == 0)
			buf_addc(&out, '<');
		for (int i = 0; i < GLYPH_MAX && cell->c[i] != 0; i++)
			buf_add_ucs4(&out, cell->c[i]);
	}
	return buf_str(&out);
}

/* Every shadow follows a wide character, and every wide character has its shadow. */
static void
check_halves(const struct grid *grid)
{
	for (int y = 0; y < grid->rows; y++) {
		for (int x = 0; x < grid->cols; x++) {
			const struct cell *cell = &grid->cells[y * grid->cols + x];

			if (cell->width == 2)
				assert_true(x + 1 < grid->cols && cell[1].width == 0);
			if (cell->width == 0)
				assert_true(x > 0 && cell[-1].width == 2);
		}
	}
}

static void
test_text(void **state)
{
	struct grid *grid = grid_new(8, 2);
	struct area area = grid_area(grid);

	(void)state;
	assert_int_equal(area_text(area, 1, 0, ROLE_TEXT, "a昌b"), 5);
	assert_string_equal(row(grid, 0), " a昌<b   ");
	assert_int_equal(area_text(area, 0, 1, ROLE_TEXT, "e\u0301\x1b"), 2);
	assert_string_equal(row(grid, 1), "e\u0301\u241B      ");
	area_text(area, 0, -1, ROLE_TEXT, "x");
	area_text(area, 0, 2, ROLE_TEXT, "x");
	grid_free(grid);
}

static void
test_wide_characters_at_edges(void **state)
{
	struct grid *grid = grid_new(7, 3);
	struct area area = grid_area(grid);

	(void)state;
	area_text(area, 0, 0, ROLE_TEXT, "昌平区总"); /* the last has no room */
	assert_string_equal(row(grid, 0), "昌<平<区< ");
	area_text(area, 1, 0, ROLE_TEXT, "x"); /* takes the half of 昌 */
	assert_string_equal(row(grid, 0), " x平<区< ");
	area_text(area, 3, 0, ROLE_TEXT, "工"); /* a half of 平, and one of 区 */
	assert_string_equal(row(grid, 0), " x 工<  ");
	area_text(area, -1, 1, ROLE_TEXT, "昌平"); /* begins outside */
	assert_string_equal(row(grid, 1), " 平<    ");
	area_text(area_sub(area, 6, 2, 1, 1), 0, 0, ROLE_TEXT, "昌"); /* no room at all */
	assert_string_equal(row(grid, 2), "      +");
	check_halves(grid);
	grid_free(grid);
}

static void
test_areas_clip(void **state)
{
	struct grid *grid = grid_new(6, 2);
	struct area area = area_sub(grid_area(grid), 2, 1, 3, 9);

	(void)state;
	assert_int_equal(area.h, 1);
	area_text(area, 0, 0, ROLE_TEXT, "abcdef");
	assert_string_equal(row(grid, 1), "  abc ");
	area_fill(area, -4, 0, 5, ROLE_BAR);
	assert_string_equal(row(grid, 1), "   bc ");
	area_restyle(area, 1, 0, 99, ROLE_HIT);
	assert_int_equal(grid->cells[6 + 3].style, ROLE_HIT);
	assert_int_equal(grid->cells[6 + 5].style, ROLE_TEXT);
	assert_int_equal(area_sub(area, 5, 0, 3, 1).w, 0);
	grid_free(grid);
}

static void
test_cut_and_right(void **state)
{
	struct grid *grid = grid_new(8, 1);
	struct area area = grid_area(grid);

	(void)state;
	assert_int_equal(area_cut(area, 0, 0, 5, ROLE_TEXT, "昌平区", 9), 5);
	assert_string_equal(row(grid, 0), "昌<平<…   ");
	area_clear(area, ROLE_TEXT);
	area_cut(area, 0, 0, 6, ROLE_TEXT, "昌平区", 9);
	assert_string_equal(row(grid, 0), "昌<平<区<  ");
	area_clear(area, ROLE_TEXT);
	area_cut(area, 0, 0, 1, ROLE_TEXT, "昌平区", 9);
	assert_string_equal(row(grid, 0), "+       ");
	assert_int_equal(area_right(area, 8, 0, ROLE_TEXT, "12"), 6);
	assert_string_equal(row(grid, 0), "+     12");
	grid_free(grid);
}

/* Whatever is drawn wherever, no half is left alone. */
static void
test_random_drawing(void **state)
{
	static const char *const texts[] = {"昌", "平区", "a", "ab昌c", "", "\u0301", "👨\u200D👩"};
	struct grid *grid = grid_new(13, 4);
	unsigned r = 7;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct area area;

		r = r * 1664525 + 1013904223;
		area = area_sub(grid_area(grid), (int)(r >> 8) % 14 - 1, (int)(r >> 12) % 5 - 1,
			(int)(r >> 16) % 14, (int)(r >> 20) % 5);
		area_text(area, (int)(r >> 10) % 6 - 2, (int)(r >> 14) % 4, ROLE_TEXT,
			texts[(r >> 24) % 7]);
		if (r % 5 == 0)
			area_fill(area, (int)(r >> 9) % 5, 0, 2, ROLE_BAR);
		check_halves(grid);
	}
	grid_free(grid);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_wide_characters_at_edges),
		cmocka_unit_test(test_areas_clip),
		cmocka_unit_test(test_cut_and_right),
		cmocka_unit_test(test_random_drawing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
