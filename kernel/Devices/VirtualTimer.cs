// The timer of a virtual local APIC: one-shot and periodic by a count, or one-shot at an absolute TSC.
namespace MicroHV.Kernel.Devices;

using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Vcpu;

/// <summary>
/// The clock that it counts is the TSC, divided as the guest says, so that it counts on while the guest has no window. What
/// expires then is requested when the kernel next looks; a periodic timer keeps its phase, and all its expiries until the
/// request is delivered are that one request. SDM 3A, "APIC Timer".
/// </summary>
public static class VirtualTimer
{
    /// <summary>A TSC value that is not reached: <see cref="Vcpu.TimerTsc"/> of a timer that nobody has to look at.</summary>
    public const ulong Never = ulong.MaxValue;

    /// <summary>Bits of the timer's LVT entry that choose the mode.</summary>
    internal const uint ModeMask = 3u << 17;

    /// <summary>The mode that does not exist.</summary>
    internal const uint ReservedMode = 3u << 17;

    private const uint Periodic = 1u << 17;
    private const uint TscDeadline = 2u << 17;

    /// <summary>
    /// Requests what has expired at TSC <paramref name="now"/>. The loop calls this at <see cref="Vcpu.TimerTsc"/>, and every
    /// access of the guest to its APIC begins with it.
    /// </summary>
    public static void Advance(ref Vcpu vcpu, ulong now)
    {
        ApicPage page = new ApicPage(in vcpu);
        ulong expiry = page.TimerExpiry;
        if (expiry == 0 || now < expiry)
        {
            return;
        }

        uint entry = page[ApicRegister.LvtTimer];
        ulong interval = (ulong)page[ApicRegister.InitialCount] << DivideShift(in page);
        bool isPeriodic = (entry & ModeMask) == Periodic;
        page.TimerExpiry = isPeriodic ? expiry + (((now - expiry) / interval + 1) * interval) : 0;
        if ((entry & ApicRegister.Masked) == 0)
        {
            VirtualApic.Request(ref vcpu, (byte)entry);
        }

        Watch(ref vcpu);
    }

    /// <summary>
    /// Says when the kernel must look again. While the timer is masked or its vector is requested, an expiry changes nothing
    /// that a guest could see before it looks itself: the period of a guest never costs more than its handler.
    /// </summary>
    internal static void Watch(ref Vcpu vcpu)
    {
        ApicPage page = new ApicPage(in vcpu);
        uint entry = page[ApicRegister.LvtTimer];
        bool isHeard = (entry & ApicRegister.Masked) == 0 && !page.Has(ApicRegister.InterruptRequest, (byte)entry);
        vcpu.TimerTsc = isHeard && page.TimerExpiry != 0 ? page.TimerExpiry : Never;
    }

    /// <summary>Writes the LVT entry; another mode disarms the timer.</summary>
    internal static void WriteEntry(ref Vcpu vcpu, uint entry)
    {
        ApicPage page = new ApicPage(in vcpu);
        bool changesMode = ((entry ^ page[ApicRegister.LvtTimer]) & ModeMask) != 0;
        page.TimerExpiry = changesMode ? 0 : page.TimerExpiry;
        page[ApicRegister.LvtTimer] = entry;
    }

    /// <summary>Starts the timer at <paramref name="count"/>; 0 stops it. Ignored in TSC-deadline mode.</summary>
    internal static void WriteInitialCount(ref Vcpu vcpu, uint count, ulong now)
    {
        ApicPage page = new ApicPage(in vcpu);
        if (!IsDeadlineMode(in page))
        {
            page[ApicRegister.InitialCount] = count;
            page.TimerExpiry = count == 0 ? 0 : now + ((ulong)count << DivideShift(in page));
        }
    }

    /// <summary>Ticks of the divided clock until it expires; 0 if it does not, and in TSC-deadline mode.</summary>
    internal static uint ReadCurrentCount(in Vcpu vcpu, ulong now)
    {
        ApicPage page = new ApicPage(in vcpu);
        return page.TimerExpiry == 0 || IsDeadlineMode(in page) ? 0 : RemainingCount(in page, now);
    }

    /// <summary>Divides the clock otherwise; what is left to count is counted at the new rate.</summary>
    internal static void WriteDivideConfiguration(ref Vcpu vcpu, uint configuration, ulong now)
    {
        ApicPage page = new ApicPage(in vcpu);
        ulong remaining = RemainingCount(in page, now);
        page[ApicRegister.DivideConfiguration] = configuration;
        if (page.TimerExpiry != 0 && !IsDeadlineMode(in page))
        {
            page.TimerExpiry = now + (remaining << DivideShift(in page));
        }
    }

    /// <summary>Writes IA32_TSC_DEADLINE: arms the timer for that TSC, and 0 disarms it. Ignored in the other modes.</summary>
    public static void WriteDeadline(ref Vcpu vcpu, ulong deadline, ulong now)
    {
        Advance(ref vcpu, now);
        ApicPage page = new ApicPage(in vcpu);
        if (IsDeadlineMode(in page))
        {
            page.TimerExpiry = deadline;
            Watch(ref vcpu);
        }
    }

    /// <summary>Reads IA32_TSC_DEADLINE: the TSC at which it expires; 0 if it is not armed, and in the other modes.</summary>
    public static ulong ReadDeadline(ref Vcpu vcpu, ulong now)
    {
        Advance(ref vcpu, now);
        ApicPage page = new ApicPage(in vcpu);
        return IsDeadlineMode(in page) ? page.TimerExpiry : 0;
    }

    private static bool IsDeadlineMode(in ApicPage page) => (page[ApicRegister.LvtTimer] & ModeMask) == TscDeadline;

    // A tick that has begun counts.
    private static uint RemainingCount(in ApicPage page, ulong now)
    {
        int shift = DivideShift(in page);
        return (uint)((page.TimerExpiry - now + (1ul << shift) - 1) >> shift);
    }

    // Bits 3, 1 and 0 count from division by 2 to division by 128, and then comes 1.
    private static int DivideShift(in ApicPage page)
    {
        uint configuration = page[ApicRegister.DivideConfiguration];
        return ((int)(((configuration >> 1) & 4) | (configuration & 3)) + 1) & 7;
    }
}
