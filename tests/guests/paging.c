/* Paging: a partition's own tables mean what the manual says, with pages of each size, rights, and tags. */
#include "guests.h"

/* Linear addresses that the partition does not use. */
#define SMALL 0x40000000ull
#define LARGE 0x80000000ull
#define HUGE 0xc0000000ull

static uint64_t tables[3][512] __attribute__((aligned(4096)));
static volatile uint64_t pages[2][512] __attribute__((aligned(4096)));

static const uint64_t rights = PAGE_PRESENT | PAGE_WRITABLE;

/* One page of 4 KiB at SMALL that is pages[index]. */
static volatile uint64_t *map_small(unsigned index, uint64_t flags)
{
    *page_entry(SMALL, 3) = (uint64_t)tables[0] | rights | PAGE_USER;
    tables[0][0] = (uint64_t)tables[1] | rights | PAGE_USER;
    tables[1][0] = (uint64_t)pages[index] | flags;
    return (volatile uint64_t *)SMALL;
}

static void invalidate(volatile void *address)
{
    __asm__ volatile("invlpg (%0)" : : "r"(address) : "memory");
}

/* The same memory is read through 4 KiB, 2 MiB and 1 GiB. SDM 3A, "4-Level Paging and 5-Level Paging". */
GUEST(page_sizes)
{
    require((cpuid(0x80000001, 0).edx & 1u << 26) != 0, "pages of 1 GiB");
    uint64_t address = (uint64_t)&pages[0][0];
    pages[0][0] = 0x1234;
    volatile uint64_t *small = map_small(0, rights);
    *page_entry(LARGE, 3) = (uint64_t)tables[2] | rights;
    tables[2][0] = (address & ~0x1fffffull) | rights | PAGE_LARGE;
    *page_entry(HUGE, 3) = rights | PAGE_LARGE;
    flush();
    EXPECT(*small == 0x1234, "4 KiB give 0x%llx", (unsigned long long)*small);
    volatile uint64_t *large = (volatile uint64_t *)(LARGE + (address & 0x1fffff));
    EXPECT(*large == 0x1234, "2 MiB give 0x%llx", (unsigned long long)*large);
    volatile uint64_t *huge = (volatile uint64_t *)(HUGE + address);
    EXPECT(*huge == 0x1234, "1 GiB gives 0x%llx", (unsigned long long)*huge);
    *huge = 0x5678;
    EXPECT(*small == 0x5678 && *large == 0x5678, "a write through 1 GiB is not seen");
}

/* Accessed and dirty bits are set by the first use and the first write. SDM 3A, "Accessed and Dirty Flags". */
GUEST(accessed_and_dirty)
{
    volatile uint64_t *entry = &tables[1][0];
    volatile uint64_t *page = map_small(0, rights);
    flush();
    EXPECT((*entry & (PAGE_ACCESSED | PAGE_DIRTY)) == 0, "the entry is 0x%llx", (unsigned long long)*entry);
    (void)*page;
    EXPECT((*entry & (PAGE_ACCESSED | PAGE_DIRTY)) == PAGE_ACCESSED, "read, it is 0x%llx", (unsigned long long)*entry);
    *page = 1;
    EXPECT((*entry & PAGE_DIRTY) != 0, "written, it is 0x%llx", (unsigned long long)*entry);
}

/* A reserved bit of an entry raises #PF with RSVD. SDM 3A, "Page-Fault Exceptions". */
GUEST(page_reserved_bit)
{
    (void)map_small(0, rights);
    tables[0][0] = (uint64_t)tables[1] | rights | PAGE_LARGE | 1ull << 13;
    flush();
    ATTEMPT("mov (%0), %%rax", : : "r"(SMALL) : CLOBBERS, "rax");
    expect_trap(VECTOR_PF, FAULT_PRESENT | FAULT_RESERVED, "a read through an entry with a reserved bit");
    EXPECT(trap_cr2 == SMALL, "CR2 is 0x%llx", (unsigned long long)trap_cr2);
}

/* CR0.WP decides whether CPL 0 writes what is read-only. SDM 3A, "Determination of Access Rights". */
GUEST(write_protect)
{
    uint64_t cr0 = read_cr0();
    (void)map_small(0, PAGE_PRESENT);
    flush();
    write_cr0(cr0 & ~CR0_WP);
    ATTEMPT("movb $7, (%0)", : : "r"(SMALL) : CLOBBERS);
    expect_no_trap("a write of a read-only page without CR0.WP");
    EXPECT((pages[0][0] & 0xff) == 7, "the write is lost");
    write_cr0(cr0);
    ATTEMPT("movb $8, (%0)", : : "r"(SMALL) : CLOBBERS);
    expect_trap(VECTOR_PF, FAULT_PRESENT | FAULT_WRITE, "a write of a read-only page with CR0.WP");
}

/* INVLPG lets a changed entry be seen. SDM 2A, "INVLPG—Invalidate TLB Entries". */
GUEST(invalidate_page)
{
    pages[0][0] = 1;
    pages[1][0] = 2;
    volatile uint64_t *page = map_small(0, rights);
    flush();
    for (unsigned round = 0; round < 20; round++) {
        (void)map_small(round % 2, rights);
        invalidate(page);
        EXPECT(*page == round % 2 + 1, "page %u is seen", (unsigned)*page);
    }
}

/* MOV to CR3 lets all changed entries be seen. SDM 3A, "Operations that Invalidate TLBs and Paging-Structure Caches". */
GUEST(reload_root)
{
    pages[0][0] = 1;
    pages[1][0] = 2;
    volatile uint64_t *page = map_small(0, rights);
    for (unsigned round = 0; round < 20; round++) {
        (void)map_small(round % 2, rights);
        flush();
        EXPECT(*page == round % 2 + 1, "page %u is seen", (unsigned)*page);
    }
}

/* With CR4.PGE a global page is seen anew after INVLPG, and after CR4.PGE is cleared. SDM 3A, "Global Pages". */
GUEST(global_page)
{
    uint64_t cr4 = read_cr4();
    pages[0][0] = 1;
    pages[1][0] = 2;
    write_cr4(cr4 | CR4_PGE);
    expect_no_trap("CR4.PGE");
    volatile uint64_t *page = map_small(0, rights | PAGE_GLOBAL);
    invalidate(page);
    EXPECT(*page == 1, "page %u is seen", (unsigned)*page);
    (void)map_small(1, rights | PAGE_GLOBAL);
    invalidate(page);
    EXPECT(*page == 2, "page %u is seen after INVLPG", (unsigned)*page);
    (void)map_small(0, rights | PAGE_GLOBAL);
    write_cr4(cr4);
    expect_no_trap("CR4.PGE cleared");
    EXPECT(*page == 1, "page %u is seen after CR4.PGE is cleared", (unsigned)*page);
}

/* Process contexts: CR4.PCIDE with context 0 only, a bit of CR3 that keeps translations, and INVPCID. SDM 3A,
   "Process-Context Identifiers (PCIDs)". */
GUEST(process_contexts)
{
    require((cpuid(1, 0).ecx & 1u << 17) != 0, "process-context identifiers");
    uint64_t root = read_cr3();
    write_cr3(root | 8);
    write_cr4(read_cr4() | CR4_PCIDE);
    expect_trap(VECTOR_GP, 0, "CR4.PCIDE with bits in CR3");
    write_cr3(root);
    write_cr4(read_cr4() | CR4_PCIDE);
    expect_no_trap("CR4.PCIDE");
    pages[0][0] = 1;
    pages[1][0] = 2;
    volatile uint64_t *page = map_small(0, rights);
    for (uint64_t context = 0; context < 4; context++) {
        write_cr3(root | context);
        expect_no_trap("a context");
        EXPECT(*page == 1, "context %u sees page %u", (unsigned)context, (unsigned)*page);
    }

    EXPECT(read_cr3() == (root | 3), "CR3 is 0x%llx", (unsigned long long)read_cr3());
    (void)map_small(1, rights);
    for (uint64_t context = 0; context < 4; context++) {
        write_cr3(root | context);
        EXPECT(*page == 2, "context %u sees page %u", (unsigned)context, (unsigned)*page);
    }

    write_cr3(root | 1ull << 63);
    expect_no_trap("a context whose translations are kept");
    EXPECT(read_cr3() == root, "CR3 is 0x%llx", (unsigned long long)read_cr3());
    write_cr0(read_cr0() & ~CR0_PG);
    expect_trap(VECTOR_GP, 0, "CR0.PG cleared with CR4.PCIDE");
    write_cr4(read_cr4() & ~CR4_PCIDE);
    expect_no_trap("CR4.PCIDE cleared");
}

static void invalidate_context(uint64_t type, uint64_t context, uint64_t address)
{
    struct {
        uint64_t context, address;
    } descriptor = { context, address };
    ATTEMPT("invpcid %0, %1", : : "m"(descriptor), "r"(type) : CLOBBERS);
}

/* INVPCID of each type; types that nobody knows raise #GP(0). SDM 2A,
   "INVPCID—Invalidate Process-Context Identifier". */
GUEST(invalidate_contexts)
{
    require((cpuid(7, 0).ebx & 1u << 10) != 0, "INVPCID");
    pages[0][0] = 1;
    pages[1][0] = 2;
    volatile uint64_t *page = map_small(0, rights);
    flush();
    for (uint64_t type = 0; type < 4; type++) {
        EXPECT(*page == type % 2 + 1, "page %u is seen", (unsigned)*page);
        (void)map_small((type + 1) % 2, rights);
        invalidate_context(type, 0, SMALL);
        expect_no_trap("INVPCID");
    }

    invalidate_context(4, 0, 0);
    expect_trap(VECTOR_GP, 0, "INVPCID of type 4");
    invalidate_context(0, 1ull << 12, 0);
    expect_trap(VECTOR_GP, 0, "INVPCID of a context of 13 bits");
}

/* With CR4.SMEP CPL 0 does not execute user pages. SDM 3A, "Determination of Access Rights". */
GUEST(supervisor_execution)
{
    require((cpuid(7, 0).ebx & 1u << 7) != 0, "SMEP");
    *(volatile uint8_t *)&pages[0][0] = 0xc3;
    (void)map_small(0, rights | PAGE_USER);
    *page_entry(SMALL, 4) |= PAGE_USER;
    flush();
    ATTEMPT("call *%0", : : "r"(SMALL) : CLOBBERS);
    expect_no_trap("a fetch from a user page");
    write_cr4(read_cr4() | CR4_SMEP);
    expect_no_trap("CR4.SMEP");
    ATTEMPT("call *%0", : : "r"(SMALL) : CLOBBERS);
    expect_trap(VECTOR_PF, FAULT_PRESENT | FAULT_FETCH, "a fetch from a user page with CR4.SMEP");
}

/* With CR4.SMAP CPL 0 does not reach user pages unless RFLAGS.AC is set. SDM 3A, "Determination of Access Rights". */
GUEST(supervisor_access)
{
    require((cpuid(7, 0).ebx & 1u << 20) != 0, "SMAP");
    (void)map_small(0, rights | PAGE_USER);
    *page_entry(SMALL, 4) |= PAGE_USER;
    flush();
    write_cr4(read_cr4() | CR4_SMAP);
    expect_no_trap("CR4.SMAP");
    ATTEMPT("mov (%0), %%rax", : : "r"(SMALL) : CLOBBERS, "rax");
    expect_trap(VECTOR_PF, FAULT_PRESENT, "a read of a user page with CR4.SMAP");
    ATTEMPT("stac\n\tmov (%0), %%rax\n\tclac", : : "r"(SMALL) : CLOBBERS, "rax");
    expect_no_trap("a read with RFLAGS.AC");
    ATTEMPT("movb $1, (%0)", : : "r"(SMALL) : CLOBBERS);
    expect_trap(VECTOR_PF, FAULT_PRESENT | FAULT_WRITE, "a write of a user page with CR4.SMAP");
}
