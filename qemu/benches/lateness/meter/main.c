/*
 * Measures how late each of its windows begins: the TSC when it goes on behind its yield, less the time that the plan gives the
 * window. One line for each crime and place: "late", place, crime, windows that never came, the shortest, the median, the 99th and
 * the 99.9th percentile and the longest in ticks; then how many windows were late by less than 64, 128, 192 ticks and so on.
 */
#include "../neighbour/crimes.h"
#include "microhv.h"

enum {
    TIMES = 10000,
    WARM_UP = 20,
    LONGEST = 0x8000,
    BUCKET = 64,
};

static const char *const crimes[] = { "none", "exits", "strings", "uninterruptible", "tables", "hypercalls", "code", "restarts" };
static const char *const places[] = { "near", "far", "nobody" };
static uint16_t seen[LONGEST + 1];

static uint64_t late(uint64_t start, uint64_t frame, uint64_t *number)
{
    mhv_yield();
    uint64_t since = mhv_tsc() - start;
    *number = since / frame;
    return since % frame;
}

/* The least value that `rank` of the measured ones do not exceed. */
static unsigned value_of(unsigned rank)
{
    unsigned value = 0;
    for (unsigned count = seen[0]; count < rank; count += seen[value]) {
        value++;
    }

    return value;
}

static void write_buckets(void)
{
    for (unsigned first = 0; first <= LONGEST; first += BUCKET) {
        unsigned count = 0;
        for (unsigned i = first; i < first + BUCKET && i <= LONGEST; i++) {
            count += seen[i];
        }

        if (count != 0) {
            mhv_print(" %ux%u", first + BUCKET, count);
        }
    }

    mhv_print("\n");
}

static void measure(uint64_t start, uint64_t frame, const char *place, const char *crime)
{
    uint64_t missed = 0;
    uint64_t last = 0;
    for (unsigned i = 0; i <= LONGEST; i++) {
        seen[i] = 0;
    }

    for (unsigned i = 0; i < WARM_UP; i++) {
        late(start, frame, &last);
    }

    for (unsigned i = 0; i < TIMES; i++) {
        uint64_t number;
        uint64_t ticks = late(start, frame, &number);
        seen[ticks < LONGEST ? ticks : LONGEST]++;
        missed += number - last - 1;
        last = number;
    }

    mhv_print("late %s %s %llu %u %u %u %u %u", place, crime, (unsigned long long)missed, value_of(1), value_of(TIMES / 2),
              value_of(TIMES / 100 * 99), value_of(TIMES / 1000 * 999), value_of(TIMES));
    write_buckets();
}

int main(void)
{
    struct orders *orders = mhv_memory("shared", sizeof *orders);
    uint64_t frame = mhv_schedule()->major_frame_ticks;
    uint64_t start = mhv_information()->epoch_tsc + mhv_ticks_of_ns(mhv_window_at(0)->start_nanoseconds);
    orders->place = PLACE_NOBODY;
    measure(start, frame, places[PLACE_NOBODY], crimes[CRIME_NONE]);
    for (uint32_t place = PLACE_NEAR; place <= PLACE_FAR; place++) {
        for (uint32_t crime = CRIME_EXITS; crime < CRIME_COUNT; crime++) {
            orders->place = place;
            orders->crime = crime;
            measure(start, frame, places[place], crimes[crime]);
        }
    }

    orders->crime = CRIME_COUNT;
    return 0;
}
