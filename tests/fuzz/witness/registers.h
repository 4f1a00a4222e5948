/* All registers that one partition could leave to another. */
#ifndef REGISTERS_H
#define REGISTERS_H

#include "microhv.h"

/* Loads values that follow from a number, yields, and ends the partition if one has changed. */
void yield_with_registers(uint64_t number);

#endif
