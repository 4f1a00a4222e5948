// Which of the instructions that exit a decoded instruction is, and the registers that it names.
namespace MicroHV.Kernel.Vcpu.Decoding;

/// <summary>
/// An instruction that exits. A backend whose processor does not report operands holds it against the exit: if the guest has
/// changed the bytes since the processor fetched them, the kinds differ.
/// </summary>
public readonly struct ExitInstruction
{
    private ExitInstruction(ExitInstructionKind kind)
        : this(kind, 0, 0, false)
    {
    }

    private ExitInstruction(ExitInstructionKind kind, uint systemRegister, uint generalRegister, bool isMemory)
    {
        Kind = kind;
        SystemRegister = (byte)systemRegister;
        GeneralRegister = (byte)generalRegister;
        IsMemory = isMemory;
    }

    /// <summary>Which instruction.</summary>
    public ExitInstructionKind Kind { get; }

    /// <summary>Number of the control or debug register, 0 to 15, of a MOV to or from one; else 0.</summary>
    public byte SystemRegister { get; }

    /// <summary>Number of the general register, 0 to 15, that is the other operand; 0 if there is none or <see cref="IsMemory"/>.</summary>
    public byte GeneralRegister { get; }

    /// <summary>True if the operand that ModRM.r/m names lies in memory.</summary>
    public bool IsMemory { get; }

    /// <summary>Classifies <paramref name="instruction"/>; the kind is None if it does not exit by itself.</summary>
    public static ExitInstruction Of(in Instruction instruction)
    {
        if (instruction.Encoding != InstructionEncoding.Legacy)
        {
            return default;
        }

        // Of these instructions only MOV CRn takes LOCK (it then means CR8); on all others LOCK is #UD, which comes before an exit.
        bool isMoveOfControlRegister = instruction.Map == OpcodeMap.Map0F && instruction.Opcode is (0x20 or 0x22);
        if (instruction.Has(InstructionPrefixes.Lock) && !isMoveOfControlRegister)
        {
            return default;
        }

        return instruction.Map switch
        {
            OpcodeMap.Primary => new ExitInstruction(InPrimary(in instruction)),
            OpcodeMap.Map0F => InMap0F(in instruction),
            OpcodeMap.Map0F38 => new ExitInstruction(InMap0F38(in instruction)),
            OpcodeMap.Map0F3A or OpcodeMap.Map5 or OpcodeMap.Map6 or OpcodeMap.Xop8 or OpcodeMap.Xop9 or OpcodeMap.XopA
                or OpcodeMap.Amd3DNow => default,
            _ => default,
        };
    }

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
            case 0x00:
                return WithOperand(InGroup6(in instruction), in instruction);
            case 0x01:
                return instruction.IsRegisterForm
                    ? InGroup7Registers(in instruction)
                    : WithOperand(InGroup7Memory(in instruction), in instruction);
            case 0x06:
                return new ExitInstruction(ExitInstructionKind.Clts);
            case 0x08:
                return new ExitInstruction(ExitInstructionKind.Invd);
            case 0x09:
                return new ExitInstruction(ExitInstructionKind.Wbinvd);
            case 0x20:
                return MoveOfSystemRegister(ExitInstructionKind.MovFromCr, in instruction);
            case 0x21:
                return MoveOfSystemRegister(ExitInstructionKind.MovFromDr, in instruction);
            case 0x22:
                return MoveOfSystemRegister(ExitInstructionKind.MovToCr, in instruction);
            case 0x23:
                return MoveOfSystemRegister(ExitInstructionKind.MovToDr, in instruction);
            case 0x30:
                return new ExitInstruction(ExitInstructionKind.Wrmsr);
            case 0x31:
                return new ExitInstruction(ExitInstructionKind.Rdtsc);
            case 0x32:
                return new ExitInstruction(ExitInstructionKind.Rdmsr);
            case 0x33:
                return new ExitInstruction(ExitInstructionKind.Rdpmc);
            case 0xA2:
                return new ExitInstruction(ExitInstructionKind.Cpuid);
            case 0xAA:
                return new ExitInstruction(ExitInstructionKind.Rsm);
            default:
                return default;
        }
    }

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

        return new ExitInstruction(kind, systemRegister, instruction.RegisterOrMemory, isMemory: false);
    }

    private static ExitInstruction WithOperand(ExitInstructionKind kind, in Instruction instruction)
    {
        if (kind == ExitInstructionKind.None)
        {
            return default;
        }

        uint register = instruction.IsRegisterForm ? instruction.RegisterOrMemory : 0;
        return new ExitInstruction(kind, 0, register, !instruction.IsRegisterForm);
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

    // With ModRM.mod = 3 all of the ModRM byte but SMSW's and LMSW's register is opcode: APM 3, "ModRM-Byte Opcode Extensions".
    private static ExitInstruction InGroup7Registers(in Instruction instruction)
    {
        switch (instruction.OpcodeExtension)
        {
            case 4:
                return WithOperand(ExitInstructionKind.Smsw, in instruction);
            case 6:
                return WithOperand(ExitInstructionKind.Lmsw, in instruction);
            default:
                return new ExitInstruction(OfModRm(in instruction));
        }
    }

    private static ExitInstructionKind OfModRm(in Instruction instruction)
    {
        bool isRep = instruction.Has(InstructionPrefixes.Rep);

        // With F2 or F3 the last ones are PSMASH, PVALIDATE and the like, which handle an encrypted guest's pages.
        bool isPlain = !instruction.Has(InstructionPrefixes.Rep | InstructionPrefixes.Repne);
        return instruction.ModRm switch
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
