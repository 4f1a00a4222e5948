// The gate over records that three compilers see.
using MicroHV.Gates;
using MicroHV.Gates.Elf;
using MicroHV.Gates.Gates;
using MicroHV.Gates.Layouts;
using MicroHV.Kernel.Abi;

namespace MicroHV.Image.Tests.Gates;

public sealed class RecordLayoutGateTests
{
    private static readonly RecordLayout _pair =
        new("Pair", "Some.Pair", 16, [new("First", 0, false, null), new("Second", 8, false, null)]);

    [Fact]
    public void Equal_layouts_are_allowed() => Assert.Empty(Compare(size: 16, second: 8));

    [Fact]
    public void Another_offset_is_refused_with_both_numbers() =>
        Assert.Equal("Pair.Second is 0x8 on the host and 0xC for nasm", Assert.Single(Compare(size: 16, second: 12)).What);

    [Fact]
    public void Another_size_is_refused_with_both_numbers() =>
        Assert.Equal("sizeof.Pair is 0x10 on the host and 0x18 for nasm", Assert.Single(Compare(size: 24, second: 8)).What);

    [Fact]
    public void A_missing_field_is_refused()
    {
        Dictionary<string, long> other = new() { ["sizeof.Pair"] = 16, ["Pair.First"] = 0 };

        Assert.Contains("unknown to nasm", Assert.Single(RecordLayoutGate.Check([_pair], other, "nasm")).What, StringComparison.Ordinal);
    }

    [Fact]
    public void The_host_measures_what_the_attributes_say()
    {
        RecordLayout registers = HostLayouts.Measure(typeof(GuestRegisters));

        Assert.Equal(0x80, registers.SizeBytes);
        Assert.Equal(0x78, registers.Fields.Single(field => field.Name == "R15").Offset);
    }

    [Fact]
    public void Fields_of_nested_records_have_names_for_assembly()
    {
        IReadOnlyList<RecordLayout> records = HostLayouts.All();
        RecordLayout state = records.Single(record => record.Name == "CpuState");

        Assert.Contains(("CpuState.Rip", 0x80), AbiOffsets.Places(state, records));
        Assert.Contains(("CpuState.General.R15", 0x78), AbiOffsets.Places(state, records));
    }

    [Theory]
    [InlineData("mov eax, 0x80\nret", 0x80)]
    [InlineData("xor eax, eax\nret", 0)]
    [InlineData("cmp [rdi], dil\nlea rax, [rdi+0x28]\nret", 0x28)]
    [InlineData("mov rax, rdi\nret", 0)]
    [InlineData("mov rax, rdi\nadd rax, 0x400\nret", 0x400)]
    public void A_number_is_read_from_the_machine_code_of_the_probe(string code, long expected)
    {
        ElfFile probe = Assembled.Object($"section .text\nglobal sizeof_Pair\nsizeof_Pair:\n{code}");

        Assert.Equal(expected, KernelLayouts.Read(probe, [_pair])["sizeof.Pair"]);
    }

    [Fact]
    public void Machine_code_of_the_probe_that_is_not_understood_is_an_error()
    {
        ElfFile probe = Assembled.Object("section .text\nglobal sizeof_Pair\nsizeof_Pair: imul eax, edi\nret");

        _ = Assert.Throws<InvalidDataException>(() => KernelLayouts.Read(probe, [_pair]));
    }

    [Fact]
    public void Nasm_reads_the_numbers_that_were_written_for_it()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, AbiOffsets.Write([_pair], HostLayouts.Model));

        IReadOnlyDictionary<string, long> layouts = AssemblyLayouts.Read(file, [_pair]);
        File.Delete(file);

        Assert.Empty(RecordLayoutGate.Check([_pair], layouts, "nasm"));
    }

    private static IEnumerable<Finding> Compare(int size, int second) =>
        RecordLayoutGate.Check(
            [_pair], new Dictionary<string, long> { ["sizeof.Pair"] = size, ["Pair.First"] = 0, ["Pair.Second"] = second }, "nasm");
}
