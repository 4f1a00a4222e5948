// The interrupt controller of a virtual CPU: which vectors are requested, which are in service, and which one is next.
namespace MicroHV.Kernel.Devices;

using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Vcpu;

/// <summary>Requests and priorities. SDM 3A, "Interrupt, Task, and Processor Priority" and "Interrupt Acceptance for Fixed Interrupts".</summary>
public static class VirtualApic
{
    /// <summary>The lowest vector that an APIC delivers; those below are an error.</summary>
    public const uint FirstLegalVector = 16;

    // An integrated APIC whose LVT has four entries: timer, LINT0, LINT1 and errors.
    private const uint Version = 0x0003_0014;
    private const uint PriorityClass = 0xF0;
    private const int ClassShift = 4;
    private const uint ReceivedIllegalVector = 1u << 6;

    /// <summary>
    /// Puts the APIC of <paramref name="vcpu"/>, number <paramref name="number"/> of its partition, in the state after reset:
    /// SDM 3A, "Local APIC State After Power-Up or Reset". The task priority is that of CR8.
    /// </summary>
    public static void Reset(ref Vcpu vcpu, uint number)
    {
        const uint SpuriousVectorAfterReset = 0xFF;
        ApicPage page = new ApicPage(in vcpu);
        page.Clear();
        page[ApicRegister.Id] = number;
        vcpu.CpuidApicId = (number << 24) | (1u << 16);
        page[ApicRegister.Version] = Version;

        // SDM 3A, "Logical Destination Mode in x2APIC Mode": clusters of sixteen.
        page[ApicRegister.LogicalDestination] = ((number >> 4) << 16) | (1u << (int)(number & 15));
        page[ApicRegister.TaskPriority] = (uint)vcpu.Cr8Shadow << ClassShift;
        page[ApicRegister.SpuriousVector] = SpuriousVectorAfterReset;
        page[ApicRegister.LvtTimer] = ApicRegister.Masked;
        page[ApicRegister.LvtLint0] = ApicRegister.Masked;
        page[ApicRegister.LvtLint1] = ApicRegister.Masked;
        page[ApicRegister.LvtError] = ApicRegister.Masked;
        vcpu.WindowVector = 0;
        vcpu.AwaitsInterruptWindow = 0;
        vcpu.Activity = VcpuActivity.Active;
        vcpu.TimerTsc = VirtualTimer.Never;
        Prioritize(ref vcpu);
    }

    /// <summary>The id of <paramref name="vcpu"/>: its number in its partition.</summary>
    public static uint IdOf(in Vcpu vcpu) => new ApicPage(in vcpu)[ApicRegister.Id];

    /// <summary>
    /// Requests <paramref name="vector"/>, unless the guest keeps its APIC switched off. Two requests before the first one is
    /// delivered are one.
    /// </summary>
    public static void Request(ref Vcpu vcpu, uint vector)
    {
        ApicPage page = new ApicPage(in vcpu);
        if (!page.IsEnabled)
        {
            return;
        }

        if (vector < FirstLegalVector)
        {
            NoteError(ref vcpu, ReceivedIllegalVector);
            return;
        }

        page.Set(ApicRegister.InterruptRequest, vector);
        Prioritize(ref vcpu);
    }

    /// <summary>Takes <see cref="Vcpu.ReadyVector"/>, which is not 0, into service and makes it the event that waits.</summary>
    internal static void Accept(ref Vcpu vcpu)
    {
        ApicPage page = new ApicPage(in vcpu);
        uint vector = vcpu.ReadyVector;
        page.Clear(ApicRegister.InterruptRequest, vector);
        page.Set(ApicRegister.InService, vector);
        vcpu.Pending = GuestEvent.Interrupt((byte)vector);
        Prioritize(ref vcpu);
    }

    /// <summary>Ends the interrupt of the highest priority in service.</summary>
    internal static void EndInterrupt(ref Vcpu vcpu)
    {
        ApicPage page = new ApicPage(in vcpu);
        page.Clear(ApicRegister.InService, page.Highest(ApicRegister.InService));
        Prioritize(ref vcpu);
    }

    /// <summary>Gives the guest a task priority, 0 to 255; its class is CR8.</summary>
    public static void WriteTaskPriority(ref Vcpu vcpu, uint priority)
    {
        new ApicPage(in vcpu)[ApicRegister.TaskPriority] = priority;
        vcpu.Cr8Shadow = priority >> ClassShift;
        vcpu.Stale |= StaleState.TaskPriority;
        Prioritize(ref vcpu);
    }

    /// <summary>Gives the guest <paramref name="value"/>, 0 to 15, in CR8: the class of its task priority.</summary>
    public static void WriteCr8(ref Vcpu vcpu, uint value) => WriteTaskPriority(ref vcpu, value << ClassShift);

    /// <summary>Remembers an error, and requests the vector that the guest has for errors.</summary>
    internal static void NoteError(ref Vcpu vcpu, uint error)
    {
        ApicPage page = new ApicPage(in vcpu);
        page.LatentErrors |= error;
        uint entry = page[ApicRegister.LvtError];
        uint vector = (byte)entry;
        if ((entry & ApicRegister.Masked) == 0 && vector >= FirstLegalVector)
        {
            page.Set(ApicRegister.InterruptRequest, vector);
            Prioritize(ref vcpu);
        }
    }

    // What is requested is delivered if its class is above those of the task and of everything in service.
    private static void Prioritize(ref Vcpu vcpu)
    {
        ApicPage page = new ApicPage(in vcpu);
        uint task = page[ApicRegister.TaskPriority];
        uint inService = page.Highest(ApicRegister.InService) & PriorityClass;
        uint priority = (task & PriorityClass) >= inService ? task : inService;
        page[ApicRegister.ProcessorPriority] = priority;
        uint requested = page.Highest(ApicRegister.InterruptRequest);
        vcpu.ReadyVector = (requested & PriorityClass) > (priority & PriorityClass) ? requested : 0;
    }
}
