#include "page/fingerprint.h"

#include <string.h>

#define FNV_PRIME 1099511628211U

/* A byte waits for the one before it, so several articles are hashed side by side: in the time that
 * one takes. */
#define LANES 4

struct lane {
	struct article *article;              /* NULL: nothing is left to be done */
	unsigned text;                        /* which of its texts comes next */
	const unsigned char *at, *stop, *end; /* up to the next space; up to the text's end */
};

#define HEADS 5

/* The next text of the lane's article; NULL behind the last. */
static const struct rtext *
next_text(struct lane *lane)
{
	const struct article *a = lane->article;
	const struct rtext *const heads[HEADS] = {
		&a->section, &a->kicker, &a->title, &a->deck, &a->dateline};
	unsigned i = lane->text++;

	if (i < HEADS)
		return heads[i];
	return i - HEADS < a->block_count ? &a->blocks[i - HEADS].text : NULL;
}

/* Goes on to the next bytes that are no spaces; false at the article's end. */
static bool
refill(struct lane *lane)
{
	while (lane->at == lane->stop) {
		while (lane->at < lane->end && *lane->at == ' ')
			lane->at++;
		if (lane->at == lane->end) {
			const struct rtext *text = next_text(lane);

			if (text == NULL)
				return false;
			lane->at = lane->stop = (const unsigned char *)text->text;
			/* An empty text has no bytes to point at. */
			lane->end = text->len != 0 ? lane->at + text->len : lane->at;
		} else {
			lane->stop = memchr(lane->at, ' ', (size_t)(lane->end - lane->at));
			if (lane->stop == NULL)
				lane->stop = lane->end;
		}
	}
	return true;
}

/* As many bytes as all lanes have; a lane without work is given another one's. */
static void
hash_bytes(const struct lane lanes[LANES], size_t len, uint64_t hash[LANES])
{
	const unsigned char *a = lanes[0].at, *b = lanes[1].at, *c = lanes[2].at, *d = lanes[3].at;
	uint64_t h0 = hash[0], h1 = hash[1], h2 = hash[2], h3 = hash[3];

	for (size_t i = 0; i < len; i++) {
		h0 = (h0 ^ a[i]) * FNV_PRIME;
		h1 = (h1 ^ b[i]) * FNV_PRIME;
		h2 = (h2 ^ c[i]) * FNV_PRIME;
		h3 = (h3 ^ d[i]) * FNV_PRIME;
	}
	hash[0] = h0;
	hash[1] = h1;
	hash[2] = h2;
	hash[3] = h3;
}

struct hasher {
	struct lane lane[LANES];
	uint64_t hash[LANES];
	struct article *next, *end; /* articles that no lane has begun */
};

/* Gives the lane bytes, if need be those of the next article; false where none are left. */
static bool
supply(struct hasher *h, unsigned i)
{
	struct lane *lane = &h->lane[i];

	for (;;) {
		if (lane->article != NULL && refill(lane))
			return true;
		if (lane->article != NULL)
			lane->article->text_hash = h->hash[i];
		*lane = (struct lane){0};
		if (h->next == h->end)
			return false;
		lane->article = h->next++;
		h->hash[i] = lane->article->text_hash;
	}
}

void
articles_fingerprint(struct article *articles, size_t count)
{
	struct hasher h = {.next = articles, .end = articles + count};

	for (;;) {
		const struct lane *busy = NULL;
		size_t len = SIZE_MAX;

		for (unsigned i = 0; i < LANES; i++) {
			if (!supply(&h, i))
				continue;
			busy = &h.lane[i];
			if ((size_t)(busy->stop - busy->at) < len)
				len = (size_t)(busy->stop - busy->at);
		}
		if (busy == NULL)
			return;
		for (unsigned i = 0; i < LANES; i++)
			if (h.lane[i].article == NULL)
				h.lane[i].at = busy->at;
		hash_bytes(h.lane, len, h.hash);
		for (unsigned i = 0; i < LANES; i++)
			h.lane[i].at += h.lane[i].article != NULL ? len : 0;
	}
}
