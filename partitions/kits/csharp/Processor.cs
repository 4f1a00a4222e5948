// What C# cannot say; bodies in start.asm.
using System.Runtime;
using System.Runtime.CompilerServices;

namespace MicroHV.Guest;

/// <summary>Instructions that only assembly can write.</summary>
internal static unsafe class Processor
{
    /// <summary>A hypercall on Intel.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("hypercall_vmcall")]
    internal static extern ulong Vmcall(ulong number, ulong first, ulong second, ulong* result);

    /// <summary>A hypercall on AMD.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("hypercall_vmmcall")]
    internal static extern ulong Vmmcall(ulong number, ulong first, ulong second, ulong* result);

    /// <summary>The TSC.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("processor_read_tsc")]
    internal static extern ulong ReadTsc();

    /// <summary>Halts with interrupts off: the partition's last resort, an error that the kernel shows.</summary>
    [MethodImpl(MethodImplOptions.InternalCall)]
    [RuntimeImport("processor_halt")]
    internal static extern void Halt();
}
