/* Sets its alarm in every way there is, and waits for it without using time. */
#include "microhv.h"

enum { ALARM = 0x40, NS_PER_US = 1000, MAX_LATENESS_NS = 200 * NS_PER_US };

static volatile unsigned alarms;
static volatile uint64_t alarm_ns;

static void on_alarm(uint8_t vector)
{
    mhv_check(vector == ALARM, "vector 0x%x", vector);
    alarm_ns = mhv_now_ns();
    alarms++;
}

/* Interrupts are off between the look and the wait, so that none comes there. */
static void wait_for_alarms(unsigned number)
{
    mhv_disable_interrupts();
    while (alarms < number) {
        mhv_wait_for_interrupt();
        mhv_disable_interrupts();
    }

    mhv_enable_interrupts();
}

static void wait_for_alarm(void)
{
    wait_for_alarms(alarms + 1);
}

static const char *word_for(uint64_t due_ns)
{
    return alarm_ns >= due_ns && alarm_ns - due_ns <= MAX_LATENESS_NS ? "on time" : "LATE";
}

/* The window in which the last alarm came. */
static struct mhv_window alarm_window(void)
{
    struct mhv_window window;
    uint64_t tsc = mhv_information()->epoch_tsc + mhv_ticks_of_ns(alarm_ns);
    mhv_check(mhv_find_window(tsc, &window), "an alarm between windows");
    return window;
}

static uint64_t window_start_ns(void)
{
    return mhv_ns_of_ticks(alarm_window().start_tsc - mhv_information()->epoch_tsc);
}

/* With the first alarm the partition is at the start of a window, wherever it was before. */
static void watch_windows(void)
{
    mhv_set_window_vector(ALARM);
    for (int i = 1; i <= 3; i++) {
        wait_for_alarm();
        mhv_print("window %d: %s\n", i, word_for(window_start_ns()));
    }

    mhv_set_window_vector(0);
}

int main(void)
{
    uint64_t major_frame_ns = mhv_schedule()->major_frame_nanoseconds;
    mhv_on_interrupt(ALARM, on_alarm);
    watch_windows();

    uint64_t begin_ns = mhv_now_ns();
    mhv_timer_once_ns(ALARM, 300 * NS_PER_US);
    wait_for_alarm();
    mhv_print("once, after 300 us: %s\n", word_for(begin_ns + 300 * NS_PER_US));

    uint64_t due_ns = window_start_ns() + major_frame_ns + 700 * NS_PER_US;
    mhv_timer_at_ns(ALARM, due_ns);
    wait_for_alarm();
    mhv_print("at 700 us of the next window: %s\n", word_for(due_ns));

    uint64_t next_ns = window_start_ns() + major_frame_ns;
    mhv_timer_at_ns(ALARM, next_ns - 1000 * NS_PER_US);
    wait_for_alarm();
    mhv_print("1000 us before the next window: at its start, %s\n", word_for(next_ns));

    /* What expires between two windows is one alarm. */
    unsigned before = alarms;
    uint64_t frame = alarm_window().frame;
    mhv_timer_periodic_ns(ALARM, 500 * NS_PER_US);
    wait_for_alarms(before + 3);
    mhv_print("every 500 us: 3 in this window\n");
    wait_for_alarms(before + 7);
    mhv_check(alarm_window().frame == frame + 1, "the seventh alarm came in another window");
    mhv_print("every 500 us: 1 at the start of the next, 3 in it\n");
    mhv_timer_stop();
    return 0;
}
