/* Hypercalls: each, unknown ones, and arguments that are wrong; registers that they must keep; who may make them. */
#include "guests.h"

#define OUTSIDE 0x40000000ull

enum { REPORTED = 77, LINES = 60 };

static const char text[] = "one line\n";

static enum mhv_return_code write_console(uint64_t address, uint64_t size_bytes, uint64_t *taken)
{
    return mhv_hypercall(MHV_HYPERCALL_CONSOLE_WRITE, address, size_bytes, taken);
}

static int is_vmmcall(void)
{
    return mhv_information()->hypercall_instruction == MHV_HYPERCALL_INSTRUCTION_VMMCALL;
}

/* None does nothing. docs/hypercalls.md */
GUEST(hypercall_none)
{
    uint64_t result = 0;
    EXPECT(mhv_hypercall(MHV_HYPERCALL_NONE, 0, 0, &result) == MHV_RETURN_CODE_NO_ERROR, "None is refused");
}

/* Yield returns when the next window begins. docs/hypercalls.md */
GUEST(hypercall_yield)
{
    const struct mhv_information_page *information = mhv_information();
    uint64_t result = 0;
    for (unsigned i = 0; i < 3; i++) {
        uint64_t before = (mhv_tsc() - information->epoch_tsc) / mhv_schedule()->major_frame_ticks;
        EXPECT(mhv_hypercall(MHV_HYPERCALL_YIELD, 0, 0, &result) == MHV_RETURN_CODE_NO_ERROR, "Yield is refused");
        uint64_t after = (mhv_tsc() - information->epoch_tsc) / mhv_schedule()->major_frame_ticks;
        EXPECT(after == before + 1, "a yield lasts %llu frames", (unsigned long long)(after - before));
    }
}

/* Numbers that nobody knows are wrong parameters. docs/hypercalls.md */
GUEST(hypercall_unknown)
{
    static const uint64_t unknown[] = {
        99, 255, 1ull << 32, 1ull << 63, ~0ull, (1ull << 32) + MHV_HYPERCALL_REPORT,
    };
    uint64_t result = 0;
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        EXPECT(mhv_hypercall(unknown[i], 0, 0, &result) == MHV_RETURN_CODE_INVALID_PARAMETER,
            "hypercall 0x%llx exists", (unsigned long long)unknown[i]);
    }
}

/* ConsoleWrite writes what it is given, also if that is nothing. docs/hypercalls.md */
GUEST(hypercall_write)
{
    uint64_t result = 0;
    EXPECT(write_console((uint64_t)text, sizeof text - 1, &result) == MHV_RETURN_CODE_NO_ERROR, "a line is refused");
    EXPECT(result == sizeof text - 1, "%llu bytes were taken", (unsigned long long)result);
    EXPECT(write_console((uint64_t)text, 0, &result) == MHV_RETURN_CODE_NO_ERROR, "no bytes are refused");
    EXPECT(result == 0, "%llu bytes of none were taken", (unsigned long long)result);
}

/* ConsoleWrite of too many bytes, or of bytes that are not all the partition's, is refused. docs/hypercalls.md */
GUEST(hypercall_write_refused)
{
    const struct mhv_information_page *information = mhv_information();
    uint64_t memory_end = information->memory_base + information->memory_size_bytes;
    uint64_t result = 0;
    static const uint64_t sizes[] = { 257, 1ull << 32, ~0ull };
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        EXPECT(write_console((uint64_t)text, sizes[i], &result) == MHV_RETURN_CODE_INVALID_PARAMETER,
            "0x%llx bytes at once are taken", (unsigned long long)sizes[i]);
    }

    uint64_t addresses[] = { OUTSIDE, memory_end, memory_end - 1, 0, 0x100000, ~0ull, ~0ull - 1, 1ull << 63 };
    for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
        EXPECT(write_console(addresses[i], 2, &result) == MHV_RETURN_CODE_INVALID_PARAMETER,
            "text at 0x%llx is taken", (unsigned long long)addresses[i]);
    }
}

/* A console that is full takes fewer bytes than it is given, and all of them in later windows. docs/hypercalls.md */
GUEST(hypercall_console_full)
{
    static const char lines[] = "0123456789012345678901234567890123456789012345678901234567890123456789012345678\n";
    uint64_t taken = 0, all = 0;
    for (unsigned i = 0; i < LINES && (i == 0 || taken == sizeof lines - 1); i++) {
        EXPECT(write_console((uint64_t)lines, sizeof lines - 1, &taken) == MHV_RETURN_CODE_NO_ERROR, "a line is refused");
        all += taken;
    }

    EXPECT(taken < sizeof lines - 1, "the console has no end");
    EXPECT(all <= 2048, "the console took %llu bytes", (unsigned long long)all);
    mhv_print("\n");
}

/* Registers without a result stay. docs/hypercalls.md */
GUEST(hypercall_registers)
{
    uint64_t kept = 0x0123456789abcdefull;
    uint64_t rbx = kept, rcx = kept, r8 = kept, r15 = kept;
    __asm__ volatile("mov %4, %%r8\n\tmov %4, %%r15\n\t"
                     "cmpl $2, %5\n\tje 1f\n\tvmcall\n\tjmp 2f\n1:\tvmmcall\n2:\t"
                     "mov %%r8, %2\n\tmov %%r15, %3"
                     : "+b"(rbx), "+c"(rcx), "=&D"(r8), "=&S"(r15)
                     : "r"(kept), "m"(mhv_information()->hypercall_instruction), "a"(MHV_HYPERCALL_NONE)
                     : "r8", "r15", "rdx", "cc", "memory");
    EXPECT(rbx == kept && rcx == kept && r8 == kept && r15 == kept, "a hypercall changes registers");
}

/* Report ends the partition with its exit code. docs/hypercalls.md */
GUEST(hypercall_report)
{
    mhv_end(REPORTED);
}

/* An exit code has 64 bits. docs/hypercalls.md */
GUEST(hypercall_report_wide)
{
    mhv_end(0x8000000000000001ull);
}

USER_CODE_OF(user_vmcall, "xor %eax, %eax\n\tvmcall\n\tud2");
USER_CODE_OF(user_vmmcall, "xor %eax, %eax\n\tvmmcall\n\tud2");
USER_CODE_OF(user_vmcall_32, ".code32\n\txor %eax, %eax\n\tvmcall\n\tud2\n\t.code64");
USER_CODE_OF(user_vmmcall_32, ".code32\n\txor %eax, %eax\n\tvmmcall\n\tud2\n\t.code64");

/* At CPL 3 a hypercall raises #UD unless the plan allows it. docs/hypercalls.md */
GUEST(hypercall_cpl3)
{
    RUN_USER(user_vmcall);
    expect_trap(VECTOR_UD, 0, "VMCALL at CPL 3");
    expect_stop(2, "VMCALL at CPL 3");
    RUN_USER(user_vmmcall);
    expect_trap(VECTOR_UD, 0, "VMMCALL at CPL 3");
    expect_stop(2, "VMMCALL at CPL 3");
    RUN_USER_32(user_vmcall_32);
    expect_trap(VECTOR_UD, 0, "VMCALL at CPL 3 in compatibility mode");
    expect_stop(2, "VMCALL at CPL 3 in compatibility mode");
    RUN_USER_32(user_vmmcall_32);
    expect_trap(VECTOR_UD, 0, "VMMCALL at CPL 3 in compatibility mode");
    expect_stop(2, "VMMCALL at CPL 3 in compatibility mode");
}

extern const char compatibility_vmcall[], compatibility_vmcall_end[];
extern const char compatibility_vmmcall[], compatibility_vmmcall_end[];
__asm__(".code32\ncompatibility_vmcall:\n\tmov $4, %eax\n\tvmcall\ncompatibility_vmcall_end:\n\tud2\n"
        "compatibility_vmmcall:\n\tmov $4, %eax\n\tvmmcall\ncompatibility_vmmcall_end:\n\tud2\n\t.code64");

/* In compatibility mode at CPL 0 a hypercall is one. docs/hypercalls.md */
GUEST(hypercall_compatibility)
{
    run_compatibility(is_vmmcall() ? compatibility_vmmcall : compatibility_vmcall);
    expect_trap(VECTOR_UD, 0, "UD2 behind a hypercall");
    const char *end = is_vmmcall() ? compatibility_vmmcall_end : compatibility_vmcall_end;
    EXPECT(trap_address == (uint64_t)end, "stopped at 0x%llx", (unsigned long long)trap_address);
}
