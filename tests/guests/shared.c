/* Shared memory: what one partition writes the other reads, and has no right to write. */
#include "guests.h"

#define MAILBOX 0x2000000ull
#define LETTER 0x6c6574746572ull

enum { PATIENCE = 50 };

/* Writes, and finds its own words again. docs/system-toml.md */
GUEST(shared_writer)
{
    volatile uint64_t *mailbox = (volatile uint64_t *)MAILBOX;
    EXPECT(mailbox[0] == 0, "the shared region is not zero at first");
    mailbox[0] = LETTER;
    for (unsigned i = 0; i < PATIENCE; i++) {
        EXPECT(mailbox[0] == LETTER, "somebody else writes into the shared region");
        mhv_yield();
    }
}

/* Has the region without the right to write. docs/system-toml.md */
GUEST(shared_reader)
{
    volatile uint64_t *mailbox = (volatile uint64_t *)MAILBOX;
    for (unsigned i = 0; i < PATIENCE && mailbox[0] != LETTER; i++) {
        mhv_yield();
    }

    EXPECT(mailbox[0] == LETTER, "no letter came");
    ATTEMPT("movb $0, (%0)", : : "r"(mailbox) : CLOBBERS);
    expect_trap(VECTOR_PF, 3, "a write of a region without that right");
}
