// Every lane on which a campaign may inject.
using MicroHV.Campaigns.HostModel;
using MicroHV.Campaigns.Lanes;
using MicroHV.Image.Injection.Qemu;

namespace MicroHV.Image.Injection;

/// <summary>Lanes on the host, and those of emulators.</summary>
internal static class CampaignLanes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<LaneDefinition> All { get; } =
    [
        .. LaneDefinition.OnHost,
        new LaneDefinition(
            QemuLane.LaneName, "QEMU's SVM with the kernel as it is shipped", QemuLane.Refusal, ModelSystem.Refusal,
            (system, frames) => new QemuLane(QemuSystem.Load(system.Path, frames))),
    ];
}
