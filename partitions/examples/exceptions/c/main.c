/* Tries what must not work, and lives on: an attempt per crime, and a handler for what is outside of attempts. */
#include "microhv.h"

#define NOWHERE ((volatile uint32_t *)0x40000000)

enum { IA32_MTRRCAP = 0xfe };

static unsigned breakpoints;

static void read_word(void *address)
{
    (void)*(volatile uint32_t *)address;
}

static void write_word(void *address)
{
    *(volatile uint32_t *)address = 0;
}

static void read_msr(void *number)
{
    (void)mhv_read_msr(*(uint32_t *)number);
}

static void attempt(const char *what, void (*action)(void *), void *argument)
{
    struct mhv_exception exception;
    if (mhv_attempt(action, argument, &exception)) {
        mhv_print("%s: no exception\n", what);
    } else {
        mhv_print("%s: %s, error code 0x%lx, CR2 0x%lx\n", what, mhv_exception_name(exception.vector),
            exception.error_code, exception.cr2);
    }
}

/* #BP is a trap: RIP is behind INT3 already, and the program goes on there. */
static void on_exception(struct mhv_exception *exception)
{
    mhv_check(exception->vector == 3, "%s at 0x%lx", mhv_exception_name(exception->vector), exception->rip);
    breakpoints++;
}

int main(void)
{
    uint32_t msr = IA32_MTRRCAP;
    attempt("reading a page that nobody mapped", read_word, (void *)NOWHERE);
    attempt("writing the information page", write_word, (void *)mhv_information());
    attempt("reading an MSR that the plan does not grant", read_msr, &msr);
    attempt("reading my own memory", read_word, &msr);

    mhv_on_exception(on_exception);
    __asm__ volatile("int3");
    mhv_check(breakpoints == 1, "nobody saw the breakpoint");
    mhv_print("the handler saw #BP and let the program go on\n");
    return 0;
}
