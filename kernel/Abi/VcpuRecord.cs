// What the plan says about one virtual CPU.
namespace MicroHV.Kernel.Abi;

using System.Runtime.InteropServices;

/// <summary>One virtual CPU of the plan: whose it is, and the registers that it starts with.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x200)]
public struct VcpuRecord
{
    /// <summary>Most virtual CPUs that one partition may have.</summary>
    public const uint MaxPerPartition = 64;

    /// <summary>Index of its partition.</summary>
    [FieldOffset(0x000)] public uint PartitionIndex;

    /// <summary>Index of the CPU that runs it.</summary>
    [FieldOffset(0x004)] public uint CpuIndex;

    /// <summary>Zero.</summary>
    [FieldOffset(0x008)] public ulong Reserved;

    /// <summary>Zero.</summary>
    [FieldOffset(0x010)] public ulong Reserved2;

    /// <summary>Zero.</summary>
    [FieldOffset(0x018)] public ulong Reserved3;

    /// <summary>The registers of a cold start.</summary>
    [FieldOffset(0x020)] public CpuState Start;
}
