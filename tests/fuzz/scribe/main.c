/* The scribe: what it writes comes out whole and in order, whatever its neighbours write. */
#include "microhv.h"

enum { FRAMES = 40, FRAMES_PER_LINE = 4 };

int main(void)
{
    uint64_t number = 1;
    for (unsigned frame = 0; frame < FRAMES; frame++) {
        if (frame % FRAMES_PER_LINE == 0) {
            mhv_print("%u %llx\n", frame, (unsigned long long)number);
            number *= 0x5851f42d4c957f2dull;
        }

        mhv_yield();
    }

    return 0;
}
