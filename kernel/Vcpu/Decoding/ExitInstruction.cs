// Which of the instructions that exit a decoded instruction is, and the registers that it names.
namespace MicroHV.Kernel.Vcpu.Decoding;

using System;

/// <summary>
/// An instruction that exits. A backend whose processor does not report operands holds it against the exit: if the
/// guest has changed the bytes since the processor fetched them, the kinds differ.
/// </summary>
public readonly struct ExitInstruction
{
    private const byte TwoByteEscape = 0x0F;
    private const byte Group6 = 0x00;
    private const byte Group7 = 0x01;

    private ExitInstruction(ExitInstructionKind kind, uint length)
        : this(kind, length, 0, 0, false)
    {
    }

    private ExitInstruction(
        ExitInstructionKind kind, uint length, uint systemRegister, uint generalRegister, bool isMemory)
    {
        Kind = kind;
        Length = kind == ExitInstructionKind.None ? (byte)0 : (byte)length;
        SystemRegister = (byte)systemRegister;
        GeneralRegister = (byte)generalRegister;
        IsMemory = isMemory;
    }

    /// <summary>Which instruction.</summary>
    public ExitInstructionKind Kind { get; }

    /// <summary>
    /// Bytes of the instruction, prefixes included, 1 to <see cref="InstructionDecoder.MaxLengthBytes"/>; 0 if the kind
    /// is None.
    /// </summary>
    public byte Length { get; }

    /// <summary>Number of the control or debug register, 0 to 15, of a MOV to or from one; else 0.</summary>
    public byte SystemRegister { get; }

    /// <summary>
    /// Number of the general register, 0 to 15, that is the other operand; 0 if there is none or
    /// <see cref="IsMemory"/>.
    /// </summary>
    public byte GeneralRegister { get; }

    /// <summary>True if the operand that ModRM.r/m names lies in memory.</summary>
    public bool IsMemory { get; }

    /// <summary>True if that operand has 16 bits; never for a MOV to or from a control or debug register.</summary>
    public bool IsWord { get; private init; }

    /// <summary>
    /// Decodes and classifies the instruction at the start of <paramref name="bytes"/>. False if
    /// <see cref="InstructionDecoder.TryDecode"/> refuses it or it does not exit by itself.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, CodeSize size, out ExitInstruction exit)
    {
        // Nearly every exit is one of the instructions that 0F and one or two bytes make; they need no decoder.
        exit = WithoutPrefixesAndOperands(bytes);
        if (exit.Kind != ExitInstructionKind.None)
        {
            return true;
        }

        if (!InstructionDecoder.TryDecode(bytes, size, out Instruction instruction))
        {
            return false;
        }

        exit = Of(in instruction);
        return exit.Kind != ExitInstructionKind.None;
    }

    /// <summary>Classifies <paramref name="instruction"/>; the kind is None if it does not exit by itself.</summary>
    public static ExitInstruction Of(in Instruction instruction)
    {
        if (instruction.Encoding != InstructionEncoding.Legacy)
        {
            return default;
        }

        if (instruction.Has(InstructionPrefixes.Lock) && !TakesLock(in instruction))
        {
            return default;
        }

        return instruction.Map switch
        {
            OpcodeMap.Map0F => InMap0F(in instruction),
            OpcodeMap.Primary => new ExitInstruction(InPrimary(in instruction), instruction.Length),
            OpcodeMap.Map0F38 => new ExitInstruction(InMap0F38(in instruction), instruction.Length),
            _ => default,
        };
    }

    private static ExitInstruction WithoutPrefixesAndOperands(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 3 || bytes[0] != TwoByteEscape)
        {
            return default;
        }

        return bytes[1] == Group7
            ? new ExitInstruction(InGroup7OfModRm(bytes[2], InstructionPrefixes.None), 3)
            : new ExitInstruction(InMap0FWithoutOperands(bytes[1]), 2);
    }

    // Of all these only MOV CRn takes LOCK (it then means CR8); on the others LOCK is #UD, which comes before an exit.
    private static bool TakesLock(in Instruction instruction) =>
        instruction.Map == OpcodeMap.Map0F && instruction.Opcode is (0x20 or 0x22);

    private static ExitInstructionKind InPrimary(in Instruction instruction)
    {
        switch (instruction.Opcode)
        {
            case 0x6C:
            case 0x6D:
                return ExitInstructionKind.Ins;
            case 0x6E:
            case 0x6F:
                return ExitInstructionKind.Outs;
            case 0x90:
                return instruction.Has(InstructionPrefixes.Rep) ? ExitInstructionKind.Pause : ExitInstructionKind.None;
            case 0x9C:
                return ExitInstructionKind.Pushf;
            case 0x9D:
                return ExitInstructionKind.Popf;
            case 0xCC:
                return ExitInstructionKind.Int3;
            case 0xCD:
                return ExitInstructionKind.SoftwareInterrupt;
            case 0xCE:
                return ExitInstructionKind.Into;
            case 0xCF:
                return ExitInstructionKind.Iret;
            case 0xE4:
            case 0xE5:
            case 0xEC:
            case 0xED:
                return ExitInstructionKind.In;
            case 0xE6:
            case 0xE7:
            case 0xEE:
            case 0xEF:
                return ExitInstructionKind.Out;
            case 0xF1:
                return ExitInstructionKind.Int1;
            case 0xF4:
                return ExitInstructionKind.Hlt;
            default:
                return ExitInstructionKind.None;
        }
    }

    private static ExitInstruction InMap0F(in Instruction instruction)
    {
        switch (instruction.Opcode)
        {
            case Group6:
                return WithOperand(InGroup6(in instruction), in instruction);
            case Group7:
                return InGroup7(in instruction);
            case 0x20:
                return MoveOfSystemRegister(ExitInstructionKind.MovFromCr, in instruction);
            case 0x21:
                return MoveOfSystemRegister(ExitInstructionKind.MovFromDr, in instruction);
            case 0x22:
                return MoveOfSystemRegister(ExitInstructionKind.MovToCr, in instruction);
            case 0x23:
                return MoveOfSystemRegister(ExitInstructionKind.MovToDr, in instruction);
            default:
                return new ExitInstruction(InMap0FWithoutOperands(instruction.Opcode), instruction.Length);
        }
    }

    private static ExitInstructionKind InMap0FWithoutOperands(byte opcode) => opcode switch
    {
        0x06 => ExitInstructionKind.Clts,
        0x08 => ExitInstructionKind.Invd,
        0x09 => ExitInstructionKind.Wbinvd,
        0x30 => ExitInstructionKind.Wrmsr,
        0x31 => ExitInstructionKind.Rdtsc,
        0x32 => ExitInstructionKind.Rdmsr,
        0x33 => ExitInstructionKind.Rdpmc,
        0xA2 => ExitInstructionKind.Cpuid,
        0xAA => ExitInstructionKind.Rsm,
        _ => ExitInstructionKind.None,
    };

    private static ExitInstructionKind InMap0F38(in Instruction instruction)
    {
        bool isInvpcid = instruction.Opcode == 0x82
            && instruction.Has(InstructionPrefixes.OperandSize)
            && !instruction.Has(InstructionPrefixes.Rep | InstructionPrefixes.Repne)
            && !instruction.IsRegisterForm;
        return isInvpcid ? ExitInstructionKind.Invpcid : ExitInstructionKind.None;
    }

    private static ExitInstruction MoveOfSystemRegister(ExitInstructionKind kind, in Instruction instruction)
    {
        // "LOCK MOV CR0" is another name of MOV CR8, for code that has no REX prefix: APM 3, "MOV CRn".
        uint systemRegister = instruction.Register;
        if (instruction.Has(InstructionPrefixes.Lock))
        {
            if (systemRegister != 0)
            {
                return default;
            }

            systemRegister = 8;
        }

        uint generalRegister = instruction.RegisterOrMemory;
        return new ExitInstruction(kind, instruction.Length, systemRegister, generalRegister, isMemory: false);
    }

    private static ExitInstruction WithOperand(ExitInstructionKind kind, in Instruction instruction)
    {
        if (kind == ExitInstructionKind.None)
        {
            return default;
        }

        uint register = instruction.IsRegisterForm ? instruction.RegisterOrMemory : 0;
        return new ExitInstruction(kind, instruction.Length, 0, register, !instruction.IsRegisterForm)
        {
            IsWord = instruction.OperandSizeBytes == 2,
        };
    }

    private static ExitInstructionKind InGroup6(in Instruction instruction) => instruction.OpcodeExtension switch
    {
        0 => ExitInstructionKind.Sldt,
        1 => ExitInstructionKind.Str,
        2 => ExitInstructionKind.Lldt,
        3 => ExitInstructionKind.Ltr,
        _ => ExitInstructionKind.None,
    };

    private static ExitInstructionKind InGroup7Memory(in Instruction instruction) => instruction.OpcodeExtension switch
    {
        0 => ExitInstructionKind.Sgdt,
        1 => ExitInstructionKind.Sidt,
        2 => ExitInstructionKind.Lgdt,
        3 => ExitInstructionKind.Lidt,
        4 => ExitInstructionKind.Smsw,
        6 => ExitInstructionKind.Lmsw,
        7 => ExitInstructionKind.Invlpg,
        _ => ExitInstructionKind.None,
    };

    // With ModRM.mod = 3 all of the ModRM byte but SMSW's and LMSW's register is opcode: APM 3, "ModRM-Byte Opcode
    // Extensions".
    private static ExitInstruction InGroup7(in Instruction instruction)
    {
        if (!instruction.IsRegisterForm)
        {
            return WithOperand(InGroup7Memory(in instruction), in instruction);
        }

        return instruction.OpcodeExtension switch
        {
            4 => WithOperand(ExitInstructionKind.Smsw, in instruction),
            6 => WithOperand(ExitInstructionKind.Lmsw, in instruction),
            _ => new ExitInstruction(InGroup7OfModRm(instruction.ModRm, instruction.Prefixes), instruction.Length),
        };
    }

    private static ExitInstructionKind InGroup7OfModRm(byte modRm, InstructionPrefixes prefixes)
    {
        // With F2 or F3 the last ones are PSMASH, PVALIDATE and the like, which handle an encrypted guest's pages.
        bool isPlain = (prefixes & (InstructionPrefixes.Rep | InstructionPrefixes.Repne)) == 0;
        bool isRep = (prefixes & InstructionPrefixes.Rep) != 0;
        return modRm switch
        {
            0xC1 => ExitInstructionKind.Vmcall,
            0xC8 => ExitInstructionKind.Monitor,
            0xC9 => ExitInstructionKind.Mwait,
            0xD1 => ExitInstructionKind.Xsetbv,
            0xD8 => ExitInstructionKind.Vmrun,
            0xD9 => ExitInstructionKind.Vmmcall,
            0xDA => ExitInstructionKind.Vmload,
            0xDB => ExitInstructionKind.Vmsave,
            0xDC => ExitInstructionKind.Stgi,
            0xDD => ExitInstructionKind.Clgi,
            0xDE => ExitInstructionKind.Skinit,
            0xDF => ExitInstructionKind.Invlpga,
            0xF9 => ExitInstructionKind.Rdtscp,
            0xFA => isRep ? ExitInstructionKind.Mcommit : ExitInstructionKind.Monitorx,
            0xFB => ExitInstructionKind.Mwaitx,
            0xFD when isPlain => ExitInstructionKind.Rdpru,
            0xFE when isPlain => ExitInstructionKind.Invlpgb,
            0xFF when isPlain => ExitInstructionKind.Tlbsync,
            _ => ExitInstructionKind.None,
        };
    }
}
