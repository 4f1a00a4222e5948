// What a partition asks of the kernel.
using MicroHV.Kernel.Abi;

namespace MicroHV.Guest;

/// <summary>The hypercall, made with the instruction that this machine's processor has for it.</summary>
public static unsafe class Hypercalls
{
    /// <summary>
    /// Makes any hypercall; a result beyond the return code goes to <paramref name="result"/>, which is 0 if there is none.
    /// </summary>
    public static ReturnCode Call(Hypercall number, ulong first, ulong second, out ulong result) =>
        Call(number, first, second, out result, out _);

    /// <summary>Makes a hypercall with two results.</summary>
    internal static ReturnCode Call(
        Hypercall number, ulong first, ulong second, out ulong result, out ulong secondResult)
    {
        ulong* results = stackalloc ulong[2];
        ulong code = Partition.HypercallInstruction == HypercallInstruction.Vmmcall
            ? Processor.Vmmcall((ulong)number, first, second, results)
            : Processor.Vmcall((ulong)number, first, second, results);
        result = results[0];
        secondResult = results[1];
        return (ReturnCode)code;
    }
}
