// Which function of the C kit is which member of the C# kit.
namespace MicroHV.Image.Tests.Documentation.Kits;

/// <summary>
/// The correspondence of the kits, name by name. A name may have several twins. Fields of the information page and of its
/// regions stand behind the function that gives them: <c>mhv_information()->name</c>.
/// </summary>
internal static class KitTwins
{
    /// <summary>Pairs of a name in C and a name in C#.</summary>
    public static IReadOnlyList<(string C, string CSharp)> All { get; } =
    [
        ("mhv_information()->partition_index", "Partition.Index"),
        ("mhv_information()->name", "Partition.Name"),
        ("mhv_information()->arguments", "Partition.Arguments"),
        ("mhv_information()->memory_base", "Partition.MemoryBase"),
        ("mhv_information()->memory_size_bytes", "Partition.MemorySizeBytes"),
        ("mhv_information()->region_count", "Partition.RegionCount"),
        ("mhv_information()->tsc_hertz", "Partition.TscHertz"),
        ("mhv_information()->epoch_tsc", "Partition.EpochTsc"),
        ("mhv_information()->schedule_count", "Schedules.Count"),
        ("mhv_information()->initial_schedule", "Partition.InitialSchedule"),
        ("mhv_information()->vcpu_count", "Partition.VcpuCount"),
        ("mhv_information()->is_system", "Partition.IsSystem"),
        ("mhv_information()->window_count", "Partition.WindowCount"),
        ("mhv_information()->hypercall_instruction", "Partition.HypercallInstruction"),
        ("mhv_argument", "Partition.Argument"),
        ("mhv_has_argument", "Partition.HasArgument"),
        ("mhv_region_at", "Partition.RegionAt"),
        ("mhv_region", "Partition.TryFindRegion"),
        ("mhv_region()->name", "Region.Name"),
        ("mhv_region()->guest_physical", "Region.Address"),
        ("mhv_region()->size_bytes", "Region.SizeBytes"),
        ("mhv_region()->rights", "Region.Rights"),
        ("mhv_region()->memory_type", "Region.MemoryType"),
        ("mhv_region()->flags", "Region.Flags"),
        ("mhv_memory", "Partition.Memory"),
        ("mhv_vcpu", "Vcpu.Number"),
        ("mhv_yield", "Partition.Yield"),
        ("mhv_yield_forever", "Partition.YieldForever"),
        ("mhv_end", "Partition.End"),
        ("mhv_fail", "Check.Fail"),
        ("mhv_check", "Check.That"),
        ("MHV_EXIT_CODE_FAILED", "ExitCode.Failed"),
        ("MHV_EXIT_CODE_WRONG_PAGE", "ExitCode.WrongPage"),
        ("MHV_EXIT_CODE_EXCEPTION", "ExitCode.Exception"),
        ("mhv_write", "Console.Write"),
        ("mhv_print", "Console.Write"),
        ("mhv_print", "Console.WriteLine"),
        ("mhv_print", "Console.WritePadded"),
        ("mhv_print", "Console.WriteFixed"),
        ("mhv_print", "Console.WriteHex"),
        ("struct mhv_window", "Window"),
        ("mhv_tsc", "Clock.Tsc"),
        ("mhv_now_ns", "Clock.NowNanoseconds"),
        ("mhv_ns_of_ticks", "Clock.NanosecondsOf"),
        ("mhv_ticks_of_ns", "Clock.TicksOf"),
        ("mhv_find_window", "Clock.TryFindWindow"),
        ("mhv_sleep_until_ns", "Clock.SleepUntil"),
        ("mhv_sleep_ns", "Clock.Sleep"),
        ("struct mhv_schedule_status", "ScheduleStatus"),
        ("mhv_get_schedule_status", "Schedules.Status"),
        ("mhv_set_schedule", "Schedules.Set"),
        ("mhv_schedule_id", "Schedules.IdOf"),
        ("mhv_schedule_at", "Schedules.At"),
        ("mhv_schedule", "Schedules.Current"),
        ("mhv_schedule()->name", "Schedule.Name"),
        ("mhv_schedule()->major_frame_nanoseconds", "Schedule.MajorFrameNanoseconds"),
        ("mhv_schedule()->major_frame_ticks", "Schedule.MajorFrameTicks"),
        ("mhv_schedule()->period_nanoseconds", "Schedule.PeriodNanoseconds"),
        ("mhv_schedule()->duration_nanoseconds", "Schedule.DurationNanoseconds"),
        ("mhv_window_at", "Partition.WindowAt"),
        ("mhv_window_at()->start_nanoseconds", "PlannedWindow.StartNanoseconds"),
        ("mhv_window_at()->duration_nanoseconds", "PlannedWindow.DurationNanoseconds"),
        ("mhv_window_at()->schedule", "PlannedWindow.Schedule"),
        ("mhv_window_at()->vcpu", "PlannedWindow.Vcpu"),
        ("mhv_window_at()->flags", "PlannedWindow.Flags"),
        ("struct mhv_partition_status", "PartitionStatus"),
        ("mhv_get_partition_status", "Health.Status"),
        ("mhv_get_partition_status_of", "Health.StatusOf"),
        ("mhv_set_partition_mode", "Health.SetMode"),
        ("mhv_set_partition_mode_of", "Health.SetModeOf"),
        ("mhv_raise_health_event", "Health.Raise"),
        ("mhv_health_event_name", "Health.NameOf"),
        ("mhv_kick_watchdog", "Health.KickWatchdog"),
        ("mhv_read_health_log", "Health.ReadLog"),
        ("mhv_acknowledge_health_log", "Health.AcknowledgeLog"),
        ("mhv_read_crash_record", "Health.ReadCrash"),
        ("mhv_acknowledge_crash_record", "Health.AcknowledgeCrash"),
        ("struct mhv_cpuid", "CpuidAnswer"),
        ("mhv_cpuid", "Processor.Cpuid"),
        ("mhv_is_microhv", "Processor.IsMicroHV"),
        ("mhv_read_msr", "Processor.ReadMsr"),
        ("mhv_write_msr", "Processor.WriteMsr"),
        ("mhv_pause", "Processor.Pause"),
        ("mhv_in8", "Ports.In8"),
        ("mhv_in16", "Ports.In16"),
        ("mhv_in32", "Ports.In32"),
        ("mhv_out8", "Ports.Out8"),
        ("mhv_out16", "Ports.Out16"),
        ("mhv_out32", "Ports.Out32"),
        ("struct mhv_exception", "ExceptionFrame"),
        ("mhv_attempt", "Exceptions.Attempt"),
        ("mhv_on_exception", "Exceptions.Handle"),
        ("mhv_exception_name", "Exceptions.NameOf"),
        ("mhv_on_interrupt", "Interrupts.Handle"),
        ("mhv_request_interrupt", "Interrupts.Request"),
        ("mhv_set_window_vector", "Interrupts.SetWindowVector"),
        ("mhv_disable_interrupts", "Interrupts.Disable"),
        ("mhv_enable_interrupts", "Interrupts.Enable"),
        ("mhv_wait_for_interrupt", "Interrupts.Wait"),
        ("mhv_timer_once_ns", "Timer.Once"),
        ("mhv_timer_periodic_ns", "Timer.Periodic"),
        ("mhv_timer_at_ns", "Timer.At"),
        ("mhv_timer_stop", "Timer.Stop"),
        ("mhv_hypercall", "Hypercalls.Call"),
    ];

    /// <summary>Names without a twin, and why they have none.</summary>
    public static IReadOnlyDictionary<string, string> Alone { get; } = new Dictionary<string, string>
    {
        ["mhv_information"] = "gives the page as a struct; its fields are properties of `Partition`",
        ["mhv_vcpu_main"] = "is called `vcpu_main` and exported as `main` is",
        ["Schedule"] = "the record itself is `struct mhv_information_schedule` of `microhv_abi.h`",
        ["PlannedWindow"] = "the record itself is `struct mhv_information_window` of `microhv_abi.h`",
        ["Region"] = "the record itself is `struct mhv_information_region` of `microhv_abi.h`",
        ["ExitCode.FailedCheck"] = "C checks nothing by itself",
        ["Console.Flush"] = "`mhv_print` keeps nothing back",
    };

    /// <summary>What the other kit calls <paramref name="name"/>, in Markdown.</summary>
    public static string Of(string name)
    {
        string[] twins =
        [
            .. All.Where(pair => pair.C == name).Select(pair => pair.CSharp),
            .. All.Where(pair => pair.CSharp == name).Select(pair => pair.C),
        ];
        return twins.Length != 0
            ? string.Join(", ", twins.Distinct().Select(twin => $"`{twin}`"))
            : $"— {Alone[name]}";
    }
}
