/* Halting: with interrupts on it gives up the window, with interrupts off it is the end. */
#include "guests.h"

enum { FRAMES = 5 };

static uint64_t frame(void)
{
    const struct mhv_information_page *information = mhv_information();
    return (mhv_tsc() - information->epoch_tsc) / mhv_schedule()->major_frame_ticks;
}

/* HLT with interrupts on lasts until the next window. SDM 2A, "HLT—Halt". */
GUEST(halt)
{
    for (unsigned i = 0; i < FRAMES; i++) {
        uint64_t before = frame();
        ATTEMPT("sti\n\tnop\n\thlt", : : : CLOBBERS);
        expect_no_trap("HLT");
        uint64_t after = frame();
        EXPECT(after == before + 1, "HLT lasts %llu frames", (unsigned long long)(after - before));
    }
}

/* HLT in the shadow of STI is no less a halt. SDM 2B, "STI—Set Interrupt Flag". */
GUEST(halt_behind_sti)
{
    for (unsigned i = 0; i < FRAMES; i++) {
        uint64_t before = frame();
        ATTEMPT("cli\n\tsti\n\thlt", : : : CLOBBERS);
        expect_no_trap("HLT behind STI");
        uint64_t after = frame();
        EXPECT(after == before + 1, "HLT lasts %llu frames", (unsigned long long)(after - before));
    }
}

USER_CODE_OF(user_hlt, "hlt\n\tud2");

/* HLT at CPL 3 raises #GP(0). SDM 2A, "HLT—Halt". */
GUEST(halt_cpl3)
{
    RUN_USER(user_hlt);
    expect_trap(VECTOR_GP, 0, "HLT at CPL 3");
    expect_stop(0, "HLT at CPL 3");
}

/* HLT with interrupts off ends the partition: nothing could wake it. SDM 2A, "HLT—Halt". */
GUEST(dead)
{
    __asm__ volatile("cli\n\thlt");
    mhv_fail("nobody stopped me");
}
