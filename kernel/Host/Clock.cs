// What a tick is: the TSC and the local APIC's timer, measured against the one clock of a PC whose frequency is known.
namespace MicroHV.Kernel.Host;

using MicroHV.Kernel.Cpu;

/// <summary>Frequencies of this machine's clocks, and conversions between them.</summary>
public struct Clock
{
    private const ushort PitChannel2 = 0x42;
    private const ushort PitCommand = 0x43;
    private const ushort SpeakerPort = 0x61;
    private const ulong PitHertz = 1_193_182;
    private const uint PitCount = 11_932;            // 10 ms
    private const uint PitOneShot = 0xB0;            // channel 2, both bytes, mode 0
    private const uint PitGate = 0x01;
    private const uint SpeakerOn = 0x02;
    private const uint PitOutput = 0x20;
    private const int MaxPolls = 100_000_000;
    private const ulong NanosecondsPerSecond = 1_000_000_000;
    private const int RatioBits = 32;

    // Above 16 GHz, a second of nanoseconds times hertz would need more than 64 bits.
    private const ulong MaxTscHertz = 16_000_000_000;

    private ulong _apicPerTsc;

    /// <summary>TSC ticks per second.</summary>
    public ulong TscHertz { readonly get; private set; }

    /// <summary>Local APIC timer ticks per second.</summary>
    public ulong ApicHertz { readonly get; private set; }

    /// <summary>
    /// Counts both clocks over 10 ms of the PIT's channel 2. False if one does not count as a clock; then
    /// <see cref="TscHertz"/> and <see cref="ApicHertz"/> tell what was seen.
    /// </summary>
    public static bool TryCalibrate(out Clock clock)
    {
        clock = default;
        uint speaker = Cpu.In8(SpeakerPort) & ~(SpeakerOn | PitGate);
        Cpu.Out8(SpeakerPort, speaker);
        Cpu.Out8(PitCommand, PitOneShot);
        Cpu.Out8(PitChannel2, PitCount & 0xFF);
        Cpu.Out8(PitChannel2, PitCount >> 8);

        LocalApic.Arm(LocalApic.MaxCount);
        Cpu.Out8(SpeakerPort, speaker | PitGate);
        ulong start = Cpu.ReadTsc();
        uint startCount = LocalApic.ReadCurrentCount();
        int polls = 0;
        while ((Cpu.In8(SpeakerPort) & PitOutput) == 0 && polls < MaxPolls)
        {
            polls++;
            Cpu.Pause();
        }

        ulong tscTicks = Cpu.ReadTsc() - start;
        ulong apicTicks = startCount - LocalApic.ReadCurrentCount();
        LocalApic.Disarm();
        Cpu.Out8(SpeakerPort, speaker);

        clock.TscHertz = PerSecond(tscTicks);
        clock.ApicHertz = PerSecond(apicTicks);
        bool isClock = polls < MaxPolls
            && clock.TscHertz is > NanosecondsPerSecond / 1000 and < MaxTscHertz
            && clock.ApicHertz is > 0 and < MaxTscHertz;
        if (isClock)
        {
            clock._apicPerTsc = (apicTicks << RatioBits) / tscTicks;
        }

        return isClock;
    }

    /// <summary>Converts a time of the plan; at most an hour, so that nothing overflows.</summary>
    public readonly ulong TicksOf(ulong nanoseconds) => TicksOf(nanoseconds, TscHertz);

    /// <summary>The same for a TSC of <paramref name="tscHertz"/>.</summary>
    public static ulong TicksOf(ulong nanoseconds, ulong tscHertz)
    {
        ulong seconds = nanoseconds / NanosecondsPerSecond;
        ulong rest = nanoseconds % NanosecondsPerSecond;
        return (seconds * tscHertz) + (rest * tscHertz / NanosecondsPerSecond);
    }

    /// <summary>Converts ticks to nanoseconds.</summary>
    public readonly ulong NanosecondsOf(ulong ticks) =>
        ((ticks / TscHertz) * NanosecondsPerSecond) + ((ticks % TscHertz) * NanosecondsPerSecond / TscHertz);

    /// <summary>Arms the local APIC's timer for <paramref name="tscTicks"/> from now, or for as long as it can count.</summary>
    public readonly void ArmTimer(ulong tscTicks)
    {
        // A product of more than 64 bits is beyond what the timer can count as well.
        bool isCountable = tscTicks <= ulong.MaxValue / _apicPerTsc;
        LocalApic.Arm(isCountable ? (tscTicks * _apicPerTsc) >> RatioBits : LocalApic.MaxCount);
    }

    /// <summary>Lets time pass, at most an hour. For the boot.</summary>
    public readonly void Wait(ulong nanoseconds)
    {
        ulong start = Cpu.ReadTsc();
        while (Cpu.ReadTsc() - start < TicksOf(nanoseconds))
        {
            Cpu.Pause();
        }
    }

    private static ulong PerSecond(ulong ticks) => ticks * PitHertz / PitCount;
}
