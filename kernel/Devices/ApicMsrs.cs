// The virtual local APIC as its guest sees it: MSRs of x2APIC mode.
namespace MicroHV.Kernel.Devices;

using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Vcpu;

/// <summary>
/// Reads and writes of 800H to 8FFH. Whatever is not there, or not to be read or written, or has a reserved bit set, is #GP:
/// SDM 3A, "Reserved Bit Checking". An interrupt command reaches the virtual CPU that gives it and no other one.
/// </summary>
public static class ApicMsrs
{
    private const uint VectorMask = 0xFF;
    private const uint BankSize = 0x80;
    private const int OffsetShift = 4;
    private const uint SpuriousVectorBits = 0x3FF;
    private const uint DivideBits = 0xB;
    private const uint DeliveryStatus = 1u << 12;
    private const uint ErrorEntryBits = VectorMask | ApicRegister.Masked;
    private const uint TimerEntryBits = ErrorEntryBits | VirtualTimer.ModeMask;

    // Vector, delivery mode, polarity, trigger mode, mask; the remote IRR can only be read.
    private const uint PinEntryBits = ErrorEntryBits | (7u << 8) | (1u << 13) | (1u << 15);
    private const uint RemoteRequest = 1u << 14;

    private const uint SentIllegalVector = 1u << 5;

    /// <summary>The value of MSR <paramref name="msr"/> at TSC <paramref name="now"/>; false if it is #GP.</summary>
    public static bool TryRead(ref Vcpu vcpu, uint msr, ulong now, out ulong value)
    {
        VirtualTimer.Advance(ref vcpu, now);
        ApicPage page = new ApicPage(in vcpu);
        uint register = (msr - ApicRegister.FirstMsr) << OffsetShift;
        value = 0;
        switch (register)
        {
            case ApicRegister.CurrentCount:
                value = VirtualTimer.ReadCurrentCount(in vcpu, now);
                return true;
            case ApicRegister.InterruptCommand:
                value = ((ulong)page[ApicRegister.InterruptDestination] << 32) | page[ApicRegister.InterruptCommand];
                return true;
            case ApicRegister.Id:
            case ApicRegister.Version:
            case ApicRegister.TaskPriority:
            case ApicRegister.ProcessorPriority:
            case ApicRegister.LogicalDestination:
            case ApicRegister.SpuriousVector:
            case >= ApicRegister.InService and < ApicRegister.InterruptRequest + BankSize:
            case ApicRegister.ErrorStatus:
            case ApicRegister.LvtTimer:
            case ApicRegister.LvtLint0:
            case ApicRegister.LvtLint1:
            case ApicRegister.LvtError:
            case ApicRegister.InitialCount:
            case ApicRegister.DivideConfiguration:
                value = page[register];
                return true;
            default:
                return false;
        }
    }

    /// <summary>Writes MSR <paramref name="msr"/> at TSC <paramref name="now"/>; false if it is #GP, and then nothing has changed.</summary>
    public static bool TryWrite(ref Vcpu vcpu, uint msr, ulong value, ulong now)
    {
        VirtualTimer.Advance(ref vcpu, now);
        uint register = (msr - ApicRegister.FirstMsr) << OffsetShift;
        bool isTaken = register == ApicRegister.InterruptCommand
            ? TrySend(ref vcpu, value)
            : value <= uint.MaxValue && TryWrite(ref vcpu, register, (uint)value, now);
        VirtualTimer.Watch(ref vcpu);
        return isTaken;
    }

    private static bool TryWrite(ref Vcpu vcpu, uint register, uint value, ulong now)
    {
        switch (register)
        {
            case ApicRegister.TaskPriority when value <= VectorMask:
                VirtualApic.WriteTaskPriority(ref vcpu, value);
                return true;
            case ApicRegister.EndOfInterrupt when value == 0:
                VirtualApic.EndInterrupt(ref vcpu);
                return true;
            case ApicRegister.SelfInterrupt when value <= VectorMask:
                Send(ref vcpu, value);
                return true;
            case ApicRegister.InitialCount:
                VirtualTimer.WriteInitialCount(ref vcpu, value, now);
                return true;
            case ApicRegister.DivideConfiguration when (value & ~DivideBits) == 0:
                VirtualTimer.WriteDivideConfiguration(ref vcpu, value, now);
                return true;
            default:
                return TryConfigure(ref vcpu, register, value);
        }
    }

    // What a guest writes once.
    private static bool TryConfigure(ref Vcpu vcpu, uint register, uint value)
    {
        ApicPage page = new ApicPage(in vcpu);
        uint mask = page.IsEnabled ? 0 : ApicRegister.Masked;
        switch (register)
        {
            case ApicRegister.SpuriousVector when value <= SpuriousVectorBits:
                page[ApicRegister.SpuriousVector] = value;
                MaskUnlessEnabled(in page);
                return true;
            case ApicRegister.LvtTimer when IsTimerEntry(value):
                VirtualTimer.WriteEntry(ref vcpu, (value & TimerEntryBits) | mask);
                return true;
            case ApicRegister.LvtLint0 or ApicRegister.LvtLint1
                when (value & ~(PinEntryBits | RemoteRequest | DeliveryStatus)) == 0:
                page[register] = (value & PinEntryBits) | mask;
                return true;
            case ApicRegister.LvtError when (value & ~(ErrorEntryBits | DeliveryStatus)) == 0:
                page[ApicRegister.LvtError] = (value & ErrorEntryBits) | mask;
                return true;
            case ApicRegister.ErrorStatus when value == 0:
                page[ApicRegister.ErrorStatus] = page.LatentErrors;
                page.LatentErrors = 0;
                return true;
            default:
                return false;
        }
    }

    private static bool IsTimerEntry(uint value) =>
        (value & ~(TimerEntryBits | DeliveryStatus)) == 0
        && (value & VirtualTimer.ModeMask) != VirtualTimer.ReservedMode;

    // SDM 3A, "Local APIC State After It Has Been Software Disabled".
    private static void MaskUnlessEnabled(in ApicPage page)
    {
        if (!page.IsEnabled)
        {
            page[ApicRegister.LvtTimer] |= ApicRegister.Masked;
            page[ApicRegister.LvtLint0] |= ApicRegister.Masked;
            page[ApicRegister.LvtLint1] |= ApicRegister.Masked;
            page[ApicRegister.LvtError] |= ApicRegister.Masked;
        }
    }

    // SDM 3A, "Interrupt Command Register (ICR)": fixed interrupts, by physical or logical destination or by shorthand.
    private static bool TrySend(ref Vcpu vcpu, ulong command)
    {
        const uint CommandBits = 0x000C_CFFF;
        const uint DeliveryMode = 7u << 8;
        uint low = (uint)command;
        uint destination = (uint)(command >> 32);
        ApicPage page = new ApicPage(in vcpu);
        if ((low & ~CommandBits) != 0 || (low & DeliveryMode) != 0 || !IsSelf(in page, low, destination))
        {
            return false;
        }

        page[ApicRegister.InterruptCommand] = low;
        page[ApicRegister.InterruptDestination] = destination;
        Send(ref vcpu, low & VectorMask);
        return true;
    }

    private static bool IsSelf(in ApicPage page, uint low, uint destination)
    {
        const uint Logical = 1u << 11;
        const uint Self = 1;
        const uint Broadcast = uint.MaxValue;
        const uint MembersMask = 0xFFFF;
        uint shorthand = (low >> 18) & 3;
        if (shorthand != 0)
        {
            return shorthand == Self;
        }

        uint own = page[ApicRegister.LogicalDestination];
        bool isMember = (own >> 16) == (destination >> 16) && (destination & MembersMask) == (own & MembersMask);
        return destination != Broadcast
            && ((low & Logical) != 0 ? isMember : destination == page[ApicRegister.Id]);
    }

    private static void Send(ref Vcpu vcpu, uint vector)
    {
        if (vector < VirtualApic.FirstLegalVector)
        {
            VirtualApic.NoteError(ref vcpu, SentIllegalVector);
            return;
        }

        VirtualApic.Request(ref vcpu, vector);
    }
}
