// A piece of a guest's life.
namespace MicroHV.Fuzzing.Boots;

/// <summary>
/// Runs for <paramref name="Ticks"/> TSC ticks, over as many windows as that takes, and then exits, which keeps the kernel busy
/// for <paramref name="Cost"/> ticks.
/// </summary>
internal sealed record GuestStep(ulong Ticks, GuestExit Exit, ulong Cost = 0);

/// <summary>
/// One stay of a guest on CPU <paramref name="Cpu"/> of the machine, in TSC ticks, the event that it began with, and the step that
/// it ended; null if something else stopped it.
/// </summary>
internal readonly record struct GuestRun(int Cpu, uint Vcpu, ulong Start, ulong End, ulong Injected, GuestStep? Step)
{
    /// <summary>True if the processor refused the entry: the guest had no time at all.</summary>
    public bool IsRefused { get; init; }

    /// <summary>True if something else ended the stay before the guest's first instruction.</summary>
    public bool IsNothing => Step is null && Start == End && !IsRefused;
}
