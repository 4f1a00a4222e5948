/* What the kit tells of schedules; and exceptions on two virtual CPUs at once. */
#include "microhv.h"

enum { NS_PER_US = 1000, ATTEMPTS = 200, VCPUS = 2 };

/* Nothing is mapped here. */
#define NOWHERE 0x40000000ull

static uint32_t ready;
static uint32_t finished;

static void print_schedule(const char *name)
{
    uint32_t id = mhv_schedule_id(name);
    if (id == 0) {
        mhv_print("%s is 0\n", name);
        return;
    }

    const struct mhv_information_schedule *schedule = mhv_schedule_at(id - 1);
    mhv_print("%s is %u: %lu us, and %lu us in every %lu us\n", schedule->name, id,
        schedule->major_frame_nanoseconds / NS_PER_US, schedule->duration_nanoseconds / NS_PER_US,
        schedule->period_nanoseconds / NS_PER_US);
}

static void ask(void)
{
    mhv_print("%u schedules\n", mhv_information()->schedule_count);
    print_schedule("day");
    print_schedule("night");
    print_schedule("noon");
    struct mhv_schedule_status status = mhv_get_schedule_status();
    mhv_print("%u runs, %u follows, %lu began it\n", status.current, status.next, status.last_switch_tsc);
    mhv_print("asked for 1, 0 and 3: %u, %u, %u\n", mhv_set_schedule(1), mhv_set_schedule(0), mhv_set_schedule(3));
    const struct mhv_information_window *window;
    for (uint32_t i = 0; (window = mhv_window_at(i)) != NULL; i++) {
        mhv_print("a window of %lu us in schedule %u, for virtual CPU %u, flags %u\n", window->duration_nanoseconds / NS_PER_US,
            window->schedule, window->vcpu, window->flags);
    }
}

static void await(uint32_t *counter)
{
    __atomic_add_fetch(counter, 1, __ATOMIC_ACQ_REL);
    while (__atomic_load_n(counter, __ATOMIC_ACQUIRE) < VCPUS) {
        mhv_pause();
    }
}

static void touch(void *place)
{
    (void)*(volatile uint8_t *)place;
}

/* Each virtual CPU touches a place of its own, and is told of no other. */
static void make_exceptions(void)
{
    uint64_t place = NOWHERE + mhv_vcpu() * 0x1000;
    await(&ready);
    for (unsigned i = 0; i < ATTEMPTS; i++) {
        struct mhv_exception exception;
        bool is_done = mhv_attempt(touch, (void *)place, &exception);
        mhv_check(!is_done && exception.cr2 == place, "virtual CPU %u was told of 0x%lx", mhv_vcpu(), exception.cr2);
    }

    await(&finished);
}

void mhv_vcpu_main(uint32_t vcpu)
{
    mhv_check(vcpu == 1 && mhv_vcpu() == 1, "this is virtual CPU %u", mhv_vcpu());
    make_exceptions();
}

int main(void)
{
    if (mhv_information()->vcpu_count != VCPUS) {
        ask();
        return 0;
    }

    mhv_print("asked for 2: %u\n", mhv_set_schedule(2));
    make_exceptions();
    mhv_print("%u exceptions on two virtual CPUs, each its own\n", VCPUS * ATTEMPTS);
    return 0;
}
