/* A partition has no virtualization of its own: its instructions raise #UD. */
#include "guests.h"

/* A page: the processor checks the alignment of VMRUN's operand before it looks at intercepts. */
static uint64_t memory[512] __attribute__((aligned(4096)));

GUEST(virtualization)
{
    ATTEMPT("vmxon %0", : : "m"(memory[0]) : CLOBBERS);
    expect_trap(VECTOR_UD, 0, "VMXON");
    ATTEMPT("vmptrld %0", : : "m"(memory[0]) : CLOBBERS);
    expect_trap(VECTOR_UD, 0, "VMPTRLD");
    ATTEMPT("vmlaunch", : : : CLOBBERS);
    expect_trap(VECTOR_UD, 0, "VMLAUNCH");
    ATTEMPT("vmread %%rax, %%rcx", : : : CLOBBERS, "rax", "rcx");
    expect_trap(VECTOR_UD, 0, "VMREAD");
    ATTEMPT("vmrun", : : "a"(memory) : CLOBBERS);
    expect_trap(VECTOR_UD, 0, "VMRUN");
    ATTEMPT("vmload", : : "a"(memory) : CLOBBERS);
    expect_trap(VECTOR_UD, 0, "VMLOAD");
    ATTEMPT("vmsave", : : "a"(memory) : CLOBBERS);
    expect_trap(VECTOR_UD, 0, "VMSAVE");
    ATTEMPT("stgi", : : : CLOBBERS);
    expect_trap(VECTOR_UD, 0, "STGI");
    ATTEMPT("clgi", : : : CLOBBERS);
    expect_trap(VECTOR_UD, 0, "CLGI");
}
