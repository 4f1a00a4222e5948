// What writer and reader agree on: one sample, of which the newest counts. sample.h says the same in C.
using System.Runtime.InteropServices;

/// <summary>
/// Zero at first. <see cref="Sequence"/> is odd while the writer is at it, so that a reader that finds it odd, or changed,
/// knows that what it read may be half of one sample and half of another.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Sample
{
    /// <summary>Number of the last sample that is written.</summary>
    public const uint Last = 5;

    /// <summary>Counts the beginnings and ends of writes.</summary>
    public uint Sequence;

    /// <summary>Number of the sample, from 1; 0 before there is one.</summary>
    public uint Number;

    /// <summary>In bar.</summary>
    public double Pressure;
}
