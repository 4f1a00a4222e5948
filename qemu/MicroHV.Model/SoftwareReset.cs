// What can reset a software PC: two ports, a triple fault, and a watchdog that nobody kicks.
namespace MicroHV.Model;

using System.Collections.Generic;

/// <summary>
/// A reset halts the CPU that asks for it, which has sent the others to sleep before; RAM stays. Who drives the machine sees
/// <see cref="IsReset"/> and boots it again.
/// </summary>
public sealed class SoftwareReset
{
    private const ushort ResetControl = 0xCF9;
    private const ushort Keyboard = 0x64;
    private const ushort WatchdogDisable = 0x441;
    private const ushort WatchdogEnable = 0x443;
    private const uint ResetCpu = 0x04;
    private const uint PulseReset = 0xFE;

    /// <summary>False for a machine whose port 0xCF9 does nothing.</summary>
    public bool HasResetControl { get; set; } = true;

    /// <summary>False for a machine without a keyboard controller.</summary>
    public bool HasKeyboard { get; set; } = true;

    /// <summary>True once something has reset the machine, until it boots again.</summary>
    public bool IsReset { get; private set; }

    /// <summary>True while the watchdog counts.</summary>
    public bool IsWatchdogOn { get; private set; }

    /// <summary>Values that the watchdog was kicked with since the boot.</summary>
    public List<uint> Kicks { get; } = [];

    /// <summary>True if <paramref name="port"/> is one of its own.</summary>
    public bool Has(ushort port) => port is ResetControl or Keyboard or WatchdogDisable or WatchdogEnable;

    /// <summary>IN.</summary>
    public uint Read(ushort port) => port == Keyboard && HasKeyboard ? 0u : 0xFFu;

    /// <summary>OUT.</summary>
    public void Write(ushort port, uint value)
    {
        switch (port)
        {
            case ResetControl:
                IsReset |= HasResetControl && (value & ResetCpu) != 0;
                break;
            case Keyboard:
                IsReset |= HasKeyboard && value == PulseReset;
                break;
            case WatchdogDisable:
                IsWatchdogOn = false;
                break;
            default:
                IsWatchdogOn = true;
                Kicks.Add(value);
                break;
        }
    }

    /// <summary>A processor met three faults in a row.</summary>
    public void ShutDown() => IsReset = true;

    /// <summary>The machine boots.</summary>
    public void Begin()
    {
        IsReset = false;
        IsWatchdogOn = false;
        Kicks.Clear();
    }
}
