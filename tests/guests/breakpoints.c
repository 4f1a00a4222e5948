/* Breakpoints: what DR0 to DR3 watch raises #DB, over instructions that exit too. */
#include "guests.h"

#define DR6_CLEAR 0xffff0ff0ull
#define DR6_B0 (1ull << 0)
#define DR7_CLEAR 0x400ull
#define DR7_L0 (1ull << 0)
#define DR7_WRITE_1 (1ull << 16)
#define DR7_WRITE_8 (9ull << 16)
#define DR7_ACCESS_2 (7ull << 16)

static volatile uint64_t watched;
static volatile uint16_t selector = KERNEL_DATA;

static void arm(const volatile void *address, uint64_t kind)
{
    write_dr6(DR6_CLEAR);
    write_dr0((uint64_t)address);
    write_dr7(DR7_CLEAR | DR7_L0 | kind);
}

/* Keeps what the last ATTEMPT left. */
static void disarm(void)
{
    __asm__ volatile("mov %0, %%dr7" : : "r"(DR7_CLEAR));
}

static void expect_breakpoint(const char *what)
{
    disarm();
    expect_trap(VECTOR_DB, 0, what);
}

/* A breakpoint tells of itself in DR6. SDM 3B, "Debug Status Register (DR6)". */
GUEST(breakpoint_status)
{
    arm(&watched, DR7_WRITE_1);
    ATTEMPT("movb $1, %0", : "=m"(watched) : : CLOBBERS);
    expect_breakpoint("a write of a byte");
    EXPECT((read_dr6() & DR6_B0) != 0, "DR6 is 0x%llx: B0 is clear", (unsigned long long)read_dr6());
}

/* A write of what is watched for writes. SDM 3B, "Data Memory and I/O Breakpoint Exception Conditions". */
GUEST(breakpoint_write)
{
    arm(&watched, DR7_WRITE_1);
    ATTEMPT("movb $1, %0", : "=m"(watched) : : CLOBBERS);
    expect_breakpoint("a write of a byte");
    arm(&watched, DR7_WRITE_8);
    ATTEMPT("movb $1, 7+%0", : "=m"(watched) : : CLOBBERS);
    expect_breakpoint("a write of the last of eight bytes");
}

/* A read of what is watched for accesses, and none of what is watched for writes. SDM 3B,
   "Data Memory and I/O Breakpoint Exception Conditions". */
GUEST(breakpoint_access)
{
    arm(&watched, DR7_ACCESS_2);
    ATTEMPT("movw %0, %%ax", : : "m"(watched) : CLOBBERS, "rax");
    expect_breakpoint("a read of a word");
    arm(&watched, DR7_WRITE_1);
    ATTEMPT("movb %0, %%al", : : "m"(watched) : CLOBBERS, "rax");
    disarm();
    expect_no_trap("a read of what is watched for writes");
}

extern const char execute_here[], cpuid_here[], exit_again[];

/* An instruction breakpoint comes before the instruction. SDM 3B, "Instruction-Breakpoint Exception Condition". */
GUEST(breakpoint_execute)
{
    arm(execute_here, 0);
    ATTEMPT("nop\n\t.globl execute_here\nexecute_here:\tnop", : : : CLOBBERS);
    expect_breakpoint("a fetch");
    EXPECT(trap_address == (uint64_t)execute_here, "stopped at 0x%llx", (unsigned long long)trap_address);
}

/* It comes before an exit too: the kernel has not done the instruction. SDM 3C,
   "Relative Priority of Faults and VM Exits". */
GUEST(breakpoint_before_exit)
{
    uint64_t rax = 0;
    arm(cpuid_here, 0);
    ATTEMPT("nop\n\t.globl cpuid_here\ncpuid_here:\tcpuid", : "+a"(rax) : "c"(0) : CLOBBERS, "rbx", "rdx");
    expect_breakpoint("a fetch of CPUID");
    EXPECT(trap_address == (uint64_t)cpuid_here, "stopped at 0x%llx", (unsigned long long)trap_address);
    EXPECT(rax == 0, "CPUID was done");
}

/* RFLAGS.RF lets one instruction pass and is clear behind it, also if the kernel did it. SDM 3A,
   "Interrupt 1—Debug Exception (#DB)". */
GUEST(resume_flag)
{
    uint64_t rounds = 0;
    arm(exit_again, 0);
    ATTEMPT("mov %%rsp, %%rcx\n\tpush $0x10\n\tpush %%rcx\n\tpushfq\n\torl $0x10000, (%%rsp)\n\tpush $8\n\t"
            "lea exit_again(%%rip), %%rax\n\tpush %%rax\n\tiretq\n\t"
            ".globl exit_again\nexit_again:\tcpuid\n\tinc %%rsi\n\tjmp exit_again",
        : "+S"(rounds) : : CLOBBERS, "rax", "rbx", "rcx", "rdx");
    expect_breakpoint("a fetch of CPUID behind RFLAGS.RF");
    EXPECT(rounds == 1, "CPUID was done %llu times", (unsigned long long)rounds);
    EXPECT(trap_address == (uint64_t)exit_again, "stopped at 0x%llx", (unsigned long long)trap_address);
}

/* A read of what is watched, by the instruction before one that exits. SDM 3B,
   "Data Memory and I/O Breakpoint Exception Conditions". */
GUEST(breakpoint_then_exit)
{
    uint64_t start;
    arm(&watched, DR7_WRITE_8);
    ATTEMPT("lea 2f(%%rip), %1\n\tmovq $1, %0\n2:\tcpuid", : "=m"(watched), "=S"(start) : "a"(0), "c"(0)
        : CLOBBERS, "rbx", "rdx");
    expect_breakpoint("a write before CPUID");
    EXPECT(trap_address == start, "stopped %lld bytes behind the write", (long long)(trap_address - start));
}

/* A breakpoint on what MOV SS reads waits for the instruction behind it. SDM 3A,
   "Masking Exceptions and Interrupts When Switching Stacks". */
GUEST(shadow_breakpoint)
{
    uint64_t end;
    arm(&selector, DR7_ACCESS_2);
    ATTEMPT("lea 2f(%%rip), %0\n\tmov %1, %%ss\n\tnop\n2:\tnop", : "=&S"(end) : "m"(selector) : CLOBBERS);
    expect_breakpoint("a breakpoint on what MOV SS reads");
    EXPECT(trap_address == end, "stopped %lld bytes behind NOP", (long long)(trap_address - end));
}

/* It waits for an instruction that exits, too, and is not lost there, nor is a single step beside it. SDM 3C,
   "Guest Non-Register State". */
GUEST(shadow_breakpoint_and_exit)
{
    uint64_t end;
    arm(&selector, DR7_ACCESS_2);
    ATTEMPT("lea 2f(%%rip), %0\n\tpushfq\n\torl $0x100, (%%rsp)\n\tpopfq\n\tmov %1, %%ss\n\tcpuid\n2:\tnop\n\tnop",
        : "=&S"(end) : "m"(selector) : CLOBBERS, "rax", "rbx", "rcx", "rdx");
    expect_breakpoint("a breakpoint on what MOV SS reads, before CPUID");
    EXPECT(trap_address == end, "stopped %lld bytes behind CPUID", (long long)(trap_address - end));
    EXPECT((read_dr6() & DR6_B0) != 0, "DR6 is 0x%llx", (unsigned long long)read_dr6());
}
