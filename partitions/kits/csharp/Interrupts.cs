// Interrupts of a guest: the local APIC of each virtual CPU, and who is told.
using System.Runtime;
using System.Runtime.CompilerServices;
using MicroHV.Kernel.Abi;

namespace MicroHV.Guest;

/// <summary>
/// Interrupts, which have vectors from 32 to 255. A handler is the partition's; which interrupts come, each virtual CPU says for
/// itself.
/// </summary>
public static unsafe class Interrupts
{
    private const byte SpuriousVector = 255;
    private const ulong ApicEnable = 0x100;

    // MSRs of the local APIC. SDM 3A, "x2APIC Register Address Space".
    private const uint EndOfInterruptMsr = 0x80B;
    private const uint SpuriousVectorMsr = 0x80F;
    private const uint SelfInterruptMsr = 0x83F;

    private static HandlerBuffer _handlers;

    /// <summary>
    /// Has <paramref name="handler"/> called for every interrupt <paramref name="vector"/> (32 to 255) of any virtual CPU, and
    /// switches the local APIC of this one on. It runs with interrupts off, on the stack of what it interrupts, and the kit ends
    /// the interrupt behind it. Null takes the handler away: the interrupt is #NP then.
    /// </summary>
    public static void Handle(byte vector, delegate*<byte, void> handler)
    {
        CheckVector(vector);
        if (handler == null)
        {
            Gates.SetInterrupt(vector, isPresent: false);
        }

        _handlers.Addresses[vector] = (ulong)handler;
        if (handler != null)
        {
            Gates.SetInterrupt(vector, isPresent: true);
        }

        OpenApic(vector);
    }

    /// <summary>Requests the interrupt <paramref name="vector"/> of this virtual CPU.</summary>
    public static void Request(byte vector)
    {
        OpenApic(vector);
        Processor.WriteMsr(SelfInterruptMsr, vector);
    }

    /// <summary>
    /// Has the interrupt <paramref name="vector"/> requested at the start of each window of this virtual CPU; 0 ends that.
    /// </summary>
    public static void SetWindowVector(byte vector)
    {
        if (vector != 0)
        {
            OpenApic(vector);
        }

        _ = Hypercalls.Call(Hypercall.SetWindowVector, vector, 0, out _);
    }

    /// <summary>Holds interrupts of this virtual CPU back: they wait. HLT is an error meanwhile.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("interrupts_disable")]
    public static extern void Disable();

    /// <summary>Lets interrupts of this virtual CPU come, as they do from the start.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("interrupts_enable")]
    public static extern void Enable();

    /// <summary>
    /// Enables interrupts and halts until one has been handled, at most until the next window begins. None is missed that comes
    /// after <see cref="Disable"/>: whoever looks first whether to wait calls that before looking.
    /// </summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("interrupts_wait")]
    public static extern void Wait();

    /// <summary>
    /// Switches the local APIC of this virtual CPU on, for interrupts <paramref name="vector"/>; any other than 32 to 255 is a
    /// failure.
    /// </summary>
    internal static void OpenApic(byte vector)
    {
        CheckVector(vector);
        Gates.Open();
        Processor.WriteMsr(SpuriousVectorMsr, ApicEnable | SpuriousVector);
    }

    /// <summary>Calls the handler of an interrupt, and ends the interrupt.</summary>
    internal static void Take(byte vector)
    {
        // An attempt that was interrupted is not the handler's.
        ref VcpuArea own = ref Vcpu.Own;
        ulong attemptStack = own.AttemptStack;
        own.AttemptStack = 0;
        ((delegate*<byte, void>)_handlers.Addresses[vector])(vector);
        own.AttemptStack = attemptStack;
        Processor.WriteMsr(EndOfInterruptMsr, 0);
    }

    private static void CheckVector(byte vector) =>
        Check.That(vector >= Gates.FirstInterrupt, "vectors below 32 are exceptions': interrupts have 32 to 255"u8);

    private struct HandlerBuffer
    {
        internal fixed ulong Addresses[Gates.Vectors];
    }
}
