/* State: partitions that run by turns find their own values in every window. */
#include "guests.h"

enum { ROUNDS = 10 };

struct __attribute__((packed, aligned(8))) values {
    uint64_t xmm[4];
    uint64_t x87;
    uint64_t dr[4];
    uint64_t cr2;
    uint32_t mxcsr;
    uint16_t control;
};

static const uint32_t msrs[] = { 0xc0000081, 0xc0000082, 0xc0000083, 0xc0000084, 0xc0000100, 0xc0000101, 0xc0000102,
    0x174, 0x175, 0x176, 0x277 };

static uint64_t msr_value(size_t i, uint64_t seed)
{
    uint64_t pat = seed % 2 == 0 ? 0x0007040600070401ull : 0x0007040600070404ull;
    return msrs[i] == 0x277 ? pat : 0x1000 * (i + 1) + seed;
}

/* All but the XMM registers, which the compiler uses itself. */
static void load(const struct values *v)
{
    __asm__ volatile("ldmxcsr %0\n\tfldcw %1" : : "m"(v->mxcsr), "m"(v->control));
    __asm__ volatile("movq %0, %%mm5" : : "m"(v->x87));
    for (size_t i = 0; i < sizeof msrs / sizeof msrs[0]; i++) {
        write_msr(msrs[i], msr_value(i, v->xmm[0]));
    }

    __asm__ volatile("mov %0, %%dr0\n\tmov %1, %%dr1\n\tmov %2, %%dr2\n\tmov %3, %%dr3\n\tmov %4, %%cr2"
                     : : "r"(v->dr[0]), "r"(v->dr[1]), "r"(v->dr[2]), "r"(v->dr[3]), "r"(v->cr2));
}

/* One hypercall between two instructions, so that the compiler has no say in what happens to the XMM registers. */
static void yield_with_xmm(const struct values *before, struct values *after)
{
    __asm__ volatile("movdqu (%0), %%xmm6\n\tmovdqu 16(%0), %%xmm15\n\t"
                     "cmpl $2, %2\n\tje 1f\n\tvmcall\n\tjmp 2f\n1:\tvmmcall\n2:\t"
                     "movdqu %%xmm6, (%1)\n\tmovdqu %%xmm15, 16(%1)"
                     : : "r"(before), "r"(after), "m"(mhv_information()->hypercall_instruction),
                       "a"(MHV_HYPERCALL_YIELD)
                     : "rdx", "xmm6", "xmm15", "cc", "memory");
}

static void store(struct values *v)
{
    __asm__ volatile("stmxcsr %0\n\tfnstcw %1" : "=m"(v->mxcsr), "=m"(v->control));
    __asm__ volatile("movq %%mm5, %0" : "=m"(v->x87));
    __asm__ volatile("mov %%dr0, %0\n\tmov %%dr1, %1\n\tmov %%dr2, %2\n\tmov %%dr3, %3\n\tmov %%cr2, %4"
                     : "=r"(v->dr[0]), "=r"(v->dr[1]), "=r"(v->dr[2]), "=r"(v->dr[3]), "=r"(v->cr2));
}

/* XMM, x87, MXCSR, debug registers, CR2 and MSRs survive the windows of others. docs/architecture.md */
GUEST(state)
{
    uint64_t own = mhv_information()->partition_index + 1;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        uint64_t seed = 0x10 * own + round;
        struct values before = {
            .xmm = { seed, ~seed, seed << 8, seed << 16 },
            .x87 = seed << 24,
            .dr = { seed, seed << 4, seed << 8, seed << 12 },
            .cr2 = seed << 20,
            .mxcsr = own % 2 == 0 ? 0x1f80 : 0x9fc0,
            .control = own % 2 == 0 ? 0x37f : 0x27f,
        };
        struct values after = { 0 };
        load(&before);
        yield_with_xmm(&before, &after);
        store(&after);
        EXPECT(after.xmm[0] == before.xmm[0] && after.xmm[1] == before.xmm[1], "XMM6 is another");
        EXPECT(after.xmm[2] == before.xmm[2] && after.xmm[3] == before.xmm[3], "XMM15 is another");
        EXPECT(after.x87 == before.x87, "MM5 is 0x%llx", (unsigned long long)after.x87);
        EXPECT(after.mxcsr == before.mxcsr, "MXCSR is 0x%x", after.mxcsr);
        EXPECT(after.control == before.control, "the FPU's control word is 0x%x", after.control);
        EXPECT(after.cr2 == before.cr2, "CR2 is 0x%llx", (unsigned long long)after.cr2);
        for (unsigned i = 0; i < 4; i++) {
            EXPECT(after.dr[i] == before.dr[i], "DR%u is 0x%llx", i, (unsigned long long)after.dr[i]);
        }

        for (size_t i = 0; i < sizeof msrs / sizeof msrs[0]; i++) {
            EXPECT(read_msr(msrs[i]) == msr_value(i, seed), "MSR 0x%x is 0x%llx", msrs[i],
                (unsigned long long)read_msr(msrs[i]));
        }
    }
}
