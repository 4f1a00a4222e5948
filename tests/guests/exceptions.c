/* Exceptions reach the partition's own IDT with their error codes and CR2. */
#include "guests.h"

static volatile uint32_t zero;

GUEST(exceptions)
{
    ATTEMPT("xor %%edx, %%edx\n\tmov $1, %%eax\n\tdivl %0", : : "m"(zero) : CLOBBERS, "eax", "edx");
    expect_trap(VECTOR_DE, 0, "a division by zero");
    ATTEMPT("int3", : : : CLOBBERS);
    expect_trap(VECTOR_BP, 0, "INT3");
    ATTEMPT("ud2", : : : CLOBBERS);
    expect_trap(VECTOR_UD, 0, "UD2");
    ATTEMPT("mov %w0, %%fs", : : "r"(0x1230) : CLOBBERS);
    expect_trap(VECTOR_GP, 0x1230, "a selector beyond the GDT");
    ATTEMPT("mov %w0, %%fs", : : "r"(NOT_PRESENT) : CLOBBERS);
    expect_trap(VECTOR_NP, NOT_PRESENT, "a segment that is not present");
    ATTEMPT("movb $0, (%0)", : : "r"(0x8000000000000000ull) : CLOBBERS);
    expect_trap(VECTOR_GP, 0, "an address that is not canonical");

    ATTEMPT("movb (%0), %%al", : : "r"(0x40000123ull) : CLOBBERS, "rax");
    expect_trap(VECTOR_PF, 0, "a read of a page that is not mapped");
    EXPECT(trap_cr2 == 0x40000123, "CR2 is 0x%llx", (unsigned long long)trap_cr2);
    ATTEMPT("movb $0, (%0)", : : "r"(0x7fff00004567ull) : CLOBBERS);
    expect_trap(VECTOR_PF, 2, "a write of a page that is not mapped");
    EXPECT(trap_cr2 == 0x7fff00004567, "CR2 is 0x%llx", (unsigned long long)trap_cr2);
    ATTEMPT("movb $0, (%0)", : : "r"(mhv_information()) : CLOBBERS);
    expect_trap(VECTOR_PF, 3, "a write of the information page");
    ATTEMPT("call *%0", : : "r"(mhv_information()) : CLOBBERS);
    expect_trap(VECTOR_PF, 0x11, "a fetch from the information page");
}

/* The step over MOV SS is not told; the kernel must not get it when the next instruction exits. */
GUEST(shadow_step)
{
    ATTEMPT("mov %%ss, %%eax\n\tpushfq\n\torl $0x100, (%%rsp)\n\tpopfq\n\tmov %%eax, %%ss\n\tcpuid\n\tnop\n\tnop",
        : : : CLOBBERS, "rax", "rbx", "rcx", "rdx");
    expect_trap(VECTOR_DB, 0, "a single step over MOV SS and CPUID");
}

GUEST(missing_vector)
{
    ATTEMPT("int $0x20", : : : CLOBBERS);
    expect_trap(VECTOR_GP, 0x20 * 8 + 2, "a vector beyond the IDT");
}
