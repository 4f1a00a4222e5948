/* A partition that never yields: the end of its window stops it, and the next window goes on where it was. */
#include "microhv.h"

enum {
    LIMIT = 100000,
    EXPECTED_PRIMES = 9592,
};

static bool is_prime(unsigned number)
{
    for (unsigned divisor = 2; divisor * divisor <= number; divisor++) {
        if (number % divisor == 0) {
            return false;
        }
    }

    return true;
}

int main(void)
{
    mhv_print("computing; never yields\n");
    unsigned primes = 0;
    for (unsigned number = 2; number < LIMIT; number++) {
        primes += is_prime(number);
    }

    /* A partition that finds a fault says so and ends with a code that is not 0: the run fails. */
    mhv_check(primes == EXPECTED_PRIMES, "%u primes below %d, but %d were to be found", primes, LIMIT, EXPECTED_PRIMES);
    mhv_print("%u primes below %d\n", primes, LIMIT);
    return 0;
}
