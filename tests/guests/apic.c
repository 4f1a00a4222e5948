/* The virtual local APIC: its registers after reset, what may be written to them, and what is #GP. */
#include "interrupts.h"

/* What a partition finds: x2APIC mode, an id that is the virtual CPU's number, everything masked and off.
   SDM 3A, "Local APIC State After Power-Up or Reset". */
GUEST(apic_reset)
{
    const uint32_t x2apic = 1u << 21, deadline = 1u << 24, apic = 1u << 9;
    EXPECT((cpuid(1, 0).edx & apic) != 0, "CPUID shows no APIC");
    EXPECT((cpuid(1, 0).ecx & (x2apic | deadline)) == (x2apic | deadline), "leaf 1 has ECX 0x%x", cpuid(1, 0).ecx);
    EXPECT(cpuid(1, 0).ebx >> 24 == 0, "leaf 1 has EBX 0x%x", cpuid(1, 0).ebx);
    EXPECT(read_msr(IA32_APIC_BASE) == 0xfee00d00, "IA32_APIC_BASE is 0x%lx", read_msr(IA32_APIC_BASE));
    static const struct { uint32_t msr; uint64_t value; } expected[] = {
        { X2APIC_ID, 0 }, { X2APIC_VERSION, 0x30014 }, { X2APIC_TPR, 0 }, { X2APIC_PPR, 0 }, { X2APIC_LDR, 1 },
        { X2APIC_SVR, 0xff }, { X2APIC_ESR, 0 }, { X2APIC_ICR, 0 }, { X2APIC_LVT_TIMER, LVT_MASKED },
        { X2APIC_LVT_LINT0, LVT_MASKED }, { X2APIC_LVT_LINT1, LVT_MASKED }, { X2APIC_LVT_ERROR, LVT_MASKED },
        { X2APIC_INITIAL_COUNT, 0 }, { X2APIC_CURRENT_COUNT, 0 }, { X2APIC_DIVIDE, 0 }, { IA32_TSC_DEADLINE, 0 },
    };
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        EXPECT(read_msr(expected[i].msr) == expected[i].value, "MSR 0x%x is 0x%lx", expected[i].msr,
            read_msr(expected[i].msr));
    }

    for (uint32_t msr = X2APIC_ISR; msr < X2APIC_IRR + 8; msr++) {
        EXPECT(read_msr(msr) == 0, "MSR 0x%x is 0x%lx", msr, read_msr(msr));
    }
}

/* The APIC stays in x2APIC mode: IA32_APIC_BASE keeps its value. SDM 3A, "x2APIC State Transitions". */
GUEST(apic_base)
{
    uint64_t base = read_msr(IA32_APIC_BASE);
    try_write_msr(IA32_APIC_BASE, base);
    expect_no_trap("IA32_APIC_BASE as it is");
    for (unsigned bit = 0; bit < 64; bit++) {
        try_write_msr(IA32_APIC_BASE, base ^ 1ull << bit);
        expect_trap(VECTOR_GP, 0, "IA32_APIC_BASE otherwise");
    }

    EXPECT(read_msr(IA32_APIC_BASE) == base, "IA32_APIC_BASE is 0x%lx", read_msr(IA32_APIC_BASE));
}

/* Registers that are not there raise #GP(0). SDM 3A, "x2APIC Register Address Space". */
GUEST(apic_unknown)
{
    static const uint32_t unknown[] = { 0x800, 0x801, 0x804, 0x807, 0x809, 0x80c, 0x80e, 0x829, 0x82e, 0x82f, 0x831,
        0x833, 0x834, 0x83a, 0x83d, 0x840, 0x8ff };
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        try_read_msr(unknown[i]);
        expect_trap(VECTOR_GP, 0, "a read of no register");
        try_write_msr(unknown[i], 0);
        expect_trap(VECTOR_GP, 0, "a write of no register");
    }
}

/* Registers that can only be read, or only be written. SDM 3A, "x2APIC Register Address Space". */
GUEST(apic_access)
{
    static const uint32_t read_only[] = { X2APIC_ID, X2APIC_VERSION, X2APIC_PPR, X2APIC_LDR, X2APIC_ISR,
        X2APIC_ISR + 7, X2APIC_TMR, X2APIC_TMR + 7, X2APIC_IRR, X2APIC_IRR + 7, X2APIC_CURRENT_COUNT };
    static const uint32_t write_only[] = { X2APIC_EOI, X2APIC_SELF_IPI };
    for (size_t i = 0; i < sizeof read_only / sizeof read_only[0]; i++) {
        try_read_msr(read_only[i]);
        expect_no_trap("a read");
        try_write_msr(read_only[i], 0);
        expect_trap(VECTOR_GP, 0, "a write of what can only be read");
    }

    for (size_t i = 0; i < sizeof write_only / sizeof write_only[0]; i++) {
        try_read_msr(write_only[i]);
        expect_trap(VECTOR_GP, 0, "a read of what can only be written");
    }
}

/* Every reserved bit raises #GP(0), and every other one is taken. SDM 3A, "Reserved Bit Checking". */
GUEST(apic_reserved_bits)
{
    interrupts_open();
    static const struct { uint32_t msr; uint64_t valid; } registers[] = {
        { X2APIC_TPR, 0xff }, { X2APIC_EOI, 0 }, { X2APIC_SVR, 0x3ff }, { X2APIC_ESR, 0 },
        { X2APIC_LVT_TIMER, 0x710ff }, { X2APIC_LVT_LINT0, 0x1f7ff }, { X2APIC_LVT_LINT1, 0x1f7ff },
        { X2APIC_LVT_ERROR, 0x110ff }, { X2APIC_INITIAL_COUNT, 0xffffffff }, { X2APIC_DIVIDE, 0xb },
        { X2APIC_SELF_IPI, 0xff },
    };
    for (size_t i = 0; i < sizeof registers / sizeof registers[0]; i++) {
        for (unsigned bit = 0; bit < 64; bit++) {
            try_write_msr(registers[i].msr, 1ull << bit);
            if ((registers[i].valid >> bit & 1) != 0) {
                expect_no_trap("a bit that is there");
            } else {
                expect_trap(VECTOR_GP, 0, "a reserved bit");
            }
        }
    }
}

/* The timer's fourth mode is reserved. SDM 3A, "Local Vector Table". */
GUEST(apic_reserved_mode)
{
    try_write_msr(X2APIC_LVT_TIMER, LVT_MASKED | LVT_PERIODIC | LVT_DEADLINE);
    expect_trap(VECTOR_GP, 0, "the reserved timer mode");
    EXPECT(read_msr(X2APIC_LVT_TIMER) == LVT_MASKED, "the entry is 0x%lx", read_msr(X2APIC_LVT_TIMER));
}

/* Interrupt commands are fixed; another delivery mode or a reserved bit raises #GP(0). SDM 3A, "Interrupt Command Register
   (ICR)"; docs/guest-time.md */
GUEST(apic_commands)
{
    static const uint64_t refused[] = { 0x10031, 0x20031, 0x2031, 0x1031, 0x131, 0x231, 0x431, 0x531, 0x631, 0x731 };
    interrupts_open();
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        try_write_msr(X2APIC_ICR, refused[i]);
        expect_trap(VECTOR_GP, 0, "a command that is none");
    }

    static const uint64_t taken[] = { 0x41, 0x4000, 0x100000800, 0x40000 };
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++) {
        uint64_t command = (taken[i] & ~0xffull) | (0x41 + i);
        try_write_msr(X2APIC_ICR, command);
        expect_no_trap("a command to itself");
        EXPECT(read_msr(X2APIC_ICR) == command, "the command is 0x%lx", read_msr(X2APIC_ICR));
        EXPECT(is_requested(0x41 + i), "the command has requested nothing");
    }
}

/* Switched off, the APIC keeps its LVT masked and accepts nothing. SDM 3A, "Local APIC State After It Has Been Software
   Disabled". */
GUEST(apic_disabled)
{
    interrupts_open();
    write_msr(X2APIC_LVT_TIMER, 0x41);
    write_msr(X2APIC_SVR, 0xff);
    EXPECT(read_msr(X2APIC_LVT_TIMER) == (LVT_MASKED | 0x41), "the entry is 0x%lx", read_msr(X2APIC_LVT_TIMER));
    write_msr(X2APIC_LVT_TIMER, 0x42);
    EXPECT(read_msr(X2APIC_LVT_TIMER) == (LVT_MASKED | 0x42), "the entry is 0x%lx", read_msr(X2APIC_LVT_TIMER));
    write_msr(X2APIC_SELF_IPI, 0x43);
    EXPECT(!is_requested(0x43), "a vector is requested");
    interrupts_on();
    EXPECT(interrupt_count == 0, "%lu interrupts", interrupt_count);
}

/* Vectors 0 to 15 are an error, which the error status shows after it is written. SDM 3A, "Error Handling". */
GUEST(apic_errors)
{
    const uint64_t sent = 1u << 5;
    interrupts_open();
    write_msr(X2APIC_LVT_ERROR, 0xe1);
    write_msr(X2APIC_SELF_IPI, 15);
    EXPECT(!is_requested(15), "vector 15 is requested");
    EXPECT(is_requested(0xe1), "the error's vector is not requested");
    EXPECT(read_msr(X2APIC_ESR) == 0, "the status is 0x%lx before it is written", read_msr(X2APIC_ESR));
    write_msr(X2APIC_ESR, 0);
    EXPECT(read_msr(X2APIC_ESR) == sent, "the status is 0x%lx", read_msr(X2APIC_ESR));
    write_msr(X2APIC_ESR, 0);
    EXPECT(read_msr(X2APIC_ESR) == 0, "the status stays 0x%lx", read_msr(X2APIC_ESR));
    interrupts_on();
    EXPECT(interrupt_count == 1 && interrupt_log[0] == 0xe1, "%lu interrupts", interrupt_count);
}

/* CR8 is bits 7:4 of the task priority, either way. SDM 3A, "Task Priority in IA-32e Mode". */
GUEST(apic_task_priority)
{
    for (uint64_t priority = 0; priority < 16; priority++) {
        write_cr8(priority);
        expect_no_trap("CR8");
        EXPECT(read_msr(X2APIC_TPR) == priority << 4, "the task priority is 0x%lx", read_msr(X2APIC_TPR));
        write_msr(X2APIC_TPR, (priority ^ 5) << 4 | 7);
        EXPECT(read_cr8() == (priority ^ 5), "CR8 is %lu", read_cr8());
        EXPECT(read_msr(X2APIC_PPR) == ((priority ^ 5) << 4 | 7), "the processor priority is 0x%lx",
            read_msr(X2APIC_PPR));
    }
}
