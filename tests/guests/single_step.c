/* #DB, which the kernel sees first, arrives with its DR6. */
#include "guests.h"

#define DR6_CLEAR 0xffff0ff0ull
#define DR6_B0 (1ull << 0)
#define DR6_BS (1ull << 14)
#define DR7_CLEAR 0x400ull
#define DR7_L0_WRITE_1 0x10001ull

static volatile uint8_t watched;

extern const char after_cpuid[];

static uint64_t read_dr6(void)
{
    uint64_t value;
    __asm__ volatile("mov %%dr6, %0" : "=r"(value) : : "memory");
    return value;
}

GUEST(single_step)
{
    __asm__ volatile("mov %0, %%dr6" : : "r"(DR6_CLEAR));
    ATTEMPT("pushfq\n\torl $0x100, (%%rsp)\n\tpopfq\n\tnop\n\tnop", : : : CLOBBERS);
    expect_trap(VECTOR_DB, 0, "a single step");
    EXPECT((read_dr6() & DR6_BS) != 0, "DR6 is 0x%llx: BS is clear", (unsigned long long)read_dr6());

    /* STI holds interrupts back for one instruction, but not the #DB that comes behind it. */
    ATTEMPT("cli\n\tpushfq\n\torl $0x100, (%%rsp)\n\tpopfq\n\tsti\n\tnop\n\tnop", : : : CLOBBERS);
    expect_trap(VECTOR_DB, 0, "a single step over STI");
    __asm__ volatile("sti");

    /* An instruction that the kernel does counts as one step like any other. */
    ATTEMPT("pushfq\n\torl $0x100, (%%rsp)\n\tpopfq\n\tcpuid\n\t.globl after_cpuid\nafter_cpuid:\n\tnop\n\tnop",
        : : "a"(0), "c"(0) : CLOBBERS, "rbx", "rdx");
    expect_trap(VECTOR_DB, 0, "a single step over CPUID");
    EXPECT(trap_address == (uint64_t)after_cpuid, "a step over CPUID ends %lld bytes behind it",
        (long long)(trap_address - (uint64_t)after_cpuid));

    __asm__ volatile("mov %0, %%dr6" : : "r"(DR6_CLEAR));
    __asm__ volatile("mov %0, %%dr0" : : "r"(&watched));
    __asm__ volatile("mov %0, %%dr7" : : "r"(DR7_CLEAR | DR7_L0_WRITE_1));
    ATTEMPT("movb $1, %0", : "=m"(watched) : : CLOBBERS);
    __asm__ volatile("mov %0, %%dr7" : : "r"(DR7_CLEAR));
    expect_trap(VECTOR_DB, 0, "a data breakpoint");
    EXPECT((read_dr6() & DR6_B0) != 0, "DR6 is 0x%llx: B0 is clear", (unsigned long long)read_dr6());
}
