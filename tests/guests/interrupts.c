/* Interrupts of a conformance guest: gates, the record, and the APIC. */
#include "interrupts.h"

enum { FIRST_VECTOR = 32, VECTORS = 224, STUB_SIZE = 16 };

extern const char interrupt_stubs[];
void interrupt_taken(unsigned vector, uint64_t rip, uint64_t cs);

volatile uint64_t interrupt_count;
volatile uint8_t interrupt_log[MAX_LOG];
volatile uint64_t interrupt_tsc;
volatile uint64_t interrupt_rip;
volatile uint64_t interrupt_cs;
void (*interrupt_handler)(unsigned vector);

void interrupt_taken(unsigned vector, uint64_t rip, uint64_t cs)
{
    interrupt_tsc = mhv_tsc();
    interrupt_rip = rip;
    interrupt_cs = cs;
    interrupt_log[interrupt_count % MAX_LOG] = (uint8_t)vector;
    interrupt_count++;
    if (interrupt_handler != NULL) {
        interrupt_handler(vector);
    }

    end_interrupt();
}

void interrupts_open(void)
{
    interrupts_off();
    for (unsigned i = 0; i < VECTORS; i++) {
        set_interrupt_gate(FIRST_VECTOR + i, &interrupt_stubs[i * STUB_SIZE]);
    }

    write_msr(X2APIC_SVR, SVR_ENABLE | 0xff);
}

static int has_bit(uint32_t bank, unsigned vector)
{
    return (read_msr(bank + vector / 32) >> vector % 32 & 1) != 0;
}

int is_requested(unsigned vector)
{
    return has_bit(X2APIC_IRR, vector);
}

int is_in_service(unsigned vector)
{
    return has_bit(X2APIC_ISR, vector);
}

void wait_for_interrupts(uint64_t count)
{
    while (interrupt_count < count) {
        mhv_pause();
    }
}
