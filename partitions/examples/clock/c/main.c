/* Watches its windows begin, and sleeps until a moment of its choice. */
#include "microhv.h"

enum { NS_PER_US = 1000, NS_PER_MS = 1000000, MAX_LATENESS_NS = 200 * NS_PER_US };

/* The window that the partition is in now. */
static struct mhv_window current_window(void)
{
    struct mhv_window window;
    mhv_check(mhv_find_window(mhv_tsc(), &window), "this ran outside of its windows");
    return window;
}

static void print_plan(void)
{
    const struct mhv_information_page *page = mhv_information();
    uint64_t major_frame_ns = mhv_schedule()->major_frame_nanoseconds;
    mhv_print("%u windows in a major frame of %lu ms:", page->window_count, major_frame_ns / NS_PER_MS);
    for (uint32_t i = 0; i < page->window_count; i++) {
        mhv_print("%s %lu ms", i == 0 ? "" : ",", mhv_window_at(i)->duration_nanoseconds / NS_PER_MS);
    }

    mhv_print("\n");
}

/* Starts with the first window of a frame, so that what follows is the same on every machine. */
static void wait_for_frame(uint64_t frame)
{
    mhv_sleep_until_ns(frame * mhv_schedule()->major_frame_nanoseconds + mhv_window_at(0)->start_nanoseconds);
}

static void watch_windows(void)
{
    for (int i = 0; i < 4; i++) {
        struct mhv_window window = current_window();
        uint64_t lateness_ns = mhv_ns_of_ticks(mhv_tsc() - window.start_tsc);
        mhv_print("frame %lu, window %u: began %s\n", window.frame, window.index,
            lateness_ns <= MAX_LATENESS_NS ? "on time" : "LATE");
        mhv_yield();
    }
}

int main(void)
{
    print_plan();
    wait_for_frame(1);
    watch_windows();

    /* A moment in the second window of a frame: the first window is given up, the second waited in. */
    uint64_t major_frame_ns = mhv_schedule()->major_frame_nanoseconds;
    uint64_t moment_ns = 4 * major_frame_ns + mhv_window_at(1)->start_nanoseconds + 500 * NS_PER_US;
    mhv_sleep_until_ns(moment_ns);
    struct mhv_window window = current_window();
    mhv_print("slept until 500 us into window %u of frame %lu\n", window.index, window.frame);

    mhv_sleep_until_ns(moment_ns + 2 * major_frame_ns);
    struct mhv_window later = current_window();
    mhv_check(later.frame == window.frame + 2 && later.index == window.index, "two frames were to pass");
    mhv_print("slept 20 ms: two frames later, the same place\n");
    return 0;
}
