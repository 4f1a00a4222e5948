/* Storms: exceptions again and again cost a partition its own windows, and nobody else any. */
#include "guests.h"

enum { ROUNDS = 2000, FEWER_ROUNDS = 200 };

/* #DB of single steps, each of which exits. SDM 3A, "Interrupt 1—Debug Exception (#DB)". */
GUEST(debug_storm)
{
    uint64_t raised = 0;
    for (unsigned i = 0; i < ROUNDS; i++) {
        ATTEMPT("pushfq\n\torl $0x100, (%%rsp)\n\tpopfq\n\tnop\n\tnop", : : : CLOBBERS);
        raised += trap_count;
    }

    EXPECT(raised == ROUNDS, "%llu of %d steps raised #DB", (unsigned long long)raised, ROUNDS);
}

USER_CODE_OF(user_unaligned_again, "mov -15(%rsp), %eax\n\tud2");

/* #AC of accesses at CPL 3, each of which exits. SDM 3A, "Interrupt 17—Alignment Check Exception (#AC)". */
GUEST(alignment_storm)
{
    uint64_t raised = 0;
    write_cr0(read_cr0() | CR0_AM);
    for (unsigned i = 0; i < FEWER_ROUNDS; i++) {
        RUN_USER_WITH(FLAG_ALIGNMENT, user_unaligned_again);
        raised += trap_vector == VECTOR_AC;
    }

    EXPECT(raised == FEWER_ROUNDS, "%llu of %d accesses raised #AC", (unsigned long long)raised, FEWER_ROUNDS);
}

/* #UD, #GP and #PF by turns; the kernel makes the second. SDM 3C, "Event Injection". */
GUEST(fault_storm)
{
    uint64_t raised = 0;
    for (unsigned i = 0; i < ROUNDS; i++) {
        ATTEMPT("ud2", : : : CLOBBERS);
        raised += trap_count;
        ATTEMPT("rdmsr", : : "c"(0x2000) : CLOBBERS, "eax", "edx");
        raised += trap_count;
        ATTEMPT("movb $0, (%0)", : : "r"(0x40000000ull) : CLOBBERS);
        raised += trap_count;
    }

    EXPECT(raised == 3 * ROUNDS, "%llu of %d instructions raised exceptions", (unsigned long long)raised, 3 * ROUNDS);
}

/* Control registers that load and flush all that they can. SDM 3A,
   "Operations that Invalidate TLBs and Paging-Structure Caches". */
GUEST(flush_storm)
{
    uint64_t cr0 = read_cr0(), cr4 = read_cr4();
    for (unsigned i = 0; i < ROUNDS; i++) {
        write_cr4(cr4 ^ (i % 2 == 0 ? CR4_PGE : 0));
        write_cr0(cr0 ^ (i % 2 == 0 ? CR0_AM : 0));
        flush();
    }

    write_cr4(cr4);
    write_cr0(cr0);
    EXPECT(read_cr4() == cr4 && read_cr0() == cr0, "a register is not what it was");
}
