// The access rights of a segment register, in the format of the VMCS.
namespace MicroHV.Model.EntryChecks;

/// <summary>SDM 3C, "Guest Register State", "Format of Access Rights".</summary>
internal readonly struct VmxAccessRights
{
    /// <summary>Present, DPL 3, writable data, accessed: the rights of every segment in virtual-8086 mode.</summary>
    public const uint Virtual8086 = 0xF3;

    private readonly uint _bits;

    public VmxAccessRights(uint bits) => _bits = bits;

    public uint Type => _bits & 0xF;

    public bool IsCodeOrData => (_bits & (1u << 4)) != 0;

    public uint Dpl => (_bits >> 5) & 3;

    public bool IsPresent => (_bits & (1u << 7)) != 0;

    public bool IsLong => (_bits & (1u << 13)) != 0;

    public bool IsDefaultBig => (_bits & (1u << 14)) != 0;

    public bool IsGranular => (_bits & (1u << 15)) != 0;

    public bool IsUsable => (_bits & (1u << 16)) == 0;

    public bool HasReservedBits => (_bits & 0xFFFE_0F00) != 0;

    public bool IsAccessed => (Type & 1) != 0;

    public bool IsCode => (Type & 8) != 0;

    public bool IsConformingCode => (Type & 0xC) == 0xC;

    /// <summary>Whether a code segment is readable; for data, whether it is writable.</summary>
    public bool IsReadableOrWritable => (Type & 2) != 0;
}
