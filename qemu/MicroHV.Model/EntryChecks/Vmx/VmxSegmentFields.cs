// A segment register as the guest-state area of a VMCS holds it.
namespace MicroHV.Model.EntryChecks;

/// <summary>Selector and hidden part of a segment register. SDM 3C, "Guest Register State".</summary>
public struct VmxSegmentFields
{
    /// <summary>Selector.</summary>
    public ushort Selector;

    /// <summary>
    /// Access rights: bits 3:0 type, 4 S, 6:5 DPL, 7 P, 12 AVL, 13 L, 14 D/B, 15 G, 16 unusable.
    /// </summary>
    public uint AccessRights;

    /// <summary>Last valid offset in bytes.</summary>
    public uint Limit;

    /// <summary>Linear base address.</summary>
    public ulong Base;
}
