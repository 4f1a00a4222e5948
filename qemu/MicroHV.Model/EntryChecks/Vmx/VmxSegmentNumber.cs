// The order of the segment registers in the VMCS, and so in the numbers of the entry rules.
namespace MicroHV.Model.EntryChecks;

/// <summary>Numbers of the segment registers. SDM 3D, "Field Encoding in VMCS".</summary>
internal static class VmxSegmentNumber
{
    public const uint Es = 0;
    public const uint Cs = 1;
    public const uint Ss = 2;
    public const uint Ds = 3;
    public const uint Fs = 4;
    public const uint Gs = 5;
    public const uint Ldtr = 6;
    public const uint Tr = 7;
}
