// What a system requires of its machine, in words.
using MicroHV.Kernel.Abi;
using MicroHV.Partitions.Text;
using MicroHV.Partitions.Views;

namespace MicroHV.Image.Pages;

/// <summary>One phrase for each requirement.</summary>
internal static class MachineWords
{
    /// <summary>Whose virtualization.</summary>
    public static string Processor(MachineView machine) => machine.Vendor switch
    {
        Vendor.Intel => "Intel VT-x with EPT",
        Vendor.Amd => "AMD SVM with nested paging",
        _ => "Intel VT-x with EPT, or AMD SVM with nested paging",
    };

    /// <summary>How many CPUs, and which.</summary>
    public static string Cpus(MachineView machine)
    {
        string ids = string.Join(", ", machine.ApicIds.Select(id => id is uint number ? $"{number}" : "any"));
        return machine.ApicIds.Count == 1 ? $"1, local APIC id {ids}" : $"{machine.ApicIds.Count}, local APIC ids {ids}";
    }

    /// <summary>How much RAM.</summary>
    public static string Ram(MachineView machine) =>
        $"up to {Figures.Address(machine.RamEnd - 1)} ({Figures.Size(machine.RamEnd)})";

    /// <summary>Which TSC frequency.</summary>
    public static string Tsc(MachineView machine) => machine.TscHertz is ulong hertz
        ? $"{Units.FormatFrequency(hertz)}, within one part in 256"
        : "any frequency";

    /// <summary>Which console.</summary>
    public static string Console(MachineView machine) => machine.ConsolePort is uint port
        ? $"serial port at {Figures.Address(port)}, {machine.ConsoleBaud} baud"
        : "none";
}
