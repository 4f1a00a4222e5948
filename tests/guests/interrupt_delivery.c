/* Delivery of interrupts: when, in which order, and what holds them back. */
#include "interrupts.h"

enum { LOW = 0x31, MIDDLE = 0x51, MIDDLE_TOO = 0x52, HIGH = 0x81 };

static void request(unsigned vector)
{
    write_msr(X2APIC_SELF_IPI, vector);
}

static void expect_log(uint64_t count, const uint8_t *vectors)
{
    EXPECT(interrupt_count == count, "%lu interrupts, not %lu", interrupt_count, count);
    for (uint64_t i = 0; i < count; i++) {
        EXPECT(interrupt_log[i] == vectors[i], "interrupt %lu is vector 0x%x", i, interrupt_log[i]);
    }
}

#define EXPECT_LOG(...)                                                                                                \
    do {                                                                                                               \
        static const uint8_t vectors[] = { __VA_ARGS__ };                                                              \
        expect_log(sizeof vectors, vectors);                                                                           \
    } while (0)

static void see_service(unsigned vector)
{
    EXPECT(is_in_service(vector) && !is_requested(vector), "vector 0x%x is not in service", vector);
    EXPECT(read_msr(X2APIC_PPR) == (vector & 0xf0u), "the processor priority is 0x%lx", read_msr(X2APIC_PPR));
}

/* A request is delivered at the next instruction, once, and is in service while its handler runs.
   SDM 3A, "Interrupt Acceptance for Fixed Interrupts". */
GUEST(interrupt_self)
{
    interrupts_open();
    interrupt_handler = see_service;
    interrupts_on();
    request(MIDDLE);
    EXPECT_LOG(MIDDLE);
    EXPECT(!is_in_service(MIDDLE), "vector 0x%x is still in service", MIDDLE);
    request(MIDDLE);
    EXPECT_LOG(MIDDLE, MIDDLE);
}

/* With interrupts off a request waits, and two are one. SDM 3A, "Masking Maskable Hardware Interrupts". */
GUEST(interrupt_held)
{
    interrupts_open();
    request(MIDDLE);
    request(MIDDLE);
    mhv_yield();
    EXPECT(is_requested(MIDDLE), "the request is lost");
    EXPECT_LOG();
    interrupts_on();
    EXPECT_LOG(MIDDLE);
}

/* STI lets one more instruction pass, POPF none. SDM 2B, "STI—Set Interrupt Flag". */
GUEST(interrupt_shadow)
{
    uint64_t seen;
    interrupts_open();
    request(MIDDLE);
    __asm__ volatile("sti\n\tmov %1, %0" : "=r"(seen) : "m"(interrupt_count) : "memory");
    EXPECT(seen == 0, "an interrupt came in the shadow of STI");
    interrupts_off();
    EXPECT_LOG(MIDDLE);
    request(HIGH);
    __asm__ volatile("pushfq\n\torl $0x200, (%%rsp)\n\tpopfq\n\tmov %1, %0" : "=r"(seen) : "m"(interrupt_count)
                     : "cc", "memory");
    EXPECT(seen == 2, "no interrupt came behind POPF");
}

/* A request that comes in the shadow of STI is delivered behind it. SDM 2B, "STI—Set Interrupt Flag". */
GUEST(interrupt_in_shadow)
{
    interrupts_open();
    __asm__ volatile("sti\n\twrmsr" : : "c"(X2APIC_SELF_IPI), "a"(MIDDLE), "d"(0) : "memory");
    EXPECT_LOG(MIDDLE);
}

/* What becomes ready in the shadow of MOV SS is delivered behind it: a request, and a priority that falls. SDM 3A, "Masking
   Exceptions and Interrupts When Switching Stacks". */
GUEST(interrupt_in_stack_shadow)
{
    uint64_t behind;
    interrupts_open();
    interrupts_on();
    __asm__ volatile("lea 1f(%%rip), %0\n\tmov %%ss, %%r11d\n\tmov %%r11d, %%ss\n\twrmsr\n1:"
                     : "=&r"(behind) : "c"(X2APIC_SELF_IPI), "a"(MIDDLE), "d"(0) : "r11", "memory");
    EXPECT_LOG(MIDDLE);
    EXPECT(interrupt_rip == behind, "delivered at 0x%lx, not 0x%lx", interrupt_rip, behind);
    write_cr8(5);
    request(MIDDLE);
    EXPECT_LOG(MIDDLE);
    __asm__ volatile("lea 1f(%%rip), %0\n\tmov %%ss, %%r11d\n\tmov %%r11d, %%ss\n\tmov %1, %%cr8\n1:"
                     : "=&r"(behind) : "r"(0ul) : "r11", "memory");
    EXPECT_LOG(MIDDLE, MIDDLE);
    EXPECT(interrupt_rip == behind, "delivered at 0x%lx, not 0x%lx", interrupt_rip, behind);
}

USER_CODE_OF(user_loop, "mov $100000, %ecx\n\t1: dec %ecx\n\tjnz 1b\n\tud2");

/* A timer interrupts code at CPL 3, which goes on behind it. SDM 3A, "64-Bit Mode Stack Frame". */
GUEST(interrupt_user)
{
    interrupts_open();
    write_msr(X2APIC_LVT_TIMER, LVT_DEADLINE | MIDDLE);
    write_msr(IA32_TSC_DEADLINE, mhv_tsc() + mhv_ticks_of_ns(20000));
    RUN_USER(user_loop);
    expect_trap(VECTOR_UD, 0, "the end of the loop");
    expect_stop(9, "the end of the loop");
    EXPECT_LOG(MIDDLE);
    EXPECT(interrupt_cs == USER_CODE, "delivered in code segment 0x%lx", interrupt_cs);
}

USER_CODE_OF(user_nop, "nop\n\tud2");
USER_CODE_OF(user_sti, "sti\n\tnop\n\tud2");

/* With IOPL 3, STI at CPL 3 lets one more instruction pass too. SDM 2B, "STI—Set Interrupt Flag". */
GUEST(interrupt_user_shadow)
{
    interrupts_open();
    request(MIDDLE);
    run_user(user_sti, user_sti_end, USER_CODE, FLAG_IOPL_3);
    expect_trap(VECTOR_UD, 0, "UD2 behind STI");
    expect_stop(2, "UD2 behind STI");
    EXPECT_LOG(MIDDLE);
    EXPECT(interrupt_cs == USER_CODE && interrupt_rip == trap_address, "delivered at 0x%lx", interrupt_rip);
}

/* With interrupts off a request waits at CPL 3, and is delivered when they come on at CPL 0. SDM 3A, "Masking Maskable Hardware
   Interrupts". */
GUEST(interrupt_user_held)
{
    interrupts_open();
    request(MIDDLE);
    run_user(user_nop, user_nop_end, USER_CODE, 0);
    expect_trap(VECTOR_UD, 0, "UD2 behind NOP");
    EXPECT(is_requested(MIDDLE), "the request is lost");
    EXPECT_LOG();
    interrupts_on();
    EXPECT_LOG(MIDDLE);
    EXPECT(interrupt_cs == KERNEL_CODE, "delivered in code segment 0x%lx", interrupt_cs);
}

/* The highest comes first. SDM 3A, "Interrupt, Task, and Processor Priority". */
GUEST(interrupt_order)
{
    interrupts_open();
    request(LOW);
    request(HIGH);
    request(MIDDLE);
    request(MIDDLE_TOO);
    interrupts_on();
    EXPECT_LOG(HIGH, MIDDLE_TOO, MIDDLE, LOW);
}

static void nest(unsigned vector)
{
    if (vector == MIDDLE) {
        request(LOW);
        request(MIDDLE_TOO);
        request(HIGH);
        interrupts_on();
        EXPECT(interrupt_count == 2 && interrupt_log[1] == HIGH, "%lu interrupts are delivered", interrupt_count);
        EXPECT(is_in_service(MIDDLE) && !is_in_service(HIGH), "the end of one interrupt was that of another");
        interrupts_off();
    }
}

/* A handler is interrupted by a higher class only, and each end of interrupt ends the highest one in service.
   SDM 3A, "Signaling Interrupt Servicing Completion". */
GUEST(interrupt_nested)
{
    interrupts_open();
    interrupt_handler = nest;
    interrupts_on();
    request(MIDDLE);
    EXPECT_LOG(MIDDLE, HIGH, MIDDLE_TOO, LOW);
}

/* The task priority holds back its own class and those below. SDM 3A, "Task Priority in IA-32e Mode". */
GUEST(interrupt_task_priority)
{
    interrupts_open();
    interrupts_on();
    write_cr8(5);
    request(LOW);
    request(MIDDLE);
    EXPECT_LOG();
    request(HIGH);
    EXPECT_LOG(HIGH);
    write_cr8(4);
    EXPECT_LOG(HIGH, MIDDLE);
    write_msr(X2APIC_TPR, 0x2f);
    EXPECT_LOG(HIGH, MIDDLE, LOW);
}

/* A task priority that rises again before interrupts are on holds a request back after all. SDM 3A, "Task Priority in
   IA-32e Mode". */
GUEST(interrupt_withdrawn)
{
    interrupts_open();
    request(MIDDLE);
    write_cr8(5);
    interrupts_on();
    EXPECT_LOG();
    mhv_yield();
    EXPECT_LOG();
    write_cr8(0);
    EXPECT_LOG(MIDDLE);
}

/* HLT with a request that waits ends at once. SDM 2A, "HLT—Halt". */
GUEST(interrupt_ends_halt)
{
    interrupts_open();
    struct mhv_window before, after;
    (void)mhv_find_window(mhv_tsc(), &before);
    request(MIDDLE);
    __asm__ volatile("sti\n\thlt" : : : "memory");
    EXPECT_LOG(MIDDLE);
    EXPECT(mhv_find_window(mhv_tsc(), &after) && after.frame == before.frame, "HLT lasted until another window");
}

/* An end of interrupt without an interrupt does nothing. SDM 3A, "Signaling Interrupt Servicing Completion". */
GUEST(interrupt_end_alone)
{
    interrupts_open();
    end_interrupt();
    request(MIDDLE);
    end_interrupt();
    EXPECT(is_requested(MIDDLE), "the request is lost");
    interrupts_on();
    EXPECT_LOG(MIDDLE);
}

/* An interrupt through a gate that is not present is #NP, with EXT in its error code. SDM 3A, "Interrupt 11—Segment Not
   Present (#NP)". */
GUEST(interrupt_gate_absent)
{
    const unsigned absent = 0x61;
    interrupts_open();
    set_gate(absent, GATE_ABSENT, 0);
    ATTEMPT("wrmsr\n\tsti\n\tnop", : : "c"(X2APIC_SELF_IPI), "a"(absent), "d"(0) : CLOBBERS);
    expect_trap(VECTOR_NP, absent * 8 + 2 + 1, "an interrupt through no gate");
    EXPECT(is_in_service(absent), "the interrupt is not in service");
}
