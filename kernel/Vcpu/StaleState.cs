// What a handler changed and a backend has still to write.
namespace MicroHV.Kernel.Vcpu;

using System;

/// <summary>Parts of a virtual CPU whose control block is behind.</summary>
[Flags]
public enum StaleState : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The guest's belief in CR0 or CR4, and IA32_EFER with them.</summary>
    ControlRegisters = 1,

    /// <summary>The PDPTEs of PAE paging. A guest that writes CR3 loads them without an exit, so they are written only when loaded.</summary>
    PagePointers = 2,

    /// <summary>The guest's belief in IA32_EFER or IA32_PAT. CR0 is left alone: what is believed of TS and MP may be old by now.</summary>
    Msrs = 4,

    /// <summary>RSP: the one general register that a control block keeps.</summary>
    StackPointer = 8,

    /// <summary>CR8, where the control block has a copy.</summary>
    TaskPriority = 16,

    /// <summary>Whether the guest is stopped as soon as it can take an interrupt.</summary>
    InterruptWindow = 32,
}
