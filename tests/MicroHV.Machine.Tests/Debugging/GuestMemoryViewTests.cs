// A guest's memory as a debugger sees it, through both stages.
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Debugging;

public sealed class GuestMemoryViewTests
{
    private const ulong Host = 0x100_0000;
    private const ulong Present = 1;
    private const ulong Large = 1 << 7;

    // Guest-physical 0 to 16 KiB and 2 MiB to 2 MiB + 8 KiB; the second lies elsewhere in the host.
    private static readonly (ulong, ulong, ulong)[] _regions =
        [(0, Host, 0x4000), (0x20_0000, Host + 0x10_0000, 0x2000)];

    private static readonly StubState _longMode = new(0, 1ul << 31, 0x1000, 1 << 5, 0x500);

    private readonly FakeStub _stub = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Tables at guest-physical 0x1000: virtual 2 MiB is a large page onto itself, virtual 4 MiB is small pages, of which the
    // second is not there; 6 MiB leads out of all regions.
    public GuestMemoryViewTests()
    {
        _stub.Write(Host + 0x1000, 0x2000 | Present);
        _stub.Write(Host + 0x2000, 0x3000 | Present);
        _stub.Write(Host + 0x3000, 0, 0x20_0000 | Present | Large, 0x0000 | Present, 0x4000_0000 | Present | Large);
        _stub.Write(Host + 0x0000, 0x20_1000 | Present, 0);
        for (ulong address = 0; address < 0x2000; address += 8)
        {
            _stub.Write(Host + 0x10_0000 + address, address);
        }
    }

    [Fact]
    public async Task A_large_page_is_read_where_the_plan_has_put_it() =>
        Assert.Equal([0x10, 0, 0, 0, 0, 0, 0, 0], await View().ReadAsync(0x20_0010, 8, Cancellation));

    [Fact]
    public async Task A_small_page_is_read_where_the_plan_has_put_it() =>
        Assert.Equal([0x18, 0x10], await View().ReadAsync(0x40_0018, 2, Cancellation));

    [Fact]
    public async Task What_crosses_a_page_comes_whole() =>
        Assert.Equal(
            [0xF8, 0x0F, 0, 0, 0, 0, 0, 0, 0, 0x10], await View().ReadAsync(0x20_0FF8, 10, Cancellation));

    [Fact]
    public async Task Where_memory_ends_the_answer_does_too() =>
        Assert.Equal(4, (await View().ReadAsync(0x40_0FFC, 16, Cancellation)).Length);

    [Theory]
    [InlineData(0x80_0000ul)]
    [InlineData(0x60_0000ul)]
    [InlineData(0x8000_0000ul)]
    [InlineData(ulong.MaxValue)]
    public async Task What_is_not_mapped_is_not_there(ulong address) =>
        Assert.Empty(await View().ReadAsync(address, 4, Cancellation));

    [Fact]
    public async Task Without_paging_addresses_are_guest_physical() =>
        Assert.Equal([0x10], await View(default).ReadAsync(0x20_0010, 1, Cancellation));

    [Fact]
    public async Task Other_paging_than_that_of_64_bit_mode_is_not_guessed() =>
        Assert.Empty(await View(_longMode with { Efer = 0 }).ReadAsync(0x20_0010, 1, Cancellation));

    [Fact]
    public async Task What_is_written_can_be_read()
    {
        Assert.True(await View().WriteAsync(0x20_0FFE, [1, 2, 3, 4], Cancellation));
        Assert.Equal([1, 2, 3, 4], await View().ReadAsync(0x20_0FFE, 4, Cancellation));
        Assert.Equal(3, _stub.Memory[Host + 0x10_1000]);
    }

    [Fact]
    public async Task What_cannot_be_written_is_refused() =>
        Assert.False(await View().WriteAsync(0x60_0000, [1], Cancellation));

    private GuestMemoryView View() => View(_longMode);

    private GuestMemoryView View(StubState state) => new(_stub.Client(), _regions, state);
}
