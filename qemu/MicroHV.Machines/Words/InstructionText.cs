// The instruction at which a partition stopped, for people.
using Iced.Intel;
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>Disassembles the bytes of a dump.</summary>
public static class InstructionText
{
    private const uint LongModeCode = 1 << 13;
    private const uint DefaultSize32 = 1 << 14;
    private const ulong LongModeActive = 1 << 10;

    /// <summary>The valid bytes of a dump.</summary>
    /// <param name="record">The dump.</param>
    public static unsafe byte[] Bytes(in PartitionErrorRecord record)
    {
        int length = (int)Math.Min(record.InstructionLength, PartitionErrorRecord.InstructionSizeBytes);
        fixed (byte* bytes = record.Instruction)
        {
            return new ReadOnlySpan<byte>(bytes, length).ToArray();
        }
    }

    /// <summary>The first instruction in Intel's syntax, or null if there are no bytes or they are none.</summary>
    /// <param name="record">The dump.</param>
    public static string? Disassemble(in PartitionErrorRecord record)
    {
        byte[] bytes = Bytes(record);
        Decoder decoder = Decoder.Create(Bitness(record.State), bytes, record.State.Rip);
        decoder.Decode(out Instruction instruction);
        if (instruction.IsInvalid)
        {
            return null;
        }

        IntelFormatter formatter =
            new(new FormatterOptions { HexPrefix = "0x", HexSuffix = string.Empty, SpaceAfterOperandSeparator = true });
        StringOutput output = new();
        formatter.Format(instruction, output);
        return output.ToStringAndReset();
    }

    /// <summary>Whether a processor in this state reads code of 64, 32 or 16 bits.</summary>
    /// <param name="state">The state.</param>
    public static int Bitness(in CpuState state)
    {
        uint rights = state.Cs.AccessRights;
        bool is64 = (state.Efer & LongModeActive) != 0 && (rights & LongModeCode) != 0;
        return is64 ? 64 : (rights & DefaultSize32) != 0 ? 32 : 16;
    }
}
