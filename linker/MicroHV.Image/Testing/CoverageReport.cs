// Which branches of the kernel the host tests took, as coverlet counted them.
using System.Text.Json;

namespace MicroHV.Image.Testing;

/// <summary>A branch that a test may take.</summary>
/// <param name="File">Path of the source from the root of the repository.</param>
/// <param name="Line">Line of the condition.</param>
/// <param name="IsTaken">True if a test took it.</param>
internal readonly record struct CoverageBranch(string File, int Line, bool IsTaken);

/// <summary>All branches of the instrumented code.</summary>
/// <param name="Branches">The branches.</param>
internal sealed record CoverageReport(IReadOnlyList<CoverageBranch> Branches)
{
    // What the build maps the root of the repository to.
    private const string Root = "/microhv/";

    /// <summary>Reads coverlet's own format: module, file, type, method, and there the branches.</summary>
    /// <exception cref="InvalidDataException">The text has another form.</exception>
    public static CoverageReport Parse(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            List<CoverageBranch> branches = [];
            foreach (JsonProperty file in document.RootElement.EnumerateObject().SelectMany(module => Members(module)))
            {
                string path = file.Name.Replace(Root, string.Empty, StringComparison.Ordinal);
                branches.AddRange(Members(file)
                    .SelectMany(type => Members(type))
                    .SelectMany(method => method.Value.GetProperty("Branches").EnumerateArray())
                    .Select(branch => Of(path, branch)));
            }

            return new CoverageReport(branches);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"this is no report of coverlet: {failure.Message}", failure);
        }
    }

    /// <summary>The branches of <paramref name="area"/>.</summary>
    public IReadOnlyList<CoverageBranch> In(CoverageArea area) => [.. Branches.Where(branch => area.Has(branch.File))];

    /// <summary>
    /// Share of the branches of <paramref name="area"/> that tests took, in percent; 0 if there is none, for then the
    /// code was not found.
    /// </summary>
    public double PercentOf(CoverageArea area)
    {
        IReadOnlyList<CoverageBranch> branches = In(area);
        return branches.Count == 0 ? 0 : 100.0 * branches.Count(branch => branch.IsTaken) / branches.Count;
    }

    private static JsonElement.ObjectEnumerator Members(JsonProperty parent) => parent.Value.EnumerateObject();

    private static CoverageBranch Of(string path, JsonElement branch) => new(
        path, branch.GetProperty("Line").GetInt32(), branch.GetProperty("Hits").GetInt64() != 0);
}
