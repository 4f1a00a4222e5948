// An address on the machine's memory bus.
namespace MicroHV.Kernel.Cpu;

/// <summary>A host-physical address. It has no arithmetic operators: callers say what happens on overflow.</summary>
public readonly struct HostPhysical
{
    /// <summary>Makes an address of <paramref name="value"/>.</summary>
    public HostPhysical(ulong value) => Value = value;

    /// <summary>The address as a number.</summary>
    public ulong Value { get; }

    /// <summary>Adds <paramref name="sizeBytes"/>; false if the sum does not fit 64 bits.</summary>
    public bool TryAdd(ulong sizeBytes, out HostPhysical end)
    {
        end = new HostPhysical(unchecked(Value + sizeBytes));
        return end.Value >= Value;
    }
}
