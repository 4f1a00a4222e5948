/* Does a step in every one of its windows, whichever schedule runs, and sees that none is missing. */
#include "../orders.h"

enum { NS_PER_US = 1000 };

/* What was done since a schedule began. */
struct flight {
    uint32_t schedule;
    uint64_t first;
    uint64_t last;
};

/* Windows of this partition in a major frame of the schedule. */
static uint64_t windows_per_frame(uint32_t schedule)
{
    uint64_t count = 0;
    const struct mhv_information_window *window;
    for (uint32_t i = 0; (window = mhv_window_at(i)) != NULL; i++) {
        count += window->schedule == schedule;
    }

    return count;
}

/* Number of the window among those of its schedule, from the beginning of the schedule on. */
static uint64_t number_of(const struct mhv_window *window, uint32_t schedule)
{
    uint64_t before = 0;
    for (uint32_t i = 0; i < window->index; i++) {
        before += mhv_window_at(i)->schedule == schedule;
    }

    return window->frame * windows_per_frame(schedule) + before;
}

static void report(const struct flight *flight)
{
    const struct mhv_information_schedule *schedule = mhv_schedule_at(flight->schedule);
    mhv_print("%s: %lu steps, one in every %lu us\n", schedule->name, flight->last - flight->first + 1,
        schedule->period_nanoseconds / NS_PER_US);
}

int main(void)
{
    const struct orders *orders = mhv_memory("orders", sizeof *orders);
    enum mhv_return_code code = mhv_set_schedule(mhv_schedule_id("landing"));
    mhv_check(code == MHV_RETURN_CODE_INVALID_CONFIGURATION, "only the commander may choose a schedule");

    struct flight flight = { .schedule = UINT32_MAX };
    while (!is_over(orders)) {
        mhv_yield();
        struct mhv_window window;
        mhv_check(mhv_find_window(mhv_tsc(), &window), "a window began that nobody planned");
        uint32_t schedule = mhv_window_at(window.index)->schedule;
        uint64_t number = number_of(&window, schedule);
        if (schedule != flight.schedule) {
            if (flight.schedule != UINT32_MAX) {
                report(&flight);
            }

            flight = (struct flight){ .schedule = schedule, .first = number, .last = number };
        } else {
            mhv_check(number == flight.last + 1, "window %lu came after window %lu", number, flight.last);
            flight.last = number;
        }
    }

    report(&flight);
    return 0;
}
