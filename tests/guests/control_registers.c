/* Control registers: what the manual refuses is refused, and what the partition believes is what it reads. */
#include "guests.h"

#define CR0_PE (1ull << 0)
#define CR0_TS (1ull << 3)
#define CR0_AM (1ull << 18)
#define CR0_NW (1ull << 29)
#define CR0_CD (1ull << 30)
#define CR0_PG (1ull << 31)
#define CR4_PAE (1ull << 5)
#define CR4_PGE (1ull << 7)
#define CR4_VMXE (1ull << 13)

static uint64_t read_cr0(void)
{
    uint64_t value;
    __asm__ volatile("mov %%cr0, %0" : "=r"(value) : : "memory");
    return value;
}

static uint64_t read_cr4(void)
{
    uint64_t value;
    __asm__ volatile("mov %%cr4, %0" : "=r"(value) : : "memory");
    return value;
}

static void write_cr0(uint64_t value)
{
    ATTEMPT("mov %0, %%cr0", : : "r"(value) : CLOBBERS);
}

static void write_cr4(uint64_t value)
{
    ATTEMPT("mov %0, %%cr4", : : "r"(value) : CLOBBERS);
}

static void write_cr8(uint64_t value)
{
    ATTEMPT("mov %0, %%cr8", : : "r"(value) : CLOBBERS);
}

static void check_cr0(void)
{
    uint64_t start = read_cr0();
    EXPECT(start == 0x80010033, "CR0 is 0x%llx", (unsigned long long)start);
    write_cr0(start | CR0_NW);
    expect_trap(VECTOR_GP, 0, "CR0.NW without CD");
    write_cr0(start & ~CR0_PG);
    expect_trap(VECTOR_GP, 0, "CR0.PG cleared in 64-bit mode");
    write_cr0(start & ~CR0_PE);
    expect_trap(VECTOR_GP, 0, "CR0.PE cleared under paging");
    EXPECT(read_cr0() == start, "a refused write changed CR0");

    /* A guest's caches are everyone's: it sees its own CD and NW, and the processor does not. */
    write_cr0(start | CR0_CD | CR0_NW);
    expect_no_trap("CR0.CD and NW");
    EXPECT(read_cr0() == (start | CR0_CD | CR0_NW), "CR0.CD and NW are not read as written");
    write_cr0(start | CR0_CD);
    expect_no_trap("CR0.CD");
    EXPECT(read_cr0() == (start | CR0_CD), "CR0.CD is not read as written");
    write_cr0(start);
    expect_no_trap("CR0.CD cleared");
    EXPECT(read_cr0() == start, "CR0 is not what it was");
}

static void check_machine_status_word(void)
{
    uint64_t start = read_cr0();
    uint64_t status;
    __asm__ volatile("smsw %0" : "=r"(status));
    EXPECT((status & 0xffff) == (start & 0xffff), "SMSW gives 0x%llx", (unsigned long long)status);
    __asm__ volatile("lmsw %w0" : : "r"(start | CR0_TS) : "memory");
    EXPECT(read_cr0() == (start | CR0_TS), "LMSW does not set CR0.TS");
    ATTEMPT("movaps %%xmm0, %%xmm0", : : : CLOBBERS);
    expect_trap(VECTOR_NM, 0, "SSE with CR0.TS");
    __asm__ volatile("clts");
    EXPECT(read_cr0() == start, "CLTS does not clear CR0.TS");
    __asm__ volatile("lmsw %w0" : : "r"(0) : "memory");
    EXPECT((read_cr0() & CR0_PE) != 0, "LMSW clears CR0.PE");
    write_cr0(start);
}

/* TS changes without the kernel; what the kernel last saw of it is old. */
static void check_task_switched(void)
{
    const uint32_t pat = 0x277;
    uint64_t start = read_cr0();
    write_cr0((start ^ CR0_AM) | CR0_TS);
    __asm__ volatile("clts");
    write_msr(pat, read_msr(pat));
    EXPECT((read_cr0() & CR0_TS) == 0, "CR0.TS is back after WRMSR");
    write_cr0(start);
    write_cr0(start | CR0_TS);
    write_msr(pat, read_msr(pat));
    EXPECT((read_cr0() & CR0_TS) != 0, "CR0.TS is gone after WRMSR");
    write_cr0(start);
    EXPECT(read_cr0() == start, "CR0 is 0x%llx, not 0x%llx", (unsigned long long)read_cr0(), (unsigned long long)start);
}

static void check_cr4(void)
{
    uint64_t start = read_cr4();
    EXPECT(start == 0x620, "CR4 is 0x%llx", (unsigned long long)start);
    write_cr4(start | CR4_VMXE);
    expect_trap(VECTOR_GP, 0, "CR4.VMXE");
    write_cr4(start | 1ull << 31);
    expect_trap(VECTOR_GP, 0, "a reserved bit of CR4");
    write_cr4(start | 1ull << 63);
    expect_trap(VECTOR_GP, 0, "a high bit of CR4");
    write_cr4(start & ~CR4_PAE);
    expect_trap(VECTOR_GP, 0, "CR4.PAE cleared in 64-bit mode");
    EXPECT(read_cr4() == start, "a refused write changed CR4");
    write_cr4(start | CR4_PGE);
    expect_no_trap("CR4.PGE");
    EXPECT(read_cr4() == (start | CR4_PGE), "CR4.PGE is not read as written");
    write_cr4(start);
    expect_no_trap("CR4 as it was");
}

static void check_cr8(void)
{
    uint64_t value;
    write_cr8(5);
    expect_no_trap("CR8");
    __asm__ volatile("mov %%cr8, %0" : "=r"(value));
    EXPECT(value == 5, "CR8 is %llu, not 5", (unsigned long long)value);
    write_cr8(0);
    expect_no_trap("CR8 as it was");
}

GUEST(cr8_reserved_bit)
{
    write_cr8(16);
    expect_trap(VECTOR_GP, 0, "a reserved bit of CR8");
}

GUEST(cr0_high_bits)
{
    write_cr0(read_cr0() | 1ull << 32);
    expect_trap(VECTOR_GP, 0, "a high bit of CR0");
}

GUEST(control_registers)
{
    check_cr0();
    check_machine_status_word();
    check_task_switched();
    check_cr4();
    check_cr8();
}

GUEST(cr3_reserved_bit)
{
    ATTEMPT("mov %0, %%cr3", : : "r"(1ull << 62) : CLOBBERS);
    expect_trap(VECTOR_GP, 0, "a reserved bit of CR3");
}
