/* What the neighbours do to make the meter late, and the word by which the meter tells them. */
#ifndef CRIMES_H
#define CRIMES_H

#include <stdint.h>

enum crime {
    CRIME_NONE,
    CRIME_EXITS,
    CRIME_STRINGS,
    CRIME_UNINTERRUPTIBLE,
    CRIME_TABLES,
    CRIME_HYPERCALLS,
    CRIME_CODE,
    CRIME_RESTARTS,
    CRIME_COUNT,
};

enum place {
    PLACE_NEAR,
    PLACE_FAR,
    PLACE_NOBODY,
};

/* The region that all three have. */
struct orders {
    volatile uint32_t crime;
    volatile uint32_t place;
};

#endif
