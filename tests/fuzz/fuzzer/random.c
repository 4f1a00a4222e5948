/* Numbers that look random and follow from a seed. */
#include "fuzz.h"

static uint64_t state;

void random_seed(uint64_t seed)
{
    state = seed;
}

/* SplitMix64: every seed is a good one. */
uint64_t random_number(void)
{
    uint64_t mixed = state += 0x9e3779b97f4a7c15ull;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9ull;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111ebull;
    return mixed ^ mixed >> 31;
}

uint64_t random_below(uint64_t bound)
{
    return random_number() % bound;
}

int one_in(uint64_t count)
{
    return random_below(count) == 0;
}
