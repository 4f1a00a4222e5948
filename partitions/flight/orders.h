/* What the monitor tells the others; Orders.cs says the same for C#. */
#ifndef ORDERS_H
#define ORDERS_H

#include "microhv.h"

struct orders {
    /* 1 as soon as the flight is over and everybody may end. */
    uint32_t is_over;
};

static inline bool is_over(const struct orders *orders)
{
    return __atomic_load_n(&orders->is_over, __ATOMIC_ACQUIRE) != 0;
}

#endif
