// A machine's gdb stub with memory, registers and a script of stops.
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Debugging;

/// <summary>Answers packets as QEMU's stub does; each time the machine runs, it stops at the next address of a script.</summary>
internal sealed class FakeStub : Stream
{
    private const int RegisterBytes = 236;

    private readonly Queue<byte> _answers = new();

    /// <summary>Host-physical memory, by address; what is not here is no memory.</summary>
    public Dictionary<ulong, byte> Memory { get; } = [];

    /// <summary>The registers of the stopped machine.</summary>
    public StubState State { get; set; }

    /// <summary>Where the machine stops: registers, and the partition whose window it is.</summary>
    public Queue<(StubState State, uint Partition)> Stops { get; } = new();

    /// <summary>Where the kernel keeps the partition whose window it is.</summary>
    public ulong CurrentPartitionAddress { get; init; }

    /// <summary>Every packet that came.</summary>
    public List<string> Requests { get; } = [];

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Its client.</summary>
    public QemuStub Client() => new(new PacketStream(this));

    /// <summary>Puts numbers of 64 bits into memory.</summary>
    public void Write(ulong address, params ulong[] values)
    {
        for (int i = 0; i < values.Length * sizeof(ulong); i++)
        {
            Memory[address + (ulong)i] = (byte)(values[i / sizeof(ulong)] >> (i % sizeof(ulong) * 8));
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        string text = Encoding.Latin1.GetString(buffer, offset, count);
        if (text is ['$', ..])
        {
            string request = text[1..text.LastIndexOf('#')];
            Requests.Add(request);
            using MemoryStream packet = new();
            new PacketStream(packet).WriteAsync(Answer(request), CancellationToken.None).GetAwaiter().GetResult();
            foreach (byte value in packet.ToArray())
            {
                _answers.Enqueue(value);
            }
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = 0;
        while (read < count && _answers.TryDequeue(out byte value))
        {
            buffer[offset + read++] = value;
        }

        return read;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private string Answer(string request)
    {
        switch (request[0])
        {
            case 'g':
                return Registers();
            case 'm' or 'M':
                return Access(request);
            case 'c' or 's':
                (State, uint partition) = Stops.Dequeue();
                Write(CurrentPartitionAddress, partition);
                return "T05thread:01;";
            default:
                return "OK";
        }
    }

    private string Registers()
    {
        byte[] bytes = new byte[RegisterBytes];
        (int, ulong)[] values = [(128, State.Rip), (188, State.Cr0), (204, State.Cr3), (212, State.Cr4), (228, State.Efer)];
        foreach ((int offset, ulong value) in values)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(offset), value);
        }

        return Convert.ToHexStringLower(bytes);
    }

    private string Access(string request)
    {
        string[] parts = request[1..].Split(',', ':');
        ulong address = ulong.Parse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        int count = int.Parse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        ulong[] addresses = [.. Enumerable.Range(0, count).Select(index => address + (ulong)index)];
        if (!addresses.All(Memory.ContainsKey))
        {
            return "E14";
        }

        if (request[0] == 'm')
        {
            return Convert.ToHexStringLower([.. addresses.Select(item => Memory[item])]);
        }

        byte[] bytes = Convert.FromHexString(parts[2]);
        foreach ((int index, ulong item) in addresses.Index())
        {
            Memory[item] = bytes[index];
        }

        return "OK";
    }
}
