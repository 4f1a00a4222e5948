/* Memory: what is not the partition's, or not with that right, ends it, by pages of every size. */
#include "guests.h"

#define OUTSIDE 0x40000000ull
#define KERNEL 0x100000ull
#define LOCAL_APIC 0xfee00000ull

/* Regions of the systems: one without the right to write, and one of two MiB. */
#define READ_ONLY 0x2000000ull
#define LARGE 0x4000000ull
#define LARGE_SIZE 0x200000ull

static volatile uint8_t sink;

static _Noreturn void fail_unpunished(void)
{
    mhv_fail("nobody stopped me");
}

/* The partition's own tables say yes to everything, by a page of that level; the tables that it cannot see say no. */
static volatile uint8_t *reach(uint64_t address, unsigned level)
{
    static uint64_t tables[2][512] __attribute__((aligned(4096)));
    const uint64_t rights = PAGE_PRESENT | PAGE_WRITABLE;
    if (level < 3) {
        *page_entry(address, 3) = (uint64_t)tables[0] | rights;
    }

    if (level < 2) {
        *page_entry(address, 2) = (uint64_t)tables[1] | rights;
    }

    uint64_t size = 1ull << (12 + 9 * (level - 1));
    *page_entry(address, level) = (address & ~(size - 1)) | rights | (level > 1 ? PAGE_LARGE : 0);
    flush();
    return (volatile uint8_t *)address;
}

static void call(volatile uint8_t *address)
{
    ((void (*)(void))(uint64_t)address)();
}

/* A read where no memory is, through 4 KiB. SDM 3C, "EPT Violations". */
GUEST(outside_read)
{
    sink = *reach(OUTSIDE, 1);
    fail_unpunished();
}

/* A read through 2 MiB. SDM 3C, "EPT Violations". */
GUEST(outside_read_2m)
{
    sink = reach(OUTSIDE, 2)[0x1ff008];
    fail_unpunished();
}

/* A read through 1 GiB. SDM 3C, "EPT Violations". */
GUEST(outside_read_1g)
{
    require((cpuid(0x80000001, 0).edx & 1u << 26) != 0, "pages of 1 GiB");
    sink = reach(OUTSIDE, 3)[0x3fffff10];
    fail_unpunished();
}

/* A write where no memory is, through 4 KiB. SDM 3C, "EPT Violations". */
GUEST(outside_write)
{
    *reach(OUTSIDE, 1) = 1;
    fail_unpunished();
}

/* A write through 2 MiB. SDM 3C, "EPT Violations". */
GUEST(outside_write_2m)
{
    reach(OUTSIDE, 2)[0x1ff008] = 1;
    fail_unpunished();
}

/* A write through 1 GiB. SDM 3C, "EPT Violations". */
GUEST(outside_write_1g)
{
    require((cpuid(0x80000001, 0).edx & 1u << 26) != 0, "pages of 1 GiB");
    reach(OUTSIDE, 3)[0x3fffff10] = 1;
    fail_unpunished();
}

/* A fetch where no memory is, through 4 KiB. SDM 3C, "EPT Violations". */
GUEST(outside_fetch)
{
    call(reach(OUTSIDE, 1));
    fail_unpunished();
}

/* A fetch through 2 MiB. SDM 3C, "EPT Violations". */
GUEST(outside_fetch_2m)
{
    call(reach(OUTSIDE, 2) + 0x1ff008);
    fail_unpunished();
}

/* A fetch through 1 GiB. SDM 3C, "EPT Violations". */
GUEST(outside_fetch_1g)
{
    require((cpuid(0x80000001, 0).edx & 1u << 26) != 0, "pages of 1 GiB");
    call(reach(OUTSIDE, 3) + 0x3fffff10);
    fail_unpunished();
}

/* The first byte behind the partition's own memory. SDM 3C, "EPT Violations". */
GUEST(outside_behind_memory)
{
    const struct mhv_information_page *information = mhv_information();
    uint64_t end = information->memory_base + information->memory_size_bytes;
    map_page(end, PAGE_PRESENT | PAGE_WRITABLE);
    *(volatile uint8_t *)end = 1;
    fail_unpunished();
}

/* Eight bytes of which the last four lie behind the memory. SDM 3C, "EPT Violations". */
GUEST(outside_across_end)
{
    const struct mhv_information_page *information = mhv_information();
    uint64_t end = information->memory_base + information->memory_size_bytes;
    map_page(end, PAGE_PRESENT | PAGE_WRITABLE);
    uint64_t value;
    __asm__ volatile("mov -4(%1), %0" : "=r"(value) : "r"(end) : "memory");
    fail_unpunished();
}

/* Where the kernel lies for the machine, nothing lies for the partition. SDM 3C, "EPT Violations". */
GUEST(kernel_read)
{
    map_page(KERNEL, PAGE_PRESENT | PAGE_WRITABLE);
    sink = *(volatile uint8_t *)KERNEL;
    fail_unpunished();
}

/* The APIC is the kernel's. SDM 3C, "EPT Violations". */
GUEST(apic_read)
{
    sink = *reach(LOCAL_APIC, 2);
    fail_unpunished();
}

/* Guest-physical page 0 is nobody's. docs/rules.md */
GUEST(page_zero)
{
    map_page(0, PAGE_PRESENT | PAGE_WRITABLE);
    volatile uint8_t *nothing = (volatile uint8_t *)8;
    __asm__ volatile("" : "+r"(nothing));
    sink = *nothing;
    fail_unpunished();
}

/* A table of the partition's own where no memory is: the walk is outside. SDM 3C, "EPT Violations". */
GUEST(outside_walk)
{
    *page_entry(OUTSIDE, 3) = OUTSIDE | PAGE_PRESENT | PAGE_WRITABLE;
    flush();
    sink = *(volatile uint8_t *)OUTSIDE;
    fail_unpunished();
}

/* CR3 where no memory is. SDM 3C, "EPT Violations". */
GUEST(outside_root)
{
    __asm__ volatile("mov %0, %%cr3" : : "r"(OUTSIDE) : "memory");
    fail_unpunished();
}

/* A string that runs out of the memory. SDM 3C, "EPT Violations". */
GUEST(outside_string)
{
    const struct mhv_information_page *information = mhv_information();
    uint64_t end = information->memory_base + information->memory_size_bytes;
    map_page(end, PAGE_PRESENT | PAGE_WRITABLE);
    uint64_t from = end - 16, count = 64;
    static uint8_t to[64];
    void *target = to;
    __asm__ volatile("rep movsb" : "+S"(from), "+D"(target), "+c"(count) : : "memory");
    fail_unpunished();
}

/* A write of a region without that right. SDM 3C, "EPT Violations". */
GUEST(write_read_only)
{
    map_page(READ_ONLY, PAGE_PRESENT | PAGE_WRITABLE);
    *(volatile uint8_t *)READ_ONLY = 1;
    fail_unpunished();
}

/* A read-modify-write of it. SDM 3C, "EPT Violations". */
GUEST(modify_read_only)
{
    map_page(READ_ONLY, PAGE_PRESENT | PAGE_WRITABLE);
    __asm__ volatile("lock incq (%0)" : : "r"(READ_ONLY) : "memory");
    fail_unpunished();
}

/* A fetch from it. SDM 3C, "EPT Violations". */
GUEST(execute_read_only)
{
    map_page(READ_ONLY, PAGE_PRESENT | PAGE_WRITABLE);
    call((volatile uint8_t *)READ_ONLY);
    fail_unpunished();
}

/* A table of the partition's own in a region without the right to write: the processor marks it. SDM 3C,
   "EPT Violations". */
GUEST(walk_read_only)
{
    *page_entry(OUTSIDE, 3) = READ_ONLY | PAGE_PRESENT | PAGE_WRITABLE;
    flush();
    sink = *(volatile uint8_t *)OUTSIDE;
    fail_unpunished();
}

/* A write of 2 MiB that are mapped as one, at both ends, and behind. SDM 3C, "EPT Violations". */
GUEST(large_region)
{
    volatile uint8_t *region = (volatile uint8_t *)LARGE;
    *page_entry(LARGE, 2) = LARGE | PAGE_PRESENT | PAGE_WRITABLE | PAGE_LARGE;
    *page_entry(LARGE + LARGE_SIZE, 2) = (LARGE + LARGE_SIZE) | PAGE_PRESENT | PAGE_WRITABLE | PAGE_LARGE;
    flush();
    region[0] = 1;
    region[LARGE_SIZE - 1] = 2;
    EXPECT(region[0] == 1 && region[LARGE_SIZE - 1] == 2, "2 MiB do not keep what is written");
    region[LARGE_SIZE] = 3;
    fail_unpunished();
}

/* A fetch from 2 MiB that are mapped as one without that right. SDM 3C, "EPT Violations". */
GUEST(large_region_execute)
{
    *page_entry(LARGE, 2) = LARGE | PAGE_PRESENT | PAGE_WRITABLE | PAGE_LARGE;
    flush();
    call((volatile uint8_t *)(LARGE + LARGE_SIZE - 4096));
    fail_unpunished();
}

/* A fetch from the partition's information page, which its own tables allow. SDM 3C, "EPT Violations". */
GUEST(execute_data)
{
    uint64_t page = (uint64_t)mhv_information();
    map_page(page, PAGE_PRESENT | PAGE_WRITABLE);
    call((volatile uint8_t *)page);
    fail_unpunished();
}

/* A write of it. SDM 3C, "EPT Violations". */
GUEST(write_information)
{
    uint64_t page = (uint64_t)mhv_information();
    map_page(page, PAGE_PRESENT | PAGE_WRITABLE);
    *(volatile uint8_t *)page = 1;
    fail_unpunished();
}
