// The transmitter of a 16550 serial port of the software machine.
namespace MicroHV.Model;

using System.Collections.Generic;

/// <summary>Keeps what was sent.</summary>
public sealed class SoftwareUart
{
    private const int Data = 0;
    private const int LineControl = 3;
    private const int LineStatus = 5;
    private const uint DivisorLatch = 0x80;
    private const uint Empty = 0x60;

    private bool _isLatchOpen;

    /// <summary>First ports of the lines that are there; what they carry comes out of one.</summary>
    public List<ushort> Lines { get; } = [0x3F8];

    /// <summary>Every byte that was sent.</summary>
    public List<byte> Sent { get; } = [];

    /// <summary>Most bytes that the kernel sent between two looks at the line status.</summary>
    public int LargestBurst { get; private set; }

    /// <summary>Looks at the line status that find the transmitter busy, before one that does not.</summary>
    public int BusyPolls { get; set; }

    private int Burst { get; set; }

    private int Polls { get; set; }

    /// <summary>True if <paramref name="port"/> is one of its own.</summary>
    public bool Has(ushort port) => Lines.Contains((ushort)(port & ~7));

    /// <summary>IN.</summary>
    public uint Read(ushort port)
    {
        if ((port & 7) != LineStatus)
        {
            return 0;
        }

        Burst = 0;
        Polls++;
        return Polls % (BusyPolls + 1) == 0 ? Empty : 0;
    }

    /// <summary>OUT.</summary>
    public void Write(ushort port, uint value)
    {
        switch (port & 7)
        {
            case Data when !_isLatchOpen:
                Sent.Add((byte)value);
                Burst++;
                LargestBurst = Burst > LargestBurst ? Burst : LargestBurst;
                return;
            case LineControl:
                _isLatchOpen = (value & DivisorLatch) != 0;
                return;
            default:
                return;
        }
    }

    /// <summary>Forgets what was sent.</summary>
    public void Reset()
    {
        Sent.Clear();
        _isLatchOpen = false;
        (LargestBurst, Burst, Polls) = (0, 0, 0);
    }
}
