// Makes a system of a case.
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.Cases;
using MicroHV.Fuzzing.Plans;
using MicroHV.Kernel.Abi;

namespace MicroHV.Fuzzing.Health;

/// <summary>
/// One or two CPUs, three partitions, one of which may have two virtual CPUs, and one or two schedules, of which the second may have no
/// window for some. Windows are long enough for a start.
/// </summary>
internal static class HealthCaseReader
{
    private const ulong Unit = 10_000;
    private const ulong ShortestWindow = 12 * Unit;

    /// <summary>The system at the beginning of <paramref name="input"/>.</summary>
    public static HealthCase Read(ref CaseBytes input)
    {
        CasePlan plan = ReadPlan(ref input);
        List<IReadOnlyDictionary<HealthEvent, CaseAnswer>> tables = [];
        for (int i = 0; i <= plan.PartitionCount; i++)
        {
            tables.Add(HealthTables.Read(ref input, isModule: i == 0, plan.Schedules.Count));
        }

        (uint, ulong)[] budgets = new (uint, ulong)[plan.PartitionCount];
        uint[] watchdogs = new uint[plan.PartitionCount];
        for (int i = 0; i < budgets.Length; i++)
        {
            budgets[i] = ((uint)input.Choice(5), input.OneOf<ulong>(10_000_000_000, 1, 900_000, 2_000_000));
            watchdogs[i] = input.OneOf<uint>(0, 0, 1, 2, 3);
        }

        ScheduleChangeAction[][] changes = new ScheduleChangeAction[plan.Schedules.Count][];
        for (int i = 0; i < changes.Length; i++)
        {
            changes[i] = new ScheduleChangeAction[plan.PartitionCount];
            for (int partition = 0; partition < plan.PartitionCount; partition++)
            {
                changes[i][partition] = input.OneOf(ScheduleChangeAction.Ignore, ScheduleChangeAction.ColdStart, ScheduleChangeAction.WarmStart);
            }
        }

        return new HealthCase
        {
            Plan = plan,
            Tables = tables,
            Budgets = budgets,
            Watchdogs = watchdogs,
            OverrunNanoseconds = input.OneOf(3_000u, 0u, 10_000u),
            Changes = changes,
        };
    }

    private static CasePlan ReadPlan(ref CaseBytes input)
    {
        ProcessorKind kind = (ProcessorKind)input.Choice(3);
        int cpuCount = 1 + input.Choice(2);
        CaseVcpu[] vcpus =
        [
            new(0, 0), new(1, input.Choice(cpuCount)), new(2, 0), .. input.Flag() ? (CaseVcpu[])[new(2, cpuCount - 1)] : [],
        ];
        List<CaseSchedule> schedules = [ReadSchedule(ref input, vcpus, cpuCount, mayLeaveOut: false)];
        if (input.Flag())
        {
            schedules.Add(ReadSchedule(ref input, vcpus, cpuCount, mayLeaveOut: true));
        }

        return new CasePlan
        {
            Kind = kind,
            CpuCount = cpuCount,
            Vcpus = vcpus,
            AreSystem = [true, false, input.Flag()],
            Schedules = schedules,
            FrameLimit = 4 + (ulong)input.Choice(8),
            StopsWhenAllIdle = false,
        };
    }

    private static CaseSchedule ReadSchedule(ref CaseBytes input, CaseVcpu[] vcpus, int cpuCount, bool mayLeaveOut)
    {
        CaseShare[] shares = new CaseShare[cpuCount];
        ulong frame = ShortestWindow;
        for (int cpu = 0; cpu < cpuCount; cpu++)
        {
            List<CaseWindow> windows = [];
            ulong next = 0;
            foreach (int vcpu in Enumerable.Range(0, vcpus.Length).Where(vcpu => vcpus[vcpu].Cpu == cpu))
            {
                if (mayLeaveOut && input.Choice(4) == 1)
                {
                    continue;
                }

                ulong start = next + ((ulong)input.Choice(4) * Unit);
                next = start + ShortestWindow + ((ulong)input.Choice(10) * Unit) + input.Byte();
                windows.Add(new CaseWindow(start, next, vcpu));
            }

            shares[cpu] = new CaseShare(windows, CasePlan.Nobody);
            frame = Math.Max(frame, next);
        }

        // Now and then with time for the kernel to check what it never writes.
        return new CaseSchedule(frame + (input.OneOf<ulong>(1, 1, 1, 90) * Unit), shares);
    }
}
