// Line numbers of one image.
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MicroHV.Kernel.Config;

namespace MicroHV.Machines;

/// <summary>
/// Finds source lines of an ELF file with addr2line, which reads what every compiler writes. The image may be a stranger's:
/// what comes out of it is escaped, and a search takes no longer than some seconds.
/// </summary>
public sealed partial class ImageSources
{
    private const string Unknown = "??";
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private readonly IReadOnlyList<(ulong Address, ReadOnlyMemory<byte> Bytes)> _memory;
    private readonly SourceFolders _folders;

    /// <summary>The sources of an image.</summary>
    /// <param name="path">Path of the ELF file.</param>
    /// <param name="memory">What it loads, and where.</param>
    /// <param name="folders">Where its sources are.</param>
    public ImageSources(
        string path, IReadOnlyList<(ulong Address, ReadOnlyMemory<byte> Bytes)> memory, SourceFolders folders)
    {
        _path = path;
        _memory = memory;
        _folders = folders;
    }

    /// <summary>True if the image has exactly these bytes at an address, so that its line numbers speak of them.</summary>
    /// <param name="address">The address.</param>
    /// <param name="bytes">At least one byte.</param>
    public bool Has(ulong address, ReadOnlySpan<byte> bytes)
    {
        foreach ((ulong start, ReadOnlyMemory<byte> loaded) in _memory)
        {
            ulong offset = unchecked(address - start);
            if (offset < (ulong)loaded.Length)
            {
                ReadOnlySpan<byte> here = loaded.Span[(int)offset..];
                int count = Math.Min(here.Length, bytes.Length);
                return count > 0 && here[..count].SequenceEqual(bytes[..count]);
            }
        }

        return false;
    }

    /// <summary>True if the image loads something at an address.</summary>
    /// <param name="address">The address.</param>
    public bool Covers(ulong address) =>
        _memory.Any(part => unchecked(address - part.Address) < (ulong)part.Bytes.Length);

    /// <summary>True if the first of what the image loads, which is its code, has a checksum.</summary>
    /// <param name="crc32C">CRC-32C.</param>
    public unsafe bool HasCode(uint crc32C)
    {
        if (_memory.Count == 0)
        {
            return false;
        }

        ReadOnlySpan<byte> code = _memory[0].Bytes.Span;
        fixed (byte* bytes = code)
        {
            return Crc32C.Of(bytes, (ulong)code.Length) == crc32C;
        }
    }

    /// <summary>
    /// Where the instruction at an address comes from: the innermost function first, then those into which it was inlined.
    /// Empty if the image does not say, or if there is no addr2line.
    /// </summary>
    /// <param name="address">The address.</param>
    public IReadOnlyList<SourcePlace> Find(ulong address)
    {
        string said = Ask(string.Create(CultureInfo.InvariantCulture, $"0x{address:x}"));
        string[] lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Chunk(2).Where(pair => pair.Length == 2).Select(pair => Read(pair[0], pair[1])).OfType<SourcePlace>()];
    }

    /// <summary>A function's name as its author wrote it, as far as that can be had back from the compiler's.</summary>
    /// <param name="name">Name in the image.</param>
    public static string Readable(string name)
    {
        string plain = TypeArgument().Replace(name, match => $"<{string.Join(", ", match.Groups["name"].Value
            .Split(',').Select(argument => argument[(argument.LastIndexOf('_') + 1)..]))}>");
        Match managed = Managed().Match(plain);
        return managed.Success ? $"{managed.Groups["type"].Value}.{managed.Groups["method"].Value}" : plain;
    }

    private SourcePlace? Read(string function, string location)
    {
        int colon = location.LastIndexOf(':');
        string file = colon < 0 ? Unknown : location[..colon];
        Match line = LineNumber().Match(location);
        SourcePlace place = new(
            function == Unknown ? null : Safe(Readable(function)),
            file == Unknown ? null : Safe(_folders.Show(file)),
            line.Success ? int.Parse(line.Groups["line"].ValueSpan, CultureInfo.InvariantCulture) : null);
        return place.Function is null && place.File is null ? null : place;
    }

    private string Ask(string address)
    {
        ProcessStartInfo start = new("addr2line", ["-f", "-i", "-C", "-e", _path, address])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            if (output.Wait(_patience))
            {
                process.WaitForExit();
                return output.Result;
            }

            process.Kill();
            return string.Empty;
        }
        catch (Win32Exception)
        {
            return string.Empty;
        }
    }

    private static string Safe(string text) => SafeText.Escape(Encoding.UTF8.GetBytes(text));

    // "assembly_Namespace_Type__Method", as ILC writes it.
    [GeneratedRegex(@"^\w+_(?<type>[A-Za-z0-9]+(<[^>]*>)?)__(?<method>[A-Za-z]\w*(<[^>]*>)?)$")]
    private static partial Regex Managed();

    [GeneratedRegex("<(?<name>[^<>]+)>")]
    private static partial Regex TypeArgument();

    [GeneratedRegex(@":(?<line>[1-9][0-9]{0,8})( \(discriminator \d+\))?$")]
    private static partial Regex LineNumber();
}
