// How many tests passed, failed and were skipped.
using System.Globalization;
using System.Xml.Linq;

namespace MicroHV.Image.Testing;

/// <summary>How many tests passed, failed and were skipped.</summary>
internal readonly record struct TestCounts(int Passed, int Failed, int Skipped)
{
    /// <summary>One failure: a test program that ended without a result.</summary>
    public static TestCounts Broken => new(0, 1, 0);

    /// <summary>Both together.</summary>
    public static TestCounts operator +(TestCounts left, TestCounts right) =>
        new(left.Passed + right.Passed, left.Failed + right.Failed, left.Skipped + right.Skipped);

    /// <summary>What a result file of xunit says (format "xUnit.net v2+ XML").</summary>
    public static TestCounts From(XDocument results) =>
        results.Descendants("assembly").Aggregate(default(TestCounts), (sum, assembly) => sum + new TestCounts(
            Number(assembly, "passed"),
            Number(assembly, "failed") + Number(assembly, "errors"),
            Number(assembly, "skipped")));

    /// <summary>The last line of a test run.</summary>
    public override string ToString() =>
        $"{Passed} passed, {Failed} failed{(Skipped > 0 ? $", {Skipped} skipped" : "")}";

    private static int Number(XElement assembly, string attribute) =>
        int.Parse(assembly.Attribute(attribute)?.Value ?? "0", CultureInfo.InvariantCulture);
}
