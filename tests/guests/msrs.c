/* MSRs: the partition's own work, all others raise #GP(0). */
#include "guests.h"

enum {
    IA32_TSC = 0x10,
    IA32_APIC_BASE = 0x1b,
    IA32_FEATURE_CONTROL = 0x3a,
    IA32_BIOS_UPDT_TRIG = 0x79,
    IA32_SMM_MONITOR_CTL = 0x9b,
    IA32_SYSENTER_CS = 0x174,
    IA32_SYSENTER_ESP = 0x175,
    IA32_DEBUGCTL = 0x1d9,
    IA32_MTRR_PHYSBASE0 = 0x200,
    IA32_PAT = 0x277,
    IA32_MTRR_DEF_TYPE = 0x2ff,
    IA32_VMX_BASIC = 0x480,
    X2APIC_ICR = 0x830,
};

static const uint32_t efer_msr = 0xc0000080;

static void try_read(uint32_t number)
{
    ATTEMPT("rdmsr", : : "c"(number) : CLOBBERS, "eax", "edx");
}

static void try_write(uint32_t number, uint64_t value)
{
    ATTEMPT("wrmsr", : : "c"(number), "a"((uint32_t)value), "d"((uint32_t)(value >> 32)) : CLOBBERS);
}

static void check_denied(void)
{
    static const uint32_t denied[] = {
        IA32_APIC_BASE, IA32_FEATURE_CONTROL, IA32_SMM_MONITOR_CTL, IA32_MTRR_PHYSBASE0, IA32_MTRR_DEF_TYPE,
        IA32_VMX_BASIC, X2APIC_ICR, 0xc0010010, 0xc0010114, 0xc0010117, 0xc0011029, 0x2000, 0x40000000, 0xc0002000,
        0xdeadbeef, 0xffffffff,
    };
    for (size_t i = 0; i < sizeof denied / sizeof denied[0]; i++) {
        try_read(denied[i]);
        EXPECT(trap_count == 1, "MSR 0x%x can be read", denied[i]);
        expect_trap(VECTOR_GP, 0, "RDMSR");
        try_write(denied[i], 0);
        EXPECT(trap_count == 1, "MSR 0x%x can be written", denied[i]);
        expect_trap(VECTOR_GP, 0, "WRMSR");
    }

    try_write(IA32_TSC, 0);
    expect_trap(VECTOR_GP, 0, "WRMSR of the TSC");
    try_write(IA32_BIOS_UPDT_TRIG, 0x1000);
    expect_trap(VECTOR_GP, 0, "WRMSR of a microcode update");
    try_write(IA32_DEBUGCTL, 1);
    expect_trap(VECTOR_GP, 0, "WRMSR of IA32_DEBUGCTL");
}

static void check_own(uint32_t number, uint64_t value)
{
    uint64_t before = read_msr(number);
    write_msr(number, value);
    EXPECT(read_msr(number) == value, "MSR 0x%x does not keep what is written", number);
    write_msr(number, before);
}

static void check_efer(void)
{
    const uint64_t sce = 1 << 0, lme = 1 << 8, nxe = 1 << 11, svme = 1 << 12;
    uint64_t efer = read_msr(efer_msr);
    EXPECT(efer == 0xd00, "EFER is 0x%llx", (unsigned long long)efer);
    try_write(efer_msr, efer | svme);
    expect_trap(VECTOR_GP, 0, "EFER.SVME");
    try_write(efer_msr, efer & ~lme);
    expect_trap(VECTOR_GP, 0, "EFER.LME under paging");
    try_write(efer_msr, efer | 1 << 9);
    expect_trap(VECTOR_GP, 0, "a reserved bit of EFER");
    EXPECT(read_msr(efer_msr) == efer, "a refused write changed EFER");
    check_own(efer_msr, efer | sce);
    check_own(efer_msr, efer | sce | nxe);
}

GUEST(msrs)
{
    check_denied();
    check_efer();
    check_own(0xc0000081, 0x0013000800000000ull);   /* STAR */
    check_own(0xc0000082, 0xffff800000201000ull);   /* LSTAR */
    check_own(0xc0000084, 0x47700);                 /* FMASK */
    check_own(0xc0000100, 0x0000123456789000ull);   /* FS.base */
    check_own(0xc0000101, 0x0000765432109000ull);   /* GS.base */
    check_own(0xc0000102, 0xffffffffffff0000ull);   /* KernelGSbase */
    check_own(IA32_SYSENTER_CS, 8);
    check_own(IA32_SYSENTER_ESP, 0x201000);
    check_own(IA32_PAT, 0x0007040600070401ull);
    try_write(IA32_PAT, 0x0007040600070402ull);
    expect_trap(VECTOR_GP, 0, "a reserved type in IA32_PAT");
}

/* The processor's own check: the MSR is the partition's. */
GUEST(canonical_msr)
{
    try_write(0xc0000082, 0x8000000000000000ull);
    expect_trap(VECTOR_GP, 0, "LSTAR that is not canonical");
}
