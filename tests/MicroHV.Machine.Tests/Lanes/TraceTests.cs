// Traces of whole machines, read out of their emulators' memory while they ran.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Vcpu;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Lanes;

[Trait("Category", "Machine")]
public sealed class TraceTests : IDisposable
{
    // Three CPUs, a partition that does nothing but exit, one that touches what it does not have, one that never stops.
    private const string System = "tests/systems/processors";

    // The exits of three frames fit into it, so that nothing depends on how soon the host looks.
    private const ulong BufferSizeBytes = 1 << 20;
    private const ulong Frames = 3;
    private const ulong Bound = 200_000;

    private readonly string _path = Path.GetTempFileName();

    public static TheoryData<string> Lanes => [.. Lane.Direct.Select(lane => lane.Name)];

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(Lanes))]
    public async Task A_trace_has_every_window_exit_and_error_of_all_CPUs(string name)
    {
        Lane lane = Lane.Direct.Single(lane => lane.Name == name);
        RunReport report = await SystemRuns.ReportTracedAsync(lane, System, BufferSizeBytes, Frames, _path, Bound);
        Assert.Null(report.Trace!.Problem);
        Assert.True(report.Trace.Windows!.IsProven, string.Join('\n', report.Trace.Objections));

        Trace trace = TraceFile.Read(_path);
        Assert.Equal((report.Trace.Records, 0ul, true), (trace.Events.Count, trace.LostCount, trace.IsWhole));
        Assert.Equal([0, 1, 2], trace.Events.Select(item => item.Cpu).Distinct().Order());
        TraceEvent error = Assert.Single(trace.Events, item => item.Kind == TraceKind.Error);
        Assert.Equal(
            ("crime", (byte)HealthEvent.MemoryViolation), (trace.Description.NameOf(error.Record.Subject), error.Record.Detail));

        TraceSummary summary = TraceSummary.Of(trace, null);
        Assert.True(summary.Windows >= 10 * ((int)Frames - 1));
        Assert.True(ExitsOf(summary, "exits") > 100);
        Assert.Contains(summary.Exits, count => count is { Partition: "crime", Reason: nameof(ExitKind.NestedPageFault), Count: 1 });
        Assert.Equal(summary.Cpus.Sum(cpu => cpu.Read), trace.Events.Count);
        Assert.InRange(summary.Use.Single(use => use.Partition == "spin").Percent, 45m, 55m);
    }

    private static int ExitsOf(TraceSummary summary, string partition) =>
        summary.Exits.Where(count => count.Partition == partition).Sum(count => count.Count);
}
