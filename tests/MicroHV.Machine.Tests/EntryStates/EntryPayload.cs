// The payload that enters guests: its places, its table, and what it says.
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using MicroHV.Machine.Tests.Lanes;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.EntryStates;

/// <summary>Payloads/entry_states.asm, which knows the same addresses.</summary>
internal static class EntryPayload
{
    /// <summary>Page tables of the host and of guests: the first GiB, for the kernel alone.</summary>
    public const ulong PageRoot = 0x100_0000;

    /// <summary>EPT tables of the first GiB.</summary>
    public const ulong EptRoot = 0x100_3000;

    /// <summary>Nested tables of SVM for the first GiB.</summary>
    public const ulong NestedRoot = 0x100_6000;

    /// <summary>Where an exit goes.</summary>
    public const ulong ExitPage = 0x10_1000;

    /// <summary>Code that exits in every mode.</summary>
    public const ulong GuestPage = 0x10_2000;

    private const string Name = "entry_states.bin";
    private const int TableOffset = 0x3000;
    private const int HeaderBytes = 16;
    private const int CharactersOfState = 3;

    /// <summary>Runs the payload and returns what it said of each state.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(
        Lane lane, IEntryStates states, IReadOnlyList<EntryState> table)
    {
        byte[] bytes = await Payload.ReadAsync(Name);
        Write(bytes.AsSpan(TableOffset), states, table);
        List<string> lines = [];
        RunResult result = await Payload.BootAsync(lane, bytes, TimeSpan.FromSeconds(20), item =>
        {
            if (item is FirmwareEvent firmware)
            {
                lines.Add(Encoding.ASCII.GetString(firmware.Line.Span).TrimEnd());
            }
        });
        Assert.True(
            result.Ending == RunEnding.KernelStopped,
            $"{result.Ending} after {lines.Count} lines: {lines[^1]}\n{string.Join('\n', result.MachineLog)}");
        Assert.Equal(
            states.Capabilities.Select(each => each.Value.ToString("X16", CultureInfo.InvariantCulture)),
            lines.Take(states.Capabilities.Count));
        string said = string.Concat(lines.Skip(states.Capabilities.Count));
        return [.. said.Chunk(CharactersOfState).Select(characters => new string(characters))];
    }

    // The header, the MSRs on whole 16 bytes, the base fields, and each state behind its count.
    private static void Write(Span<byte> to, IEntryStates states, IReadOnlyList<EntryState> table)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to, states.IsSvm ? 1 : 0);
        BinaryPrimitives.WriteInt32LittleEndian(to[4..], states.Capabilities.Count);
        BinaryPrimitives.WriteInt32LittleEndian(to[8..], states.BaseState.Count);
        BinaryPrimitives.WriteInt32LittleEndian(to[12..], table.Count);
        to = to[HeaderBytes..];
        int at = 0;
        foreach ((uint msr, _) in states.Capabilities)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(to[at..], msr);
            at += sizeof(uint);
        }

        at = (at + HeaderBytes - 1) / HeaderBytes * HeaderBytes;
        at = WriteFields(to, at, states.BaseState.Select(pair => (pair.Key, pair.Value)));
        foreach (EntryState state in table)
        {
            BinaryPrimitives.WriteInt32LittleEndian(to[at..], state.Changes.Count);
            at = WriteFields(to, at + HeaderBytes, state.Changes);
        }
    }

    private static int WriteFields(Span<byte> to, int at, IEnumerable<(uint Field, ulong Value)> fields)
    {
        foreach ((uint field, ulong value) in fields)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(to[at..], field);
            BinaryPrimitives.WriteUInt64LittleEndian(to[(at + sizeof(ulong))..], value);
            at += 2 * sizeof(ulong);
        }

        return at;
    }
}
