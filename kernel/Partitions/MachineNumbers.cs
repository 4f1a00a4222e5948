// What only the machine knows and guests are told.
namespace MicroHV.Kernel.Partitions;

using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Kernel.Host;

/// <summary>The values of fixups.</summary>
public struct MachineNumbers
{
    /// <summary>TSC at the start of major frame 0.</summary>
    public ulong EpochTsc;

    /// <summary>What a tick is.</summary>
    public Clock Clock;

    /// <summary>The instruction that makes a hypercall.</summary>
    public HypercallInstruction HypercallInstruction;

    /// <summary>The value for <paramref name="fixup"/>.</summary>
    public readonly ulong ValueOf(in FixupRecord fixup, in SystemConfig config) => fixup.Kind switch
    {
        FixupKind.TscHertz => Clock.TscHertz,
        FixupKind.EpochTsc => EpochTsc,
        FixupKind.HypercallInstruction => (ulong)HypercallInstruction,
        FixupKind.MajorFrameTicks => Clock.TicksOf(config.Schedules[(int)fixup.Schedule].MajorFrameNanoseconds),
        _ => 0,
    };
}
