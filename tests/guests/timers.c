/* Timers: those of the virtual local APIC, and the interrupt at the start of each window. */
#include "interrupts.h"

enum { VECTOR = 0x41, WINDOW_VECTOR = 0x71, MAX_LATENESS_NS = 100000 };

#define MICROSECONDS(number) mhv_ticks_of_ns((number) * 1000ull)

static void open_timer(uint32_t entry)
{
    interrupts_open();
    write_msr(X2APIC_DIVIDE, DIVIDE_BY_1);
    write_msr(X2APIC_LVT_TIMER, entry);
}

static struct mhv_window window_now(void)
{
    struct mhv_window window;
    while (!mhv_find_window(mhv_tsc(), &window)) {
    }

    return window;
}

/* Since when the current window runs, and the next window of this partition after now. */
static uint64_t next_start(void)
{
    struct mhv_window window = window_now();
    return window.start_tsc + mhv_schedule()->major_frame_ticks;
}

static void expect_on_time(uint64_t due, const char *what)
{
    EXPECT(interrupt_tsc >= due, "%s: %lu ticks early", what, due - interrupt_tsc);
    EXPECT(interrupt_tsc - due <= mhv_ticks_of_ns(MAX_LATENESS_NS), "%s: %lu ticks late", what, interrupt_tsc - due);
}

/* A count expires once, when it should, and the current count says so on the way. SDM 3A, "APIC Timer". */
GUEST(timer_one_shot)
{
    open_timer(VECTOR);
    mhv_yield();
    interrupts_on();
    uint64_t count = MICROSECONDS(50);
    uint64_t start = mhv_tsc();
    write_msr(X2APIC_INITIAL_COUNT, count);
    uint64_t current = read_msr(X2APIC_CURRENT_COUNT);
    EXPECT(current != 0 && current <= count, "the current count is %lu", current);
    wait_for_interrupts(1);
    expect_on_time(start + count, "a one-shot timer");
    EXPECT(read_msr(X2APIC_CURRENT_COUNT) == 0, "the count is %lu", read_msr(X2APIC_CURRENT_COUNT));
    EXPECT(read_msr(X2APIC_INITIAL_COUNT) == count, "the initial count is another");
    mhv_yield();
    EXPECT(interrupt_count == 1 && interrupt_log[0] == VECTOR, "%lu interrupts", interrupt_count);
}

/* The clock is divided by 1 to 128, and by another number from the next write on. SDM 3A, "Divide Configuration
   Register". */
GUEST(timer_divide)
{
    static const uint8_t configurations[] = { 0xb, 0, 1, 2, 3, 8, 9, 0xa };
    open_timer(VECTOR | LVT_MASKED);
    for (unsigned i = 0; i < sizeof configurations; i++) {
        write_msr(X2APIC_DIVIDE, configurations[i]);
        EXPECT(read_msr(X2APIC_DIVIDE) == configurations[i], "the configuration is another");
        uint64_t before = mhv_tsc();
        write_msr(X2APIC_INITIAL_COUNT, 0xffffffff);
        uint64_t after = mhv_tsc();
        uint64_t least = (mhv_tsc() - after) >> i;
        uint64_t counted = 0xffffffff - read_msr(X2APIC_CURRENT_COUNT);
        uint64_t most = ((mhv_tsc() - before) >> i) + 1;
        EXPECT(counted + 1 >= least && counted <= most, "divided by %u: %lu, not %lu to %lu", 1u << i, counted, least,
            most);
    }

    write_msr(X2APIC_DIVIDE, DIVIDE_BY_1);
    EXPECT(read_msr(X2APIC_CURRENT_COUNT) > 0xff000000, "what is left has changed: 0x%lx",
        read_msr(X2APIC_CURRENT_COUNT));
    write_msr(X2APIC_INITIAL_COUNT, 0);
    EXPECT(read_msr(X2APIC_CURRENT_COUNT) == 0, "the timer is not stopped");
}

/* A periodic timer keeps its phase. SDM 3A, "APIC Timer". */
GUEST(timer_periodic)
{
    open_timer(VECTOR | LVT_PERIODIC);
    mhv_yield();
    interrupts_on();
    uint64_t period = MICROSECONDS(60);
    uint64_t before = mhv_tsc();
    write_msr(X2APIC_INITIAL_COUNT, period);
    uint64_t after = mhv_tsc();
    for (uint64_t i = 1; i <= 4; i++) {
        wait_for_interrupts(i);
        EXPECT(interrupt_tsc >= before + i * period, "interrupt %lu is early", i);
        EXPECT(interrupt_tsc <= after + i * period + mhv_ticks_of_ns(MAX_LATENESS_NS), "interrupt %lu is late", i);
    }

    write_msr(X2APIC_INITIAL_COUNT, 0);
    mhv_yield();
    EXPECT(interrupt_count <= 5, "%lu interrupts after it was stopped", interrupt_count);
}

/* A deadline is a TSC, and reads as 0 when it has passed. SDM 3A, "TSC-Deadline Mode". */
GUEST(timer_deadline)
{
    open_timer(VECTOR | LVT_DEADLINE);
    mhv_yield();
    interrupts_on();
    uint64_t deadline = mhv_tsc() + MICROSECONDS(50);
    write_msr(IA32_TSC_DEADLINE, deadline);
    EXPECT(read_msr(IA32_TSC_DEADLINE) == deadline, "the deadline is another");
    wait_for_interrupts(1);
    expect_on_time(deadline, "a deadline");
    EXPECT(read_msr(IA32_TSC_DEADLINE) == 0, "the deadline stays");
    mhv_yield();
    EXPECT(interrupt_count == 1, "%lu interrupts", interrupt_count);
}

/* A deadline in the past expires at once, and 0 is none. SDM 3A, "TSC-Deadline Mode". */
GUEST(timer_past)
{
    open_timer(VECTOR | LVT_DEADLINE);
    interrupts_on();
    write_msr(IA32_TSC_DEADLINE, 1);
    EXPECT(interrupt_count == 1, "%lu interrupts of a deadline in the past", interrupt_count);
    write_msr(IA32_TSC_DEADLINE, next_start() - 1);
    write_msr(IA32_TSC_DEADLINE, 0);
    EXPECT(read_msr(IA32_TSC_DEADLINE) == 0, "the deadline is not disarmed");
    mhv_yield();
    EXPECT(interrupt_count == 1, "%lu interrupts of a deadline that was disarmed", interrupt_count);
}

/* Each mode ignores what the other one is armed with, and another mode disarms. SDM 3A, "TSC-Deadline Mode". */
GUEST(timer_modes)
{
    open_timer(VECTOR);
    interrupts_on();
    write_msr(IA32_TSC_DEADLINE, 1);
    EXPECT(read_msr(IA32_TSC_DEADLINE) == 0, "there is a deadline without its mode");
    write_msr(X2APIC_INITIAL_COUNT, MICROSECONDS(50));
    write_msr(X2APIC_LVT_TIMER, VECTOR | LVT_DEADLINE);
    EXPECT(read_msr(X2APIC_CURRENT_COUNT) == 0, "the current count is %lu", read_msr(X2APIC_CURRENT_COUNT));
    write_msr(X2APIC_INITIAL_COUNT, 1);
    mhv_yield();
    EXPECT(interrupt_count == 0, "%lu interrupts of a timer that was disarmed", interrupt_count);
    write_msr(IA32_TSC_DEADLINE, next_start() - 1);
    write_msr(X2APIC_LVT_TIMER, VECTOR);
    mhv_yield();
    EXPECT(interrupt_count == 0, "%lu interrupts of a deadline that was disarmed", interrupt_count);
}

/* What expires while the partition has no window is delivered once at the start of the next one. docs/guest-time.md */
GUEST(timer_out_of_window)
{
    open_timer(VECTOR | LVT_DEADLINE);
    interrupts_on();
    for (uint64_t i = 1; i <= 3; i++) {
        uint64_t start = next_start();
        write_msr(IA32_TSC_DEADLINE, start - MICROSECONDS(50));
        mhv_yield();
        EXPECT(interrupt_count == i, "%lu interrupts after %lu windows", interrupt_count, i);
        expect_on_time(start, "a deadline between windows");
    }
}

/* The expiries of a periodic timer between windows are one interrupt, and its phase stays. docs/guest-time.md */
GUEST(timer_periodic_out_of_window)
{
    uint64_t period = MICROSECONDS(150);
    open_timer(VECTOR | LVT_PERIODIC);
    mhv_yield();
    uint64_t before = mhv_tsc();
    write_msr(X2APIC_INITIAL_COUNT, period);
    uint64_t after = mhv_tsc();
    mhv_yield();
    interrupts_on();
    interrupts_off();
    EXPECT(interrupt_count == 1, "%lu interrupts of many expiries", interrupt_count);
    uint64_t passed = (mhv_tsc() - after) / period;
    interrupts_on();
    wait_for_interrupts(2);
    EXPECT(interrupt_tsc >= before + (passed + 1) * period - period, "an interrupt out of phase");
    uint64_t phase = (interrupt_tsc - before) % period;
    EXPECT(phase <= after - before + mhv_ticks_of_ns(MAX_LATENESS_NS), "an interrupt %lu ticks out of phase", phase);
}

/* A masked timer requests nothing, not even later. SDM 3A, "Local Vector Table". */
GUEST(timer_masked)
{
    open_timer(VECTOR | LVT_MASKED);
    interrupts_on();
    write_msr(X2APIC_INITIAL_COUNT, 1);
    mhv_yield();
    write_msr(X2APIC_LVT_TIMER, VECTOR);
    mhv_yield();
    EXPECT(interrupt_count == 0, "%lu interrupts", interrupt_count);
}

/* With interrupts off an expiry waits for them, over windows. SDM 3A, "APIC Timer". */
GUEST(timer_held)
{
    open_timer(VECTOR | LVT_DEADLINE);
    write_msr(IA32_TSC_DEADLINE, mhv_tsc() + MICROSECONDS(20));
    mhv_yield();
    mhv_yield();
    EXPECT(interrupt_count == 0, "%lu interrupts with interrupts off", interrupt_count);
    EXPECT(is_requested(VECTOR), "the request is lost");
    EXPECT(read_msr(IA32_TSC_DEADLINE) == 0, "the deadline stays");
    interrupts_on();
    EXPECT(interrupt_count == 1, "%lu interrupts", interrupt_count);
}

/* HLT lasts until the timer expires, in the same window. SDM 2A, "HLT—Halt". */
GUEST(timer_ends_halt)
{
    open_timer(VECTOR | LVT_DEADLINE);
    mhv_yield();
    struct mhv_window before = window_now();
    uint64_t deadline = mhv_tsc() + MICROSECONDS(100);
    write_msr(IA32_TSC_DEADLINE, deadline);
    __asm__ volatile("sti\n\thlt" : : : "memory");
    EXPECT(interrupt_count == 1, "%lu interrupts", interrupt_count);
    expect_on_time(deadline, "HLT");
    EXPECT(window_now().frame == before.frame, "HLT lasted until another window");
}

/* HLT lasts until the next window at most. docs/guest-time.md */
GUEST(timer_beyond_halt)
{
    open_timer(VECTOR | LVT_DEADLINE);
    uint64_t frame = window_now().frame;
    uint64_t deadline = next_start() + MICROSECONDS(150);
    write_msr(IA32_TSC_DEADLINE, deadline);
    __asm__ volatile("sti\n\thlt" : : : "memory");
    EXPECT(window_now().frame == frame + 1, "HLT ended in another frame");
    EXPECT(interrupt_count == 0, "%lu interrupts before the deadline", interrupt_count);
    wait_for_interrupts(1);
    expect_on_time(deadline, "a deadline in the next window");
}

/* Each window begins with the interrupt that was asked for. docs/hypercalls.md */
GUEST(window_vector)
{
    uint64_t unused;
    interrupts_open();
    interrupts_on();
    EXPECT(mhv_hypercall(MHV_HYPERCALL_SET_WINDOW_VECTOR, WINDOW_VECTOR, 0, &unused) == MHV_RETURN_CODE_NO_ERROR,
        "the vector is refused");
    for (uint64_t i = 1; i <= 3; i++) {
        uint64_t start = next_start();
        mhv_yield();
        EXPECT(interrupt_count == i && interrupt_log[i - 1] == WINDOW_VECTOR, "%lu interrupts in %lu windows",
            interrupt_count, i);
        expect_on_time(start, "a window");
    }

    EXPECT(mhv_hypercall(MHV_HYPERCALL_SET_WINDOW_VECTOR, 0, 0, &unused) == MHV_RETURN_CODE_NO_ERROR, "0 is refused");
    mhv_yield();
    EXPECT(interrupt_count == 3, "%lu interrupts after the last one", interrupt_count);
}

/* Vectors below 32 and above 255 are refused. docs/hypercalls.md */
GUEST(window_vector_refused)
{
    static const uint64_t refused[] = { 1, 31, 256, 0x100000041, UINT64_MAX };
    uint64_t unused;
    interrupts_open();
    interrupts_on();
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        EXPECT(mhv_hypercall(MHV_HYPERCALL_SET_WINDOW_VECTOR, refused[i], 0, &unused)
                == MHV_RETURN_CODE_INVALID_PARAMETER,
            "vector %lu is taken", refused[i]);
    }

    mhv_yield();
    EXPECT(interrupt_count == 0, "%lu interrupts", interrupt_count);
}
