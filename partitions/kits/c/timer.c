/* The timer of each virtual CPU of a guest in C: that of its local APIC. */
#include "kit.h"

enum { MAX_SHIFT = 7 };

/* SDM 3A, "x2APIC Register Address Space" and "TSC-Deadline Mode". */
enum { IA32_TSC_DEADLINE = 0x6e0, X2APIC_LVT_TIMER = 0x832, X2APIC_INITIAL_COUNT = 0x838, X2APIC_DIVIDE = 0x83e };

#define LVT_MASKED (1u << 16)
#define LVT_PERIODIC (1u << 17)
#define LVT_DEADLINE (2u << 17)

/* The smallest division of the TSC whose count fits in 32 bits counts most exactly. */
static void count(uint32_t entry, uint64_t nanoseconds)
{
    uint64_t ticks = mhv_ticks_of_ns(nanoseconds);
    unsigned shift = 0;
    while (ticks >> shift > UINT32_MAX) {
        shift++;
    }

    mhv_check(shift <= MAX_SHIFT, "this is more than the timer can count");

    /* 0 divides by 2, 6 by 128, 7 by 1, in bits 3, 1 and 0. SDM 3A, "Divide Configuration Register". */
    unsigned divide = (shift + MAX_SHIFT) % (MAX_SHIFT + 1);
    uint64_t initial = ticks >> shift;
    mhv_write_msr(X2APIC_LVT_TIMER, entry);
    mhv_write_msr(X2APIC_DIVIDE, (divide & 4) << 1 | (divide & 3));
    mhv_write_msr(X2APIC_INITIAL_COUNT, initial == 0 ? 1 : initial);
}

void mhv_timer_once_ns(uint8_t vector, uint64_t delay_ns)
{
    mhv_open_apic(vector);
    count(vector, delay_ns);
}

void mhv_timer_periodic_ns(uint8_t vector, uint64_t period_ns)
{
    mhv_open_apic(vector);
    count(LVT_PERIODIC | vector, period_ns);
}

void mhv_timer_at_ns(uint8_t vector, uint64_t time_ns)
{
    mhv_open_apic(vector);
    mhv_write_msr(X2APIC_LVT_TIMER, LVT_DEADLINE | vector);
    mhv_write_msr(IA32_TSC_DEADLINE, mhv_information()->epoch_tsc + mhv_ticks_of_ns(time_ns));
}

void mhv_timer_stop(void)
{
    /* Neither a count nor a deadline outlives this: the one is 0, and another mode disarms the other. */
    mhv_write_msr(X2APIC_LVT_TIMER, LVT_MASKED);
    mhv_write_msr(X2APIC_INITIAL_COUNT, 0);
}
