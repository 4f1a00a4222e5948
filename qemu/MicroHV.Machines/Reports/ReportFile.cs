// A report on disk, whole or not at all.
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MicroHV.Machines;

/// <summary>Writes JSON so that a reader never sees half a file.</summary>
public static class ReportFile
{
    private static readonly JsonSerializerOptions _options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        Encoder = JavaScriptEncoder.Default,
    };

    /// <summary>The text of a report.</summary>
    /// <typeparam name="TReport">Its type.</typeparam>
    /// <param name="report">The report.</param>
    public static string Text<TReport>(TReport report) => JsonSerializer.Serialize(report, _options) + "\n";

    /// <summary>Writes a report beside its place and moves it there.</summary>
    /// <typeparam name="TReport">Its type.</typeparam>
    /// <param name="path">Where it goes; an older report is replaced.</param>
    /// <param name="report">The report.</param>
    public static void Write<TReport>(string path, TReport report)
    {
        string target = Path.GetFullPath(path);
        string temporary = $"{target}.{Environment.ProcessId}.{Guid.NewGuid():N}.part";
        try
        {
            File.WriteAllText(temporary, Text(report));
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
