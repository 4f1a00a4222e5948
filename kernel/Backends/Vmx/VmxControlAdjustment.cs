// A control word that a processor accepts, made from what the kernel requires, what it would like, and what is allowed.
namespace MicroHV.Kernel.Backends;

/// <summary>
/// The result of adjusting one control field to its capability MSR. SDM 3C, "Algorithms for Determining VMX
/// Capabilities".
/// </summary>
public readonly struct VmxControlAdjustment
{
    private VmxControlAdjustment(uint value, uint missing, uint forced)
    {
        Value = value;
        Missing = missing;
        Forced = forced;
    }

    /// <summary>The control field: required bits, allowed optional bits, and bits that must be 1.</summary>
    public uint Value { get; }

    /// <summary>Required bits that may not be 1; 0 if the adjustment succeeded.</summary>
    public uint Missing { get; }

    /// <summary>Bits that nobody asked for and that must be 1.</summary>
    public uint Forced { get; }

    /// <summary>Adjusts a control field.</summary>
    /// <param name="capability">Capability MSR: allowed 0-settings in bits 31:0, allowed 1-settings in 63:32.</param>
    /// <param name="required">Bits that must be 1.</param>
    /// <param name="optional">Bits that shall be 1 where the processor allows it.</param>
    public static VmxControlAdjustment Of(ulong capability, uint required, uint optional)
    {
        uint mustBeOne = (uint)capability;
        uint mayBeOne = (uint)(capability >> 32);
        uint asked = required | (optional & mayBeOne);
        return new(asked | mustBeOne, required & ~mayBeOne, mustBeOne & ~asked);
    }
}
