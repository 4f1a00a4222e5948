// The tables in which an opcode byte has its meaning, and the forms in which an instruction names one.
namespace MicroHV.Kernel.Vcpu.Decoding;

/// <summary>
/// Opcode maps, numbered as VEX.map_select, EVEX.mmm and XOP.map_select number them. APM 3, "Opcode and Operand
/// Encodings"; SDM 2D, "Opcode Map".
/// </summary>
public enum OpcodeMap : byte
{
    /// <summary>One-byte opcodes.</summary>
    Primary = 0,

    /// <summary>Opcodes after 0F.</summary>
    Map0F = 1,

    /// <summary>Opcodes after 0F 38.</summary>
    Map0F38 = 2,

    /// <summary>Opcodes after 0F 3A; all end with an immediate byte.</summary>
    Map0F3A = 3,

    /// <summary>EVEX map 5: half-precision arithmetic.</summary>
    Map5 = 5,

    /// <summary>EVEX map 6: half-precision arithmetic.</summary>
    Map6 = 6,

    /// <summary>XOP map 8; all end with an immediate byte.</summary>
    Xop8 = 8,

    /// <summary>XOP map 9; no immediates.</summary>
    Xop9 = 9,

    /// <summary>XOP map 10; all end with an immediate of four bytes.</summary>
    XopA = 10,

    /// <summary>3DNow!: 0F 0F, with the opcode as the last byte of the instruction.</summary>
    Amd3DNow = 15,
}

/// <summary>The form in which an instruction names its map.</summary>
public enum InstructionEncoding : byte
{
    /// <summary>Escape bytes 0F, 0F 38, 0F 3A, or none.</summary>
    Legacy = 0,

    /// <summary>C4 or C5.</summary>
    Vex = 1,

    /// <summary>62.</summary>
    Evex = 2,

    /// <summary>8F.</summary>
    Xop = 3,
}
