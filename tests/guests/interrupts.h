/* Interrupts of a conformance guest: its virtual local APIC, and a record of what it delivered. */
#ifndef INTERRUPTS_H
#define INTERRUPTS_H

#include "guests.h"

/* MSRs of the local APIC. SDM 3A, "x2APIC Register Address Space". */
enum {
    IA32_APIC_BASE = 0x1b,
    IA32_TSC_DEADLINE = 0x6e0,
    X2APIC_ID = 0x802,
    X2APIC_VERSION = 0x803,
    X2APIC_TPR = 0x808,
    X2APIC_PPR = 0x80a,
    X2APIC_EOI = 0x80b,
    X2APIC_LDR = 0x80d,
    X2APIC_SVR = 0x80f,
    X2APIC_ISR = 0x810,
    X2APIC_TMR = 0x818,
    X2APIC_IRR = 0x820,
    X2APIC_ESR = 0x828,
    X2APIC_ICR = 0x830,
    X2APIC_LVT_TIMER = 0x832,
    X2APIC_LVT_LINT0 = 0x835,
    X2APIC_LVT_LINT1 = 0x836,
    X2APIC_LVT_ERROR = 0x837,
    X2APIC_INITIAL_COUNT = 0x838,
    X2APIC_CURRENT_COUNT = 0x839,
    X2APIC_DIVIDE = 0x83e,
    X2APIC_SELF_IPI = 0x83f,
};

/* Bits of LVT entries, and the divide configuration that does not divide. */
enum { LVT_MASKED = 1 << 16, LVT_PERIODIC = 1 << 17, LVT_DEADLINE = 2 << 17, DIVIDE_BY_1 = 0xb, SVR_ENABLE = 0x100 };

/* Interrupts delivered so far, and the vector of each: the first stands in interrupt_log[0]. */
enum { MAX_LOG = 64 };
extern volatile uint64_t interrupt_count;
extern volatile uint8_t interrupt_log[MAX_LOG];

/* TSC at which the last one was delivered. */
extern volatile uint64_t interrupt_tsc;

/* Where it was delivered: the address behind the instruction before it, and the code segment. */
extern volatile uint64_t interrupt_rip;
extern volatile uint64_t interrupt_cs;

/* What a handler does beside the record, with interrupts off; it ends with the end of interrupt unless it is left out. */
extern void (*interrupt_handler)(unsigned vector);

/* Gates for vectors 32 to 255, and the APIC switched on. Interrupts are off afterwards. */
void interrupts_open(void);

/* Whether a vector is requested, or in service. */
int is_requested(unsigned vector);
int is_in_service(unsigned vector);

static inline void interrupts_on(void)
{
    __asm__ volatile("sti\n\tnop" : : : "memory");
}

static inline void interrupts_off(void)
{
    __asm__ volatile("cli" : : : "memory");
}

static inline void end_interrupt(void)
{
    write_msr(X2APIC_EOI, 0);
}

/* Waits, with interrupts as they are, until that many have been delivered. */
void wait_for_interrupts(uint64_t count);

#endif
