// Cuts an instruction trace of the kernel into exits.
using Iced.Intel;

namespace MicroHV.Image.Benches;

/// <summary>An exit reaches from behind one VMLAUNCH, VMRESUME or VMRUN to the next, that one included.</summary>
internal static class ExitTrace
{
    private const string Dispatch = "Exits/ExitDispatch.Handle";
    private const string HandlerPrefix = "Exits/";

    /// <summary>The exit of median length for each handler that answered one.</summary>
    /// <param name="code">The kernel that was traced.</param>
    /// <param name="addresses">Addresses of the instructions in the order of execution; those outside the kernel do not count.</param>
    public static IReadOnlyList<ExitProfile> Profile(KernelCode code, IEnumerable<ulong> addresses)
    {
        Dictionary<string, List<ulong[]>> exits = [];
        List<ulong>? current = null;
        foreach (ulong address in addresses.Where(address => address >= code.Start && address < code.End))
        {
            current?.Add(address);
            if (code.InstructionAt(address).Mnemonic is Mnemonic.Vmlaunch or Mnemonic.Vmresume or Mnemonic.Vmrun)
            {
                if (current is not null && HandlerOf(code, current) is { } handler)
                {
                    exits.TryAdd(handler, []);
                    exits[handler].Add([.. current]);
                }

                current = [];
            }
        }

        return
        [
            .. exits.OrderBy(exit => exit.Key, StringComparer.Ordinal)
                .Select(exit => Summarize(code, exit.Key, Median(exit.Value))),
        ];
    }

    private static string? HandlerOf(KernelCode code, IEnumerable<ulong> exit) => exit
        .Select(code.FunctionAt)
        .FirstOrDefault(name => name.StartsWith(HandlerPrefix, StringComparison.Ordinal) && name != Dispatch);

    private static ulong[] Median(List<ulong[]> exits) => exits.OrderBy(exit => exit.Length).ElementAt(exits.Count / 2);

    private static ExitProfile Summarize(KernelCode code, string handler, ulong[] exit)
    {
        Mnemonic[] mnemonics = [.. exit.Select(address => code.InstructionAt(address).Mnemonic)];
        int controlRegisters = exit.Count(address => TouchesControlRegister(code.InstructionAt(address)));
        return new ExitProfile(
            handler,
            exit.Length,
            [
                .. exit.GroupBy(code.FunctionAt)
                    .Select(group => KeyValuePair.Create(group.Key, group.Count()))
                    .OrderByDescending(item => item.Value)
                    .ThenBy(item => item.Key, StringComparer.Ordinal),
            ],
            mnemonics.Count(mnemonic => mnemonic is Mnemonic.Vmread or Mnemonic.Vmwrite),
            mnemonics.Count(mnemonic => mnemonic is Mnemonic.Rdmsr or Mnemonic.Wrmsr),
            controlRegisters,
            mnemonics.Count(mnemonic =>
                mnemonic is Mnemonic.Invept or Mnemonic.Invvpid or Mnemonic.Invlpg or Mnemonic.Invlpga));
    }

    private static bool TouchesControlRegister(in Instruction instruction) =>
        IsControlRegister(instruction.Op0Register) || IsControlRegister(instruction.Op1Register);

    private static bool IsControlRegister(Register register) => register is >= Register.CR0 and <= Register.CR15;
}
