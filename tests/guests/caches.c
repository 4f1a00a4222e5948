/* Caches: they are everyone's, so that INVD and WBINVD lose nothing and cost nobody else anything. */
#include "guests.h"

enum { ROUNDS = 100 };

static volatile uint64_t kept;

/* INVD writes back nothing and loses nothing. SDM 2A, "INVD—Invalidate Internal Caches". */
GUEST(invd)
{
    for (uint64_t i = 1; i <= ROUNDS; i++) {
        kept = i;
        ATTEMPT("invd", : : : CLOBBERS);
        expect_no_trap("INVD");
        EXPECT(kept == i, "INVD loses what was written");
    }
}

/* WBINVD loses nothing. SDM 2D, "WBINVD—Write Back and Invalidate Cache". */
GUEST(wbinvd)
{
    for (uint64_t i = 1; i <= ROUNDS; i++) {
        kept = i;
        ATTEMPT("wbinvd", : : : CLOBBERS);
        expect_no_trap("WBINVD");
        EXPECT(kept == i, "WBINVD loses what was written");
    }
}

/* F3 makes WBINVD WBNOINVD, which a processor that has none takes for WBINVD. SDM 2D,
   "WBNOINVD—Write Back and Do Not Invalidate Cache". */
GUEST(wbnoinvd)
{
    kept = ROUNDS;
    ATTEMPT(".byte 0xf3, 0x0f, 0x09", : : : CLOBBERS);
    expect_no_trap("WBNOINVD");
    EXPECT(kept == ROUNDS, "WBNOINVD loses what was written");
}

USER_CODE_OF(user_invd, "invd\n\tud2");
USER_CODE_OF(user_wbinvd, "wbinvd\n\tud2");
USER_CODE_OF(user_clflush, "clflush -8(%rsp)\n\tud2");

/* At CPL 3 both raise #GP(0), and CLFLUSH works. SDM 2A, "INVD—Invalidate Internal Caches". */
GUEST(caches_cpl3)
{
    RUN_USER(user_invd);
    expect_trap(VECTOR_GP, 0, "INVD at CPL 3");
    RUN_USER(user_wbinvd);
    expect_trap(VECTOR_GP, 0, "WBINVD at CPL 3");
    RUN_USER(user_clflush);
    expect_trap(VECTOR_UD, 0, "UD2 behind CLFLUSH");
    expect_stop(5, "CLFLUSH at CPL 3");
}
