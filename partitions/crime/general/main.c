/* The criminal of the demo: its argument says what it does. */
#include "microhv.h"

enum {
    PRESENT = 1 << 0,
    WRITABLE = 1 << 1,
    LARGE_PAGE = 1 << 7,
    PAGE_SHIFT = 12,
    LARGE_PAGE_SHIFT = 21,
    INDEX_MASK = 511,
    SPARE_PORT = 0x510,
};

#define ADDRESS_MASK 0x000ffffffffff000ull
#define LARGE_PAGE_MASK (~((1ull << LARGE_PAGE_SHIFT) - 1))
#define INFORMATION 0x1000ull
#define KERNEL 0x100000ull
#define OUTSIDE 0x1000000ull

static uint64_t *table_of(uint64_t entry)
{
    return (uint64_t *)(entry & ADDRESS_MASK);
}

/*
 * A partition's own page tables are its own: it may point them wherever it likes. What it reaches is decided one stage
 * further down, by tables that it cannot see.
 */
static volatile unsigned char *reach(uint64_t address)
{
    uint64_t root;
    __asm__ volatile("mov %%cr3, %0" : "=r"(root));
    uint64_t *directory = table_of(table_of(table_of(root)[0])[0]);
    uint64_t *entry = &directory[address >> LARGE_PAGE_SHIFT & INDEX_MASK];
    if ((*entry & (PRESENT | LARGE_PAGE)) == PRESENT) {
        entry = &table_of(*entry)[address >> PAGE_SHIFT & INDEX_MASK];
        *entry = (address & ADDRESS_MASK) | PRESENT | WRITABLE;
    } else {
        *entry = (address & LARGE_PAGE_MASK) | PRESENT | WRITABLE | LARGE_PAGE;
    }

    __asm__ volatile("mov %0, %%cr3" : : "r"(root) : "memory");
    return (volatile unsigned char *)address;
}

int main(void)
{
    if (mhv_has_argument("write")) {
        mhv_print("going to write at 0x%llx, which is not mine\n", OUTSIDE);
        *reach(OUTSIDE) = 1;
    } else if (mhv_has_argument("read-kernel")) {
        mhv_print("going to read at 0x%llx, where the kernel is\n", KERNEL);
        mhv_print("the kernel begins with 0x%x\n", (unsigned)*reach(KERNEL));
    } else if (mhv_has_argument("change-information")) {
        mhv_print("going to change my information page\n");
        *reach(INFORMATION) = 0;
    } else if (mhv_has_argument("execute-information")) {
        mhv_print("going to execute my information page\n");
        ((void (*)(void))(uint64_t)reach(INFORMATION))();
    } else if (mhv_has_argument("port")) {
        mhv_print("going to write to port 0x%x, which is not mine\n", (unsigned)SPARE_PORT);
        __asm__ volatile("outb %b0, %w1" : : "a"(0), "d"(SPARE_PORT));
    } else {
        mhv_fail("there is no crime called '%s'", mhv_information()->arguments);
    }

    mhv_fail("nobody stopped me");
}
