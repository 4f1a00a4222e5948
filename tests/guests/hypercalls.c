/* Hypercalls with arguments that are wrong, and the registers that they must keep. */
#include "guests.h"

#define OUTSIDE 0x40000000ull

static enum mhv_return_code write_console(uint64_t address, uint64_t size_bytes, uint64_t *taken)
{
    return mhv_hypercall(MHV_HYPERCALL_CONSOLE_WRITE, address, size_bytes, taken);
}

GUEST(hypercalls)
{
    static const char text[] = "one line\n";
    const struct mhv_information_page *information = mhv_information();
    uint64_t result = 0;
    EXPECT(mhv_hypercall(MHV_HYPERCALL_NONE, 0, 0, &result) == MHV_RETURN_CODE_NO_ERROR, "None is refused");

    static const uint64_t unknown[] = { 4, 255, 1ull << 32, 1ull << 63, ~0ull };
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        EXPECT(mhv_hypercall(unknown[i], 0, 0, &result) == MHV_RETURN_CODE_INVALID_PARAMETER,
            "hypercall 0x%llx exists", (unsigned long long)unknown[i]);
    }

    EXPECT(write_console((uint64_t)text, sizeof text - 1, &result) == MHV_RETURN_CODE_NO_ERROR, "a line is refused");
    EXPECT(result == sizeof text - 1, "%llu bytes were taken", (unsigned long long)result);
    EXPECT(write_console((uint64_t)text, 0, &result) == MHV_RETURN_CODE_NO_ERROR, "no bytes are refused");
    EXPECT(result == 0, "%llu bytes of none were taken", (unsigned long long)result);

    uint64_t memory_end = information->memory_base + information->memory_size_bytes;
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

    uint64_t kept = 0x0123456789abcdefull;
    uint64_t rbx = kept, rcx = kept, r8 = kept, r15 = kept;
    __asm__ volatile("mov %4, %%r8\n\tmov %4, %%r15\n\t"
                     "cmpl $2, %5\n\tje 1f\n\tvmcall\n\tjmp 2f\n1:\tvmmcall\n2:\t"
                     "mov %%r8, %2\n\tmov %%r15, %3"
                     : "+b"(rbx), "+c"(rcx), "=&D"(r8), "=&S"(r15)
                     : "r"(kept), "m"(information->hypercall_instruction), "a"(MHV_HYPERCALL_NONE)
                     : "r8", "r15", "rdx", "cc", "memory");
    EXPECT(rbx == kept && rcx == kept && r8 == kept && r15 == kept, "a hypercall changes registers");
}
