// Makes a plan of a case.
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.Cases;

namespace MicroHV.Fuzzing.Plans;

/// <summary>Every byte string is a plan that the kernel takes; zeros are one virtual CPU with one window.</summary>
internal static class CasePlanReader
{
    private const ulong Unit = 10_000;
    private const ulong ShortestFrame = 10 * Unit;
    private const ulong ShortestWindow = 2 * Unit;
    private const int MaxSchedules = 3;
    private const int MaxWindows = 6;

    /// <summary>The plan at the beginning of <paramref name="input"/>.</summary>
    public static CasePlan Read(ref CaseBytes input)
    {
        ProcessorKind kind = (ProcessorKind)input.Choice(3);
        int cpuCount = input.OneOf(1, 2, 1, 2, 2, 3, 2, CasePlan.MaxCpus);
        CaseVcpu[] vcpus = ReadVcpus(ref input, cpuCount);
        bool[] areSystem = new bool[vcpus[^1].Partition + 1];
        for (int i = 0; i < areSystem.Length; i++)
        {
            areSystem[i] = input.Choice(4) != 1;
        }

        CaseSchedule[] schedules = new CaseSchedule[1 + input.Choice(MaxSchedules)];
        for (int i = 0; i < schedules.Length; i++)
        {
            schedules[i] = ReadSchedule(ref input, cpuCount, vcpus);
        }

        return new CasePlan
        {
            Kind = kind,
            CpuCount = cpuCount,
            Vcpus = vcpus,
            AreSystem = areSystem,
            Schedules = WithOneWindow(schedules, vcpus),
            FrameLimit = 2 + (ulong)input.Choice(8),
            StopsWhenAllIdle = input.Flag(),
        };
    }

    private static CaseVcpu[] ReadVcpus(ref CaseBytes input, int cpuCount)
    {
        CaseVcpu[] vcpus = new CaseVcpu[1 + input.Choice(CasePlan.MaxVcpus)];
        int partition = 0;
        for (int i = 0; i < vcpus.Length; i++)
        {
            partition += i != 0 && input.Choice(3) == 0 ? 1 : 0;
            vcpus[i] = new CaseVcpu(partition, input.Choice(cpuCount));
        }

        return vcpus;
    }

    private static CaseSchedule ReadSchedule(ref CaseBytes input, int cpuCount, CaseVcpu[] vcpus)
    {
        ulong frame = ShortestFrame + ((ulong)input.Choice(80) * Unit) + input.Byte();
        CaseShare[] shares = new CaseShare[cpuCount];
        for (int cpu = 0; cpu < cpuCount; cpu++)
        {
            int[] own = [.. Enumerable.Range(0, vcpus.Length).Where(vcpu => vcpus[vcpu].Cpu == cpu)];
            shares[cpu] = own.Length == 0 ? new CaseShare([], CasePlan.Nobody) : ReadShare(ref input, frame, own);
        }

        return new CaseSchedule(frame, shares);
    }

    private static CaseShare ReadShare(ref CaseBytes input, ulong frame, int[] own)
    {
        int background = input.Choice(3) == 1 ? own[input.Choice(own.Length)] : CasePlan.Nobody;
        List<CaseWindow> windows = [];
        ulong next = 0;
        for (int i = input.Choice(MaxWindows + 1); i > 0; i--)
        {
            ulong start = next + (input.Choice(3) == 1 ? ((ulong)input.Choice(20) * Unit) + input.Byte() : 0);
            ulong length = ShortestWindow + ((ulong)input.Choice(20) * Unit) + input.Byte();
            if (start + ShortestWindow > frame)
            {
                break;
            }

            next = Math.Min(start + length, frame);
            windows.Add(new CaseWindow(start, next, own[input.Choice(own.Length)]));
        }

        return new CaseShare(windows, background);
    }

    // The kernel refuses a plan without any window.
    private static CaseSchedule[] WithOneWindow(CaseSchedule[] schedules, CaseVcpu[] vcpus)
    {
        if (schedules.Any(schedule => schedule.Shares.Any(share => share.Windows.Count != 0)))
        {
            return schedules;
        }

        CaseSchedule first = schedules[0];
        CaseShare[] shares = [.. first.Shares];
        shares[vcpus[0].Cpu] = shares[vcpus[0].Cpu] with { Windows = [new CaseWindow(0, ShortestWindow, 0)] };
        return [first with { Shares = shares }, .. schedules[1..]];
    }
}
