/* Event delivery: what goes wrong while an exception is delivered becomes the right exception, or the partition's end. */
#include "guests.h"

#define UNMAPPED_STACK 0x40001000ull
#define OUTSIDE 0x10000000ull

struct __attribute__((packed)) pointer {
    uint16_t limit;
    uint64_t base;
};

static void run_on_stack(uint64_t stack)
{
    ATTEMPT("mov %0, %%rsp\n\tud2", : : "r"(stack) : CLOBBERS);
}

/* A #PF on the stack of #UD is delivered on a stack of its own. SDM 3A, "Interrupt 8—Double Fault Exception (#DF)". */
GUEST(delivery_page_fault)
{
    set_gate(VECTOR_PF, GATE_INTERRUPT, 1);
    run_on_stack(UNMAPPED_STACK);
    expect_trap(VECTOR_PF, FAULT_WRITE, "#UD on a stack that is not mapped");
    EXPECT(trap_cr2 == UNMAPPED_STACK - 8, "CR2 is 0x%llx", (unsigned long long)trap_cr2);
}

/* A #PF while #PF is delivered is #DF with error code 0. SDM 3A, "Interrupt 8—Double Fault Exception (#DF)". */
GUEST(double_fault_of_page_faults)
{
    set_gate(VECTOR_DF, GATE_INTERRUPT, 1);
    run_on_stack(UNMAPPED_STACK);
    expect_trap(VECTOR_DF, 0, "#PF on a stack that is not mapped");
}

/* #NP while #GP is delivered is #DF. SDM 3A, "Interrupt 8—Double Fault Exception (#DF)". */
GUEST(double_fault_of_contributory)
{
    set_gate(VECTOR_GP, GATE_ABSENT, 0);
    ATTEMPT("mov %w0, %%fs", : : "r"(0x1230) : CLOBBERS);
    expect_trap(VECTOR_DF, 0, "#GP through a gate that is not present");
}

/* #NP while #UD, which is benign, is delivered is #NP. SDM 3A, "Interrupt 8—Double Fault Exception (#DF)". */
GUEST(fault_after_benign)
{
    set_gate(VECTOR_UD, GATE_ABSENT, 0);
    ATTEMPT("ud2", : : : CLOBBERS);
    expect_trap(VECTOR_NP, VECTOR_UD * 8 + 2 + 1, "#UD through a gate that is not present");
}

/* An exception that the kernel makes is delivered like any other: #GP of RDMSR, and behind it #PF. SDM 3C,
   "Event Injection". */
GUEST(delivery_of_injected)
{
    set_gate(VECTOR_PF, GATE_INTERRUPT, 1);
    ATTEMPT("mov %0, %%rsp\n\trdmsr", : : "r"(UNMAPPED_STACK), "c"(0x2000) : CLOBBERS, "eax", "edx");
    expect_trap(VECTOR_PF, FAULT_WRITE, "#GP of RDMSR on a stack that is not mapped");
}

/* The #DB that exits first is delivered on a bad stack: #PF. SDM 3C, "Event Injection". */
GUEST(delivery_of_debug)
{
    set_gate(VECTOR_PF, GATE_INTERRUPT, 1);
    ATTEMPT("mov %%rsp, %%rbx\n\tpushfq\n\torl $0x100, (%%rsp)\n\tpopfq\n\tmov %0, %%rsp\n\tnop",
        : : "r"(UNMAPPED_STACK) : CLOBBERS, "rbx");
    expect_trap(VECTOR_PF, FAULT_WRITE, "#DB on a stack that is not mapped");
}

/* An IDT where no memory is ends the partition: the read is outside. SDM 3C, "EPT Violations". */
GUEST(delivery_table_outside)
{
    struct pointer table = { 0xfff, OUTSIDE };
    *page_entry(OUTSIDE, 2) = OUTSIDE | PAGE_PRESENT | PAGE_WRITABLE | PAGE_LARGE;
    flush();
    __asm__ volatile("lidt %0\n\tud2" : : "m"(table));
    mhv_fail("nobody stopped me");
}

/* A handler's stack where no memory is ends the partition: the write is outside. SDM 3C, "EPT Violations". */
GUEST(delivery_stack_outside)
{
    *page_entry(OUTSIDE, 2) = OUTSIDE | PAGE_PRESENT | PAGE_WRITABLE | PAGE_LARGE;
    flush();
    run_on_stack(OUTSIDE + 0x1000);
    mhv_fail("nobody stopped me");
}

/* INT3 onto a stack where no memory is, too, and it is not done twice. SDM 3C, "EPT Violations". */
GUEST(delivery_int3_outside)
{
    *page_entry(OUTSIDE, 2) = OUTSIDE | PAGE_PRESENT | PAGE_WRITABLE | PAGE_LARGE;
    flush();
    __asm__ volatile("mov %0, %%rsp\n\tint3" : : "r"(OUTSIDE + 0x1000) : "memory");
    mhv_fail("nobody stopped me");
}

/* #DF that cannot be delivered ends the partition. SDM 3A, "Interrupt 8—Double Fault Exception (#DF)". */
GUEST(triple_fault)
{
    static const struct pointer none = { 0, 0 };
    __asm__ volatile("lidt %0\n\tud2" : : "m"(none));
    mhv_fail("nobody stopped me");
}

/* The same by a stack that is nowhere: #PF, #DF, shutdown. SDM 3A, "Interrupt 8—Double Fault Exception (#DF)". */
GUEST(triple_fault_on_stack)
{
    __asm__ volatile("mov %0, %%rsp\n\tud2" : : "r"(UNMAPPED_STACK) : "memory");
    mhv_fail("nobody stopped me");
}
