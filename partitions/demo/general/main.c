/* The general partition of the demo: computes as hard as it can, never yields, and knows what must come out. */
#include "microhv.h"

enum {
    LIMIT = 2000000,
    LINE = 400000,
    EXPECTED_PRIMES = 148933,
    POINTS = 1000000,
    EXPECTED_INSIDE = 784917,
};

/* One byte for each odd number: not 0 if it is composite. */
static unsigned char composite[LIMIT / 2];

static unsigned count_primes(void)
{
    unsigned primes = 1;
    for (unsigned number = 3; number < LIMIT; number += 2) {
        if (number / LINE != (number - 2) / LINE) {
            mhv_print("%8u primes below %7u\n", primes, number / LINE * LINE);
        }

        if (composite[number / 2]) {
            continue;
        }

        primes++;
        unsigned long long multiple = (unsigned long long)number * number;
        for (; multiple < LIMIT; multiple += 2 * number) {
            composite[multiple / 2] = 1;
        }
    }

    return primes;
}

/* Knuth's MMIX generator; a number from 0 up to, not including, 1. */
static double next_random(unsigned long long *state)
{
    *state = *state * 6364136223846793005ull + 1442695040888963407ull;
    return (double)(*state >> 32) / 4294967296.0;
}

static unsigned count_points_in_quarter_circle(void)
{
    unsigned inside = 0;
    unsigned long long state = 1;
    for (unsigned i = 0; i < POINTS; i++) {
        double x = next_random(&state);
        double y = next_random(&state);
        inside += x * x + y * y < 1.0;
    }

    return inside;
}

int main(void)
{
    mhv_print("computing; never yields\n");
    unsigned primes = count_primes();
    mhv_print("%8u primes below %7u\n", primes, (unsigned)LIMIT);
    unsigned inside = count_points_in_quarter_circle();
    mhv_print("%8u of %u random points lie in the circle\n", inside, (unsigned)POINTS);
    if (primes != EXPECTED_PRIMES || inside != EXPECTED_INSIDE) {
        mhv_fail("%u primes and %u points were to be found", (unsigned)EXPECTED_PRIMES, (unsigned)EXPECTED_INSIDE);
    }

    mhv_print("both are right\n");
    return 0;
}
