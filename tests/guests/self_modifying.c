/* Self-modifying code: what is written is what runs, and what the kernel does is what the processor fetched. */
#include "guests.h"

enum { ROUNDS = 50 };

typedef uint64_t (*function)(void);

/* A page whose rights allow everything, and a second address of the same memory. */
static uint8_t code[4096] __attribute__((aligned(4096)));

static function open_code(void)
{
    map_page((uint64_t)code, PAGE_PRESENT | PAGE_WRITABLE);
    return (function)(uint64_t)code;
}

static void write_code(size_t offset, const uint8_t *bytes, size_t size_bytes)
{
    for (size_t i = 0; i < size_bytes; i++) {
        ((volatile uint8_t *)code)[offset + i] = bytes[i];
    }
}

/* MOV EAX, round; RET. SDM 3A, "Handling Self- and Cross-Modifying Code". */
GUEST(self_modifying)
{
    function run = open_code();
    for (uint8_t round = 0; round < ROUNDS; round++) {
        const uint8_t bytes[] = { 0xb8, round, 0, 0, 0, 0xc3 };
        write_code(0, bytes, sizeof bytes);
        __asm__ volatile("" : : : "memory");
        EXPECT(run() == round, "the code of round %u did not run", round);
    }
}

/* CPUID, XGETBV's place taken by RDTSC, WBINVD: each exits, or not, as what it is now. SDM 3A,
   "Handling Self- and Cross-Modifying Code". */
GUEST(modified_exits)
{
    static const uint8_t cpuid_code[] = { 0x53, 0x31, 0xc0, 0x0f, 0xa2, 0x90, 0x5b, 0xc3 };
    static const uint8_t wbinvd_code[] = { 0x53, 0x31, 0xc0, 0x0f, 0x09, 0x90, 0x5b, 0xc3 };
    static const uint8_t nothing_code[] = { 0x53, 0x31, 0xc0, 0x66, 0x90, 0x90, 0x5b, 0xc3 };
    function run = open_code();
    for (unsigned round = 0; round < ROUNDS; round++) {
        write_code(0, cpuid_code, sizeof cpuid_code);
        EXPECT(run() == cpuid(0, 0).eax, "CPUID did not run");
        write_code(0, wbinvd_code, sizeof wbinvd_code);
        EXPECT(run() == 0, "WBINVD did not run");
        write_code(0, nothing_code, sizeof nothing_code);
        EXPECT(run() == 0, "NOP did not run");
    }
}

/* An instruction that writes over the one behind it, which exits: what exits is what was written. SDM 3A,
   "Handling Self- and Cross-Modifying Code". */
GUEST(modified_next)
{
    /* push rbx; xor eax, eax; lea rcx, [rip + 0]; mov word [rcx + 6], 0xa20f; <ud2>; pop rbx; ret */
    static const uint8_t bytes[] = { 0x53, 0x31, 0xc0, 0x48, 0x8d, 0x0d, 0, 0, 0, 0, 0x66, 0xc7, 0x41, 0x06, 0x0f, 0xa2,
        0x0f, 0x0b, 0x5b, 0xc3 };
    function run = open_code();
    for (unsigned round = 0; round < ROUNDS; round++) {
        write_code(0, bytes, sizeof bytes);
        EXPECT(run() == cpuid(0, 0).eax, "CPUID did not run in round %u", round);
    }
}

/* An instruction across two pages exits with its whole length. SDM 3C,
   "Information for VM Exits Due to Instruction Execution". */
GUEST(exit_across_pages)
{
    static uint8_t pages[8192] __attribute__((aligned(4096)));
    map_page((uint64_t)pages, PAGE_PRESENT | PAGE_WRITABLE);
    map_page((uint64_t)&pages[4096], PAGE_PRESENT | PAGE_WRITABLE);
    for (size_t before = 1; before <= 4; before++) {
        /* push rbx; xor eax, eax; 66 2e cpuid; pop rbx; ret */
        static const uint8_t bytes[] = { 0x53, 0x31, 0xc0, 0x66, 0x2e, 0x0f, 0xa2, 0x5b, 0xc3 };
        volatile uint8_t *start = &pages[4096 - 3 - before];
        for (size_t i = 0; i < sizeof bytes; i++) {
            start[i] = bytes[i];
        }

        EXPECT(((function)(uint64_t)start)() == cpuid(0, 0).eax, "CPUID with %u bytes before the page's end",
            (unsigned)before);
    }
}

/* An instruction that is fetched through another linear address than its neighbours. SDM 3A,
   "Handling Self- and Cross-Modifying Code". */
GUEST(exit_through_alias)
{
    static const uint8_t bytes[] = { 0x53, 0x31, 0xc0, 0x0f, 0xa2, 0x5b, 0xc3 };
    const uint64_t alias = 0x200000000ull;
    static uint64_t tables[2][512] __attribute__((aligned(4096)));
    (void)open_code();
    write_code(0, bytes, sizeof bytes);
    tables[1][0] = (uint64_t)code | PAGE_PRESENT;
    tables[0][0] = (uint64_t)tables[1] | PAGE_PRESENT;
    *page_entry(alias, 3) = (uint64_t)tables[0] | PAGE_PRESENT;
    flush();
    EXPECT(((function)alias)() == cpuid(0, 0).eax, "CPUID through another address");
}
