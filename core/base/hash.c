#include "base/hash.h"

#include <string.h>

struct sip {
	uint64_t v0, v1, v2, v3;
};

static inline uint64_t
rotate(uint64_t x, unsigned by)
{
	return x << by | x >> (64 - by);
}

static inline void
rounds(struct sip *s, unsigned count)
{
	while (count-- > 0) {
		s->v0 += s->v1;
		s->v1 = rotate(s->v1, 13) ^ s->v0;
		s->v0 = rotate(s->v0, 32);
		s->v2 += s->v3;
		s->v3 = rotate(s->v3, 16) ^ s->v2;
		s->v0 += s->v3;
		s->v3 = rotate(s->v3, 21) ^ s->v0;
		s->v2 += s->v1;
		s->v1 = rotate(s->v1, 17) ^ s->v2;
		s->v2 = rotate(s->v2, 32);
	}
}

static inline uint64_t
little_endian(const unsigned char *p, size_t len)
{
	uint64_t x = 0;

	for (size_t i = len; i-- > 0;)
		x = x << 8 | p[i];
	return x;
}

static inline void
absorb(struct sip *s, uint64_t word)
{
	s->v3 ^= word;
	rounds(s, 2);
	s->v0 ^= word;
}

uint64_t
hash_bytes(uint64_t key, const void *bytes, size_t len)
{
	/* The initial state is the paper's; of the key's 128 bits we use the lower half. */
	struct sip s = {0x736f6d6570736575 ^ key, 0x646f72616e646f6d, 0x6c7967656e657261 ^ key,
		0x7465646279746573};
	const unsigned char *p = bytes;
	size_t rest = len;

	for (; rest >= 8; p += 8, rest -= 8)
		absorb(&s, little_endian(p, 8));
	absorb(&s, (uint64_t)len << 56 | (rest > 0 ? little_endian(p, rest) : 0));
	s.v2 ^= 0xff;
	rounds(&s, 4);
	return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}
