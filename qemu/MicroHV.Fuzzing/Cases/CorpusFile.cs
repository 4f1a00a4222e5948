// The corpus: a file for each target, a case in each line.
namespace MicroHV.Fuzzing.Cases;

/// <summary>Files of hexadecimal lines, carried in this library; a line that begins with # is for people.</summary>
internal static class CorpusFile
{
    /// <summary>The cases of the target called <paramref name="name"/>; none if there is no file.</summary>
    public static IReadOnlyList<byte[]> Read(string name)
    {
        using Stream? stream = typeof(CorpusFile).Assembly.GetManifestResourceStream($"corpus/{name}");
        return stream is null ? [] : Parse(new StreamReader(stream).ReadToEnd());
    }

    /// <summary>The cases in <paramref name="text"/>.</summary>
    /// <exception cref="FormatException">A line is not hexadecimal.</exception>
    public static IReadOnlyList<byte[]> Parse(string text) =>
    [
        .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => line[0] != '#')
            .Select(Convert.FromHexString),
    ];
}
