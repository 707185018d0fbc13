#include "term/probe.h"
#include "base/buf.h"
#include "base/table.h"
#include "paths.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A curly quote speaks for its single sister as well. */
static const struct question {
	const char *text;
	uint32_t c, sister;
} questions[] = {{"“", 0x201C, 0x2018}, {"”", 0x201D, 0x2019}, {"—", 0x2014, 0x2015},
	{"…", 0x2026, 0}, {"·", 0xB7, 0}, {"○", 0x25CB, 0}, {"①", 0x2460, 0},
	{"│", 0x2502, 0x2500}};

#define QUESTIONS (sizeof questions / sizeof questions[0])
#define CACHE_MAX 65536
#define MODE_SYNC 2026

struct probe {
	char *cache_file;
	char terminal[256];             /* what this kind of terminal is called in the cache */
	unsigned char width[QUESTIONS]; /* 1 or 2; 0: not known */
	bool dark, dark_known;
	bool wider; /* an answer differs from what the first screen was painted by */
	unsigned asked, answered;
};

/* All that tells one kind of terminal from another. */
static void
name_terminal(char *out, size_t size)
{
	static const char *const variables[] = {"TERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION",
		"COLORTERM", "VTE_VERSION", "KONSOLE_VERSION", "XTERM_VERSION", "LC_TERMINAL"};
	size_t n = 0;

	for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
		const char *value = getenv(variables[i]);

		for (; value != NULL && *value != '\0' && n + 2 < size; value++)
			if (*value > ' ' && *value < 0x7F)
				out[n++] = *value;
		if (n + 1 < size)
			out[n++] = '|';
	}
	out[n] = '\0';
}

static void
read_row(struct probe *probe, const struct table_row *row)
{
	for (size_t i = 0; i < QUESTIONS && i < row->field[1].len; i++)
		if (row->field[1].text[i] == '1' || row->field[1].text[i] == '2')
			probe->width[i] = (unsigned char)(row->field[1].text[i] - '0');
	probe->dark_known = field_is(row->field[2], "dark") || field_is(row->field[2], "light");
	if (probe->dark_known)
		probe->dark = field_is(row->field[2], "dark");
}

/* Reads the file; the row of this terminal into *probe, all others to others (may be NULL). */
static void
read_cache(struct probe *probe, struct buf *others)
{
	FILE *f = probe->cache_file != NULL ? fopen(probe->cache_file, "re") : NULL;
	char *text = f != NULL ? malloc(CACHE_MAX) : NULL;
	struct table_reader reader;
	struct table_row row;

	if (text != NULL) {
		table_open(&reader, probe->cache_file, text, fread(text, 1, CACHE_MAX, f));
		while (table_next(&reader, &row, NULL)) {
			if (row.count == 3 && field_is(row.field[0], probe->terminal)) {
				if (others == NULL)
					read_row(probe, &row);
			} else if (row.count == 3 && others != NULL) {
				for (unsigned i = 0; i < 3; i++) {
					buf_add(others, row.field[i].text, row.field[i].len);
					buf_addc(others, i < 2 ? '\t' : '\n');
				}
			}
		}
	}
	free(text);
	if (f != NULL)
		fclose(f);
}

static void
write_cache(struct probe *probe)
{
	struct buf text = {0};
	char name[4096];
	FILE *f;

	if (probe->cache_file == NULL || snprintf(name, sizeof name, "%s.%ld", probe->cache_file,
						 (long)getpid()) >= (int)sizeof name)
		return;
	buf_addf(&text, "%s\t", probe->terminal);
	for (size_t i = 0; i < QUESTIONS; i++)
		buf_addc(&text, (char)('0' + probe->width[i]));
	buf_addf(&text, "\t%s\n", !probe->dark_known ? "?" : probe->dark ? "dark" : "light");
	read_cache(probe, &text);
	path_make_folders(name);
	f = buf_ok(&text) ? fopen(name, "wex") : NULL;
	if (f != NULL) {
		bool ok = fwrite(text.data, 1, text.len, f) == text.len;

		if (fclose(f) != 0 || !ok || rename(name, probe->cache_file) != 0)
			unlink(name);
	}
	buf_free(&text);
}

struct probe *
probe_new(const char *cache_file)
{
	struct probe *probe = calloc(1, sizeof *probe);

	if (probe == NULL)
		return NULL;
	if (cache_file != NULL)
		probe->cache_file = strdup(cache_file);
	probe->dark = true;
	name_terminal(probe->terminal, sizeof probe->terminal);
	read_cache(probe, NULL);
	return probe;
}

void
probe_free(struct probe *probe)
{
	if (probe == NULL)
		return;
	free(probe->cache_file);
	free(probe);
}

/* Terminals that would show a question as text. */
static bool
can_answer(void)
{
	const char *term = getenv("TERM");

	return term != NULL && strncmp(term, "linux", 5) != 0 && strncmp(term, "vt", 2) != 0;
}

void
probe_ask(struct probe *probe, struct screen *screen, bool widths)
{
	struct buf text = {0};

	if (!can_answer())
		return;
	buf_addf(&text, "\033]11;?\033\\\033[?%d$p", MODE_SYNC);
	/* Every terminal says where its cursor stands: with that all are answered. */
	probe->asked = widths ? QUESTIONS : 1;
	if (!widths)
		buf_adds(&text, "\033[H\033[6n");
	if (widths) {
		/* In the first corner, hidden; the first paint clears the screen.  (Saving and
		 * restoring the cursor would spoil what some terminals keep for the end.) */
		buf_adds(&text, "\033[8m");
		for (size_t i = 0; i < QUESTIONS; i++)
			buf_addf(&text, "\033[H%s\033[6n", questions[i].text);
		buf_adds(&text, "\033[m");
	}
	if (buf_ok(&text))
		screen_send(screen, text.data, text.len);
	buf_free(&text);
}

/* The answers come in the order of the questions. */
static unsigned
take_width(struct probe *probe, const struct event *event)
{
	const unsigned i = probe->answered++;
	const int thought = probe->width[i] != 0 ? probe->width[i] : 1;

	if (event->y == 0 && (event->x == 1 || event->x == 2)) {
		probe->wider |= event->x != thought;
		probe->width[i] = (unsigned char)event->x;
	}
	if (probe->answered < probe->asked)
		return PROBE_NOTHING;
	write_cache(probe);
	return probe->wider ? PROBE_WIDTHS : PROBE_NOTHING;
}

static unsigned
take_background(struct probe *probe, bool dark)
{
	const bool thought = probe->dark;

	if (probe->dark_known && dark == thought)
		return PROBE_NOTHING;
	probe->dark_known = true;
	probe->dark = dark;
	write_cache(probe);
	return dark != thought ? PROBE_BACKGROUND : PROBE_NOTHING;
}

unsigned
probe_answer(struct probe *probe, const struct event *event, bool *mine)
{
	const bool sync = event->mode == MODE_SYNC && event->value != 0 && event->value != 4;

	*mine = true;
	if (event->type == EVENT_CURSOR && probe->answered < probe->asked)
		return take_width(probe, event);
	if (event->type == EVENT_MODE)
		return sync ? PROBE_SYNC : PROBE_NOTHING;
	if (event->type == EVENT_COLOUR)
		return take_background(probe, event->value < 128);
	*mine = false;
	return PROBE_NOTHING;
}

void
probe_apply_widths(const struct probe *probe)
{
	unsigned wide = 0, known = 0;

	for (size_t i = 0; i < QUESTIONS; i++) {
		known += probe->width[i] != 0;
		wide += probe->width[i] == 2;
	}
	width_set_ambiguous(wide * 2 > known);
	for (size_t i = 0; i < QUESTIONS; i++) {
		const bool odd =
			probe->width[i] != 0 && (probe->width[i] == 2) != width_ambiguous();

		width_set_char(questions[i].c, odd ? probe->width[i] : 0);
		if (questions[i].sister != 0)
			width_set_char(questions[i].sister, odd ? probe->width[i] : 0);
	}
}

bool
probe_waits(const struct probe *probe)
{
	return probe->answered < probe->asked;
}

bool
probe_dark(const struct probe *probe)
{
	return probe->dark;
}
