// Addresses in the instruction traces of emulators.
using System.Globalization;
using System.Text.RegularExpressions;

namespace MicroHV.Machines;

/// <summary>Reads the address of each executed instruction; lines that are none are passed over.</summary>
public static partial class TraceLines
{
    /// <summary>Lines of QEMU's <c>-d exec</c>: <c>Trace 0: 0x7f… [cs base/address/flags/…] symbol</c>.</summary>
    public static IEnumerable<ulong> OfQemu(IEnumerable<string> lines) => Addresses(lines, Qemu());

    /// <summary>Lines of Bochs's <c>trace on</c>: <c>(0).[ticks] [0xlinear] selector:address (unk. ctxt): …</c>.</summary>
    public static IEnumerable<ulong> OfBochs(IEnumerable<string> lines) => Addresses(lines, Bochs());

    private static IEnumerable<ulong> Addresses(IEnumerable<string> lines, Regex form)
    {
        foreach (string line in lines)
        {
            Match match = form.Match(line);
            if (match.Success)
            {
                yield return ulong.Parse(
                    match.Groups["address"].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            }
        }
    }

    [GeneratedRegex(@"^Trace \d+: \S+ \[[0-9a-f]+/(?<address>[0-9a-f]+)/")]
    private static partial Regex Qemu();

    [GeneratedRegex(@"^\(\d+\)\.\[\d+\] \[0x[0-9a-f]+\] [0-9a-f]{4}:(?<address>[0-9a-f]+) ")]
    private static partial Regex Bochs();
}
