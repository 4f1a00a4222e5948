/* Modes of partitions, events that a guest raises, its watchdog, the health log, and crash records. */
#include "kit.h"

/* ARINC 653's ids of partitions begin at 1; here 0 is whoever asks. */
enum { SELF = 0 };

enum mhv_return_code mhv_set_partition_mode(enum mhv_partition_mode mode)
{
    return mhv_set_partition_mode_of(SELF, mode);
}

enum mhv_return_code mhv_set_partition_mode_of(uint32_t partition, enum mhv_partition_mode mode)
{
    uint64_t unused;
    return mhv_hypercall(MHV_HYPERCALL_SET_PARTITION_MODE, mode, partition, &unused);
}

struct mhv_partition_status mhv_get_partition_status(void)
{
    struct mhv_partition_status status;
    (void)mhv_get_partition_status_of(SELF, &status);
    return status;
}

enum mhv_return_code mhv_get_partition_status_of(uint32_t partition, struct mhv_partition_status *status)
{
    uint64_t results[2];
    enum mhv_return_code code = mhv_hypercall2(MHV_HYPERCALL_GET_PARTITION_STATUS, partition, 0, results);
    *status = (struct mhv_partition_status){
        .mode = (uint8_t)results[0],
        .start_condition = (uint8_t)(results[0] >> 8),
        .cause = (uint16_t)(results[0] >> 16),
        .restart_count = (uint32_t)(results[0] >> 32),
        .start_tsc = results[1],
    };
    return code;
}

enum mhv_return_code mhv_raise_health_event(enum mhv_health_event event, uint32_t code, const char *message)
{
    char field[MHV_HEALTH_RECORD_MESSAGE_SIZE_BYTES] = "";
    for (unsigned i = 0; i < sizeof field && message != NULL && message[i] != '\0'; i++) {
        field[i] = message[i];
    }

    uint64_t unused;
    return mhv_hypercall(MHV_HYPERCALL_RAISE_HEALTH_EVENT, (uint64_t)code << 32 | event, (uint64_t)field, &unused);
}

enum mhv_return_code mhv_kick_watchdog(void)
{
    uint64_t unused;
    return mhv_hypercall(MHV_HYPERCALL_KICK_WATCHDOG, 0, 0, &unused);
}

enum mhv_return_code mhv_read_health_log(uint32_t partition, uint64_t sequence, struct mhv_health_record *record)
{
    uint64_t unused;
    return mhv_hypercall(MHV_HYPERCALL_READ_HEALTH_LOG, sequence << 16 | partition, (uint64_t)record, &unused);
}

enum mhv_return_code mhv_acknowledge_health_log(uint32_t partition, uint64_t sequence)
{
    uint64_t unused;
    return mhv_hypercall(MHV_HYPERCALL_ACKNOWLEDGE_HEALTH_LOG, sequence << 16 | partition, 0, &unused);
}

enum mhv_return_code mhv_read_crash_record(enum mhv_crash_kind kind, struct mhv_crash_record *record)
{
    uint64_t unused;
    *record = (struct mhv_crash_record){ 0 };
    return mhv_hypercall(MHV_HYPERCALL_READ_CRASH_RECORD, kind, (uint64_t)record, &unused);
}

enum mhv_return_code mhv_acknowledge_crash_record(enum mhv_crash_kind kind)
{
    uint64_t unused;
    return mhv_hypercall(MHV_HYPERCALL_ACKNOWLEDGE_CRASH_RECORD, kind, 0, &unused);
}

const char *mhv_health_event_name(uint32_t event)
{
    static const char names[][sizeof "RestartBudgetExhausted"] = {
        "None", "MemoryViolation", "IllegalRequest", "PortViolation", "UnexpectedTrap", "DeadVcpu", "EntryFailed", "Watchdog",
        "WindowOverrun", "DeadlineMissed", "ApplicationError", "HostException", "MachineCheck", "NonMaskableInterrupt",
        "ChecksumMismatch", "RestartBudgetExhausted",
    };
    return event < sizeof names / sizeof names[0] ? names[event] : "unknown";
}
