// Which tests a stage runs.
namespace MicroHV.Image.Testing;

/// <summary>A stage of a test run.</summary>
/// <param name="Name">What it is called in the output.</param>
/// <param name="Filter">The filter for the runner of xunit.</param>
internal sealed record TestStage(string Name, IReadOnlyList<string> Filter)
{
    private const string SlowTrait = "Category=Slow";

    /// <summary>What must pass before every merge.</summary>
    public static TestStage Quick { get; } = new("tests", ["-trait-", SlowTrait]);

    /// <summary>What writes generated files anew; it is none of the tests.</summary>
    public static TestStage Refresh { get; } = new("refresh", ["-explicit", "only", "-trait", "Category=Refresh"]);

    /// <summary>What takes long: many mutations, many boots.</summary>
    public static TestStage Slow { get; } = new("slow tests", ["-trait", SlowTrait]);
}
