// The checks of the blob's CPUs.
namespace MicroHV.Kernel.Config;

using System;
using MicroHV.Kernel.Abi;

/// <summary>CPUs that exist once each.</summary>
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

        for (int i = 0; i < cpus.Length; i++)
        {
            if (IsTaken(cpus, i))
            {
                return new ConfigVerdict(StopReason.BlobCpu, (ulong)i, 0x00);
            }
        }

        return ConfigVerdict.Accepted;
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
}
