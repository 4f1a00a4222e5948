/* Exceptions: each reaches the partition's own IDT with its error code, and #PF with CR2. */
#include "guests.h"

#define NOWHERE 0x40000123ull

static volatile uint32_t zero;
static char data[64] __attribute__((aligned(64)));

/* #DE. SDM 3A, "Interrupt 0—Divide Error Exception (#DE)". */
GUEST(divide_error)
{
    ATTEMPT("xor %%edx, %%edx\n\tmov $1, %%eax\n\tdivl %0", : : "m"(zero) : CLOBBERS, "eax", "edx");
    expect_trap(VECTOR_DE, 0, "a division by zero");
    ATTEMPT("mov $2, %%edx\n\tmov $1, %%ecx\n\tdivl %%ecx", : : "a"(0) : CLOBBERS, "ecx", "edx");
    expect_trap(VECTOR_DE, 0, "a quotient that does not fit");
}

/* #BP: a trap behind INT3. SDM 3A, "Interrupt 3—Breakpoint Exception (#BP)". */
GUEST(breakpoint)
{
    uint64_t start;
    ATTEMPT("lea 2f(%%rip), %0\n\tint3\n2:", : "=r"(start) : : CLOBBERS);
    expect_trap(VECTOR_BP, 0, "INT3");
    EXPECT(trap_address == start, "INT3 ends at 0x%llx, not 0x%llx", (unsigned long long)trap_address,
        (unsigned long long)start);
    ATTEMPT("lea 2f(%%rip), %0\n\tint $3\n2:", : "=r"(start) : : CLOBBERS);
    expect_trap(VECTOR_BP, 0, "INT 3");
    EXPECT(trap_address == start, "INT 3 ends at 0x%llx, not 0x%llx", (unsigned long long)trap_address,
        (unsigned long long)start);
}

/* #UD. SDM 3A, "Interrupt 6—Invalid Opcode Exception (#UD)". */
GUEST(invalid_opcode)
{
    ATTEMPT("ud2", : : : CLOBBERS);
    expect_trap(VECTOR_UD, 0, "UD2");
    ATTEMPT(".byte 0x0f, 0xff, 0xc0", : : : CLOBBERS);
    expect_trap(VECTOR_UD, 0, "UD0");
    ATTEMPT(".byte 0xf0, 0x90", : : : CLOBBERS);
    expect_trap(VECTOR_UD, 0, "LOCK NOP");
    ATTEMPT(".byte 0xce", : : : CLOBBERS);
    expect_trap(VECTOR_UD, 0, "INTO in 64-bit mode");
    ATTEMPT(".byte 0xea, 0, 0, 0, 0, 0, 0", : : : CLOBBERS);
    expect_trap(VECTOR_UD, 0, "a direct far jump in 64-bit mode");
}

/* #NM with CR0.TS, and #UD with CR0.EM. SDM 3A, "Interrupt 7—Device Not Available Exception (#NM)". */
GUEST(device_not_available)
{
    uint64_t cr0 = read_cr0();
    write_cr0(cr0 | CR0_TS);
    ATTEMPT("fnop", : : : CLOBBERS);
    expect_trap(VECTOR_NM, 0, "x87 with CR0.TS");
    ATTEMPT("movaps %%xmm0, %%xmm0", : : : CLOBBERS);
    expect_trap(VECTOR_NM, 0, "SSE with CR0.TS");
    write_cr0(cr0 | CR0_EM);
    ATTEMPT("fnop", : : : CLOBBERS);
    expect_trap(VECTOR_NM, 0, "x87 with CR0.EM");
    ATTEMPT("movaps %%xmm0, %%xmm0", : : : CLOBBERS);
    expect_trap(VECTOR_UD, 0, "SSE with CR0.EM");
    write_cr0(cr0);
    ATTEMPT("fnop", : : : CLOBBERS);
    expect_no_trap("x87");
}

/* #NP with the selector. SDM 3A, "Interrupt 11—Segment Not Present (#NP)". */
GUEST(segment_not_present)
{
    ATTEMPT("mov %w0, %%fs", : : "r"(NOT_PRESENT) : CLOBBERS);
    expect_trap(VECTOR_NP, NOT_PRESENT, "a data segment that is not present");
    ATTEMPT("mov %w0, %%gs", : : "r"(NOT_PRESENT) : CLOBBERS);
    expect_trap(VECTOR_NP, NOT_PRESENT, "another");
}

/* #SS, with 0 for an address that is not canonical. SDM 3A, "Interrupt 12—Stack Fault Exception (#SS)". */
GUEST(stack_fault)
{
    set_gate(VECTOR_SS, GATE_INTERRUPT, 1);
    set_gate(VECTOR_GP, GATE_INTERRUPT, 1);
    set_gate(VECTOR_PF, GATE_INTERRUPT, 1);
    ATTEMPT("mov %0, %%rbx\n\txchg %%rsp, %%rbx\n\tpush %%rax", : : "r"(0x8000000000000000ull) : CLOBBERS, "rbx");
    expect_trap(VECTOR_SS, 0, "PUSH to an address that is not canonical");
    ATTEMPT("mov %w0, %%ss", : : "r"(NOT_PRESENT) : CLOBBERS);
    expect_trap(VECTOR_SS, NOT_PRESENT, "a stack segment that is not present");
}

/* #GP with 0 or the selector. SDM 3A, "Interrupt 13—General Protection Exception (#GP)". */
GUEST(general_protection)
{
    ATTEMPT("mov %w0, %%fs", : : "r"(0x1230) : CLOBBERS);
    expect_trap(VECTOR_GP, 0x1230, "a selector beyond the GDT");
    ATTEMPT("mov %w0, %%ss", : : "r"(0) : CLOBBERS);
    expect_no_trap("the null selector in SS at CPL 0");
    ATTEMPT("mov %w0, %%ss", : : "r"(KERNEL_DATA) : CLOBBERS);
    ATTEMPT("mov %w0, %%ss", : : "r"(KERNEL_CODE) : CLOBBERS);
    expect_trap(VECTOR_GP, KERNEL_CODE, "code in SS");
    ATTEMPT("movb $0, (%0)", : : "r"(0x8000000000000000ull) : CLOBBERS);
    expect_trap(VECTOR_GP, 0, "an address that is not canonical");
    ATTEMPT("jmp *%0", : : "r"(0x8000000000000000ull) : CLOBBERS);
    expect_trap(VECTOR_GP, 0, "a jump to an address that is not canonical");
    ATTEMPT("movaps %%xmm0, (%0)", : : "r"(&data[1]) : CLOBBERS);
    expect_trap(VECTOR_GP, 0, "MOVAPS at an odd address");
    ATTEMPT(".byte 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x90",
        : : : CLOBBERS);
    expect_trap(VECTOR_GP, 0, "an instruction of 16 bytes");
}

/* #PF where no page is mapped, for each access. SDM 3A, "Interrupt 14—Page-Fault Exception (#PF)". */
GUEST(page_not_present)
{
    ATTEMPT("movb (%0), %%al", : : "r"(NOWHERE) : CLOBBERS, "rax");
    expect_trap(VECTOR_PF, 0, "a read of a page that is not mapped");
    EXPECT(trap_cr2 == NOWHERE, "CR2 is 0x%llx", (unsigned long long)trap_cr2);
    ATTEMPT("movb $0, (%0)", : : "r"(0x7fff00004567ull) : CLOBBERS);
    expect_trap(VECTOR_PF, FAULT_WRITE, "a write of a page that is not mapped");
    EXPECT(trap_cr2 == 0x7fff00004567, "CR2 is 0x%llx", (unsigned long long)trap_cr2);
    ATTEMPT("call *%0", : : "r"(NOWHERE) : CLOBBERS);
    expect_trap(VECTOR_PF, FAULT_FETCH, "a fetch from a page that is not mapped");
    EXPECT(trap_cr2 == NOWHERE, "CR2 is 0x%llx", (unsigned long long)trap_cr2);
}

/* #PF against rights. SDM 3A, "Determination of Access Rights". */
GUEST(page_rights)
{
    const void *page = mhv_information();
    ATTEMPT("movb $0, (%0)", : : "r"(page) : CLOBBERS);
    expect_trap(VECTOR_PF, FAULT_PRESENT | FAULT_WRITE, "a write of the information page");
    EXPECT(trap_cr2 == (uint64_t)page, "CR2 is 0x%llx", (unsigned long long)trap_cr2);
    ATTEMPT("call *%0", : : "r"(page) : CLOBBERS);
    expect_trap(VECTOR_PF, FAULT_PRESENT | FAULT_FETCH, "a fetch from the information page");
}

USER_CODE_OF(user_read, "mov $0x200000, %eax\n\tmov (%rax), %al\n\tud2");
USER_CODE_OF(user_write, "mov $0x200000, %eax\n\tmov %al, (%rax)\n\tud2");
USER_CODE_OF(user_fetch, "mov $0x200000, %eax\n\tjmp *%rax\n\tud2");

/* #PF at CPL 3 on a supervisor page: the first page of the partition's code. SDM 3A, "Determination of Access Rights". */
GUEST(page_rights_cpl3)
{
    RUN_USER(user_read);
    expect_trap(VECTOR_PF, FAULT_PRESENT | FAULT_USER, "a read at CPL 3");
    EXPECT(trap_cr2 == 0x200000, "CR2 is 0x%llx", (unsigned long long)trap_cr2);
    RUN_USER(user_write);
    expect_trap(VECTOR_PF, FAULT_PRESENT | FAULT_WRITE | FAULT_USER, "a write at CPL 3");
    RUN_USER(user_fetch);
    expect_trap(VECTOR_PF, FAULT_PRESENT | FAULT_FETCH | FAULT_USER, "a fetch at CPL 3");
}

/* #MF with CR0.NE: at the x87 instruction behind the one that went wrong. SDM 3A,
   "Interrupt 16—x87 FPU Floating-Point Error (#MF)". */
GUEST(x87_error)
{
    uint16_t control = 0x37b;
    ATTEMPT("fninit\n\tfldcw %0\n\tfld1\n\tfldz\n\tfdivrp\n\tfwait", : : "m"(control) : CLOBBERS);
    expect_trap(VECTOR_MF, 0, "FWAIT behind a division by zero");
    __asm__ volatile("fninit");
}

/* #XM with CR4.OSXMMEXCPT, and #UD without. SDM 3A, "Interrupt 19—SIMD Floating-Point Exception (#XM)". */
GUEST(simd_error)
{
    uint32_t control = 0x1d80;
    uint32_t usual = 0x1f80;
    __asm__ volatile("ldmxcsr %0" : : "m"(control));
    ATTEMPT("xorps %%xmm0, %%xmm0\n\tcvtsi2ss %0, %%xmm1\n\tdivss %%xmm0, %%xmm1", : : "r"(1) : CLOBBERS, "xmm0", "xmm1");
    expect_trap(VECTOR_XM, 0, "DIVSS by zero");
    write_cr4(read_cr4() & ~CR4_OSXMMEXCPT);
    ATTEMPT("xorps %%xmm0, %%xmm0\n\tcvtsi2ss %0, %%xmm1\n\tdivss %%xmm0, %%xmm1", : : "r"(1) : CLOBBERS, "xmm0", "xmm1");
    expect_trap(VECTOR_UD, 0, "DIVSS by zero without CR4.OSXMMEXCPT");
    __asm__ volatile("ldmxcsr %0" : : "m"(usual));
}

USER_CODE_OF(user_unaligned, "mov -15(%rsp), %eax\n\tud2");

/* #AC at CPL 3 with CR0.AM and RFLAGS.AC. SDM 3A, "Interrupt 17—Alignment Check Exception (#AC)". */
GUEST(alignment)
{
    RUN_USER_WITH(FLAG_ALIGNMENT, user_unaligned);
    expect_trap(VECTOR_UD, 0, "an unaligned access without CR0.AM");
    write_cr0(read_cr0() | CR0_AM);
    expect_no_trap("CR0.AM");
    RUN_USER_WITH(FLAG_ALIGNMENT, user_unaligned);
    expect_trap(VECTOR_AC, 0, "an unaligned access with alignment checks");
    expect_stop(0, "an unaligned access with alignment checks");
}

/* An interrupt whose stack the TSS does not reach: #TS with its selector. SDM 3A, "Interrupt 10—Invalid TSS Exception (#TS)". */
GUEST(invalid_task)
{
    enum { LAST_BEFORE_IST1 = 0x23, BUSY = 2 };
    const uint64_t limit_mask = 0xffff, busy = (uint64_t)BUSY << 40;
    uint64_t whole = trap_gdt[TASK / 8] & ~busy;
    set_gate(VECTOR_BP, GATE_INTERRUPT, 1);
    trap_gdt[TASK / 8] = (whole & ~limit_mask) | LAST_BEFORE_IST1;
    __asm__ volatile("ltr %w0" : : "r"(TASK) : "memory");
    ATTEMPT("int3", : : : CLOBBERS);
    expect_trap(VECTOR_TS, TASK, "INT3 onto a stack that the TSS does not have");
    trap_gdt[TASK / 8] = whole;
    __asm__ volatile("ltr %w0" : : "r"(TASK) : "memory");
}

/* INT n beyond the limit of the IDT. SDM 3A, "Error Code". */
GUEST(missing_vector)
{
    ATTEMPT("int $0x20", : : : CLOBBERS);
    expect_trap(VECTOR_GP, 0x20 * 8 + 2, "a vector beyond the IDT");
}

/* INT3 through a gate that is not present: #NP with the vector. SDM 3A, "Interrupt 11—Segment Not Present (#NP)". */
GUEST(gate_not_present)
{
    set_gate(VECTOR_BP, GATE_ABSENT | 0x60, 0);
    ATTEMPT("int3", : : : CLOBBERS);
    expect_trap(VECTOR_NP, VECTOR_BP * 8 + 2, "INT3");
}

USER_CODE_OF(user_int, "int $6\n\tud2");

/* INT n at CPL 3 through a gate of ring 0. SDM 3A, "Protection of Exception- and Interrupt-Handler Procedures". */
GUEST(gate_privilege)
{
    RUN_USER(user_int);
    expect_trap(VECTOR_GP, VECTOR_UD * 8 + 2, "INT 6 at CPL 3");
    expect_stop(0, "INT 6 at CPL 3");
}

USER_CODE_OF(compatibility_overflow, ".code32\n\tmov $0x7fffffff, %eax\n\tadd $1, %eax\n\tinto\n\tud2\n\t.code64");
USER_CODE_OF(compatibility_bound,
    ".code32\n\tpush $1\n\tpush $0\n\tmov $2, %eax\n\tbound %eax, (%esp)\n\tud2\n\t.code64");

/* #OF of INTO and #BR of BOUND, in compatibility mode. SDM 3A, "Interrupt 4—Overflow Exception (#OF)" and
   "Interrupt 5—BOUND Range Exceeded Exception (#BR)". */
GUEST(overflow_and_bound)
{
    RUN_USER_32(compatibility_overflow);
    expect_trap(VECTOR_OF, 0, "INTO");
    expect_stop(9, "INTO");
    RUN_USER_32(compatibility_bound);
    expect_trap(VECTOR_BR, 0, "BOUND");
    expect_stop(9, "BOUND");
}

/* IRET with NT in 64-bit mode. SDM 3A, "Interrupt 13—General Protection Exception (#GP)". */
GUEST(nested_task_return)
{
    ATTEMPT("pushfq\n\torl %0, (%%rsp)\n\tpopfq\n\tiretq", : : "i"(FLAG_NESTED) : CLOBBERS);
    expect_trap(VECTOR_GP, 0, "IRET with RFLAGS.NT");
    __asm__ volatile("pushfq\n\tandl %0, (%%rsp)\n\tpopfq" : : "i"(~FLAG_NESTED) : "cc", "memory");
}
