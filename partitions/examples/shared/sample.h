/* What writer and reader agree on: one sample, of which the newest counts. Sample.cs says the same in C#. */
#ifndef SAMPLE_H
#define SAMPLE_H

#include <stdatomic.h>
#include <stdint.h>

enum { LAST_SAMPLE = 5 };

/*
 * Zero at first. `sequence` is odd while the writer is at it, so that a reader that finds it odd, or changed, knows that
 * what it read may be half of one sample and half of another.
 */
struct sample {
    _Atomic uint32_t sequence;
    uint32_t number;
    double pressure;
};

#endif
