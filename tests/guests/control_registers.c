/* Control registers: what the manual refuses is refused, and what the partition believes is what it reads. */
#include "guests.h"

static void restore_cr0(uint64_t value)
{
    write_cr0(value);
    expect_no_trap("CR0 as it was");
    EXPECT(read_cr0() == value, "CR0 is 0x%llx, not 0x%llx", (unsigned long long)read_cr0(), (unsigned long long)value);
}

/* NW without CD, PG without PE, and PG cleared in 64-bit mode raise #GP(0) and change nothing. SDM 2B,
   "MOV—Move to/from Control Registers". */
GUEST(cr0_refused)
{
    uint64_t start = read_cr0();
    EXPECT(start == 0x80010033, "CR0 is 0x%llx", (unsigned long long)start);
    write_cr0(start | CR0_NW);
    expect_trap(VECTOR_GP, 0, "CR0.NW without CD");
    write_cr0(start & ~CR0_PG);
    expect_trap(VECTOR_GP, 0, "CR0.PG cleared in 64-bit mode");
    write_cr0(start & ~CR0_PE);
    expect_trap(VECTOR_GP, 0, "CR0.PE cleared under paging");
    EXPECT(read_cr0() == start, "a refused write changed CR0");
}

/* A bit above 31 raises #GP(0). SDM 2B, "MOV—Move to/from Control Registers". */
GUEST(cr0_high_bits)
{
    write_cr0(read_cr0() | 1ull << 32);
    expect_trap(VECTOR_GP, 0, "a high bit of CR0");
}

/* Reserved bits of the lower half are ignored, and ET stays 1. SDM 3A, "Control Registers". */
GUEST(cr0_reserved_bits)
{
    uint64_t start = read_cr0();
    write_cr0(start | 1ull << 6 | 1ull << 15 | 1ull << 17 | 1ull << 28);
    expect_no_trap("reserved bits of CR0");
    EXPECT(read_cr0() == start, "CR0 is 0x%llx", (unsigned long long)read_cr0());
    write_cr0(start & ~(1ull << 4));
    expect_no_trap("CR0.ET cleared");
    EXPECT(read_cr0() == start, "CR0.ET is cleared");
}

/* A partition sees its own CD and NW, and the processor does not: caches are everyone's. SDM 3A, "Control Registers". */
GUEST(cr0_caches)
{
    uint64_t start = read_cr0();
    write_cr0(start | CR0_CD | CR0_NW);
    expect_no_trap("CR0.CD and NW");
    EXPECT(read_cr0() == (start | CR0_CD | CR0_NW), "CR0.CD and NW are not read as written");
    write_cr0(start | CR0_CD);
    expect_no_trap("CR0.CD");
    EXPECT(read_cr0() == (start | CR0_CD), "CR0.CD is not read as written");
    restore_cr0(start);
}

/* NE and MP are the partition's to clear, although VMX demands NE. SDM 3A, "Control Registers". */
GUEST(cr0_numeric_error)
{
    uint64_t start = read_cr0();
    write_cr0(start & ~(CR0_NE | CR0_MP));
    expect_no_trap("CR0.NE cleared");
    EXPECT(read_cr0() == (start & ~(CR0_NE | CR0_MP)), "CR0 is 0x%llx", (unsigned long long)read_cr0());
    restore_cr0(start);
}

/* TS changes without the kernel; what the kernel last saw of it is old. SDM 3A, "Control Registers". */
GUEST(cr0_task_switched)
{
    const uint32_t pat = 0x277;
    uint64_t start = read_cr0();
    write_cr0((start ^ CR0_AM) | CR0_TS);
    __asm__ volatile("clts");
    write_msr(pat, read_msr(pat));
    EXPECT((read_cr0() & CR0_TS) == 0, "CR0.TS is back after WRMSR");
    write_cr0(start);
    write_cr0(start | CR0_TS);
    write_msr(pat, read_msr(pat));
    EXPECT((read_cr0() & CR0_TS) != 0, "CR0.TS is gone after WRMSR");
    restore_cr0(start);
}

/* SMSW stores CR0: 16, 32 or 64 bits of it. SDM 2B, "SMSW—Store Machine Status Word". */
GUEST(smsw)
{
    uint64_t start = read_cr0();
    uint64_t wide = ~0ull, middle = ~0ull, narrow = ~0ull;
    uint16_t stored = 0;
    __asm__ volatile("smsw %0\n\tsmsw %k1\n\tsmsw %w2\n\tsmsw %3" : "+r"(wide), "+r"(middle), "+r"(narrow), "+m"(stored));
    EXPECT(wide == start, "SMSW of 64 bits gives 0x%llx", (unsigned long long)wide);
    EXPECT(middle == start, "SMSW of 32 bits gives 0x%llx", (unsigned long long)middle);
    EXPECT(narrow == (0xffffffffffff0000ull | (start & 0xffff)), "SMSW of 16 bits gives 0x%llx", (unsigned long long)narrow);
    EXPECT(stored == (uint16_t)start, "SMSW to memory gives 0x%x", stored);
}

/* SMSW stores what the partition believes of CR0, not what is. SDM 2B, "SMSW—Store Machine Status Word". */
GUEST(smsw_believed)
{
    uint64_t start = read_cr0();
    uint64_t wide = ~0ull, middle = ~0ull, narrow = ~0ull;
    write_cr0(start | CR0_CD);
    expect_no_trap("CR0.CD");
    __asm__ volatile("smsw %0\n\tsmsw %k1\n\tsmsw %w2" : "+r"(wide), "+r"(middle), "+r"(narrow));
    EXPECT(wide == (start | CR0_CD), "SMSW of 64 bits gives 0x%llx", (unsigned long long)wide);
    EXPECT(middle == (start | CR0_CD), "SMSW of 32 bits gives 0x%llx", (unsigned long long)middle);
    EXPECT(narrow == (0xffffffffffff0000ull | (start & 0xffff)), "SMSW of 16 bits gives 0x%llx", (unsigned long long)narrow);
    restore_cr0(start);
}

/* LMSW loads PE, MP, EM and TS, from a register and from memory, and cannot clear PE. SDM 2A,
   "LMSW—Load Machine Status Word". */
GUEST(lmsw)
{
    uint64_t start = read_cr0();
    uint16_t word = (uint16_t)(start | CR0_TS);
    __asm__ volatile("lmsw %w0" : : "r"(start | CR0_TS) : "memory");
    EXPECT(read_cr0() == (start | CR0_TS), "LMSW does not set CR0.TS");
    ATTEMPT("movaps %%xmm0, %%xmm0", : : : CLOBBERS);
    expect_trap(VECTOR_NM, 0, "SSE with CR0.TS");
    __asm__ volatile("clts");
    EXPECT(read_cr0() == start, "CLTS does not clear CR0.TS");
    __asm__ volatile("lmsw %0" : : "m"(word) : "memory");
    EXPECT(read_cr0() == (start | CR0_TS), "LMSW from memory does not set CR0.TS");
    __asm__ volatile("lmsw %w0" : : "r"(0) : "memory");
    EXPECT((read_cr0() & CR0_PE) != 0, "LMSW clears CR0.PE");
    restore_cr0(start);
}

/* SMSW to memory stores what the partition believes too, where the processor does it. SDM 2B,
   "SMSW—Store Machine Status Word". */
GUEST(smsw_memory_believed)
{
    uint64_t start = read_cr0();
    uint16_t stored = 0;
    write_cr0(start | CR0_CD);
    __asm__ volatile("smsw %0" : "=m"(stored));
    EXPECT(stored == (uint16_t)start, "SMSW to memory gives 0x%x", stored);
    restore_cr0(start);
}

/* LMSW from memory changes more than TS, too, where the processor tells what it read. SDM 2A,
   "LMSW—Load Machine Status Word". */
GUEST(lmsw_memory)
{
    uint64_t start = read_cr0();
    uint16_t with_emulation = (uint16_t)(start | CR0_EM), without = (uint16_t)start;
    uint64_t seen;
    __asm__ volatile("lmsw %1\n\tmov %%cr0, %0\n\tlmsw %2" : "=r"(seen) : "m"(with_emulation), "m"(without) : "memory");
    EXPECT(seen == (start | CR0_EM), "CR0 is 0x%llx", (unsigned long long)seen);
    EXPECT(read_cr0() == start, "CR0 is 0x%llx in the end", (unsigned long long)read_cr0());
}

/* CR1, CR5 and CR9 do not exist. SDM 2B, "MOV—Move to/from Control Registers". */
GUEST(cr_numbers)
{
    ATTEMPT(".byte 0x0f, 0x20, 0xc8", : : : CLOBBERS, "rax");
    expect_trap(VECTOR_UD, 0, "MOV from CR1");
    ATTEMPT(".byte 0x0f, 0x22, 0xe8", : : : CLOBBERS);
    expect_trap(VECTOR_UD, 0, "MOV to CR5");
    ATTEMPT(".byte 0x44, 0x0f, 0x20, 0xc8", : : : CLOBBERS, "rax");
    expect_trap(VECTOR_UD, 0, "MOV from CR9");
}

/* CR2 takes any value. SDM 3A, "Control Registers". */
GUEST(cr2)
{
    static const uint64_t values[] = { 0, 1, 0x8000000000000000ull, ~0ull };
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        write_cr2(values[i]);
        expect_no_trap("MOV to CR2");
        EXPECT(read_cr2() == values[i], "CR2 is 0x%llx", (unsigned long long)read_cr2());
    }
}

/* A reserved bit raises #GP(0). SDM 2B, "MOV—Move to/from Control Registers". */
GUEST(cr3_reserved_bit)
{
    write_cr3(1ull << 62);
    expect_trap(VECTOR_GP, 0, "a reserved bit of CR3");
}

/* VMXE, SMXE, MCE, reserved bits, and PAE cleared in 64-bit mode raise #GP(0) and change nothing. SDM 2B,
   "MOV—Move to/from Control Registers". */
GUEST(cr4_refused)
{
    static const unsigned bits[] = { 6, 13, 14, 15, 19, 23, 24, 25, 31, 32, 63 };
    uint64_t start = read_cr4();
    EXPECT(start == 0x620, "CR4 is 0x%llx", (unsigned long long)start);
    for (size_t i = 0; i < sizeof bits / sizeof bits[0]; i++) {
        write_cr4(start | 1ull << bits[i]);
        EXPECT(trap_count == 1, "bit %u of CR4 can be set", bits[i]);
        expect_trap(VECTOR_GP, 0, "a bit of CR4");
    }

    write_cr4(start & ~CR4_PAE);
    expect_trap(VECTOR_GP, 0, "CR4.PAE cleared in 64-bit mode");
    EXPECT(read_cr4() == start, "a refused write changed CR4");
}

/* What every processor has is read as written. SDM 3A, "Control Registers". */
GUEST(cr4_taken)
{
    uint64_t start = read_cr4();
    for (uint64_t bit = 1; bit <= CR4_PGE; bit <<= 1) {
        if (bit != CR4_MCE && bit != CR4_PAE) {
            write_cr4(start | bit);
            expect_no_trap("a bit of CR4");
            EXPECT(read_cr4() == (start | bit), "CR4 is 0x%llx", (unsigned long long)read_cr4());
        }
    }

    write_cr4(start);
    expect_no_trap("CR4 as it was");
}

/* CR8 has four bits. SDM 3A, "Task Priority in IA-32e Mode". */
GUEST(cr8)
{
    for (uint64_t priority = 0; priority < 16; priority++) {
        write_cr8(priority);
        expect_no_trap("CR8");
        EXPECT(read_cr8() == priority, "CR8 is %llu", (unsigned long long)read_cr8());
    }

    write_cr8(0);
}

/* LOCK MOV CR0 is MOV CR8 on AMD's processors, for code without REX, and #UD on Intel's. APM 3, "MOV CRn". */
GUEST(lock_mov_cr8)
{
    bool is_amd = mhv_information()->hypercall_instruction == MHV_HYPERCALL_INSTRUCTION_VMMCALL;
    uint64_t value = 7;
    uint64_t cr0 = read_cr0();
    ATTEMPT(".byte 0xf0, 0x0f, 0x22, 0xc0", : : "a"(value) : CLOBBERS);
    EXPECT(is_amd == (trap_count == 0), "%llu exceptions", (unsigned long long)trap_count);
    EXPECT(read_cr8() == (is_amd ? value : 0), "CR8 is %llu", (unsigned long long)read_cr8());
    value = 0;
    ATTEMPT(".byte 0xf0, 0x0f, 0x20, 0xc0", : "+a"(value) : : CLOBBERS);
    EXPECT(value == (is_amd ? 7 : 0), "LOCK MOV from CR0 gives 0x%llx", (unsigned long long)value);
    EXPECT(read_cr0() == cr0, "CR0 is 0x%llx", (unsigned long long)read_cr0());
    write_cr8(0);
}

/* Others raise #GP(0). SDM 2B, "MOV—Move to/from Control Registers". */
GUEST(cr8_reserved_bit)
{
    write_cr8(16);
    expect_trap(VECTOR_GP, 0, "a reserved bit of CR8");
}

/* RSP is a register like the others, also where the kernel answers for the processor. SDM 2B,
   "MOV—Move to/from Control Registers". */
GUEST(cr_to_stack_pointer)
{
    uint64_t start = read_cr0();
    uint64_t value;
    write_cr0(start | CR0_CD);
    expect_no_trap("CR0.CD");
    __asm__ volatile("mov %%rsp, %%rdx\n\tcli\n\tmov %%cr0, %%rsp\n\tmov %%rsp, %0\n\tmov %%rdx, %%rsp\n\tsti"
                     : "=a"(value) : : "rdx", "memory");
    EXPECT(value == (start | CR0_CD), "MOV from CR0 gives RSP 0x%llx", (unsigned long long)value);
    restore_cr0(start);
    write_cr8(5);
    __asm__ volatile("mov %%rsp, %%rdx\n\tcli\n\tmov %%cr8, %%rsp\n\tmov %%rsp, %0\n\tmov %%rdx, %%rsp\n\tsti"
                     : "=a"(value) : : "rdx", "memory");
    EXPECT(value == 5, "MOV from CR8 gives RSP 0x%llx", (unsigned long long)value);
}

USER_CODE_OF(user_read_cr0, "mov %cr0, %rax\n\tud2");
USER_CODE_OF(user_write_cr0, "mov %rax, %cr0\n\tud2");
USER_CODE_OF(user_read_cr3, "mov %cr3, %rax\n\tud2");
USER_CODE_OF(user_write_cr4, "mov %rax, %cr4\n\tud2");
USER_CODE_OF(user_write_cr8, "mov %rax, %cr8\n\tud2");
USER_CODE_OF(user_clts, "clts\n\tud2");
USER_CODE_OF(user_lmsw, "lmsw %ax\n\tud2");

/* At CPL 3 all of them raise #GP(0). SDM 2B, "MOV—Move to/from Control Registers". */
GUEST(cr_cpl3)
{
    RUN_USER(user_read_cr0);
    expect_trap(VECTOR_GP, 0, "MOV from CR0 at CPL 3");
    RUN_USER(user_write_cr0);
    expect_trap(VECTOR_GP, 0, "MOV to CR0 at CPL 3");
    RUN_USER(user_read_cr3);
    expect_trap(VECTOR_GP, 0, "MOV from CR3 at CPL 3");
    RUN_USER(user_write_cr4);
    expect_trap(VECTOR_GP, 0, "MOV to CR4 at CPL 3");
    RUN_USER(user_write_cr8);
    expect_trap(VECTOR_GP, 0, "MOV to CR8 at CPL 3");
    RUN_USER(user_clts);
    expect_trap(VECTOR_GP, 0, "CLTS at CPL 3");
    RUN_USER(user_lmsw);
    expect_trap(VECTOR_GP, 0, "LMSW at CPL 3");
}
