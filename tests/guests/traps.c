/* GDT, TSS and IDT of a conformance guest, and what it says about exceptions. */
#include "guests.h"

enum { VECTORS = 32, STUB_SIZE = 16, TSS_DWORDS = 26, STACK_SIZE = 4096, GATE_INTERRUPT = 0x8e, GATE_CPL3 = 0x60 };

struct __attribute__((packed)) descriptor_table {
    uint16_t limit;
    uint64_t base;
};

struct gate {
    uint16_t offset_low, selector;
    uint8_t stack_table, type;
    uint16_t offset_middle;
    uint32_t offset_high, reserved;
};

extern const char trap_stubs[];
void enter_cpl3(const void *code, void *stack_end);
void trap_fail(void);

static uint64_t gdt[8];
static uint32_t tss[TSS_DWORDS];
static struct gate idt[VECTORS];
static char trap_memory[STACK_SIZE] __attribute__((aligned(16)));

static void write_gdt(void)
{
    uint64_t base = (uint64_t)tss;
    gdt[KERNEL_CODE / 8] = 0x00af9b000000ffffull;
    gdt[KERNEL_DATA / 8] = 0x00cf93000000ffffull;
    gdt[USER_DATA / 8] = 0x00cff3000000ffffull;
    gdt[USER_CODE / 8] = 0x00affb000000ffffull;
    gdt[NOT_PRESENT / 8] = 0x00cf13000000ffffull;
    gdt[TASK / 8] = (sizeof tss - 1) | (base & 0xffffff) << 16 | 0x89ull << 40 | (base >> 24 & 0xff) << 56;
    gdt[TASK / 8 + 1] = base >> 32;
}

static void write_tss(void)
{
    uint64_t stack = (uint64_t)&trap_memory[STACK_SIZE];
    tss[1] = (uint32_t)stack;
    tss[2] = (uint32_t)(stack >> 32);
    tss[TSS_DWORDS - 1] = sizeof tss << 16;
}

static void write_idt(void)
{
    for (unsigned i = 0; i < VECTORS; i++) {
        uint64_t stub = (uint64_t)&trap_stubs[i * STUB_SIZE];
        idt[i] = (struct gate){
            .offset_low = (uint16_t)stub,
            .selector = KERNEL_CODE,
            .type = i == VECTOR_BP ? GATE_INTERRUPT | GATE_CPL3 : GATE_INTERRUPT,
            .offset_middle = (uint16_t)(stub >> 16),
            .offset_high = (uint32_t)(stub >> 32),
        };
    }
}

void traps_open(void)
{
    write_gdt();
    write_tss();
    write_idt();
    struct descriptor_table gdtr = { sizeof gdt - 1, (uint64_t)gdt };
    struct descriptor_table idtr = { sizeof idt - 1, (uint64_t)idt };
    __asm__ volatile("lgdt %0\n\tlidt %1\n\tltr %w2" : : "m"(gdtr), "m"(idtr), "r"(TASK) : "memory");
}

void trap_fail(void)
{
    mhv_fail("exception %llu, error code 0x%llx, at 0x%llx, CR2 0x%llx", (unsigned long long)trap_vector,
        (unsigned long long)trap_error, (unsigned long long)trap_address, (unsigned long long)trap_cr2);
}

void expect_trap(uint64_t vector, uint64_t error, const char *what)
{
    EXPECT(trap_count == 1, "%s: %llu exceptions, not one", what, (unsigned long long)trap_count);
    EXPECT(trap_vector == vector && trap_error == error, "%s: exception %llu(0x%llx), not %llu(0x%llx)", what,
        (unsigned long long)trap_vector, (unsigned long long)trap_error, (unsigned long long)vector,
        (unsigned long long)error);
}

void expect_no_trap(const char *what)
{
    EXPECT(trap_count == 0, "%s: exception %llu(0x%llx)", what, (unsigned long long)trap_vector,
        (unsigned long long)trap_error);
}

void run_at_cpl3(const void *code, void *stack_end)
{
    ATTEMPT("call enter_cpl3", : "+D"(code), "+S"(stack_end) : : CLOBBERS, "rax", "rcx", "rdx", "r8", "r9", "r10");
}

static uint64_t *next_table(uint64_t *table, unsigned index, uint64_t flags)
{
    table[index] |= flags & PAGE_USER;
    return (uint64_t *)(table[index] & 0x000ffffffffff000ull);
}

void map_page(uint64_t address, uint64_t flags)
{
    uint64_t root;
    __asm__ volatile("mov %%cr3, %0" : "=r"(root));
    uint64_t *pointers = next_table((uint64_t *)root, address >> 39 & 511, flags);
    uint64_t *directory = next_table(pointers, address >> 30 & 511, flags);
    uint64_t *entry = &directory[address >> 21 & 511];
    if ((*entry & PAGE_PRESENT) == 0) {
        /* No table yet: a page of 2 MiB that begins there. */
        *entry = (address & ~0x1fffffull) | flags | 1ull << 7;
    } else {
        uint64_t *table = next_table(directory, address >> 21 & 511, flags);
        table[address >> 12 & 511] = (address & ~0xfffull) | flags;
    }

    __asm__ volatile("mov %0, %%cr3" : : "r"(root) : "memory");
}

uint64_t frames_until_next_window(void)
{
    const struct mhv_information_page *information = mhv_information();
    uint64_t before = (mhv_tsc() - information->epoch_tsc) / information->major_frame_ticks;
    mhv_yield();
    return (mhv_tsc() - information->epoch_tsc) / information->major_frame_ticks - before;
}

struct cpuid cpuid(uint32_t leaf, uint32_t subleaf)
{
    struct cpuid answer;
    __asm__ volatile("cpuid"
                     : "=a"(answer.eax), "=b"(answer.ebx), "=c"(answer.ecx), "=d"(answer.edx)
                     : "a"(leaf), "c"(subleaf));
    return answer;
}
