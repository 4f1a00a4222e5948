/* The smallest guest in C. */
#include "microhv.h"

int main(void)
{
    mhv_print("hello from %s\n", mhv_information()->name);
    return 0;
}
