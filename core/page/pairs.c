#include "page/pairs.h"
#include "page/chars.h"

/* Two that met in a slot would be an initialization over another, which the compiler reports. */
#define EVERYDAY(c) [EVERYDAY_SLOT(c)] = (c)

const uint16_t pairs_everyday[128] = {
	/* particles */
	EVERYDAY(U'的'), EVERYDAY(U'得'), EVERYDAY(U'了'), EVERYDAY(U'着'), EVERYDAY(U'也'),
	EVERYDAY(U'就'), EVERYDAY(U'都'), EVERYDAY(U'不'),
	/* what joins */
	EVERYDAY(U'和'), EVERYDAY(U'而'), EVERYDAY(U'以'), EVERYDAY(U'将'), EVERYDAY(U'对'),
	EVERYDAY(U'为'), EVERYDAY(U'在'), EVERYDAY(U'等'),
	/* verbs */
	EVERYDAY(U'是'), EVERYDAY(U'有'), EVERYDAY(U'来'), EVERYDAY(U'说'),
	/* persons, and what points */
	EVERYDAY(U'他'), EVERYDAY(U'她'), EVERYDAY(U'们'), EVERYDAY(U'自'), EVERYDAY(U'其'),
	EVERYDAY(U'该'), EVERYDAY(U'此'), EVERYDAY(U'这'), EVERYDAY(U'那'),
	/* where, and how many */
	EVERYDAY(U'上'), EVERYDAY(U'下'), EVERYDAY(U'中'), EVERYDAY(U'个'), EVERYDAY(U'一'),
	/* dates */
	EVERYDAY(U'年'), EVERYDAY(U'月'), EVERYDAY(U'日')};

bool
pair_set_has(const struct pair_set *set, uint32_t first, uint32_t second)
{
	unsigned bit = pair_hash(first, second);

	return char_class(first) == CC_IDEOGRAPH && char_class(second) == CC_IDEOGRAPH &&
	       (set->bits[bit / 64] >> bit % 64 & 1) != 0;
}
