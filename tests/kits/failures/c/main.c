/* Fails in the way that the arguments name. */
#include "microhv.h"

#define NOWHERE ((volatile uint32_t *)0x40000000)

enum { CHECK = 1, ARGUMENT = 2, MISSING = 3, SMALL = 4, EXCEPTION = 5 };

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
    }

    mhv_print("nothing failed\n");
    return 0;
}
