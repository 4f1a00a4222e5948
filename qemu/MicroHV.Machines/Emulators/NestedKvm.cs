// Whether this host offers virtualization to a guest through KVM.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>Asks for the capability, not for the device file: /dev/kvm may exist where nothing is nested.</summary>
public static class NestedKvm
{
    /// <summary>Finds out.</summary>
    /// <returns>The host's vendor if nested virtualization works, else null and the reason.</returns>
    public static (Vendor? Vendor, string Why) Probe()
    {
        if (!File.Exists("/dev/kvm"))
        {
            return (null, "there is no /dev/kvm");
        }

        return ProbeFlags(
            ProcessorFlags(), NestedParameter) is var (vendor, why) && vendor is not null && !CanOpenDevice()
            ? (null, "/dev/kvm may not be opened by this user (join the group kvm)")
            : (vendor, why);
    }

    /// <summary>The decision itself, on what the host says.</summary>
    /// <param name="flags">Flags of the processor as in /proc/cpuinfo.</param>
    /// <param name="nestedParameter">Content of the parameter <c>nested</c> of a kernel module, or null if it is not
    /// loaded.</param>
    public static (Vendor? Vendor, string Why) ProbeFlags(
        IReadOnlySet<string> flags, Func<string, string?> nestedParameter)
    {
        (Vendor vendor, string flag, string module) = flags.Contains("vmx")
            ? (Vendor.Intel, "vmx", "kvm_intel")
            : (Vendor.Amd, "svm", "kvm_amd");
        if (!flags.Contains(flag))
        {
            return (null, "the processor shows neither vmx nor svm");
        }

        return nestedParameter(module)?.Trim() switch
        {
            null => (null, $"the module {module} is not loaded"),
            "Y" or "1" => (vendor, $"{module} has nested virtualization on"),
            _ => (null, $"the module {module} has nested=0"),
        };
    }

    private static HashSet<string> ProcessorFlags()
    {
        string? line =
            File.ReadLines("/proc/cpuinfo").FirstOrDefault(text => text.StartsWith("flags", StringComparison.Ordinal));
        string flags = line is null ? string.Empty : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return [.. flags.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static string? NestedParameter(string module)
    {
        string path = $"/sys/module/{module}/parameters/nested";
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    private static bool CanOpenDevice()
    {
        try
        {
            using FileStream device = new("/dev/kvm", FileMode.Open, FileAccess.ReadWrite);
            return true;
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            return false;
        }
    }
}
