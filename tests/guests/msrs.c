/* MSRs: some are the partition's own, some have a shadow or a constant, and all others raise #GP(0). */
#include "guests.h"

enum {
    IA32_TSC = 0x10,
    IA32_PLATFORM_ID = 0x17,
    IA32_FEATURE_CONTROL = 0x3a,
    IA32_BIOS_UPDT_TRIG = 0x79,
    IA32_BIOS_SIGN_ID = 0x8b,
    IA32_SMM_MONITOR_CTL = 0x9b,
    IA32_SYSENTER_CS = 0x174,
    IA32_SYSENTER_ESP = 0x175,
    IA32_SYSENTER_EIP = 0x176,
    IA32_MISC_ENABLE = 0x1a0,
    IA32_DEBUGCTL = 0x1d9,
    IA32_MTRR_PHYSBASE0 = 0x200,
    IA32_PAT = 0x277,
    IA32_MTRR_DEF_TYPE = 0x2ff,
    IA32_VMX_BASIC = 0x480,
};

#define IA32_EFER 0xc0000080u
#define IA32_STAR 0xc0000081u
#define IA32_LSTAR 0xc0000082u
#define IA32_CSTAR 0xc0000083u
#define IA32_FMASK 0xc0000084u
#define IA32_FS_BASE 0xc0000100u
#define IA32_GS_BASE 0xc0000101u
#define IA32_KERNEL_GS_BASE 0xc0000102u

#define EFER_SCE (1ull << 0)
#define EFER_LME (1ull << 8)
#define EFER_LMA (1ull << 10)
#define EFER_NXE (1ull << 11)
#define EFER_SVME (1ull << 12)

static void expect_denied(const uint32_t *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        try_read_msr(numbers[i]);
        EXPECT(trap_count == 1, "MSR 0x%x can be read", numbers[i]);
        expect_trap(VECTOR_GP, 0, "RDMSR");
        try_write_msr(numbers[i], 0);
        EXPECT(trap_count == 1, "MSR 0x%x can be written", numbers[i]);
        expect_trap(VECTOR_GP, 0, "WRMSR");
    }
}

/* What would reach the machine is denied: VMX, SVM, MTRRs, feature control. SDM 2B,
   "RDMSR—Read From Model Specific Register". */
GUEST(msr_denied)
{
    static const uint32_t denied[] = {
        IA32_FEATURE_CONTROL, IA32_SMM_MONITOR_CTL, IA32_MTRR_PHYSBASE0, IA32_MTRR_DEF_TYPE,
        IA32_VMX_BASIC, 0xc0010010, 0xc0010114, 0xc0010117, 0xc0011029,
    };
    expect_denied(denied, sizeof denied / sizeof denied[0]);
}

/* Numbers that no bitmap covers are denied. SDM 2B, "RDMSR—Read From Model Specific Register". */
GUEST(msr_unknown)
{
    static const uint32_t unknown[] = { 0x2000, 0x1fff, 0x40000000, 0x80000000, 0xbfffffff, 0xc0002000, 0xc0012000,
        0xdeadbeef, 0xffffffff };
    expect_denied(unknown, sizeof unknown / sizeof unknown[0]);
}

static void expect_kept(uint32_t number, uint64_t value)
{
    uint64_t before = read_msr(number);
    write_msr(number, value);
    EXPECT(read_msr(number) == value, "MSR 0x%x does not keep what is written", number);
    write_msr(number, before);
}

/* The MSRs of SYSCALL, SYSENTER, SWAPGS and the segment bases are the partition's. SDM 2D,
   "WRMSR—Write to Model Specific Register". */
GUEST(msr_own)
{
    expect_kept(IA32_STAR, 0x0013000800000000ull);
    expect_kept(IA32_LSTAR, 0xffff800000201000ull);
    expect_kept(IA32_FMASK, 0x47700);
    expect_kept(IA32_FS_BASE, 0x0000123456789000ull);
    expect_kept(IA32_GS_BASE, 0x0000765432109000ull);
    expect_kept(IA32_KERNEL_GS_BASE, 0xffffffffffff0000ull);
    expect_kept(IA32_SYSENTER_CS, 8);
    expect_kept(IA32_SYSENTER_ESP, 0x201000);
    expect_kept(IA32_SYSENTER_EIP, 0x202000);
}

/* Constants: what is read is the same for everyone, and what is written is refused. SDM 4,
   "Model-Specific Registers (MSRs)". */
GUEST(msr_constant)
{
    EXPECT(read_msr(IA32_PLATFORM_ID) == 0, "IA32_PLATFORM_ID is 0x%llx", (unsigned long long)read_msr(IA32_PLATFORM_ID));
    EXPECT(read_msr(IA32_MISC_ENABLE) == 1, "IA32_MISC_ENABLE is 0x%llx", (unsigned long long)read_msr(IA32_MISC_ENABLE));
    EXPECT(read_msr(IA32_DEBUGCTL) == 0, "IA32_DEBUGCTL is 0x%llx", (unsigned long long)read_msr(IA32_DEBUGCTL));
    try_write_msr(IA32_PLATFORM_ID, 0);
    expect_trap(VECTOR_GP, 0, "WRMSR of IA32_PLATFORM_ID");
    try_write_msr(IA32_MISC_ENABLE, 1);
    expect_trap(VECTOR_GP, 0, "WRMSR of IA32_MISC_ENABLE");
    try_write_msr(IA32_DEBUGCTL, 1);
    expect_trap(VECTOR_GP, 0, "WRMSR of IA32_DEBUGCTL");
    try_write_msr(IA32_DEBUGCTL, 0);
    expect_no_trap("WRMSR of IA32_DEBUGCTL with 0");
}

/* No microcode is loaded, and its revision is 0. SDM 3A, "Microcode Update Facilities". */
GUEST(msr_microcode)
{
    try_write_msr(IA32_BIOS_UPDT_TRIG, 0x1000);
    expect_trap(VECTOR_GP, 0, "WRMSR of a microcode update");
    write_msr(IA32_BIOS_SIGN_ID, 0);
    (void)cpuid(1, 0);
    EXPECT(read_msr(IA32_BIOS_SIGN_ID) == 0, "the revision is 0x%llx", (unsigned long long)read_msr(IA32_BIOS_SIGN_ID));
}

/* The TSC can be read, and not written. SDM 3B, "Time-Stamp Counter". */
GUEST(msr_tsc)
{
    uint64_t before = mhv_tsc();
    uint64_t between = read_msr(IA32_TSC);
    uint64_t after = mhv_tsc();
    EXPECT(before <= between && between <= after, "RDMSR of the TSC is not between two RDTSC");
    try_write_msr(IA32_TSC, 0);
    expect_trap(VECTOR_GP, 0, "WRMSR of the TSC");
}

/* IA32_PAT is shadowed; types 2, 3 and above 7 raise #GP(0). SDM 3A, "Page Attribute Table (PAT)". */
GUEST(msr_pat)
{
    expect_kept(IA32_PAT, 0x0007040600070401ull);
    try_write_msr(IA32_PAT, 0x0007040600070402ull);
    expect_trap(VECTOR_GP, 0, "type 2");
    try_write_msr(IA32_PAT, 0x0307040600070406ull);
    expect_trap(VECTOR_GP, 0, "type 3 in the last byte");
    try_write_msr(IA32_PAT, 0x0008040600070406ull);
    expect_trap(VECTOR_GP, 0, "type 8");
}

/* EFER: SVME, reserved bits, and LME under paging raise #GP(0) and change nothing. SDM 3A,
   "Extended Feature Enable Register". */
GUEST(efer_refused)
{
    uint64_t efer = read_msr(IA32_EFER);
    EXPECT(efer == (EFER_LME | EFER_LMA | EFER_NXE), "EFER is 0x%llx", (unsigned long long)efer);
    try_write_msr(IA32_EFER, efer | EFER_SVME);
    expect_trap(VECTOR_GP, 0, "EFER.SVME");
    try_write_msr(IA32_EFER, efer & ~EFER_LME);
    expect_trap(VECTOR_GP, 0, "EFER.LME under paging");
    for (unsigned bit = 9; bit < 64; bit += bit == 9 ? 4 : 1) {
        try_write_msr(IA32_EFER, efer | 1ull << bit);
        expect_trap(VECTOR_GP, 0, "a reserved bit of EFER");
    }

    EXPECT(read_msr(IA32_EFER) == efer, "a refused write changed EFER");
}

/* EFER.LMA is the processor's: what is written there does not count. SDM 3A, "Extended Feature Enable Register". */
GUEST(efer_lma)
{
    uint64_t efer = read_msr(IA32_EFER);
    try_write_msr(IA32_EFER, efer & ~EFER_LMA);
    expect_no_trap("EFER.LMA cleared");
    EXPECT(read_msr(IA32_EFER) == efer, "EFER is 0x%llx", (unsigned long long)read_msr(IA32_EFER));
}

/* EFER.SCE is read as written, and without it SYSCALL raises #UD. SDM 2B, "SYSCALL—Fast System Call". */
GUEST(efer_sce)
{
    expect_kept(IA32_EFER, read_msr(IA32_EFER) | EFER_SCE);
    ATTEMPT("syscall", : : : CLOBBERS, "rcx");
    expect_trap(VECTOR_UD, 0, "SYSCALL without EFER.SCE");
}

static char page[4096] __attribute__((aligned(4096)));

/* With EFER.NXE bit 63 of a page's entry forbids fetches. SDM 3A, "Page-Fault Exceptions". */
GUEST(efer_nxe)
{
    page[0] = (char)0xc3;
    map_page((uint64_t)page, PAGE_PRESENT | PAGE_WRITABLE | PAGE_NO_EXECUTE);
    ATTEMPT("call *%0", : : "r"(page) : CLOBBERS);
    expect_trap(VECTOR_PF, FAULT_PRESENT | FAULT_FETCH, "a fetch from a page without that right");
    EXPECT(trap_cr2 == (uint64_t)page, "CR2 is 0x%llx", (unsigned long long)trap_cr2);
    map_page((uint64_t)page, PAGE_PRESENT | PAGE_WRITABLE);
    ATTEMPT("call *%0", : : "r"(page) : CLOBBERS);
    expect_no_trap("a fetch from a page with that right");
}

/* The processor's own check of an MSR that is the partition's. SDM 2D, "WRMSR—Write to Model Specific Register". */
GUEST(canonical_msr)
{
    try_write_msr(IA32_LSTAR, 0x8000000000000000ull);
    expect_trap(VECTOR_GP, 0, "LSTAR that is not canonical");
}

/* RDMSR gives 32 bits each to RAX and RDX, WRMSR takes as many. SDM 2B, "RDMSR—Read From Model Specific Register". */
GUEST(msr_registers)
{
    const uint64_t high = 0xffffffff00000000ull;
    uint64_t rax = ~0ull, rdx = ~0ull;
    __asm__ volatile("rdmsr" : "+a"(rax), "+d"(rdx) : "c"(IA32_PAT));
    EXPECT((rax | rdx) >> 32 == 0, "RDMSR leaves upper halves");
    ATTEMPT("wrmsr", : : "a"(rax | high), "d"(rdx | high), "c"(IA32_PAT) : CLOBBERS);
    expect_no_trap("WRMSR with upper halves");
    EXPECT(read_msr(IA32_PAT) == (rdx << 32 | rax), "WRMSR takes another value");
}

/* Of RCX 32 bits count. SDM 2B, "RDMSR—Read From Model Specific Register". */
GUEST(msr_number)
{
    const uint64_t high = 0xffffffff00000000ull;
    uint64_t rax, rdx;
    __asm__ volatile("rdmsr" : "=a"(rax), "=d"(rdx) : "c"(high | IA32_PAT));
    EXPECT(read_msr(IA32_PAT) == (rdx << 32 | rax), "RDMSR gives another value");
    ATTEMPT("wrmsr", : : "a"(0x00070401), "d"(0x00070401), "c"(high | IA32_PAT) : CLOBBERS);
    expect_no_trap("WRMSR");
    EXPECT(read_msr(IA32_PAT) == 0x0007040100070401ull, "WRMSR writes elsewhere");
}

USER_CODE_OF(user_rdmsr, "mov $0xc0000080, %ecx\n\trdmsr\n\tud2");
USER_CODE_OF(user_wrmsr, "mov $0x277, %ecx\n\txor %eax, %eax\n\txor %edx, %edx\n\twrmsr\n\tud2");

/* RDMSR and WRMSR raise #GP(0) at CPL 3. SDM 2B, "RDMSR—Read From Model Specific Register". */
GUEST(msr_cpl3)
{
    RUN_USER(user_rdmsr);
    expect_trap(VECTOR_GP, 0, "RDMSR at CPL 3");
    expect_stop(5, "RDMSR at CPL 3");
    RUN_USER(user_wrmsr);
    expect_trap(VECTOR_GP, 0, "WRMSR at CPL 3");
    expect_stop(9, "WRMSR at CPL 3");
}
