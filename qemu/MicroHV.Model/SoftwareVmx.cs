// VMX of the software machine.
namespace MicroHV.Model;

using System;
using System.Collections.Generic;
using MicroHV.Kernel.Backends;

/// <summary>VMCSs, counters of the instructions that reach them, and the guest.</summary>
public sealed class SoftwareVmx
{
    /// <summary>The address of no VMCS.</summary>
    public const ulong Nothing = ulong.MaxValue;

    /// <summary>True after VMXON.</summary>
    public bool IsOn { get; set; }

    /// <summary>Fields of every VMCS, by its host-physical address.</summary>
    public Dictionary<ulong, Dictionary<VmcsField, ulong>> Blocks { get; } = [];

    /// <summary>Host-physical address of the current VMCS; <see cref="Nothing"/> if none is.</summary>
    public ulong Current { get; set; } = Nothing;

    /// <summary>Fields of the current VMCS.</summary>
    public Dictionary<VmcsField, ulong> Fields => Blocks[Current];

    /// <summary>VMREADs so far.</summary>
    public ulong Reads { get; set; }

    /// <summary>VMWRITEs so far.</summary>
    public ulong Writes { get; set; }

    /// <summary>INVVPIDs and INVEPTs so far.</summary>
    public ulong Flushes { get; set; }

    /// <summary>Forgets everything but the guest.</summary>
    public void Reset()
    {
        IsOn = false;
        Blocks.Clear();
        Current = Nothing;
        (Reads, Writes, Flushes) = (0, 0, 0);
    }

    /// <summary>The guest: changes the fields as an exit would and returns 0, or returns why the entry failed.</summary>
    public Func<VcpuPointer, uint> OnEnter { get; set; } = _ => throw new InvalidOperationException("no guest was given");
}
