// Two CPUs that compare their TSCs.
using MicroHV.Kernel.Host;
using MicroHV.Model;

namespace MicroHV.Kernel.Tests.Clocks;

public sealed class TscComparisonTests
{
    private const long Start = 1_000_000;

    [Fact]
    public void CPUs_that_count_the_same_time_differ_by_nothing() => Assert.Equal(0ul, Compare(0, 0));

    [Fact]
    public void A_TSC_that_is_ahead_is_told() => Assert.InRange(Compare(5_000_000, 0), 4_000_000ul, 5_000_000ul);

    [Fact]
    public void A_TSC_that_is_behind_is_told() => Assert.InRange(Compare(-900_000, 0), 800_000ul, 900_000ul);

    [Fact]
    public void A_TSC_that_runs_faster_is_told() => Assert.NotEqual(0ul, Compare(0, 1_000_000));

    // How far the boot CPU finds the other one's TSC off, which adds an offset and, at each read, a drift to the one time.
    private static ulong Compare(long offset, long drift)
    {
        TscComparison comparison = default;
        long time = Start;
        Thread other = new(() =>
        {
            using SoftwareMachine machine = new(0x1000);
            long drifted = offset;
            machine.OnReadTsc = () =>
            {
                drifted += drift;
                machine.Tsc = (ulong)(Interlocked.Increment(ref time) + drifted);
            };
            comparison.Answer();
        });
        using SoftwareMachine boot = new(0x1000);
        boot.TscStep = 0;
        boot.OnReadTsc = () => boot.Tsc = (ulong)Interlocked.Increment(ref time);
        other.Start();
        ulong worst = comparison.Ask();
        other.Join();
        return worst;
    }
}
