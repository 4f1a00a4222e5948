/* Where grants end: the next byte and the next port are somebody else's. */
#include "guests.h"

enum { CMOS_CONTENTS = 0x71, SECOND_HALF = 0x8000 };

/* The partition's own tables say yes; the tables that it cannot see end with its memory. SDM 3C,
   "EPT Violations". */
GUEST(past_the_end)
{
    const struct mhv_information_page *information = mhv_information();
    uint64_t end = information->memory_base + information->memory_size_bytes;
    map_page(end, PAGE_PRESENT | PAGE_WRITABLE);
    (void)*(volatile uint8_t *)end;
    mhv_fail("the byte behind my memory is mine");
}

/* A port has a bit of its own: a grant in the first half of the ports says nothing of the second. SDM 3C,
   "I/O-Bitmap Addresses". */
GUEST(port_alias)
{
    __asm__ volatile("inb %w0, %%al" : : "d"(CMOS_CONTENTS) : "eax");
    __asm__ volatile("inb %w0, %%al" : : "d"(CMOS_CONTENTS + SECOND_HALF) : "eax");
    mhv_fail("a port 8000H above a granted one is granted too");
}
