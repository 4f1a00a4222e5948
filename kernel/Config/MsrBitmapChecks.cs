// The check of MSR bitmaps: no partition writes what is the kernel's.
namespace MicroHV.Kernel.Config;

using System;
using MicroHV.Kernel.Abi;

/// <summary>Holds the bitmaps of all partitions, in both formats, against <see cref="KernelMsrs"/>.</summary>
internal static unsafe class MsrBitmapChecks
{
    internal static ConfigVerdict Check(in SystemConfig config)
    {
        for (int i = 0; i < config.Partitions.Length; i++)
        {
            ref readonly PartitionRecord partition = ref config.Partitions[i];
            bool isKnown = i > 0
                && partition.VmxMsrBitmapOffset == config.Partitions[i - 1].VmxMsrBitmapOffset
                && partition.SvmMsrBitmapOffset == config.Partitions[i - 1].SvmMsrBitmapOffset;
            uint passed = isKnown ? 0 : FirstPassed(in config, in partition);
            if (passed != 0)
            {
                return new ConfigVerdict(StopReason.BlobMsrBitmap, (ulong)i, passed);
            }
        }

        return ConfigVerdict.Accepted;
    }

    // 0, which is no MSR of the kernel's, if all of them exit.
    private static uint FirstPassed(in SystemConfig config, in PartitionRecord partition)
    {
        byte* vmx = (byte*)config.Bitmap(partition.VmxMsrBitmapOffset);
        byte* svm = (byte*)config.Bitmap(partition.SvmMsrBitmapOffset);
        ReadOnlySpan<uint> ranges = KernelMsrs.Ranges;
        for (int i = 0; i < ranges.Length; i += 2)
        {
            for (uint msr = ranges[i]; msr <= ranges[i + 1]; msr++)
            {
                bool exits = IsSet(svm, MsrBits.SvmWrite(msr))
                    && (!MsrBits.IsInVmx(msr) || IsSet(vmx, MsrBits.VmxWrite(msr)));
                if (!exits)
                {
                    return msr;
                }
            }
        }

        return 0;
    }

    private static bool IsSet(byte* bitmap, uint bit) => ((bitmap[bit / 8] >> (int)(bit % 8)) & 1) != 0;
}
