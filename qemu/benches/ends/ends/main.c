/*
 * Measures what the end of a partition costs the next one. Each culprit waits until its window is nearly over, writes the
 * TSC into memory that all share, and ends; the kernel's answer, its dump among it, then reaches into the window of the
 * observer, whose own TSC less the culprit's is the time of both the end and the switch. Writes one line for each: "worst",
 * its name, and a number of ticks.
 */
#include "microhv.h"

/* Ticks before the end of a window: the kernel needs more than that for any exit, and no timer is early by so many. */
enum { MARGIN = 250 };

struct shared {
    volatile uint64_t tsc;
};

/* Where system.toml puts the region. */
static struct shared *const shared = (struct shared *)0x2000000;

static void wait_and_stamp(void)
{
    struct mhv_window window;
    mhv_check(mhv_find_window(mhv_tsc(), &window), "there is no window");
    while (mhv_tsc() + MARGIN < window.end_tsc) {
    }

    shared->tsc = mhv_tsc();
}

/* The culprits have windows in the order of these names, and the observer before and after each. */
static void observe(void)
{
    static const char *const culprits[] = { "port", "memory", "triple", "halt", "report" };
    enum { CULPRITS = sizeof culprits / sizeof *culprits };
    uint64_t ticks[CULPRITS];
    for (unsigned i = 0; i < CULPRITS; i++) {
        mhv_yield();
        ticks[i] = mhv_tsc() - shared->tsc;
    }

    for (unsigned i = 0; i < CULPRITS; i++) {
        mhv_print("worst end_%s %llu\n", culprits[i], (unsigned long long)ticks[i]);
    }
}

static void use_ungranted_port(void)
{
    wait_and_stamp();
    (void)mhv_in8(0x80);
}

/* A large page of the partition's own tables that is mapped to where it has no memory. */
static void read_nowhere(void)
{
    static const uint64_t table_mask = 0xfffff000;
    enum { NOWHERE = 0x3000000, LARGE_WRITABLE_PRESENT = 0x83, LARGE_PAGE_SHIFT = 21 };
    uint64_t *root;
    __asm__ volatile("movq %%cr3, %0" : "=r"(root));
    uint64_t *pointers = (uint64_t *)(root[0] & table_mask);
    uint64_t *directory = (uint64_t *)(pointers[0] & table_mask);
    directory[NOWHERE >> LARGE_PAGE_SHIFT] = NOWHERE | LARGE_WRITABLE_PRESENT;
    wait_and_stamp();
    (void)*(volatile uint8_t *)NOWHERE;
}

/* Without an IDT one exception becomes three. SDM 3A, "Interrupt 8—Double Fault Exception (#DF)". */
static void fault_thrice(void)
{
    static const struct __attribute__((packed)) {
        uint16_t limit;
        uint64_t base;
    } none = { 0, 0 };
    __asm__ volatile("lidt %0" : : "m"(none));
    wait_and_stamp();
    __asm__ volatile("ud2");
}

static void halt_for_ever(void)
{
    wait_and_stamp();
    __asm__ volatile("cli\n\thlt");
}

int main(void)
{
    if (mhv_has_argument("observe")) {
        observe();
    } else if (mhv_has_argument("port")) {
        use_ungranted_port();
    } else if (mhv_has_argument("memory")) {
        read_nowhere();
    } else if (mhv_has_argument("triple")) {
        fault_thrice();
    } else if (mhv_has_argument("halt")) {
        halt_for_ever();
    } else {
        wait_and_stamp();
    }

    return 0;
}
