// What each virtual CPU of a guest in C# has for itself.
using MicroHV.Kernel.Abi;

namespace MicroHV.Guest;

/// <summary>
/// The virtual CPU that asks. The first one runs <c>Main</c>; where the further ones begin, their author writes as
/// <c>[RuntimeExport("vcpu_main")] static void VcpuMain(uint vcpu)</c>. One that returns from there gives up its windows;
/// without this method they all do so at once.
/// </summary>
public static unsafe class Vcpu
{
    private const uint GsBaseMsr = 0xC000_0101;

    // Of a partition's only virtual CPU, which leaves GS to the guest; null if there are several.
    private static VcpuArea* _only;

    /// <summary>Its number within the partition, from 0.</summary>
    public static uint Number => (uint)Own.Number;

    /// <summary>What it has for itself.</summary>
    internal static ref VcpuArea Own => ref *(_only != null ? _only : Processor.ReadGs());

    /// <summary>Takes <paramref name="area"/> for the virtual CPU <paramref name="number"/> of <paramref name="count"/>.</summary>
    internal static void Open(VcpuArea* area, ulong number, uint count)
    {
        *area = default;
        area->Self = area;
        area->Number = number;
        if (count == 1)
        {
            _only = area;
        }
        else
        {
            Processor.WriteMsr(GsBaseMsr, (ulong)area);
        }
    }
}

/// <summary>What a virtual CPU has for itself; on its stack, where start.asm makes room for it.</summary>
internal unsafe struct VcpuArea
{
    /// <summary>Where it lies.</summary>
    internal VcpuArea* Self;

    /// <summary>Its number within the partition.</summary>
    internal ulong Number;

    /// <summary>Where its innermost attempt left the stack; 0 outside of attempts.</summary>
    internal ulong AttemptStack;

    /// <summary>Who is told of its exceptions outside of attempts.</summary>
    internal delegate*<ExceptionFrame*, void> Handler;

    /// <summary>What ended its last attempt.</summary>
    internal ExceptionFrame Caught;

    /// <summary>Bytes used in <see cref="Line"/>.</summary>
    internal uint LineLength;

    /// <summary>What it is about to write to the console.</summary>
    internal fixed byte Line[(int)HypercallLimits.MaxConsoleBytes];
}
