/*
 * Measures the switch from one partition to the next. The spinner writes the TSC into memory that it shares with the
 * observer, as often as it can, until its window ends. The observer gives up its windows; when the next one begins,
 * right after the spinner's, the difference between its own TSC and the spinner's last one is the switch, with a few
 * instructions of either guest. Writes one line: "switch", and for each number of ticks that was seen, ascending, the
 * number and how often: 1140x100 1152x1.
 *
 * Then the spinner does not spin to the end: it gives its window up, or halts, ever so many ticks before that, from none to
 * more than an exit takes. The observer writes how late its own window begins at most: lines "worst", a name, and ticks.
 */
#include "microhv.h"

enum {
    TIMES = 401,
    /* Windows to let pass: then all that the kernel says of its boot is on the line, and one switch is like another. */
    WARM_UP = 300,
    /* How long before the end of a window the spinner gives it up: so many steps of so many ticks. */
    STEPS = 200,
    STEP = 10,
};

enum phase { SPIN, YIELD, HALT, OVER };

struct shared {
    volatile uint64_t tsc;
    volatile enum phase phase;
    volatile uint32_t steps;
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

static void give_up_late(enum phase phase)
{
    struct mhv_window window;
    mhv_check(mhv_find_window(read_tsc(), &window), "there is no window");
    uint64_t end = window.end_tsc - shared->steps * STEP;
    while (read_tsc() < end) {
    }

    if (phase == YIELD) {
        mhv_yield();
    } else {
        __asm__ volatile("hlt");
    }
}

static void spin(void)
{
    while (shared->phase == SPIN) {
        shared->tsc = read_tsc();
    }

    for (enum phase phase = YIELD; phase != OVER; phase = shared->phase) {
        give_up_late(phase);
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

/* How late a window begins at most behind one that was given up. */
static uint64_t latest_start(enum phase phase)
{
    uint64_t latest = 0;
    shared->phase = phase;
    for (unsigned i = 0; i < STEPS; i++) {
        struct mhv_window window;
        shared->steps = i;
        mhv_yield();
        uint64_t now = read_tsc();
        mhv_check(mhv_find_window(now, &window), "there is no window");
        latest = now - window.start_tsc > latest ? now - window.start_tsc : latest;
    }

    return latest;
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

    uint64_t behind_yield = latest_start(YIELD);
    uint64_t behind_halt = latest_start(HALT);
    shared->phase = OVER;
    write_switches();
    mhv_print("worst switch %llu\n", (unsigned long long)ticks[TIMES - 1]);
    mhv_print("worst yield %llu\n", (unsigned long long)behind_yield);
    mhv_print("worst halt %llu\n", (unsigned long long)behind_halt);
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
