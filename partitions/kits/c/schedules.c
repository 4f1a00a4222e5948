/* The schedules of the system as a guest in C sees them, and the partition's windows in them. */
#include "kit.h"

struct mhv_schedule_status mhv_get_schedule_status(void)
{
    uint64_t results[2];
    (void)mhv_hypercall2(MHV_HYPERCALL_GET_MODULE_SCHEDULE_STATUS, 0, 0, results);
    return (struct mhv_schedule_status){
        .current = (uint32_t)results[0],
        .next = (uint32_t)(results[0] >> 32),
        .last_switch_tsc = results[1],
    };
}

enum mhv_return_code mhv_set_schedule(uint32_t id)
{
    uint64_t unused;
    return mhv_hypercall(MHV_HYPERCALL_SET_MODULE_SCHEDULE, id, 0, &unused);
}

uint32_t mhv_schedule_id(const char *name)
{
    const struct mhv_information_schedule *schedule;
    for (uint32_t i = 0; (schedule = mhv_schedule_at(i)) != NULL; i++) {
        if (mhv_is_same_text(schedule->name, name)) {
            return i + 1;
        }
    }

    return 0;
}

const struct mhv_information_schedule *mhv_schedule_at(uint32_t index)
{
    const struct mhv_information_page *page = mhv_information();
    const struct mhv_information_schedule *schedules =
        (const struct mhv_information_schedule *)((uint64_t)page + MHV_INFORMATION_PAGE_SCHEDULES_OFFSET);
    return index < page->schedule_count ? &schedules[index] : NULL;
}

const struct mhv_information_schedule *mhv_schedule(void)
{
    return mhv_schedule_at(mhv_information()->schedule_count == 1 ? 0 : mhv_get_schedule_status().current - 1);
}

const struct mhv_information_window *mhv_window_at(uint32_t index)
{
    const struct mhv_information_page *page = mhv_information();
    const struct mhv_information_window *windows =
        (const struct mhv_information_window *)((uint64_t)page + MHV_INFORMATION_PAGE_WINDOWS_OFFSET);
    return index < page->window_count ? &windows[index] : NULL;
}

bool mhv_find_window(uint64_t tsc, struct mhv_window *window)
{
    const struct mhv_information_page *page = mhv_information();
    uint64_t base_tsc = page->epoch_tsc;
    uint32_t current = 0;
    if (page->schedule_count > 1) {
        struct mhv_schedule_status status = mhv_get_schedule_status();
        base_tsc = status.last_switch_tsc != 0 ? status.last_switch_tsc : base_tsc;
        current = status.current - 1;
    }

    if (tsc < base_tsc) {
        return false;
    }

    uint64_t major_frame_ticks = mhv_schedule_at(current)->major_frame_ticks;
    uint32_t vcpu = mhv_vcpu();
    window->frame = (tsc - base_tsc) / major_frame_ticks;
    uint64_t frame_start = base_tsc + window->frame * major_frame_ticks;
    const struct mhv_information_window *planned;
    for (uint32_t i = 0; (planned = mhv_window_at(i)) != NULL; i++) {
        window->index = i;
        window->start_tsc = frame_start + mhv_ticks_of_ns(planned->start_nanoseconds);
        window->end_tsc = frame_start + mhv_ticks_of_ns(planned->start_nanoseconds + planned->duration_nanoseconds);
        if (planned->schedule == current && planned->vcpu == vcpu && tsc >= window->start_tsc && tsc < window->end_tsc) {
            return true;
        }
    }

    return false;
}
