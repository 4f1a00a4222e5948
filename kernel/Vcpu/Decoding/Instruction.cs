// An instruction, taken apart as far as its length and its operands' numbers need.
namespace MicroHV.Kernel.Vcpu.Decoding;

/// <summary>What <see cref="InstructionDecoder"/> found. 16 bytes, no pointers.</summary>
public struct Instruction
{
    /// <summary>REX.B: bit 3 of the register in ModRM.r/m, in SIB.base or in the opcode.</summary>
    public const byte RexB = 0x01;

    /// <summary>REX.X: bit 3 of the register in SIB.index.</summary>
    public const byte RexX = 0x02;

    /// <summary>REX.R: bit 3 of the register in ModRM.reg.</summary>
    public const byte RexR = 0x04;

    /// <summary>REX.W: an operand size of 8 bytes.</summary>
    public const byte RexW = 0x08;

    /// <summary>
    /// Bytes from the first prefix to the last immediate, 1 to <see cref="InstructionDecoder.MaxLengthBytes"/>.
    /// </summary>
    public byte Length;

    /// <summary>The opcode byte within <see cref="Map"/>.</summary>
    public byte Opcode;

    /// <summary>The map of the opcode.</summary>
    public OpcodeMap Map;

    /// <summary>How the instruction names its map.</summary>
    public InstructionEncoding Encoding;

    /// <summary>Its legacy prefixes.</summary>
    public InstructionPrefixes Prefixes;

    /// <summary>Its segment-override prefix.</summary>
    public SegmentOverride Segment;

    /// <summary>
    /// The REX prefix in force, or 0. A REX prefix that another prefix follows has no effect and is not kept.
    /// </summary>
    public byte Rex;

    /// <summary>The code that it was decoded as.</summary>
    public CodeSize CodeSize;

    /// <summary>True if a ModRM byte follows the opcode.</summary>
    public bool HasModRm;

    /// <summary>The ModRM byte, or 0.</summary>
    public byte ModRm;

    /// <summary>The SIB byte, or 0.</summary>
    public byte Sib;

    /// <summary>Zero.</summary>
    public byte Reserved;

    /// <summary>
    /// The displacement of a memory operand, sign-extended; 0 if it has none. Not for MOV with an absolute offset.
    /// </summary>
    public int Displacement;

    /// <summary>ModRM.mod, 0 to 3; 3 says that ModRM.r/m is a register.</summary>
    public readonly uint Mod => (uint)ModRm >> 6;

    /// <summary>True if ModRM.r/m names a register.</summary>
    public readonly bool IsRegisterForm => Mod == 3;

    /// <summary>ModRM.reg without extension, 0 to 7: where it extends the opcode.</summary>
    public readonly uint OpcodeExtension => ((uint)ModRm >> 3) & 7;

    /// <summary>The register that ModRM.reg names with REX.R, 0 to 15.</summary>
    public readonly uint Register => OpcodeExtension | ((Rex & RexR) != 0 ? 8u : 0u);

    /// <summary>The register that ModRM.r/m names with REX.B, 0 to 15, where <see cref="Mod"/> is 3.</summary>
    public readonly uint RegisterOrMemory => (ModRm & 7u) | ((Rex & RexB) != 0 ? 8u : 0u);

    /// <summary>The effective operand size of an instruction that has no size of its own: 2, 4 or 8 bytes.</summary>
    public readonly uint OperandSizeBytes
    {
        get
        {
            if (CodeSize == CodeSize.Bits64 && (Rex & RexW) != 0)
            {
                return 8;
            }

            bool isOverridden = Has(InstructionPrefixes.OperandSize);
            return (CodeSize == CodeSize.Bits16) == isOverridden ? 4u : 2u;
        }
    }

    /// <summary>The effective address size: 2, 4 or 8 bytes.</summary>
    public readonly uint AddressSizeBytes
    {
        get
        {
            bool isOverridden = Has(InstructionPrefixes.AddressSize);
            if (CodeSize == CodeSize.Bits64)
            {
                return isOverridden ? 4u : 8u;
            }

            return (CodeSize == CodeSize.Bits16) == isOverridden ? 4u : 2u;
        }
    }

    /// <summary>True if it carries <paramref name="prefix"/>.</summary>
    public readonly bool Has(InstructionPrefixes prefix) => (Prefixes & prefix) != 0;
}
