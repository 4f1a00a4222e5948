// Breakpoints hold for the partition that is being debugged.
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Debugging;

public sealed class PartitionBreakpointsTests
{
    private const ulong Breakpoint = 0x20_0100;
    private const ulong InKernel = 0x10_0100;
    private const ulong KernelTables = 0x11_F000;
    private const ulong GuestTables = 0x2000;

    private readonly FakeStub _stub = new() { CurrentPartitionAddress = 0x12_0000 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_stop_of_another_partition_is_passed_over()
    {
        _stub.Stops.Enqueue((Guest(Breakpoint), 0));
        _stub.Stops.Enqueue((Guest(Breakpoint + 1), 0));
        _stub.Stops.Enqueue((Guest(Breakpoint), 1));
        _ = await Breakpoints(debugged: 1).RunAsync("c", Cancellation);
        Assert.Empty(_stub.Stops);

        // One instruction without the breakpoint, then on with it.
        Assert.Equal(["c", "z1,200100,1", "s", "Z1,200100,1", "c"], _stub.Requests.Where(item => item[0] is 'c' or 's' or 'z' or 'Z'));
    }

    [Fact]
    public async Task The_partitions_own_stop_stands()
    {
        _stub.Stops.Enqueue((Guest(Breakpoint), 1));
        Assert.StartsWith("T05", await Breakpoints(debugged: 1).RunAsync("c", Cancellation));
        Assert.Single(_stub.Requests, "c");
    }

    [Fact]
    public async Task A_stop_without_a_breakpoint_stands()
    {
        _stub.Stops.Enqueue((Guest(Breakpoint + 8), 0));
        _ = await Breakpoints(debugged: 1).RunAsync("s", Cancellation);
        Assert.Equal(["s", "g"], _stub.Requests);
    }

    [Fact]
    public async Task Where_the_kernel_is_debugged_every_stop_stands()
    {
        _stub.Stops.Enqueue((Guest(Breakpoint), 0));
        _ = await Breakpoints(debugged: null).RunAsync("c", Cancellation);
        Assert.Equal(["c"], _stub.Requests);
    }

    [Fact]
    public async Task A_breakpoint_that_is_cleared_is_forgotten()
    {
        PartitionBreakpoints breakpoints = Breakpoints(debugged: 1);
        breakpoints.Note("z1,200100,1");
        _stub.Stops.Enqueue((Guest(Breakpoint), 0));
        _ = await breakpoints.RunAsync("c", Cancellation);
        Assert.Equal(["c", "g"], _stub.Requests);
    }

    [Fact]
    public async Task Whoever_asks_for_a_stop_on_the_way_gets_it()
    {
        PartitionBreakpoints breakpoints = Breakpoints(debugged: 1);
        breakpoints.IsInterrupted = true;
        _stub.Stops.Enqueue((Guest(Breakpoint), 0));
        Assert.StartsWith("T02", await breakpoints.RunAsync("c", Cancellation));
    }

    [Fact]
    public async Task The_kernel_is_told_from_a_guest_by_its_code_and_its_tables()
    {
        PartitionBreakpoints breakpoints = Breakpoints(debugged: null);
        _stub.Write(_stub.CurrentPartitionAddress, 1);
        Assert.Null(await breakpoints.RunningAsync(new StubState(InKernel, 0, KernelTables, 0, 0), Cancellation));
        Assert.Equal(1, await breakpoints.RunningAsync(new StubState(InKernel, 0, GuestTables, 0, 0), Cancellation));
        Assert.Equal(1, await breakpoints.RunningAsync(Guest(Breakpoint), Cancellation));
        _stub.Write(_stub.CurrentPartitionAddress, uint.MaxValue);
        Assert.Null(await breakpoints.RunningAsync(Guest(Breakpoint), Cancellation));
    }

    private static StubState Guest(ulong rip) => new(rip, 0, GuestTables, 0, 0);

    private PartitionBreakpoints Breakpoints(int? debugged)
    {
        DebuggedSystem system = new()
        {
            StopAddress = Breakpoint,
            Partition = debugged,
            KernelCode = (0x10_0000, 0x10_E000),
            KernelMemory = (0x10_0000, 0x18_0000),
            CurrentPartitionAddress = _stub.CurrentPartitionAddress,
            Regions = [[], []],
        };
        PartitionBreakpoints breakpoints = new(_stub.Client(), system);
        breakpoints.Note("Z1,200100,1");
        return breakpoints;
    }
}
