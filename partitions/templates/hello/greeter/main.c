/* A partition in C. Its whole world is microhv.h (docs/kit-c.md of MicroHV); there is no C library. */
#include "microhv.h"

int main(void)
{
    for (int i = 0; i < 3; i++) {
        mhv_print("hello, %s; it is %2lu ms\n", mhv_information()->arguments, mhv_now_ns() / 1000000);

        /* Gives the rest of the window up, and goes on when the next one begins. */
        mhv_yield();
    }

    /* 0 is a good end. Partitions of a real system have none: they yield for ever. */
    return 0;
}
