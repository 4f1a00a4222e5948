// The part of an instruction behind its opcode: ModRM, SIB, displacement, immediates.
namespace MicroHV.Kernel.Vcpu.Decoding;

/// <summary>Reads what <see cref="OpcodeForms"/> says follows an opcode.</summary>
public static class Operands
{
    private const int SibFollows = 4;
    private const int NoBase = 5;
    private const int NoBase16 = 6;

    /// <summary>
    /// Reads ModRM, SIB, displacement and immediates of <paramref name="form"/>; false if the bytes end before.
    /// </summary>
    public static bool TryRead(ref InstructionBytes rest, ref Instruction instruction, byte form)
    {
        if ((form & OpcodeForms.ModRm) != 0 && !TryReadModRm(ref rest, ref instruction))
        {
            return false;
        }

        int immediate = form & OpcodeForms.ImmediateMask;
        return immediate == OpcodeForms.NoImmediate || rest.TrySkip(ImmediateSizeBytes(in instruction, immediate));
    }

    private static bool TryReadModRm(ref InstructionBytes rest, ref Instruction instruction)
    {
        instruction.HasModRm = true;
        if (!rest.TryReadByte(out instruction.ModRm))
        {
            return false;
        }

        if (instruction.IsRegisterForm)
        {
            return true;
        }

        if (instruction.AddressSizeBytes == 2)
        {
            return rest.TryReadSigned(DisplacementSizeBytes16(in instruction), out instruction.Displacement);
        }

        int baseRegister = instruction.ModRm & 7;
        if (baseRegister == SibFollows)
        {
            if (!rest.TryReadByte(out instruction.Sib))
            {
                return false;
            }

            baseRegister = instruction.Sib & 7;
        }

        return rest.TryReadSigned(DisplacementSizeBytes(instruction.Mod, baseRegister), out instruction.Displacement);
    }

    // SDM 2A, "16-Bit Addressing Forms with the ModR/M Byte".
    private static int DisplacementSizeBytes16(in Instruction instruction) => instruction.Mod switch
    {
        0 => (instruction.ModRm & 7) == NoBase16 ? 2 : 0,
        1 => 1,
        _ => 2,
    };

    // SDM 2A, "32-Bit Addressing Forms with the ModR/M Byte" and "32-Bit Addressing Forms with the SIB Byte".
    private static int DisplacementSizeBytes(uint mod, int baseRegister) => mod switch
    {
        0 => baseRegister == NoBase ? 4 : 0,
        1 => 1,
        _ => 4,
    };

    private static int ImmediateSizeBytes(in Instruction instruction, int immediate)
    {
        bool isTest = instruction.OpcodeExtension <= 1;
        switch (immediate)
        {
            case OpcodeForms.Byte:
                return 1;
            case OpcodeForms.Word:
                return 2;
            case OpcodeForms.Doubleword:
                return 4;
            case OpcodeForms.OperandSizeUpTo4:
                return SizeUpTo4(in instruction);
            case OpcodeForms.OperandSize:
                return (int)instruction.OperandSizeBytes;
            case OpcodeForms.FarPointer:
                return SizeUpTo4(in instruction) + 2;
            case OpcodeForms.AddressSize:
                return (int)instruction.AddressSizeBytes;
            case OpcodeForms.WordAndByte:
                return 3;
            case OpcodeForms.Group3Byte:
                return isTest ? 1 : 0;
            case OpcodeForms.Group3OperandSize:
                return isTest ? SizeUpTo4(in instruction) : 0;
            case OpcodeForms.Sse4a:
                return instruction.Has(InstructionPrefixes.OperandSize | InstructionPrefixes.Repne) ? 2 : 0;
            default:
                return 0;
        }
    }

    private static int SizeUpTo4(in Instruction instruction) => instruction.OperandSizeBytes == 2 ? 2 : 4;
}
