/* MONITOR and MWAIT: CPUID hides them, and they raise #UD; PAUSE is nothing. */
#include "guests.h"

enum { PAUSES = 20000, FRAMES = 3 };

static uint64_t line[8] __attribute__((aligned(64)));

/* MONITOR. SDM 2B, "MONITOR—Set Up Monitor Address". */
GUEST(monitor)
{
    ATTEMPT("monitor", : : "a"(line), "c"(0), "d"(0) : CLOBBERS);
    expect_trap(VECTOR_UD, 0, "MONITOR");
}

/* MWAIT. SDM 2B, "MWAIT—Monitor Wait". */
GUEST(mwait)
{
    ATTEMPT("mwait", : : "a"(0), "c"(0) : CLOBBERS);
    expect_trap(VECTOR_UD, 0, "MWAIT");
}

USER_CODE_OF(user_monitor, "mov %rsp, %rax\n\txor %ecx, %ecx\n\txor %edx, %edx\n\tmonitor\n\tud2");
USER_CODE_OF(user_mwait, "xor %ecx, %ecx\n\txor %eax, %eax\n\tmwait\n\tud2");

/* The same at CPL 3. SDM 2B, "MONITOR—Set Up Monitor Address". */
GUEST(monitor_cpl3)
{
    RUN_USER(user_monitor);
    expect_trap(VECTOR_UD, 0, "MONITOR at CPL 3");
    expect_stop(7, "MONITOR at CPL 3");
    RUN_USER(user_mwait);
    expect_trap(VECTOR_UD, 0, "MWAIT at CPL 3");
    expect_stop(4, "MWAIT at CPL 3");
}

/* A loop of PAUSE is a loop: it ends when it is counted out. SDM 2B, "PAUSE—Spin Loop Hint". */
GUEST(pause_loop)
{
    uint64_t count = PAUSES;
    ATTEMPT("2:\tpause\n\tdec %0\n\tjnz 2b", : "+r"(count) : : CLOBBERS);
    expect_no_trap("PAUSE");
    EXPECT(count == 0, "%llu are left", (unsigned long long)count);
}

/* A loop of PAUSE that waits for time costs nobody else a window. SDM 2B, "PAUSE—Spin Loop Hint". */
GUEST(pause_spin)
{
    uint64_t end = mhv_tsc() + FRAMES * mhv_schedule()->major_frame_ticks;
    while (mhv_tsc() < end) {
        __asm__ volatile("pause");
    }

    EXPECT(mhv_tsc() >= end, "the loop ended early");
}
