/* First entry: a partition finds no trace of the kernel or of others in what the kit leaves alone. */
#include "guests.h"

struct __attribute__((aligned(16))) fxsave {
    uint16_t control, status;
    uint8_t tags, reserved;
    uint16_t opcode;
    uint64_t instruction, data;
    uint32_t mxcsr, mxcsr_mask;
    uint64_t x87[16], xmm[32], rest[12];
};

_Static_assert(sizeof(struct fxsave) == 512, "layout");

static struct fxsave area;

/* Stored by the first instructions of the partition: RAX to R15 and RFLAGS. */
enum { FIRST_RDI = 5, FIRST_RSP = 7, FIRST_RFLAGS = 16, FIRST_COUNT = 17 };
extern const uint64_t first_registers[FIRST_COUNT];

/* General registers are zero, but for RDI, RSP and the number of the virtual CPU in RSI; interrupts are off. docs/hypercalls.md */
GUEST(first_registers)
{
    for (unsigned i = 0; i < FIRST_COUNT; i++) {
        if (i != FIRST_RDI && i != FIRST_RSP) {
            uint64_t expected = i == FIRST_RFLAGS ? 2 : 0;
            EXPECT(first_registers[i] == expected, "register %u is 0x%llx", i, (unsigned long long)first_registers[i]);
        }
    }

    const struct mhv_information_page *information = mhv_information();
    uint64_t end = information->memory_base + information->memory_size_bytes;
    EXPECT(first_registers[FIRST_RDI] == (uint64_t)information, "RDI is 0x%llx",
        (unsigned long long)first_registers[FIRST_RDI]);
    EXPECT(first_registers[FIRST_RSP] == end - 8, "RSP is 0x%llx", (unsigned long long)first_registers[FIRST_RSP]);
}

/* x87, SSE, debug registers, CR2 and MSRs are as after RESET. SDM 3A, "Processor State After Reset". */
GUEST(first_entry)
{
    enum { FIRST_KEPT_XMM = 8, LAST_XMM = 15 };
    uint64_t value;
    __asm__ volatile("fxsave64 %0" : "=m"(area));
    EXPECT(area.control == 0x37f && area.status == 0 && area.tags == 0, "the FPU is not as after FNINIT");
    EXPECT(area.mxcsr == 0x1f80, "MXCSR is 0x%x", area.mxcsr);
    for (unsigned i = 2 * FIRST_KEPT_XMM; i < 2 * (LAST_XMM + 1); i++) {
        EXPECT(area.xmm[i] == 0, "XMM%u is not 0", i / 2);
    }

    for (unsigned i = 0; i < 16; i++) {
        EXPECT(area.x87[i] == 0, "ST%u is not 0", i / 2);
    }

    value = read_cr2();
    EXPECT(value == 0, "CR2 is 0x%llx", (unsigned long long)value);
    value = read_dr0();
    EXPECT(value == 0, "DR0 is 0x%llx", (unsigned long long)value);
    __asm__ volatile("mov %%dr3, %0" : "=r"(value));
    EXPECT(value == 0, "DR3 is 0x%llx", (unsigned long long)value);
    value = read_dr6();
    EXPECT(value == 0xffff0ff0, "DR6 is 0x%llx", (unsigned long long)value);
    value = read_dr7();
    EXPECT(value == 0x400, "DR7 is 0x%llx", (unsigned long long)value);

    static const uint32_t zero_msrs[] = { 0xc0000081, 0xc0000082, 0xc0000083, 0xc0000084, 0xc0000100, 0xc0000101,
        0xc0000102, 0x174, 0x175, 0x176 };
    for (size_t i = 0; i < sizeof zero_msrs / sizeof zero_msrs[0]; i++) {
        EXPECT(read_msr(zero_msrs[i]) == 0, "MSR 0x%x is 0x%llx", zero_msrs[i],
            (unsigned long long)read_msr(zero_msrs[i]));
    }
}
