// The parameter block of the start ROM.
using System.Buffers.Binary;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Emulators;

public sealed class StartRomTests
{
    private static readonly BootImage _image = new()
    {
        MemorySizeBytes = 64 << 20, LoadAddress = 0x10_0000, PvhEntry = 0x10_0000,
    };

    [Fact]
    public void The_ROM_ends_with_a_jump_at_the_reset_vector() => Assert.Equal(0xE9, Rom([1, 2, 3, 4])[0xFFF0]);

    [Fact]
    public void The_ROM_knows_the_sum_of_the_image() =>
        Assert.Equal(0x0806_0403U, BinaryPrimitives.ReadUInt32LittleEndian(Rom([1, 2, 3, 4, 2, 2, 3, 4]).AsSpan(0x18)));

    [Fact]
    public void An_image_is_padded_to_whole_words() => Assert.Equal([1, 0, 0, 0], StartRom.Pad([1]));

    [Fact]
    public void An_image_below_1_MiB_is_refused() =>
        Assert.Throws<ArgumentException>(() => StartRom.For(_image with { LoadAddress = 0x8_0000 }, new byte[4]));

    [Fact]
    public void An_image_beyond_RAM_is_refused() =>
        Assert.Throws<ArgumentException>(() => StartRom.For(_image with { MemorySizeBytes = 1 << 20 }, new byte[4]));

    [Fact]
    public void An_entry_outside_the_image_is_refused() =>
        Assert.Throws<ArgumentException>(() => StartRom.For(_image with { PvhEntry = 0x10_0004 }, new byte[4]));

    [Fact]
    public void The_ROM_has_what_the_kernel_writes_to_and_counts_the_zeros_behind()
    {
        byte[] image = new byte[0x60];
        image[0x20] = 7;
        image[0x25] = 9;
        byte[] rom = StartRom.For(_image with { Writable = (0x20, 0x30) }, image);
        Assert.Equal(
            [0x10_0020u, 8u, 0x28u],
            [.. new[] { 0x1C, 0x20, 0x24 }.Select(offset => BinaryPrimitives.ReadUInt32LittleEndian(rom.AsSpan(offset)))]);
        Assert.Equal([7, 0, 0, 0, 0, 9, 0, 0], rom[0x1000..0x1008]);
    }

    private static byte[] Rom(byte[] image) => StartRom.For(_image, image);
}
