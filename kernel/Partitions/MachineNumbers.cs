// What only the machine knows and guests are told.
namespace MicroHV.Kernel.Partitions;

using MicroHV.Kernel.Abi;

/// <summary>The values of fixups.</summary>
public struct MachineNumbers
{
    /// <summary>TSC ticks per second.</summary>
    public ulong TscHertz;

    /// <summary>TSC at the start of major frame 0.</summary>
    public ulong EpochTsc;

    /// <summary>TSC ticks in one major frame.</summary>
    public ulong MajorFrameTicks;

    /// <summary>The instruction that makes a hypercall.</summary>
    public HypercallInstruction HypercallInstruction;

    /// <summary>The value for a fixup of <paramref name="kind"/>.</summary>
    public readonly ulong ValueOf(FixupKind kind) => kind switch
    {
        FixupKind.TscHertz => TscHertz,
        FixupKind.EpochTsc => EpochTsc,
        FixupKind.HypercallInstruction => (ulong)HypercallInstruction,
        FixupKind.MajorFrameTicks => MajorFrameTicks,
        _ => 0,
    };
}
