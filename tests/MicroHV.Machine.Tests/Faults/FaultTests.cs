// Each planted fault is noticed by what is there to notice it, and by nothing else that runs beside it.
using System.Diagnostics;
using System.Text.RegularExpressions;
using MicroHV.Image;
using MicroHV.Machine.Tests.Lanes;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Faults;

public sealed partial class FaultTests
{
    /// <summary>Names of all faults.</summary>
    public static TheoryData<string> Names => [.. PlantedFaults.All.Select(fault => fault.Name)];

    [GeneratedRegex(@"\.(?<test>[A-Za-z0-9_]+)(\(.*\))? \[FAIL\]")]
    private static partial Regex FailedTest { get; }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_place_of_a_fault_is_there_once(string name)
    {
        PlantedFault fault = Find(name);
        string text = File.ReadAllText(Path.Combine(Repository.Root, fault.File));
        Assert.Equal(2, text.Split(fault.Original).Length);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_documentation_says_what_catches_a_fault(string name)
    {
        PlantedFault fault = Find(name);
        string caughtBy = string.Join(", ", fault.CaughtBy.Select(catcher => $"`{catcher}`"));
        Assert.Contains(
            $"| {fault.Name} | `{fault.File}` | {caughtBy} | {fault.Place} |",
            File.ReadAllLines(Path.Combine(Repository.Root, "docs", "security.md")));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Without_a_fault_the_kernel_is_the_kernel() =>
        Assert.Equal(File.ReadAllBytes(Repository.KernelElf), FaultySources.BuildKernel(null));

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Category", "Slow")]
    public async Task A_planted_fault_is_caught_by_name(string name)
    {
        PlantedFault fault = Find(name);
        IEnumerable<string> caught = fault switch
        {
            FaultOnMachine onMachine => await FailingGuestsAsync(onMachine),
            FaultOnHost onHost => FailingTests(onHost),
            _ => throw new InvalidOperationException($"nothing runs {name}"),
        };
        Assert.Equal(fault.CaughtBy.Order(StringComparer.Ordinal), caught.Order(StringComparer.Ordinal));
    }

    private static async Task<IEnumerable<string>> FailingGuestsAsync(FaultOnMachine fault)
    {
        RunReport report = await SystemRuns.ReportOnKernelAsync(
            fault.Lane, $"{GuestEnds.Systems}/{fault.System}", FaultySources.BuildKernel(fault));
        return report.Partitions
            .Where(guest => GuestEnds.Of(guest) != GuestEnds.Expected(fault.Lane.Name, fault.System, guest.Name))
            .Select(guest => guest.Name);
    }

    private static IEnumerable<string> FailingTests(FaultOnHost fault)
    {
        string folder = FaultySources.BuildTests(fault, fault.Project);
        ProcessStartInfo start = new(
            "dotnet", [Path.Combine(folder, $"{fault.Project}.dll"), "-class", fault.Tests, "-noColor"])
        {
            RedirectStandardOutput = true,
        };
        using Process run = Process.Start(start)!;
        string said = run.StandardOutput.ReadToEnd();
        run.WaitForExit();
        Assert.Contains(fault.Says, said);
        return FailedTest.Matches(said).Select(match => match.Groups["test"].Value).Distinct();
    }

    private static PlantedFault Find(string name) => PlantedFaults.All.Single(fault => fault.Name == name);
}
