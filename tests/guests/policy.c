/* Policy: what a plan grants and hides, MSRs, features of CPUID, hypercalls from CPL 3. */
#include "guests.h"

enum { IA32_MTRRCAP = 0xfe, TRIES = 8 };

static const uint32_t tsc_aux_msr = 0xc0000103;

/* EBX of CPUID leaf 4000_0000H, and features: of leaf 1 in ECX, of leaf 7 in EBX. */
#define SIGNATURE 0x7263694du
#define SSSE3 (1u << 9)
#define SSE4_2 (1u << 20)
#define HYPERVISOR (1u << 31)
#define SMEP (1u << 7)

static uint64_t least(uint64_t left, uint64_t right)
{
    return left < right ? left : right;
}

/* What exits costs more than what asks for the least that an exit can do. */
static int exits(uint32_t msr)
{
    uint64_t unused;
    uint64_t write_ticks = ~0ull;
    uint64_t exit_ticks = ~0ull;
    for (unsigned i = 0; i < TRIES; i++) {
        uint64_t start = mhv_tsc();
        write_msr(msr, i);
        uint64_t written = mhv_tsc();
        (void)mhv_hypercall(MHV_HYPERCALL_NONE, 0, 0, &unused);
        exit_ticks = least(exit_ticks, mhv_tsc() - written);
        write_ticks = least(write_ticks, written - start);
    }

    return write_ticks >= exit_ticks;
}

/* A granted MSR is the machine's, as far as it is granted, and does not exit. docs/system-toml.md */
GUEST(granted_msrs)
{
    try_read_msr(IA32_MTRRCAP);
    expect_no_trap("RDMSR of a granted MSR");
    uint64_t capabilities = read_msr(IA32_MTRRCAP);
    EXPECT((capabilities & 0xff) != 0, "IA32_MTRRCAP is 0x%llx", (unsigned long long)capabilities);
    try_write_msr(IA32_MTRRCAP, capabilities);
    expect_trap(VECTOR_GP, 0, "WRMSR of an MSR that is granted for reading");
    try_read_msr(IA32_MTRRCAP + 1);
    expect_trap(VECTOR_GP, 0, "RDMSR of the MSR behind a granted one");

    uint32_t aux;
    try_write_msr(tsc_aux_msr, 0x12345678);
    expect_no_trap("WRMSR of a granted MSR");
    EXPECT(read_msr(tsc_aux_msr) == 0x12345678, "IA32_TSC_AUX does not keep what is written");
    __asm__ volatile("rdtscp" : "=c"(aux) : : "eax", "edx");
    EXPECT(aux == 0x12345678, "RDTSCP says 0x%x", aux);
    EXPECT(!exits(tsc_aux_msr), "a granted MSR exits");
}

/* It is granted to nobody else. docs/system-toml.md */
GUEST(ungranted_msrs)
{
    try_read_msr(IA32_MTRRCAP);
    expect_trap(VECTOR_GP, 0, "RDMSR of an MSR that another partition is granted");
    EXPECT(exits(tsc_aux_msr), "an MSR that another partition is granted does not exit");
}

/* What is hidden is hidden, and nothing else is. docs/system-toml.md */
GUEST(hidden_features)
{
    EXPECT((cpuid(1, 0).ecx & (SSE4_2 | HYPERVISOR)) == 0, "leaf 1 shows what is hidden");
    EXPECT((cpuid(1, 5).ecx & (SSE4_2 | HYPERVISOR)) == 0, "leaf 1 shows what is hidden if ECX is 5");
    EXPECT((cpuid(7, 0).ebx & SMEP) == 0, "leaf 7 shows what is hidden");
    EXPECT(cpuid(0x40000000, 0).ebx == (SIGNATURE & ~1u), "a hypervisor's leaf shows what is hidden, or hides more");
    EXPECT((cpuid(1, 0).ecx & SSSE3) != 0, "leaf 1 hides more than it should");
}

/* It is hidden from nobody else. docs/system-toml.md */
GUEST(shown_features)
{
    EXPECT((cpuid(1, 0).ecx & (SSE4_2 | HYPERVISOR)) == (SSE4_2 | HYPERVISOR), "leaf 1 hides from another partition");
    EXPECT(cpuid(0x40000000, 0).ebx == SIGNATURE, "a hypervisor's leaf hides from another partition");
}

#define CALL_AND_STOP(number, instruction) "mov $" #number ", %eax\n\txor %edi, %edi\n\t" instruction "\n\tud2"

USER_CODE_OF(vmcall_none, CALL_AND_STOP(0, "vmcall"));
USER_CODE_OF(vmmcall_none, CALL_AND_STOP(0, "vmmcall"));
USER_CODE_OF(vmcall_yield, CALL_AND_STOP(1, "vmcall"));
USER_CODE_OF(vmmcall_yield, CALL_AND_STOP(1, "vmmcall"));
USER_CODE_OF(vmcall_report, CALL_AND_STOP(3, "vmcall"));
USER_CODE_OF(vmmcall_report, CALL_AND_STOP(3, "vmmcall"));

/* Where the hypercall stands in that code, and what stands behind it. */
enum { CALL = 7, BEHIND = 10 };

#define RUN_EITHER(vmcall, vmmcall) (is_vmmcall ? RUN_USER(vmmcall) : RUN_USER(vmcall))

/* With user-hypercalls a partition's programs speak for it. docs/hypercalls.md */
GUEST(user_hypercalls)
{
    int is_vmmcall = mhv_information()->hypercall_instruction == MHV_HYPERCALL_INSTRUCTION_VMMCALL;
    RUN_EITHER(vmcall_none, vmmcall_none);
    expect_trap(VECTOR_UD, 0, "UD2 behind a hypercall at CPL 3");
    expect_stop(BEHIND, "a hypercall at CPL 3");
    RUN_EITHER(vmcall_yield, vmmcall_yield);
    expect_trap(VECTOR_UD, 0, "UD2 behind a yield at CPL 3");
    expect_stop(BEHIND, "a yield at CPL 3");
    RUN_EITHER(vmmcall_none, vmcall_none);
    expect_trap(VECTOR_UD, 0, "the other vendor's hypercall at CPL 3");
    expect_stop(CALL, "the other vendor's hypercall at CPL 3");
    RUN_EITHER(vmcall_report, vmmcall_report);
    mhv_fail("a report at CPL 3 did not end the partition");
}
