/* What conformance guests share: one behaviour each, chosen by the partition's arguments, told by its exit code. */
#ifndef GUESTS_H
#define GUESTS_H

#include "microhv.h"

enum {
    VECTOR_DE = 0,
    VECTOR_DB = 1,
    VECTOR_BP = 3,
    VECTOR_UD = 6,
    VECTOR_NM = 7,
    VECTOR_NP = 11,
    VECTOR_GP = 13,
    VECTOR_PF = 14,
    VECTOR_AC = 17,
};

/* Selectors of the GDT that traps_open loads; user selectors with their RPL. */
enum { KERNEL_CODE = 0x08, KERNEL_DATA = 0x10, USER_DATA = 0x1b, USER_CODE = 0x23, NOT_PRESENT = 0x28, TASK = 0x30 };

/* Bits of a page-table entry. */
#define PAGE_PRESENT (1ull << 0)
#define PAGE_WRITABLE (1ull << 1)
#define PAGE_USER (1ull << 2)
#define PAGE_NO_EXECUTE (1ull << 63)

/* What the last ATTEMPT ran into. */
extern volatile uint64_t trap_count;
extern volatile uint64_t trap_vector;
extern volatile uint64_t trap_error;
extern volatile uint64_t trap_address;
extern volatile uint64_t trap_cr2;
extern volatile uint64_t trap_resume;
extern volatile uint64_t trap_stack;

/* Every behaviour. */
#define GUEST(name) void guest_##name(void)

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
        if (!(condition)) {                                                                                            \
            mhv_fail(__VA_ARGS__);                                                                                     \
        }                                                                                                              \
    } while (0)

/* The last ATTEMPT raised this exception, once, with this error code (0 if it has none). */
void expect_trap(uint64_t vector, uint64_t error, const char *what);

/* The last ATTEMPT raised no exception. */
void expect_no_trap(const char *what);

/* Runs a function at CPL 3 until it raises an exception. Its page and stack must be user pages. */
void run_at_cpl3(const void *code, void *stack_end);

/* Maps a page of guest-physical memory at its own address with other rights in the partition's own tables. */
void map_page(uint64_t address, uint64_t flags);

/* Waits for the next window and says how many major frames passed. */
uint64_t frames_until_next_window(void);

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

static inline void write_msr(uint32_t number, uint64_t value)
{
    __asm__ volatile("wrmsr" : : "c"(number), "a"((uint32_t)value), "d"((uint32_t)(value >> 32)) : "memory");
}

#endif
