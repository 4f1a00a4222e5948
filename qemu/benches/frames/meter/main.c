/*
 * Measures when its windows begin, all of which the plan has at the start of the frame: the TSC when each virtual CPU goes on behind
 * its yield. One line, "frames": their number, those that a virtual CPU missed; the most that one was later than another in
 * the same frame, in half of the frames and in all; how late the first virtual CPU was in its first frame, in its last one, at least
 * and at most, in ticks.
 */
#include "microhv.h"

enum { MAX_VCPUS = 16, MAX_SKEW = 0x4000, FIRST_FRAME = 20 };

struct vcpu {
    /* TSC less the start of the frame, and the frame, of the last window; the frame is written last. */
    uint32_t late;
    uint32_t frame;
} __attribute__((aligned(64)));

static struct vcpu vcpus[MAX_VCPUS];
static uint32_t skews[MAX_SKEW + 1];
static uint64_t missed;

static void begin_window(struct vcpu *vcpu)
{
    mhv_yield();
    uint64_t since = mhv_tsc() - mhv_information()->epoch_tsc;
    uint64_t ticks = mhv_schedule_at(0)->major_frame_ticks;
    vcpu->late = (uint32_t)(since % ticks);
    __atomic_store_n(&vcpu->frame, (uint32_t)(since / ticks), __ATOMIC_RELEASE);
}

/* How far the virtual CPUs are apart in this frame. All of them are in their windows at the same time. */
static uint32_t skew(uint32_t count)
{
    uint32_t least = vcpus[0].late;
    uint32_t most = least;
    for (uint32_t i = 1; i < count; i++) {
        while (__atomic_load_n(&vcpus[i].frame, __ATOMIC_ACQUIRE) < vcpus[0].frame) {
            mhv_pause();
        }

        missed += vcpus[i].frame - vcpus[0].frame;
        least = vcpus[i].late < least ? vcpus[i].late : least;
        most = vcpus[i].late > most ? vcpus[i].late : most;
    }

    return most - least;
}

static uint32_t median(uint32_t frames)
{
    uint32_t value = 0;
    for (uint32_t count = skews[0]; count < frames / 2; count += skews[value]) {
        value++;
    }

    return value;
}

void mhv_vcpu_main(uint32_t number)
{
    for (;;) {
        begin_window(&vcpus[number]);
    }
}

int main(void)
{
    uint32_t frames = (uint32_t)mhv_argument("frames", 1);
    uint32_t count = mhv_information()->vcpu_count;
    do {
        begin_window(&vcpus[0]);
    } while (vcpus[0].frame < FIRST_FRAME);

    uint32_t first = vcpus[0].late;
    uint32_t least = first;
    uint32_t most = first;
    uint32_t widest = 0;
    uint32_t last = vcpus[0].frame;
    for (uint32_t i = 0; i < frames; i++) {
        begin_window(&vcpus[0]);
        missed += vcpus[0].frame - last - 1;
        last = vcpus[0].frame;
        least = vcpus[0].late < least ? vcpus[0].late : least;
        most = vcpus[0].late > most ? vcpus[0].late : most;
        uint32_t apart = skew(count);
        widest = apart > widest ? apart : widest;
        skews[apart < MAX_SKEW ? apart : MAX_SKEW]++;
    }

    mhv_print("frames %u %lu %u %u %u %u %u %u\n", frames, missed, median(frames), widest, first, vcpus[0].late, least, most);
    return 0;
}
