/* INVD and WBINVD: nothing is lost, and nothing happens. */
#include "guests.h"

enum { ROUNDS = 100 };

static volatile uint64_t kept;

GUEST(invd)
{
    for (uint64_t i = 1; i <= ROUNDS; i++) {
        kept = i;
        ATTEMPT("invd", : : : CLOBBERS);
        expect_no_trap("INVD");
        EXPECT(kept == i, "INVD loses what was written");
    }
}

GUEST(wbinvd)
{
    for (uint64_t i = 1; i <= ROUNDS; i++) {
        kept = i;
        ATTEMPT("wbinvd", : : : CLOBBERS);
        expect_no_trap("WBINVD");
        EXPECT(kept == i, "WBINVD loses what was written");
    }
}
