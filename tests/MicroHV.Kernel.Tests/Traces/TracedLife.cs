// A run of the small system with a trace, and what it wrote.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;
using MicroHV.Machines;

namespace MicroHV.Kernel.Tests.Traces;

/// <summary>Boots with scripted guests and reads the trace out of the machine's RAM when all is over.</summary>
internal sealed unsafe class TracedLife : IDisposable
{
    private const uint Key = 0xFEED_0001;
    private const int Pages = 4;

    private readonly List<TraceRecord> _records = [];

    public TracedLife(ProcessorKind kind) => Kernel = new KernelMachine(kind);

    public KernelMachine Kernel { get; }

    /// <summary>The records, once it ran.</summary>
    public IReadOnlyList<TraceRecord> Records => _records;

    /// <summary>What the serial line told, once it ran.</summary>
    public List<TranscriptEvent> Transcript { get; private set; } = [];

    /// <summary>What the boot told, once it ran.</summary>
    public BootRecord Boot => ((BootEvent)Transcript[0]).Record;

    /// <summary>Runs so many frames.</summary>
    public TracedLife Run(ulong frames) => Run(SmallSystem.BlobWithTrace(frames, Key));

    /// <summary>Runs so many frames of <see cref="ScheduledSystem"/>.</summary>
    public TracedLife RunScheduled(ulong frames) => Run(ScheduledSystem.BlobWithTrace(frames, Key));

    private TracedLife Run(byte[] blob)
    {
        Transcript = Kernel.Run(blob);
        RamMemory memory = new(Kernel);
        TraceShape shape = new(1, Pages, Key);
        TraceReader reader = new(memory, TracePageFinder.Find(memory, shape)!, shape, (_, first, records) =>
        {
            Assert.Equal((ulong)_records.Count, first);
            _records.AddRange(records);
        });
        _ = reader.Poll();
        return this;
    }

    /// <summary>The records of one kind.</summary>
    public IEnumerable<TraceRecord> Of(TraceKind kind) => _records.Where(record => record.Kind == kind);

    public void Dispose() => Kernel.Dispose();

    private sealed class RamMemory(KernelMachine kernel) : IMachineMemory
    {
        public IEnumerable<(ulong Start, ulong End)> Ranges() => [(0, kernel.Machine.RamSizeBytes / FrameSize.Size4K * FrameSize.Size4K)];

        public bool TryRead(ulong address, Span<byte> destination)
        {
            new ReadOnlySpan<byte>(kernel.Machine.Ram(address), destination.Length).CopyTo(destination);
            return true;
        }
    }
}
