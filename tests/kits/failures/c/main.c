/* Fails in the way that the arguments name. */
#include "microhv.h"

#define NOWHERE ((volatile uint32_t *)0x40000000)

enum { CHECK = 1, ARGUMENT = 2, MISSING = 3, SMALL = 4, EXCEPTION = 5, VECTOR = 6, COUNT = 7 };

int main(void)
{
    switch (mhv_argument("failure", 0)) {
    case CHECK:
        mhv_check(true, "%s is not two", "two");
        mhv_check(false, "%s is not three", "two");
        break;
    case ARGUMENT:
        (void)mhv_argument("number", 0);
        break;
    case MISSING:
        (void)mhv_memory("nothing", 1);
        break;
    case SMALL:
        (void)mhv_memory("scratch", 4096);
        (void)mhv_memory("scratch", 4097);
        break;
    case EXCEPTION:
        mhv_on_exception(NULL);
        (void)*NOWHERE;
        break;
    case VECTOR:
        mhv_timer_once_ns(31, 1);
        break;
    case COUNT:
        mhv_timer_once_ns(32, mhv_ns_of_ticks(1ull << 40));
        break;
    }

    mhv_print("nothing failed\n");
    return 0;
}
