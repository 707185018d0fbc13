/*
 * setting_fuzz.c - the files of the configuration folder: settings, keys, themes.
 *
 * The first byte says which: C settings, K keys, T a theme.
 */
#include "config.h"
#include "keymap.h"
#include "term/style.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <unistr.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool held)
{
	if (!held)
		abort();
}

/* Every mistake is one sentence that a terminal may show. */
static void
warn(void *ctx, const struct err *what)
{
	const char *p = what->text;

	(void)ctx;
	check(*p != '\0' && u8_check((const uint8_t *)p, strlen(p)) == NULL);
	for (; *p != '\0'; p++)
		check((unsigned char)*p >= 0x20 && *p != 0x7F);
}

static void
try_config(const char *path)
{
	struct config *config;
	struct err err;

	check(config_load(path, warn, NULL, &config, &err) == ERR_OK);
	for (int i = 0; i < CONFIG_COUNT; i++) {
		if (config_rows[i].type == CONFIG_NUMBER)
			config_number(config, (enum config_id)i);
		if (config_rows[i].type == CONFIG_BOOL)
			config_bool(config, (enum config_id)i);
		check(config_text(config, (enum config_id)i) != NULL);
	}
	config_free(config);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct keymap *keymap;
	struct theme *theme;
	struct err err;
	char path[64];
	int fd;

	if (size == 0)
		return 0;
	fd = memfd_create("setting", MFD_CLOEXEC);
	check(fd >= 0 && write(fd, data + 1, size - 1) == (ssize_t)(size - 1));
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (*data == 'C')
		try_config(path);
	else if (*data == 'K' && keymap_new(path, warn, NULL, &keymap, &err) == ERR_OK)
		keymap_free(keymap);
	else if (*data == 'T' && theme_load("dark", path, warn, NULL, &theme, &err) == ERR_OK)
		theme_free(theme);
	close(fd);
	return 0;
}
