/* Leaks: secrets of one partition are looked for in all that another can reach. */
#include "registers.h"

enum { ROUNDS = 12, REGISTERS_X87 = 8, SECRET_WORDS = 512 };

#define OUTSIDE 0x40000000ull

/* All x87 registers hold something. */
#define TAGS (0xffull << 32)

/* The upper half of every secret, inverted: the word itself stands in no image. A secret is canonical, so that MSRs take it. */
static const volatile uint32_t inverted_mark = ~0x00005ec2u;

static volatile uint64_t hoard[SECRET_WORDS];

static uint64_t secret(uint64_t number)
{
    return (uint64_t)~inverted_mark << 32 | number;
}

static int is_secret(uint64_t word)
{
    return (uint32_t)(~word >> 32) == inverted_mark;
}

static const uint32_t msrs[] = { 0xc0000081, 0xc0000083, 0xc0000102, 0xc0000100, 0xc0000101 };

struct __attribute__((aligned(16))) legacy_state {
    uint64_t words[64];
};

static struct legacy_state area;

static int is_vmmcall(void)
{
    return mhv_information()->hypercall_instruction == MHV_HYPERCALL_INSTRUCTION_VMMCALL;
}

/* A secret of its own in each word of memory, general, x87, SSE and debug register, MSR, and in CR2. */
static void hide_secrets(struct general_registers *registers)
{
    for (uint64_t i = 0; i < SECRET_WORDS; i++) {
        hoard[i] = secret(i);
    }

    for (uint64_t i = 0; i < GENERAL_REGISTERS; i++) {
        registers->values[i] = secret(0x1000 + i);
    }

    __asm__ volatile("fxsave64 %0" : "=m"(area));
    area.words[0] |= TAGS;
    for (uint64_t i = 0; i < 2 * REGISTERS_X87; i++) {
        area.words[4 + i] = secret(0x2000 + i) & (i % 2 == 0 ? ~0ull : 0xffff);
    }

    for (uint64_t i = 0; i < 32; i++) {
        area.words[20 + i] = secret(0x3000 + i);
    }

    for (uint64_t i = 0; i < sizeof msrs / sizeof msrs[0]; i++) {
        write_msr(msrs[i], secret(0x4000 + i));
    }

    __asm__ volatile("fxrstor64 %0" : : "m"(area));
    __asm__ volatile("mov %0, %%dr0\n\tmov %0, %%dr1\n\tmov %0, %%dr2\n\tmov %0, %%dr3\n\tmov %0, %%cr2" : : "r"(secret(0x5000)));
}

/* Has secrets everywhere, and gives up its windows with them. docs/architecture.md */
GUEST(keep_secret)
{
    struct general_registers registers, found;
    hide_secrets(&registers);
    for (unsigned round = 0; round < ROUNDS; round++) {
        yield_with_registers(&registers, &found, is_vmmcall());
        EXPECT(found.values[0] == registers.values[0], "RBX is another");
    }
}

/* Has secrets everywhere, and is stopped with them. docs/architecture.md */
GUEST(drop_secret)
{
    struct general_registers registers, found;
    hide_secrets(&registers);
    yield_with_registers(&registers, &found, is_vmmcall());
    __asm__ volatile("" : : : "memory");
    mhv_yield();
    *page_entry(OUTSIDE, 3) = OUTSIDE | PAGE_PRESENT | PAGE_WRITABLE | PAGE_LARGE;
    flush();
    *(volatile uint64_t *)OUTSIDE = secret(0x6000);
    mhv_fail("nobody stopped me");
}

static void look_at(uint64_t word, const char *where)
{
    if (is_secret(word)) {
        mhv_fail("%s holds a secret", where);
    }
}

static void look_at_registers(void)
{
    uint64_t debug[4];
    __asm__ volatile("fxsave64 %0" : "=m"(area));
    for (size_t i = 0; i < sizeof area / sizeof area.words[0]; i++) {
        look_at(area.words[i], "an x87 or SSE register");
    }

    __asm__ volatile("mov %%dr0, %0\n\tmov %%dr1, %1\n\tmov %%dr2, %2\n\tmov %%dr3, %3"
                     : "=r"(debug[0]), "=r"(debug[1]), "=r"(debug[2]), "=r"(debug[3]));
    for (size_t i = 0; i < 4; i++) {
        look_at(debug[i], "a debug register");
    }

    look_at(read_cr2(), "CR2");
    for (size_t i = 0; i < sizeof msrs / sizeof msrs[0]; i++) {
        look_at(read_msr(msrs[i]), "an MSR");
    }
}

/* Looks for them in every register and in all of its memory, window after window. docs/architecture.md */
GUEST(seek_secret)
{
    const struct mhv_information_page *information = mhv_information();
    const uint64_t *start = (const uint64_t *)information->memory_base;
    const uint64_t *end = start + information->memory_size_bytes / sizeof *start;
    struct general_registers registers = { { 0 } }, found;
    for (unsigned round = 0; round < ROUNDS; round++) {
        yield_with_registers(&registers, &found, is_vmmcall());
        for (size_t i = 0; i < GENERAL_REGISTERS; i++) {
            EXPECT(found.values[i] == 0, "general register %u of the list is 0x%llx", (unsigned)i,
                (unsigned long long)found.values[i]);
        }

        look_at_registers();
    }

    for (const uint64_t *word = start; word < end; word++) {
        look_at(*word, "memory");
    }

    EXPECT(!is_secret(start[0]), "the search finds itself");
}

/* What leaks is found: the search sees a secret of its own. docs/testing.md */
GUEST(seek_own_secret)
{
    __asm__ volatile("mov %0, %%cr2" : : "r"(secret(0)));
    EXPECT(is_secret(read_cr2()), "a secret is not seen");
    EXPECT(!is_secret(~read_cr2()), "what is no secret is seen");
}
