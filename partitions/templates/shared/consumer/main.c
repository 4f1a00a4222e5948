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
    const struct mailbox *mailbox = mhv_memory("mailbox", sizeof *mailbox);
    uint32_t read = 0;
    uint32_t sum = 0;
    for (int window = 0; window < PATIENCE && read < LAST; window++) {
        /* Read once: what another partition writes may change between two looks at it. */
        uint32_t written = atomic_load_explicit(&mailbox->written, memory_order_acquire);
        mhv_check(written - read <= MAILBOX_ROOM, "numbers were lost: %u written, %u read", written, read);
        for (; read != written; read++) {
            sum += mailbox->numbers[read % MAILBOX_ROOM];
        }

        mhv_print("read %2u numbers\n", read);
        mhv_yield();
    }

    mhv_check(read == LAST && sum == EXPECTED_SUM, "%u numbers with the sum %u, but %d with %d were to come", read, sum,
        LAST, EXPECTED_SUM);
    mhv_print("their sum is %u\n", sum);
    return 0;
}
