// What the decoder says of single instructions, and what it refuses.
using System.Runtime.CompilerServices;
using MicroHV.Kernel.Vcpu.Decoding;

namespace MicroHV.Kernel.Tests.Decoding;

public sealed class InstructionDecoderTests
{
    [Fact]
    public void An_instruction_takes_16_bytes() => Assert.Equal(16, Unsafe.SizeOf<Instruction>());

    [Fact]
    public void No_bytes_are_no_instruction() =>
        Assert.False(InstructionDecoder.TryDecode([], CodeSize.Bits64, out _));

    [Fact]
    public void An_instruction_of_fifteen_bytes_is_decoded()
    {
        byte[] bytes = [.. Enumerable.Repeat((byte)0x66, 14), 0x90];

        Assert.Equal(15, Decode(bytes, CodeSize.Bits64).Length);
    }

    [Fact]
    public void An_instruction_of_sixteen_bytes_is_refused_although_the_bytes_are_there()
    {
        byte[] bytes = [.. Enumerable.Repeat((byte)0x66, 15), 0x90];

        Assert.False(InstructionDecoder.TryDecode(bytes, CodeSize.Bits64, out _));
    }

    [Fact]
    public void Prefixes_without_end_are_refused()
    {
        byte[] bytes = [.. Enumerable.Repeat((byte)0x48, 100)];

        Assert.False(InstructionDecoder.TryDecode(bytes, CodeSize.Bits64, out _));
    }

    [Fact]
    public void Prefixes_are_collected_and_the_last_of_F2_and_F3_counts()
    {
        byte[] bytes = [0xF0, 0xF3, 0x66, 0x67, 0x2E, 0x65, 0xF2, 0x49, 0x0F, 0xB1, 0x00];
        Instruction instruction = Decode(bytes, CodeSize.Bits64);

        const InstructionPrefixes Expected = InstructionPrefixes.Lock | InstructionPrefixes.Repne
            | InstructionPrefixes.OperandSize | InstructionPrefixes.AddressSize;
        Assert.Equal(Expected, instruction.Prefixes);
        Assert.Equal(SegmentOverride.Gs, instruction.Segment);
        Assert.Equal(0x49, instruction.Rex);
    }

    [Fact]
    public void A_REX_prefix_before_another_prefix_has_no_effect()
    {
        Instruction instruction = Decode([0x49, 0x66, 0x89, 0xC0], CodeSize.Bits64);

        Assert.Equal(0, instruction.Rex);
        Assert.Equal(2u, instruction.OperandSizeBytes);
    }

    [Theory]
    [InlineData(CodeSize.Bits16, false, 2)]
    [InlineData(CodeSize.Bits16, true, 4)]
    [InlineData(CodeSize.Bits32, false, 4)]
    [InlineData(CodeSize.Bits32, true, 2)]
    [InlineData(CodeSize.Bits64, false, 8)]
    [InlineData(CodeSize.Bits64, true, 4)]
    public void The_address_size_follows_the_code_and_prefix_67(CodeSize size, bool isOverridden, uint expected)
    {
        byte[] bytes = isOverridden ? [0x67, 0x90] : [0x90];

        Assert.Equal(expected, Decode(bytes, size).AddressSizeBytes);
    }

    [Theory]
    [InlineData("0FA2", OpcodeMap.Map0F, InstructionEncoding.Legacy, 0xA2)]
    [InlineData("F4", OpcodeMap.Primary, InstructionEncoding.Legacy, 0xF4)]
    [InlineData("0F38F000", OpcodeMap.Map0F38, InstructionEncoding.Legacy, 0xF0)]
    [InlineData("0F3A0FC100", OpcodeMap.Map0F3A, InstructionEncoding.Legacy, 0x0F)]
    [InlineData("0F0FC19E", OpcodeMap.Amd3DNow, InstructionEncoding.Legacy, 0x9E)]
    [InlineData("C5F877", OpcodeMap.Map0F, InstructionEncoding.Vex, 0x77)]
    [InlineData("C4E27918C0", OpcodeMap.Map0F38, InstructionEncoding.Vex, 0x18)]
    [InlineData("62F17C4858C0", OpcodeMap.Map0F, InstructionEncoding.Evex, 0x58)]
    [InlineData("8FE97812C0", OpcodeMap.Xop9, InstructionEncoding.Xop, 0x12)]
    public void The_opcode_is_found_in_its_map(string hex, OpcodeMap map, InstructionEncoding encoding, byte opcode)
    {
        Instruction instruction = Decode(Convert.FromHexString(hex), CodeSize.Bits64);

        Assert.Equal((map, encoding, opcode), (instruction.Map, instruction.Encoding, instruction.Opcode));
        Assert.Equal(hex.Length / 2, instruction.Length);
    }

    [Theory]
    [InlineData("8B4508", CodeSize.Bits64, 8)]
    [InlineData("8B45F8", CodeSize.Bits64, -8)]
    [InlineData("8B0580FFFFFF", CodeSize.Bits64, -0x80)]
    [InlineData("8B84C878563412", CodeSize.Bits64, 0x12345678)]
    [InlineData("8B0EFEFF", CodeSize.Bits16, -2)]
    [InlineData("8B07", CodeSize.Bits16, 0)]
    public void A_displacement_is_read_with_its_sign(string hex, CodeSize size, int displacement) =>
        Assert.Equal(displacement, Decode(Convert.FromHexString(hex), size).Displacement);

    [Theory]
    [InlineData("C50410", CodeSize.Bits32, InstructionEncoding.Legacy)]
    [InlineData("C4441020", CodeSize.Bits32, InstructionEncoding.Legacy)]
    [InlineData("624410", CodeSize.Bits16, InstructionEncoding.Legacy)]
    [InlineData("C5F877", CodeSize.Bits32, InstructionEncoding.Vex)]
    [InlineData("C5F877", CodeSize.Bits16, InstructionEncoding.Vex)]
    [InlineData("8FC0", CodeSize.Bits64, InstructionEncoding.Legacy)]
    public void Bytes_that_begin_two_encodings_are_told_apart(
        string hex, CodeSize size, InstructionEncoding encoding) =>
        Assert.Equal(encoding, Decode(Convert.FromHexString(hex), size).Encoding);

    [Theory]
    [InlineData("06", CodeSize.Bits64)]
    [InlineData("EA0000000000", CodeSize.Bits64)]
    [InlineData("0F04", CodeSize.Bits64)]
    [InlineData("0F24C0", CodeSize.Bits32)]
    [InlineData("66C5F877", CodeSize.Bits64)]
    [InlineData("48C5F877", CodeSize.Bits64)]
    [InlineData("62F97C4858C0", CodeSize.Bits64)]
    [InlineData("62F1784858C0", CodeSize.Bits64)]
    [InlineData("C4E47918C0", CodeSize.Bits64)]
    public void What_is_undefined_is_refused(string hex, CodeSize size) =>
        Assert.False(InstructionDecoder.TryDecode([.. Convert.FromHexString(hex), 0, 0, 0, 0, 0, 0], size, out _));

    private static Instruction Decode(byte[] bytes, CodeSize size)
    {
        Assert.True(InstructionDecoder.TryDecode(bytes, size, out Instruction instruction));
        return instruction;
    }
}
