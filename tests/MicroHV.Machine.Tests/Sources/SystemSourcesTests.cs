// From the registers of a dump to a line of somebody's source.
using MicroHV.Image;
using MicroHV.Image.Images;
using MicroHV.Kernel.Abi;
using MicroHV.Machine.Tests.Lanes;
using MicroHV.Machines;
using MicroHV.Partitions.Elf;

namespace MicroHV.Machine.Tests.Sources;

public sealed class SystemSourcesTests
{
    private const uint Safety = 0;
    private const uint General = 1;
    private const uint Code64 = 0xA09B;
    private const ulong LongMode = 0x500;
    private const string Main = "main";

    private static readonly SystemSource _demo = SystemRuns.Load("partitions/demo");
    private static readonly SystemSources _sources = PlanSources.Of(_demo.System.Plan!, _demo.KernelElf);

    [Fact]
    public void A_dump_of_a_guest_in_C_names_its_line() =>
        AssertLine("int main(void)", "partitions/demo/general/main.c", Main, _sources.Of(At(General, Main)));

    [Fact]
    public void A_dump_of_a_guest_in_C_sharp_names_its_line() => AssertLine(
        "private static int Main()", "partitions/demo/safety/Program.cs", "Program.Main", _sources.Of(At(Safety, Main)));

    [Fact]
    public void A_dump_in_a_kit_names_the_kits_line() => AssertLine(
        "void mhv_yield(void)", "partitions/kits/c/microhv.c", "mhv_yield", _sources.Of(At(General, "mhv_yield")));

    [Fact]
    public void Assembly_without_line_numbers_is_named_by_its_symbol() =>
        Assert.Equal("memset", Assert.Single(_sources.Of(At(Safety, "memset"))).ToString());

    [Fact]
    public void A_stop_of_the_kernel_names_its_line()
    {
        ulong start = ElfImage.Read(_demo.KernelElf, "kernel.elf").FindSymbol("kernel_start")!.Value;
        AssertLine(
            "public static void Run(uint magic", "kernel/Start.cs", "Start.Run",
            _sources.Of(new StopRecord { Reason = StopReason.HostException, Rip = start }));
    }

    [Fact]
    public void A_stop_without_RIP_has_no_line() =>
        Assert.Empty(_sources.Of(new StopRecord { Reason = StopReason.FailedCheck }));

    [Fact]
    public void Memory_that_is_not_the_images_has_no_line()
    {
        PartitionErrorRecord changed = At(General, Main);
        Change(ref changed);
        Assert.Empty(_sources.Of(changed));
    }

    [Fact]
    public void An_instruction_that_nobody_could_read_has_no_line() =>
        Assert.Empty(_sources.Of(At(General, Main) with { InstructionLength = 0 }));

    [Fact]
    public void In_another_mode_than_64_bit_mode_there_is_no_line()
    {
        PartitionErrorRecord record = At(General, Main);
        record.State.Efer = 0;
        Assert.Empty(_sources.Of(record));
    }

    [Fact]
    public void A_partition_that_nobody_knows_has_no_line() => Assert.Empty(_sources.Of(At(General, Main) with { PartitionIndex = 2 }));

    [Theory]
    [InlineData("kernel_MicroHV_Kernel_Host_HostTables__Load", "HostTables.Load")]
    [InlineData("kernel_MicroHV_Kernel_Vcpu_Vcpu__get_Regions", "Vcpu.get_Regions")]
    [InlineData("kernel_MicroHV_Kernel_Root_VcpuLoop__Run<kernel_MicroHV_Kernel_Backends_Svm>", "VcpuLoop.Run<Svm>")]
    [InlineData("main", "main")]
    [InlineData("count_primes", "count_primes")]
    [InlineData("__security_cookie", "__security_cookie")]
    public void A_name_of_the_compiler_becomes_the_authors(string name, string shown) =>
        Assert.Equal(shown, ImageSources.Readable(name));

    [Fact]
    public void A_file_that_is_no_image_has_no_lines() =>
        Assert.Empty(new ImageSources("/dev/null", [], new SourceFolders([])).Find(0x1000));

    [Fact]
    public void A_source_that_is_not_here_is_shown_without_its_prefix() =>
        Assert.Equal("gone/main.c", new SourceFolders([("/guest", "/nowhere")]).Show("/guest/gone/main.c"));

    private static void AssertLine(string text, string file, string function, IReadOnlyList<SourcePlace> places)
    {
        SourcePlace place = Assert.Single(places);
        Assert.Equal(function, place.Function);
        Assert.Equal(Path.Combine(Repository.Root, file), Path.GetFullPath(place.File!));

        // A function begins at its name, at its brace, or at its first statement.
        string[] lines = File.ReadAllLines(place.File!);
        Assert.Contains(text, string.Join('\n', lines[(place.Line!.Value - 3)..place.Line.Value]));
    }

    // As if the partition had been stopped at the first instruction of a function.
    private static unsafe PartitionErrorRecord At(uint partition, string symbol)
    {
        ElfImage elf = _demo.System.Plan!.Partitions[(int)partition].Image!.Elf!;
        ulong address = elf.FindSymbol(symbol)!.Value;
        ElfSegment code = elf.Segments.Single(
            segment => address >= segment.VirtualAddress && address - segment.VirtualAddress < (ulong)segment.Bytes.Length);
        PartitionErrorRecord record = new()
        {
            PartitionIndex = partition,
            Error = HealthEvent.MemoryViolation,
            InstructionLength = PartitionErrorRecord.InstructionSizeBytes,
        };
        code.Bytes.Span.Slice((int)(address - code.VirtualAddress), PartitionErrorRecord.InstructionSizeBytes)
            .CopyTo(new Span<byte>(record.Instruction, PartitionErrorRecord.InstructionSizeBytes));
        record.State.Rip = address;
        record.State.Efer = LongMode;
        record.State.Cs.AccessRights = Code64;
        return record;
    }

    private static unsafe void Change(ref PartitionErrorRecord record) => record.Instruction[0] ^= 1;
}
