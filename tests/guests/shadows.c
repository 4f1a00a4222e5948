/* Shadows of MOV SS and STI: exceptions wait behind them, and a step of the kernel ends them. */
#include "guests.h"

static volatile uint16_t selector = KERNEL_DATA;

/* The step over MOV SS is not told; the kernel must not get it when the next instruction exits. SDM 3A,
   "Masking Exceptions and Interrupts When Switching Stacks". */
GUEST(shadow_step)
{
    ATTEMPT("mov %%ss, %%eax\n\tpushfq\n\torl $0x100, (%%rsp)\n\tpopfq\n\tmov %%eax, %%ss\n\tcpuid\n\tnop\n\tnop",
        : : : CLOBBERS, "rax", "rbx", "rcx", "rdx");
    expect_trap(VECTOR_DB, 0, "a single step over MOV SS and CPUID");
}

/* INT3 behind MOV SS is INT3, once. SDM 3A, "Masking Exceptions and Interrupts When Switching Stacks". */
GUEST(shadow_int3)
{
    ATTEMPT("mov %0, %%ss\n\tint3", : : "m"(selector) : CLOBBERS);
    expect_trap(VECTOR_BP, 0, "INT3 behind MOV SS");
}

/* An instruction that the kernel does in a shadow ends it: many of them by turns. SDM 3C, "Guest Non-Register State". */
GUEST(shadow_exits)
{
    uint64_t rounds = 200;
    ATTEMPT("2:\tmov %1, %%ss\n\tcpuid\n\tcli\n\tsti\n\tcpuid\n\tdec %0\n\tjnz 2b",
        : "+S"(rounds) : "m"(selector) : CLOBBERS, "rax", "rbx", "rcx", "rdx");
    expect_no_trap("exits in shadows");
    EXPECT(rounds == 0, "%llu rounds are left", (unsigned long long)rounds);
}
