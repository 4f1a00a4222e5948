/* Writes one sample in each window. */
#include "microhv.h"
#include "../sample.h"

static void write_sample(struct sample *sample, uint32_t number, double pressure)
{
    uint32_t sequence = atomic_load_explicit(&sample->sequence, memory_order_relaxed);
    atomic_store_explicit(&sample->sequence, sequence + 1, memory_order_relaxed);
    atomic_thread_fence(memory_order_release);
    sample->number = number;
    sample->pressure = pressure;
    atomic_store_explicit(&sample->sequence, sequence + 2, memory_order_release);
}

int main(void)
{
    struct sample *sample = mhv_memory("sample", sizeof *sample);
    for (uint32_t number = 1; number <= LAST_SAMPLE; number++) {
        write_sample(sample, number, 1 + 0.5 * number);
        mhv_yield();
    }

    mhv_print("wrote %d samples\n", LAST_SAMPLE);
    return 0;
}
