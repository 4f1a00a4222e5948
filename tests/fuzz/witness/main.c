/* The witness: its memory, its registers and its time are the same whatever its neighbours do. */
#include "microhv.h"
#include "registers.h"

enum { FRAMES = 40, FRAMES_PER_LINE = 10, PAGE_WORDS = 512, PATTERN_WORDS = 8192, MAX_LATENESS_NS = 50000 };

static uint64_t pattern[PATTERN_WORDS];

static uint64_t mixed(uint64_t value)
{
    value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9ull;
    value = (value ^ value >> 27) * 0x94d049bb133111ebull;
    return value ^ value >> 31;
}

static void write_pattern(void)
{
    for (unsigned i = 0; i < PATTERN_WORDS; i++) {
        pattern[i] = mixed(i + 1);
    }
}

/* From its first instruction to the end of the pattern: code, constants and what it wrote. */
static uint64_t hash_memory(void)
{
    uint64_t hash = 0xcbf29ce484222325ull;
    const uint64_t *start = (const uint64_t *)mhv_information()->memory_base;
    for (unsigned i = 0; i < PAGE_WORDS; i++) {
        hash = (hash ^ start[i]) * 0x100000001b3ull;
    }

    for (unsigned i = 0; i < PATTERN_WORDS; i++) {
        hash = (hash ^ pattern[i]) * 0x100000001b3ull;
    }

    return hash;
}

/* Gives up the window; the next one begins where the plan says. */
static void await_window(uint64_t *frame)
{
    yield_with_registers(*frame);
    (*frame)++;
    uint64_t due_ns = *frame * mhv_schedule()->major_frame_nanoseconds + mhv_window_at(0)->start_nanoseconds;
    uint64_t now_ns = mhv_now_ns();
    if (now_ns + MAX_LATENESS_NS < due_ns || now_ns > due_ns + MAX_LATENESS_NS) {
        mhv_fail("the window of frame %llu began %lld ns late", (unsigned long long)*frame, (long long)(now_ns - due_ns));
    }
}

/* Keeps the window until it is taken away, which is when the plan says too. */
static void await_end_of_window(uint64_t *frame)
{
    const struct mhv_information_window *window = mhv_window_at(0);
    uint64_t frame_ns = *frame * mhv_schedule()->major_frame_nanoseconds;
    uint64_t end_ns = frame_ns + window->start_nanoseconds + window->duration_nanoseconds;
    uint64_t before_ns = mhv_now_ns();
    uint64_t now_ns = before_ns;
    while (now_ns < end_ns + MAX_LATENESS_NS) {
        before_ns = now_ns;
        now_ns = mhv_now_ns();
    }

    if (before_ns + MAX_LATENESS_NS < end_ns || before_ns > end_ns + MAX_LATENESS_NS) {
        mhv_fail("the window of frame %llu ended %lld ns late", (unsigned long long)*frame, (long long)(before_ns - end_ns));
    }

    (*frame)++;
}

int main(void)
{
    write_pattern();
    uint64_t hash = hash_memory();
    uint64_t frame = mhv_now_ns() / mhv_schedule()->major_frame_nanoseconds;
    for (unsigned i = 1; i <= FRAMES; i++) {
        if (i % 4 == 0) {
            await_end_of_window(&frame);
        } else {
            await_window(&frame);
        }

        if (hash_memory() != hash) {
            mhv_fail("memory is not what it was");
        }

        if (i % FRAMES_PER_LINE == 0) {
            mhv_print("frame %u: memory %llx\n", i, (unsigned long long)hash);
        }
    }

    return 0;
}
