/* Reads the newest sample in each window. It could not write one: the plan gives it no right to. */
#include "microhv.h"
#include "../sample.h"

/* True if what stands in *number and *pressure is one whole sample. */
static bool try_read(const struct sample *sample, uint32_t *number, double *pressure)
{
    uint32_t before = atomic_load_explicit(&sample->sequence, memory_order_acquire);
    *number = sample->number;
    *pressure = sample->pressure;
    atomic_thread_fence(memory_order_acquire);
    uint32_t after = atomic_load_explicit(&sample->sequence, memory_order_relaxed);
    return before == after && before % 2 == 0;
}

int main(void)
{
    const struct sample *sample = mhv_memory("sample", sizeof *sample);
    uint32_t last = 0;
    while (last < LAST_SAMPLE) {
        uint32_t number;
        double pressure;
        if (try_read(sample, &number, &pressure) && number != last) {
            mhv_check(number == last + 1, "sample %u came behind sample %u", number, last);
            mhv_print("sample %u: %.2f bar\n", number, pressure);
            last = number;
        }

        mhv_yield();
    }

    return 0;
}
