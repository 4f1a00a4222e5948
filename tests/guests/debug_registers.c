/* Debug registers: they are the partition's, and what the manual refuses is refused. */
#include "guests.h"

#define DR6_CLEAR 0xffff0ff0ull
#define DR6_BD (1ull << 13)
#define DR7_CLEAR 0x400ull
#define DR7_GD (1ull << 13)

/* DR0 to DR3 keep 64 bits. SDM 3B, "Debug Address Registers (DR0-DR3)". */
GUEST(dr_addresses)
{
    uint64_t values[4];
    __asm__ volatile("mov %0, %%dr0\n\tmov %1, %%dr1\n\tmov %2, %%dr2\n\tmov %3, %%dr3"
                     : : "r"(1ull), "r"(0xffff800000000000ull), "r"(0x7fffffffffffull), "r"(0x123456789abcull));
    __asm__ volatile("mov %%dr0, %0\n\tmov %%dr1, %1\n\tmov %%dr2, %2\n\tmov %%dr3, %3"
                     : "=r"(values[0]), "=r"(values[1]), "=r"(values[2]), "=r"(values[3]));
    EXPECT(values[0] == 1, "DR0 is 0x%llx", (unsigned long long)values[0]);
    EXPECT(values[1] == 0xffff800000000000ull, "DR1 is 0x%llx", (unsigned long long)values[1]);
    EXPECT(values[2] == 0x7fffffffffffull, "DR2 is 0x%llx", (unsigned long long)values[2]);
    EXPECT(values[3] == 0x123456789abcull, "DR3 is 0x%llx", (unsigned long long)values[3]);
}

/* The upper halves of DR6 and DR7 are reserved: #GP(0). SDM 3B, "Debug Registers and Intel 64 Processors". */
GUEST(dr_high_bits)
{
    write_dr6(DR6_CLEAR | 1ull << 32);
    expect_trap(VECTOR_GP, 0, "a high bit of DR6");
    write_dr7(DR7_CLEAR | 1ull << 32);
    expect_trap(VECTOR_GP, 0, "a high bit of DR7");
    write_dr7(DR7_CLEAR | 1ull << 63);
    expect_trap(VECTOR_GP, 0, "the last bit of DR7");
}

/* Reserved bits of the lower halves have fixed values. SDM 3B, "Debug Control Register (DR7)". */
GUEST(dr_fixed_bits)
{
    write_dr7(0);
    expect_no_trap("DR7 of zeros");
    EXPECT(read_dr7() == DR7_CLEAR, "DR7 is 0x%llx", (unsigned long long)read_dr7());
    write_dr6(0);
    expect_no_trap("DR6 of zeros");
    EXPECT(read_dr6() == DR6_CLEAR, "DR6 is 0x%llx", (unsigned long long)read_dr6());
}

/* Without CR4.DE DR4 and DR5 are DR6 and DR7; with it, they raise #UD. SDM 3B, "Debug Registers DR4 and DR5". */
GUEST(dr_aliases)
{
    uint64_t value;
    __asm__ volatile("mov %%db5, %0" : "=r"(value));
    EXPECT(value == DR7_CLEAR, "DR5 is 0x%llx", (unsigned long long)value);
    write_cr4(read_cr4() | CR4_DE);
    expect_no_trap("CR4.DE");
    ATTEMPT("mov %%db4, %%rax", : : : CLOBBERS, "rax");
    expect_trap(VECTOR_UD, 0, "MOV from DR4 with CR4.DE");
    ATTEMPT("mov %%rax, %%db5", : : : CLOBBERS);
    expect_trap(VECTOR_UD, 0, "MOV to DR5 with CR4.DE");
}

/* With DR7.GD the next access raises #DB, which clears GD. SDM 3B, "General-Detect Exception Condition". */
GUEST(dr_general_detect)
{
    write_dr6(DR6_CLEAR);
    write_dr7(DR7_CLEAR | DR7_GD);
    ATTEMPT("mov %%dr0, %%rax", : : : CLOBBERS, "rax");
    expect_trap(VECTOR_DB, 0, "MOV from DR0 with DR7.GD");
    EXPECT(read_dr7() == DR7_CLEAR, "DR7 is 0x%llx", (unsigned long long)read_dr7());
}

/* It tells of itself in DR6. SDM 3B, "Debug Status Register (DR6)". */
GUEST(dr_general_detect_status)
{
    write_dr6(DR6_CLEAR);
    write_dr7(DR7_CLEAR | DR7_GD);
    ATTEMPT("mov %%dr0, %%rax", : : : CLOBBERS, "rax");
    EXPECT((read_dr6() & DR6_BD) != 0, "DR6 is 0x%llx: BD is clear", (unsigned long long)read_dr6());
}

USER_CODE_OF(user_read_dr0, "mov %dr0, %rax\n\tud2");
USER_CODE_OF(user_write_dr7, "mov %rax, %dr7\n\tud2");

/* At CPL 3 they raise #GP(0). SDM 2B, "MOV—Move to/from Debug Registers". */
GUEST(dr_cpl3)
{
    RUN_USER(user_read_dr0);
    expect_trap(VECTOR_GP, 0, "MOV from DR0 at CPL 3");
    RUN_USER(user_write_dr7);
    expect_trap(VECTOR_GP, 0, "MOV to DR7 at CPL 3");
}
