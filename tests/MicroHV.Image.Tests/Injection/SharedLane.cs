// A lane that the tests of one class share: its run without a fault is made once.
using MicroHV.Image.Injection.Bochs;
using MicroHV.Image.Injection.Qemu;
using MicroHV.Image.Injection.Shipped;
using MicroHV.Machines;

namespace MicroHV.Image.Tests.Injection;

/// <summary>A lane with the system of the campaigns.</summary>
public abstract class SharedLane : IDisposable
{
    /// <summary>Major frames of each run.</summary>
    public const ulong Frames = 3;

    /// <summary>Its description.</summary>
    public static readonly string SystemPath = Path.Combine(Repository.Root, "qemu", "campaigns", "neighbours", "system.toml");

    private readonly IReadOnlyList<RequiredTool> _tools;
    private readonly Lazy<ShippedLane> _lane;

    private protected SharedLane(Lane lane, Func<ShippedSystem, IInjectedMachine> create)
    {
        _tools = lane.RequiredTools;
        _lane = new Lazy<ShippedLane>(() =>
        {
            ShippedSystem system = ShippedSystem.Load(SystemPath, Frames);
            return new ShippedLane(system, create(system));
        });
    }

    /// <summary>The lane; a test that asks is skipped where its emulator is missing.</summary>
    internal ShippedLane Lane
    {
        get
        {
            RequiredTools.Require(_tools);
            return _lane.Value;
        }
    }

    public void Dispose()
    {
        if (_lane.IsValueCreated)
        {
            _lane.Value.Dispose();
        }

        GC.SuppressFinalize(this);
    }
}

public sealed class SharedQemuLane() : SharedLane(Machines.Lane.QemuSvm, system => new QemuInjectedMachine(system));

public sealed class SharedBochsVtxLane()
    : SharedLane(Machines.Lane.BochsVtx, system => new BochsInjectedMachine(system, BochsMachine.Intel));

public sealed class SharedBochsSvmLane()
    : SharedLane(Machines.Lane.BochsSvm, system => new BochsInjectedMachine(system, BochsMachine.Amd));
