/* Virtual-8086 mode: programs of 16 bits under paging, whose privileged instructions are their monitor's. */
#include "modes.h"

/* Page 1 is the program's; the rest of the first 4 MiB, where the partition lies, is the monitor's. */
enum { TABLE_ENTRIES = 1024, PAGE_SHIFT = 12, PROGRAM_PAGE = 1, TSS_ESP0 = 1, TSS_SS0 = 2, TSS_DWORDS = 26, STACK_DWORDS = 64 };

static uint32_t directory[TABLE_ENTRIES] __attribute__((aligned(4096)));
static uint32_t table[TABLE_ENTRIES] __attribute__((aligned(4096)));
static uint8_t program[4096] __attribute__((aligned(4096)));
static uint32_t task[TSS_DWORDS];
static uint32_t monitor_stack[STACK_DWORDS];

/*
 * What IRET takes from the stack: EIP, CS, EFLAGS with VM, ESP, SS, ES, DS, FS, GS. All segments are based on the program's
 * page. SDM 3B, "Entering Virtual-8086 Mode".
 */
extern const char enter_program[];
__asm__(".text\n\t.code32\nenter_program:\n\tmov $0x60, %eax\n\tltr %ax\n\tpush $0x100\n\tpush $0x100\n\tpush $0x100\n\t"
        "push $0x100\n\tpush $0x100\n\tpush $0xff0\n\tpush $0x20002\n\tpush $0x100\n\tpush $0\n\tiret\n\t.code64");

/* A program, and the instruction of it that must raise an exception. */
#define PROGRAM(name, before, last)                                                                                    \
    extern const uint8_t name[], name##_stop[], name##_end[];                                                          \
    __asm__(".pushsection .rodata\n\t.code16\n" #name ":\n\t" before "\n" #name "_stop:\n\t" last "\n" #name "_end:\n\t"    \
            ".code64\n\t.popsection")
#define EXPECT_PROGRAM(name, vector, what) expect_program(name, name##_stop, name##_end, vector, what)

/* Runs a program until it raises an exception, which must be this one, at this instruction. */
static void expect_program(const uint8_t *start, const uint8_t *stop, const uint8_t *end, uint64_t vector,
                           const char *what)
{
    const uint64_t supervisor = PAGE_PRESENT | PAGE_WRITABLE;
    for (uint32_t i = 0; i < TABLE_ENTRIES; i++) {
        table[i] = (uint32_t)(i << PAGE_SHIFT | supervisor);
    }

    table[PROGRAM_PAGE] = (uint32_t)((uint64_t)program | supervisor | PAGE_USER);
    directory[0] = (uint32_t)((uint64_t)table | supervisor | PAGE_USER);
    for (size_t i = 0; i < (size_t)(end - start); i++) {
        program[i] = start[i];
    }

    task[TSS_ESP0] = (uint32_t)(uint64_t)&monitor_stack[STACK_DWORDS];
    task[TSS_SS0] = KERNEL_DATA;
    task[TSS_DWORDS - 1] = sizeof task << 16;
    trap_gdt[MODE_TASK_32 / 8] = (sizeof task - 1) | ((uint64_t)task & 0xffffff) << 16 | 0x89ull << 40;
    run_mode(enter_program, CR0_PE | CR0_NE | CR0_WP | CR0_PG, directory, 0x600, 0);
    expect_trap(vector, 0, what);
    EXPECT(trap_address == (uint64_t)(stop - start), "%s: stopped at 0x%llx", what, (unsigned long long)trap_address);
}

PROGRAM(count, "xorl %eax, %eax\n\tmovw $1000, %cx\n1:\tincl %eax\n\tloop 1b\n\tpushl %eax\n\tpopl %ebx", "ud2");
PROGRAM(ask_cpuid, "xorl %eax, %eax\n\tcpuid", "ud2");
PROGRAM(halt, "", "hlt");
PROGRAM(clear_interrupts, "nop", "cli");
PROGRAM(read_control, "", "movl %cr0, %eax");
PROGRAM(read_specific, "movl $0xc0000080, %ecx", "rdmsr");
PROGRAM(use_port, "", "inb $0x80, %al");
PROGRAM(interrupt, "", "int $0x21");
PROGRAM(call_of_intel, "xorl %eax, %eax", "vmcall");
PROGRAM(call_of_amd, "xorl %eax, %eax", "vmmcall");

/* A program computes, and its CPUID exits like any other. SDM 3B, "Virtual-8086 Mode". */
GUEST(virtual_8086)
{
    EXPECT_PROGRAM(count, VECTOR_UD, "a program");
    EXPECT_PROGRAM(ask_cpuid, VECTOR_UD, "CPUID of a program");
}

/* What is its monitor's raises #GP(0): the mode is CPL 3. SDM 3B, "Sensitive Instructions". */
GUEST(virtual_8086_sensitive)
{
    EXPECT_PROGRAM(halt, VECTOR_GP, "HLT of a program");
    EXPECT_PROGRAM(clear_interrupts, VECTOR_GP, "CLI of a program");
    EXPECT_PROGRAM(read_control, VECTOR_GP, "MOV from CR0 of a program");
    EXPECT_PROGRAM(read_specific, VECTOR_GP, "RDMSR of a program");
    EXPECT_PROGRAM(use_port, VECTOR_GP, "IN of a program");
    EXPECT_PROGRAM(interrupt, VECTOR_GP, "INT of a program");
}

/* A hypercall is one of a user: #UD. docs/hypercalls.md */
GUEST(virtual_8086_hypercall)
{
    EXPECT_PROGRAM(call_of_intel, VECTOR_UD, "VMCALL of a program");
    EXPECT_PROGRAM(call_of_amd, VECTOR_UD, "VMMCALL of a program");
}
