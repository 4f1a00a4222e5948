/* What a partition and the kernel agree on. Written by linker/MicroHV.Gates from kernel/Abi; do not edit. */
#ifndef MICROHV_ABI_H
#define MICROHV_ABI_H

#include <stddef.h>
#include <stdint.h>

/* Hypercall numbers, passed in RAX; arguments in RDI and RSI; the ReturnCode comes back in RAX and, where a
   call has results, they come in RDX and RSI. All other registers keep their values. Any other number gives
   ReturnCode.InvalidParameter. */
enum mhv_hypercall {
    /* Does nothing and returns ReturnCode.NoError; for measuring. */
    MHV_HYPERCALL_NONE = 0,
    /* Gives up the rest of the window; returns ReturnCode.NoError when the partition's next window begins. */
    MHV_HYPERCALL_YIELD = 1,
    /* Writes RSI bytes (at most HypercallLimits.MaxConsoleBytes) at guest-physical address RDI to the
       partition's console. RDX returns how many were taken; fewer than asked means that the console's ring of
       2 KiB is full until the next window. ReturnCode.InvalidParameter: too many bytes, or not all of them
       lie in one region of the partition's RAM. ReturnCode.NotAvailable: another virtual CPU of the partition
       writes at this moment; try again. Nothing is written in both cases. */
    MHV_HYPERCALL_CONSOLE_WRITE = 2,
    /* Ends the partition: it enters mode PartitionMode.Idle with the 64-bit exit code RDI; 0 is success. Does
       not return. */
    MHV_HYPERCALL_REPORT = 3,
    /* Has the schedule with id RDI, its number from 1 in the order of the system description, begin on every
       CPU at the next boundary of a major frame that is at least 20 us away. The last request before that
       wins. ReturnCode.NoAction: it is the current one, or certain to follow. ReturnCode.InvalidParameter: no
       schedule has the id. ReturnCode.InvalidConfiguration: the plan does not make the caller a system
       partition. ReturnCode.NotAvailable: another CPU asks at this moment; try again. */
    MHV_HYPERCALL_SET_MODULE_SCHEDULE = 4,
    /* RDX returns the id of the current schedule in bits 31:0 and of the one that follows in bits 63:32, the
       current one if none is to follow; RSI the TSC at which the current one replaced another, 0 if none did. */
    MHV_HYPERCALL_GET_MODULE_SCHEDULE_STATUS = 5,
    /* Requests vector RDI, 32 to 255, of the virtual CPU's local APIC at the start of each of its windows; 0
       requests nothing any more. ReturnCode.InvalidParameter: another number; nothing changes then. */
    MHV_HYPERCALL_SET_WINDOW_VECTOR = 6,
    /* Puts a partition into mode RDI, a PartitionMode. RSI is its id, its number from 1 in the order of the
       system description; 0 is the caller. A start does not return if it is the caller's own: every virtual
       CPU begins anew, with its first registers. Only the partition itself makes its mode Normal.
       ReturnCode.NoAction: it is in that mode. ReturnCode.InvalidMode: WarmStart from ColdStart, or Normal
       for another partition. ReturnCode.InvalidParameter: no such mode or partition.
       ReturnCode.InvalidConfiguration: another partition, and the plan does not make the caller a system
       partition. ReturnCode.NotAvailable: it is being started at this moment; try again. */
    MHV_HYPERCALL_SET_PARTITION_MODE = 7,
    /* RDX returns about the partition with id RDI (0 is the caller) its PartitionMode in bits 7:0, its
       StartCondition in 15:8, the HealthEvent that started it in 31:16 and how often it was started again in
       63:32; RSI the TSC at which it was started again, 0 if it never was. ReturnCode.InvalidParameter,
       ReturnCode.InvalidConfiguration: as for SetPartitionMode. */
    MHV_HYPERCALL_GET_PARTITION_STATUS = 8,
    /* Raises the event in bits 31:0 of RDI, HealthEvent.DeadlineMissed or HealthEvent.ApplicationError, with
       a number of the caller's own in bits 63:32 and a message of HealthRecord.MessageSizeBytes bytes at
       guest-physical address RSI, 0 for none. The plan says what is done; the call returns if that is to
       ignore it. ReturnCode.InvalidParameter: another event, or the message does not lie in one region of the
       partition's RAM. */
    MHV_HYPERCALL_RAISE_HEALTH_EVENT = 9,
    /* Kicks the partition's watchdog: its windows are counted anew. ReturnCode.NoAction: the plan gives it
       none. */
    MHV_HYPERCALL_KICK_WATCHDOG = 10,
    /* Copies a HealthRecord to guest-physical address RSI: of the partition whose id is in bits 15:0 of RDI,
       0 for the module, the oldest that is numbered at least as bits 63:16 say; 0 there means the first that
       is not acknowledged. RDX returns its number. The last 16 records of each are kept.
       ReturnCode.NotAvailable: there is none. ReturnCode.InvalidParameter: no such partition, or the record
       does not fit there into one region of RAM that the caller may write. ReturnCode.InvalidConfiguration:
       the plan does not make the caller a system partition. */
    MHV_HYPERCALL_READ_HEALTH_LOG = 11,
    /* Acknowledges the records of the partition whose id is in bits 15:0 of RDI, 0 for the module, up to the
       number in bits 63:16. ReturnCode.NoAction: they were acknowledged before. ReturnCode.InvalidParameter:
       no such partition, or it has no such record yet. ReturnCode.InvalidConfiguration: the plan does not
       make the caller a system partition. */
    MHV_HYPERCALL_ACKNOWLEDGE_HEALTH_LOG = 12,
    /* Copies the CrashRecord of the CrashKind RDI to guest-physical address RSI; RDX returns its size in
       bytes. ReturnCode.NotAvailable: there is none, or another CPU is writing it.
       ReturnCode.InvalidParameter: no such kind, or the record does not fit there into one region of RAM that
       the caller may write. ReturnCode.InvalidConfiguration: the plan does not make the caller a system
       partition. */
    MHV_HYPERCALL_READ_CRASH_RECORD = 13,
    /* Takes the crash record of the CrashKind RDI away, so that the next crash of that kind is kept.
       ReturnCode.NoAction: there is none. ReturnCode.NotAvailable: another CPU is writing it; try again.
       ReturnCode.InvalidParameter: no such kind. ReturnCode.InvalidConfiguration: the plan does not make the
       caller a system partition. */
    MHV_HYPERCALL_ACKNOWLEDGE_CRASH_RECORD = 14,
};

/* Return codes of services; the numbers of ARINC 653's RETURN_CODE. */
enum mhv_return_code {
    /* Done. */
    MHV_RETURN_CODE_NO_ERROR = 0,
    /* Nothing had to be done. */
    MHV_RETURN_CODE_NO_ACTION = 1,
    /* Cannot be done now. */
    MHV_RETURN_CODE_NOT_AVAILABLE = 2,
    /* An argument is wrong, or the hypercall does not exist. */
    MHV_RETURN_CODE_INVALID_PARAMETER = 3,
    /* The plan does not allow it. */
    MHV_RETURN_CODE_INVALID_CONFIGURATION = 4,
    /* The partition is in the wrong mode for it. */
    MHV_RETURN_CODE_INVALID_MODE = 5,
    /* Time ran out. */
    MHV_RETURN_CODE_TIMED_OUT = 6,
};

/* The instruction that makes a hypercall. */
enum mhv_hypercall_instruction {
    /* Not filled in yet. */
    MHV_HYPERCALL_INSTRUCTION_UNDEFINED = 0,
    /* VMCALL, Intel. */
    MHV_HYPERCALL_INSTRUCTION_VMCALL = 1,
    /* VMMCALL, AMD. */
    MHV_HYPERCALL_INSTRUCTION_VMMCALL = 2,
};

/* Leaves of CPUID that the kernel itself answers. The rest of 40000000H to 400000FFH is zero, and so are all
   registers that are not named here. */
enum mhv_hypervisor_leaf {
    /* EAX: the last of these leaves. EBX, ECX and EDX: the text "MicroHV" and zeros, lowest byte of EBX
       first. */
    MHV_HYPERVISOR_LEAF_SIGNATURE = 0x40000000,
    /* EAX: InformationPage.ExpectedLayoutVersion. EBX: number of the partition. */
    MHV_HYPERVISOR_LEAF_PARTITION = 0x40000001,
};

/* What a guest may do with the memory of a region. */
enum mhv_region_rights {
    /* Nothing. */
    MHV_REGION_RIGHTS_NONE = 0,
    /* Read. Every region has it: neither EPT without mode-based controls nor NPT can refuse reads alone. */
    MHV_REGION_RIGHTS_READ = 1,
    /* Write. */
    MHV_REGION_RIGHTS_WRITE = 2,
    /* Fetch instructions. */
    MHV_REGION_RIGHTS_EXECUTE = 4,
};

/* Memory types, numbered as in SDM 3A, "Memory Types That Can Be Encoded With PAT". */
enum mhv_memory_type {
    /* Uncacheable. */
    MHV_MEMORY_TYPE_UC = 0,
    /* Write combining. */
    MHV_MEMORY_TYPE_WC = 1,
    /* Write back. */
    MHV_MEMORY_TYPE_WB = 6,
};

/* What else is true of a region. */
enum mhv_region_flags {
    /* Private RAM: zeroed at a cold start, reached by no other partition. */
    MHV_REGION_FLAGS_NONE = 0,
    /* Other regions with this flag may have the same frames. Zeroed once, at boot. */
    MHV_REGION_FLAGS_SHARED = 1,
    /* A device's memory: the kernel never reads, zeroes or maps it for itself. */
    MHV_REGION_FLAGS_DEVICE = 2,
};

/* What else is true of a window. */
enum mhv_window_flags {
    /* Nothing. */
    MHV_WINDOW_FLAGS_NONE = 0,
    /* A period of the partition begins with it: ARINC 653's periodic processing start. */
    MHV_WINDOW_FLAGS_PERIODIC_START = 1,
};

/* Operating modes of a partition, numbered as in ARINC 653. */
enum mhv_partition_mode {
    /* Does not run: it ended, or an error stopped it. */
    MHV_PARTITION_MODE_IDLE = 0,
    /* Starting from its golden copy. */
    MHV_PARTITION_MODE_COLD_START = 1,
    /* Starting again with its memory kept. */
    MHV_PARTITION_MODE_WARM_START = 2,
    /* Running. */
    MHV_PARTITION_MODE_NORMAL = 3,
};

/* Start conditions of a partition, numbered as in ARINC 653. */
enum mhv_start_condition {
    /* The system began. */
    MHV_START_CONDITION_NORMAL_START = 0,
    /* The partition, or a system partition, asked for it. */
    MHV_START_CONDITION_PARTITION_RESTART = 1,
    /* The schedule changed, and the plan has the partition start again then. */
    MHV_START_CONDITION_MODULE_RESTART = 2,
    /* The health monitor answered an event. */
    MHV_START_CONDITION_HEALTH_RESTART = 3,
};

/* Events that the health monitor answers. Those of a partition are found by the kernel or raised by the
   guest; the last of each table of actions is answered like any other. */
enum mhv_health_event {
    /* No event. */
    MHV_HEALTH_EVENT_NONE = 0,
    /* It touched guest-physical memory that it does not have, or against its rights. */
    MHV_HEALTH_EVENT_MEMORY_VIOLATION = 1,
    /* It asked for something that no plan can allow: an instruction, a task switch, an unknown exit. */
    MHV_HEALTH_EVENT_ILLEGAL_REQUEST = 2,
    /* It used an I/O port that the plan does not grant. */
    MHV_HEALTH_EVENT_PORT_VIOLATION = 3,
    /* It met an exception that it could not deliver: a triple fault. */
    MHV_HEALTH_EVENT_UNEXPECTED_TRAP = 4,
    /* It halted with interrupts off and nothing can wake it. */
    MHV_HEALTH_EVENT_DEAD_VCPU = 5,
    /* The processor refused to enter it. */
    MHV_HEALTH_EVENT_ENTRY_FAILED = 6,
    /* It did not kick its watchdog for as many of its windows as the plan allows. */
    MHV_HEALTH_EVENT_WATCHDOG = 7,
    /* It had the CPU for longer after the end of its window than the plan tolerates. */
    MHV_HEALTH_EVENT_WINDOW_OVERRUN = 8,
    /* It missed a deadline, as it says itself. */
    MHV_HEALTH_EVENT_DEADLINE_MISSED = 9,
    /* It found an error of its own, as it says itself. */
    MHV_HEALTH_EVENT_APPLICATION_ERROR = 10,
    /* The kernel met an exception. An event of the module. */
    MHV_HEALTH_EVENT_HOST_EXCEPTION = 11,
    /* The processor reported broken hardware. An event of the module. */
    MHV_HEALTH_EVENT_MACHINE_CHECK = 12,
    /* A non-maskable interrupt came. An event of the module. */
    MHV_HEALTH_EVENT_NON_MASKABLE_INTERRUPT = 13,
    /* A golden copy is not what it was when the plan was made; for the module, something else that is never
       written, or a word of a CPU's schedule that changed by itself. */
    MHV_HEALTH_EVENT_CHECKSUM_MISMATCH = 14,
    /* It needs to be started again and has no start left in its budget. */
    MHV_HEALTH_EVENT_RESTART_BUDGET_EXHAUSTED = 15,
};

/* Recovery actions. */
enum mhv_health_action {
    /* Nothing: the partition runs on. */
    MHV_HEALTH_ACTION_IGNORE = 0,
    /* The guest gets #GP(0) at the instruction. */
    MHV_HEALTH_ACTION_PROPAGATE = 1,
    /* The partition enters mode PartitionMode.Idle. */
    MHV_HEALTH_ACTION_IDLE = 2,
    /* The partition starts again with its memory kept. */
    MHV_HEALTH_ACTION_WARM_START = 3,
    /* The partition starts again from its golden copy. */
    MHV_HEALTH_ACTION_COLD_START = 4,
    /* The partition enters mode PartitionMode.Idle, and another schedule follows. */
    MHV_HEALTH_ACTION_SWITCH_SCHEDULE = 5,
    /* The kernel stops. */
    MHV_HEALTH_ACTION_STOP = 6,
    /* The kernel stops and resets the machine. */
    MHV_HEALTH_ACTION_RESET = 7,
};

/* The vendor of the processor's virtualization extensions. */
enum mhv_vendor {
    /* Either will do (in a plan), or not known yet (in a record). */
    MHV_VENDOR_ANY = 0,
    /* VT-x with EPT. */
    MHV_VENDOR_INTEL = 1,
    /* SVM with nested paging. */
    MHV_VENDOR_AMD = 2,
};

/* Why the kernel stopped. 0x0xxx: as planned. 0x1xxx: the kernel's own fault. 0x2xxx: the blob is refused.
   0x3xxx: the machine is refused. 0x4xxx: the processor refused something that the kernel is responsible for. */
enum mhv_stop_reason {
    /* Not a reason. */
    MHV_STOP_REASON_UNDEFINED = 0,
    /* Every partition is in mode Idle and the plan asked to stop then. */
    MHV_STOP_REASON_ALL_PARTITIONS_IDLE = 1,
    /* The plan's limit of major frames is reached. */
    MHV_STOP_REASON_FRAME_LIMIT_REACHED = 2,
    /* The plan has the kernel stop for an event. Detail0: the event, Detail1: index of the partition,
       0xFFFFFFFF for the module. */
    MHV_STOP_REASON_HEALTH_ACTION = 3,
    /* A host exception; the record has vector, error code and registers. */
    MHV_STOP_REASON_HOST_EXCEPTION = 4096,
    /* An implicit check of the C# code failed. Detail0: its number (1 index out of range, 2 division by zero,
       3 overflow, 4 null reference, 100 smashed stack). */
    MHV_STOP_REASON_FAILED_CHECK = 4097,
    /* A value that cannot be; the kernel's memory is corrupt. Detail0: the value. */
    MHV_STOP_REASON_UNREACHABLE = 4098,
    /* A machine check in host mode. */
    MHV_STOP_REASON_MACHINE_CHECK = 4099,
    /* Code or data that nobody writes have changed, or a word of a CPU's schedule by itself. Detail0: where
       what changed begins, Detail1: its checksum now, 0 for a schedule. */
    MHV_STOP_REASON_CHECKSUM_MISMATCH = 4100,
    /* A non-maskable interrupt came, and the plan wants none. Detail0: how many came to this CPU at once. */
    MHV_STOP_REASON_NON_MASKABLE_INTERRUPT = 4101,
    /* Only in a crash record: the kernel was reset from outside, by a watchdog, a triple fault or a button. */
    MHV_STOP_REASON_UNEXPLAINED_RESET = 4102,
    /* The blob does not begin with the magic number. Detail0: what it begins with. */
    MHV_STOP_REASON_BLOB_MAGIC = 8192,
    /* The blob was written for another layout. Detail0: its version, Detail1: the kernel's. */
    MHV_STOP_REASON_BLOB_LAYOUT_VERSION = 8193,
    /* The blob's size is not a multiple of 4 KiB, too small or beyond the machine's RAM. Detail0: the size. */
    MHV_STOP_REASON_BLOB_SIZE = 8194,
    /* The header's checksum is wrong. Detail0: computed, Detail1: stored. */
    MHV_STOP_REASON_BLOB_HEADER_CHECKSUM = 8195,
    /* The blob is not where the plan says. Detail0: where it is, Detail1: where the plan says. */
    MHV_STOP_REASON_BLOB_PLACE = 8196,
    /* A part lies outside the blob, overlaps the header or is misaligned. Detail0: offset of its TableRef in
       the header. */
    MHV_STOP_REASON_BLOB_PART_BOUNDS = 8197,
    /* A part's elements have another size than the kernel's. Detail0: offset of its TableRef, Detail1:
       element size. */
    MHV_STOP_REASON_BLOB_PART_ELEMENT_SIZE = 8198,
    /* A part's checksum is wrong. Detail0: offset of its TableRef, Detail1: computed. */
    MHV_STOP_REASON_BLOB_PART_CHECKSUM = 8199,
    /* A number in the header is out of range. Detail0: offset of the field in the header, Detail1: its value. */
    MHV_STOP_REASON_BLOB_HEADER_FIELD = 8200,
    /* A partition record is wrong. Detail0: its index, Detail1: offset of the field in the record. */
    MHV_STOP_REASON_BLOB_PARTITION = 8201,
    /* A virtual CPU record is wrong. Detail0: its index, Detail1: offset of the field in the record. */
    MHV_STOP_REASON_BLOB_VCPU = 8202,
    /* A region record is wrong. Detail0: its index, Detail1: offset of the field in the record. */
    MHV_STOP_REASON_BLOB_REGION = 8203,
    /* Two regions share frames and not both are shared, or overlap in one partition. Detail0, Detail1: their
       indexes. */
    MHV_STOP_REASON_BLOB_REGION_OVERLAP = 8204,
    /* A region reaches the kernel's own memory. Detail0: its index. */
    MHV_STOP_REASON_BLOB_REGION_KERNEL = 8205,
    /* A copy record is wrong. Detail0: its index, Detail1: offset of the field in the record. */
    MHV_STOP_REASON_BLOB_COPY = 8206,
    /* A fixup record is wrong. Detail0: its index, Detail1: offset of the field in the record. */
    MHV_STOP_REASON_BLOB_FIXUP = 8207,
    /* A window record is wrong. Detail0: its index, Detail1: offset of the field in the record. */
    MHV_STOP_REASON_BLOB_WINDOW = 8208,
    /* The pool has too few frames for the plan. Detail0: frames in the pool. */
    MHV_STOP_REASON_POOL_EXHAUSTED = 8209,
    /* A partition's MSR bitmaps pass writes of an MSR that is the kernel's. Detail0: index of the partition,
       Detail1: the MSR. */
    MHV_STOP_REASON_BLOB_MSR_BITMAP = 8210,
    /* A CPU record is wrong. Detail0: its index, Detail1: offset of the field in the record. */
    MHV_STOP_REASON_BLOB_CPU = 8211,
    /* A schedule record is wrong. Detail0: its index, Detail1: offset of the field in the record. */
    MHV_STOP_REASON_BLOB_SCHEDULE = 8212,
    /* A window group is wrong. Detail0: its index, Detail1: offset of the field in the record. */
    MHV_STOP_REASON_BLOB_WINDOW_GROUP = 8213,
    /* A health action is one that its event cannot have. Detail0: its index, Detail1: offset of the field in
       the record. */
    MHV_STOP_REASON_BLOB_HEALTH_ACTION = 8214,
    /* A change action is wrong. Detail0: its index. */
    MHV_STOP_REASON_BLOB_CHANGE_ACTION = 8215,
    /* A golden copy does not have its checksum. Detail0: its index, Detail1: computed. */
    MHV_STOP_REASON_COPY_CHECKSUM = 8216,
    /* The loader is neither PVH nor multiboot2, or gave no memory map. Detail0: its magic number. */
    MHV_STOP_REASON_BOOT_PROTOCOL = 12288,
    /* Memory that the plan uses is not RAM of this machine. Detail0: first address, Detail1: size. */
    MHV_STOP_REASON_MEMORY_MISSING = 12289,
    /* The processor has no virtualization that this kernel can use. Detail0: what VMX lacks (Missing),
       Detail1: what SVM lacks. */
    MHV_STOP_REASON_VIRTUALIZATION_MISSING = 12290,
    /* The plan requires another vendor. Detail0: required, Detail1: found. */
    MHV_STOP_REASON_VENDOR_MISMATCH = 12291,
    /* The TSC frequency is not the plan's. Detail0: measured, Detail1: expected. */
    MHV_STOP_REASON_TSC_FREQUENCY_MISMATCH = 12292,
    /* The TSC or the local APIC timer does not advance as a clock. Detail0: TSC ticks counted, Detail1: timer
       ticks counted. */
    MHV_STOP_REASON_CLOCK_MISSING = 12293,
    /* The processor lacks something that the kernel itself needs. Detail0: CPUID leaf, Detail1: missing bits,
       EDX in 31:0, ECX in 63:32. */
    MHV_STOP_REASON_PROCESSOR_FEATURE_MISSING = 12294,
    /* A CPU's local APIC id is not the plan's. Detail0: found, Detail1: expected. */
    MHV_STOP_REASON_APIC_ID_MISMATCH = 12295,
    /* A region's address does not fit the processor's physical address width. Detail0: region index, Detail1:
       width in bits. */
    MHV_STOP_REASON_PHYSICAL_ADDRESS_WIDTH = 12296,
    /* A CPU of the plan did not start. Detail0: its index, Detail1: its local APIC id. */
    MHV_STOP_REASON_CPU_MISSING = 12297,
    /* A CPU has other features than the one that boots. Detail0: its index, Detail1: its local APIC id. */
    MHV_STOP_REASON_CPU_DIFFERENT = 12298,
    /* A CPU's TSC is not in step with that of the CPU that boots. Detail0: its index, Detail1: the difference
       in ticks, all ones if it fell silent. */
    MHV_STOP_REASON_TSC_SKEW = 12299,
    /* VMXON failed. Detail0: RFLAGS-derived error (1 VMfailInvalid, 2 VMfailValid). */
    MHV_STOP_REASON_VMX_ON_FAILED = 16384,
    /* VMCLEAR or VMPTRLD failed. Detail0: VM-instruction error or 0. */
    MHV_STOP_REASON_VMCS_LOAD_FAILED = 16385,
    /* VMLAUNCH or VMRESUME failed; the entry failure record has what it checked. Detail0: VM-instruction
       error, Detail1: 1 VMfailInvalid or 2 VMfailValid. */
    MHV_STOP_REASON_ENTRY_FAILED = 16386,
};

/* Whose crash a CrashRecord is; the frame of the plan keeps one record of each. */
enum mhv_crash_kind {
    /* The kernel stopped by its own fault or by the plan's action, or it was reset and could not say why. */
    MHV_CRASH_KIND_STOP = 0,
    /* A partition made an error. */
    MHV_CRASH_KIND_PARTITION_ERROR = 1,
};

/* Lowest vector that Hypercall.SetWindowVector takes: those below are the processor's own. */
#define MHV_HYPERCALL_LIMITS_MIN_WINDOW_VECTOR 32u

/* Highest vector that Hypercall.SetWindowVector takes. */
#define MHV_HYPERCALL_LIMITS_MAX_WINDOW_VECTOR 255u

/* Most bytes that one Hypercall.ConsoleWrite takes. */
#define MHV_HYPERCALL_LIMITS_MAX_CONSOLE_BYTES 256u

/* "MHV-info", read as a little-endian number. */
#define MHV_INFORMATION_PAGE_EXPECTED_MAGIC 0x6f666e692d56484dull

/* Changes whenever this struct, InformationRegion, InformationSchedule or InformationWindow changes. */
#define MHV_INFORMATION_PAGE_EXPECTED_LAYOUT_VERSION 3u

/* Size of all information in bytes: two pages. */
#define MHV_INFORMATION_PAGE_SIZE_BYTES 8192u

/* Distance in bytes from the start of the page to the first InformationSchedule. */
#define MHV_INFORMATION_PAGE_SCHEDULES_OFFSET 4096u

/* Distance in bytes from the start of the page to the first InformationWindow. */
#define MHV_INFORMATION_PAGE_WINDOWS_OFFSET 5120u

/* Schedules that there is room for: the most that a system may have. */
#define MHV_INFORMATION_PAGE_MAX_SCHEDULES 16u

/* Windows that there is room for: the most that a partition may have in all schedules together. */
#define MHV_INFORMATION_PAGE_MAX_WINDOWS 128u

/* Regions that the page has room for: the most that a partition may have. */
#define MHV_INFORMATION_PAGE_MAX_REGIONS 64u

/* Bytes in Arguments, the terminating zero included. */
#define MHV_INFORMATION_PAGE_ARGUMENTS_SIZE_BYTES 256u

/* The information page of a native partition: written by the host tools, completed by fixups, read-only to
   the guest. RDI holds its address at the first instruction. Behind this struct, to the end of the page at
   most, stand RegionCount entries of InformationRegion. On the page behind it stand ScheduleCount entries of
   InformationSchedule and WindowCount entries of InformationWindow. */
struct mhv_information_page {
    /* Must be ExpectedMagic. */
    uint64_t magic;
    /* Must be ExpectedLayoutVersion. */
    uint32_t layout_version;
    /* Number of this partition, from 0 in the order of the system description. */
    uint32_t partition_index;
    /* The partition's name, UTF-8, zero-terminated. */
    char name[32];
    /* Which instruction is a hypercall on this machine. */
    uint32_t hypercall_instruction;
    /* Entries of InformationWindow. */
    uint32_t window_count;
    /* Frequency of the TSC in hertz. */
    uint64_t tsc_hertz;
    /* TSC at the start of major frame 0. */
    uint64_t epoch_tsc;
    /* Entries of InformationSchedule. */
    uint32_t schedule_count;
    /* Number of the schedule that runs from the start, from 0. */
    uint32_t initial_schedule;
    /* Virtual CPUs of this partition. */
    uint32_t vcpu_count;
    /* 1 if this partition may ask for another schedule, else 0. */
    uint32_t is_system;
    /* First guest-physical address of the partition's RAM. */
    uint64_t memory_base;
    /* Size of the partition's RAM in bytes. */
    uint64_t memory_size_bytes;
    /* Entries of InformationRegion behind this struct. */
    uint32_t region_count;
    uint8_t unused_06c[0x194];
    /* The text of arguments in the system description, UTF-8, zero-terminated. */
    char arguments[256];
    uint8_t unused_300[0x100];
};

_Static_assert(offsetof(struct mhv_information_page, magic) == 0x0, "layout");
_Static_assert(offsetof(struct mhv_information_page, layout_version) == 0x8, "layout");
_Static_assert(offsetof(struct mhv_information_page, partition_index) == 0xc, "layout");
_Static_assert(offsetof(struct mhv_information_page, name) == 0x10, "layout");
_Static_assert(offsetof(struct mhv_information_page, hypercall_instruction) == 0x30, "layout");
_Static_assert(offsetof(struct mhv_information_page, window_count) == 0x34, "layout");
_Static_assert(offsetof(struct mhv_information_page, tsc_hertz) == 0x38, "layout");
_Static_assert(offsetof(struct mhv_information_page, epoch_tsc) == 0x40, "layout");
_Static_assert(offsetof(struct mhv_information_page, schedule_count) == 0x48, "layout");
_Static_assert(offsetof(struct mhv_information_page, initial_schedule) == 0x4c, "layout");
_Static_assert(offsetof(struct mhv_information_page, vcpu_count) == 0x50, "layout");
_Static_assert(offsetof(struct mhv_information_page, is_system) == 0x54, "layout");
_Static_assert(offsetof(struct mhv_information_page, memory_base) == 0x58, "layout");
_Static_assert(offsetof(struct mhv_information_page, memory_size_bytes) == 0x60, "layout");
_Static_assert(offsetof(struct mhv_information_page, region_count) == 0x68, "layout");
_Static_assert(offsetof(struct mhv_information_page, arguments) == 0x200, "layout");
_Static_assert(sizeof(struct mhv_information_page) == 0x400, "layout");

/* A region of the partition. All of them stand behind the InformationPage, ascending by address: those of the
   system description, and ram, information and boot-tables, which every native partition has. */
struct mhv_information_region {
    /* First guest-physical address, 4 KiB aligned. The first page tables map it at this address. */
    uint64_t guest_physical;
    /* Size in bytes, a multiple of 4 KiB and not zero. */
    uint64_t size_bytes;
    /* What the partition may do there. */
    uint8_t rights;
    /* The memory type of its accesses. */
    uint8_t memory_type;
    /* More about the region. */
    uint8_t flags;
    /* Zero. */
    uint8_t reserved;
    /* Zero. */
    uint32_t reserved2;
    /* Its name in the system description, UTF-8, zero-terminated. */
    char name[24];
};

_Static_assert(offsetof(struct mhv_information_region, guest_physical) == 0x0, "layout");
_Static_assert(offsetof(struct mhv_information_region, size_bytes) == 0x8, "layout");
_Static_assert(offsetof(struct mhv_information_region, rights) == 0x10, "layout");
_Static_assert(offsetof(struct mhv_information_region, memory_type) == 0x11, "layout");
_Static_assert(offsetof(struct mhv_information_region, flags) == 0x12, "layout");
_Static_assert(offsetof(struct mhv_information_region, reserved) == 0x13, "layout");
_Static_assert(offsetof(struct mhv_information_region, reserved2) == 0x14, "layout");
_Static_assert(offsetof(struct mhv_information_region, name) == 0x18, "layout");
_Static_assert(sizeof(struct mhv_information_region) == 0x30, "layout");

/* A schedule of the system, as a partition sees it. All of them stand at InformationPage.SchedulesOffset, in
   the order of the system description. */
struct mhv_information_schedule {
    /* Its name, UTF-8, zero-terminated. */
    char name[32];
    /* Length of its major frame in nanoseconds. */
    uint64_t major_frame_nanoseconds;
    /* TSC ticks in one of its major frames. */
    uint64_t major_frame_ticks;
    /* How often this partition demands to run while this is the schedule, in nanoseconds; 0 if it demands
       nothing. */
    uint64_t period_nanoseconds;
    /* Time that every virtual CPU of this partition gets in every period, in nanoseconds; 0 if it demands
       nothing. */
    uint64_t duration_nanoseconds;
};

_Static_assert(offsetof(struct mhv_information_schedule, name) == 0x0, "layout");
_Static_assert(offsetof(struct mhv_information_schedule, major_frame_nanoseconds) == 0x20, "layout");
_Static_assert(offsetof(struct mhv_information_schedule, major_frame_ticks) == 0x28, "layout");
_Static_assert(offsetof(struct mhv_information_schedule, period_nanoseconds) == 0x30, "layout");
_Static_assert(offsetof(struct mhv_information_schedule, duration_nanoseconds) == 0x38, "layout");
_Static_assert(sizeof(struct mhv_information_schedule) == 0x40, "layout");

/* A window of the partition. All of them stand at InformationPage.WindowsOffset, by schedule, then virtual
   CPU, then start. */
struct mhv_information_window {
    /* Start after the start of the major frame, in nanoseconds. */
    uint64_t start_nanoseconds;
    /* Length in nanoseconds. */
    uint64_t duration_nanoseconds;
    /* Number of the schedule, from 0 in the order of the system description. */
    uint16_t schedule;
    /* Number of the partition's virtual CPU that has the window, from 0. */
    uint16_t vcpu;
    /* What is true of the window. */
    uint32_t flags;
};

_Static_assert(offsetof(struct mhv_information_window, start_nanoseconds) == 0x0, "layout");
_Static_assert(offsetof(struct mhv_information_window, duration_nanoseconds) == 0x8, "layout");
_Static_assert(offsetof(struct mhv_information_window, schedule) == 0x10, "layout");
_Static_assert(offsetof(struct mhv_information_window, vcpu) == 0x12, "layout");
_Static_assert(offsetof(struct mhv_information_window, flags) == 0x14, "layout");
_Static_assert(sizeof(struct mhv_information_window) == 0x18, "layout");

/* Bytes of Message. */
#define MHV_HEALTH_RECORD_MESSAGE_SIZE_BYTES 32u

/* PartitionIndex of the module. */
#define MHV_HEALTH_RECORD_MODULE 0xffffffffu

/* An event and what was done about it. */
struct mhv_health_record {
    /* Number of the record in the log of its partition, or of the module: 1, 2, 3 and so on. A number that is
       missing was lost. */
    uint64_t sequence;
    /* Module time in nanoseconds: since the start of major frame 0. */
    uint64_t time_nanoseconds;
    /* Index of the partition, or Module. */
    uint32_t partition_index;
    /* Index of the virtual CPU; 0xFFFFFFFF if none has to do with it. */
    uint32_t vcpu_index;
    /* What happened. */
    uint32_t event;
    /* What was done: a HealthAction. */
    uint32_t action;
    /* How often the partition was started again since the system began, this time included. */
    uint32_t restart_count;
    /* Of an event that a guest raised: its own number for it. Of NMIs: how many. Of the module's mismatch:
       the checksum. */
    uint32_t code;
    /* Guest RIP, if the guest stopped for the event; else 0, as the fields to Qualification are. */
    uint64_t rip;
    /* Guest RSP. */
    uint64_t rsp;
    /* Guest CR3. */
    uint64_t cr3;
    /* The guest-physical address of a memory violation; the port of a port violation; the ticks of an
       overrun; of a mismatch, which part: the index of the copy, or for the module where it begins. */
    uint64_t address;
    /* The vendor's exit reason or exit code. */
    uint64_t vendor_reason;
    /* VMX: exit qualification. SVM: EXITINFO1. */
    uint64_t qualification;
    /* Index of the CPU that answered. */
    uint32_t cpu_index;
    /* CRC-32C of the record, computed with this field as zero. */
    uint32_t crc32_c;
    /* Of an event that a guest raised: its words, in bytes that it chose. */
    char message[32];
};

_Static_assert(offsetof(struct mhv_health_record, sequence) == 0x0, "layout");
_Static_assert(offsetof(struct mhv_health_record, time_nanoseconds) == 0x8, "layout");
_Static_assert(offsetof(struct mhv_health_record, partition_index) == 0x10, "layout");
_Static_assert(offsetof(struct mhv_health_record, vcpu_index) == 0x14, "layout");
_Static_assert(offsetof(struct mhv_health_record, event) == 0x18, "layout");
_Static_assert(offsetof(struct mhv_health_record, action) == 0x1c, "layout");
_Static_assert(offsetof(struct mhv_health_record, restart_count) == 0x20, "layout");
_Static_assert(offsetof(struct mhv_health_record, code) == 0x24, "layout");
_Static_assert(offsetof(struct mhv_health_record, rip) == 0x28, "layout");
_Static_assert(offsetof(struct mhv_health_record, rsp) == 0x30, "layout");
_Static_assert(offsetof(struct mhv_health_record, cr3) == 0x38, "layout");
_Static_assert(offsetof(struct mhv_health_record, address) == 0x40, "layout");
_Static_assert(offsetof(struct mhv_health_record, vendor_reason) == 0x48, "layout");
_Static_assert(offsetof(struct mhv_health_record, qualification) == 0x50, "layout");
_Static_assert(offsetof(struct mhv_health_record, cpu_index) == 0x58, "layout");
_Static_assert(offsetof(struct mhv_health_record, crc32_c) == 0x5c, "layout");
_Static_assert(offsetof(struct mhv_health_record, message) == 0x60, "layout");
_Static_assert(sizeof(struct mhv_health_record) == 0x80, "layout");

/* The last thing that the kernel says. */
struct mhv_stop_record {
    /* Why. */
    uint32_t reason;
    /* Index of the CPU that stopped. */
    uint32_t cpu_index;
    /* Index of the partition whose window it was; 0xFFFFFFFF if none. */
    uint32_t partition_index;
    /* Host exception vector, if the reason is one. */
    uint32_t vector;
    /* Complete major frames that had passed. */
    uint64_t frames;
    /* TSC when it stopped. */
    uint64_t tsc;
    /* First number that belongs to the reason (see StopReason). */
    uint64_t detail0;
    /* Second number that belongs to the reason. */
    uint64_t detail1;
    /* Host RIP of an exception. */
    uint64_t rip;
    /* Host RSP of an exception. */
    uint64_t rsp;
    /* Host RFLAGS of an exception. */
    uint64_t rflags;
    /* Error code of an exception. */
    uint64_t exception_error_code;
    /* Host CR2. */
    uint64_t cr2;
    /* Host CR3. */
    uint64_t cr3;
    /* Host RBP, where a walk of the kernel's stack begins. */
    uint64_t rbp;
    /* NMIs that came since boot. */
    uint64_t nmi_count;
    /* What follows: HealthAction.Stop, the end; or HealthAction.Reset, a reset of the machine. */
    uint8_t action;
    uint8_t unused_071[0x3];
    /* Most bytes that any CPU has ever used of its kernel stack. */
    uint32_t stack_size_bytes;
    /* How often all that is never written has been checked since boot. */
    uint32_t scrub_count;
    /* The longest step of those checks, in ticks of the TSC. */
    uint32_t scrub_step_ticks;
    /* Index of the schedule that ran on the CPU that stopped. */
    uint32_t schedule_index;
    /* Zero. */
    uint32_t reserved0;
    /* Zero. */
    uint64_t reserved;
};

_Static_assert(offsetof(struct mhv_stop_record, reason) == 0x0, "layout");
_Static_assert(offsetof(struct mhv_stop_record, cpu_index) == 0x4, "layout");
_Static_assert(offsetof(struct mhv_stop_record, partition_index) == 0x8, "layout");
_Static_assert(offsetof(struct mhv_stop_record, vector) == 0xc, "layout");
_Static_assert(offsetof(struct mhv_stop_record, frames) == 0x10, "layout");
_Static_assert(offsetof(struct mhv_stop_record, tsc) == 0x18, "layout");
_Static_assert(offsetof(struct mhv_stop_record, detail0) == 0x20, "layout");
_Static_assert(offsetof(struct mhv_stop_record, detail1) == 0x28, "layout");
_Static_assert(offsetof(struct mhv_stop_record, rip) == 0x30, "layout");
_Static_assert(offsetof(struct mhv_stop_record, rsp) == 0x38, "layout");
_Static_assert(offsetof(struct mhv_stop_record, rflags) == 0x40, "layout");
_Static_assert(offsetof(struct mhv_stop_record, exception_error_code) == 0x48, "layout");
_Static_assert(offsetof(struct mhv_stop_record, cr2) == 0x50, "layout");
_Static_assert(offsetof(struct mhv_stop_record, cr3) == 0x58, "layout");
_Static_assert(offsetof(struct mhv_stop_record, rbp) == 0x60, "layout");
_Static_assert(offsetof(struct mhv_stop_record, nmi_count) == 0x68, "layout");
_Static_assert(offsetof(struct mhv_stop_record, action) == 0x70, "layout");
_Static_assert(offsetof(struct mhv_stop_record, stack_size_bytes) == 0x74, "layout");
_Static_assert(offsetof(struct mhv_stop_record, scrub_count) == 0x78, "layout");
_Static_assert(offsetof(struct mhv_stop_record, scrub_step_ticks) == 0x7c, "layout");
_Static_assert(offsetof(struct mhv_stop_record, schedule_index) == 0x80, "layout");
_Static_assert(offsetof(struct mhv_stop_record, reserved0) == 0x84, "layout");
_Static_assert(offsetof(struct mhv_stop_record, reserved) == 0x88, "layout");
_Static_assert(sizeof(struct mhv_stop_record) == 0x90, "layout");

/* The values that a processor checked when it refused to enter a guest. The host tools run the manual's
   checks on them and name the rule. It comes before the PartitionErrorRecord or the StopRecord that it
   belongs to. */
struct mhv_entry_failure_record {
    /* Index of the partition. */
    uint32_t partition_index;
    /* Index of the virtual CPU. */
    uint32_t vcpu_index;
    /* Which backend tried. */
    uint32_t vendor;
    /* Number of valid elements in Values, 0 to ValueCapacity. */
    uint32_t value_count;
    /* VMX: the exit reason, with bit 31, or the VM-instruction error if the instruction itself failed. SVM:
       EXITCODE. */
    uint64_t vendor_reason;
    /* VMX: exit qualification, or 1 for VMfailInvalid and 2 for VMfailValid. SVM: EXITINFO1. */
    uint64_t qualification;
    /* VMX: the fields of VmxEntryFields, then the bytes of VmxCapabilityFields. SVM: the quadwords of
       SvmEntryFields, then the bytes of SvmCapabilityFields. */
    uint64_t values[120];
};

_Static_assert(offsetof(struct mhv_entry_failure_record, partition_index) == 0x0, "layout");
_Static_assert(offsetof(struct mhv_entry_failure_record, vcpu_index) == 0x4, "layout");
_Static_assert(offsetof(struct mhv_entry_failure_record, vendor) == 0x8, "layout");
_Static_assert(offsetof(struct mhv_entry_failure_record, value_count) == 0xc, "layout");
_Static_assert(offsetof(struct mhv_entry_failure_record, vendor_reason) == 0x10, "layout");
_Static_assert(offsetof(struct mhv_entry_failure_record, qualification) == 0x18, "layout");
_Static_assert(offsetof(struct mhv_entry_failure_record, values) == 0x20, "layout");
_Static_assert(sizeof(struct mhv_entry_failure_record) == 0x3e0, "layout");

/* "MHVcrash", read as a little-endian number. */
#define MHV_CRASH_RECORD_EXPECTED_MAGIC 0x687361726356484dull

/* Changes whenever this record or one that is part of it changes. */
#define MHV_CRASH_RECORD_EXPECTED_LAYOUT_VERSION 1u

/* Number of kinds. */
#define MHV_CRASH_RECORD_KIND_COUNT 2u

/* Number of elements of Backtrace. */
#define MHV_CRASH_RECORD_BACKTRACE_CAPACITY 16u

/* SizeBytes of a record without Entry. */
#define MHV_CRASH_RECORD_SHORT_SIZE_BYTES 464u

/* Lies in SystemHeader.CrashFrame through a warm reset, until a system partition acknowledges it. The first
   crash of its kind is kept; those that follow are counted. */
struct mhv_crash_record {
    /* Must be ExpectedMagic. */
    uint64_t magic;
    /* Must be ExpectedLayoutVersion. */
    uint32_t layout_version;
    /* CRC-32C of what follows, up to SizeBytes. */
    uint32_t crc32_c;
    /* Whose crash it is. */
    uint32_t kind;
    /* Bytes that count: ShortSizeBytes, or all if a refused entry belongs to it. */
    uint32_t size_bytes;
    /* Crashes of the same kind that came later, while this one was kept. */
    uint32_t later_count;
    /* Number of valid elements of Backtrace. */
    uint32_t backtrace_count;
    /* TSC at the start of major frame 0; 0 if it had not begun. */
    uint64_t epoch_tsc;
    /* TSC frequency in hertz. */
    uint64_t tsc_hertz;
    /* CRC-32C of the kernel's code: source lines are those of an image that has the same. */
    uint32_t code_crc32_c;
    /* Zero. */
    uint32_t reserved0;
    /* Zero. */
    uint64_t reserved;
    /* The stop. Of a partition's error: CPU, partition, frames and TSC, and no reason. */
    struct mhv_stop_record stop;
    /* The last event before it; of a partition's error, that error. Zero if there was none. */
    struct mhv_health_record last_event;
    /* Return addresses in the kernel, the innermost first. */
    uint64_t backtrace[16];
    /* What the processor checked when it refused to enter a guest, if that is why. */
    struct mhv_entry_failure_record entry;
};

_Static_assert(offsetof(struct mhv_crash_record, magic) == 0x0, "layout");
_Static_assert(offsetof(struct mhv_crash_record, layout_version) == 0x8, "layout");
_Static_assert(offsetof(struct mhv_crash_record, crc32_c) == 0xc, "layout");
_Static_assert(offsetof(struct mhv_crash_record, kind) == 0x10, "layout");
_Static_assert(offsetof(struct mhv_crash_record, size_bytes) == 0x14, "layout");
_Static_assert(offsetof(struct mhv_crash_record, later_count) == 0x18, "layout");
_Static_assert(offsetof(struct mhv_crash_record, backtrace_count) == 0x1c, "layout");
_Static_assert(offsetof(struct mhv_crash_record, epoch_tsc) == 0x20, "layout");
_Static_assert(offsetof(struct mhv_crash_record, tsc_hertz) == 0x28, "layout");
_Static_assert(offsetof(struct mhv_crash_record, code_crc32_c) == 0x30, "layout");
_Static_assert(offsetof(struct mhv_crash_record, reserved0) == 0x34, "layout");
_Static_assert(offsetof(struct mhv_crash_record, reserved) == 0x38, "layout");
_Static_assert(offsetof(struct mhv_crash_record, stop) == 0x40, "layout");
_Static_assert(offsetof(struct mhv_crash_record, last_event) == 0xd0, "layout");
_Static_assert(offsetof(struct mhv_crash_record, backtrace) == 0x150, "layout");
_Static_assert(offsetof(struct mhv_crash_record, entry) == 0x1d0, "layout");
_Static_assert(sizeof(struct mhv_crash_record) == 0x5b0, "layout");

#endif
