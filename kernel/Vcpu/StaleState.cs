// What a handler changed and a backend has still to write.
namespace MicroHV.Kernel.Vcpu;

using System;

/// <summary>Parts of a virtual CPU whose control block is behind.</summary>
[Flags]
public enum StaleState : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The guest's belief in CR0, CR4, IA32_EFER or IA32_PAT.</summary>
    ControlRegisters = 1,

    /// <summary>The PDPTEs of PAE paging. A guest that writes CR3 loads them without an exit, so they are written only when loaded.</summary>
    PagePointers = 2,
}
