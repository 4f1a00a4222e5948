/* Time: some guests give it up, some never do, and one watches that it costs nobody else anything. */
#include "guests.h"

enum { FRAMES = 20, EXITS = 2000, MAX_LATENESS_NS = 200000 };

static void spin(void)
{
    uint64_t end = mhv_tsc() + FRAMES * mhv_schedule()->major_frame_ticks;
    while (mhv_tsc() < end) {
    }
}

/* Never yields, and is stopped at the end of each window. docs/architecture.md */
GUEST(spin)
{
    spin();
}

/* Never yields, and has its interrupts off. docs/architecture.md */
GUEST(spin_uninterruptible)
{
    __asm__ volatile("cli");
    spin();
}

/* Yields as soon as it is entered. docs/hypercalls.md */
GUEST(yield_at_once)
{
    for (unsigned i = 0; i < FRAMES; i++) {
        mhv_yield();
    }
}

/* Exits as fast as it can. docs/architecture.md */
GUEST(exits)
{
    for (unsigned i = 0; i < EXITS; i++) {
        (void)cpuid(0, 0);
        uint64_t unused;
        (void)mhv_hypercall(MHV_HYPERCALL_NONE, 0, 0, &unused);
        __asm__ volatile("wbinvd");
    }
}

/* Every window begins in its frame, and on time, whatever the others do. docs/architecture.md */
GUEST(watch)
{
    uint64_t start_ns = mhv_window_at(0)->start_nanoseconds;
    uint64_t frame = mhv_now_ns() / mhv_schedule()->major_frame_nanoseconds;
    for (unsigned i = 0; i < FRAMES; i++) {
        mhv_yield();
        frame++;
        uint64_t due_ns = frame * mhv_schedule()->major_frame_nanoseconds + start_ns;
        uint64_t now_ns = mhv_now_ns();
        EXPECT(now_ns + MAX_LATENESS_NS >= due_ns && now_ns <= due_ns + MAX_LATENESS_NS,
            "the window of frame %llu began %lld ns late", (unsigned long long)frame, (long long)(now_ns - due_ns));
    }
}
