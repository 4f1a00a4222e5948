// The processors that the kernel's logic is run on.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Model;

namespace MicroHV.Fuzzing.Boots;

/// <summary>Processors of the software machine.</summary>
public enum ProcessorKind
{
    /// <summary>VT-x with EPT.</summary>
    Intel,

    /// <summary>SVM that tells where the next instruction is.</summary>
    Amd,

    /// <summary>SVM that does not: the kernel decodes.</summary>
    AmdWithoutNextRip,
}

/// <summary>What the kinds are.</summary>
internal static class ProcessorKinds
{
    private const uint NextRipSave = 1u << 3;

    /// <summary>The vendor.</summary>
    public static Vendor Vendor(this ProcessorKind kind) =>
        kind == ProcessorKind.Intel ? Kernel.Abi.Vendor.Intel : Kernel.Abi.Vendor.Amd;

    /// <summary>Gives <paramref name="machine"/> processors of this kind.</summary>
    public static void Fit(this ProcessorKind kind, SoftwareMachine machine)
    {
        SvmCapabilityFields amd = Processors.Ryzen;
        amd.Features = kind == ProcessorKind.Amd ? amd.Features | NextRipSave : amd.Features & ~NextRipSave;
        foreach (SoftwareCpu cpu in machine.Cpus)
        {
            if (kind == ProcessorKind.Intel)
            {
                SoftwareProcessor.MakeIntel(cpu, Processors.SkylakeX);
            }
            else
            {
                SoftwareProcessor.MakeAmd(cpu, in amd);
            }
        }
    }
}
