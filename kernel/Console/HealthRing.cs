// The last lines of the health log of one partition, or of the module.
namespace MicroHV.Kernel.Console;

using System.Runtime.InteropServices;
using System.Threading;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;

/// <summary>
/// Several CPUs write, and any of them reads: a record is whole if its number is the same before and after it was copied and its
/// checksum holds. Its own ring is all that a partition can fill.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 0x840)]
public unsafe struct HealthRing
{
    /// <summary>Records that are kept.</summary>
    public const uint RecordCount = 16;

    /// <summary>Number of the last record that somebody has read and acknowledged.</summary>
    [FieldOffset(0x10)] public ulong Acknowledged;

    [FieldOffset(0x00)] private long _last;

    [FieldOffset(0x40)] private HealthRecord _first;

    /// <summary>Number of the newest record; 0 if there is none.</summary>
    public readonly ulong Last => (ulong)Volatile.Read(in _last);

    /// <summary>Writes <paramref name="record"/>, which gets its number and its checksum here.</summary>
    public void Append(ref HealthRecord record)
    {
        record.Sequence = (ulong)Interlocked.Increment(ref _last);
        record.Crc32C = Checksum(ref record);
        ref HealthRecord slot = ref Slot(record.Sequence);
        Volatile.Write(ref slot.Sequence, 0);
        ulong sequence = record.Sequence;
        record.Sequence = 0;
        slot = record;
        record.Sequence = sequence;
        Volatile.Write(ref slot.Sequence, sequence);
    }

    /// <summary>
    /// Copies the oldest record that is kept and numbered <paramref name="sequence"/> or higher. False if there is none, or
    /// another CPU is writing it.
    /// </summary>
    public bool TryRead(ulong sequence, out HealthRecord record)
    {
        ulong last = Last;
        ulong oldest = last < RecordCount ? 1 : last - RecordCount + 1;
        ulong wanted = sequence < oldest ? oldest : sequence;
        record = default;
        if (wanted > last)
        {
            return false;
        }

        ref HealthRecord slot = ref Slot(wanted);
        ulong before = Volatile.Read(in slot.Sequence);
        record = slot;
        record.Sequence = before;
        return before == wanted && Volatile.Read(in slot.Sequence) == wanted && Checksum(ref record) == record.Crc32C;
    }

    /// <summary>The checksum that <paramref name="record"/> should have.</summary>
    public static uint Checksum(ref HealthRecord record)
    {
        HealthRecord copy = record;
        copy.Crc32C = 0;
        return ~Cpu.Crc32C(uint.MaxValue, &copy, (ulong)sizeof(HealthRecord));
    }

    private ref HealthRecord Slot(ulong sequence)
    {
        fixed (HealthRecord* first = &_first)
        {
            return ref first[sequence % RecordCount];
        }
    }
}
