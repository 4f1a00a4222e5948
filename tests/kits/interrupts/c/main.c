/* Takes interrupts in every way that could go wrong. */
#include "microhv.h"

#define NOWHERE ((volatile uint32_t *)0x40000000)
#define LONG_NS 20000000000ull
#define MAX_DELAY_NS 1000000ull

enum { LOW = 0x41, HIGH = 0x81, TIMER = 0x51, VCPUS = 2, TICKS = 10, PERIOD_NS = 100000 };
enum { X2APIC_EOI = 0x80b, X2APIC_CURRENT_COUNT = 0x839, X2APIC_DIVIDE = 0x83e };

static volatile unsigned number;
static volatile uint8_t order[2];
static volatile unsigned ticks[VCPUS];
static unsigned done;

static void note(uint8_t vector)
{
    order[number++ % 2] = vector;
}

static void touch(void *unused)
{
    (void)unused;
    (void)*NOWHERE;
}

/* A handler makes attempts of its own. */
static void attempt(uint8_t vector)
{
    struct mhv_exception exception;
    mhv_check(!mhv_attempt(touch, NULL, &exception) && exception.vector == 14, "there is something at nowhere");
    note(vector);
}

static void request(void *vector)
{
    mhv_request_interrupt((uint8_t)(uint64_t)vector);
}

static void request_and_touch(void *vector)
{
    request(vector);
    touch(NULL);
}

static void tick(uint8_t vector)
{
    (void)vector;
    ticks[mhv_vcpu()]++;
}

static void take_in_order(void)
{
    mhv_on_interrupt(LOW, note);
    mhv_on_interrupt(HIGH, note);
    mhv_disable_interrupts();
    mhv_request_interrupt(LOW);
    mhv_request_interrupt(HIGH);
    mhv_check(number == 0, "an interrupt came though they are off");
    mhv_enable_interrupts();
    mhv_check(number == 2, "%u interrupts came", number);
    mhv_print("0x%x, then 0x%x\n", order[0], order[1]);
}

static void take_in_attempts(void)
{
    struct mhv_exception exception;
    mhv_on_interrupt(LOW, attempt);
    mhv_check(mhv_attempt(request, (void *)LOW, &exception), "the handler's attempt ended this one");
    mhv_check(!mhv_attempt(request_and_touch, (void *)LOW, &exception), "this attempt was forgotten");
    mhv_print("attempts: %u interrupts, then %s\n", number - 2, mhv_exception_name(exception.vector));
    mhv_on_interrupt(LOW, NULL);
    mhv_check(!mhv_attempt(request, (void *)LOW, &exception), "an interrupt without a handler went by");
    mhv_print("no handler: %s\n", mhv_exception_name(exception.vector));
    mhv_write_msr(X2APIC_EOI, 0);
}

static uint64_t remaining_ns(void)
{
    uint64_t divide = mhv_read_msr(X2APIC_DIVIDE);
    return mhv_ns_of_ticks(mhv_read_msr(X2APIC_CURRENT_COUNT) << (((divide >> 1 & 4) | (divide & 3)) + 1) % 8);
}

/* A time that 32 bits of ticks do not hold, and a timer that is stopped. */
static void count_long(void)
{
    mhv_on_interrupt(TIMER, tick);
    mhv_timer_once_ns(TIMER, LONG_NS);
    uint64_t left_ns = remaining_ns();
    mhv_check(left_ns <= LONG_NS && left_ns > LONG_NS - MAX_DELAY_NS, "%lu ns of 20 s are left", left_ns);
    mhv_timer_once_ns(TIMER, PERIOD_NS);
    mhv_timer_stop();
    mhv_yield();
    mhv_timer_at_ns(TIMER, mhv_now_ns() + PERIOD_NS);
    mhv_timer_stop();
    mhv_yield();
    mhv_check(ticks[0] == 0 && remaining_ns() == 0, "a timer that was stopped went on");
    mhv_print("20 s are counted, and nothing comes of a timer that was stopped\n");
}

/* Each virtual CPU has a timer and an APIC of its own. */
static void take_ticks(void)
{
    uint32_t vcpu = mhv_vcpu();
    mhv_timer_periodic_ns(TIMER, PERIOD_NS);
    while (ticks[vcpu] < TICKS) {
        mhv_wait_for_interrupt();
    }

    mhv_timer_stop();
    __atomic_fetch_add(&done, 1, __ATOMIC_SEQ_CST);
}

int main(void)
{
    take_in_order();
    take_in_attempts();
    count_long();
    take_ticks();
    while (__atomic_load_n(&done, __ATOMIC_SEQ_CST) < VCPUS) {
        mhv_yield();
    }

    mhv_print("ticks on two virtual CPUs: at least %u on each\n", TICKS);
    return 0;
}

void mhv_vcpu_main(uint32_t vcpu)
{
    mhv_on_interrupt(TIMER, tick);
    mhv_check(vcpu == 1, "this is another virtual CPU");
    take_ticks();
}
