// What a guest can make the kernel do, and how long that may take at most.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Vcpu;
using MicroHV.Machines;

namespace MicroHV.Image.Benches;

/// <summary>A limit that is the same on every lane: it is the kernel's, whatever the processor leaves to it.</summary>
/// <param name="Name">Name of the request, as qemu/benches/worst and qemu/benches/switch write it.</param>
/// <param name="Title">The same for people.</param>
/// <param name="Instructions">Most instructions that it may take.</param>
/// <param name="Kinds">The exits that it is a worst case of.</param>
internal sealed record Bound(string Name, string Title, uint Instructions, params ExitKind[] Kinds)
{
    /// <summary>All of them, in the order in which they are read.</summary>
    public static readonly IReadOnlyList<Bound> All =
    [
        new("console_write", "hypercall of 15 bytes in two pages: 256 bytes of text", 4_500, ExitKind.Hypercall)
            { Calls = [Hypercall.ConsoleWrite] },
        new("hypercall_unknown", "hypercall that does nothing or does not exist", 800, ExitKind.Hypercall)
            { Calls = [Hypercall.None] },
        new("set_schedule", "hypercall: another schedule", 1_000, ExitKind.Hypercall)
            { Calls = [Hypercall.SetModuleSchedule] },
        new("schedule_status", "hypercall: status of the schedule", 1_000, ExitKind.Hypercall)
            { Calls = [Hypercall.GetModuleScheduleStatus] },
        new("window_vector", "hypercall: interrupt at the start of windows", 900, ExitKind.Hypercall)
            { Calls = [Hypercall.SetWindowVector] },
        new("set_mode", "hypercall: the mode that it has", 1_000, ExitKind.Hypercall)
            { Calls = [Hypercall.SetPartitionMode] },
        new("mode_status", "hypercall: status of the partition", 1_000, ExitKind.Hypercall)
            { Calls = [Hypercall.GetPartitionStatus] },
        new("raise", "hypercall: an event, with a message, that is written down", 3_000, ExitKind.Hypercall)
            { Calls = [Hypercall.RaiseHealthEvent] },
        new("kick", "hypercall: the watchdog", 900, ExitKind.Hypercall)
            { Calls = [Hypercall.KickWatchdog] },
        new("read_log", "hypercall: a record of the health log", 2_500, ExitKind.Hypercall)
            { Calls = [Hypercall.ReadHealthLog] },
        new("acknowledge", "hypercall: records of the health log are read", 1_000, ExitKind.Hypercall)
            { Calls = [Hypercall.AcknowledgeHealthLog] },
        new("read_crash", "hypercall: a crash record that is not there", 900, ExitKind.Hypercall)
            { Calls = [Hypercall.ReadCrashRecord] },
        new("acknowledge_crash", "hypercall: a crash record that is not there is read", 900, ExitKind.Hypercall)
            { Calls = [Hypercall.AcknowledgeCrashRecord] },
        new("yield", "hypercall: end of the window, from the planned start of the next", 2_800, ExitKind.Hypercall)
            { Calls = [Hypercall.Yield] },
        new("cpuid", "CPUID leaf 7", 800, ExitKind.Cpuid),
        new("cpuid_extended_state", "CPUID leaf 13", 800, ExitKind.Cpuid),
        new("cpuid_across_pages", "CPUID of 15 bytes in two pages", 3_000, ExitKind.Cpuid),
        new("rdmsr", "RDMSR of EFER", 800, ExitKind.MsrRead),
        new("wrmsr_efer", "WRMSR of EFER, with a flush", 900, ExitKind.MsrWrite),
        new("wrmsr_across_pages", "WRMSR of EFER, of 15 bytes in two pages", 3_100, ExitKind.MsrWrite),
        new("wrmsr_pat", "WRMSR of PAT", 950, ExitKind.MsrWrite),
        new("mov_cr0", "MOV to CR0, with a flush", 1_600, ExitKind.ControlRegisterWrite),
        new("mov_cr0_across_pages", "MOV to CR0 of 15 bytes in two pages", 2_800, ExitKind.ControlRegisterWrite),
        new("mov_cr0_pae", "the same under PAE paging, with its pointers", 2_900, ExitKind.ControlRegisterWrite),
        new("lmsw", "LMSW of 15 bytes in two pages", 2_900, ExitKind.ControlRegisterWrite),
        new("mov_cr4", "MOV to CR4, with a flush", 1_450, ExitKind.ControlRegisterWrite),
        new("mov_cr4_pae", "MOV to CR4 of 15 bytes in two pages under PAE paging", 2_900, ExitKind.ControlRegisterWrite),
        new("mov_cr8", "MOV to CR8 of 15 bytes in two pages", 2_900, ExitKind.ControlRegisterWrite),
        new("mov_from_cr0", "MOV from CR0 of 15 bytes in two pages", 2_700, ExitKind.ControlRegisterRead),
        new("mov_from_cr4", "MOV from CR4 of 15 bytes in two pages", 2_700, ExitKind.ControlRegisterRead),
        new("mov_from_cr8", "MOV from CR8", 500, ExitKind.ControlRegisterRead),
        new("in_absent_port", "IN from an absent port", 400, ExitKind.PortIo),
        new("wbinvd", "WBINVD", 800, ExitKind.CacheFlush),
        new("invd_across_pages", "INVD of 15 bytes in two pages", 3_000, ExitKind.CacheFlush),
        new("xsetbv", "XSETBV", 800, ExitKind.Xsetbv),
        new("rdmsr_denied", "RDMSR of an MSR that is not there: #GP", 800, ExitKind.MsrRead),
        new("wrmsr_pat_bad", "WRMSR of PAT, its last entry reserved: #GP", 900, ExitKind.MsrWrite),
        new("rdpmc", "RDPMC: #GP", 400, ExitKind.ForbiddenInstruction),
        new("xsetbv_bad", "XSETBV without x87: #GP", 800, ExitKind.Xsetbv),
        new("virtualization", "VMPTRST or VMRUN: #UD", 400, ExitKind.UndefinedInstruction),
        new("monitor", "MONITOR: #UD", 400, ExitKind.UndefinedInstruction),
        new("interrupt_window", "STI before an interrupt that waits: its delivery", 1_000, ExitKind.InterruptWindow),
        new("single_step", "single step: #DB", 450, ExitKind.Exception),
        new("alignment", "unaligned read at CPL 3: #AC", 450, ExitKind.Exception),
        new("switch", "end of a window: the switch", 1_600, ExitKind.Interrupt, ExitKind.WindowEnd),
        new("halt", "HLT at the end of a window, from the planned start of the next", 2_800, ExitKind.Hlt),
        new("end_port", "port violation, its dump and the switch", 5_500, ExitKind.PortIo),
        new("end_string", "REP OUTS to an absent port, its dump and the switch", 5_500, ExitKind.PortIo),
        new("end_memory", "memory violation, its dump and the switch", 5_500, ExitKind.NestedPageFault),
        new("end_triple", "triple fault, its dump and the switch", 5_500, ExitKind.TripleFault),
        new("end_halt", "HLT without interrupts, its dump and the switch", 5_500, ExitKind.Hlt),
        new("end_task", "task switch, its dump and the switch", 5_500, ExitKind.TaskSwitch)
            { IsOn = lane => lane != Lane.QemuSvm },
        new("end_root", "entry that the processor refuses, both its dumps and the switch", 7_000, ExitKind.EntryFailed)
            { IsOn = lane => lane == Lane.QemuSvm },
        new("end_report", "hypercall: end of the partition, and the switch", 3_800, ExitKind.Hypercall)
            { Calls = [Hypercall.Report] },
    ];

    /// <summary>The same by <see cref="Name"/>.</summary>
    public static readonly IReadOnlyDictionary<string, Bound> ByName = All.ToDictionary(each => each.Name);

    /// <summary>Exits that no guest can start, and why.</summary>
    public static readonly IReadOnlyDictionary<ExitKind, string> Unstarted = new Dictionary<ExitKind, string>
    {
        [ExitKind.Unknown] = "no control or intercept that the kernel sets has one; answered like a task switch",
        [ExitKind.Nmi] = "an NMI is the machine's; the guest is entered again",
    };

    /// <summary>The hypercalls that it is a worst case of.</summary>
    public Hypercall[] Calls { get; init; } = [];

    /// <summary>Whether a guest can bring it about on a lane.</summary>
    public Func<Lane, bool> IsOn { get; init; } = _ => true;
}
