/* Interrupts of a guest in C: the local APIC of each virtual CPU, and who is told. */
#include "kit.h"

enum { FIRST_VECTOR = 32, VECTORS = 256, SPURIOUS_VECTOR = 255 };

/* MSRs of the local APIC. SDM 3A, "x2APIC Register Address Space". */
enum { X2APIC_EOI = 0x80b, X2APIC_SVR = 0x80f, X2APIC_SELF_IPI = 0x83f };

#define SVR_ENABLE 0x100u

static void (*handlers[VECTORS])(uint8_t vector);

static void check_vector(uint8_t vector)
{
    mhv_check(vector >= FIRST_VECTOR, "vectors below 32 are exceptions': interrupts have 32 to 255");
}

void mhv_open_apic(uint8_t vector)
{
    check_vector(vector);
    mhv_open_idt();
    mhv_write_msr(X2APIC_SVR, SVR_ENABLE | SPURIOUS_VECTOR);
}

void mhv_interrupt(uint8_t vector)
{
    /* An attempt that was interrupted is not the handler's. */
    struct mhv_vcpu *vcpu = mhv_own();
    uint64_t attempt_stack = vcpu->attempt_stack;
    vcpu->attempt_stack = 0;
    handlers[vector](vector);
    vcpu->attempt_stack = attempt_stack;
    mhv_write_msr(X2APIC_EOI, 0);
}

void mhv_on_interrupt(uint8_t vector, void (*handler)(uint8_t vector))
{
    check_vector(vector);
    if (handler == NULL) {
        mhv_set_interrupt_gate(vector, false);
    }

    handlers[vector] = handler;
    if (handler != NULL) {
        mhv_set_interrupt_gate(vector, true);
    }

    mhv_open_apic(vector);
}

void mhv_request_interrupt(uint8_t vector)
{
    mhv_open_apic(vector);
    mhv_write_msr(X2APIC_SELF_IPI, vector);
}

void mhv_set_window_vector(uint8_t vector)
{
    uint64_t unused;
    if (vector != 0) {
        mhv_open_apic(vector);
    }

    (void)mhv_hypercall(MHV_HYPERCALL_SET_WINDOW_VECTOR, vector, 0, &unused);
}

void mhv_disable_interrupts(void)
{
    __asm__ volatile("cli" : : : "memory");
}

void mhv_enable_interrupts(void)
{
    __asm__ volatile("sti" : : : "memory");
}

void mhv_wait_for_interrupt(void)
{
    /* Nothing comes between the two: a request that waits already ends the HLT. SDM 2B, "STI—Set Interrupt Flag". */
    __asm__ volatile("sti; hlt" : : : "memory");
}
