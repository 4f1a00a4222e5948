/*
 * Measures the switch from one partition to the next. The spinner writes the TSC into memory that it shares with the
 * observer, as often as it can, until its window ends. The observer gives up its windows; when the next one begins,
 * right after the spinner's, the difference between its own TSC and the spinner's last one is the switch, with a few
 * instructions of either guest. Writes one line: "switch", and for each number of ticks that was seen, ascending, the
 * number and how often: 1140x100 1152x1.
 */
#include "microhv.h"

enum {
    TIMES = 401,
    /* Windows to let pass: then all that the kernel says of its boot is on the line, and one switch is like another. */
    WARM_UP = 300,
};

struct shared {
    volatile uint64_t tsc;
    volatile uint64_t is_over;
};

/* Where system.toml puts the region. */
static struct shared *const shared = (struct shared *)0x2000000;

static uint64_t ticks[TIMES];

static uint64_t read_tsc(void)
{
    uint32_t low;
    uint32_t high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t)high << 32 | low;
}

static void spin(void)
{
    while (!shared->is_over) {
        shared->tsc = read_tsc();
    }
}

/* Ascending; an insertion sort is quick enough. */
static void sort(void)
{
    for (unsigned i = 1; i < TIMES; i++) {
        uint64_t value = ticks[i];
        unsigned place = i;
        for (; place > 0 && ticks[place - 1] > value; place--) {
            ticks[place] = ticks[place - 1];
        }

        ticks[place] = value;
    }
}

static void write_switches(void)
{
    sort();
    mhv_print("switch");
    for (unsigned first = 0, i = 1; i <= TIMES; i++) {
        if (i == TIMES || ticks[i] != ticks[first]) {
            mhv_print(" %llux%u", (unsigned long long)ticks[first], i - first);
            first = i;
        }
    }

    mhv_print("\n");
}

static void observe(void)
{
    for (unsigned i = 0; i < WARM_UP; i++) {
        mhv_yield();
    }

    for (unsigned i = 0; i < TIMES; i++) {
        mhv_yield();
        ticks[i] = read_tsc() - shared->tsc;
    }

    shared->is_over = 1;
    write_switches();
}

int main(void)
{
    if (mhv_information()->arguments[0] == 's') {
        spin();
    } else {
        observe();
    }

    return 0;
}
