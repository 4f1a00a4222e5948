// Layout of the real kernel.
using System.Buffers.Binary;
using MicroHV.Gates.Elf;
using MicroHV.Gates.Gates;
using MicroHV.Gates.Layouts;

namespace MicroHV.Image.Tests;

public sealed class KernelElfTests
{
    private const ulong PageSizeBytes = 0x1000;
    private static readonly ElfFile _kernel = ElfFile.Read(Repository.KernelElf);

    [Fact]
    public void It_is_linked_where_it_is_loaded_from_1_MiB_on()
    {
        Assert.Equal(0x100000UL, Address("_image_start"));
        Assert.All(_kernel.Segments.Where(segment => segment.IsLoaded), segment =>
            Assert.Equal(segment.VirtualAddress, segment.PhysicalAddress));
    }

    [Fact]
    public void Its_parts_follow_each_other_on_pages_of_their_own()
    {
        ulong[] starts = [.. new[] { "_text_start", "_rodata_start", "_data_start", "_bss_start", "_image_end" }.Select(Address)];
        ulong[] ends = [.. new[] { "_text_end", "_rodata_end", "_data_end", "_bss_end" }.Select(Address)];

        Assert.All(starts, start => Assert.Equal(0UL, start % PageSizeBytes));
        Assert.All(ends.Index(), end => Assert.InRange(end.Item, starts[end.Index], starts[end.Index + 1]));
    }

    [Fact]
    public void The_blob_begins_right_behind_it() => Assert.Equal(Address("_image_end"), Address("_blob_start"));

    [Fact]
    public void No_memory_of_it_is_both_writable_and_executable() => Assert.Empty(SegmentRightsGate.Check(_kernel));

    [Fact]
    public void Its_segments_are_code_then_constants_then_data() =>
        Assert.Equal(
            [5U, 4U, 6U],
            _kernel.Segments.Where(segment => segment.IsLoaded).Select(segment => segment.Flags));

    [Fact]
    public void Code_and_data_without_tables_and_stacks_stay_below_96_KiB()
    {
        ulong code = Address("_text_end") - Address("_text_start");
        ulong constants = Address("_rodata_end") - Address("_rodata_start");
        ulong data = Address("_data_end") - Address("_data_start");
        ulong statics = Address("_bss_end") - Address("_bss_page_aligned_end");

        Assert.InRange(code + constants + data + statics, 1UL, 96 * 1024UL);
    }

    [Fact]
    public void A_multiboot2_loader_finds_its_header()
    {
        const uint magic = 0xE85250D6;
        const int searchedBytes = 32 * 1024;
        byte[] file = File.ReadAllBytes(Repository.KernelElf);

        int header = Enumerable.Range(0, searchedBytes / 8)
            .Select(index => index * 8)
            .First(offset => U32(file, offset) == magic);

        uint sum = U32(file, header) + U32(file, header + 4) + U32(file, header + 8) + U32(file, header + 12);
        Assert.Equal(0U, sum);
    }

    [Fact]
    public void A_pvh_loader_finds_its_note_and_the_entry_lies_in_code()
    {
        ReadOnlySpan<byte> note = _kernel.BytesOf(_kernel.Segments.Single(segment => segment.IsNote));

        Assert.Equal(18U, U32(note, 8));
        Assert.True(note.Slice(12, 4).SequenceEqual("Xen\0"u8));
        Assert.InRange(U32(note, 16), Address("_text_start"), Address("_text_end") - 1);
    }

    [Fact]
    public void It_needs_no_symbol_of_anybody() => Assert.DoesNotContain(_kernel.Symbols, symbol => symbol.IsUndefined);

    [Fact]
    public void It_holds_the_names_of_source_files_but_no_path_of_the_machine_that_built_it()
    {
        ReadOnlySpan<byte> file = File.ReadAllBytes(Repository.KernelElf);

        Assert.True(file.IndexOf("/microhv/kernel"u8) >= 0);
        Assert.True(file.IndexOf(System.Text.Encoding.UTF8.GetBytes(Repository.Root)) < 0);
    }

    [Fact]
    public void Paths_that_do_not_save_xmm_do_not_touch_it() =>
        Assert.Empty(XmmGate.Check(
            _kernel, XmmFreeRoots.Read(Path.Combine(Repository.Root, "linker", "xmm-free-roots.txt"))));

    [Fact]
    public void The_kernel_and_assembly_see_every_record_as_the_host_does()
    {
        string folder = Path.Combine(Repository.Root, "kernel", "obj", "abi");
        IReadOnlyList<RecordLayout> host = HostLayouts.All();
        ElfFile probe = ElfFile.Read(Path.Combine(folder, "layout_probe.o"));

        Assert.Empty(RecordLayoutGate.Check(host, KernelLayouts.Read(probe, host), "the kernel"));
        Assert.Empty(RecordLayoutGate.Check(
            host, AssemblyLayouts.Read(Path.Combine(folder, "abi_offsets.inc"), host), "assembly"));
    }

    private static ulong Address(string symbol) => _kernel.Symbol(symbol)!.Value;

    private static uint U32(ReadOnlySpan<byte> bytes, int offset) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);
}
