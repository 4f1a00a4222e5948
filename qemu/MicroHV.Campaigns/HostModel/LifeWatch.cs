// Notes with what memory each life of a partition begins.
using MicroHV.Model;
using MicroHV.Partitions.Plans;
using GuestCpu = MicroHV.Kernel.Vcpu.Vcpu;

namespace MicroHV.Campaigns.HostModel;

/// <summary>Looks before every entry of a guest whether it is the first of a life.</summary>
/// <param name="system">What runs.</param>
/// <param name="memory">Who hashes memory.</param>
/// <param name="machine">The machine.</param>
internal sealed class LifeWatch(SystemPlan system, EvidenceCollection memory, SoftwareMachine machine)
{
    private readonly List<(uint Number, ulong Tsc, ulong Memory)>[] _lives =
        [.. system.Partitions.Select(_ => new List<(uint Number, ulong Tsc, ulong Memory)>())];

    /// <summary>Lives of a partition: when each was first entered, and the hash of its private RAM then.</summary>
    public IEnumerable<(ulong Tsc, ulong Memory)> Of(int partition) => _lives[partition].Select(life => (life.Tsc, life.Memory));

    /// <summary>Forgets all of them.</summary>
    public void Clear() => Array.ForEach(_lives, lives => lives.Clear());

    /// <summary>A guest is about to be entered, and nothing has been injected yet.</summary>
    public void BeforeEntry(in GuestCpu vcpu)
    {
        int partition = (int)vcpu.PartitionIndex;
        List<(uint Number, ulong Tsc, ulong Memory)> lives = _lives[partition];
        if (lives.Count == 0 || lives[^1].Number != vcpu.Life)
        {
            RegionPlan ram = system.Partitions[partition].Ram;
            lives.Add((vcpu.Life, machine.Cpu.Tsc, memory.Hash(ram.HostPhysical, ram.Guest.SizeBytes)));
        }
    }
}
