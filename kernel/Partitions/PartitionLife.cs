// Which life a partition lives, and how far it has come: one word, so that every CPU sees one of them.
namespace MicroHV.Kernel.Partitions;

using MicroHV.Kernel.Abi;

/// <summary>How far a life has come.</summary>
public enum LifePhase : uint
{
    /// <summary>It lasts. Virtual CPUs that have its number run, unless the mode is Idle.</summary>
    Lasting = 0,

    /// <summary>One CPU ends it and decides what follows. Nobody runs.</summary>
    Ending = 1,

    /// <summary>The next one has a number; those who lived before are stopped, then memory is filled. Nobody runs.</summary>
    Loading = 2,
}

/// <summary>
/// Mode in bits 1:0, phase in bits 3:2, the number of the life in bits 31:4. Whoever changes it does so by compare and exchange
/// from what it saw; nobody waits.
/// </summary>
public readonly struct PartitionLife
{
    private const uint ModeMask = 3;
    private const int PhaseShift = 2;
    private const int NumberShift = 4;

    /// <summary>The life that <paramref name="word"/> describes.</summary>
    public PartitionLife(uint word) => Word = word;

    /// <summary>A life in mode <paramref name="mode"/> that has come as far as <paramref name="phase"/>.</summary>
    public PartitionLife(PartitionMode mode, LifePhase phase, uint number) =>
        Word = (uint)mode | ((uint)phase << PhaseShift) | (number << NumberShift);

    /// <summary>All of it.</summary>
    public uint Word { get; }

    /// <summary>The operating mode.</summary>
    public PartitionMode Mode => (PartitionMode)(Word & ModeMask);

    /// <summary>How far it has come.</summary>
    public LifePhase Phase => (LifePhase)((Word >> PhaseShift) & ModeMask);

    /// <summary>Its number: 0, then one more at every start.</summary>
    public uint Number => Word >> NumberShift;

    /// <summary>True if a virtual CPU that was reset for life <paramref name="number"/> may run.</summary>
    public bool Holds(uint number) => Word >> PhaseShift == number << (NumberShift - PhaseShift) && Mode != PartitionMode.Idle;
}
