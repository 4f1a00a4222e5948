/* Single steps: an instruction that the kernel does for the partition is one step like any other. */
#include "guests.h"

#define DR6_CLEAR 0xffff0ff0ull
#define DR6_BS (1ull << 14)
#define STEP "pushfq\n\torl $0x100, (%%rsp)\n\tpopfq\n\t"

/* One step over these instructions: #DB, and RIP is behind them. */
#define EXPECT_STEP(what, instruction, ...)                                                                            \
    do {                                                                                                               \
        uint64_t end;                                                                                                  \
        ATTEMPT("lea 2f(%%rip), %0\n\t" STEP instruction "\n2:\tnop\n\tnop", : "=S"(end) __VA_ARGS__);                 \
        expect_trap(VECTOR_DB, 0, what);                                                                               \
        EXPECT(trap_address == end, "a step over " what " ends %lld bytes behind it", (long long)(trap_address - end)); \
    } while (0)

/* NOP. SDM 3B, "Single-Step Exception Condition". */
GUEST(step)
{
    EXPECT_STEP("NOP", "nop", : : CLOBBERS);
}

/* A step tells of itself in DR6. SDM 3B, "Debug Status Register (DR6)". */
GUEST(step_status)
{
    write_dr6(DR6_CLEAR);
    EXPECT_STEP("NOP", "nop", : : CLOBBERS);
    EXPECT((read_dr6() & DR6_BS) != 0, "DR6 is 0x%llx: BS is clear", (unsigned long long)read_dr6());
    write_dr6(DR6_CLEAR);
    EXPECT_STEP("CPUID", "cpuid", : "a"(0), "c"(0) : CLOBBERS, "rbx", "rdx");
    EXPECT((read_dr6() & DR6_BS) != 0, "DR6 is 0x%llx: BS is clear", (unsigned long long)read_dr6());
}

/* STI holds interrupts back for one instruction, but not the #DB that comes behind it. SDM 2B, "STI—Set Interrupt Flag". */
GUEST(step_over_sti)
{
    ATTEMPT("cli\n\t" STEP "sti\n\tnop\n\tnop", : : : CLOBBERS);
    expect_trap(VECTOR_DB, 0, "a single step over STI");
    __asm__ volatile("sti");
}

/* CPUID. SDM 3C, "Information for VM Exits Due to Instruction Execution". */
GUEST(step_over_cpuid)
{
    EXPECT_STEP("CPUID", "cpuid", : "a"(0), "c"(0) : CLOBBERS, "rbx", "rdx");
}

/* RDMSR and WRMSR that exit. SDM 3B, "Single-Step Exception Condition". */
GUEST(step_over_msr)
{
    EXPECT_STEP("RDMSR", "rdmsr", : "c"(0x277) : CLOBBERS, "eax", "edx");
    uint64_t value = read_msr(0x277);
    EXPECT_STEP("WRMSR", "wrmsr", : "c"(0x277), "a"((uint32_t)value), "d"((uint32_t)(value >> 32)) : CLOBBERS);
}

/* MOV to CR0 and CR4, and from CR8. SDM 3B, "Single-Step Exception Condition". */
GUEST(step_over_control_register)
{
    EXPECT_STEP("MOV to CR0", "mov %1, %%cr0", : "r"(read_cr0()) : CLOBBERS);
    EXPECT_STEP("MOV to CR4", "mov %1, %%cr4", : "r"(read_cr4()) : CLOBBERS);
    EXPECT_STEP("MOV to CR8", "mov %1, %%cr8", : "r"(0ull) : CLOBBERS);
    EXPECT_STEP("MOV from CR8", "mov %%cr8, %%rax", : : CLOBBERS, "rax");
}

/* WBINVD and a hypercall. SDM 3B, "Single-Step Exception Condition". */
GUEST(step_over_request)
{
    EXPECT_STEP("WBINVD", "wbinvd", : : CLOBBERS);
    if (mhv_information()->hypercall_instruction == MHV_HYPERCALL_INSTRUCTION_VMMCALL) {
        EXPECT_STEP("a hypercall", "vmmcall", : "a"(MHV_HYPERCALL_NONE) : CLOBBERS, "rdx");
    } else {
        EXPECT_STEP("a hypercall", "vmcall", : "a"(MHV_HYPERCALL_NONE) : CLOBBERS, "rdx");
    }
}

/* HLT, across a window. SDM 3B, "Single-Step Exception Condition". */
GUEST(step_over_halt)
{
    EXPECT_STEP("HLT", "hlt", : : CLOBBERS);
}

/* IN from an absent port. SDM 3B, "Single-Step Exception Condition". */
GUEST(step_over_port)
{
    EXPECT_STEP("IN", "inb %%dx, %%al", : "d"(0x510) : CLOBBERS, "rax");
    EXPECT_STEP("OUT", "outb %%al, %%dx", : "d"(0x510), "a"(0) : CLOBBERS);
}

/* An instruction that faults is no step: its own exception comes alone. SDM 3B, "Single-Step Exception Condition". */
GUEST(step_into_fault)
{
    ATTEMPT(STEP "ud2", : : : CLOBBERS);
    expect_trap(VECTOR_UD, 0, "UD2 under RFLAGS.TF");
    ATTEMPT(STEP "rdmsr", : : "c"(0x2000) : CLOBBERS, "eax", "edx");
    expect_trap(VECTOR_GP, 0, "RDMSR of no MSR under RFLAGS.TF");
}

/* INT1 is #DB without RFLAGS.TF, and a trap. SDM 3A, "Interrupt 1—Debug Exception (#DB)". */
GUEST(int1)
{
    uint64_t end;
    ATTEMPT("lea 2f(%%rip), %0\n\t.byte 0xf1\n2:", : "=S"(end) : : CLOBBERS);
    expect_trap(VECTOR_DB, 0, "INT1");
    EXPECT(trap_address == end, "INT1 ends %lld bytes behind itself", (long long)(trap_address - end));
}
