// Kernels that crash or hang on whole machines, and what the next one says of them.
using MicroHV.Kernel.Abi;
using MicroHV.Machine.Tests.Faults;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Lanes;

[Trait("Category", "Machine")]
public sealed class CrashTests
{
    private const string System = "partitions/examples/clock";
    private const ulong Frames = 30;
    private const string Duty = "    internal static void Do(in PerCpu cpu, in SystemHeader plan, ulong frames, ulong now)\n    {\n";

    /// <summary>Every lane: BIOS, UEFI and GRUB, too, leave the frame alone on the machines that are emulated.</summary>
    public static TheoryData<string> Lanes => [.. Lane.All.Select(lane => lane.Name)];

    [Theory]
    [MemberData(nameof(Lanes))]
    [Trait("Category", "Slow")]
    public async Task A_kernel_that_met_an_exception_is_explained_after_the_reset(string lane)
    {
        RunReport report = await RunFaultyAsync(lane, "*(ulong*)8 = 1;");
        Assert.Equal((Outcome.Pass, 1), (report.Outcome, report.Kernel.Resets));
        CrashReport crash = Assert.Single(report.Kernel.Crashes);
        Assert.Equal(nameof(StopReason.HostException), crash.Name);
        Assert.Contains("#PF", crash.Sentence, StringComparison.Ordinal);
        Assert.Equal("FrameDuties.Do", crash.Source[0][0].Function);
        Assert.Contains(crash.Source, places => places.Any(place => place.Function == "Start.Run"));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task A_kernel_that_hangs_is_reset_by_the_watchdog_and_known_by_its_last_frame()
    {
        const ulong HangFrame = 3;
        RunReport report = await RunFaultyAsync(Lane.QemuSvm.Name, "while (true) { }");
        Assert.Equal((Outcome.Pass, 1), (report.Outcome, report.Kernel.Resets));
        CrashReport crash = Assert.Single(report.Kernel.Crashes);
        Assert.Equal(nameof(StopReason.UnexplainedReset), crash.Name);
        Assert.Contains($"after frame {HangFrame - 1}:", crash.Advice, StringComparison.Ordinal);
        Assert.Empty(report.GarbledLines);
    }

    // Only in the first life: the second one finds the record of the first.
    private static Task<RunReport> RunFaultyAsync(string lane, string fault)
    {
        FaultOnMachine planted = new(
            "a kernel that dies in frame 3",
            "kernel/FrameDuties.cs",
            Duty,
            $$"""
            {{Duty.Replace("static", "static unsafe", StringComparison.Ordinal)}}
                    if (frames == 3 && Stop.Context.Crash.Find(CrashKind.Stop) is null)
                    {
                        {{fault}}
                    }

            """)
        {
            Lane = Lane.QemuSvm,
            System = "",
            CaughtBy = [],
        };
        return SystemRuns.ReportEditedOnKernelAsync(
            Lane.All.Single(item => item.Name == lane), System, FaultySources.BuildKernel(planted), Edited, Frames);
    }

    private static string Edited(string text) => text.Replace(
        "[schedule]",
        """
        [health]
        host-exception = "reset"
        hardware-watchdog = { device = "ib700", timeout = "2s" }

        [expect]
        resets = 1

        [schedule]
        """,
        StringComparison.Ordinal);
}
