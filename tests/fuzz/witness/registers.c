/* Registers filled, kept over a yield, and looked at. */
#include "registers.h"

enum { GENERAL = 6, VECTORS = 16, MSRS = 7 };

struct values {
    uint64_t general[GENERAL];
    uint64_t vectors[2 * VECTORS];
    uint64_t dr[4];
    uint64_t cr2, x87;
    uint32_t mxcsr;
};

static const uint32_t msrs[MSRS] = { 0xc0000081, 0xc0000082, 0xc0000084, 0xc0000100, 0xc0000102, 0x175, 0x176 };

static struct values before, after;

static uint64_t value_of(uint64_t number, unsigned place)
{
    return (number + 1) * 0x1010101010101ull + place * 0x0101ull;
}

static void choose(uint64_t number)
{
    for (unsigned i = 0; i < GENERAL; i++) {
        before.general[i] = ~value_of(number, i);
    }

    for (unsigned i = 0; i < 2 * VECTORS; i++) {
        before.vectors[i] = value_of(number, 0x100 + i);
    }

    for (unsigned i = 0; i < 4; i++) {
        before.dr[i] = value_of(number, 0x200 + i) & 0x7fffffffffff;
    }

    before.cr2 = value_of(number, 0x300);
    before.x87 = value_of(number, 0x400);
    before.mxcsr = number % 2 == 0 ? 0x1f80 : 0x9fc0;
}

static uint64_t msr_value(uint64_t number, unsigned i)
{
    return value_of(number, 0x500 + i) & 0x7fffffff;
}

static void write_rare(uint64_t number)
{
    for (unsigned i = 0; i < MSRS; i++) {
        uint64_t value = msr_value(number, i);
        __asm__ volatile("wrmsr" : : "c"(msrs[i]), "a"((uint32_t)value), "d"((uint32_t)(value >> 32)) : "memory");
    }

    __asm__ volatile("mov %0, %%dr0\n\tmov %1, %%dr1\n\tmov %2, %%dr2\n\tmov %3, %%dr3"
                     : : "r"(before.dr[0]), "r"(before.dr[1]), "r"(before.dr[2]), "r"(before.dr[3]));
    __asm__ volatile("mov %0, %%cr2\n\tldmxcsr %1" : : "r"(before.cr2), "m"(before.mxcsr));
    __asm__ volatile("movq %0, %%mm3" : : "m"(before.x87));
}

static void read_rare(void)
{
    __asm__ volatile("mov %%dr0, %0\n\tmov %%dr1, %1\n\tmov %%dr2, %2\n\tmov %%dr3, %3"
                     : "=r"(after.dr[0]), "=r"(after.dr[1]), "=r"(after.dr[2]), "=r"(after.dr[3]));
    __asm__ volatile("mov %%cr2, %0\n\tstmxcsr %1" : "=r"(after.cr2), "=m"(after.mxcsr));
    __asm__ volatile("movq %%mm3, %0\n\temms" : "=m"(after.x87));
}

#define EACH_VECTOR(do)                                                                                                \
    do(0) do(1) do(2) do(3) do(4) do(5) do(6) do(7) do(8) do(9) do(10) do(11) do(12) do(13) do(14) do(15)
#define LOAD_VECTOR(i) "movdqu 48+16*" #i "(%[before]), %%xmm" #i "\n\t"
#define STORE_VECTOR(i) "movdqu %%xmm" #i ", 48+16*" #i "(%[after])\n\t"
#define CLOBBER_VECTOR(i) "xmm" #i,

/* One yield between two instructions: the compiler has no say in what happens to the registers. */
static void yield(void)
{
    __asm__ volatile(EACH_VECTOR(LOAD_VECTOR)
                     "mov (%[before]), %%r8\n\tmov 8(%[before]), %%r9\n\tmov 16(%[before]), %%r10\n\t"
                     "mov 24(%[before]), %%r11\n\tmov 32(%[before]), %%r12\n\tmov 40(%[before]), %%r13\n\t"
                     "cmpl $2, %[instruction]\n\tje 1f\n\tvmcall\n\tjmp 2f\n1:\tvmmcall\n2:\n\t"
                     "mov %%r8, (%[after])\n\tmov %%r9, 8(%[after])\n\tmov %%r10, 16(%[after])\n\t"
                     "mov %%r11, 24(%[after])\n\tmov %%r12, 32(%[after])\n\tmov %%r13, 40(%[after])\n\t"
                     EACH_VECTOR(STORE_VECTOR)
                     : : [before] "r"(&before), [after] "r"(&after), [instruction] "m"(mhv_information()->hypercall_instruction),
                       "a"(MHV_HYPERCALL_YIELD)
                     : EACH_VECTOR(CLOBBER_VECTOR) "r8", "r9", "r10", "r11", "r12", "r13", "rdx", "cc", "memory");
}

static void compare(const char *name, uint64_t found, uint64_t wanted)
{
    if (found != wanted) {
        mhv_fail("%s is %llx, not %llx", name, (unsigned long long)found, (unsigned long long)wanted);
    }
}

static void compare_msrs(uint64_t number)
{
    for (unsigned i = 0; i < MSRS; i++) {
        uint32_t low;
        uint32_t high;
        __asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(msrs[i]));
        compare("an MSR", (uint64_t)high << 32 | low, msr_value(number, i));
    }
}

void yield_with_registers(uint64_t number)
{
    choose(number);
    write_rare(number);
    yield();
    read_rare();
    for (unsigned i = 0; i < GENERAL; i++) {
        compare("a general register", after.general[i], before.general[i]);
    }

    for (unsigned i = 0; i < 2 * VECTORS; i++) {
        compare("half of an XMM register", after.vectors[i], before.vectors[i]);
    }

    for (unsigned i = 0; i < 4; i++) {
        compare("a debug address", after.dr[i], before.dr[i]);
    }

    compare("CR2", after.cr2, before.cr2);
    compare("MM3", after.x87, before.x87);
    compare("MXCSR", after.mxcsr, before.mxcsr);
    compare_msrs(number);
}
