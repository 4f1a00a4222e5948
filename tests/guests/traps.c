/* GDT, TSS and IDT of a conformance guest, and what it says about exceptions. */
#include "guests.h"

enum { EXCEPTIONS = 32, VECTORS = 256, STUB_SIZE = 16, TSS_DWORDS = 26, STACK_SIZE = 4096 };

/* Where RSP0 and IST1 stand in a TSS of 64 bits. */
enum { TSS_RSP0 = 1, TSS_IST1 = 9 };

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
void enter_user(const void *code, void *stack_end, uint64_t selector, uint64_t flags);
void enter_compatibility(const void *code);
void trap_fail(void);

uint64_t trap_gdt[13];
static uint32_t tss[TSS_DWORDS];
static struct gate idt[VECTORS];
static char trap_memory[STACK_SIZE] __attribute__((aligned(16)));
static char own_memory[STACK_SIZE] __attribute__((aligned(16)));
static char user_code[STACK_SIZE] __attribute__((aligned(4096)));
static char user_stack[STACK_SIZE] __attribute__((aligned(4096)));

static void write_gdt(void)
{
    uint64_t base = (uint64_t)tss;
    trap_gdt[KERNEL_CODE / 8] = 0x00af9b000000ffffull;
    trap_gdt[KERNEL_DATA / 8] = 0x00cf93000000ffffull;
    trap_gdt[USER_DATA / 8] = 0x00cff3000000ffffull;
    trap_gdt[USER_CODE / 8] = 0x00affb000000ffffull;
    trap_gdt[NOT_PRESENT / 8] = 0x00cf13000000ffffull;
    trap_gdt[TASK / 8] = (sizeof tss - 1) | (base & 0xffffff) << 16 | 0x89ull << 40 | (base >> 24 & 0xff) << 56;
    trap_gdt[TASK / 8 + 1] = base >> 32;
    trap_gdt[KERNEL_CODE_32 / 8] = 0x00cf9b000000ffffull;
    trap_gdt[USER_CODE_32 / 8] = 0x00cffb000000ffffull;
}

static void write_stack(unsigned index, const char *end)
{
    tss[index] = (uint32_t)(uint64_t)end;
    tss[index + 1] = (uint32_t)((uint64_t)end >> 32);
}

static void write_tss(void)
{
    write_stack(TSS_RSP0, &trap_memory[STACK_SIZE]);
    write_stack(TSS_IST1, &own_memory[STACK_SIZE]);
    tss[TSS_DWORDS - 1] = sizeof tss << 16;
}

static void write_gate(unsigned vector, const char *entry, uint8_t type, uint8_t stack_table)
{
    uint64_t address = (uint64_t)entry;
    idt[vector] = (struct gate){
        .offset_low = (uint16_t)address,
        .selector = KERNEL_CODE,
        .stack_table = stack_table,
        .type = type,
        .offset_middle = (uint16_t)(address >> 16),
        .offset_high = (uint32_t)(address >> 32),
    };
}

static void load_idt(unsigned gates)
{
    struct descriptor_table idtr = { (uint16_t)(gates * sizeof idt[0] - 1), (uint64_t)idt };
    __asm__ volatile("lidt %0" : : "m"(idtr) : "memory");
}

void set_gate(unsigned vector, uint8_t type, uint8_t stack_table)
{
    write_gate(vector, &trap_stubs[vector * STUB_SIZE], type, stack_table);
}

void set_interrupt_gate(unsigned vector, const char *entry)
{
    write_gate(vector, entry, GATE_INTERRUPT, 0);
    load_idt(VECTORS);
}

static void write_idt(void)
{
    for (unsigned i = 0; i < EXCEPTIONS; i++) {
        set_gate(i, i == VECTOR_BP || i == VECTOR_OF ? GATE_USER : GATE_INTERRUPT, 0);
    }
}

void traps_open(void)
{
    write_gdt();
    write_tss();
    write_idt();
    struct descriptor_table gdtr = { sizeof trap_gdt - 1, (uint64_t)trap_gdt };
    load_idt(EXCEPTIONS);
    __asm__ volatile("lgdt %0\n\tltr %w1" : : "m"(gdtr), "r"(TASK) : "memory");
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

void run_user(const char *code, const char *code_end, uint64_t selector, uint64_t flags)
{
    const uint64_t rights = PAGE_PRESENT | PAGE_WRITABLE | PAGE_USER;
    for (size_t i = 0; i < (size_t)(code_end - code); i++) {
        user_code[i] = code[i];
    }

    map_page((uint64_t)user_code, rights);
    map_page((uint64_t)user_stack, rights);
    const void *start = user_code;
    void *stack_end = &user_stack[STACK_SIZE];
    ATTEMPT("call enter_user", : "+D"(start), "+S"(stack_end), "+d"(selector), "+c"(flags) : : CLOBBERS, "rax", "rbx",
        "r8", "r9", "r10");
}

void expect_stop(uint64_t offset, const char *what)
{
    EXPECT(trap_address == (uint64_t)user_code + offset, "%s: stopped %lld bytes behind the start, not %llu", what,
        (long long)(trap_address - (uint64_t)user_code), (unsigned long long)offset);
}

void run_compatibility(const void *code)
{
    ATTEMPT("call enter_compatibility", : "+D"(code) : : CLOBBERS, "rax", "rbx", "rcx", "rdx", "rsi", "r8", "r9", "r10");
}

void require(int condition, const char *what)
{
    if (!condition) {
        mhv_print("this processor has no %s\n", what);
        mhv_end(EXIT_ABSENT);
    }
}

static uint64_t *table_below(uint64_t entry)
{
    return (uint64_t *)(entry & 0x000ffffffffff000ull);
}

uint64_t *page_entry(uint64_t address, unsigned level)
{
    uint64_t *table = table_below(read_cr3());
    for (unsigned depth = 4; depth > level; depth--) {
        table = table_below(table[address >> (12 + 9 * (depth - 1)) & 511]);
    }

    return &table[address >> (12 + 9 * (level - 1)) & 511];
}

void map_page(uint64_t address, uint64_t flags)
{
    *page_entry(address, 4) |= flags & PAGE_USER;
    *page_entry(address, 3) |= flags & PAGE_USER;
    uint64_t *entry = page_entry(address, 2);
    if ((*entry & PAGE_PRESENT) == 0) {
        /* No table yet: a page of 2 MiB that begins there. */
        *entry = (address & ~0x1fffffull) | flags | PAGE_LARGE;
    } else {
        *entry |= flags & PAGE_USER;
        *page_entry(address, 1) = (address & ~0xfffull) | flags;
    }

    flush();
}

struct cpuid cpuid(uint32_t leaf, uint32_t subleaf)
{
    struct cpuid answer;
    __asm__ volatile("cpuid"
                     : "=a"(answer.eax), "=b"(answer.ebx), "=c"(answer.ecx), "=d"(answer.edx)
                     : "a"(leaf), "c"(subleaf));
    return answer;
}
