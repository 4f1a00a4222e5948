/* GDT, TSS, IDT and page tables, as far as requests need them that not every program can make. */
#include "worst.h"

enum { VECTORS = 33, TSS_DWORDS = 26, TSS_RSP0 = 1, STACK_BYTES = 4096, TABLE_ENTRIES = 512, LEVELS = 4 };

struct __attribute__((packed)) descriptor_table {
    uint16_t limit;
    uint64_t base;
};

/* A gate for each exception and one interrupt, all the same. SDM 3A, "64-Bit Mode IDT". */
struct gate {
    uint64_t low, high;
};

uint64_t gdt[9];
volatile uint64_t exceptions;
static uint32_t tss[TSS_DWORDS];
static struct gate gates[VECTORS];
static char user_trap_stack[STACK_BYTES] __attribute__((aligned(16)));

extern const char go_behind[];
__asm__("go_behind:\n\tincq exceptions(%rip)\n\tmovq %r12, %rsp\n\tjmp *%r11");

static void write_gdt(void)
{
    uint64_t base = (uint64_t)tss;
    gdt[KERNEL_CODE / 8] = 0x00af9b000000ffffull;
    gdt[KERNEL_DATA / 8] = 0x00cf93000000ffffull;
    gdt[USER_DATA / 8] = 0x00cff3000000ffffull;
    gdt[USER_CODE / 8] = 0x00affb000000ffffull;
    gdt[TASK / 8] = (sizeof tss - 1) | (base & 0xffffff) << 16 | 0x89ull << 40 | (base >> 24 & 0xff) << 56;
    gdt[TASK / 8 + 1] = base >> 32;
    gdt[CODE_32 / 8] = 0x00cf9b000000ffffull;
    uint64_t stack = (uint64_t)&user_trap_stack[STACK_BYTES];
    tss[TSS_RSP0] = (uint32_t)stack;
    tss[TSS_RSP0 + 1] = (uint32_t)(stack >> 32);
    tss[TSS_DWORDS - 1] = sizeof tss << 16;
}

/* Trap gates: they leave interrupts on. */
static void write_gates(void)
{
    uint64_t target = (uint64_t)go_behind;
    for (unsigned i = 0; i < VECTORS; i++) {
        gates[i].low =
            (target & 0xffff) | (uint64_t)KERNEL_CODE << 16 | 0x8full << 40 | (target >> 16 & 0xffff) << 48;
        gates[i].high = target >> 32;
    }
}

void open_processor(void)
{
    write_gdt();
    write_gates();
    struct descriptor_table gdt_pointer = { sizeof gdt - 1, (uint64_t)gdt };
    struct descriptor_table idt_pointer = { sizeof gates - 1, (uint64_t)gates };
    __asm__ volatile("lgdt %0\n\tlidt %1\n\tltr %w2" : : "m"(gdt_pointer), "m"(idt_pointer), "r"(TASK) : "memory");
}

uint64_t *page_root(void)
{
    uint64_t root;
    __asm__ volatile("movq %%cr3, %0" : "=r"(root));
    return (uint64_t *)root;
}

uint64_t *table_of(uint64_t entry)
{
    return (uint64_t *)(entry & 0x000ffffffffff000ull);
}

static void open_table(uint64_t *table, unsigned level)
{
    for (unsigned i = 0; i < TABLE_ENTRIES; i++) {
        if ((table[i] & PAGE_PRESENT) == 0) {
            continue;
        }

        table[i] |= PAGE_USER;
        if (level > 1 && (table[i] & PAGE_LARGE) == 0) {
            open_table(table_of(table[i]), level - 1);
        }
    }
}

void open_to_users(void)
{
    open_table(page_root(), LEVELS);
    __asm__ volatile("movq %0, %%cr3" : : "r"(page_root()) : "memory");
}
