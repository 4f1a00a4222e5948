// The checks of the blob's CPUs and of the windows on each.
namespace MicroHV.Kernel.Config;

using System;
using MicroHV.Kernel.Abi;

/// <summary>CPUs that exist once each, and windows that follow each other on the one CPU of their virtual CPU.</summary>
internal static class CpuChecks
{
    private const uint AnyApicId = uint.MaxValue;

    internal static ConfigVerdict Check(in SystemConfig config)
    {
        ReadOnlySpan<CpuRecord> cpus = config.Cpus;
        if (cpus.Length == 0)
        {
            return new ConfigVerdict(StopReason.BlobPartBounds, 0xF0, 0);
        }

        if (config.Windows.Length == 0)
        {
            return new ConfigVerdict(StopReason.BlobPartBounds, 0xB0, 0);
        }

        uint nextWindow = 0;
        for (int i = 0; i < cpus.Length; i++)
        {
            ref readonly CpuRecord cpu = ref cpus[i];
            if (IsTaken(cpus, i))
            {
                return new ConfigVerdict(StopReason.BlobCpu, (ulong)i, 0x00);
            }

            if (cpu.FirstWindow != nextWindow || cpu.WindowCount > (uint)config.Windows.Length - nextWindow)
            {
                return new ConfigVerdict(StopReason.BlobCpu, (ulong)i, 0x04);
            }

            ConfigVerdict verdict = CheckWindows(in config, in cpu, (uint)i);
            if (!verdict.IsAccepted)
            {
                return verdict;
            }

            nextWindow += cpu.WindowCount;
        }

        return nextWindow == (uint)config.Windows.Length
            ? ConfigVerdict.Accepted
            : new ConfigVerdict(StopReason.BlobCpu, (ulong)cpus.Length, 0x04);
    }

    // An earlier CPU has the id, or it is no id of a CPU that can be sent for.
    private static bool IsTaken(ReadOnlySpan<CpuRecord> cpus, int index)
    {
        for (int i = 0; i < index; i++)
        {
            if (cpus[i].ApicId == cpus[index].ApicId)
            {
                return true;
            }
        }

        return index != 0 && cpus[index].ApicId == AnyApicId;
    }

    private static ConfigVerdict CheckWindows(in SystemConfig config, in CpuRecord cpu, uint cpuIndex)
    {
        ulong earliestStart = 0;
        for (uint i = cpu.FirstWindow; i < cpu.FirstWindow + cpu.WindowCount; i++)
        {
            ref readonly WindowRecord window = ref config.Windows[(int)i];
            if (window.StartNanoseconds < earliestStart || window.StartNanoseconds > config.Header.MajorFrameNanoseconds)
            {
                return new ConfigVerdict(StopReason.BlobWindow, i, 0x00);
            }

            ulong roomNanoseconds = config.Header.MajorFrameNanoseconds - window.StartNanoseconds;
            if (window.DurationNanoseconds < HeaderChecks.MinWindowNanoseconds || window.DurationNanoseconds > roomNanoseconds)
            {
                return new ConfigVerdict(StopReason.BlobWindow, i, 0x08);
            }

            if (window.VcpuIndex >= (uint)config.Vcpus.Length)
            {
                return new ConfigVerdict(StopReason.BlobWindow, i, 0x10);
            }

            if (window.CpuIndex != cpuIndex || config.Vcpus[(int)window.VcpuIndex].CpuIndex != cpuIndex)
            {
                return new ConfigVerdict(StopReason.BlobWindow, i, 0x14);
            }

            earliestStart = window.StartNanoseconds + window.DurationNanoseconds;
        }

        return ConfigVerdict.Accepted;
    }
}
