// Channel 2 of the software machine's interval timer, with its gate and output in port 61h.
namespace MicroHV.Model;

/// <summary>Counts down once, from the moment in which the gate opens.</summary>
public sealed class SoftwarePit
{
    private const ushort Channel2 = 0x42;
    private const ushort Command = 0x43;
    private const ushort Speaker = 0x61;
    private const ulong Hertz = 1_193_182;
    private const uint Gate = 1;
    private const uint Output = 0x20;
    private const ulong PollsPerCount = 16;

    private readonly SoftwareMachine _machine;
    private ulong _count;
    private bool _hasLow;
    private uint _control;
    private ulong _start;

    /// <summary>A timer on <paramref name="machine"/>, whose TSCs count <paramref name="tscHertz"/>.</summary>
    public SoftwarePit(SoftwareMachine machine, ulong tscHertz)
    {
        _machine = machine;
        TscHertz = tscHertz;
    }

    /// <summary>Ticks of the machine's TSCs in a second; 0: the timer never gets to its end.</summary>
    public ulong TscHertz { get; set; }

    private ulong TicksPerCount => _count * TscHertz / Hertz;

    /// <summary>True if <paramref name="port"/> is one of its own.</summary>
    public bool Has(ushort port) => port is Channel2 or Command or Speaker;

    /// <summary>IN. A look at the output takes a sixteenth of the count, and never goes beyond its end.</summary>
    public uint Read(ushort port)
    {
        if (port != Speaker || (_control & Gate) == 0)
        {
            return port == Speaker ? _control : 0;
        }

        ulong end = _start + TicksPerCount;
        SoftwareCpu cpu = _machine.Cpu;
        if (cpu.Tsc >= end && TscHertz != 0)
        {
            return _control | Output;
        }

        ulong next = cpu.Tsc + (TicksPerCount / PollsPerCount) + 1;
        cpu.Spend((next < end || TscHertz == 0 ? next : end) - cpu.Tsc);
        return _control;
    }

    /// <summary>OUT.</summary>
    public void Write(ushort port, uint value)
    {
        switch (port)
        {
            case Command:
                _hasLow = false;
                return;
            case Channel2:
                _count = _hasLow ? (_count & 0xFF) | (value << 8) : value;
                _hasLow = !_hasLow;
                return;
            default:
                _start = (value & ~_control & Gate) != 0 ? _machine.Cpu.Tsc : _start;
                _control = value & 3;
                return;
        }
    }
}
