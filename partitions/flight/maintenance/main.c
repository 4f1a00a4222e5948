/* Looks at the units of the aircraft: before the flight, and when the system calls. One of them brings it down. */
#include "microhv.h"

/* Nobody granted it. */
#define UNIT_2_PORT 0x300

static void look_at_unit_1(void)
{
    mhv_print("unit 1: is well\n");
}

static void look_at_unit_2(void)
{
    mhv_print("unit 2: is asked at port 0x%x\n", UNIT_2_PORT);
    (void)mhv_in8(UNIT_2_PORT);
}

int main(void)
{
    struct mhv_partition_status status = mhv_get_partition_status();
    (void)mhv_set_partition_mode(MHV_PARTITION_MODE_NORMAL);
    switch (status.start_condition) {
    case MHV_START_CONDITION_NORMAL_START:
        look_at_unit_1();
        mhv_print("ready for take-off\n");
        return 0;
    case MHV_START_CONDITION_MODULE_RESTART:
        mhv_print("the schedule calls\n");
        look_at_unit_1();
        look_at_unit_2();
        mhv_fail("unit 2 answered");
    default:
        mhv_check(status.cause == MHV_HEALTH_EVENT_PORT_VIOLATION, "started again for event %u", status.cause);
        mhv_print("again after %s: unit 2 is left out\n", mhv_health_event_name(status.cause));
        look_at_unit_1();
        return 0;
    }
}
