// A 16550 serial port, written to and never waited for.
namespace MicroHV.Kernel.Console;

using MicroHV.Kernel.Cpu;

/// <summary>The transmitter of a 16550 UART. PC16550D data sheet, "Registers".</summary>
public struct SerialPort
{
    /// <summary>The port of the first serial line of a PC.</summary>
    public const uint Com1 = 0x3F8;

    /// <summary>Bytes that the transmitter takes at once when it is empty.</summary>
    public const int FifoBytes = 16;

    private const uint LineStatus = 5;
    private const uint TransmitterHoldingEmpty = 0x20;
    private const uint TransmitterEmpty = 0x40;

    private ushort _port;

    /// <summary>Bit times of one byte (start, eight data, stop) at divisor 1, in nanoseconds: 10 / 115,200 s.</summary>
    public const ulong ByteNanoseconds = 86_806;

    /// <summary>True if there is a port to write to.</summary>
    public readonly bool IsOpen => _port != 0;

    /// <summary>Sets 8 data bits, no parity, 1 stop bit, FIFOs on and interrupts off. Port 0 is no port.</summary>
    public void Open(uint port, uint divisor)
    {
        _port = (ushort)port;
        if (port == 0)
        {
            return;
        }

        Write(1, 0x00);                  // interrupt enable: none
        Write(3, 0x80);                  // line control: divisor latch
        Write(0, divisor & 0xFF);
        Write(1, divisor >> 8);
        Write(3, 0x03);                  // line control: 8 data bits, no parity, 1 stop bit
        Write(2, 0x07);                  // FIFO control: on, both cleared
        Write(4, 0x03);                  // modem control: data terminal ready, request to send
    }

    /// <summary>True if the transmitter can take <see cref="FifoBytes"/> now.</summary>
    public readonly bool CanWrite() => (Cpu.In8((ushort)(_port + LineStatus)) & TransmitterHoldingEmpty) != 0;

    /// <summary>True if the last bit of the last byte has left.</summary>
    public readonly bool IsSilent() => (Cpu.In8((ushort)(_port + LineStatus)) & TransmitterEmpty) != 0;

    /// <summary>Writes one of the bytes for which <see cref="CanWrite"/> gave leave.</summary>
    public readonly void WriteByte(byte value) => Write(0, value);

    private readonly void Write(uint register, uint value) => Cpu.Out8((ushort)(_port + register), value);
}
