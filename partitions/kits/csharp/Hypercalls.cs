// What a partition asks of the kernel.
using MicroHV.Kernel.Abi;

namespace MicroHV.Guest;

/// <summary>The hypercall, made with the instruction that this machine's processor has for it.</summary>
public static unsafe class Hypercalls
{
    /// <summary>
    /// Makes any hypercall; a result beyond the return code goes to <paramref name="result"/>, which is 0 if there is none.
    /// </summary>
    public static ReturnCode Call(Hypercall number, ulong first, ulong second, out ulong result)
    {
        ulong value = 0;
        ulong code = Partition.HypercallInstruction == HypercallInstruction.Vmmcall
            ? Processor.Vmmcall((ulong)number, first, second, &value)
            : Processor.Vmcall((ulong)number, first, second, &value);
        result = value;
        return (ReturnCode)code;
    }
}
