/* General registers around a hypercall. */
#ifndef REGISTERS_H
#define REGISTERS_H

#include "guests.h"

enum { GENERAL_REGISTERS = 13 };

/* RBX, RCX, RSI, RDI, RBP, R8 to R15. */
struct general_registers {
    uint64_t values[GENERAL_REGISTERS];
};

/* Yields with those values in the registers, and says what stands there in the next window. */
void yield_with_registers(const struct general_registers *before, struct general_registers *after, int is_vmmcall);

#endif
