/* What conformance guests share: one behaviour each, chosen by the partition's arguments, told by its exit code. */
#ifndef GUESTS_H
#define GUESTS_H

#include "microhv.h"

enum {
    VECTOR_DE = 0,
    VECTOR_DB = 1,
    VECTOR_BP = 3,
    VECTOR_OF = 4,
    VECTOR_BR = 5,
    VECTOR_UD = 6,
    VECTOR_NM = 7,
    VECTOR_DF = 8,
    VECTOR_TS = 10,
    VECTOR_NP = 11,
    VECTOR_SS = 12,
    VECTOR_GP = 13,
    VECTOR_PF = 14,
    VECTOR_MF = 16,
    VECTOR_AC = 17,
    VECTOR_XM = 19,
};

/* Selectors of the GDT that traps_open loads; user selectors with their RPL. */
enum {
    KERNEL_CODE = 0x08,
    KERNEL_DATA = 0x10,
    USER_DATA = 0x1b,
    USER_CODE = 0x23,
    NOT_PRESENT = 0x28,
    TASK = 0x30,
    KERNEL_CODE_32 = 0x40,
    USER_CODE_32 = 0x4b,
};

/* Exit code of a guest whose subject this processor does not have. */
enum { EXIT_ABSENT = 5 };

/* Bits of an error code of #PF. */
enum { FAULT_PRESENT = 1, FAULT_WRITE = 2, FAULT_USER = 4, FAULT_RESERVED = 8, FAULT_FETCH = 16 };

/* Bits of RFLAGS. */
enum { FLAG_TRAP = 0x100, FLAG_INTERRUPT = 0x200, FLAG_IOPL_3 = 0x3000, FLAG_NESTED = 0x4000, FLAG_ALIGNMENT = 0x40000 };

/* Bits of a page-table entry. */
#define PAGE_PRESENT (1ull << 0)
#define PAGE_WRITABLE (1ull << 1)
#define PAGE_USER (1ull << 2)
#define PAGE_ACCESSED (1ull << 5)
#define PAGE_DIRTY (1ull << 6)
#define PAGE_LARGE (1ull << 7)
#define PAGE_GLOBAL (1ull << 8)
#define PAGE_NO_EXECUTE (1ull << 63)

/* What the last ATTEMPT ran into. */
extern volatile uint64_t trap_count;
extern volatile uint64_t trap_vector;
extern volatile uint64_t trap_error;
extern volatile uint64_t trap_address;
extern volatile uint64_t trap_cr2;
extern volatile uint64_t trap_resume;
extern volatile uint64_t trap_stack;

/* A behaviour: a partition whose arguments are its name shows it. What must hold stands before it, with the manual's title. */
struct guest {
    const char *name;
    void (*run)(void);
};

/* GUEST(name) { ... } needs no other mention in C: the linker gathers all of them. */
#define GUEST(name)                                                                                                    \
    static void guest_##name(void);                                                                                    \
    static const struct guest entry_##name __attribute__((used, section("guests"))) = { #name, guest_##name };         \
    static void guest_##name(void)

/* How often this guest has looked, which tells a guest that did all of its work from one that left some out. */
extern unsigned checks;

/* Own GDT, TSS and IDT; from then on exceptions are told by expect_trap, or end the partition. */
void traps_open(void);

/*
 * Executes instructions, and goes on behind them if they raise an exception:
 *     ATTEMPT("rdmsr", : "=a"(low), "=d"(high) : "c"(number) : CLOBBERS);
 */
#define ATTEMPT(instructions, ...)                                                                                     \
    __asm__ volatile("movq $0, trap_count(%%rip)\n\t"                                                                  \
                     "lea 1f(%%rip), %%r11\n\t"                                                                        \
                     "mov %%r11, trap_resume(%%rip)\n\t"                                                               \
                     "mov %%rsp, trap_stack(%%rip)\n\t" instructions "\n"                                              \
                     "1:\n\tmovq $0, trap_resume(%%rip)" __VA_ARGS__)
#define CLOBBERS "r11", "cc", "memory"

/* Ends the partition unless a condition holds. */
#define EXPECT(condition, ...)                                                                                         \
    do {                                                                                                               \
        checks++;                                                                                                      \
        if (!(condition)) {                                                                                            \
            mhv_fail(__VA_ARGS__);                                                                                     \
        }                                                                                                              \
    } while (0)

/* The last ATTEMPT raised this exception, once, with this error code (0 if it has none). */
void expect_trap(uint64_t vector, uint64_t error, const char *what);

/* The last ATTEMPT raised no exception. */
void expect_no_trap(const char *what);

/* The GDT; what stands in it above 0x48 is a guest's own. */
extern uint64_t trap_gdt[13];

/* A gate of the IDT: type 0x8e is an interrupt gate of ring 0, stack table 0 or 1 the stack that TSS.RSP0 or IST1 names. */
enum { GATE_INTERRUPT = 0x8e, GATE_ABSENT = 0x0e, GATE_USER = 0xee };
void set_gate(unsigned vector, uint8_t type, uint8_t stack_table);

/* An interrupt gate of ring 0 beyond the exceptions; from the first one on, the IDT has all 256 gates. */
void set_interrupt_gate(unsigned vector, const char *entry);

/*
 * USER_CODE_OF(name, "instructions") defines code that does not care where it lies; RUN_USER(name) copies it to a user
 * page and runs it at CPL 3 until it raises an exception. RUN_USER_32 does so in compatibility mode, and code for that
 * begins with ".code32" and ends with ".code64".
 */
#define USER_CODE_OF(name, instructions)                                                                               \
    extern const char name[];                                                                                          \
    extern const char name##_end[];                                                                                    \
    __asm__(".pushsection .rodata\n" #name ":\n" instructions "\n" #name "_end:\n\t.popsection")
#define RUN_USER(name) run_user(name, name##_end, USER_CODE, FLAG_INTERRUPT)
#define RUN_USER_32(name) run_user(name, name##_end, USER_CODE_32, FLAG_INTERRUPT)
#define RUN_USER_WITH(flags, name) run_user(name, name##_end, USER_CODE, FLAG_INTERRUPT | (flags))
void run_user(const char *code, const char *code_end, uint64_t selector, uint64_t flags);

/* The last RUN_USER stopped this many bytes behind the start of its code. */
void expect_stop(uint64_t offset, const char *what);

/* Runs code at CPL 0 in compatibility mode until it raises an exception. */
void run_compatibility(const void *code);

/* Ends the guest with EXIT_ABSENT unless the processor has what it tries. */
void require(int condition, const char *what);

/* Maps a page of guest-physical memory at its own address with other rights in the partition's own tables. */
void map_page(uint64_t address, uint64_t flags);

/* The entry of the partition's own tables that maps an address: of level 1 (4 KiB), 2 (2 MiB) or 3 (1 GiB). */
uint64_t *page_entry(uint64_t address, unsigned level);

/* Forgets translations. */
static inline void flush(void)
{
    uint64_t root;
    __asm__ volatile("mov %%cr3, %0\n\tmov %0, %%cr3" : "=r"(root) : : "memory");
}

struct cpuid {
    uint32_t eax, ebx, ecx, edx;
};

struct cpuid cpuid(uint32_t leaf, uint32_t subleaf);

static inline uint64_t read_msr(uint32_t number)
{
    uint32_t low;
    uint32_t high;
    __asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(number));
    return (uint64_t)high << 32 | low;
}

/* MSRs of which nobody knows whether they may be read or written. */
static inline void try_read_msr(uint32_t number)
{
    ATTEMPT("rdmsr", : : "c"(number) : CLOBBERS, "eax", "edx");
}

static inline void try_write_msr(uint32_t number, uint64_t value)
{
    ATTEMPT("wrmsr", : : "c"(number), "a"((uint32_t)value), "d"((uint32_t)(value >> 32)) : CLOBBERS);
}

static inline void write_msr(uint32_t number, uint64_t value)
{
    __asm__ volatile("wrmsr" : : "c"(number), "a"((uint32_t)value), "d"((uint32_t)(value >> 32)) : "memory");
}

/* Control registers, whole or in part. */
#define CR0_PE (1ull << 0)
#define CR0_MP (1ull << 1)
#define CR0_EM (1ull << 2)
#define CR0_TS (1ull << 3)
#define CR0_NE (1ull << 5)
#define CR0_WP (1ull << 16)
#define CR0_AM (1ull << 18)
#define CR0_NW (1ull << 29)
#define CR0_CD (1ull << 30)
#define CR0_PG (1ull << 31)
#define CR4_TSD (1ull << 2)
#define CR4_DE (1ull << 3)
#define CR4_PSE (1ull << 4)
#define CR4_PAE (1ull << 5)
#define CR4_MCE (1ull << 6)
#define CR4_PGE (1ull << 7)
#define CR4_OSXMMEXCPT (1ull << 10)
#define CR4_UMIP (1ull << 11)
#define CR4_VMXE (1ull << 13)
#define CR4_PCIDE (1ull << 17)
#define CR4_OSXSAVE (1ull << 18)
#define CR4_SMEP (1ull << 20)
#define CR4_SMAP (1ull << 21)

#define READ_REGISTER(name)                                                                                            \
    static inline uint64_t read_##name(void)                                                                           \
    {                                                                                                                  \
        uint64_t value;                                                                                                \
        __asm__ volatile("mov %%" #name ", %0" : "=r"(value) : : "memory");                                            \
        return value;                                                                                                  \
    }
#define WRITE_REGISTER(name)                                                                                           \
    static inline void write_##name(uint64_t value)                                                                    \
    {                                                                                                                  \
        ATTEMPT("mov %0, %%" #name, : : "r"(value) : CLOBBERS);                                                        \
    }

/* write_…: an ATTEMPT, told by expect_trap or expect_no_trap. */
READ_REGISTER(cr0) READ_REGISTER(cr2) READ_REGISTER(cr3) READ_REGISTER(cr4) READ_REGISTER(cr8)
READ_REGISTER(dr0) READ_REGISTER(dr6) READ_REGISTER(dr7)
WRITE_REGISTER(cr0) WRITE_REGISTER(cr2) WRITE_REGISTER(cr3) WRITE_REGISTER(cr4) WRITE_REGISTER(cr8)
WRITE_REGISTER(dr0) WRITE_REGISTER(dr6) WRITE_REGISTER(dr7)

#endif
