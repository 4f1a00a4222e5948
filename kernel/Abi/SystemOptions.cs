// What the plan asks of the kernel beyond running partitions.
namespace MicroHV.Kernel.Abi;

using System;

/// <summary>Options of <see cref="SystemHeader.Options"/>.</summary>
[Flags]
public enum SystemOptions : uint
{
    /// <summary>Run until power is cut.</summary>
    None = 0,

    /// <summary>Stop, with a record, when every partition is in mode Idle.</summary>
    StopWhenAllIdle = 1,
}
