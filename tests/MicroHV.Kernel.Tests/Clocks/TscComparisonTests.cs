// Two CPUs that compare their TSCs while the second one starts.
using MicroHV.Kernel.Abi;
using MicroHV.Model;

namespace MicroHV.Kernel.Tests.Clocks;

public sealed class TscComparisonTests
{
    [Fact]
    public void CPUs_that_count_the_same_time_run() => Assert.Equal(StopReason.FrameLimitReached, Boot(0, 0).Reason);

    [Fact]
    public void A_TSC_that_is_ahead_is_told() => Assert.InRange(SkewOf(5_000_000, 0), 4_999_000ul, 5_000_000ul);

    [Fact]
    public void A_TSC_that_is_behind_is_told() => Assert.InRange(SkewOf(-900_000, 0), 899_000ul, 900_000ul);

    [Fact]
    public void A_TSC_that_runs_faster_is_told() => Assert.NotEqual(0ul, SkewOf(0, 1_000));

    private static ulong SkewOf(long offset, long drift)
    {
        StopRecord stop = Boot(offset, drift);
        Assert.Equal((StopReason.TscSkew, 1ul), (stop.Reason, stop.Detail0));
        return stop.Detail1;
    }

    // The second CPU's TSC is off by an offset and, with each read, by a drift more.
    private static StopRecord Boot(long offset, long drift)
    {
        using KernelMachine kernel = new(ProcessorKind.Intel, cpuCount: 2);
        SoftwareCpu other = kernel.Machine.Cpus[1];
        other.Apic.ApicId = 6;
        other.TscOffset = (ulong)offset;
        Action watch = kernel.Machine.OnReadTsc;
        kernel.Machine.OnReadTsc = () =>
        {
            watch();
            other.TscOffset += kernel.Machine.Cpu == other ? (ulong)drift : 0;
        };
        return KernelMachine.StopOf(kernel.Run(SmallSystem.BlobOfTwoCpus(1)));
    }
}
