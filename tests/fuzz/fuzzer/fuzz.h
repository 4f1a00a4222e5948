/* The fuzzing guest: what its files share. */
#ifndef FUZZ_H
#define FUZZ_H

#include "microhv.h"

/* The registers of a case's vectors are a case's: the compiler must not use them between two steps. */
#pragma GCC target("general-regs-only")

/* Selectors of the one GDT, which every mode uses; user selectors with their RPL. */
enum {
    KERNEL_CODE64 = 0x08,
    KERNEL_DATA = 0x10,
    KERNEL_CODE32 = 0x18,
    KERNEL_CODE16 = 0x20,
    USER_DATA = 0x2b,
    USER_CODE32 = 0x33,
    USER_CODE64 = 0x3b,
    USER_CODE16 = 0x43,
    REAL_CODE = 0x48,
    REAL_DATA = 0x50,
    TASK = 0x58,
};

/* Modes that cases are run in. The first three are parts of IA-32e mode; from the others the way leads out of it and back. */
enum mode {
    MODE_LONG,
    MODE_COMPATIBILITY_32,
    MODE_COMPATIBILITY_16,
    MODE_PROTECTED,
    MODE_PAGED_32,
    MODE_PAE,
    MODE_VIRTUAL_8086,
    MODE_REAL,
    MODE_COUNT,
};

enum { VECTOR_DB = 1, VECTOR_COUNT = 32, PAGE = 4096, STREAM_SIZE = 256 };

/* RFLAGS. */
#define FLAG_FIXED (1ull << 1)
#define FLAG_TF (1ull << 8)
#define FLAG_IF (1ull << 9)
#define FLAG_IOPL (3ull << 12)
#define FLAG_VM (1ull << 17)

/* Control registers. */
#define CR0_PE (1ull << 0)
#define CR0_PG (1ull << 31)
#define CR4_PSE (1ull << 4)
#define CR4_PAE (1ull << 5)
#define EFER_LME (1ull << 8)
#define EFER_LMA (1ull << 10)
#define DR7_FIXED 0x400ull

enum { MSR_EFER = 0xc0000080 };

/* The memory that belongs to cases: code, what they read and write, and a stack. Nothing of the guest's own stands here. */
enum { ARENA_CODE_PAGES = 1, ARENA_DATA_PAGES = 4, ARENA_STACK_PAGES = 1 };
struct arena {
    uint8_t code[ARENA_CODE_PAGES * PAGE];
    uint8_t data[ARENA_DATA_PAGES * PAGE];
    uint8_t stack[ARENA_STACK_PAGES * PAGE];
};
extern struct arena arena;

/* The region of memory below 1 MiB: cases reach the first half only, by the segment LOW_SEGMENT. */
#define LOW_BASE 0x10000ull
#define LOW_CASE_SIZE 0x10000ull
#define LOW_SIZE 0x20000ull
#define LOW_CODE 0x8000ull
#define LOW_STACK 0x7000ull
#define LOW_SEGMENT 0x1000u

/* Where mutated page tables lead to, in IA-32e mode. */
#define WINDOW 0x40000000ull

/* What a trap leaves; the same frame starts a case. */
struct frame {
    uint64_t r15, r14, r13, r12, r11, r10, r9, r8, rdi, rsi, rbp, rbx, rdx, rcx, rax;
    uint64_t vector, error;
    uint64_t rip, cs, rflags, rsp, ss;
};

/* Numbers that a seed gives: the same seed, the same numbers. */
void random_seed(uint64_t seed);
uint64_t random_number(void);
uint64_t random_below(uint64_t bound);
int one_in(uint64_t count);

/* Where every exception of IA-32e mode begins, and every one of CPL 3 elsewhere. */
enum { TRAP_STACK_SIZE = 2 * PAGE };
extern uint8_t trap_stack[TRAP_STACK_SIZE];

/* Tables of descriptors and pages for every mode. */
void tables_open(void);
extern uint64_t long_case_root;
extern uint32_t paged_32_root;
extern uint32_t pae_root;

/* Mutates the tables behind WINDOW; the first page of it stays a view of the arena's code, if of anything. */
void mutate_window(void);

/* Values and bytes of cases. */
uint64_t interesting_value(void);
uint32_t interesting_msr(void);
size_t write_stream(uint8_t *to, size_t size);
size_t write_exiting(uint8_t *to);

/* Takes out what ends the emulator, not the partition. */
void remove_hazards(uint8_t *code, size_t size);

/* Why an instruction exits, for those that do. */
enum reason {
    REASON_NONE,
    REASON_DEBUG,
    REASON_CPUID,
    REASON_MSR,
    REASON_PORT,
    REASON_HYPERCALL,
    REASON_CONTROL_REGISTER,
    REASON_CACHE,
    REASON_XSETBV,
    REASON_VIRTUALIZATION,
    REASON_HALT,
    REASON_COUNT,
};
extern uint64_t exits[REASON_COUNT];
uint64_t exits_in_all(void);

/* What is known of the processor when an instruction is about to run. */
struct circumstances {
    enum mode mode;
    unsigned privilege_level;
    uint64_t rflags, rax, rcx;
};

/* The reason of the exit that the instruction makes. */
enum reason reason_of(const uint8_t *code, const struct circumstances *now);

/* True if the instruction cannot end the partition, nor leave the guest without its hold on the case. */
int is_tame(const uint8_t *code, const struct circumstances *now);

/* Whether cases have breakpoints; there are machines that do not survive them. */
extern int may_break;

/* Runs what stands in the arena in IA-32e mode, step by step, at most so many steps. */
struct long_case {
    enum mode mode;
    unsigned privilege_level;
    unsigned max_steps;
    int in_window;
    int is_stepped, is_wild;
};
void run_long(const struct long_case *how);

/* How a case outside IA-32e mode is run: its first step only, or on; whatever it is, or only if it is tame. */
enum { RUN_STEPPED = 1, RUN_WILD = 2 };

/* Runs an instruction that it makes, in a mode outside IA-32e mode. */
void run_legacy(enum mode mode, unsigned privilege_level, unsigned how);

/* Cases that most likely end the partition. */
void run_wild(int may_run_unstepped);

#endif
