// Cuts an instruction trace of the kernel into exits.
using Iced.Intel;

namespace MicroHV.Image.Benches;

/// <summary>An exit reaches from behind one VMLAUNCH, VMRESUME or VMRUN to the next, that one included.</summary>
internal static class ExitTrace
{
    // What each trip of qemu/benches/trips has of the guest: the instruction that prepares a register, and the request.
    private const int GuestInstructions = 2;

    private static readonly Dictionary<string, string> _handlers = new()
    {
        ["cpuid_0"] = "Exits/CpuidExit.",
        ["cpuid_1"] = "Exits/CpuidExit.",
        ["vmcall"] = "Exits/HypercallExit.",
        ["vmmcall"] = "Exits/HypercallExit.",
        ["rdmsr_efer"] = "Exits/MsrExit.",
        ["in_absent_port"] = "Exits/PortIoExit.",
    };

    /// <summary>For each trip an exit to its handler of exactly as many instructions as the guest measured.</summary>
    /// <param name="code">The kernel that was traced.</param>
    /// <param name="addresses">Addresses of the instructions in the order of execution; those outside the kernel do not count.</param>
    /// <param name="trips">The trips.</param>
    /// <param name="countsRequest">Whether the TSC of the machine counts the instruction that exits.</param>
    /// <exception cref="InvalidDataException">The trace shows no such exit.</exception>
    public static IReadOnlyList<ExitProfile> Profile(
        KernelCode code, IEnumerable<ulong> addresses, IReadOnlyList<Trip> trips, bool countsRequest)
    {
        List<ulong[]> exits = Cut(code, addresses);
        int guest = countsRequest ? GuestInstructions : GuestInstructions - 1;
        List<ExitProfile> profiles = [];
        foreach (Trip trip in trips)
        {
            int length = (int)trip.Instructions - guest;
            ulong[] exit = exits.Find(item => item.Length == length && IsAnsweredBy(code, item, _handlers[trip.Name]))
                ?? throw new InvalidDataException($"the trace has no '{trip.Name}' of {length} instructions");
            profiles.Add(Summarize(code, trip.Name, exit));
        }

        return profiles;
    }

    private static List<ulong[]> Cut(KernelCode code, IEnumerable<ulong> addresses)
    {
        List<ulong[]> exits = [];
        List<ulong>? current = null;
        foreach (ulong address in addresses.Where(address => address >= code.Start && address < code.End))
        {
            current?.Add(address);
            if (code.InstructionAt(address).Mnemonic is Mnemonic.Vmlaunch or Mnemonic.Vmresume or Mnemonic.Vmrun)
            {
                if (current is not null)
                {
                    exits.Add([.. current]);
                }

                current = [];
            }
        }

        return exits;
    }

    private static bool IsAnsweredBy(KernelCode code, ulong[] exit, string handler) =>
        exit.Any(address => code.FunctionAt(address).StartsWith(handler, StringComparison.Ordinal));

    private static ExitProfile Summarize(KernelCode code, string trip, ulong[] exit)
    {
        Mnemonic[] mnemonics = [.. exit.Select(address => code.InstructionAt(address).Mnemonic)];
        int controlRegisters = exit.Count(address => TouchesControlRegister(code.InstructionAt(address)));
        return new ExitProfile(
            trip,
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
