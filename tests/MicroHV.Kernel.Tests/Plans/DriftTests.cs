// An hour of simulated time, and a million frames: what is late once is late once.
using MicroHV.Fuzzing.Plans;
using MicroHV.Kernel.Abi;
using MicroHV.Machines;

namespace MicroHV.Kernel.Tests.Plans;

public sealed class DriftTests
{
    private const ulong MajorFrame = 3_600_000;
    private const ulong Frames = 1_000_000;
    private const int RunsAtOnce = 4096;
    private const ulong MostLateTicks = 64;

    [Theory]
    [InlineData(ProcessorKind.Intel)]
    [InlineData(ProcessorKind.Amd)]
    [Trait("Category", "Slow")]
    public void A_million_frames_and_an_hour_later_windows_begin_when_they_should(ProcessorKind kind)
    {
        using KernelMachine kernel = new(kind, PlannedBlob.RamSizeBytes);
        kernel.Guests.CheckedEntries = 1;
        List<ulong> starts = new((int)Frames);
        uint last = 1;
        kernel.Guests.OnRun = (ref vcpu) =>
        {
            // The first entry after the other guest's is the start of the frame.
            if (vcpu.Index == 0 && last != 0)
            {
                starts.Add(kernel.Machine.Cpu.Tsc);
            }

            last = vcpu.Index;
            if (kernel.Guests.Runs.Count == RunsAtOnce)
            {
                kernel.Guests.Runs.Clear();
            }
        };
        List<TranscriptEvent> events = kernel.Run(PlannedBlob.Of(Plan(kind)));
        BootRecord boot = Assert.IsType<BootEvent>(events[0]).Record;
        StopRecord stop = KernelMachine.StopOf(events);
        Assert.Equal((StopReason.FrameLimitReached, Frames), (stop.Reason, stop.Frames));
        Assert.Equal((int)Frames, starts.Count);
        ulong frameTicks = MajorFrame * boot.TscHertz / 1_000_000_000;
        ulong[] lateness = [.. starts.Select((start, frame) => start - (boot.EpochTsc + ((ulong)frame * frameTicks)))];
        Assert.InRange(lateness.Max(), 0ul, MostLateTicks);
        Assert.InRange(stop.Tsc - (boot.EpochTsc + (Frames * frameTicks)), 0ul, MostLateTicks);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{kind}: {Frames * frameTicks / boot.TscHertz} s, late by {lateness.Min()} to {lateness.Max()} ticks, {lateness[0]} at first, {lateness[^1]} at last");
    }

    // Two windows with a gap behind each of them.
    private static CasePlan Plan(ProcessorKind kind) => new()
    {
        Kind = kind,
        CpuCount = 1,
        Vcpus = [new CaseVcpu(0, 0), new CaseVcpu(1, 0)],
        AreSystem = [false, false],
        Schedules =
        [
            new CaseSchedule(
                MajorFrame,
                [new CaseShare([new CaseWindow(0, 1_000_000, 0), new CaseWindow(2_000_000, 3_000_000, 1)], CasePlan.Nobody)]),
        ],
        FrameLimit = Frames,
        StopsWhenAllIdle = false,
    };
}
