/* In each window: rounds over an array, each with an exit whose answer goes into the result; a line with the result; then it yields. */
#include "microhv.h"

#define STEPS 6
#define ACCESSES 8
#define SLOTS 256

static uint64_t array[SLOTS];

static uint64_t mixed(uint64_t result, uint64_t value)
{
    return ((result << 5) | (result >> 59)) ^ (value * 0x9E3779B97F4A7C15);
}

int main(void)
{
    uint64_t result = 0;
    for (uint64_t round = 0;; round++) {
        for (unsigned step = 0; step < STEPS; step++) {
            for (unsigned i = 0; i < ACCESSES; i++) {
                uint64_t *slot = &array[(step * ACCESSES + i) % SLOTS];
                result = mixed(result, *slot + round);
                *slot = result;
            }

            struct mhv_cpuid answer = mhv_cpuid((uint32_t)(result % 2), 0);
            result ^= answer.eax + answer.ebx;
        }

        mhv_print("round %llu: %016llx\n", (unsigned long long)round, (unsigned long long)result);
        mhv_yield();
    }
}
