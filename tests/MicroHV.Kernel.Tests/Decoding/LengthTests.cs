// Instruction lengths, held against Iced's over every opcode, random bytes and real programs.
using MicroHV.Kernel.Vcpu.Decoding;
using Instruction = MicroHV.Kernel.Vcpu.Decoding.Instruction;

namespace MicroHV.Kernel.Tests.Decoding;

public sealed class LengthTests
{
    private const int RandomStrings = 1_000_000;

    [Fact]
    public void Every_opcode_of_the_legacy_maps_has_the_length_that_Iced_says() =>
        AssertAgreement(ByteStrings.Legacy());

    [Fact]
    public void Every_opcode_after_a_short_VEX_prefix_has_the_length_that_Iced_says() =>
        AssertAgreement(ByteStrings.Vex2());

    [Fact]
    public void Every_opcode_after_a_long_VEX_or_XOP_prefix_has_the_length_that_Iced_says() =>
        AssertAgreement(ByteStrings.Vex3AndXop());

    [Fact]
    public void Every_opcode_after_an_EVEX_prefix_has_the_length_that_Iced_says() =>
        AssertAgreement(ByteStrings.Evex());

    [Fact]
    public void Lengths_differ_from_those_on_Intel_only_where_the_table_of_differences_says_so()
    {
        AssertAgreement(ByteStrings.Legacy(), References(readsAsIntel: true));
    }

    [Fact]
    public void Every_row_of_the_table_of_differences_has_an_instruction_that_shows_it()
    {
        byte[][] examples = [[0x66, 0xE8, 1, 2, 3, 4], [0x0F, 0xFF, 0xC0]];
        IcedReference intel = new(CodeSize.Bits64, readsAsIntel: true);
        foreach ((byte[] example, DeliberateDifferences.Difference row) in examples.Zip(DeliberateDifferences.Table))
        {
            Assert.True(InstructionDecoder.TryDecode(example, CodeSize.Bits64, out Instruction ours));
            Assert.True(row.Shows(intel.Decode(example), ours), row.What);
            Assert.NotEqual(intel.Length(example), ours.Length);
        }

        Assert.Equal(examples.Length, DeliberateDifferences.Table.Count);
    }

    [Fact]
    public void A_million_random_byte_strings_have_the_lengths_that_Iced_says() =>
        AssertAgreementOnRandomBytes(1, RandomStrings);

    [Theory]
    [InlineData(CodeSize.Bits16)]
    [InlineData(CodeSize.Bits32)]
    [InlineData(CodeSize.Bits64)]
    public void Code_of_a_compiled_library_has_the_lengths_that_Iced_says(CodeSize size)
    {
        byte[] code = ExecutableFile.Code(MachinePrograms.RuntimeLibrary("libclrjit.so"));
        IcedReference reference = new(size);
        int decoded = 0;
        int at = 0;
        while (at < code.Length - InstructionDecoder.MaxLengthBytes)
        {
            Assert.Null(reference.Disagreement(code, at));
            int length = reference.Length(code, at);
            decoded += length > 0 ? 1 : 0;
            at += Math.Max(length, 1);
        }

        Assert.InRange(decoded, 100_000, code.Length);
    }

    [Fact]
    public void An_instruction_is_decoded_from_exactly_its_own_bytes_and_from_no_fewer()
    {
        Random random = new(3);
        byte[] bytes = new byte[InstructionDecoder.MaxLengthBytes];
        for (int i = 0; i < 200_000; i++)
        {
            ByteStrings.Randomize(random, bytes);
            CodeSize size = IcedReference.Sizes[i % IcedReference.Sizes.Count];
            if (!InstructionDecoder.TryDecode(bytes, size, out Instruction whole))
            {
                continue;
            }

            Assert.True(InstructionDecoder.TryDecode(bytes.AsSpan(0, whole.Length), size, out Instruction exact));
            Assert.Equal(whole, exact);
            for (int shorter = 0; shorter < whole.Length; shorter++)
            {
                Assert.False(InstructionDecoder.TryDecode(bytes.AsSpan(0, shorter), size, out _));
            }
        }
    }

    private static void AssertAgreementOnRandomBytes(int seed, int count)
    {
        List<IcedReference> references = References(readsAsIntel: false);
        Random random = new(seed);
        byte[] bytes = new byte[ByteStrings.Filled().Length];
        for (int i = 0; i < count; i++)
        {
            ByteStrings.Randomize(random, bytes);
            Assert.Null(references[i % references.Count].Disagreement(bytes));
        }
    }

    private static void AssertAgreement(IEnumerable<byte[]> strings) =>
        AssertAgreement(strings, References(readsAsIntel: false));

    private static List<IcedReference> References(bool readsAsIntel) =>
        [.. IcedReference.Sizes.Select(size => new IcedReference(size, readsAsIntel))];

    private static void AssertAgreement(IEnumerable<byte[]> strings, List<IcedReference> references)
    {
        foreach (byte[] bytes in strings)
        {
            foreach (IcedReference reference in references)
            {
                Assert.Null(reference.Disagreement(bytes));
            }
        }
    }
}
