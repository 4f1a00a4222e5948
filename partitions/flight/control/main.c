/* Holds the pitch of an aircraft: one step in every 5 ms, whatever happens to the others. */
#include "../orders.h"

enum { STEPS_PER_LINE = 20, GUST_AT = 25, GUST_LENGTH = 10 };

#define PERIOD_NS 5000000ul
#define STEP_S 0.005
#define TARGET_DEG 4.0
#define GUST_DEG_PER_S2 -60.0

/* A schedule begins up to this many ticks before its boundary. */
#define ALIGNMENT 16

struct aircraft {
    double pitch_deg;
    double rate_deg_per_s;
};

static double clamp(double value, double limit)
{
    return value > limit ? limit : value < -limit ? -limit : value;
}

static void step(struct aircraft *aircraft, double gust)
{
    double elevator = clamp(90.0 * (TARGET_DEG - aircraft->pitch_deg) - 18.0 * aircraft->rate_deg_per_s, 200.0);
    aircraft->rate_deg_per_s += (elevator - 2.0 * aircraft->rate_deg_per_s + gust) * STEP_S;
    aircraft->pitch_deg += aircraft->rate_deg_per_s * STEP_S;
}

/* The windows come one period after the other, in every schedule and from one to the next. */
static uint64_t check_window(uint64_t last_tsc)
{
    struct mhv_window window;
    mhv_check(mhv_find_window(mhv_tsc(), &window), "a window began that nobody planned");
    uint64_t distance = window.start_tsc - last_tsc;
    uint64_t period = mhv_ticks_of_ns(PERIOD_NS);
    mhv_check(last_tsc == 0 || (distance + ALIGNMENT >= period && distance <= period + ALIGNMENT),
        "a window came %lu ns after the one before", mhv_ns_of_ticks(distance));
    return window.start_tsc;
}

int main(void)
{
    const struct orders *orders = mhv_memory("orders", sizeof *orders);
    mhv_check(mhv_get_partition_status().restart_count == 0, "control was started again");
    (void)mhv_set_partition_mode(MHV_PARTITION_MODE_NORMAL);

    struct aircraft aircraft = { 0 };
    uint64_t last_tsc = 0;
    uint64_t steps = 0;
    while (!is_over(orders)) {
        last_tsc = check_window(last_tsc);
        bool is_gusty = steps >= GUST_AT && steps < GUST_AT + GUST_LENGTH;
        step(&aircraft, is_gusty ? GUST_DEG_PER_S2 : 0.0);
        steps++;
        if (steps % STEPS_PER_LINE == 0) {
            mhv_print("%4lu ms, %-11s  pitch %6.3f deg\n", steps * PERIOD_NS / 1000000, mhv_schedule()->name, aircraft.pitch_deg);
        }

        (void)mhv_kick_watchdog();
        mhv_yield();
    }

    mhv_print("%lu steps, one in every 5 ms: no deadline was missed\n", steps);
    return 0;
}
