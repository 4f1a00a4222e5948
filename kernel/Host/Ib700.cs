// The watchdog card iB700, which QEMU has.
namespace MicroHV.Kernel.Host;

using MicroHV.Kernel.Cpu;

/// <summary>Resets the machine unless it is kicked in time. There is no way to ask whether the card is there.</summary>
public static class Ib700
{
    /// <summary>Longest time-out, in seconds; each is an even number.</summary>
    public const uint MaxSeconds = 30;

    /// <summary>Port that switches it on and begins the time anew, with <see cref="CountOf"/>.</summary>
    public const ushort EnablePort = 0x443;

    private const ushort DisablePort = 0x441;

    /// <summary>Switches it on, and begins the time anew: <paramref name="seconds"/>, an even number up to <see cref="MaxSeconds"/>.</summary>
    public static void Kick(uint seconds) => Cpu.Out8(EnablePort, CountOf(seconds));

    /// <summary>What the port takes for a time of <paramref name="seconds"/>, an even number up to <see cref="MaxSeconds"/>.</summary>
    public static uint CountOf(uint seconds) => (MaxSeconds - seconds) / 2;

    /// <summary>Switches it off.</summary>
    public static void Disable() => Cpu.Out8(DisablePort, 0);
}
