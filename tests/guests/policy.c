/* What a plan may grant and hide: MSRs, features of CPUID, hypercalls from CPL 3. */
#include "guests.h"

enum { IA32_MTRRCAP = 0xfe, TRIES = 8 };

static const uint32_t tsc_aux_msr = 0xc0000103;

/* EBX of CPUID leaf 4000_0000H, and features: of leaf 1 in ECX, of leaf 7 in EBX. */
#define SIGNATURE 0x7263694du
#define SSSE3 (1u << 9)
#define SSE4_2 (1u << 20)
#define HYPERVISOR (1u << 31)
#define SMEP (1u << 7)

static uint64_t try_read(uint32_t number)
{
    uint32_t low = 0;
    uint32_t high = 0;
    ATTEMPT("rdmsr", : "+a"(low), "+d"(high) : "c"(number) : CLOBBERS);
    return (uint64_t)high << 32 | low;
}

static void try_write(uint32_t number, uint64_t value)
{
    ATTEMPT("wrmsr", : : "c"(number), "a"((uint32_t)value), "d"((uint32_t)(value >> 32)) : CLOBBERS);
}

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

GUEST(granted_msrs)
{
    uint64_t capabilities = try_read(IA32_MTRRCAP);
    expect_no_trap("RDMSR of a granted MSR");
    EXPECT((capabilities & 0xff) != 0, "IA32_MTRRCAP is 0x%llx", (unsigned long long)capabilities);
    try_write(IA32_MTRRCAP, capabilities);
    expect_trap(VECTOR_GP, 0, "WRMSR of an MSR that is granted for reading");
    (void)try_read(IA32_MTRRCAP + 1);
    expect_trap(VECTOR_GP, 0, "RDMSR of the MSR behind a granted one");

    uint32_t aux;
    try_write(tsc_aux_msr, 0x12345678);
    expect_no_trap("WRMSR of a granted MSR");
    EXPECT(try_read(tsc_aux_msr) == 0x12345678, "IA32_TSC_AUX does not keep what is written");
    __asm__ volatile("rdtscp" : "=c"(aux) : : "eax", "edx");
    EXPECT(aux == 0x12345678, "RDTSCP says 0x%x", aux);
    EXPECT(!exits(tsc_aux_msr), "a granted MSR exits");
}

GUEST(ungranted_msrs)
{
    (void)try_read(IA32_MTRRCAP);
    expect_trap(VECTOR_GP, 0, "RDMSR of an MSR that another partition is granted");
    EXPECT(exits(tsc_aux_msr), "an MSR that another partition is granted does not exit");
}

GUEST(hidden_features)
{
    EXPECT((cpuid(1, 0).ecx & (SSE4_2 | HYPERVISOR)) == 0, "leaf 1 shows what is hidden");
    EXPECT((cpuid(1, 5).ecx & (SSE4_2 | HYPERVISOR)) == 0, "leaf 1 shows what is hidden if ECX is 5");
    EXPECT((cpuid(7, 0).ebx & SMEP) == 0, "leaf 7 shows what is hidden");
    EXPECT(cpuid(0x40000000, 0).ebx == (SIGNATURE & ~1u), "a hypervisor's leaf shows what is hidden, or hides more");
    EXPECT((cpuid(1, 0).ecx & SSSE3) != 0, "leaf 1 hides more than it should");
}

GUEST(shown_features)
{
    EXPECT((cpuid(1, 0).ecx & (SSE4_2 | HYPERVISOR)) == (SSE4_2 | HYPERVISOR), "leaf 1 hides from another partition");
    EXPECT(cpuid(0x40000000, 0).ebx == SIGNATURE, "a hypervisor's leaf hides from another partition");
}

static char code[4096] __attribute__((aligned(4096)));
static char stack[4096] __attribute__((aligned(4096)));

/* At CPL 3: a number, the hypercall, UD2; its argument is 0. Returns where the hypercall stands. */
static const char *run_hypercall(unsigned char number, int is_vmmcall)
{
    const unsigned char bytes[] = {
        0xb8, number, 0, 0, 0,                                      /* mov eax, number */
        0x31, 0xff,                                                 /* xor edi, edi */
        0x0f, 0x01, (unsigned char)(is_vmmcall ? 0xd9 : 0xc1),      /* vmmcall or vmcall */
        0x0f, 0x0b,                                                 /* ud2 */
    };
    for (size_t i = 0; i < sizeof bytes; i++) {
        code[i] = (char)bytes[i];
    }

    run_at_cpl3(code, &stack[sizeof stack]);
    return &code[7];
}

GUEST(user_hypercalls)
{
    const uint64_t user = PAGE_PRESENT | PAGE_WRITABLE | PAGE_USER;
    int is_vmmcall = mhv_information()->hypercall_instruction == MHV_HYPERCALL_INSTRUCTION_VMMCALL;
    map_page((uint64_t)code, user);
    map_page((uint64_t)stack, user);

    const char *hypercall = run_hypercall(MHV_HYPERCALL_NONE, is_vmmcall);
    expect_trap(VECTOR_UD, 0, "UD2 behind a hypercall at CPL 3");
    EXPECT(trap_address == (uint64_t)hypercall + 3, "a hypercall at CPL 3 is refused");
    hypercall = run_hypercall(MHV_HYPERCALL_YIELD, is_vmmcall);
    expect_trap(VECTOR_UD, 0, "UD2 behind a yield at CPL 3");
    EXPECT(trap_address == (uint64_t)hypercall + 3, "a yield at CPL 3 is refused");
    hypercall = run_hypercall(MHV_HYPERCALL_NONE, !is_vmmcall);
    expect_trap(VECTOR_UD, 0, "the other vendor's hypercall at CPL 3");
    EXPECT(trap_address == (uint64_t)hypercall, "the other vendor's hypercall is one");

    (void)run_hypercall(MHV_HYPERCALL_REPORT, is_vmmcall);
    mhv_fail("a report at CPL 3 did not end the partition");
}
