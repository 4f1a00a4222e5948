// Hostile behaviour from inside a partition, as steps of its guest.
using MicroHV.Campaigns.Faults;
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.Cases;
using MicroHV.Fuzzing.Exits;
using MicroHV.Kernel.Abi;

namespace MicroHV.Campaigns.HostModel;

/// <summary>Makes a behaviour's steps of its seed.</summary>
internal static class HostileSteps
{
    private const int StormSteps = 200;
    private const int RandomSteps = 24;
    private const int RandomBytes = 192;
    private const ulong StormTicks = 500;
    private const ulong Forever = ulong.MaxValue / 4;
    private const int KnownHypercalls = 16;

    /// <summary>What the guest does, in order.</summary>
    public static IReadOnlyList<GuestStep> Of(Fault fault, ProcessorKind kind)
    {
        Random random = new(unchecked((int)fault.Seed));
        return fault.Kind switch
        {
            FaultKinds.EndlessLoop => [new GuestStep(Forever, GuestExit.Cpuid(0))],
            FaultKinds.DeadHalt => [new GuestStep(StormTicks, GuestExit.Hlt(areInterruptsOn: false))],
            FaultKinds.TripleFault => [new GuestStep(StormTicks, GuestExit.TripleFault())],
            FaultKinds.RandomCode => ByChance(random, kind),
            _ => [.. Enumerable.Range(0, StormSteps).Select(_ => new GuestStep(StormTicks, OfStorm(fault.Kind, random, kind)))],
        };
    }

    private static GuestExit OfStorm(string kind, Random random, ProcessorKind processor) => kind switch
    {
        FaultKinds.HypercallStorm => GuestExit.Hypercall(
            processor, (Hypercall)random.Next(KnownHypercalls), (ulong)random.NextInt64(), (ulong)random.NextInt64()),
        FaultKinds.ExitStorm => GuestExit.Cpuid((uint)random.Next(0x20)),
        FaultKinds.MsrStorm => random.Next(2) == 0
            ? GuestExit.ReadMsr((uint)random.NextInt64())
            : GuestExit.WriteMsr((uint)random.NextInt64(), (ulong)random.NextInt64()),
        FaultKinds.PortStorm => GuestExit.In((ushort)random.Next(0x1_0000)),
        FaultKinds.MemoryStorm => GuestExit.Touch((ulong)random.NextInt64(1L << 40) & ~7ul | 1ul << 39, RegionRights.Write),
        _ => throw new ArgumentException($"'{kind}' is no storm", nameof(kind)),
    };

    private static IReadOnlyList<GuestStep> ByChance(Random random, ProcessorKind kind)
    {
        byte[] bytes = new byte[RandomBytes];
        random.NextBytes(bytes);
        CaseBytes input = new(bytes);
        List<GuestStep> steps = [];
        while (!input.IsAtEnd && steps.Count < RandomSteps)
        {
            steps.Add(new GuestStep(StormTicks, CaseExits.Read(ref input, kind)));
        }

        return steps;
    }
}
