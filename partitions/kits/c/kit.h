/* What the files of the C kit know of each other. Guests include microhv.h. */
#ifndef MICROHV_KIT_H
#define MICROHV_KIT_H

#include <stdarg.h>

#include "microhv.h"

/* Writes formatted text; what mhv_print is made of. */
void mhv_print_arguments(const char *format, va_list arguments);

/* Whether two texts are the same. */
bool mhv_is_same_text(const char *left, const char *right);

/* Room that start.S makes for a struct mhv_vcpu. */
#define MHV_VCPU_SIZE 0xe0

/* What a virtual CPU has for itself; on its stack. */
struct mhv_vcpu {
    /* Where it lies. */
    struct mhv_vcpu *self;
    /* Its number within the partition. */
    uint64_t number;
    /* Where its innermost attempt left the stack; 0 outside of attempts. */
    uint64_t attempt_stack;
    /* Who is told of its exceptions outside of attempts. */
    void (*handler)(struct mhv_exception *exception);
    /* What ended its last attempt. */
    struct mhv_exception caught;
};

/* Called by start.S on every virtual CPU before main or mhv_vcpu_main. */
void mhv_open(const struct mhv_information_page *page, uint64_t number, struct mhv_vcpu *vcpu);

/* Takes the information page, or ends the partition. */
void mhv_open_page(const struct mhv_information_page *page);

/* What the virtual CPU that asks has for itself. */
struct mhv_vcpu *mhv_own(void);

/* Makes a hypercall with two results. */
enum mhv_return_code mhv_hypercall2(uint64_t number, uint64_t first, uint64_t second, uint64_t results[2]);

/* Called by exceptions.S with what an exception or an interrupt interrupted. */
void mhv_raise(struct mhv_exception *exception);

/* Calls the handler of an interrupt, and ends the interrupt. */
void mhv_interrupt(uint8_t vector);

/* Loads the IDT of this virtual CPU, with gates for all exceptions. */
void mhv_open_idt(void);

/* Opens or closes the gate of an interrupt. */
void mhv_set_interrupt_gate(uint8_t vector, bool is_present);

/* Switches the local APIC of this virtual CPU on, for interrupts with `vector`; any other than 32 to 255 is a failure. */
void mhv_open_apic(uint8_t vector);

/* In start.S and exceptions.S; the comments stand there. */
uint64_t mhv_vmcall(uint64_t number, uint64_t first, uint64_t second, uint64_t results[2]);
uint64_t mhv_vmmcall(uint64_t number, uint64_t first, uint64_t second, uint64_t results[2]);
uint64_t mhv_run_attempt(void (*action)(void *argument), void *argument, uint64_t *attempt_stack);
extern const char mhv_attempt_failed[];
extern const char mhv_stubs[];

#endif
