/* Time of the module, as a guest in C sees it. Frame n begins at epoch + n x major frame. */
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

bool mhv_find_window(uint64_t tsc, struct mhv_window *window)
{
    const struct mhv_information_page *page = mhv_information();
    if (tsc < page->epoch_tsc) {
        return false;
    }

    window->frame = (tsc - page->epoch_tsc) / page->major_frame_ticks;
    uint64_t frame_start = page->epoch_tsc + window->frame * page->major_frame_ticks;
    for (uint32_t i = 0; i < page->window_count; i++) {
        uint64_t start_ns = page->windows[2 * i];
        uint64_t end_ns = start_ns + page->windows[2 * i + 1];
        window->index = i;
        window->start_tsc = frame_start + mhv_ticks_of_ns(start_ns);
        window->end_tsc = frame_start + mhv_ticks_of_ns(end_ns);
        if (tsc >= window->start_tsc && tsc < window->end_tsc) {
            return true;
        }
    }

    return false;
}

void mhv_sleep_until_ns(uint64_t time_ns)
{
    uint64_t due = mhv_information()->epoch_tsc + mhv_ticks_of_ns(time_ns);
    while (mhv_now_ns() < time_ns) {
        struct mhv_window window;
        if (mhv_find_window(mhv_tsc(), &window) && due < window.end_tsc) {
            mhv_pause();
        } else {
            mhv_yield();
        }
    }
}

void mhv_sleep_ns(uint64_t duration_ns)
{
    mhv_sleep_until_ns(mhv_now_ns() + duration_ns);
}
