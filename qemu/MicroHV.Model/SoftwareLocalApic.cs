// The local APIC of the software machine, in x2APIC mode: an id and a one-shot timer.
namespace MicroHV.Model;

using System.Collections.Generic;
using MicroHV.Kernel.Cpu;

/// <summary>Registers behind MSRs; time is the machine's TSC.</summary>
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

    private readonly SoftwareMachine _machine;
    private bool _isArmed;
    private bool _isRequested;
    private bool _isInService;

    /// <summary>Gives <paramref name="machine"/> a local APIC whose timer counts once in <paramref name="ticksPerCount"/> TSC ticks.</summary>
    public SoftwareLocalApic(SoftwareMachine machine, ulong ticksPerCount)
    {
        _machine = machine;
        TicksPerCount = ticksPerCount;
        machine.Msrs[Msr.IA32_APIC_BASE] = EnabledInX2Mode;
        machine.MsrDevices[Id] = (() => ApicId, _ => throw new HostExceptionException("WRMSR of the APIC id: #GP"));
        machine.MsrDevices[EndOfInterrupt] = (WriteOnly, _ => _isInService = false);
        machine.MsrDevices[InterruptCommand] = (() => 0, command => Commands.Add(command));
        machine.MsrDevices[InitialCount] = (WriteOnly, Arm);
        machine.MsrDevices[CurrentCount] = (Remaining, _ => throw new HostExceptionException("WRMSR of a count: #GP"));
        foreach (uint plain in (uint[])
            [TaskPriority, SpuriousVector, LvtTimer, LvtPerformanceCounters, LvtLint0, LvtLint1, DivideConfiguration])
        {
            machine.Msrs[plain] = 0;
        }

        machine.OnWaitForInterrupt = WaitForInterrupt;
        machine.OnOpenInterruptSlot = Deliver;
    }

    /// <summary>TSC ticks in one count of the timer; 0: it does not count.</summary>
    public ulong TicksPerCount { get; set; }

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
            if (_isArmed && _machine.Tsc >= Expiry)
            {
                Disarm();
                _isRequested = true;
            }

            return _isRequested && !_isInService;
        }
    }

    /// <summary>As after reset.</summary>
    public void Reset()
    {
        Disarm();
        _isRequested = false;
        _isInService = false;
        Commands.Clear();
    }

    private static ulong WriteOnly() => throw new HostExceptionException("RDMSR of a write-only register: #GP");

    private void Arm(ulong count)
    {
        Disarm();
        if (count != 0 && TicksPerCount != 0)
        {
            _isArmed = true;
            Expiry = _machine.Tsc + (count * TicksPerCount);
        }
    }

    private void Disarm()
    {
        _isArmed = false;
        Expiry = ulong.MaxValue;
    }

    private ulong Remaining()
    {
        _ = IsPending;
        return _isArmed ? (Expiry - _machine.Tsc) / TicksPerCount : 0;
    }

    private void Deliver()
    {
        if (IsPending)
        {
            _isRequested = false;
            _isInService = true;
            _machine.InterruptMark = true;
        }
    }

    private void WaitForInterrupt()
    {
        if (!IsPending)
        {
            if (!_isArmed || _isInService)
            {
                throw new KernelHungException("the kernel sleeps and no interrupt can wake it");
            }

            _machine.Tsc = Expiry;
        }

        Deliver();
    }
}
