// The text of a description, from whatever file a person named.
using System.Text;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Files;

/// <summary>Reads files that should be descriptions.</summary>
internal static class DescriptionText
{
    private const int MaxSizeBytes = 1 << 20;

    private static readonly UTF8Encoding _strict = new(false, true);

    /// <summary>Whether <paramref name="text"/> can be a path at all.</summary>
    public static bool IsPath(string text) => text.Length != 0 && !text.Contains('\0');

    /// <summary>The text, or null and why there is none.</summary>
    public static string? TryRead(string path, out string problem)
    {
        problem = "";
        try
        {
            if (BoundedFile.TryRead(path, MaxSizeBytes) is not byte[] bytes)
            {
                problem = "has more than 1 MiB, which no description has";
                return null;
            }

            ReadOnlySpan<byte> text = bytes;
            return _strict.GetString(text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text);
        }
        catch (DecoderFallbackException)
        {
            problem = "is no text in UTF-8";
        }
        catch (Exception failure) when (
            failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problem = failure is FileNotFoundException or DirectoryNotFoundException
                ? "does not exist"
                : $"cannot be read: {failure.Message}";
        }

        return null;
    }
}
