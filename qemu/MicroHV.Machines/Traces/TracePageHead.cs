// What stands before the records of a trace page.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>The first fields of a <see cref="TracePage"/>, without its records.</summary>
/// <param name="Magic"><see cref="TracePage.Magic"/>.</param>
/// <param name="CpuIndex"><see cref="TracePage.CpuIndex"/>.</param>
/// <param name="PageIndex"><see cref="TracePage.PageIndex"/>.</param>
/// <param name="PageCount"><see cref="TracePage.PageCount"/>.</param>
/// <param name="Key"><see cref="TracePage.Key"/>.</param>
internal readonly record struct TracePageHead(ulong Magic, ushort CpuIndex, ushort PageIndex, uint PageCount, uint Key)
{
    /// <summary>Offset of <see cref="TracePage.FirstSequence"/>.</summary>
    public static ulong FirstSequenceOffset { get; } = OffsetOf(nameof(TracePage.FirstSequence));

    /// <summary>Offset of <see cref="TracePage.Count"/>.</summary>
    public static ulong CountOffset { get; } = OffsetOf(nameof(TracePage.Count));

    /// <summary>Offset of the first record.</summary>
    public static ulong RecordsOffset { get; } = OffsetOf(nameof(TracePage.Records));

    /// <summary>Reads it.</summary>
    /// <param name="page">A whole page.</param>
    public static TracePageHead Of(ReadOnlySpan<byte> page)
    {
        ref readonly TracePage whole = ref Unsafe.As<byte, TracePage>(ref MemoryMarshal.GetReference(page));
        return new TracePageHead(whole.Magic, whole.CpuIndex, whole.PageIndex, whole.PageCount, whole.Key);
    }

    private static ulong OffsetOf(string field) => (ulong)Marshal.OffsetOf<TracePage>(field);
}
