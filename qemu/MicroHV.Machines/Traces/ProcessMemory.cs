// The memory of an emulator, read from outside while the emulator runs.
using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace MicroHV.Machines;

/// <summary>
/// Reads /proc/PID/mem, which asks the process for nothing and does not stop it: proc(5). Whoever may trace the process may read
/// its memory; a child of one's own always, unless the host forbids tracing at all.
/// </summary>
public sealed class ProcessMemory : IMachineMemory, IDisposable
{
    private const int PageSizeBytes = 4096;
    private const int PagemapEntrySizeBytes = 8;
    private const int PagesAtOnce = 512;

    // proc(5), /proc/pid/pagemap: bit 63 says present, bit 62 swapped out.
    private const ulong HasContents = 3UL << 62;

    private const string PtraceScope = "/proc/sys/kernel/yama/ptrace_scope";

    private readonly string _folder;
    private readonly SafeFileHandle _memory;

    private ProcessMemory(string folder, SafeFileHandle memory)
    {
        _folder = folder;
        _memory = memory;
    }

    /// <summary>Opens the memory of a process.</summary>
    /// <param name="processId">Its process id.</param>
    /// <exception cref="IOException">This host does not allow it, or there is no such process; the message says what helps.</exception>
    public static ProcessMemory Open(int processId)
    {
        string folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}");
        try
        {
            return new ProcessMemory(folder, OpenFile($"{folder}/mem"));
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw new IOException($"the emulator's memory cannot be read ({failure.Message}){WayOut()}", failure);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<(ulong Start, ulong End)> Ranges()
    {
        using SafeFileHandle pagemap = OpenFile($"{_folder}/pagemap");
        byte[] entries = new byte[PagesAtOnce * PagemapEntrySizeBytes];
        foreach ((ulong start, ulong end) in WritableMappings(File.ReadLines($"{_folder}/maps")))
        {
            ulong step = PagesAtOnce * PageSizeBytes;
            for (ulong part = start; part < end; part += step)
            {
                foreach ((ulong Start, ulong End) run in Runs(pagemap, entries, part, Math.Min(part + step, end)))
                {
                    yield return run;
                }
            }
        }
    }

    /// <inheritdoc/>
    public bool TryRead(ulong address, Span<byte> destination)
    {
        try
        {
            return RandomAccess.Read(_memory, destination, (long)address) == destination.Length;
        }
        catch (IOException)
        {
            // Not mapped, or not any more: how the callers see it as well.
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    /// <summary>The mappings of private or shared memory that may be written, from lines of /proc/PID/maps.</summary>
    /// <param name="lines">The lines: <c>7f00a000-7f00b000 rw-p 00000000 00:00 0 [heap]</c>.</param>
    internal static IEnumerable<(ulong Start, ulong End)> WritableMappings(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            string[] words = line.Split(' ', 3);
            string[] ends = words[0].Split('-');
            if (words[1].StartsWith("rw", StringComparison.Ordinal))
            {
                yield return (Hexadecimal(ends[0]), Hexadecimal(ends[1]));
            }
        }
    }

    // Pages that were never touched hold nothing, and reading them would make the emulator larger.
    private static IEnumerable<(ulong Start, ulong End)> Runs(SafeFileHandle pagemap, byte[] entries, ulong start, ulong end)
    {
        int pages = (int)((end - start) / PageSizeBytes);
        long offset = (long)(start / PageSizeBytes * PagemapEntrySizeBytes);
        int read = RandomAccess.Read(pagemap, entries.AsSpan(0, pages * PagemapEntrySizeBytes), offset) / PagemapEntrySizeBytes;
        int first = 0;
        for (int i = 0; i <= read; i++)
        {
            bool isThere = i < read
                && (BinaryPrimitives.ReadUInt64LittleEndian(entries.AsSpan(i * PagemapEntrySizeBytes)) & HasContents) != 0;
            if (isThere)
            {
                continue;
            }

            if (i > first)
            {
                yield return (start + ((ulong)first * PageSizeBytes), start + ((ulong)i * PageSizeBytes));
            }

            first = i + 1;
        }
    }

    private static SafeFileHandle OpenFile(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

    private static string WayOut() => File.Exists(PtraceScope) && File.ReadAllText(PtraceScope).Trim() is "2" or "3"
        ? $"; {PtraceScope} forbids it, set it to 1"
        : "; a container needs the capability SYS_PTRACE for it, or a host whose Yama lets processes trace their children";

    private static ulong Hexadecimal(string text) => ulong.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
