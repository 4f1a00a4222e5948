// The way of an interrupt from the virtual local APIC into the guest.
namespace MicroHV.Kernel.Devices;

using MicroHV.Kernel.Vcpu;

/// <summary>What stands between a request and its handler: the guest's priorities, its IF, its shadows, other events.</summary>
public static class InterruptDelivery
{
    /// <summary>True if there is something to do before the next entry.</summary>
    public static bool IsDue(in Vcpu vcpu) => (vcpu.ReadyVector | vcpu.AwaitsInterruptWindow) != 0;

    /// <summary>
    /// Makes the vector that is ready the event of the next entry if the guest <paramref name="canTake"/> it now, at TSC
    /// <paramref name="now"/>; if not, has the guest stopped as soon as it can.
    /// </summary>
    public static void Deliver(ref Vcpu vcpu, bool canTake, ulong now)
    {
        if (vcpu.ReadyVector != 0 && canTake && !vcpu.Pending.IsPending)
        {
            // A timer that expired while its request waited has nothing to add to it.
            VirtualTimer.Advance(ref vcpu, now);
            VirtualApic.Accept(ref vcpu);
            VirtualTimer.Watch(ref vcpu);
        }

        uint awaits = vcpu.ReadyVector != 0 ? 1u : 0;
        if (vcpu.AwaitsInterruptWindow != awaits)
        {
            vcpu.AwaitsInterruptWindow = awaits;
            vcpu.Stale |= StaleState.InterruptWindow;
        }
    }

    /// <summary>
    /// True if <paramref name="vcpu"/> takes time at TSC <paramref name="now"/>: it is active, or halts and an interrupt is ready,
    /// which ends HLT.
    /// </summary>
    public static bool TakesTime(ref Vcpu vcpu, ulong now)
    {
        if (vcpu.Activity == VcpuActivity.Halted)
        {
            VirtualTimer.Advance(ref vcpu, now);
            vcpu.Activity = vcpu.ReadyVector != 0 ? VcpuActivity.Active : VcpuActivity.Halted;
        }

        return vcpu.Activity == VcpuActivity.Active;
    }

    /// <summary>
    /// Has <paramref name="vcpu"/> take time again, as in every window, and requests the vector that it wants at the start of each
    /// of its own, if it wants one.
    /// </summary>
    public static void BeginWindow(ref Vcpu vcpu)
    {
        vcpu.Activity = VcpuActivity.Active;
        if (vcpu.WindowVector != 0)
        {
            VirtualApic.Request(ref vcpu, vcpu.WindowVector);
        }
    }
}
