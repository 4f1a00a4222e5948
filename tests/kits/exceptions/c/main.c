/* Attempts inside of attempts, and what a handler sees and changes. */
#include "microhv.h"

#define NOWHERE ((volatile uint32_t *)0x40000000)

enum { IA32_MTRRCAP = 0xfe, BREAKPOINT = 3, ANSWER = 42 };

static unsigned handled;
static volatile double scratch = 1;

static void nothing(void *argument)
{
    (void)argument;
}

static void read_nowhere(void *argument)
{
    (void)argument;
    (void)*NOWHERE;
}

static void attempt_inside(void *argument)
{
    struct mhv_exception *inside = argument;
    mhv_check(!mhv_attempt(read_nowhere, NULL, inside), "a page that nobody mapped can be read");
    (void)mhv_read_msr(IA32_MTRRCAP);
}

/* Computes, so that SSE registers are used. */
static void on_exception(struct mhv_exception *exception)
{
    mhv_check(exception->vector == BREAKPOINT, "the handler saw %s", mhv_exception_name(exception->vector));
    scratch = scratch * 3 + 0.5;
    exception->rax = ANSWER;
    handled++;
}

int main(void)
{
    struct mhv_exception inside;
    struct mhv_exception outside;
    mhv_on_exception(on_exception);
    mhv_check(!mhv_attempt(attempt_inside, &inside, &outside), "an MSR that the plan does not grant can be read");
    mhv_print("inside: %s, outside: %s\n", mhv_exception_name(inside.vector), mhv_exception_name(outside.vector));
    mhv_print("an attempt behind them: %s\n", mhv_attempt(nothing, NULL, &outside) ? "no exception" : "an exception");

    uint64_t rax;
    __asm__ volatile("int3" : "=a"(rax));
    mhv_print("the handler saw #BP and left %lu in RAX\n", rax);

    register double xmm0 __asm__("xmm0") = 1.25;
    __asm__ volatile("int3" : "+x"(xmm0) : : "rax");
    mhv_print("XMM0 is still %.2f\n", xmm0);
    mhv_print("the handler saw %u exceptions, and none of an attempt\n", handled);
    return 0;
}
