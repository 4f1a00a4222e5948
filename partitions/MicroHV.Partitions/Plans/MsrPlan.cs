// An MSR grant of a plan.
using System.Globalization;
using MicroHV.Kernel.Config;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Plans;

/// <summary>
/// MSRs that a partition uses without the kernel. They are the CPU's own and are not switched with the virtual CPU: what one
/// partition writes, the next one finds. (Those that are switched, of SYSENTER, SYSCALL and the bases of FS and GS, are
/// every partition's and need no grant.) An MSR that the processor does not have is #GP, as ever.
/// </summary>
/// <param name="Place">Where the grant is written.</param>
/// <param name="First">First MSR.</param>
/// <param name="Last">Last MSR.</param>
/// <param name="Access">What the partition may do with them.</param>
/// <param name="Reason">Why they are granted, if a reason is written.</param>
/// <param name="Group">Name of the group that the MSRs are granted as a part of, if one is written.</param>
public sealed record MsrPlan(
    Place Place, ulong First, ulong Last, MsrAccess Access, string? Reason, string? Group = null)
{
    private static readonly ulong[] _rangeStarts = [0, MsrBits.HighBase, MsrBits.AmdBase];

    /// <summary>
    /// Whether the MSRs are in order and in one of the ranges that bitmaps have: from 0, from 0xC0000000 and from
    /// 0xC0010000, 0x2000 each. Processors with VT-x have no bits for the last one, and there a grant in it has no effect.
    /// </summary>
    public bool IsWellFormed =>
        First <= Last && _rangeStarts.Any(start => First >= start && Last < start + MsrBits.RangeSize);

    /// <summary>
    /// The first MSR that the grant lets the partition write although it is the kernel's, or null. The kernel refuses to boot
    /// a plan that has one.
    /// </summary>
    public ulong? FirstKernelMsr
    {
        get
        {
            ReadOnlySpan<uint> ranges = KernelMsrs.Ranges;
            ulong? first = null;
            for (int i = 0; i < ranges.Length && Access.HasFlag(MsrAccess.Write); i += 2)
            {
                bool reaches = First <= ranges[i + 1] && ranges[i] <= Last;
                ulong meeting = Math.Max(First, ranges[i]);
                first = reaches && meeting < (first ?? ulong.MaxValue) ? meeting : first;
            }

            return first;
        }
    }

    /// <summary>The MSRs, hexadecimal.</summary>
    public override string ToString() => First == Last
        ? string.Create(CultureInfo.InvariantCulture, $"0x{First:X}")
        : string.Create(CultureInfo.InvariantCulture, $"0x{First:X}-0x{Last:X}");
}
