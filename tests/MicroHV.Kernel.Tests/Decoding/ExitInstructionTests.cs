// Which instructions exit, held against Iced's names for them, and the registers that they name.
using Iced.Intel;
using MicroHV.Kernel.Vcpu.Decoding;
using CodeSize = MicroHV.Kernel.Vcpu.Decoding.CodeSize;
using IcedInstruction = Iced.Intel.Instruction;
using Instruction = MicroHV.Kernel.Vcpu.Decoding.Instruction;

namespace MicroHV.Kernel.Tests.Decoding;

public sealed class ExitInstructionTests
{
    [Fact]
    public void Every_instruction_is_classified_as_Iced_names_it()
    {
        HashSet<ExitInstructionKind> seen = [];
        ForEachInstruction((theirs, ours) =>
        {
            ExitInstructionKind kind = ExitInstruction.Of(in ours).Kind;
            Assert.Equal((theirs.ToString(), KindOf(in theirs)), (theirs.ToString(), kind));
            seen.Add(kind);
        });

        Assert.Equal(Enum.GetValues<ExitInstructionKind>(), seen.Order());
    }

    [Fact]
    public void Decoding_and_classifying_at_once_gives_what_the_two_steps_give()
    {
        foreach (CodeSize size in IcedReference.Sizes)
        {
            foreach (byte[] bytes in ByteStrings.Legacy(ByteStrings.FewPrefixes))
            {
                ExitInstruction expected = InstructionDecoder.TryDecode(bytes, size, out Instruction instruction)
                    ? ExitInstruction.Of(in instruction)
                    : default;

                bool isExit = ExitInstruction.TryDecode(bytes, size, out ExitInstruction exit);

                Assert.Equal(expected.Kind != ExitInstructionKind.None, isExit);
                Assert.Equal(expected, exit);
            }
        }
    }

    [Theory]
    [InlineData("0FA2", ExitInstructionKind.Cpuid)]
    [InlineData("660FA2", ExitInstructionKind.Cpuid)]
    [InlineData("0F01D9", ExitInstructionKind.Vmmcall)]
    [InlineData("F4", ExitInstructionKind.Hlt)]
    [InlineData("0F22D8", ExitInstructionKind.MovToCr)]
    public void An_exit_needs_exactly_the_bytes_of_its_instruction(string hex, ExitInstructionKind kind)
    {
        byte[] bytes = Convert.FromHexString(hex);

        Assert.True(ExitInstruction.TryDecode(bytes, CodeSize.Bits64, out ExitInstruction exit));
        Assert.Equal((kind, bytes.Length), (exit.Kind, exit.Length));
        Assert.False(ExitInstruction.TryDecode(bytes.AsSpan(0, bytes.Length - 1), CodeSize.Bits64, out _));
    }

    [Fact]
    public void The_registers_are_those_that_Iced_names() => ForEachInstruction((theirs, ours) =>
    {
        ExitInstruction exit = ExitInstruction.Of(in ours);
        switch (exit.Kind)
        {
            case ExitInstructionKind.MovToCr:
            case ExitInstructionKind.MovToDr:
                AssertRegisters(exit, theirs.Op0Register, theirs.Op1Register);
                break;
            case ExitInstructionKind.MovFromCr:
            case ExitInstructionKind.MovFromDr:
                AssertRegisters(exit, theirs.Op1Register, theirs.Op0Register);
                break;
            case ExitInstructionKind.Lmsw:
            case ExitInstructionKind.Smsw:
            case ExitInstructionKind.Sldt:
            case ExitInstructionKind.Lldt:
            case ExitInstructionKind.Str:
            case ExitInstructionKind.Ltr:
                Assert.Equal(theirs.Op0Kind == OpKind.Memory, exit.IsMemory);
                Assert.Equal(exit.IsMemory ? 0 : theirs.Op0Register.GetNumber(), exit.GeneralRegister);
                break;
            default:
                Assert.Equal((0, 0), (exit.SystemRegister, exit.GeneralRegister));
                break;
        }
    });

    [Theory]
    [InlineData("0F22D8", ExitInstructionKind.MovToCr, 3, 0)]
    [InlineData("440F20C7", ExitInstructionKind.MovFromCr, 8, 7)]
    [InlineData("410F22C1", ExitInstructionKind.MovToCr, 0, 9)]
    [InlineData("0F2200", ExitInstructionKind.MovToCr, 0, 0)]
    [InlineData("F00F22C1", ExitInstructionKind.MovToCr, 8, 1)]
    [InlineData("0F23FB", ExitInstructionKind.MovToDr, 7, 3)]
    public void Moves_of_system_registers_name_both_registers(
        string hex, ExitInstructionKind kind, byte systemRegister, byte generalRegister)
    {
        Assert.True(ExitInstruction.TryDecode(Convert.FromHexString(hex), CodeSize.Bits64, out ExitInstruction exit));

        Assert.Equal((kind, systemRegister, generalRegister), (exit.Kind, exit.SystemRegister, exit.GeneralRegister));
        Assert.False(exit.IsMemory);
    }

    [Theory]
    [InlineData("F00FA2")]
    [InlineData("F00F22D8")]
    [InlineData("F0F4")]
    [InlineData("90")]
    [InlineData("C5F831C0")]
    public void What_faults_before_it_could_exit_or_never_exits_is_no_exit(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        Assert.True(InstructionDecoder.TryDecode(bytes, CodeSize.Bits64, out Instruction instruction));

        Assert.Equal(ExitInstructionKind.None, ExitInstruction.Of(in instruction).Kind);
    }

    private static void AssertRegisters(ExitInstruction exit, Register system, Register general) =>
        Assert.Equal((system.GetNumber(), general.GetNumber()), (exit.SystemRegister, exit.GeneralRegister));

    private static void ForEachInstruction(Action<IcedInstruction, Instruction> check)
    {
        foreach (CodeSize size in IcedReference.Sizes)
        {
            IcedReference reference = new(size);
            foreach (byte[] bytes in ByteStrings.Legacy(ByteStrings.FewPrefixes))
            {
                IcedInstruction theirs = reference.Decode(bytes);
                if (theirs.Code != Code.INVALID && InstructionDecoder.TryDecode(bytes, size, out Instruction ours))
                {
                    check(theirs, ours);
                }
            }
        }
    }

    private static ExitInstructionKind KindOf(in IcedInstruction instruction) => instruction.Mnemonic switch
    {
        Mnemonic.Mov => KindOfMove(instruction.Code),
        Mnemonic.Wbnoinvd => ExitInstructionKind.Wbinvd,
        Mnemonic.Vmgexit => ExitInstructionKind.Vmmcall,
        Mnemonic.Int => ExitInstructionKind.SoftwareInterrupt,
        Mnemonic.Insb or Mnemonic.Insw or Mnemonic.Insd => ExitInstructionKind.Ins,
        Mnemonic.Outsb or Mnemonic.Outsw or Mnemonic.Outsd => ExitInstructionKind.Outs,
        Mnemonic.Pushfd or Mnemonic.Pushfq => ExitInstructionKind.Pushf,
        Mnemonic.Popfd or Mnemonic.Popfq => ExitInstructionKind.Popf,
        Mnemonic.Iretd or Mnemonic.Iretq => ExitInstructionKind.Iret,
        Mnemonic other => KindOfTheSameName(other),
    };

    private static ExitInstructionKind KindOfTheSameName(Mnemonic mnemonic) =>
        Enum.TryParse(mnemonic.ToString(), out ExitInstructionKind kind) ? kind : ExitInstructionKind.None;

    private static ExitInstructionKind KindOfMove(Code code) => code switch
    {
        Code.Mov_cr_r32 or Code.Mov_cr_r64 => ExitInstructionKind.MovToCr,
        Code.Mov_r32_cr or Code.Mov_r64_cr => ExitInstructionKind.MovFromCr,
        Code.Mov_dr_r32 or Code.Mov_dr_r64 => ExitInstructionKind.MovToDr,
        Code.Mov_r32_dr or Code.Mov_r64_dr => ExitInstructionKind.MovFromDr,
        _ => ExitInstructionKind.None,
    };
}
