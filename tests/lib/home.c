#include "home.h"

#include <stdio.h>

struct gazetteer *gazetteer;

int
home_open(void **state)
{
	struct err err;

	(void)state;
	if (gazetteer_new(NULL, NULL, NULL, &gazetteer, &err) == ERR_OK)
		return 0;
	fprintf(stderr, "home: %s\n", err.text);
	return -1;
}

int
home_close(void **state)
{
	(void)state;
	gazetteer_free(gazetteer);
	return 0;
}
