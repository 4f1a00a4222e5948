/* Writes the squares of 1 to 20 into the mailbox, three in each window. */
#include "microhv.h"
#include "../mailbox.h"

enum {
    LAST = 20,
    PER_WINDOW = 3,
};

int main(void)
{
    struct mailbox *mailbox = mhv_memory("mailbox", sizeof *mailbox);
    for (uint32_t i = 0; i < LAST; i++) {
        mailbox->numbers[i % MAILBOX_ROOM] = (i + 1) * (i + 1);

        /* The number first, then the news of it: whatever stops this partition, the consumer sees whole numbers. */
        atomic_store_explicit(&mailbox->written, i + 1, memory_order_release);
        if (i % PER_WINDOW == PER_WINDOW - 1) {
            mhv_yield();
        }
    }

    mhv_print("wrote %d numbers\n", LAST);
    return 0;
}
