// How long an x86 instruction is, and which one, from its bytes alone.
namespace MicroHV.Kernel.Vcpu.Decoding;

using System;

/// <summary>
/// A decoder of instruction lengths for 16-, 32- and 64-bit code. The bytes come from a guest and are hostile: every
/// read is bounds-checked, nothing recurses, and at most <see cref="MaxLengthBytes"/> bytes are looked at.
/// </summary>
/// <remarks>
/// Where the vendors disagree it reads as AMD's processors do, because Intel's report the length of every instruction
/// that exits: in 64-bit code a 66 prefix makes near branches 16 bits wide, and UD0 has no ModRM byte. Opcodes that are
/// undefined in the primary map and map 0F are refused. In the other maps, and below the opcode (members of groups,
/// memory or register forms), the undefined has the length of its defined neighbours.
/// </remarks>
public static class InstructionDecoder
{
    /// <summary>Longer instructions are #GP. APM 3, "Encoding Syntax".</summary>
    public const int MaxLengthBytes = 15;

    private const byte TwoByteEscape = 0x0F;
    private const byte Escape38 = 0x38;
    private const byte Escape3A = 0x3A;
    private const byte PopcntOrJmpe = 0xB8;
    private const byte FirstMoveOfControlOrDebugRegister = 0x20;
    private const byte LastMoveOfControlOrDebugRegister = 0x23;

    /// <summary>
    /// Decodes the instruction at the start of <paramref name="bytes"/>. False if it does not end within them or within
    /// 15 bytes, or is undefined; then <paramref name="instruction"/> means nothing.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, CodeSize size, out Instruction instruction)
    {
        instruction = default;
        instruction.CodeSize = size;

        InstructionBytes rest = new(bytes);
        if (!TryReadPrefixes(ref rest, ref instruction, out byte opcode)
            || !TryReadOpcode(ref rest, ref instruction, opcode))
        {
            return false;
        }

        instruction.Length = (byte)rest.Position;
        return true;
    }

    private static bool TryReadPrefixes(ref InstructionBytes rest, ref Instruction instruction, out byte opcode)
    {
        // Bounded by the 15 bytes that InstructionBytes gives.
        while (rest.TryReadByte(out opcode))
        {
            if (instruction.CodeSize == CodeSize.Bits64 && (opcode & 0xF0) == 0x40)
            {
                instruction.Rex = opcode;
                continue;
            }

            if ((OpcodeForms.Primary[opcode] & OpcodeForms.Prefix) == 0)
            {
                return true;
            }

            // A REX prefix counts only right before the opcode or its escape byte: SDM 2A, "REX Prefixes".
            instruction.Rex = 0;
            TakeLegacyPrefix(ref instruction, opcode);
        }

        return false;
    }

    private static void TakeLegacyPrefix(ref Instruction instruction, byte prefix)
    {
        switch (prefix)
        {
            case 0x66:
                instruction.Prefixes |= InstructionPrefixes.OperandSize;
                return;
            case 0x67:
                instruction.Prefixes |= InstructionPrefixes.AddressSize;
                return;
            case 0xF0:
                instruction.Prefixes |= InstructionPrefixes.Lock;
                return;
            case 0xF2:
                instruction.Prefixes = (instruction.Prefixes & ~InstructionPrefixes.Rep) | InstructionPrefixes.Repne;
                return;
            case 0xF3:
                instruction.Prefixes = (instruction.Prefixes & ~InstructionPrefixes.Repne) | InstructionPrefixes.Rep;
                return;
            default:
                instruction.Segment = (SegmentOverride)prefix;
                return;
        }
    }

    private static bool TryReadOpcode(ref InstructionBytes rest, ref Instruction instruction, byte opcode)
    {
        if (opcode == TwoByteEscape)
        {
            return TryReadEscaped(ref rest, ref instruction);
        }

        if (VectorEncodings.TryRecognise(in rest, in instruction, opcode, out InstructionEncoding encoding))
        {
            return VectorEncodings.TryRead(ref rest, ref instruction, opcode, encoding);
        }

        instruction.Opcode = opcode;
        byte form = OpcodeForms.Primary[opcode];
        return IsDefined(form, instruction.CodeSize) && Operands.TryRead(ref rest, ref instruction, form);
    }

    private static bool TryReadEscaped(ref InstructionBytes rest, ref Instruction instruction)
    {
        if (!rest.TryReadByte(out byte opcode))
        {
            return false;
        }

        switch (opcode)
        {
            case Escape38:
                instruction.Map = OpcodeMap.Map0F38;
                return rest.TryReadByte(out instruction.Opcode)
                    && Operands.TryRead(ref rest, ref instruction, OpcodeForms.ModRm);
            case Escape3A:
                instruction.Map = OpcodeMap.Map0F3A;
                return rest.TryReadByte(out instruction.Opcode)
                    && Operands.TryRead(ref rest, ref instruction, OpcodeForms.ModRm | OpcodeForms.Byte);
            case TwoByteEscape:
                instruction.Map = OpcodeMap.Amd3DNow;
                return Operands.TryRead(ref rest, ref instruction, OpcodeForms.ModRm)
                    && rest.TryReadByte(out instruction.Opcode);
            default:
                return TryReadMap0F(ref rest, ref instruction, opcode);
        }
    }

    private static bool TryReadMap0F(ref InstructionBytes rest, ref Instruction instruction, byte opcode)
    {
        instruction.Map = OpcodeMap.Map0F;
        instruction.Opcode = opcode;

        // The processor ignores ModRM.mod: APM 3, "MOV CRn" and "MOV DRn". No SIB byte or displacement follows.
        if (opcode is >= FirstMoveOfControlOrDebugRegister and <= LastMoveOfControlOrDebugRegister)
        {
            instruction.HasModRm = true;
            return rest.TryReadByte(out instruction.ModRm);
        }

        // Without F3 this is not POPCNT but Itanium's JMPE, which no x86-64 processor has.
        if (opcode == PopcntOrJmpe && !instruction.Has(InstructionPrefixes.Rep))
        {
            return false;
        }

        byte form = OpcodeForms.Map0F[opcode];
        return IsDefined(form, instruction.CodeSize) && Operands.TryRead(ref rest, ref instruction, form);
    }

    private static bool IsDefined(byte form, CodeSize size)
    {
        bool isRefusedIn64 = size == CodeSize.Bits64 && (form & OpcodeForms.Not64) != 0;
        return (form & OpcodeForms.Undefined) == 0 && !isRefusedIn64;
    }
}
