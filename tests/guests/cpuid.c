/* CPUID: virtualization is hidden, the hypervisor named, and only what is switched is shown. */
#include "guests.h"

enum { LAST_BASIC = 0xd, EXTENDED_STATE = 0xd, LAST_COMPONENT = 63 };

#define OSXSAVE (1u << 27)

static int is_empty(struct cpuid answer)
{
    return (answer.eax | answer.ebx | answer.ecx | answer.edx) == 0;
}

/* VMX, SMX, SVM and MONITOR are hidden. SDM 2A, "CPUID—CPU Identification". */
GUEST(cpuid_virtualization)
{
    const uint32_t monitor = 1u << 3, vmx = 1u << 5, smx = 1u << 6, svm = 1u << 2;
    EXPECT((cpuid(1, 0).ecx & (monitor | vmx | smx)) == 0, "leaf 1 is 0x%x", cpuid(1, 0).ecx);
    EXPECT((cpuid(0x80000001, 0).ecx & svm) == 0, "SVM is visible");
    EXPECT(is_empty(cpuid(0x8000000a, 0)), "the SVM leaf is visible");
}

/* MTRRs and machine checks are hidden: no partition has them. SDM 2A, "CPUID—CPU Identification". */
GUEST(cpuid_absent_devices)
{
    const uint32_t mce = 1u << 7, mtrr = 1u << 12, mca = 1u << 14;
    EXPECT((cpuid(1, 0).edx & (mce | mtrr | mca)) == 0, "leaf 1 has EDX 0x%x", cpuid(1, 0).edx);
    EXPECT((cpuid(0x80000001, 0).edx & (mce | mtrr | mca)) == 0, "AMD's copy of leaf 1 shows them");
}

/* Leaf 40000000H names the hypervisor, 40000001H the partition. docs/hypercalls.md */
GUEST(cpuid_hypervisor)
{
    struct cpuid signature = cpuid(MHV_HYPERVISOR_LEAF_SIGNATURE, 0);
    EXPECT((cpuid(1, 0).ecx & 1u << 31) != 0, "the hypervisor bit is clear");
    EXPECT(signature.eax == MHV_HYPERVISOR_LEAF_PARTITION, "the last hypervisor leaf is 0x%x", signature.eax);
    EXPECT(signature.ebx == 0x7263694d && signature.ecx == 0x0056486f && signature.edx == 0,
        "the signature is another");
    EXPECT(cpuid(MHV_HYPERVISOR_LEAF_PARTITION, 0).ebx == mhv_information()->partition_index,
        "the partition's number is another");
}

/* Leaves that nobody knows are zero, and the largest ones are bounded. SDM 2A, "CPUID—CPU Identification". */
GUEST(cpuid_unknown_leaf)
{
    static const uint32_t unknown[] = { 3, 5, 6, 0xa, 0xb, 0x12345678, 0x40000002, 0x400000ff, 0x7fffffff, 0x8000001f,
        0xffffffff };
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        EXPECT(is_empty(cpuid(unknown[i], 0)), "leaf 0x%x has an answer", unknown[i]);
    }

    EXPECT(cpuid(0, 0).eax <= LAST_BASIC, "the last leaf is 0x%x", cpuid(0, 0).eax);
    EXPECT(cpuid(0x80000000, 0).eax <= 0x80000008, "the last extended leaf is 0x%x", cpuid(0x80000000, 0).eax);
}

/* There is one logical processor, with APIC identifier 0. SDM 2A, "CPUID—CPU Identification". */
GUEST(cpuid_topology)
{
    EXPECT((cpuid(1, 0).ebx & 0xffff0000) == 0x10000, "leaf 1 has EBX 0x%x", cpuid(1, 0).ebx);
}

/* OSXSAVE follows CR4.OSXSAVE. SDM 2A, "CPUID—CPU Identification". */
GUEST(cpuid_osxsave)
{
    require((cpuid(1, 0).ecx & 1u << 26) != 0, "XSAVE");
    EXPECT((cpuid(1, 0).ecx & OSXSAVE) == 0, "OSXSAVE is set before CR4.OSXSAVE");
    write_cr4(read_cr4() | CR4_OSXSAVE);
    expect_no_trap("CR4.OSXSAVE");
    EXPECT((cpuid(1, 0).ecx & OSXSAVE) != 0, "OSXSAVE is clear after CR4.OSXSAVE");
    write_cr4(read_cr4() & ~CR4_OSXSAVE);
    expect_no_trap("CR4.OSXSAVE cleared");
    EXPECT((cpuid(1, 0).ecx & OSXSAVE) == 0, "OSXSAVE stays");
}

/* Of extended state only x87 to AVX-512 and PKRU are shown, and nothing of supervisor state. SDM 2A,
   "CPUID—CPU Identification". */
GUEST(cpuid_extended_state)
{
    const uint32_t components = 0x2e7, xsaves = 1u << 3;
    EXPECT((cpuid(EXTENDED_STATE, 0).eax & ~components) == 0, "components 0x%x", cpuid(EXTENDED_STATE, 0).eax);
    EXPECT(cpuid(EXTENDED_STATE, 0).edx == 0, "components 0x%x << 32", cpuid(EXTENDED_STATE, 0).edx);
    EXPECT((cpuid(EXTENDED_STATE, 1).eax & xsaves) == 0, "XSAVES is visible");
    EXPECT((cpuid(EXTENDED_STATE, 1).ecx | cpuid(EXTENDED_STATE, 1).edx) == 0, "supervisor state is visible");
    for (uint32_t i = 2; i <= LAST_COMPONENT; i++) {
        int is_shown = i < 32 && (components >> i & 1) != 0;
        EXPECT(is_shown || is_empty(cpuid(EXTENDED_STATE, i)), "component %u has an answer", i);
    }
}

/* The four registers get 32 bits each, with zeros above; all others stay. SDM 2A, "CPUID—CPU Identification". */
GUEST(cpuid_registers)
{
    const uint64_t kept = 0x0123456789abcdefull;
    uint64_t rax = 0xffffffff00000000ull, rbx = ~0ull, rcx = 0xffffffff00000000ull, rdx = ~0ull, rsi = kept, r8, r15;
    __asm__ volatile("mov %%rsi, %%r8\n\tmov %%rsi, %%r15\n\tcpuid"
                     : "+a"(rax), "+b"(rbx), "+c"(rcx), "+d"(rdx), "+S"(rsi) : : "r8", "r15");
    EXPECT((rax | rbx | rcx | rdx) >> 32 == 0, "CPUID leaves upper halves");
    __asm__ volatile("mov %2, %%r8\n\tmov %2, %%r15\n\txor %%eax, %%eax\n\tcpuid\n\tmov %%r8, %0\n\tmov %%r15, %1"
                     : "=&D"(r8), "=&S"(r15) : "r"(kept) : "rax", "rbx", "rcx", "rdx", "r8", "r15");
    EXPECT(rsi == kept && r8 == kept && r15 == kept, "CPUID changes other registers");
}

USER_CODE_OF(user_cpuid, "xor %eax, %eax\n\tcpuid\n\tud2");

/* CPUID works at CPL 3. SDM 2A, "CPUID—CPU Identification". */
GUEST(cpuid_cpl3)
{
    RUN_USER(user_cpuid);
    expect_trap(VECTOR_UD, 0, "UD2 behind CPUID");
    expect_stop(4, "CPUID at CPL 3");
}

/* Prefixes that mean nothing to CPUID do not hurt it. SDM 2A, "Instruction Prefixes". */
GUEST(cpuid_prefixes)
{
    ATTEMPT(".byte 0x66, 0x0f, 0xa2", : : "a"(0), "c"(0) : CLOBBERS, "rbx", "rdx");
    expect_no_trap("66 CPUID");
    ATTEMPT(".byte 0xf3, 0x0f, 0xa2", : : "a"(0), "c"(0) : CLOBBERS, "rbx", "rdx");
    expect_no_trap("F3 CPUID");
    ATTEMPT(".byte 0x2e, 0x67, 0x48, 0x0f, 0xa2", : : "a"(0), "c"(0) : CLOBBERS, "rbx", "rdx");
    expect_no_trap("2E 67 48 CPUID");
    ATTEMPT(".byte 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x0f, 0xa2",
        : : "a"(0), "c"(0) : CLOBBERS, "rbx", "rdx");
    expect_no_trap("CPUID of 15 bytes");
}
