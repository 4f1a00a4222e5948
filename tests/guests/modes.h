/* Modes beside 64-bit mode: how a guest goes there and comes back. */
#ifndef MODES_H
#define MODES_H

#include "guests.h"

/* Registers under which code of 32 bits runs; all addresses lie below 4 GiB. */
struct mode {
    uint32_t code, cr0, cr3, cr4, efer;
};

/* What leave_long_mode returns to when code of 32 bits is through. */
enum { MODE_CODE_16 = 0x50, MODE_TASK_16 = 0x58, MODE_TASK_32 = 0x60 };

/*
 * Leaves long mode, runs the code, which ends with RET or an exception, and comes back: like an ATTEMPT, told by
 * expect_trap or expect_no_trap.
 */
void run_mode(const void *code, uint64_t cr0, const void *root, uint64_t cr4, uint64_t efer);

/* Switches to a task by hardware, which no plan allows; told like an ATTEMPT if the plan lets the guest go on. */
void switch_task(void);

#endif
