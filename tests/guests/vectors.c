/* Switched state: general and vector registers of partitions that run by turns, each with values of its own. */
#include "registers.h"

enum { ROUNDS = 8, VECTORS = 16, XCR0_ALL = 7 };

struct __attribute__((aligned(32))) vectors {
    uint64_t words[VECTORS][4];
};

static struct vectors before, after;

static int is_vmmcall(void)
{
    return mhv_information()->hypercall_instruction == MHV_HYPERCALL_INSTRUCTION_VMMCALL;
}

static uint64_t own_value(uint64_t round, uint64_t place)
{
    return (mhv_information()->partition_index + 1ull) << 56 | round << 32 | place << 8 | 0x5a;
}

/* Every general register, across windows of a partition that does the same. docs/hypercalls.md */
GUEST(general_registers)
{
    struct general_registers expected, found;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        for (uint64_t i = 0; i < GENERAL_REGISTERS; i++) {
            expected.values[i] = own_value(round, i);
        }

        yield_with_registers(&expected, &found, is_vmmcall());
        for (uint64_t i = 0; i < GENERAL_REGISTERS; i++) {
            EXPECT(found.values[i] == expected.values[i], "register %u of the list is 0x%llx", (unsigned)i,
                (unsigned long long)found.values[i]);
        }
    }
}

#define MOVE_TO(number) "vmovdqu 32*" #number "(%0), %%ymm" #number "\n\t"
#define MOVE_FROM(number) "vmovdqu %%ymm" #number ", 32*" #number "(%1)\n\t"
#define ALL(move)                                                                                                      \
    move(0) move(1) move(2) move(3) move(4) move(5) move(6) move(7) move(8) move(9) move(10) move(11) move(12)         \
    move(13) move(14) move(15)

/* YMM0 to YMM15 with both halves, across windows of a partition that does the same. SDM 1, "XSAVE Area". */
GUEST(vector_registers)
{
    require((cpuid(1, 0).ecx & 1u << 28) != 0, "AVX");
    write_cr4(read_cr4() | CR4_OSXSAVE);
    expect_no_trap("CR4.OSXSAVE");
    ATTEMPT("xsetbv", : : "a"(XCR0_ALL), "c"(0), "d"(0) : CLOBBERS);
    expect_no_trap("x87, SSE and AVX");
    for (uint64_t round = 0; round < ROUNDS; round++) {
        for (uint64_t i = 0; i < VECTORS * 4; i++) {
            before.words[i / 4][i % 4] = own_value(round, i);
        }

        __asm__ volatile(ALL(MOVE_TO)
                         "cmpl $0, %2\n\tjne 1f\n\tvmcall\n\tjmp 2f\n1:\tvmmcall\n2:\t" ALL(MOVE_FROM)
                         : : "r"(&before), "r"(&after), "r"(is_vmmcall()), "a"(MHV_HYPERCALL_YIELD)
                         : "rdx", "cc", "memory");
        for (uint64_t i = 0; i < VECTORS * 4; i++) {
            EXPECT(after.words[i / 4][i % 4] == before.words[i / 4][i % 4], "word %u of YMM%u is 0x%llx",
                (unsigned)(i % 4), (unsigned)(i / 4), (unsigned long long)after.words[i / 4][i % 4]);
        }
    }
}

/* A partition that never uses AVX finds nothing in it, whatever others put there. SDM 1, "XSAVE Area". */
GUEST(untouched_vectors)
{
    require((cpuid(1, 0).ecx & 1u << 28) != 0, "AVX");
    for (uint64_t round = 0; round < ROUNDS; round++) {
        mhv_yield();
    }

    write_cr4(read_cr4() | CR4_OSXSAVE);
    ATTEMPT("xsetbv", : : "a"(XCR0_ALL), "c"(0), "d"(0) : CLOBBERS);
    expect_no_trap("x87, SSE and AVX");
    __asm__ volatile(ALL(MOVE_FROM) : : "r"(&before), "r"(&after) : "memory");
    for (uint64_t i = 0; i < VECTORS; i++) {
        EXPECT((after.words[i][2] | after.words[i][3]) == 0, "the upper half of YMM%u is 0x%llx", (unsigned)i,
            (unsigned long long)after.words[i][2]);
    }
}
