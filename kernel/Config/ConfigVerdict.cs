// What the checks of the blob found.
namespace MicroHV.Kernel.Config;

using MicroHV.Kernel.Abi;

/// <summary>A refusal of the blob with its numbers, or none.</summary>
public readonly struct ConfigVerdict
{
    /// <summary>A refusal for <paramref name="reason"/>; the details are those that <see cref="StopReason"/> documents.</summary>
    public ConfigVerdict(StopReason reason, ulong detail0, ulong detail1)
    {
        Reason = reason;
        Detail0 = detail0;
        Detail1 = detail1;
    }

    /// <summary>No objection.</summary>
    public static ConfigVerdict Accepted => default;

    /// <summary>Why the blob is refused; <see cref="StopReason.Undefined"/> if it is not.</summary>
    public StopReason Reason { get; }

    /// <summary>First number that belongs to the reason.</summary>
    public ulong Detail0 { get; }

    /// <summary>Second number that belongs to the reason.</summary>
    public ulong Detail1 { get; }

    /// <summary>True if there is no objection.</summary>
    public bool IsAccepted => Reason == StopReason.Undefined;
}
