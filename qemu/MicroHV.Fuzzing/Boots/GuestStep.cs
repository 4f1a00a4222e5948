// A piece of a guest's life.
namespace MicroHV.Fuzzing.Boots;

/// <summary>Runs for <paramref name="Ticks"/> TSC ticks, over as many windows as that takes, and then exits.</summary>
internal sealed record GuestStep(ulong Ticks, GuestExit Exit);

/// <summary>One stay of a guest on the processor, in TSC ticks, and the event that it began with.</summary>
internal readonly record struct GuestRun(uint Vcpu, ulong Start, ulong End, ulong Injected);
