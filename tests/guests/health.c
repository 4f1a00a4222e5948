/* Health: what becomes of a partition that makes an event, by every answer that a plan can give. */
#include "modes.h"

/* Frames without a kick that are too many for a watchdog of two windows, and the first page, which nobody may write. */
enum { UNKICKED_FRAMES = 3, KEPT = 5, CODE = 7, SPARE_PORT = 0x510, READ_ONLY_PAGE = 0x1000 };

/* Kept by a warm start, and not by a cold one. */
static uint64_t kept = 0;

static void violate_memory(void)
{
    map_page(READ_ONLY_PAGE, PAGE_PRESENT | PAGE_WRITABLE);
    ATTEMPT("movl $1, (%0)", : : "r"((uint64_t)READ_ONLY_PAGE) : CLOBBERS);
}

/*
 * An instruction that exits, of a page that the translation which is still in use shows; the tables show another one, without it.
 * A processor that does not say how long an instruction is leaves that to who reads it, and this one cannot be read. The others
 * have task switches.
 */
static void ask_illegally(void)
{
    enum { EXIT_OFFSET = 3, RETURN_OFFSET = 6, NOP = 0x90 };
    /* push rbx; xor eax, eax; cpuid; pop rbx; ret */
    static const uint8_t instructions[] = { 0x53, 0x31, 0xc0, 0x0f, 0xa2, 0x5b, 0xc3 };
    static uint8_t read[4096] __attribute__((aligned(4096)));
    static uint8_t executed[4096] __attribute__((aligned(4096)));
    __builtin_memcpy(executed, instructions, sizeof instructions);
    __builtin_memcpy(read, instructions, sizeof instructions);
    read[EXIT_OFFSET] = read[EXIT_OFFSET + 1] = NOP;
    uint64_t *entry = page_entry((uint64_t)read, 1);
    *entry = (uint64_t)executed | PAGE_PRESENT | PAGE_WRITABLE;
    flush();
    ((void (*)(void))(uint64_t)&read[RETURN_OFFSET])();
    *(volatile uint64_t *)entry = (uint64_t)read | PAGE_PRESENT | PAGE_WRITABLE;
    ATTEMPT("call *%0", : : "r"((uint64_t)read) : CLOBBERS, "rax", "rcx", "rdx");
    flush();
    if (trap_count == 0) {
        switch_task();
    }
}

static void violate_port(void)
{
    ATTEMPT("outb %%al, %w0", : : "d"(SPARE_PORT), "a"(0) : CLOBBERS);
}

static void trap(void)
{
    static const struct __attribute__((packed)) {
        uint16_t limit;
        uint64_t base;
    } none = { 0, 0 };
    __asm__ volatile("lidt %0\n\tud2" : : "m"(none));
}

static void die(void)
{
    __asm__ volatile("cli\n\thlt");
}

static void forget_watchdog(void)
{
    for (unsigned i = 0; i < UNKICKED_FRAMES; i++) {
        mhv_yield();
    }
}

/* The time of a frame has the end of one window in it. */
static void overrun_window(void)
{
    uint64_t start = mhv_tsc();
    while (mhv_tsc() - start < mhv_schedule()->major_frame_ticks) {
    }
}

static void miss_deadline(void)
{
    (void)mhv_raise_health_event(MHV_HEALTH_EVENT_DEADLINE_MISSED, CODE, "by a guest");
}

static void find_error(void)
{
    (void)mhv_raise_health_event(MHV_HEALTH_EVENT_APPLICATION_ERROR, CODE, "by a guest");
}

static void do_nothing(void)
{
}

struct event {
    const char *name;
    enum mhv_health_event number;
    void (*make)(void);
};

/* The last but one needs a plan that starts the partition again for an application error. */
static const struct event events[] = {
    { "memory-violation", MHV_HEALTH_EVENT_MEMORY_VIOLATION, violate_memory },
    { "illegal-request", MHV_HEALTH_EVENT_ILLEGAL_REQUEST, ask_illegally },
    { "port-violation", MHV_HEALTH_EVENT_PORT_VIOLATION, violate_port },
    { "unexpected-trap", MHV_HEALTH_EVENT_UNEXPECTED_TRAP, trap },
    { "dead-vcpu", MHV_HEALTH_EVENT_DEAD_VCPU, die },
    { "watchdog", MHV_HEALTH_EVENT_WATCHDOG, forget_watchdog },
    { "window-overrun", MHV_HEALTH_EVENT_WINDOW_OVERRUN, overrun_window },
    { "deadline-missed", MHV_HEALTH_EVENT_DEADLINE_MISSED, miss_deadline },
    { "application-error", MHV_HEALTH_EVENT_APPLICATION_ERROR, find_error },
    { "restart-budget-exhausted", MHV_HEALTH_EVENT_RESTART_BUDGET_EXHAUSTED, find_error },
    { "none", MHV_HEALTH_EVENT_NONE, do_nothing },
};

static const struct event *own_event(void)
{
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++) {
        if (mhv_has_argument(events[i].name)) {
            return &events[i];
        }
    }

    mhv_fail("there is no such event in '%s'", mhv_information()->arguments);
}

/* One life of a partition that makes its event in the first one, and in all if its budget is to be spent. */
static void live(const struct event *event)
{
    static const char *const modes[] = { "idle", "cold start", "warm start", "normal" };
    struct mhv_partition_status status = mhv_get_partition_status();
    mhv_print("%s %u after %s, %lu is kept\n", modes[status.mode], status.restart_count, mhv_health_event_name(status.cause), kept);
    if (status.start_condition == MHV_START_CONDITION_HEALTH_RESTART && status.cause == event->number) {
        return;
    }

    kept = KEPT;
    event->make();
    if (mhv_has_argument("propagate")) {
        expect_trap(VECTOR_GP, 0, event->name);
    }

    mhv_print("it goes on\n");
}

/* What the plan says is done about an event, and who starts again finds out why. docs/health.md */
GUEST(health)
{
    /* A whole window is left. */
    mhv_yield();
    live(own_event());
}

/* The id of a partition is its number from 1. */
static void wait_for_end_of(uint32_t partition)
{
    struct mhv_partition_status status;
    do {
        (void)mhv_kick_watchdog();
        mhv_yield();
        mhv_check(mhv_get_partition_status_of(partition, &status) == MHV_RETURN_CODE_NO_ERROR, "there is no status");
    } while (status.mode != MHV_PARTITION_MODE_IDLE);
}

/* An event may bring another schedule: each waits for the end of the partition before it, and for its own schedule. docs/health.md */
GUEST(health_schedules)
{
    uint32_t before = mhv_information()->partition_index;
    uint32_t schedule = (uint32_t)mhv_argument("schedule", 0);
    mhv_yield();
    if (before != 0) {
        wait_for_end_of(before);
    }

    while (mhv_get_schedule_status().current != schedule) {
        (void)mhv_kick_watchdog();
        mhv_yield();
    }

    live(own_event());
}

/*
 * An event may reset the machine: the crash record of the first reset outlives them all and counts those that follow, which tells
 * each boot whose turn it is; who acknowledges the record takes it away. docs/health.md
 */
GUEST(health_resets)
{
    enum { ALL = sizeof events / sizeof events[0] - 1, FIRST_PARTITION = 1 };
    uint32_t first = (uint32_t)mhv_argument("first", 0);
    uint32_t last = (uint32_t)mhv_argument("last", 0);
    mhv_yield();
    (void)mhv_kick_watchdog();
    struct mhv_crash_record crash;
    bool is_kept = mhv_read_crash_record(MHV_CRASH_KIND_STOP, &crash) == MHV_RETURN_CODE_NO_ERROR;
    uint32_t step = is_kept ? crash.later_count + 1 : 0;
    if (step >= first && step <= last) {
        mhv_print("boot %u: %s\n", step + 1, events[step].name);
        events[step].make();
        mhv_fail("nobody reset the machine");
    }

    while (step < ALL) {
        (void)mhv_kick_watchdog();
        mhv_yield();
    }

    EXPECT(crash.last_event.event == events[0].number, "the record is not of the first reset");
    if (mhv_has_argument("acknowledge")) {
        wait_for_end_of(FIRST_PARTITION);
        EXPECT(mhv_acknowledge_crash_record(MHV_CRASH_KIND_STOP) == MHV_RETURN_CODE_NO_ERROR, "the record stays");
        EXPECT(mhv_read_crash_record(MHV_CRASH_KIND_STOP, &crash) == MHV_RETURN_CODE_NOT_AVAILABLE, "the record is there");
    }
}
