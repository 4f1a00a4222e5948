// The encodings that replace escape bytes and prefixes by a payload: VEX, EVEX and XOP.
namespace MicroHV.Kernel.Vcpu.Decoding;

/// <summary>
/// Recognises and reads VEX, EVEX and XOP. SDM 2A, "Intel Advanced Vector Extensions (Intel AVX)" and "Intel AVX-512
/// Encoding"; APM 6, "Instruction Encoding".
/// </summary>
public static class VectorEncodings
{
    private const byte Vex3 = 0xC4;
    private const byte Vex2 = 0xC5;
    private const byte Evex = 0x62;
    private const byte Xop = 0x8F;

    private const byte MapSelectMask = 0x1F;
    private const byte EvexMapMask = 0x07;
    private const byte EvexFixed0InByte1 = 0x08;
    private const byte EvexFixed1InByte2 = 0x04;

    private const byte ZeroAllOrUpper = 0x77;

    // The payload says what these prefixes would; with one of them, or with REX, the instruction is #UD.
    private const InstructionPrefixes Refused =
        InstructionPrefixes.Lock | InstructionPrefixes.Rep
        | InstructionPrefixes.Repne | InstructionPrefixes.OperandSize;

    /// <summary>
    /// True if <paramref name="opcode"/>, the byte before <paramref name="rest"/>, begins one of the three.
    /// </summary>
    public static bool TryRecognise(
        in InstructionBytes rest, in Instruction instruction, byte opcode, out InstructionEncoding encoding)
    {
        encoding = opcode switch
        {
            Vex3 or Vex2 => InstructionEncoding.Vex,
            Evex => InstructionEncoding.Evex,
            Xop => InstructionEncoding.Xop,
            _ => InstructionEncoding.Legacy,
        };

        if (encoding == InstructionEncoding.Legacy || !rest.TryPeekByte(out byte payload))
        {
            return false;
        }

        // POP has 0 in ModRM.reg, hence nothing in bits 4:3; XOP has its map there, 8 or more.
        if (encoding == InstructionEncoding.Xop)
        {
            return (payload & MapSelectMask) >= (byte)OpcodeMap.Xop8;
        }

        // Outside 64-bit code LES, LDS and BOUND have these bytes. They take no register operand, so that ModRM.mod = 3
        // is free.
        return instruction.CodeSize == CodeSize.Bits64 || (payload & 0xC0) == 0xC0;
    }

    /// <summary>
    /// Reads the rest of an instruction that <see cref="TryRecognise"/> recognised; false if it is undefined or cut
    /// short.
    /// </summary>
    public static bool TryRead(
        ref InstructionBytes rest, ref Instruction instruction, byte opcode, InstructionEncoding encoding)
    {
        instruction.Encoding = encoding;
        if (instruction.Has(Refused) || instruction.Rex != 0)
        {
            return false;
        }

        bool hasMap = encoding switch
        {
            InstructionEncoding.Vex => TryReadVexPayload(ref rest, ref instruction, opcode),
            InstructionEncoding.Evex => TryReadEvexPayload(ref rest, ref instruction),
            InstructionEncoding.Xop => TryReadXopPayload(ref rest, ref instruction),
            _ => false,
        };

        return hasMap
            && rest.TryReadByte(out instruction.Opcode)
            && Operands.TryRead(ref rest, ref instruction, Form(in instruction));
    }

    private static bool TryReadVexPayload(ref InstructionBytes rest, ref Instruction instruction, byte opcode)
    {
        if (!rest.TryReadByte(out byte payload))
        {
            return false;
        }

        if (opcode == Vex2)
        {
            instruction.Map = OpcodeMap.Map0F;
            return true;
        }

        instruction.Map = (OpcodeMap)(payload & MapSelectMask);
        return instruction.Map is OpcodeMap.Map0F or OpcodeMap.Map0F38 or OpcodeMap.Map0F3A && rest.TrySkip(1);
    }

    private static bool TryReadEvexPayload(ref InstructionBytes rest, ref Instruction instruction)
    {
        if (!rest.TryReadByte(out byte byte1) || !rest.TryReadByte(out byte byte2) || !rest.TrySkip(1))
        {
            return false;
        }

        instruction.Map = (OpcodeMap)(byte1 & EvexMapMask);
        bool hasFixedBits = (byte1 & EvexFixed0InByte1) == 0 && (byte2 & EvexFixed1InByte2) != 0;
        bool hasMap = instruction.Map is OpcodeMap.Map0F or OpcodeMap.Map0F38 or OpcodeMap.Map0F3A
            or OpcodeMap.Map5 or OpcodeMap.Map6;
        return hasFixedBits && hasMap;
    }

    private static bool TryReadXopPayload(ref InstructionBytes rest, ref Instruction instruction)
    {
        if (!rest.TryReadByte(out byte byte1) || !rest.TrySkip(1))
        {
            return false;
        }

        instruction.Map = (OpcodeMap)(byte1 & MapSelectMask);
        return instruction.Map is OpcodeMap.Xop8 or OpcodeMap.Xop9 or OpcodeMap.XopA;
    }

    private static byte Form(in Instruction instruction)
    {
        switch (instruction.Map)
        {
            case OpcodeMap.Map0F3A:
            case OpcodeMap.Xop8:
                return OpcodeForms.ModRm | OpcodeForms.Byte;
            case OpcodeMap.XopA:
                return OpcodeForms.ModRm | OpcodeForms.Doubleword;
            case OpcodeMap.Map0F:
                return FormInMap0F(in instruction);
            case OpcodeMap.Map0F38:
            case OpcodeMap.Map5:
            case OpcodeMap.Map6:
            case OpcodeMap.Xop9:
            case OpcodeMap.Primary:
            case OpcodeMap.Amd3DNow:
            default:
                return OpcodeForms.ModRm;
        }
    }

    private static byte FormInMap0F(in Instruction instruction)
    {
        if (instruction.Opcode == ZeroAllOrUpper && instruction.Encoding == InstructionEncoding.Vex)
        {
            return OpcodeForms.NoImmediate;
        }

        // Shuffles and shifts by a constant, compares, and inserts and extracts of a word.
        bool hasImmediate = instruction.Opcode is (>= 0x70 and <= 0x73) or 0xC2 or (>= 0xC4 and <= 0xC6);
        return hasImmediate ? (byte)(OpcodeForms.ModRm | OpcodeForms.Byte) : OpcodeForms.ModRm;
    }
}
