/* The campaign: cases until enough exits were made, a report of them, and then those that end the partition. */
#include "fuzz.h"

uint64_t exits[REASON_COUNT];

static uint64_t cases[MODE_COUNT];

static const char *const mode_names[MODE_COUNT] = { "long", "compatibility-32", "compatibility-16", "protected", "paged-32",
    "pae", "virtual-8086", "real" };

static const char *const reason_names[REASON_COUNT] = { "no exit", "debug", "cpuid", "msr", "port", "hypercall",
    "control-register", "cache", "xsetbv", "virtualization", "halt" };

uint64_t exits_in_all(void)
{
    uint64_t sum = 0;
    for (unsigned i = REASON_NONE + 1; i < REASON_COUNT; i++) {
        sum += exits[i];
    }

    return sum;
}

static void run_case(void)
{
    enum mode mode = !one_in(4) ? (enum mode)(MODE_PROTECTED + random_below(MODE_COUNT - MODE_PROTECTED))
                                : (enum mode)random_below(MODE_PROTECTED);
    unsigned privilege_level = mode == MODE_REAL ? 0 : mode == MODE_VIRTUAL_8086 || one_in(2) ? 3 : 0;
    cases[mode]++;
    if (mode >= MODE_PROTECTED) {
        /* Without paging a user's stray access would reach memory that the partition does not have. */
        run_legacy(mode, mode == MODE_PROTECTED ? 0 : privilege_level, RUN_STEPPED);
        return;
    }

    enum { MAX_STEPS = 64 };
    (void)write_stream(arena.code, STREAM_SIZE);
    struct long_case how = {
        .mode = mode,
        .privilege_level = privilege_level,
        .max_steps = MAX_STEPS,
        .in_window = mode == MODE_LONG && one_in(3),
        .is_stepped = 1,
    };
    if (how.in_window) {
        mutate_window();
    }

    run_long(&how);
}

static void report(uint64_t seed)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < MODE_COUNT; i++) {
        sum += cases[i];
    }

    mhv_print("\nfuzzed: seed=%llu cases=%llu exits=%llu", (unsigned long long)seed, (unsigned long long)sum,
        (unsigned long long)exits_in_all());
    for (unsigned i = 0; i < MODE_COUNT; i++) {
        mhv_print(" %s=%llu", mode_names[i], (unsigned long long)cases[i]);
    }

    for (unsigned i = REASON_NONE + 1; i < REASON_COUNT; i++) {
        mhv_print(" %s=%llu", reason_names[i], (unsigned long long)exits[i]);
    }

    mhv_print("\n");
}

int main(void)
{
    uint64_t seed = (uint64_t)mhv_argument("seed", 1);
    uint64_t wanted = (uint64_t)mhv_argument("exits", 0);
    int64_t wild = mhv_argument("wild", 0);
    may_break = mhv_argument("breakpoints", 0) != 0;
    random_seed(seed);
    tables_open();
    while (exits_in_all() < wanted) {
        run_case();
    }

    report(seed);
    while (wild != 0) {
        run_wild(wild > 1);
    }

    return 0;
}
