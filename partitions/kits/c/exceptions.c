/* Exceptions of a guest in C: its IDT, and who is told. */
#include "kit.h"

enum { VECTORS = 32, STUB_SIZE = 16 };

/* Present, DPL 0, 64-bit trap gate: interrupts stay on, as everywhere in a guest. SDM 3A, "64-Bit Mode IDT". */
#define GATE_TYPE 0x8f

#define RFLAGS_TF (1ull << 8)

struct gate {
    uint16_t offset_low, selector;
    uint8_t stack_table, type;
    uint16_t offset_middle;
    uint32_t offset_high, reserved;
};

struct __attribute__((packed)) table_register {
    uint16_t limit;
    uint64_t base;
};

/* Every virtual CPU that needs it writes the same into it. */
static struct gate idt[VECTORS];

static void open_idt(void)
{
    uint16_t selector;
    __asm__ volatile("mov %%cs, %0" : "=r"(selector));
    for (unsigned i = 0; i < VECTORS; i++) {
        uint64_t stub = (uint64_t)&mhv_exception_stubs[i * STUB_SIZE];
        idt[i] = (struct gate){
            .offset_low = (uint16_t)stub,
            .selector = selector,
            .type = GATE_TYPE,
            .offset_middle = (uint16_t)(stub >> 16),
            .offset_high = (uint32_t)(stub >> 32),
        };
    }

    struct table_register idtr = { sizeof idt - 1, (uint64_t)idt };
    __asm__ volatile("lidt %0" : : "m"(idtr) : "memory");
}

void mhv_raise(struct mhv_exception *exception)
{
    struct mhv_vcpu *vcpu = mhv_own();
    if (vcpu->attempt_stack != 0) {
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
    open_idt();
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
    open_idt();
}

const char *mhv_exception_name(uint64_t vector)
{
    static const char names[VECTORS][sizeof "reserved"] = {
        "#DE", "#DB", "NMI", "#BP", "#OF", "#BR", "#UD", "#NM", "#DF", "reserved", "#TS", "#NP", "#SS", "#GP", "#PF",
        "reserved", "#MF", "#AC", "#MC", "#XM", "#VE", "#CP", "reserved", "reserved", "reserved", "reserved", "reserved",
        "reserved", "#HV", "#VC", "#SX", "reserved",
    };
    return vector < VECTORS ? names[vector] : "reserved";
}
