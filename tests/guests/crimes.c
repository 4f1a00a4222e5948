/* Other ends: real mode where no memory is. */
#include "guests.h"

_Noreturn void real_mode_read_msr(uint32_t number);

/* #GP in real mode has no error code; its handler lies where no memory is. SDM 3B, "Interrupt and Exception Handling". */
GUEST(real_mode)
{
    enum { NO_MSR = 0x2000 };
    real_mode_read_msr(NO_MSR);
}
