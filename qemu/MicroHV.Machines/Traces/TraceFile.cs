// The form in which a trace is kept.
using System.Runtime.InteropServices;
using System.Text.Json;
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>
/// A file of little-endian words: a head (magic, version, size of the description), the <see cref="TraceDescription"/> as JSON in
/// UTF-8, and blocks. A block is its head and as many records as that says, which follow each other in the trace of one CPU. The
/// last block is of <see cref="EndCpu"/> and has no records; a file without it was cut short.
/// </summary>
public static class TraceFile
{
    /// <summary>Name of the file in the folder of a run.</summary>
    public const string Name = "trace.bin";

    /// <summary>"MHVTRACE", read as a little-endian number.</summary>
    internal const ulong Magic = 0x4543_4152_5456_484D;

    /// <summary>The version of the form.</summary>
    internal const uint Version = 1;

    /// <summary>CPU of the block that ends a file.</summary>
    internal const uint EndCpu = uint.MaxValue;

    /// <summary>Most bytes that a description may have.</summary>
    internal const uint MaxDescriptionSizeBytes = 16 << 20;

    // An hour, as in the kernel's checks: products with a TSC's hertz have 64 bits.
    private const ulong MaxNanoseconds = 3_600_000_000_000;

    /// <summary>How a description is written.</summary>
    internal static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Whether a file begins as a trace does.</summary>
    /// <param name="path">Its path.</param>
    public static bool IsTrace(string path)
    {
        Span<byte> word = stackalloc byte[sizeof(ulong)];
        using FileStream file = File.OpenRead(path);
        return file.ReadAtLeast(word, word.Length, throwOnEndOfStream: false) == word.Length
            && MemoryMarshal.Read<ulong>(word) == Magic;
    }

    /// <summary>Reads a trace.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is none, or is damaged; the message says where.</exception>
    public static Trace Read(string path)
    {
        using FileStream file = File.OpenRead(path);
        try
        {
            return Read(file);
        }
        catch (Exception damage) when (damage is InvalidDataException or EndOfStreamException or JsonException)
        {
            throw new InvalidDataException($"{path}: {damage.Message}", damage);
        }
    }

    /// <summary>Reads a trace.</summary>
    /// <param name="file">The bytes of the file, from their beginning.</param>
    /// <exception cref="InvalidDataException">It is none, or is damaged.</exception>
    /// <exception cref="EndOfStreamException">It ends before its first block.</exception>
    /// <exception cref="JsonException">Its description is none.</exception>
    internal static Trace Read(Stream file)
    {
        FileHead head = Next<FileHead>(file);
        if (head.Magic != Magic)
        {
            throw new InvalidDataException("this is no trace");
        }

        if (head.Version != Version)
        {
            throw new InvalidDataException($"this trace has form {head.Version}; this command reads form {Version}");
        }

        if (head.DescriptionSizeBytes > MaxDescriptionSizeBytes)
        {
            throw new InvalidDataException("the trace is damaged: its description is too long");
        }

        byte[] text = new byte[head.DescriptionSizeBytes];
        file.ReadExactly(text);
        TraceDescription description = JsonSerializer.Deserialize<TraceDescription>(text, Options)
            ?? throw new InvalidDataException("the trace is damaged: it has no description");
        TraceCollection records = new(Checked(description));
        bool isWhole = ReadBlocks(file, description, records);
        return records.ToTrace(isWhole);
    }

    // What is cut short ends where the last whole block does.
    private static bool ReadBlocks(Stream file, TraceDescription description, TraceCollection records)
    {
        TraceRecord[] buffer = new TraceRecord[TracePage.RecordCount];
        while (true)
        {
            BlockHead head = default;
            if (!TryNext(file, MemoryMarshal.AsBytes(new Span<BlockHead>(ref head))))
            {
                return false;
            }

            if (head.Cpu == EndCpu)
            {
                return true;
            }

            if (head.Cpu >= description.CpuCount || head.Count > TracePage.RecordCount)
            {
                throw new InvalidDataException($"the trace is damaged: a block of CPU {head.Cpu} has {head.Count} records");
            }

            Span<TraceRecord> block = buffer.AsSpan(0, (int)head.Count);
            if (!TryNext(file, MemoryMarshal.AsBytes(block)))
            {
                return false;
            }

            records.Add((int)head.Cpu, head.FirstSequence, block);
        }
    }

    // Numbers that others are divided by, or that count others.
    private static TraceDescription Checked(TraceDescription description)
    {
        bool isSound = description is { TscHertz: > 0, CpuCount: > 0 and <= (int)CpuRecord.MaxCpus }
            && description.Vcpus.All(vcpu => vcpu is { Partition: >= 0 } && vcpu.Partition < description.Partitions.Count)
            && description.Schedules.All(schedule => schedule is { MajorFrameNanoseconds: > 0 } && schedule.Windows.All(IsSound))
            && description.InitialSchedule >= 0 && description.InitialSchedule < description.Schedules.Count;
        return isSound
            ? description
            : throw new InvalidDataException("the trace is damaged: its description contradicts itself");
    }

    private static bool IsSound(TracedWindow window) =>
        window is { Cpu: >= 0, Vcpu: >= 0, StartNanoseconds: <= MaxNanoseconds, DurationNanoseconds: <= MaxNanoseconds };

    private static TWord Next<TWord>(Stream file)
        where TWord : unmanaged
    {
        TWord word = default;
        file.ReadExactly(MemoryMarshal.AsBytes(new Span<TWord>(ref word)));
        return word;
    }

    private static bool TryNext(Stream file, Span<byte> bytes) =>
        file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;

    /// <summary>The first words of a file.</summary>
    internal struct FileHead
    {
        /// <summary>Must be <see cref="TraceFile.Magic"/>.</summary>
        public ulong Magic;

        /// <summary>Must be <see cref="TraceFile.Version"/>.</summary>
        public uint Version;

        /// <summary>Bytes of the description that follows.</summary>
        public uint DescriptionSizeBytes;
    }

    /// <summary>The first words of a block.</summary>
    internal struct BlockHead
    {
        /// <summary>Index of the CPU, or <see cref="EndCpu"/>.</summary>
        public uint Cpu;

        /// <summary>Records that follow, at most <see cref="TracePage.RecordCount"/>.</summary>
        public uint Count;

        /// <summary>Sequence number of the first of them.</summary>
        public ulong FirstSequence;
    }
}
