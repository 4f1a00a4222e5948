// A target by its name.
namespace MicroHV.Fuzzing.Cases;

/// <summary>What the command and the tests know of a target.</summary>
/// <param name="Name">What is typed.</param>
/// <param name="What">What it holds against what, as a phrase.</param>
/// <param name="Create">Makes one for the current thread.</param>
internal sealed record TargetDefinition(string Name, string What, Func<FuzzTarget> Create)
{
    /// <summary>The checked-in cases: what was found before, and one case for each way that a case can go.</summary>
    public IReadOnlyList<byte[]> Corpus { get; } = CorpusFile.Read(Name);
}
