/* Descriptor tables and page tables for every mode; all identity-mapped, but for the window. */
#include "fuzz.h"

enum { GATE_INTERRUPT = 0x8e, GATE_USER = 0xee, STUB_SIZE = 16, TSS_SIZE = 104, TABLE_ENTRIES = 512, TABLE_32_ENTRIES = 1024 };
enum { WINDOW_TABLES = 2, WINDOW_CODE_SLOT = 0 };

#define PRESENT (1ull << 0)
#define WRITABLE (1ull << 1)
#define USER (1ull << 2)
#define LARGE (1ull << 7)
#define ADDRESS 0x000ffffffffff000ull

struct __attribute__((packed)) descriptor_table {
    uint16_t limit;
    uint64_t base;
};

extern const char long_stubs[], legacy_stubs[];
void load_tables(const struct descriptor_table *gdtr, uint64_t root);

struct arena arena __attribute__((aligned(PAGE)));
uint8_t trap_stack[TRAP_STACK_SIZE] __attribute__((aligned(PAGE)));
struct descriptor_table long_idtr, legacy_idtr, real_idtr;
uint64_t base_root;
uint64_t long_case_root;
uint32_t paged_32_root;
uint32_t pae_root;

static uint64_t gdt[13];
static uint64_t long_idt[2 * VECTOR_COUNT];
static uint64_t legacy_idt[VECTOR_COUNT];
static uint32_t tss[TSS_SIZE / 4];

#define TABLE(name) static uint64_t name[TABLE_ENTRIES] __attribute__((aligned(PAGE)))
TABLE(base_level4);
TABLE(base_pointers);
TABLE(base_directory);
TABLE(base_low);
TABLE(base_high);
TABLE(case_level4);
TABLE(case_pointers);
TABLE(case_directory);
TABLE(case_low);
TABLE(case_high);
TABLE(pae_pointers);
TABLE(pae_directory);
TABLE(pae_low);
TABLE(pae_high);
TABLE(window_directory);
static uint64_t window_table[WINDOW_TABLES][TABLE_ENTRIES] __attribute__((aligned(PAGE)));
static uint32_t directory_32[TABLE_32_ENTRIES] __attribute__((aligned(PAGE)));
static uint32_t table_32[TABLE_32_ENTRIES] __attribute__((aligned(PAGE)));

static uint64_t segment(uint64_t base, uint64_t limit, uint64_t access, uint64_t flags)
{
    return (limit & 0xffff) | (base & 0xffffff) << 16 | access << 40 | (limit >> 16 & 15) << 48 | flags << 52
        | (base >> 24 & 0xff) << 56;
}

static void write_gdt(void)
{
    enum { CODE = 0x9b, DATA = 0x93, USER_RIGHTS = 0x60, LONG = 0xa, FLAT_32 = 0xc };
    gdt[KERNEL_CODE64 / 8] = segment(0, 0xfffff, CODE, LONG);
    gdt[KERNEL_DATA / 8] = segment(0, 0xfffff, DATA, FLAT_32);
    gdt[KERNEL_CODE32 / 8] = segment(0, 0xfffff, CODE, FLAT_32);
    gdt[KERNEL_CODE16 / 8] = segment((uint64_t)arena.code, 0xffff, CODE, 0);
    gdt[USER_DATA / 8] = segment(0, 0xfffff, DATA | USER_RIGHTS, FLAT_32);
    gdt[USER_CODE32 / 8] = segment(0, 0xfffff, CODE | USER_RIGHTS, FLAT_32);
    gdt[USER_CODE64 / 8] = segment(0, 0xfffff, CODE | USER_RIGHTS, LONG);
    gdt[USER_CODE16 / 8] = segment((uint64_t)arena.code, 0xffff, CODE | USER_RIGHTS, 0);
    gdt[REAL_CODE / 8] = segment(LOW_BASE + LOW_CASE_SIZE, 0xffff, CODE, 0);
    gdt[REAL_DATA / 8] = segment(LOW_BASE, 0xffff, DATA, 0);
    gdt[TASK / 8] = segment((uint64_t)tss, TSS_SIZE - 1, 0x89, 0);
}

/*
 * One task-state segment for both of its formats: IA-32e mode takes every stack from IST1, and outside it SS0 and ESP0
 * stand where IA-32e mode has the RSP0 that nothing uses.
 */
static void write_tss(void)
{
    enum { ESP0 = 4 / 4, SS0 = 8 / 4, IST1 = 36 / 4, IO_MAP = 100 / 4 };
    uint32_t end = (uint32_t)(uint64_t)&trap_stack[TRAP_STACK_SIZE];
    tss[ESP0] = end;
    tss[SS0] = KERNEL_DATA;
    tss[IST1] = end;
    tss[IO_MAP] = TSS_SIZE << 16;
}

static void write_idts(void)
{
    for (unsigned i = 0; i < VECTOR_COUNT; i++) {
        uint64_t type = i == 3 || i == 4 ? GATE_USER : GATE_INTERRUPT;
        uint64_t stub = (uint64_t)&long_stubs[i * STUB_SIZE];
        long_idt[2 * i] = (stub & 0xffff) | KERNEL_CODE64 << 16 | 1ull << 32 | type << 40 | (stub >> 16 & 0xffff) << 48;
        stub = (uint64_t)&legacy_stubs[i * STUB_SIZE];
        legacy_idt[i] = (stub & 0xffff) | KERNEL_CODE32 << 16 | type << 40 | (stub >> 16 & 0xffff) << 48;
    }

    long_idtr = (struct descriptor_table){ sizeof long_idt - 1, (uint64_t)long_idt };
    legacy_idtr = (struct descriptor_table){ sizeof legacy_idt - 1, (uint64_t)legacy_idt };
}

/* The rights of a page: cases write the arena and their half of low memory; what is the harness's is theirs to read at CPL 0. */
static uint64_t case_rights(uint64_t address)
{
    uint64_t arena_start = (uint64_t)&arena;
    int is_case = (address >= arena_start && address < arena_start + sizeof arena)
        || (address >= LOW_BASE && address < LOW_BASE + LOW_CASE_SIZE);
    return is_case ? PRESENT | WRITABLE | USER : PRESENT;
}

static int is_memory(uint64_t address)
{
    const struct mhv_information_page *information = mhv_information();
    return address - information->memory_base < information->memory_size_bytes || address - LOW_BASE < LOW_SIZE;
}

static int is_trap_stack(uint64_t address)
{
    return address - (uint64_t)trap_stack < TRAP_STACK_SIZE;
}

/* Outside IA-32e mode the supervisor writes its own: the way back has its state there. */
static void map_identity(void)
{
    for (unsigned i = 0; i < 2 * TABLE_ENTRIES; i++) {
        uint64_t address = (uint64_t)i * PAGE;
        unsigned slot = i % TABLE_ENTRIES;
        int is_low = i < TABLE_ENTRIES;
        uint64_t rights = case_rights(address);
        if (is_memory(address)) {
            (is_low ? base_low : base_high)[slot] = address | PRESENT | WRITABLE;
            (is_low ? case_low : case_high)[slot] = address | rights | (is_trap_stack(address) ? WRITABLE : 0);
            (is_low ? pae_low : pae_high)[slot] = address | rights | WRITABLE;
            table_32[i] = (uint32_t)(address | rights | WRITABLE);
        }
    }

    /* The information page. */
    base_low[1] = PAGE | PRESENT;
    case_low[1] = PAGE | PRESENT;
}

static void link_tables(void)
{
    const uint64_t all = PRESENT | WRITABLE | USER;
    base_level4[0] = (uint64_t)base_pointers | all;
    base_pointers[0] = (uint64_t)base_directory | all;
    base_directory[0] = (uint64_t)base_low | all;
    base_directory[1] = (uint64_t)base_high | all;
    case_level4[0] = (uint64_t)case_pointers | all;
    case_pointers[0] = (uint64_t)case_directory | all;
    case_pointers[WINDOW >> 30] = (uint64_t)window_directory | all;
    case_directory[0] = (uint64_t)case_low | all;
    case_directory[1] = (uint64_t)case_high | all;
    pae_pointers[0] = (uint64_t)pae_directory | PRESENT;
    pae_directory[0] = (uint64_t)pae_low | all;
    pae_directory[1] = (uint64_t)pae_high | all;
    directory_32[0] = (uint32_t)((uint64_t)table_32 | all);
    base_root = (uint64_t)base_level4;
    long_case_root = (uint64_t)case_level4;
    pae_root = (uint32_t)(uint64_t)pae_pointers;
    paged_32_root = (uint32_t)(uint64_t)directory_32;
}

void tables_open(void)
{
    write_gdt();
    write_tss();
    write_idts();
    map_identity();
    link_tables();
    struct descriptor_table gdtr = { sizeof gdt - 1, (uint64_t)gdt };
    load_tables(&gdtr, base_root);
    mutate_window();
}

/* An entry that leads to the right place, with any flags; sometimes with reserved bits. */
static uint64_t mutated_entry(uint64_t address)
{
    uint64_t entry = (address & ADDRESS) | (random_number() & 0xf7f) | PRESENT;
    entry ^= one_in(3) ? 0 : (~entry & (WRITABLE | USER));
    entry |= one_in(8) ? LARGE : 0;
    entry ^= one_in(16) ? PRESENT : 0;
    entry |= one_in(16) ? 1ull << (52 + random_below(12)) : 0;
    entry |= one_in(32) ? 1ull << (48 + random_below(4)) : 0;
    return entry;
}

static uint64_t case_page(void)
{
    return (uint64_t)arena.data + PAGE * random_below(ARENA_DATA_PAGES);
}

void mutate_window(void)
{
    enum { DATA_SLOTS = 16, TABLE_SLOTS = 4 };
    for (unsigned i = 0; i < WINDOW_TABLES; i++) {
        window_directory[i] = mutated_entry((uint64_t)window_table[i]);
        for (unsigned j = 0; j < DATA_SLOTS; j++) {
            window_table[i][j] = mutated_entry(case_page());
        }

        /* Tables that show themselves, to be read: a case that wrote there would map what the partition does not have. */
        for (unsigned j = 0; j < TABLE_SLOTS; j++) {
            uint64_t entry = mutated_entry((uint64_t)window_table[random_below(WINDOW_TABLES)]);
            window_table[i][DATA_SLOTS + j] = entry & ~WRITABLE;
        }
    }

    window_table[0][WINDOW_CODE_SLOT] = mutated_entry((uint64_t)arena.code);
}
