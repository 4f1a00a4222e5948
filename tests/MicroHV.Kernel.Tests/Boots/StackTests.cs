// The kernel's stack, looked at by a kernel that dies: never read outside of it, whatever lies on it.
using MicroHV.Kernel.Host;
using MicroHV.Model;

namespace MicroHV.Kernel.Tests.Boots;

public sealed unsafe class StackTests
{
    private const ulong Area = 0x2_0000;
    private const ulong Top = Area + CpuArea.StackTop;
    private const ulong Bottom = Area + 0x1000;

    [Fact]
    public void Callers_are_found_from_the_innermost_to_the_first()
    {
        using SoftwareMachine machine = new(0x12_0000);
        ulong[] callers = [machine.Symbols.TextStart + 1, machine.Symbols.TextStart + 2, machine.Symbols.TextEnd - 1];
        ulong next = 0;
        for (int i = callers.Length - 1; i >= 0; i--)
        {
            ulong place = Bottom + 0x800 + (0x40 * (ulong)i);
            Plant(machine, place, next, callers[i]);
            next = place;
        }

        Assert.Equal(callers, Walk(next));
    }

    [Theory]
    [InlineData(Top - 8)]
    [InlineData(Top)]
    [InlineData(Bottom - 8)]
    [InlineData(Bottom + 4)]
    [InlineData(0xFFFF_FFFF_FFFF_FFF8)]
    [InlineData(0)]
    public void A_frame_that_is_not_on_the_stack_ends_the_walk(ulong framePointer)
    {
        using SoftwareMachine machine = new(0x12_0000);
        Assert.Empty(Walk(framePointer));
        Plant(machine, Bottom, framePointer, machine.Symbols.TextStart);
        Assert.Single(Walk(Bottom));
    }

    [Fact]
    public void A_stack_that_leads_back_ends_the_walk()
    {
        using SoftwareMachine machine = new(0x12_0000);
        Plant(machine, Bottom + 0x100, Bottom, machine.Symbols.TextStart);
        Plant(machine, Bottom, Bottom + 0x100, machine.Symbols.TextStart);
        Assert.Equal(2, Walk(Bottom).Length);
        Plant(machine, Bottom, Bottom, machine.Symbols.TextStart);
        Assert.Single(Walk(Bottom));
    }

    [Theory]
    [InlineData(0x10_0FFFul)]
    [InlineData(0x10_8000ul)]
    [InlineData(0ul)]
    public void What_is_no_address_of_code_ends_the_walk(ulong address)
    {
        using SoftwareMachine machine = new(0x12_0000);
        Plant(machine, Bottom, Bottom + 0x100, address);
        Assert.Empty(Walk(Bottom));
    }

    [Fact]
    public void A_walk_ends_when_there_is_no_more_room()
    {
        using SoftwareMachine machine = new(0x12_0000);
        for (ulong i = 0; i < 40; i++)
        {
            Plant(machine, Bottom + (0x10 * i), Bottom + (0x10 * (i + 1)), machine.Symbols.TextStart);
        }

        Assert.Equal(16, Walk(Bottom).Length);
    }

    [Theory]
    [InlineData(Bottom, 0x4000u)]
    [InlineData(Top - 8, 8u)]
    [InlineData(Bottom + 0x1008, 0x2FF8u)]
    public void The_high_water_mark_is_the_lowest_word_that_was_ever_written(ulong lowest, uint expected)
    {
        using SoftwareMachine machine = new(0x12_0000);
        *(ulong*)machine.Ram(lowest) = 1;
        *(ulong*)machine.Ram(Top - 8) = 2;
        Assert.Equal(expected, StackMark.Of(Area));
    }

    [Fact]
    public void A_stack_that_nobody_used_has_no_mark()
    {
        using SoftwareMachine machine = new(0x12_0000);
        Assert.Equal(0u, StackMark.Of(Area));
    }

    private static ulong[] Walk(ulong framePointer)
    {
        ulong* addresses = stackalloc ulong[16];
        uint count = StackWalk.From(Area, framePointer, addresses, 16);
        return new ReadOnlySpan<ulong>(addresses, (int)count).ToArray();
    }

    private static void Plant(SoftwareMachine machine, ulong place, ulong next, ulong caller)
    {
        ulong* frame = (ulong*)machine.Ram(place);
        frame[0] = next;
        frame[1] = caller;
    }
}
