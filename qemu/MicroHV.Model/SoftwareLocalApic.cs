// The local APIC of one CPU of the software machine, in x2APIC mode: an id, interrupts with their priorities, and a one-shot timer.
namespace MicroHV.Model;

using System;
using System.Collections.Generic;
using System.Numerics;
using MicroHV.Kernel.Cpu;

/// <summary>
/// Registers behind MSRs; time is the CPU's. SDM 3A, "Advanced Programmable Interrupt Controller (APIC)".
/// </summary>
public sealed class SoftwareLocalApic
{
    private const ulong EnabledInX2Mode = 0xC00;
    private const uint Id = 0x802;
    private const uint TaskPriority = 0x808;
    private const uint EndOfInterrupt = 0x80B;
    private const uint SpuriousVector = 0x80F;
    private const uint InterruptCommand = 0x830;
    private const uint LvtTimer = 0x832;
    private const uint LvtPerformanceCounters = 0x834;
    private const uint LvtLint0 = 0x835;
    private const uint LvtLint1 = 0x836;
    private const uint InitialCount = 0x838;
    private const uint CurrentCount = 0x839;
    private const uint DivideConfiguration = 0x83E;
    private const ulong Masked = 1UL << 16;
    private const uint Everybody = uint.MaxValue;
    private const int NoVector = -1;

    private readonly SoftwareCpu _cpu;
    private readonly ulong[] _requested = new ulong[4];
    private readonly ulong[] _inService = new ulong[4];
    private bool _isArmed;

    /// <summary>Gives <paramref name="cpu"/> a local APIC.</summary>
    internal SoftwareLocalApic(SoftwareCpu cpu)
    {
        _cpu = cpu;
        cpu.Msrs[Msr.IA32_APIC_BASE] = EnabledInX2Mode;
        cpu.MsrDevices[Id] = (() => ApicId, _ => throw new HostExceptionException("WRMSR of the APIC id: #GP"));
        cpu.MsrDevices[EndOfInterrupt] = (WriteOnly, _ => Remove(_inService, Highest(_inService)));
        cpu.MsrDevices[InterruptCommand] = (() => 0, Send);
        cpu.MsrDevices[InitialCount] = (WriteOnly, Arm);
        cpu.MsrDevices[CurrentCount] = (Remaining, _ => throw new HostExceptionException("WRMSR of a count: #GP"));
        foreach (uint plain in (uint[])
            [TaskPriority, SpuriousVector, LvtTimer, LvtPerformanceCounters, LvtLint0, LvtLint1, DivideConfiguration])
        {
            cpu.Msrs[plain] = 0;
        }
    }

    private enum DeliveryMode
    {
        Fixed = 0,
        Nmi = 4,
        Init = 5,
        Startup = 6,
    }

    private enum Shorthand
    {
        None = 0,
        Self = 1,
        All = 2,
        AllButSelf = 3,
    }

    /// <summary>TSC ticks in one count of the timer; 0: it does not count.</summary>
    public ulong TicksPerCount { get; set; } = 4;

    /// <summary>This CPU's id.</summary>
    public uint ApicId { get; set; }

    /// <summary>Interrupt commands sent since reset: destination in bits 63:32.</summary>
    public List<ulong> Commands { get; } = [];

    /// <summary>TSC at which the timer fires, or the largest number if it is not armed.</summary>
    public ulong Expiry { get; private set; } = ulong.MaxValue;

    /// <summary>True if an interrupt waits for the processor.</summary>
    public bool IsPending
    {
        get
        {
            LookAtTimer();
            return Highest(_requested) >> 4 > Highest(_inService) >> 4;
        }
    }

    /// <summary>As after reset.</summary>
    public void Reset()
    {
        Disarm();
        Array.Clear(_requested);
        Array.Clear(_inService);
        Commands.Clear();
    }

    /// <summary>Runs the handlers of the interrupts that wait: they leave a mark, and the kernel ends them later.</summary>
    public void Deliver()
    {
        while (IsPending)
        {
            int vector = Highest(_requested);
            Remove(_requested, vector);
            Add(_inService, vector);
            _cpu.InterruptMark = true;
        }
    }

    private static ulong WriteOnly() => throw new HostExceptionException("RDMSR of a write-only register: #GP");

    private static int Highest(ulong[] vectors)
    {
        for (int i = vectors.Length - 1; i >= 0; i--)
        {
            if (vectors[i] != 0)
            {
                return (64 * i) + BitOperations.Log2(vectors[i]);
            }
        }

        return NoVector;
    }

    private static void Add(ulong[] vectors, int vector) => vectors[vector / 64] |= 1UL << (vector % 64);

    private static void Remove(ulong[] vectors, int vector)
    {
        if (vector != NoVector)
        {
            vectors[vector / 64] &= ~(1UL << (vector % 64));
        }
    }

    private void Arm(ulong count)
    {
        LookAtTimer();
        Disarm();
        if (count != 0 && TicksPerCount != 0)
        {
            _isArmed = true;
            Expiry = _cpu.Tsc + (count * TicksPerCount);
        }
    }

    private void Disarm()
    {
        _isArmed = false;
        Expiry = ulong.MaxValue;
    }

    private void LookAtTimer()
    {
        if (_isArmed && _cpu.Tsc >= Expiry)
        {
            Disarm();
            if ((_cpu.Msrs[LvtTimer] & Masked) == 0)
            {
                Add(_requested, (byte)_cpu.Msrs[LvtTimer]);
            }
        }
    }

    private ulong Remaining()
    {
        LookAtTimer();
        return _isArmed ? (Expiry - _cpu.Tsc) / TicksPerCount : 0;
    }

    private void Send(ulong command)
    {
        Commands.Add(command);
        uint destination = (uint)(command >> 32);
        foreach (SoftwareCpu cpu in _cpu.Machine.Cpus)
        {
            bool isMeant = (Shorthand)((command >> 18) & 3) switch
            {
                Shorthand.Self => cpu == _cpu,
                Shorthand.All => true,
                Shorthand.AllButSelf => cpu != _cpu,
                _ => destination == cpu.Apic.ApicId || destination == Everybody,
            };
            if (isMeant)
            {
                cpu.Apic.Receive((DeliveryMode)((command >> 8) & 7), (byte)command);
            }
        }
    }

    // A CPU that has not begun knows only INIT, which changes nothing about it, and the startup that lets it begin.
    private void Receive(DeliveryMode mode, byte vector)
    {
        bool lives = _cpu.Machine.Turns.Lives(_cpu);
        switch (mode)
        {
            case DeliveryMode.Fixed when lives:
                Add(_requested, vector);
                _cpu.Machine.Turns.Wake(_cpu);
                return;
            case DeliveryMode.Nmi when lives:
                _cpu.ReceiveNmi();
                return;
            case DeliveryMode.Startup when !lives:
                _cpu.Machine.Turns.Start(_cpu, () => SoftwareBootCode.Begin(vector));
                return;
            case DeliveryMode.Init when lives:
                throw new HostExceptionException($"INIT to CPU {_cpu.Index}, which runs the kernel");
            default:
                return;
        }
    }
}
