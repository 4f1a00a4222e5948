// A report on disk, whole or not at all.
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MicroHV.Machines;

/// <summary>Writes reports so that a reader never sees half a file.</summary>
public static class ReportFile
{
    /// <summary>The path by which a report goes to standard output.</summary>
    public const string StandardOutput = "/dev/stdout";

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

    /// <summary>
    /// Writes a report beside its place and moves it there. A device must stay what it is and is written directly.
    /// </summary>
    /// <typeparam name="TReport">Its type.</typeparam>
    /// <param name="path">Where it goes; an older report is replaced.</param>
    /// <param name="report">The report.</param>
    /// <exception cref="IOException">It cannot be written; the message says where and why.</exception>
    public static void Write<TReport>(string path, TReport report) => WriteText(path, Text(report));

    /// <summary>Writes text beside its place and moves it there, or to a device as it is.</summary>
    /// <param name="path">Where it goes; an older file is replaced.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="IOException">It cannot be written; the message says where and why.</exception>
    public static void WriteText(string path, string text)
    {
        string target = Path.GetFullPath(path);
        try
        {
            if (IsDevice(target))
            {
                using Stream device = target == StandardOutput
                    ? Console.OpenStandardOutput()
                    : new FileStream(target, FileMode.Open, FileAccess.Write);
                device.Write(Encoding.UTF8.GetBytes(text));
            }
            else
            {
                Replace(Final(target), text);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"the report cannot be written to {path}: {failure.Message}", failure);
        }
    }

    // A link stays a link; what it names is replaced.
    private static string Final(string target) => File.Exists(target)
        ? new FileInfo(target).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? target
        : target;

    private static bool IsDevice(string target) =>
        target.StartsWith("/dev/", StringComparison.Ordinal) || target.StartsWith("/proc/", StringComparison.Ordinal);

    private static void Replace(string target, string text)
    {
        string temporary = $"{target}.{Environment.ProcessId}.{Guid.NewGuid():N}.part";
        try
        {
            File.WriteAllText(temporary, text);
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
