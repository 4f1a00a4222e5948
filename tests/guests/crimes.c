/* Guests that do what is not theirs to do. Whoever comes back from that reports a failure. */
#include "guests.h"

enum { SPARE_PORT = 0x510 };

#define OUTSIDE 0x40000000ull
#define KERNEL 0x100000ull
#define READ_ONLY 0x2000000ull

_Noreturn void real_mode_read_msr(uint32_t number);

static volatile uint8_t sink;

static _Noreturn void fail_unpunished(void)
{
    mhv_fail("nobody stopped me");
}

/* The partition's own tables say yes to everything; the tables that it cannot see say no. */
static volatile uint8_t *reach(uint64_t address)
{
    uint64_t root;
    __asm__ volatile("mov %%cr3, %0" : "=r"(root));
    uint64_t *pointers = (uint64_t *)(*(uint64_t *)root & 0x000ffffffffff000ull);
    if ((pointers[address >> 30] & PAGE_PRESENT) == 0) {
        pointers[address >> 30] = (address & ~0x3fffffffull) | PAGE_PRESENT | PAGE_WRITABLE | 1ull << 7;
        __asm__ volatile("mov %0, %%cr3" : : "r"(root) : "memory");
    } else {
        map_page(address, PAGE_PRESENT | PAGE_WRITABLE);
    }

    return (volatile uint8_t *)address;
}

GUEST(outside_read)
{
    sink = *reach(OUTSIDE);
    fail_unpunished();
}

GUEST(outside_write)
{
    *reach(OUTSIDE) = 1;
    fail_unpunished();
}

GUEST(outside_fetch)
{
    ((void (*)(void))(uint64_t)reach(OUTSIDE))();
    fail_unpunished();
}

GUEST(kernel_read)
{
    sink = *reach(KERNEL);
    fail_unpunished();
}

GUEST(write_read_only)
{
    *reach(READ_ONLY) = 1;
    fail_unpunished();
}

GUEST(execute_data)
{
    ((void (*)(void))(uint64_t)reach((uint64_t)mhv_information()))();
    fail_unpunished();
}

GUEST(port_violation)
{
    __asm__ volatile("inb %w0, %%al" : : "d"(SPARE_PORT) : "eax");
    fail_unpunished();
}

GUEST(port_string)
{
    static char text[4];
    const char *start = text;
    uint64_t count = sizeof text;
    __asm__ volatile("rep outsb" : "+S"(start), "+c"(count) : "d"(SPARE_PORT) : "memory");
    fail_unpunished();
}

/* An exception without a usable IDT. */
GUEST(triple_fault)
{
    static const struct __attribute__((packed)) {
        uint16_t limit;
        uint64_t base;
    } none = { 0, 0 };
    __asm__ volatile("lidt %0\n\tud2" : : "m"(none));
    fail_unpunished();
}

/* Halted with interrupts off. */
GUEST(dead)
{
    __asm__ volatile("cli\n\thlt");
    fail_unpunished();
}

GUEST(reported_failure)
{
    mhv_end(77);
}

/* #GP in real mode has no error code. Its handler lies where no memory is. */
GUEST(real_mode)
{
    enum { NO_MSR = 0x2000 };
    real_mode_read_msr(NO_MSR);
}
