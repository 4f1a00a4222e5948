// What follows each opcode byte of the primary map and of map 0F: a ModRM byte, an immediate, or nothing.
namespace MicroHV.Kernel.Vcpu.Decoding;

using System;

/// <summary>
/// Two tables of 256 bytes. Bits 3:0 are an immediate kind, bit 4 says ModRM, bit 5 undefined in 64-bit code, bit 6
/// undefined, bit 7 legacy prefix. APM 3, "Opcode and Operand Encodings"; SDM 2D, "One, Two, and
/// Three-Byte Opcode Maps". Escapes and the bytes that begin VEX, EVEX and XOP are recognised before the forms of opcodes are read.
/// </summary>
public static class OpcodeForms
{
    /// <summary>The bits that hold an immediate kind.</summary>
    public const byte ImmediateMask = 0x0F;

    /// <summary>A ModRM byte follows.</summary>
    public const byte ModRm = 0x10;

    /// <summary>Undefined in 64-bit code.</summary>
    public const byte Not64 = 0x20;

    /// <summary>Undefined in all code.</summary>
    public const byte Undefined = 0x40;

    /// <summary>A legacy prefix, in the primary map.</summary>
    public const byte Prefix = 0x80;

    /// <summary>Immediate kind: none.</summary>
    public const byte NoImmediate = 0;

    /// <summary>Immediate kind: one byte.</summary>
    public const byte Byte = 1;

    /// <summary>Immediate kind: two bytes.</summary>
    public const byte Word = 2;

    /// <summary>Immediate kind: four bytes.</summary>
    public const byte Doubleword = 3;

    /// <summary>Immediate kind: two bytes if the operand size is two bytes, else four.</summary>
    public const byte OperandSizeUpTo4 = 4;

    /// <summary>Immediate kind: as many bytes as the operand size (MOV to a register).</summary>
    public const byte OperandSize = 5;

    /// <summary>Immediate kind: a far pointer, an offset of operand size up to four bytes and a selector.</summary>
    public const byte FarPointer = 6;

    /// <summary>Immediate kind: an absolute offset of address size.</summary>
    public const byte AddressSize = 7;

    /// <summary>Immediate kind: two bytes and one byte (ENTER).</summary>
    public const byte WordAndByte = 8;

    /// <summary>Immediate kind: one byte if ModRM.reg is 0 or 1 (TEST of group 3), else none.</summary>
    public const byte Group3Byte = 9;

    /// <summary>
    /// Immediate kind: operand size up to four bytes if ModRM.reg is 0 or 1 (TEST of group 3), else none.
    /// </summary>
    public const byte Group3OperandSize = 10;

    /// <summary>Immediate kind: two bytes with prefix 66 or F2 (EXTRQ, INSERTQ), else none (VMREAD).</summary>
    public const byte Sse4a = 11;

    /// <summary>Forms of the primary map.</summary>
    public static ReadOnlySpan<byte> Primary => new byte[]
    {
        // x0 to x7, then x8 to xF
        M_, M_, M_, M_, I1, Iz, X_, X_, M_, M_, M_, M_, I1, Iz, X_, No, // 0x
        M_, M_, M_, M_, I1, Iz, X_, X_, M_, M_, M_, M_, I1, Iz, X_, X_, // 1x
        M_, M_, M_, M_, I1, Iz, Px, X_, M_, M_, M_, M_, I1, Iz, Px, X_, // 2x
        M_, M_, M_, M_, I1, Iz, Px, X_, M_, M_, M_, M_, I1, Iz, Px, X_, // 3x
        __, __, __, __, __, __, __, __, __, __, __, __, __, __, __, __, // 4x INC, DEC; REX in 64-bit code
        __, __, __, __, __, __, __, __, __, __, __, __, __, __, __, __, // 5x
        X_, X_, XM, M_, Px, Px, Px, Px, Iz, Mz, I1, M1, __, __, __, __, // 6x
        I1, I1, I1, I1, I1, I1, I1, I1, I1, I1, I1, I1, I1, I1, I1, I1, // 7x
        M1, Mz, A1, M1, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, // 8x
        __, __, __, __, __, __, __, __, __, __, Fp, __, __, __, __, __, // 9x
        Of, Of, Of, Of, __, __, __, __, I1, Iz, __, __, __, __, __, __, // Ax
        I1, I1, I1, I1, I1, I1, I1, I1, Iv, Iv, Iv, Iv, Iv, Iv, Iv, Iv, // Bx
        M1, M1, I2, __, XM, XM, M1, Mz, En, __, I2, __, __, I1, X_, __, // Cx
        M_, M_, M_, M_, X1, X1, X_, __, M_, M_, M_, M_, M_, M_, M_, M_, // Dx
        I1, I1, I1, I1, I1, I1, I1, I1, Iz, Iz, Fp, I1, __, __, __, __, // Ex
        Px, __, Px, Px, __, __, G1, Gz, __, __, __, __, __, __, M_, M_, // Fx
    };

    /// <summary>Forms of map 0F. UD0 (0F FF) has no ModRM byte, as APM 3, "UD0, UD1, UD2" has it.</summary>
    public static ReadOnlySpan<byte> Map0F => new byte[]
    {
        // x0 to x7, then x8 to xF
        M_, M_, M_, M_, No, __, __, __, __, __, No, __, No, M_, __, M1, // 0x
        M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, // 1x
        M_, M_, M_, M_, No, No, No, No, M_, M_, M_, M_, M_, M_, M_, M_, // 2x
        __, __, __, __, __, __, No, __, No, No, No, No, No, No, No, No, // 3x
        M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, // 4x
        M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, // 5x
        M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, // 6x
        M1, M1, M1, M1, M_, M_, M_, __, S4, M_, No, No, M_, M_, M_, M_, // 7x
        Iz, Iz, Iz, Iz, Iz, Iz, Iz, Iz, Iz, Iz, Iz, Iz, Iz, Iz, Iz, Iz, // 8x
        M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, // 9x
        __, __, __, M_, M1, M_, M_, M_, __, __, __, M_, M1, M_, M_, M_, // Ax
        M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M1, M_, M_, M_, M_, M_, // Bx
        M_, M_, M1, M_, M1, M1, M1, M_, __, __, __, __, __, __, __, __, // Cx
        M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, // Dx
        M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, // Ex
        M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, M_, __, // Fx
    };

    // The tables' shorthand.
    private const byte __ = NoImmediate;
    private const byte M_ = ModRm;
    private const byte I1 = Byte;
    private const byte I2 = Word;
    private const byte Iz = OperandSizeUpTo4;
    private const byte Iv = OperandSize;
    private const byte Of = AddressSize;
    private const byte En = WordAndByte;
    private const byte Fp = Not64 | FarPointer;
    private const byte M1 = ModRm | Byte;
    private const byte Mz = ModRm | OperandSizeUpTo4;
    private const byte G1 = ModRm | Group3Byte;
    private const byte Gz = ModRm | Group3OperandSize;
    private const byte S4 = ModRm | Sse4a;
    private const byte X_ = Not64;
    private const byte X1 = Not64 | Byte;
    private const byte XM = Not64 | ModRm;
    private const byte A1 = Not64 | ModRm | Byte;
    private const byte No = Undefined;
    private const byte Px = Prefix;
}
