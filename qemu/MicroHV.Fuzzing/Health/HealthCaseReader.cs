// Makes a system and the lives of its guests of a case.
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.Cases;
using MicroHV.Fuzzing.Plans;
using MicroHV.Kernel.Abi;

namespace MicroHV.Fuzzing.Health;

/// <summary>
/// One or two CPUs, three partitions of one virtual CPU, and one with a second virtual CPU on the other CPU, which computes. Windows are
/// long enough for a start.
/// </summary>
internal static class HealthCaseReader
{
    /// <summary>The code is in the first page of a partition's RAM.</summary>
    public const int CodeSizeBytes = 0x1000;

    /// <summary>The byte of the XMM registers that guests change.</summary>
    public const int XmmByte = 100;

    private const ulong Unit = 10_000;
    private const ulong ShortestWindow = 12 * Unit;
    private const int MaxSteps = 40;
    private const int WordBytes = 8;
    private const ulong NoMemory = 0x7000_0000;
    private const ushort NoPort = 0x64;

    // What a partition may answer, and the module for it, without an end of the run.
    private static readonly (HealthEvent Event, HealthAction[] Actions)[] _answers =
    [
        (HealthEvent.MemoryViolation, [HealthAction.ColdStart, HealthAction.WarmStart, HealthAction.Idle, HealthAction.Propagate]),
        (HealthEvent.PortViolation, [HealthAction.WarmStart, HealthAction.ColdStart, HealthAction.Propagate, HealthAction.Idle]),
        (HealthEvent.UnexpectedTrap, [HealthAction.ColdStart, HealthAction.WarmStart, HealthAction.Idle]),
        (HealthEvent.DeadVcpu, [HealthAction.WarmStart, HealthAction.ColdStart, HealthAction.Idle]),
        (HealthEvent.DeadlineMissed, [HealthAction.Ignore, HealthAction.WarmStart, HealthAction.ColdStart, HealthAction.Idle]),
        (HealthEvent.ApplicationError, [HealthAction.Ignore, HealthAction.ColdStart, HealthAction.WarmStart, HealthAction.Idle]),
        (HealthEvent.RestartBudgetExhausted, [HealthAction.Idle]),
    ];

    /// <summary>The system at the beginning of <paramref name="input"/>.</summary>
    public static HealthCase Read(ref CaseBytes input)
    {
        CasePlan plan = ReadPlan(ref input);
        List<IReadOnlyDictionary<HealthEvent, CaseAnswer>> tables = [];
        for (int i = 0; i <= plan.PartitionCount; i++)
        {
            Dictionary<HealthEvent, CaseAnswer> table = [];
            foreach ((HealthEvent healthEvent, HealthAction[] actions) in _answers)
            {
                bool asksModule = i != 0 && input.Choice(4) == 1;
                HealthLevel level = i == 0 || asksModule ? HealthLevel.Module : HealthLevel.Partition;
                HealthAction action = asksModule ? HealthAction.Ignore : input.OneOf(actions);
                table.Add(healthEvent, new CaseAnswer(level, action, input.Choice(4) != 1));
            }

            tables.Add(table);
        }

        (uint, ulong)[] budgets = new (uint, ulong)[plan.PartitionCount];
        for (int i = 0; i < budgets.Length; i++)
        {
            budgets[i] = ((uint)input.Choice(5), input.OneOf<ulong>(10_000_000_000, 1, 900_000, 2_000_000));
        }

        return new HealthCase { Plan = plan, Tables = tables, Budgets = budgets };
    }

    /// <summary>Gives the guests of <paramref name="kernel"/> the lives that the rest of <paramref name="input"/> has for them.</summary>
    public static void AddLives(ref CaseBytes input, KernelMachine kernel, HealthCase system)
    {
        for (int i = 0; i < MaxSteps && !input.IsAtEnd; i++)
        {
            int vcpu = input.Choice(system.Plan.Vcpus.Count);
            ulong ticks = (ulong)input.Word() * input.OneOf<ulong>(1, 2, 4) / 4;
            bool isFirst = vcpu == 0 || system.Plan.Vcpus[vcpu].Partition != system.Plan.Vcpus[vcpu - 1].Partition;
            (GuestExit exit, Deed? deed) = isFirst ? ReadDeed(ref input, kernel, system.Plan, vcpu) : (GuestExit.Cpuid(1), null);
            GuestStep step = new(ticks, exit);
            kernel.Guests.Add((uint)vcpu, step);
            if (deed is not null)
            {
                system.Deeds.Add(step, deed);
            }
        }
    }

    private static CasePlan ReadPlan(ref CaseBytes input)
    {
        ProcessorKind kind = (ProcessorKind)input.Choice(3);
        int cpuCount = 1 + input.Choice(2);
        CaseVcpu[] vcpus =
        [
            new(0, 0), new(1, input.Choice(cpuCount)), new(2, 0), .. input.Flag() ? (CaseVcpu[])[new(2, cpuCount - 1)] : [],
        ];
        CaseShare[] shares = new CaseShare[cpuCount];
        ulong frame = 0;
        for (int cpu = 0; cpu < cpuCount; cpu++)
        {
            List<CaseWindow> windows = [];
            ulong next = 0;
            foreach (int vcpu in Enumerable.Range(0, vcpus.Length).Where(vcpu => vcpus[vcpu].Cpu == cpu))
            {
                ulong start = next + ((ulong)input.Choice(4) * Unit);
                next = start + ShortestWindow + ((ulong)input.Choice(10) * Unit) + input.Byte();
                windows.Add(new CaseWindow(start, next, vcpu));
            }

            shares[cpu] = new CaseShare(windows, CasePlan.Nobody);
            frame = Math.Max(frame, next);
        }

        return new CasePlan
        {
            Kind = kind,
            CpuCount = cpuCount,
            Vcpus = vcpus,
            AreSystem = [true, false, input.Flag()],
            Schedules = [new CaseSchedule(frame + Unit, shares)],
            FrameLimit = 4 + (ulong)input.Choice(8),
            StopsWhenAllIdle = false,
        };
    }

    private static (GuestExit Exit, Deed? Deed) ReadDeed(ref CaseBytes input, KernelMachine kernel, CasePlan plan, int vcpu)
    {
        ProcessorKind kind = plan.Kind;
        int partition = plan.Vcpus[vcpu].Partition;
        switch (input.Choice(12))
        {
            case 1:
                return (GuestExit.Touch(NoMemory, RegionRights.Write), new Offence(HealthEvent.MemoryViolation));
            case 2:
                return (GuestExit.TripleFault(), new Offence(HealthEvent.UnexpectedTrap));
            case 3:
                return (GuestExit.In(NoPort), new Offence(HealthEvent.PortViolation));
            case 4:
                return (GuestExit.Hlt(areInterruptsOn: false), new Offence(HealthEvent.DeadVcpu));
            case 5:
                return (Raise(kind, HealthEvent.ApplicationError, input.Byte()), new Offence(HealthEvent.ApplicationError));
            case 6:
                return (Raise(kind, HealthEvent.DeadlineMissed, input.Byte()), new Offence(HealthEvent.DeadlineMissed));
            case 7:
            case 8:
                ModeRequest mode = new((ulong)input.OneOf(0, 0, 1, 2, 3, 4), (ulong)input.OneOf(3, 2, 1, 3, 0, 4));
                return (GuestExit.Hypercall(kind, Hypercall.SetPartitionMode, mode.Mode, mode.Id), mode);
            case 9:
                StatusRequest status = new((ulong)input.OneOf(0, 1, 2, 3));
                return (GuestExit.Hypercall(kind, Hypercall.GetPartitionStatus, status.Id), status);
            case 10:
                return input.Choice(8) == 1
                    ? (GuestExit.Hypercall(kind, Hypercall.Report), new EndReport())
                    : (GuestExit.Hypercall(kind, Hypercall.Yield), null);
            case 11:
                return (GuestExit.Cpuid(0), null);
            default:
                return Write(ref input, kernel, partition);
        }
    }

    private static GuestExit Raise(ProcessorKind kind, HealthEvent healthEvent, byte code) =>
        GuestExit.Hypercall(kind, Hypercall.RaiseHealthEvent, ((ulong)code << 32) | (ulong)healthEvent);

    // Registers are changed too: none of it may be left behind a start.
    private static unsafe (GuestExit Exit, Deed Deed) Write(ref CaseBytes input, KernelMachine kernel, int partition)
    {
        MemoryWrite write = new(CodeSizeBytes + (input.Word() % (((int)SmallSystem.MemorySizeBytes - CodeSizeBytes) / WordBytes) * WordBytes), 0x101ul + input.Word());
        GuestExit exit = GuestExit.Cpuid(1);
        return (
            exit with
            {
                Act = (ref vcpu) =>
                {
                    *(ulong*)kernel.Machine.Ram(PlannedBlob.MemoryOf(partition) + (ulong)write.Offset) = write.Value;
                    (vcpu.Registers.R12, vcpu.Xmm[XmmByte]) = (write.Value, (byte)write.Value);
                    exit.Act(ref vcpu);
                },
            },
            write);
    }
}
