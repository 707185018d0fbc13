#include "page/pairs.h"
#include "page/chars.h"

const uint16_t pairs_everyday[128] = {0x8BE5, 0x4E0B, 0, 0x7B49, 0, 0, 0, 0, 0, 0, 0, 0x4E2A, 0, 0,
	0x4E0D, 0, 0x81EA, 0x4EE5, 0x5C06, 0, 0x5176, 0, 0, 0, 0x6765, 0, 0, 0, 0x7684, 0x5F97, 0,
	0, 0, 0, 0x8BF4, 0, 0, 0, 0x4E5F, 0, 0, 0x5979, 0, 0, 0, 0, 0, 0x662F, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0x4E0A, 0, 0x548C, 0, 0, 0x6709, 0, 0, 0, 0, 0, 0, 0x90FD, 0x5728, 0, 0, 0, 0,
	0x65E5, 0, 0, 0, 0, 0, 0x8FD9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x800C, 0x4E2D, 0, 0, 0, 0,
	0x4E86, 0, 0, 0, 0x7740, 0, 0, 0x5C31, 0, 0, 0, 0x4ED6, 0, 0x5E74, 0x6B64, 0, 0x4E3A, 0, 0,
	0, 0x6708, 0x4E00, 0x90A3, 0, 0, 0x5BF9, 0, 0x4EEC};

bool
pair_set_has(const struct pair_set *set, uint32_t first, uint32_t second)
{
	unsigned bit = pair_hash(first, second);

	return char_class(first) == CC_IDEOGRAPH && char_class(second) == CC_IDEOGRAPH &&
	       (set->bits[bit / 64] >> bit % 64 & 1) != 0;
}
