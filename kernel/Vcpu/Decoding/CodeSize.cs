// How wide the code is that a virtual CPU runs.
namespace MicroHV.Kernel.Vcpu.Decoding;

/// <summary>
/// Default operand and address size of a code segment: CS.L and CS.D. APM 2, "Code-Segment Descriptors".
/// </summary>
public enum CodeSize : byte
{
    /// <summary>16-bit code: real mode, virtual-8086 mode, or CS.L = 0 and CS.D = 0.</summary>
    Bits16 = 0,

    /// <summary>32-bit code: CS.L = 0 and CS.D = 1.</summary>
    Bits32 = 1,

    /// <summary>64-bit code: long mode active and CS.L = 1.</summary>
    Bits64 = 2,
}
