/*
 * The kit of a guest in C: who the partition is, what it has, what time it is, and what it asks of the kernel.
 * docs/kit-c.md has all of it in one table, with the names that the same things have in C#.
 */
#ifndef MICROHV_H
#define MICROHV_H

#include <stdbool.h>

#include "microhv_abi.h"

/* What the guest's author writes. The result is the partition's exit code: 0 is success. */
int main(void);

/* --- The partition --- */

/* Who the partition is, what it has, and what time means. */
const struct mhv_information_page *mhv_information(void);

/*
 * The number behind `name=` in the arguments, decimal or hexadecimal with 0x; `otherwise` if no word begins so. Words are
 * separated by spaces. What stands there and is no signed number of 64 bits is a failure.
 */
int64_t mhv_argument(const char *name, int64_t otherwise);

/* Whether one of the words in the arguments is `word`. */
bool mhv_has_argument(const char *word);

/* Region number `index` of the partition, from 0 in the order of addresses; NULL behind the last one. */
const struct mhv_information_region *mhv_region_at(uint32_t index);

/* The region of that name; NULL if the partition has none. */
const struct mhv_information_region *mhv_region(const char *name);

/* The memory of the region of that name. That there is none, or that it has fewer bytes, is a failure. */
void *mhv_memory(const char *name, size_t size_bytes);

/* Number of the virtual CPU that asks, from 0. */
uint32_t mhv_vcpu(void);

/*
 * What the author of a guest with several virtual CPUs writes: where each but the first one begins, at the same time as main.
 * One that returns gives up its windows; without this function they all do so at once.
 */
void mhv_vcpu_main(uint32_t vcpu);

/* Gives up the rest of the window; returns when the next window of this virtual CPU begins. */
void mhv_yield(void);

/* Yields for ever, as a partition does that has done its work and shall not end. */
_Noreturn void mhv_yield_forever(void);

/* Ends the partition; 0 is success. */
_Noreturn void mhv_end(uint64_t exit_code);

/* Writes what is wrong, formatted as by mhv_print, and ends the partition with MHV_EXIT_CODE_FAILED. */
__attribute__((format(printf, 1, 2))) _Noreturn void mhv_fail(const char *format, ...);

/* Does nothing if `condition` holds, and else what mhv_fail does. */
__attribute__((format(printf, 2, 3))) void mhv_check(bool condition, const char *format, ...);

/* With which the kit itself ends a partition. 3 is the C# kit's. */
enum mhv_exit_code {
    /* Of mhv_fail and mhv_check. */
    MHV_EXIT_CODE_FAILED = 1,
    /* The information page has another layout than this kit knows. */
    MHV_EXIT_CODE_WRONG_PAGE = 2,
    /* An exception that nobody caught, after mhv_attempt or mhv_on_exception was used. */
    MHV_EXIT_CODE_EXCEPTION = 4,
};

/* --- The console --- */

/* Writes text; while the kernel has no room for it, the partition gives up its window. */
void mhv_write(const char *text, size_t size_bytes);

/*
 * Writes formatted text, as printf does: `%s %c %d %i %u %x %p %f %%`, with `-` or `0`, a width, decimals as in `%8.3f`
 * (0 to 9, else 6), and `l`, `ll` or `z` for 64 bits. Numbers too large for `%f` are written as inf.
 */
__attribute__((format(printf, 1, 2))) void mhv_print(const char *format, ...);

/* --- Time --- */

/* A window of this virtual CPU in one major frame, as times on the TSC. */
struct mhv_window {
    /* Number of the major frame, from 0 at the start or at the last change of schedule. */
    uint64_t frame;
    /* Number of the window, as mhv_window_at counts. */
    uint32_t index;
    /* TSC at which it begins. */
    uint64_t start_tsc;
    /* TSC at which it ends. */
    uint64_t end_tsc;
};

/* The TSC. */
uint64_t mhv_tsc(void);

/* Nanoseconds since the start of major frame 0. */
uint64_t mhv_now_ns(void);

/* Converts a number of TSC ticks to nanoseconds. */
uint64_t mhv_ns_of_ticks(uint64_t ticks);

/* Converts a number of nanoseconds to TSC ticks. */
uint64_t mhv_ticks_of_ns(uint64_t nanoseconds);

/*
 * Finds the window of this virtual CPU that `tsc` lies in by the current schedule; false between its windows, where it has
 * background time at most, and before the last change of schedule.
 */
bool mhv_find_window(uint64_t tsc, struct mhv_window *window);

/*
 * Returns as soon as mhv_now_ns() is `time_ns` or more and this virtual CPU has a window. Windows that end before are given
 * up; in the one that `time_ns` lies in, it waits.
 */
void mhv_sleep_until_ns(uint64_t time_ns);

/* The same, from now on. */
void mhv_sleep_ns(uint64_t duration_ns);

/* --- Schedules --- */

/* Which schedule runs and which comes next, by their ids: 1 for the first one. */
struct mhv_schedule_status {
    /* The one that runs. */
    uint32_t current;
    /* The one that begins with the next major frame: another one if somebody has asked for it. */
    uint32_t next;
    /* TSC at which the current one began; 0 if it has run from the start. */
    uint64_t last_switch_tsc;
};

/* ARINC 653's GET_MODULE_SCHEDULE_STATUS. */
struct mhv_schedule_status mhv_get_schedule_status(void);

/*
 * Asks for the schedule with that id from the next major frame on, as ARINC 653's SET_MODULE_SCHEDULE. The last of several
 * requests wins. MHV_RETURN_CODE_INVALID_CONFIGURATION: the partition is no system partition; NO_ACTION: the schedule runs
 * and no other was asked for; INVALID_PARAMETER: nobody has the id; NOT_AVAILABLE: another CPU asks at this moment.
 */
enum mhv_return_code mhv_set_schedule(uint32_t id);

/* ARINC 653's GET_MODULE_SCHEDULE_ID: the id of the schedule of that name; 0 if there is none. */
uint32_t mhv_schedule_id(const char *name);

/* Schedule number `index` of the system, from 0 in the order of the description; its id is one more. NULL behind the last one. */
const struct mhv_information_schedule *mhv_schedule_at(uint32_t index);

/* The schedule that runs. */
const struct mhv_information_schedule *mhv_schedule(void);

/* Window number `index` of the partition, from 0, by schedule, virtual CPU and start. NULL behind the last one. */
const struct mhv_information_window *mhv_window_at(uint32_t index);

/* --- Health --- */

/* What a partition does, and why it began last. */
struct mhv_partition_status {
    /* Its mode: an enum mhv_partition_mode. */
    uint32_t mode;
    /* Why it began last: an enum mhv_start_condition. */
    uint32_t start_condition;
    /* The event for which the health monitor started it, an enum mhv_health_event; 0 if somebody else did. */
    uint32_t cause;
    /* How often it was started again since the system began. */
    uint32_t restart_count;
    /* TSC at which it was started again; 0 if it never was. */
    uint64_t start_tsc;
};

/* ARINC 653's GET_PARTITION_STATUS. */
struct mhv_partition_status mhv_get_partition_status(void);

/*
 * What the partition with that id does: 1 for the first one of the description. INVALID_CONFIGURATION: the partition that asks is
 * no system partition; INVALID_PARAMETER: nobody has the id.
 */
enum mhv_return_code mhv_get_partition_status_of(uint32_t partition, struct mhv_partition_status *status);

/*
 * ARINC 653's SET_PARTITION_MODE: MHV_PARTITION_MODE_NORMAL ends a start; COLD_START and WARM_START begin the partition anew, and
 * IDLE ends it, and neither returns then. NO_ACTION: it is in mode NORMAL already; INVALID_MODE: WARM_START from COLD_START.
 */
enum mhv_return_code mhv_set_partition_mode(enum mhv_partition_mode mode);

/*
 * The same for the partition with that id, but for NORMAL, which is INVALID_MODE: only a partition itself knows that. NO_ACTION:
 * it is IDLE already; INVALID_CONFIGURATION: the partition that asks is no system partition; INVALID_PARAMETER: nobody has the
 * id, or it is no mode; NOT_AVAILABLE: it is being started at this moment.
 */
enum mhv_return_code mhv_set_partition_mode_of(uint32_t partition, enum mhv_partition_mode mode);

/*
 * Raises MHV_HEALTH_EVENT_DEADLINE_MISSED or MHV_HEALTH_EVENT_APPLICATION_ERROR, as ARINC 653's RAISE_APPLICATION_ERROR: with a
 * number of the partition's own, and up to 32 bytes of text or NULL. It returns if the partition's health table lets it go on.
 * INVALID_PARAMETER: another event.
 */
enum mhv_return_code mhv_raise_health_event(enum mhv_health_event event, uint32_t code, const char *message);

/* Kicks the partition's watchdog. NO_ACTION: the plan gives it none. */
enum mhv_return_code mhv_kick_watchdog(void);

/*
 * Reads from the health log of the partition with that id, or of the module, which is 0: the first record that has the number
 * `sequence` or a higher one; 0 means the first one that nobody acknowledged. NOT_AVAILABLE: there is none;
 * INVALID_CONFIGURATION: the partition that asks is no system partition; INVALID_PARAMETER: nobody has the id.
 */
enum mhv_return_code mhv_read_health_log(uint32_t partition, uint64_t sequence, struct mhv_health_record *record);

/*
 * Says that the records of that log up to `sequence` are dealt with. NO_ACTION: somebody said so before; INVALID_CONFIGURATION
 * and INVALID_PARAMETER as for mhv_read_health_log; the latter too if there is no such record yet.
 */
enum mhv_return_code mhv_acknowledge_health_log(uint32_t partition, uint64_t sequence);

/*
 * Reads the crash record of that kind, of this life of the kernel or of one before a reset; unless a refused entry belongs to it,
 * `entry` is zero. NOT_AVAILABLE: there is none, or another CPU is writing it; INVALID_CONFIGURATION: the partition that asks is no
 * system partition; INVALID_PARAMETER: no such kind.
 */
enum mhv_return_code mhv_read_crash_record(enum mhv_crash_kind kind, struct mhv_crash_record *record);

/*
 * Takes the crash record of that kind away: the next crash is kept. NO_ACTION: there is none; NOT_AVAILABLE: another CPU is writing
 * it; INVALID_CONFIGURATION and INVALID_PARAMETER as for mhv_read_crash_record.
 */
enum mhv_return_code mhv_acknowledge_crash_record(enum mhv_crash_kind kind);

/* The name of an event, such as "MemoryViolation"; "unknown" for numbers that have none. */
const char *mhv_health_event_name(uint32_t event);

/* --- The processor --- */

/* What CPUID answers. */
struct mhv_cpuid {
    /* EAX. */
    uint32_t eax;
    /* EBX. */
    uint32_t ebx;
    /* ECX. */
    uint32_t ecx;
    /* EDX. */
    uint32_t edx;
};

/* Asks CPUID, which answers as the plan lets it. */
struct mhv_cpuid mhv_cpuid(uint32_t leaf, uint32_t subleaf);

/* Whether CPUID says that the hypervisor is MicroHV; the plan can hide it. */
bool mhv_is_microhv(void);

/* Reads an MSR; #GP if the partition does not have it. */
uint64_t mhv_read_msr(uint32_t number);

/* Writes an MSR; #GP if the partition does not have it, or not this value of it. */
void mhv_write_msr(uint32_t number, uint64_t value);

/* Tells the processor that this is a loop that waits. */
void mhv_pause(void);

/* Reads 8 bits from an I/O port that the plan grants; another port is PortViolation, or all ones. */
uint8_t mhv_in8(uint16_t port);

/* Reads 16 bits from an I/O port. */
uint16_t mhv_in16(uint16_t port);

/* Reads 32 bits from an I/O port. */
uint32_t mhv_in32(uint16_t port);

/* Writes 8 bits to an I/O port that the plan grants; another port is PortViolation, or nothing happens. */
void mhv_out8(uint16_t port, uint8_t value);

/* Writes 16 bits to an I/O port. */
void mhv_out16(uint16_t port, uint16_t value);

/* Writes 32 bits to an I/O port. */
void mhv_out32(uint16_t port, uint32_t value);

/* --- Exceptions --- */

/* What an exception interrupted: SDM 3A, "64-Bit Mode Stack Frame". */
struct mhv_exception {
    /* CR2: the address that a page fault is about. */
    uint64_t cr2;
    /* General registers. */
    uint64_t rax, rbx, rcx, rdx, rsi, rdi, rbp, r8, r9, r10, r11, r12, r13, r14, r15;
    /* Number of the exception, 0 to 31. */
    uint64_t vector;
    /* Its error code; 0 if it has none. */
    uint64_t error_code;
    /* Address of the instruction: of the one behind it if the exception is a trap. */
    uint64_t rip;
    /* Selector of the code segment. */
    uint64_t cs;
    /* Flags. */
    uint64_t rflags;
    /* Stack pointer. */
    uint64_t rsp;
    /* Selector of the stack segment. */
    uint64_t ss;
};

/*
 * Calls `action` with `argument` on this virtual CPU. True if it came back; false if it raised an exception, which then stands in `*exception`.
 * What the action had done until then stays done. Attempts may be made inside of attempts.
 */
bool mhv_attempt(void (*action)(void *argument), void *argument, struct mhv_exception *exception);

/*
 * Has `handler` called for every exception of this virtual CPU outside of attempts. What it changes in `*exception` is changed; when it
 * returns, the partition goes on at `rip`. NULL takes the handler away. Before anybody calls this or mhv_attempt, an
 * exception is UnexpectedTrap, which the kernel shows with all registers; afterwards, one that nobody handles is a failure
 * with MHV_EXIT_CODE_EXCEPTION.
 */
void mhv_on_exception(void (*handler)(struct mhv_exception *exception));

/* The name of an exception as manuals print it, such as "#PF"; "reserved" for numbers that have none. */
const char *mhv_exception_name(uint64_t vector);

/* --- Interrupts --- */

/*
 * Has `handler` called for every interrupt `vector` (32 to 255) of any virtual CPU, and switches the local APIC of this one on.
 * It runs with interrupts off, on the stack of what it interrupts, and the kit ends the interrupt behind it. NULL takes the
 * handler away: the interrupt is #NP then.
 */
void mhv_on_interrupt(uint8_t vector, void (*handler)(uint8_t vector));

/* Requests the interrupt `vector` of this virtual CPU. */
void mhv_request_interrupt(uint8_t vector);

/* Has the interrupt `vector` requested at the start of each window of this virtual CPU; 0 ends that. */
void mhv_set_window_vector(uint8_t vector);

/* Holds interrupts of this virtual CPU back: they wait. HLT is an error meanwhile. */
void mhv_disable_interrupts(void);

/* Lets interrupts of this virtual CPU come, as they do from the start. */
void mhv_enable_interrupts(void);

/*
 * Enables interrupts and halts until one has been handled, at most until the next window begins. None is missed that comes
 * after mhv_disable_interrupts: whoever looks first whether to wait calls that before looking.
 */
void mhv_wait_for_interrupt(void);

/*
 * Has the timer of this virtual CPU request the interrupt `vector` after `delay_ns`, at least one tick of the TSC. It has one
 * timer: what was armed before is forgotten. More than 2^39 ticks are a failure. What expires between two windows comes at the
 * start of the next one.
 */
void mhv_timer_once_ns(uint8_t vector, uint64_t delay_ns);

/*
 * The same again and again, without drift: every `period_ns`, rounded down to ticks of the TSC, and to 128 ticks at worst where
 * it is longer than 2^32 of them. Expiries between two windows are one interrupt.
 */
void mhv_timer_periodic_ns(uint8_t vector, uint64_t period_ns);

/* The same once, as soon as mhv_now_ns() is `time_ns`: at once if it is already. */
void mhv_timer_at_ns(uint8_t vector, uint64_t time_ns);

/* Stops the timer of this virtual CPU. An interrupt that it has requested still comes. */
void mhv_timer_stop(void);

/* --- Everything else --- */

/* Makes any hypercall; a result beyond the return code goes to `*result`, which is 0 if there is none. */
enum mhv_return_code mhv_hypercall(uint64_t number, uint64_t first, uint64_t second, uint64_t *result);

#endif
