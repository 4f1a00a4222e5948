// Hostile behaviour from inside a partition, as steps of its guest.
using MicroHV.Campaigns.Faults;
using MicroHV.Fuzzing.Boots;
using MicroHV.Fuzzing.Cases;
using MicroHV.Fuzzing.Exits;
using MicroHV.Kernel.Abi;
using MicroHV.Model;
using MicroHV.Partitions.Plans;
using GuestCpu = MicroHV.Kernel.Vcpu.Vcpu;

namespace MicroHV.Campaigns.HostModel;

/// <summary>What a guest does next, made when it does it.</summary>
internal delegate GuestStep HostileStep(GuestMemoryPath path, ref GuestCpu vcpu);

/// <summary>Makes a behaviour's steps of its seed.</summary>
internal static class HostileSteps
{
    private const int StormSteps = 200;
    private const int RandomSteps = 24;
    private const int RandomBytes = 192;
    private const int DebugRegisters = 4;
    private const ulong StormTicks = 500;
    private const ulong Forever = ulong.MaxValue / 4;
    private const int KnownHypercalls = 16;

    /// <summary>What the guest does, in order.</summary>
    /// <param name="fault">The behaviour.</param>
    /// <param name="kind">The processor.</param>
    /// <param name="partition">Whose guest it is.</param>
    public static IReadOnlyList<HostileStep> Of(Fault fault, ProcessorKind kind, PartitionPlan partition)
    {
        Random random = new(unchecked((int)fault.Seed));
        return fault.Kind switch
        {
            FaultKinds.EndlessLoop => [Planned(new GuestStep(Forever, GuestExit.Cpuid(0)))],
            FaultKinds.DeadHalt => [Planned(new GuestStep(StormTicks, GuestExit.Hlt(areInterruptsOn: false)))],
            FaultKinds.TripleFault => [Planned(new GuestStep(StormTicks, GuestExit.TripleFault()))],
            FaultKinds.RandomCode => [.. ByChance(random, kind).Select(Planned)],
            FaultKinds.MemoryStorm => Repeated(() => Reaching(Outside(random, partition), (ulong)random.NextInt64())),
            FaultKinds.RegisterStorm => Repeated(() => Scribbling((ulong)random.NextInt64())),
            _ => Repeated(() => Planned(new GuestStep(StormTicks, OfStorm(fault.Kind, random, kind)))),
        };
    }

    private static HostileStep Planned(GuestStep step) => (_, ref _) => step;

    private static HostileStep[] Repeated(Func<HostileStep> make) => [.. Enumerable.Range(0, StormSteps).Select(_ => make())];

    // A guest may write any guest-physical address into its own tables: what stops it is the nested ones.
    private static HostileStep Reaching(ulong guestPhysical, ulong value) => (path, ref vcpu) =>
    {
        GuestExit? refused = path.TranslatePhysical(vcpu.ControlBlock, guestPhysical, RegionRights.Write, out ulong host);
        if (refused is null)
        {
            path.Store(host, value);
        }

        return new GuestStep(StormTicks, refused ?? GuestExit.Cpuid(0));
    };

    // Registers that the processor does not switch by itself.
    private static HostileStep Scribbling(ulong value) => (_, ref _) =>
    {
        SoftwareCpu cpu = SoftwareCpu.Current;
        for (int i = 0; i < DebugRegisters; i++)
        {
            cpu.Registers[$"DR{i}"] = value + (ulong)i;
        }

        cpu.ExtendedState[0] = value;
        return new GuestStep(StormTicks, GuestExit.Cpuid(0));
    };

    // Mostly at the very edges of what the partition has.
    private static ulong Outside(Random random, PartitionPlan partition)
    {
        RegionPlan region = partition.Regions[random.Next(partition.Regions.Count)];
        return random.Next(4) switch
        {
            0 or 1 => region.Guest.End,
            2 when region.Guest.Start != 0 => region.Guest.Start - sizeof(ulong),
            _ => ((ulong)random.NextInt64(1L << 40) & ~7ul) | (1ul << 39),
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
