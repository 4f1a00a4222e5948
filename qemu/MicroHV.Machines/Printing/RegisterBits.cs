// Names of the bits that are set in a control word, as the manuals print them.
namespace MicroHV.Machines;

/// <summary>Spells out control registers, RFLAGS, IA32_EFER, DR6 and access rights.</summary>
public static class RegisterBits
{
    private static readonly (int Bit, string Name)[] _cr0 =
    [
        (31, "PG"), (30, "CD"), (29, "NW"), (18, "AM"), (16, "WP"), (5, "NE"), (4, "ET"), (3, "TS"),
        (2, "EM"), (1, "MP"), (0, "PE"),
    ];

    private static readonly (int Bit, string Name)[] _cr4 =
    [
        (24, "PKS"), (23, "CET"), (22, "PKE"), (21, "SMAP"), (20, "SMEP"), (18, "OSXSAVE"), (17, "PCIDE"),
        (16, "FSGSBASE"), (14, "SMXE"), (13, "VMXE"), (12, "LA57"), (11, "UMIP"), (10, "OSXMMEXCPT"), (9, "OSFXSR"),
        (8, "PCE"), (7, "PGE"),
        (6, "MCE"), (5, "PAE"), (4, "PSE"), (3, "DE"), (2, "TSD"), (1, "PVI"), (0, "VME"),
    ];

    private static readonly (int Bit, string Name)[] _efer =
    [
        (15, "TCE"), (14, "FFXSR"), (13, "LMSLE"), (12, "SVME"), (11, "NXE"), (10, "LMA"), (8, "LME"), (0, "SCE"),
    ];

    private static readonly (int Bit, string Name)[] _rflags =
    [
        (21, "ID"), (20, "VIP"), (19, "VIF"), (18, "AC"), (17, "VM"), (16, "RF"), (14, "NT"), (11, "OF"), (10, "DF"),
        (9, "IF"),         (8, "TF"), (7, "SF"), (6, "ZF"), (4, "AF"), (2, "PF"), (0, "CF"),
    ];

    /// <summary>CR0. SDM 3A, "Control Registers".</summary>
    public static string Cr0(ulong value) => Names(value, _cr0);

    /// <summary>CR4. SDM 3A, "Control Registers".</summary>
    public static string Cr4(ulong value) => Names(value, _cr4);

    /// <summary>IA32_EFER. APM 2, "Extended Feature Enable Register (EFER)".</summary>
    public static string Efer(ulong value) => Names(value, _efer);

    /// <summary>RFLAGS. SDM 1, "EFLAGS Register".</summary>
    public static string Rflags(ulong value) =>
        (value >> 12 & 3) == 0 ? Names(value, _rflags) : $"{Names(value, _rflags)} IOPL={value >> 12 & 3}".TrimStart();

    /// <summary>
    /// Access rights of a segment, in the format of <see cref="Kernel.Abi.SegmentState.AccessRights"/>.
    /// </summary>
    public static string Segment(uint rights)
    {
        if ((rights & (1 << 16)) != 0 || (rights & (1 << 7)) == 0)
        {
            return "unusable";
        }

        string ring = $"DPL {rights >> 5 & 3}";
        if ((rights & (1 << 4)) == 0)
        {
            return $"{SystemType(rights & 15)}, {ring}";
        }

        bool isCode = (rights & 8) != 0;
        string data = (rights & 2) != 0 ? "data read/write" : "data read-only";
        return $"{(isCode ? Code(rights) : data)}, {ring}";
    }

    private static string Code(uint rights)
    {
        string size = (rights & (1 << 13)) != 0 ? "64" : (rights & (1 << 14)) != 0 ? "32" : "16";
        return (rights & 4) != 0 ? $"code {size}-bit conforming" : $"code {size}-bit";
    }

    // SDM 3A, "System-Segment and Gate-Descriptor Types".
    private static string SystemType(uint type) => type switch
    {
        1 => "16-bit TSS available",
        2 => "LDT",
        3 => "16-bit TSS busy",
        9 => "TSS available",
        11 => "TSS busy",
        _ => $"system type {type}",
    };

    private static string Names(ulong value, (int Bit, string Name)[] bits) =>
        string.Join(' ', bits.Where(bit => (value >> bit.Bit & 1) != 0).Select(bit => bit.Name));
}
