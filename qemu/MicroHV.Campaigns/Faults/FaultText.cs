// A fault in words.
using System.Globalization;
using MicroHV.Campaigns.Outcomes;

namespace MicroHV.Campaigns.Faults;

/// <summary>Writes faults for people.</summary>
internal static class FaultText
{
    /// <summary>What was injected in a run.</summary>
    public static string Of(RunRow row)
    {
        Fault fault = row.Fault;
        string element = fault.Element.Length == 0 ? "" : $" {fault.Element} bit {fault.Bit}";
        string when = fault.Trigger switch
        {
            FaultTriggers.Boot => "before the boot",
            FaultTriggers.Time => string.Create(CultureInfo.InvariantCulture, $"at {fault.At} ns"),
            _ => string.Create(CultureInfo.InvariantCulture, $"at {fault.Trigger} {fault.At}"),
        };
        return $"{fault.Kind} of {fault.Location}{element}, {row.Partition}, {when}";
    }
}
