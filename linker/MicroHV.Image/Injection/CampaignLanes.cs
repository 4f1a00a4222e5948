// Every lane on which a campaign may inject.
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Files;
using MicroHV.Campaigns.HostModel;
using MicroHV.Campaigns.Lanes;
using MicroHV.Image.Images;
using MicroHV.Image.Injection.Bochs;
using MicroHV.Image.Injection.Qemu;
using MicroHV.Image.Injection.Shipped;
using MicroHV.Machines;

namespace MicroHV.Image.Injection;

/// <summary>Lanes on the host, and those of emulators.</summary>
internal static class CampaignLanes
{
    private static readonly (Lane Lane, Func<FaultRule, string?> Refuse, Func<ShippedSystem, IInjectedMachine> Create)[] _shipped =
    [
        (Lane.QemuSvm, _ => null, system => new QemuInjectedMachine(system)),
        (Lane.BochsVtx, BochsInjectedMachine.Refusal, system => new BochsInjectedMachine(system, BochsMachine.Intel)),
        (Lane.BochsSvm, BochsInjectedMachine.Refusal, system => new BochsInjectedMachine(system, BochsMachine.Amd)),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<LaneDefinition> All { get; } =
    [
        .. LaneDefinition.OnHost,
        .. _shipped.Select(each => new LaneDefinition(
            each.Lane.Name, $"{each.Lane.Title} with the kernel as it is shipped", each.Refuse, ModelSystem.Refusal,
            (system, frames) => Create(ShippedSystem.Load(system.Path, frames), each.Create))),
    ];

    /// <summary>The machine of a lane; null for a lane on the host.</summary>
    public static Lane? MachineOf(LaneDefinition definition) =>
        _shipped.Select(each => each.Lane).FirstOrDefault(lane => lane.Name == definition.Name);

    /// <summary>The lane on QEMU, each run of which waits for gdb when its fault is in the machine.</summary>
    /// <param name="plan">The campaign.</param>
    /// <param name="announce">Called with the port when gdb may come.</param>
    public static ShippedLane CreateDebugged(CampaignPlan plan, Action<int> announce)
    {
        ShippedSystem system = ShippedSystem.Load(plan.System.Path, plan.Frames);
        DebugSession session = new(PlanDebugging.Of(system.Plan, File.ReadAllBytes(Repository.KernelElf), null), announce);
        return Create(system, each => new QemuInjectedMachine(each, session));
    }

    private static ShippedLane Create(ShippedSystem system, Func<ShippedSystem, IInjectedMachine> create)
    {
        IInjectedMachine machine = create(system);
        try
        {
            return new ShippedLane(system, machine);
        }
        catch
        {
            machine.Dispose();
            throw;
        }
    }
}
