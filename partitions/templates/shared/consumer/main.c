/* Reads the squares of 1 to 20 from the mailbox as they come. */
#include "microhv.h"
#include "../mailbox.h"

enum {
    LAST = 20,
    PATIENCE = 100,
    EXPECTED_SUM = 2870,
};

int main(void)
{
    uint32_t read = 0;
    uint32_t sum = 0;
    for (int window = 0; window < PATIENCE && read < LAST; window++) {
        /* Read once: what another partition writes may change between two looks at it. */
        uint32_t written = atomic_load_explicit(&MAILBOX->written, memory_order_acquire);
        if (written - read > MAILBOX_ROOM) {
            mhv_fail("numbers were lost: %u written, %u read", written, read);
        }

        for (; read != written; read++) {
            sum += MAILBOX->numbers[read % MAILBOX_ROOM];
        }

        mhv_print("read %2u numbers\n", read);
        mhv_yield();
    }

    if (read != LAST || sum != EXPECTED_SUM) {
        mhv_fail("%u numbers with the sum %u, but %d with %d were to come", read, sum, LAST, EXPECTED_SUM);
    }

    mhv_print("their sum is %u\n", sum);
    return 0;
}
