/* Descriptor tables: a partition has its own, and UMIP hides where they are from its programs. */
#include "guests.h"

USER_CODE_OF(user_sgdt, "sgdt -16(%rsp)\n\tud2");
USER_CODE_OF(user_sidt, "sidt -16(%rsp)\n\tud2");
USER_CODE_OF(user_sldt, "sldt %eax\n\tud2");
USER_CODE_OF(user_str, "str %eax\n\tud2");
USER_CODE_OF(user_smsw, "smsw %eax\n\tud2");
USER_CODE_OF(user_lgdt, "lgdt -16(%rsp)\n\tud2");
USER_CODE_OF(user_lidt, "lidt -16(%rsp)\n\tud2");
USER_CODE_OF(user_lldt, "xor %eax, %eax\n\tlldt %ax\n\tud2");
USER_CODE_OF(user_ltr, "xor %eax, %eax\n\tltr %ax\n\tud2");

struct __attribute__((packed)) pointer {
    uint16_t limit;
    uint64_t base;
};

/* At CPL 0 what was loaded is stored. SDM 2B, "SGDT—Store Global Descriptor Table Register". */
GUEST(descriptor_tables)
{
    struct pointer gdt, idt;
    uint64_t ldt = ~0ull, task = ~0ull;
    __asm__ volatile("sgdt %0\n\tsidt %1\n\tsldt %2\n\tstr %3" : "=m"(gdt), "=m"(idt), "+r"(ldt), "+r"(task));
    EXPECT(gdt.limit % 8 == 7 && gdt.base >= mhv_information()->memory_base, "the GDT is at 0x%llx",
        (unsigned long long)gdt.base);
    EXPECT(idt.limit == 32 * 16 - 1, "the IDT has %u bytes", idt.limit + 1u);
    EXPECT(ldt == 0, "LDTR is 0x%llx", (unsigned long long)ldt);
    EXPECT(task == TASK, "TR is 0x%llx", (unsigned long long)task);
    __asm__ volatile("lgdt %0\n\tlidt %1" : : "m"(gdt), "m"(idt));
}

/* The base of a table is canonical. SDM 2A, "LGDT/LIDT—Load Global/Interrupt Descriptor Table Register". */
GUEST(descriptor_table_base)
{
    struct pointer wrong = { 0xffff, 0x8000000000000000ull };
    ATTEMPT("lgdt %0", : : "m"(wrong) : CLOBBERS);
    expect_trap(VECTOR_GP, 0, "LGDT with a base that is not canonical");
    ATTEMPT("lidt %0", : : "m"(wrong) : CLOBBERS);
    expect_trap(VECTOR_GP, 0, "LIDT with a base that is not canonical");
}

/* LTR wants an available TSS, LLDT an LDT. SDM 2A, "LTR—Load Task Register". */
GUEST(task_register)
{
    ATTEMPT("ltr %w0", : : "r"(TASK) : CLOBBERS);
    expect_trap(VECTOR_GP, TASK, "LTR of the TSS that is busy");
    ATTEMPT("ltr %w0", : : "r"(KERNEL_DATA) : CLOBBERS);
    expect_trap(VECTOR_GP, KERNEL_DATA, "LTR of a data segment");
    ATTEMPT("lldt %w0", : : "r"(KERNEL_DATA) : CLOBBERS);
    expect_trap(VECTOR_GP, KERNEL_DATA, "LLDT of a data segment");
    ATTEMPT("lldt %w0", : : "r"(0) : CLOBBERS);
    expect_no_trap("LLDT of the null selector");
}

/* Without UMIP a program may store all five. SDM 3A, "Control Registers". */
GUEST(umip_off)
{
    RUN_USER(user_sgdt);
    expect_trap(VECTOR_UD, 0, "UD2 behind SGDT");
    RUN_USER(user_sidt);
    expect_trap(VECTOR_UD, 0, "UD2 behind SIDT");
    RUN_USER(user_sldt);
    expect_trap(VECTOR_UD, 0, "UD2 behind SLDT");
    RUN_USER(user_str);
    expect_trap(VECTOR_UD, 0, "UD2 behind STR");
    RUN_USER(user_smsw);
    expect_trap(VECTOR_UD, 0, "UD2 behind SMSW");
}

/* With UMIP all five raise #GP(0) at CPL 3, and work at CPL 0. SDM 3A, "Control Registers". */
GUEST(umip_on)
{
    require((cpuid(7, 0).ecx & 1u << 2) != 0, "UMIP");
    write_cr4(read_cr4() | CR4_UMIP);
    expect_no_trap("CR4.UMIP");
    RUN_USER(user_sgdt);
    expect_trap(VECTOR_GP, 0, "SGDT at CPL 3");
    RUN_USER(user_sidt);
    expect_trap(VECTOR_GP, 0, "SIDT at CPL 3");
    RUN_USER(user_sldt);
    expect_trap(VECTOR_GP, 0, "SLDT at CPL 3");
    RUN_USER(user_str);
    expect_trap(VECTOR_GP, 0, "STR at CPL 3");
    RUN_USER(user_smsw);
    expect_trap(VECTOR_GP, 0, "SMSW at CPL 3");
    ATTEMPT("smsw %%eax", : : : CLOBBERS, "rax");
    expect_no_trap("SMSW at CPL 0");
}

/* At CPL 3 nothing is loaded. SDM 2A, "LGDT/LIDT—Load Global/Interrupt Descriptor Table Register". */
GUEST(descriptor_tables_cpl3)
{
    RUN_USER(user_lgdt);
    expect_trap(VECTOR_GP, 0, "LGDT at CPL 3");
    RUN_USER(user_lidt);
    expect_trap(VECTOR_GP, 0, "LIDT at CPL 3");
    RUN_USER(user_lldt);
    expect_trap(VECTOR_GP, 0, "LLDT at CPL 3");
    RUN_USER(user_ltr);
    expect_trap(VECTOR_GP, 0, "LTR at CPL 3");
}
