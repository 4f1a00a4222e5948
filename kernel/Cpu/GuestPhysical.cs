// An address as a guest's memory map counts it, after its own paging.
namespace MicroHV.Kernel.Cpu;

/// <summary>A guest-physical address. It has no arithmetic operators: callers say what happens on overflow.</summary>
public readonly struct GuestPhysical
{
    /// <summary>Makes an address of <paramref name="value"/>.</summary>
    public GuestPhysical(ulong value) => Value = value;

    /// <summary>The address as a number.</summary>
    public ulong Value { get; }

    /// <summary>Adds <paramref name="sizeBytes"/>; false if the sum does not fit 64 bits.</summary>
    public bool TryAdd(ulong sizeBytes, out GuestPhysical end)
    {
        end = new GuestPhysical(unchecked(Value + sizeBytes));
        return end.Value >= Value;
    }
}
