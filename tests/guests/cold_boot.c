/* Cold boot: memory, segments and control registers as a native partition finds them first. */
#include "guests.h"

static volatile char cleared[8192];

/* Memory that the image does not fill is zero: the upper half, up to the stack. docs/hypercalls.md */
GUEST(cleared_memory)
{
    const struct mhv_information_page *information = mhv_information();
    const uint64_t stack_size = 4096;
    uint64_t half = information->memory_base + information->memory_size_bytes / 2;
    uint64_t end = information->memory_base + information->memory_size_bytes - stack_size;
    for (size_t i = 0; i < sizeof cleared; i++) {
        if (cleared[i] != 0) {
            mhv_fail("a variable without a value is %d", cleared[i]);
        }
    }

    EXPECT((uint64_t)cleared < half, "the image fills more than half of the memory");
    for (const uint64_t *word = (const uint64_t *)half; (uint64_t)word < end; word++) {
        if (*word != 0) {
            mhv_fail("memory at 0x%llx holds 0x%llx", (unsigned long long)(uint64_t)word, (unsigned long long)*word);
        }
    }
}

/* CR0, CR3, CR4, CR8, EFER and PAT. docs/hypercalls.md */
GUEST(cold_registers)
{
    EXPECT(read_cr0() == 0x80010033, "CR0 is 0x%llx", (unsigned long long)read_cr0());
    EXPECT(read_cr3() % 4096 == 0, "CR3 is 0x%llx", (unsigned long long)read_cr3());
    EXPECT(read_cr4() == 0x620, "CR4 is 0x%llx", (unsigned long long)read_cr4());
    EXPECT(read_cr8() == 0, "CR8 is 0x%llx", (unsigned long long)read_cr8());
    EXPECT(read_msr(0xc0000080) == 0xd00, "EFER is 0x%llx", (unsigned long long)read_msr(0xc0000080));
    EXPECT(read_msr(0x277) == 0x0007040600070406ull, "PAT is 0x%llx", (unsigned long long)read_msr(0x277));
}

/* The partition's tables map its memory with its rights, and nothing at page 0. docs/hypercalls.md */
GUEST(cold_tables)
{
    uint64_t code = (uint64_t)guest_cold_tables;
    uint64_t data = (uint64_t)cleared;
    EXPECT((*page_entry(code, 1) & (PAGE_PRESENT | PAGE_USER)) == PAGE_PRESENT, "code has entry 0x%llx",
        (unsigned long long)*page_entry(code, 1));
    EXPECT((*page_entry(data, 1) & (PAGE_PRESENT | PAGE_WRITABLE)) == (PAGE_PRESENT | PAGE_WRITABLE),
        "data have entry 0x%llx", (unsigned long long)*page_entry(data, 1));
    ATTEMPT("movb (%0), %%al", : : "r"(0ull) : CLOBBERS, "rax");
    expect_trap(VECTOR_PF, 0, "a read of page 0");
}
