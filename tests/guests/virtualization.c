/* Virtualization: a partition has none of its own, and the instructions raise #UD. */
#include "guests.h"

/* A page: the processor checks the alignment of VMRUN's operand before it looks at intercepts. */
static uint64_t memory[512] __attribute__((aligned(4096)));

#define EXPECT_UNDEFINED(what, ...)                                                                                    \
    do {                                                                                                               \
        ATTEMPT(__VA_ARGS__);                                                                                          \
        expect_trap(VECTOR_UD, 0, what);                                                                               \
    } while (0)

/* VMXON and what follows it. SDM 3C, "VMX Instruction Reference". */
GUEST(vmx_instructions)
{
    EXPECT_UNDEFINED("VMXON", "vmxon %0", : : "m"(memory[0]) : CLOBBERS);
    EXPECT_UNDEFINED("VMCLEAR", "vmclear %0", : : "m"(memory[0]) : CLOBBERS);
    EXPECT_UNDEFINED("VMPTRLD", "vmptrld %0", : : "m"(memory[0]) : CLOBBERS);
    EXPECT_UNDEFINED("VMPTRST", "vmptrst %0", : "=m"(memory[0]) : : CLOBBERS);
    EXPECT_UNDEFINED("VMLAUNCH", "vmlaunch", : : : CLOBBERS);
    EXPECT_UNDEFINED("VMRESUME", "vmresume", : : : CLOBBERS);
    EXPECT_UNDEFINED("VMREAD", "vmread %%rax, %%rcx", : : : CLOBBERS, "rax", "rcx");
    EXPECT_UNDEFINED("VMWRITE", "vmwrite %%rcx, %%rax", : : : CLOBBERS, "rax", "rcx");
    EXPECT_UNDEFINED("VMXOFF", "vmxoff", : : : CLOBBERS);
}

/* INVEPT, INVVPID and VMFUNC. SDM 3C, "VMX Instruction Reference". */
GUEST(vmx_invalidations)
{
    EXPECT_UNDEFINED("INVEPT", "invept (%0), %1", : : "r"(memory), "r"(1ull) : CLOBBERS);
    EXPECT_UNDEFINED("INVVPID", "invvpid (%0), %1", : : "r"(memory), "r"(1ull) : CLOBBERS);
    EXPECT_UNDEFINED("VMFUNC", "vmfunc", : : "a"(0), "c"(0) : CLOBBERS);
}

/* VMRUN and what belongs to it. APM 3, "System Instruction Reference". */
GUEST(svm_instructions)
{
    EXPECT_UNDEFINED("VMRUN", "vmrun", : : "a"(memory) : CLOBBERS);
    EXPECT_UNDEFINED("VMLOAD", "vmload", : : "a"(memory) : CLOBBERS);
    EXPECT_UNDEFINED("VMSAVE", "vmsave", : : "a"(memory) : CLOBBERS);
    EXPECT_UNDEFINED("STGI", "stgi", : : : CLOBBERS);
    EXPECT_UNDEFINED("CLGI", "clgi", : : : CLOBBERS);
    EXPECT_UNDEFINED("INVLPGA", ".byte 0x0f, 0x01, 0xdf", : : "a"(memory), "c"(0) : CLOBBERS);
}

/* SKINIT. APM 3, "System Instruction Reference". */
GUEST(skinit)
{
    EXPECT_UNDEFINED("SKINIT", ".byte 0x0f, 0x01, 0xde", : : "a"(memory) : CLOBBERS);
}

/* RSM outside of system-management mode. SDM 2B, "RSM—Resume From System Management Mode". */
GUEST(rsm)
{
    EXPECT_UNDEFINED("RSM", "rsm", : : : CLOBBERS);
}

/* GETSEC without CR4.SMXE. SDM 2D, "Safer Mode Extensions Reference". */
GUEST(getsec)
{
    EXPECT_UNDEFINED("GETSEC", ".byte 0x0f, 0x37", : : "a"(0), "b"(0) : CLOBBERS);
}

USER_CODE_OF(user_vmxoff, "vmxoff\n\tud2");
USER_CODE_OF(user_vmlaunch, "vmlaunch\n\tud2");
USER_CODE_OF(user_vmrun, "vmrun\n\tud2");
USER_CODE_OF(user_clgi, "clgi\n\tud2");

/* VMX instructions at CPL 3. SDM 3C, "VMX Instruction Reference". */
GUEST(vmx_instructions_cpl3)
{
    RUN_USER(user_vmxoff);
    expect_trap(VECTOR_UD, 0, "VMXOFF at CPL 3");
    expect_stop(0, "VMXOFF at CPL 3");
    RUN_USER(user_vmlaunch);
    expect_trap(VECTOR_UD, 0, "VMLAUNCH at CPL 3");
    expect_stop(0, "VMLAUNCH at CPL 3");
}

/* SVM instructions at CPL 3. APM 3, "System Instruction Reference". */
GUEST(svm_instructions_cpl3)
{
    RUN_USER(user_vmrun);
    expect_trap(VECTOR_UD, 0, "VMRUN at CPL 3");
    expect_stop(0, "VMRUN at CPL 3");
    RUN_USER(user_clgi);
    expect_trap(VECTOR_UD, 0, "CLGI at CPL 3");
    expect_stop(0, "CLGI at CPL 3");
}

/* The other vendor's hypercall. docs/hypercalls.md */
GUEST(other_hypercall)
{
    if (mhv_information()->hypercall_instruction == MHV_HYPERCALL_INSTRUCTION_VMMCALL) {
        EXPECT_UNDEFINED("VMCALL", "vmcall", : : "a"(0) : CLOBBERS);
    } else {
        EXPECT_UNDEFINED("VMMCALL", "vmmcall", : : "a"(0) : CLOBBERS);
    }
}
