// The timer of each virtual CPU of a guest: that of its local APIC.
namespace MicroHV.Guest;

/// <summary>
/// The timer of the virtual CPU that asks. It has one: what was armed before is forgotten. What expires between two windows
/// comes at the start of the next one.
/// </summary>
public static class Timer
{
    private const int MaxShift = 7;

    // SDM 3A, "x2APIC Register Address Space" and "TSC-Deadline Mode".
    private const uint DeadlineMsr = 0x6E0;
    private const uint LvtTimerMsr = 0x832;
    private const uint InitialCountMsr = 0x838;
    private const uint DivideConfigurationMsr = 0x83E;

    private const uint Masked = 1u << 16;
    private const uint PeriodicMode = 1u << 17;
    private const uint DeadlineMode = 2u << 17;

    /// <summary>
    /// Has the timer of this virtual CPU request the interrupt <paramref name="vector"/> after that many nanoseconds, at least one
    /// tick of the TSC. It has one timer: what was armed before is forgotten. More than 2^39 ticks are a failure. What expires
    /// between two windows comes at the start of the next one.
    /// </summary>
    public static void Once(byte vector, ulong delayNanoseconds)
    {
        Interrupts.OpenApic(vector);
        Count(vector, delayNanoseconds);
    }

    /// <summary>
    /// The same again and again, without drift: every <paramref name="periodNanoseconds"/>, rounded down to ticks of the TSC, and to
    /// 128 ticks at worst where it is longer than 2^32 of them. Expiries between two windows are one interrupt.
    /// </summary>
    public static void Periodic(byte vector, ulong periodNanoseconds)
    {
        Interrupts.OpenApic(vector);
        Count(PeriodicMode | vector, periodNanoseconds);
    }

    /// <summary>
    /// The same once, as soon as <see cref="Clock.NowNanoseconds"/> is <paramref name="nanoseconds"/>: at once if it is already.
    /// </summary>
    public static void At(byte vector, ulong nanoseconds)
    {
        Interrupts.OpenApic(vector);
        Processor.WriteMsr(LvtTimerMsr, DeadlineMode | vector);
        Processor.WriteMsr(DeadlineMsr, Partition.EpochTsc + Clock.TicksOf(nanoseconds));
    }

    /// <summary>Stops the timer of this virtual CPU. An interrupt that it has requested still comes.</summary>
    public static void Stop()
    {
        // Neither a count nor a deadline outlives this: the one is 0, and another mode disarms the other.
        Processor.WriteMsr(LvtTimerMsr, Masked);
        Processor.WriteMsr(InitialCountMsr, 0);
    }

    // The smallest division of the TSC whose count fits in 32 bits counts most exactly.
    private static void Count(uint entry, ulong nanoseconds)
    {
        ulong ticks = Clock.TicksOf(nanoseconds);
        int shift = 0;
        while (ticks >> shift > uint.MaxValue)
        {
            shift++;
        }

        Check.That(shift <= MaxShift, "this is more than the timer can count"u8);

        // 0 divides by 2, 6 by 128, 7 by 1, in bits 3, 1 and 0. SDM 3A, "Divide Configuration Register".
        uint divide = (uint)(shift + MaxShift) % (MaxShift + 1);
        ulong initial = ticks >> shift;
        Processor.WriteMsr(LvtTimerMsr, entry);
        Processor.WriteMsr(DivideConfigurationMsr, ((divide & 4) << 1) | (divide & 3));
        Processor.WriteMsr(InitialCountMsr, initial == 0 ? 1 : initial);
    }
}
