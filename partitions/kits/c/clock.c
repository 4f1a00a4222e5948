/* Time of the module, as a guest in C sees it. */
#include "kit.h"

#define NANOSECONDS_PER_SECOND 1000000000ull

uint64_t mhv_tsc(void)
{
    uint32_t low;
    uint32_t high;
    __asm__ volatile("lfence; rdtsc" : "=a"(low), "=d"(high) : : "memory");
    return (uint64_t)high << 32 | low;
}

uint64_t mhv_ns_of_ticks(uint64_t ticks)
{
    uint64_t hertz = mhv_information()->tsc_hertz;
    return ticks / hertz * NANOSECONDS_PER_SECOND + ticks % hertz * NANOSECONDS_PER_SECOND / hertz;
}

uint64_t mhv_ticks_of_ns(uint64_t nanoseconds)
{
    uint64_t hertz = mhv_information()->tsc_hertz;
    return nanoseconds / NANOSECONDS_PER_SECOND * hertz
        + nanoseconds % NANOSECONDS_PER_SECOND * hertz / NANOSECONDS_PER_SECOND;
}

uint64_t mhv_now_ns(void)
{
    return mhv_ns_of_ticks(mhv_tsc() - mhv_information()->epoch_tsc);
}

void mhv_sleep_until_ns(uint64_t time_ns)
{
    uint64_t due = mhv_information()->epoch_tsc + mhv_ticks_of_ns(time_ns);
    while (mhv_now_ns() < time_ns) {
        struct mhv_window window;
        if (!mhv_find_window(mhv_tsc(), &window) || due >= window.end_tsc) {
            mhv_yield();
            continue;
        }

        while (mhv_now_ns() < time_ns) {
            mhv_pause();
        }
    }
}

void mhv_sleep_ns(uint64_t duration_ns)
{
    mhv_sleep_until_ns(mhv_now_ns() + duration_ns);
}
