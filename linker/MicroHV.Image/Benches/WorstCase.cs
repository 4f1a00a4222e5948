// What the most expensive requests of a guest cost, and what they may cost at most.
using System.Globalization;

namespace MicroHV.Image.Benches;

/// <summary>The longest of the times that one request took, from the guest's instruction to the next.</summary>
/// <param name="Name">Its name, as qemu/benches/bounds and qemu/benches/ends write it.</param>
/// <param name="Instructions">Instructions, of which the guest has one.</param>
internal sealed record WorstCase(string Name, uint Instructions)
{
    // The same on every lane: a bound is the kernel's, whatever the processor leaves to it.
    private static readonly Dictionary<string, (string Title, uint Bound)> _known = new()
    {
        ["console_write"] = ("hypercall: 256 bytes of text", 5_000),
        ["cpuid"] = ("CPUID leaf 7", 800),
        ["cpuid_extended_state"] = ("CPUID leaf 13", 800),
        ["cpuid_across_pages"] = ("CPUID of 15 bytes in two pages", 3_000),
        ["rdmsr"] = ("RDMSR of EFER", 800),
        ["wrmsr_efer"] = ("WRMSR of EFER, with a flush", 900),
        ["wrmsr_pat"] = ("WRMSR of PAT", 950),
        ["mov_cr0"] = ("MOV to CR0, with a flush", 1_600),
        ["mov_cr4"] = ("MOV to CR4, with a flush", 1_450),
        ["in_absent_port"] = ("IN from an absent port", 400),
        ["wbinvd"] = ("WBINVD", 800),
        ["xsetbv"] = ("XSETBV", 800),
        ["rdmsr_denied"] = ("RDMSR of an MSR that is not there: #GP", 800),
        ["wrmsr_pat_bad"] = ("WRMSR of PAT, its last entry reserved: #GP", 900),
        ["rdpmc"] = ("RDPMC: #GP", 400),
        ["xsetbv_bad"] = ("XSETBV without x87: #GP", 800),
        ["virtualization"] = ("VMPTRST or VMRUN: #UD", 400),
        ["monitor"] = ("MONITOR: #UD", 400),
        ["single_step"] = ("single step: #DB", 450),
        ["end_port"] = ("port violation, its dump and the switch", 4_500),
        ["end_memory"] = ("memory violation, its dump and the switch", 4_500),
        ["end_triple"] = ("triple fault, its dump and the switch", 4_500),
        ["end_halt"] = ("HLT without interrupts, its dump and the switch", 4_500),
        ["end_report"] = ("hypercall: end of the partition, and the switch", 3_800),
    };

    /// <summary>What a request is called on a page.</summary>
    public string Title => _known[Name].Title;

    /// <summary>Most instructions that it may take, on every lane.</summary>
    public uint Bound => _known[Name].Bound;

    /// <summary>Reads the lines <c>worst NAME 412</c> that the guests wrote: one for each request that has a bound.</summary>
    /// <exception cref="InvalidDataException">A line has another form, or a request is missing.</exception>
    public static IReadOnlyList<WorstCase> Read(IEnumerable<string> lines)
    {
        List<WorstCase> cases = [];
        foreach (string line in lines.Where(line => line.StartsWith("worst ", StringComparison.Ordinal)))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            bool isGood = words.Length == 3 && _known.ContainsKey(words[1]);
            if (!isGood || !uint.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out uint count))
            {
                throw new InvalidDataException($"'{line}' is no worst case");
            }

            cases.Add(new WorstCase(words[1], count));
        }

        string[] missing = [.. _known.Keys.Except(cases.Select(each => each.Name))];
        return missing.Length == 0
            ? cases
            : throw new InvalidDataException($"the guests did not measure {string.Join(", ", missing)}");
    }
}
