/* What the kit offers of modes, of events that a guest raises, of the health log, and of crash records. */
#include "microhv.h"

enum { RECORDS = 3, NOBODY = 99 };

/* Nothing is mapped here. */
#define NOWHERE 0x40000000ull

/* Kept by a warm start, and not by a cold one. */
static uint64_t kept = 0;

static void print_status(struct mhv_partition_status status)
{
    mhv_print("start %u: mode %u, condition %u, for %s; %lu is kept\n", status.restart_count, status.mode,
        status.start_condition, mhv_health_event_name(status.cause), kept);
}

/* Calls are made one after the other, which arguments of one call are not. */
static void put(enum mhv_return_code code)
{
    mhv_print(" %u", code);
}

static void raise_events(void)
{
    mhv_print("raised:");
    put(mhv_raise_health_event(MHV_HEALTH_EVENT_APPLICATION_ERROR, 7, "valve 3"));
    put(mhv_raise_health_event(MHV_HEALTH_EVENT_DEADLINE_MISSED, 8, NULL));
    put(mhv_raise_health_event(MHV_HEALTH_EVENT_MEMORY_VIOLATION, 9, NULL));
    mhv_print("\n");
}

/* What only a system partition may. */
static void overreach(void)
{
    struct mhv_partition_status status;
    struct mhv_health_record record;
    struct mhv_crash_record crash;
    uint32_t other = mhv_information()->partition_index == 0 ? 2 : 1;
    mhv_print("refused:");
    put(mhv_get_partition_status_of(other, &status));
    put(mhv_set_partition_mode_of(other, MHV_PARTITION_MODE_IDLE));
    put(mhv_read_health_log(0, 0, &record));
    put(mhv_acknowledge_health_log(0, 1));
    put(mhv_read_crash_record(MHV_CRASH_KIND_STOP, &crash));
    put(mhv_acknowledge_crash_record(MHV_CRASH_KIND_STOP));
    mhv_print("\n");
}

static void live(void)
{
    struct mhv_partition_status status = mhv_get_partition_status();
    print_status(status);
    switch (status.start_condition) {
    case MHV_START_CONDITION_NORMAL_START:
        mhv_print("warm start, normal, normal:");
        put(mhv_set_partition_mode(MHV_PARTITION_MODE_WARM_START));
        put(mhv_set_partition_mode(MHV_PARTITION_MODE_NORMAL));
        put(mhv_set_partition_mode(MHV_PARTITION_MODE_NORMAL));
        mhv_print("\nmode %u, watchdog %u\n", mhv_get_partition_status().mode, mhv_kick_watchdog());
        raise_events();
        overreach();
        kept = 5;
        (void)mhv_set_partition_mode(MHV_PARTITION_MODE_WARM_START);
        mhv_fail("a warm start that returns");
    case MHV_START_CONDITION_PARTITION_RESTART:
        *(volatile uint64_t *)NOWHERE = kept;
        mhv_fail("nothing is there");
    default:
        break;
    }
}

static void print_record(uint32_t watched, uint64_t sequence)
{
    struct mhv_health_record record;
    enum mhv_return_code code;
    while ((code = mhv_read_health_log(watched, sequence, &record)) == MHV_RETURN_CODE_NOT_AVAILABLE) {
        mhv_yield();
    }

    mhv_check(code == MHV_RETURN_CODE_NO_ERROR, "the log is refused: %u", code);
    mhv_print("%lu: %s %u '%s', action %u\n", record.sequence, mhv_health_event_name(record.event), record.code, record.message,
        record.action);
}

/* An error of a partition leaves a record at once; this kernel has not stopped, and none before it has. */
static void read_crashes(void)
{
    struct mhv_crash_record crash;
    mhv_print("crashes:");
    put(mhv_read_crash_record(MHV_CRASH_KIND_PARTITION_ERROR, &crash));
    mhv_print(" %s;", mhv_health_event_name(crash.last_event.event));
    put(mhv_read_crash_record(MHV_CRASH_KIND_STOP, &crash));
    put(mhv_acknowledge_crash_record(MHV_CRASH_KIND_STOP));
    put(mhv_read_crash_record((enum mhv_crash_kind)NOBODY, &crash));
    put(mhv_acknowledge_crash_record((enum mhv_crash_kind)NOBODY));
    mhv_print("\n");
}

static void watch(void)
{
    uint32_t watched = (uint32_t)mhv_argument("watched", 0);
    uint32_t sleeper = (uint32_t)mhv_argument("sleeper", 0);
    for (uint64_t sequence = 1; sequence <= RECORDS; sequence++) {
        print_record(watched, sequence);
    }

    struct mhv_partition_status status;
    do {
        mhv_yield();
        mhv_check(mhv_get_partition_status_of(watched, &status) == MHV_RETURN_CODE_NO_ERROR, "there is no status");
    } while (status.mode != MHV_PARTITION_MODE_IDLE);

    struct mhv_health_record record;
    mhv_print("it ended, after %u restarts\n", status.restart_count);
    mhv_print("acknowledged:");
    put(mhv_acknowledge_health_log(watched, RECORDS));
    put(mhv_acknowledge_health_log(watched, RECORDS));
    put(mhv_acknowledge_health_log(watched, NOBODY));
    mhv_print("\nread:");
    put(mhv_read_health_log(watched, 0, &record));
    put(mhv_read_health_log(watched, 2, &record));
    put(mhv_read_health_log(NOBODY, 0, &record));
    mhv_print("\n");
    read_crashes();
    mhv_print("modes:");
    put(mhv_set_partition_mode_of(sleeper, MHV_PARTITION_MODE_NORMAL));
    put(mhv_set_partition_mode_of(NOBODY, MHV_PARTITION_MODE_IDLE));
    put(mhv_set_partition_mode_of(sleeper, MHV_PARTITION_MODE_IDLE));
    put(mhv_set_partition_mode_of(sleeper, MHV_PARTITION_MODE_IDLE));
    mhv_print("\n");
}

static void sleep(void)
{
    mhv_print("kicked: %u\n", mhv_kick_watchdog());
    for (;;) {
        (void)mhv_kick_watchdog();
        mhv_yield();
    }
}

int main(void)
{
    if (mhv_has_argument("life")) {
        live();
    } else if (mhv_has_argument("sleeper")) {
        sleep();
    } else {
        watch();
    }

    return 0;
}
