// Timers and windows: nothing is lost, nothing comes twice, nothing comes early or late.
using System.Globalization;

namespace MicroHV.Kernel.Tests.Devices;

public sealed class TimerPropertyTests
{
    private const int Programs = 100_000;
    private const ulong Ticks = 600;

    [Fact]
    public void Random_programs_get_the_interrupts_of_an_APIC_that_is_looked_at_in_every_tick()
    {
        using ApicFixture fixture = new();
        int delivered = 0;
        for (int seed = 0; seed < Programs; seed++)
        {
            fixture.Reset();
            TimedGuest guest = new(fixture, new Random(seed));
            guest.Live(Ticks);
            Assert.True(
                guest.Expected.SequenceEqual(guest.Delivered),
                string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {Told(guest.Expected)}, not {Told(guest.Delivered)}"));
            delivered += guest.Delivered.Count;
        }

        Assert.True(delivered > 5 * Programs, $"{delivered} interrupts are no test");
    }

    private static string Told(IEnumerable<(ulong Tick, int Vector)> interrupts) =>
        string.Join(' ', interrupts.Select(interrupt => $"{interrupt.Vector:X2} at {interrupt.Tick}"));
}
