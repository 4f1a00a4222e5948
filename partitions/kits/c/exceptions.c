/* Exceptions of a guest in C: who is told. */
#include "kit.h"

enum { EXCEPTIONS = 32 };

#define RFLAGS_TF (1ull << 8)

void mhv_raise(struct mhv_exception *exception)
{
    struct mhv_vcpu *vcpu = mhv_own();
    if (exception->vector >= EXCEPTIONS) {
        mhv_interrupt((uint8_t)exception->vector);
    } else if (vcpu->attempt_stack != 0) {
        vcpu->caught = *exception;
        exception->rip = (uint64_t)mhv_attempt_failed;
        exception->rsp = vcpu->attempt_stack;
        exception->rflags &= ~RFLAGS_TF;
    } else if (vcpu->handler != NULL) {
        vcpu->handler(exception);
    } else {
        mhv_print("failed: exception %lu (%s), error code 0x%lx, at 0x%lx, CR2 0x%lx\n", exception->vector,
            mhv_exception_name(exception->vector), exception->error_code, exception->rip, exception->cr2);
        mhv_end(MHV_EXIT_CODE_EXCEPTION);
    }
}

bool mhv_attempt(void (*action)(void *argument), void *argument, struct mhv_exception *exception)
{
    mhv_open_idt();
    struct mhv_vcpu *vcpu = mhv_own();
    bool is_done = mhv_run_attempt(action, argument, &vcpu->attempt_stack) != 0;
    if (!is_done) {
        *exception = vcpu->caught;
    }

    return is_done;
}

void mhv_on_exception(void (*handler)(struct mhv_exception *exception))
{
    mhv_own()->handler = handler;
    mhv_open_idt();
}

const char *mhv_exception_name(uint64_t vector)
{
    static const char names[EXCEPTIONS][sizeof "reserved"] = {
        "#DE", "#DB", "NMI", "#BP", "#OF", "#BR", "#UD", "#NM", "#DF", "reserved", "#TS", "#NP", "#SS", "#GP", "#PF",
        "reserved", "#MF", "#AC", "#MC", "#XM", "#VE", "#CP", "reserved", "reserved", "reserved", "reserved", "reserved",
        "reserved", "#HV", "#VC", "#SX", "reserved",
    };
    return vector < EXCEPTIONS ? names[vector] : "reserved";
}
