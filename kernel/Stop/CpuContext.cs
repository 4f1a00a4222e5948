// What must be found from anywhere on a CPU: by a dying kernel, and by the stubs of interrupts.
namespace MicroHV.Kernel.Stop;

using System.Runtime.InteropServices;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Host;

/// <summary>Where one CPU is in its life, at the address that its GS holds.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x40)]
public unsafe struct CpuContext
{
    /// <summary>Its own linear address.</summary>
    [FieldOffset(0x00)] public ulong Self;

    /// <summary>NMIs that came to this CPU.</summary>
    [FieldOffset(0x08)] public ulong NmiCount;

    /// <summary>Complete major frames that have passed.</summary>
    [FieldOffset(0x10)] public ulong Frames;

    /// <summary>Index of the partition whose window it is on this CPU; 0xFFFFFFFF if none.</summary>
    [FieldOffset(0x18)] public uint PartitionIndex;

    /// <summary>Index of this CPU in the plan.</summary>
    [FieldOffset(0x1C)] public uint CpuIndex;

    /// <summary>1 if an interrupt came since the mark was last taken.</summary>
    [FieldOffset(0x20)] public uint InterruptMark;

    /// <summary>Index of the schedule that runs on it.</summary>
    [FieldOffset(0x24)] public uint ScheduleIndex;

    /// <summary>Of <see cref="NmiCount"/>, those that the plan's table has answered.</summary>
    [FieldOffset(0x28)] public ulong AnsweredNmiCount;

    /// <summary>Host-physical address of the area that it is a part of.</summary>
    public readonly ulong Area => Self - CpuArea.Page;

    /// <summary>The context of the CPU that asks.</summary>
    public static ref CpuContext Current => ref *(CpuContext*)Cpu.Frame(new HostPhysical(Cpu.Context()));

    /// <summary>The context of the CPU that has the area at host-physical address <paramref name="area"/>.</summary>
    public static ref CpuContext In(ulong area) => ref *(CpuContext*)Cpu.Frame(new HostPhysical(area + CpuArea.Page));
}
