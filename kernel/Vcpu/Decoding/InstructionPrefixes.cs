// The prefixes that an instruction carries.
namespace MicroHV.Kernel.Vcpu.Decoding;

using System;

/// <summary>Legacy prefixes. APM 3, "Legacy Prefixes"; SDM 2A, "Instruction Prefixes".</summary>
[Flags]
public enum InstructionPrefixes : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>F0.</summary>
    Lock = 1,

    /// <summary>F3, and no F2 after it.</summary>
    Rep = 2,

    /// <summary>F2, and no F3 after it.</summary>
    Repne = 4,

    /// <summary>66.</summary>
    OperandSize = 8,

    /// <summary>67.</summary>
    AddressSize = 16,
}

/// <summary>The last segment-override prefix of an instruction; in 64-bit code only FS and GS have an effect.</summary>
public enum SegmentOverride : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>26.</summary>
    Es = 0x26,

    /// <summary>2E.</summary>
    Cs = 0x2E,

    /// <summary>36.</summary>
    Ss = 0x36,

    /// <summary>3E.</summary>
    Ds = 0x3E,

    /// <summary>64.</summary>
    Fs = 0x64,

    /// <summary>65.</summary>
    Gs = 0x65,
}
