/* A partition that begins and ends: one of many, in systems that measure what a boot with so many costs. */
#include "microhv.h"

int main(void)
{
    return 0;
}
