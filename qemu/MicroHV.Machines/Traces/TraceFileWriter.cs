// Writes a trace while it is read.
using System.Runtime.InteropServices;
using System.Text.Json;
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>Writes the form of <see cref="TraceFile"/>.</summary>
public sealed class TraceFileWriter : IDisposable
{
    private readonly Stream _file;

    /// <summary>Begins a file.</summary>
    /// <param name="file">Where it goes; closed by <see cref="Dispose"/>.</param>
    /// <param name="description">What was traced.</param>
    public TraceFileWriter(Stream file, TraceDescription description)
    {
        _file = file;
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(description, TraceFile.Options);
        Write(new TraceFile.FileHead
        {
            Magic = TraceFile.Magic,
            Version = TraceFile.Version,
            DescriptionSizeBytes = (uint)text.Length,
        });
        _file.Write(text);
    }

    /// <summary>Appends records of one CPU.</summary>
    /// <param name="cpu">Index of the CPU.</param>
    /// <param name="firstSequence">Sequence number of the first.</param>
    /// <param name="records">The records, at most as many as a page has.</param>
    public void Append(int cpu, ulong firstSequence, ReadOnlySpan<TraceRecord> records)
    {
        Write(new TraceFile.BlockHead { Cpu = (uint)cpu, Count = (uint)records.Length, FirstSequence = firstSequence });
        _file.Write(MemoryMarshal.AsBytes(records));
    }

    /// <summary>Says that the file is whole.</summary>
    public void Complete() => Write(new TraceFile.BlockHead { Cpu = TraceFile.EndCpu });

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private void Write<TWord>(TWord word)
        where TWord : unmanaged =>
        _file.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<TWord>(ref word)));
}
