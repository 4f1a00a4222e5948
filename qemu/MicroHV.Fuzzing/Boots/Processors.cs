// Capabilities of the processors that emulators imitate.
using MicroHV.Kernel.Backends;

namespace MicroHV.Fuzzing.Boots;

/// <summary>What VMX and SVM of emulated processors report.</summary>
internal static class Processors
{
    /// <summary>corei7_skylake_x: all that the kernel asks for.</summary>
    public static VmxCapabilityFields SkylakeX => new()
    {
        HasVmx = true,
        FeatureControl = 5,
        Basic = 0x00D8_1000_0000_002B,
        PinBased = 0x0000_007F_0000_0016,
        Primary = 0xF7F9_FFFE_0400_6172,
        Secondary = 0x0217_7FFF_0000_0000,
        Exit = 0x007F_FFFF_0003_6DFB,
        Entry = 0x0000_FFFF_0000_11FB,
        Miscellaneous = 0x6004_01E0,
        EptVpid = 0x0000_0F01_0633_4141,
        VmFunctions = 1,
        Cr0Fixed0 = 0x8000_0021,
        Cr0Fixed1 = 0xFFFF_FFFF,
        Cr4Fixed0 = 0x2000,
        Cr4Fixed1 = 0x0037_27FF,
        EferDefined = 0xD01,
        DebugCtlDefined = 3,
        PerfGlobalCtrlDefined = 0x7_0000_000F,
        PhysicalAddressWidth = 40,
        LinearAddressWidth = 48,
    };

    /// <summary>corei5_lynnfield_750: EPT and VPID, but no unrestricted guest.</summary>
    public static VmxCapabilityFields Lynnfield
    {
        get
        {
            VmxCapabilityFields fields = SkylakeX;
            fields.Secondary = 0x0000_007F_0000_0000;
            fields.EptVpid = 0x0000_0F01_0611_4141;
            fields.VmFunctions = 0;
            return fields;
        }
    }

    /// <summary>core2_penryn_t9600: neither EPT nor VPID nor a preemption timer.</summary>
    public static VmxCapabilityFields Penryn
    {
        get
        {
            VmxCapabilityFields fields = SkylakeX;
            fields.PinBased = 0x0000_003F_0000_0016;
            fields.Secondary = 0x0000_0041_0000_0000;
            fields.EptVpid = 0;
            fields.VmFunctions = 0;
            return fields;
        }
    }

    /// <summary>The processor `max` of QEMU's translator: nested paging, 16 ASIDs, no more.</summary>
    public static SvmCapabilityFields QemuMax => new()
    {
        HasSvm = true,
        HasLongMode = true,
        AsidCount = 16,
        Features = 1,
        Cr4Defined = 0x0177_1FFF,
        EferDefined = 0x5D01,
        PhysicalAddressWidth = 40,
    };

    /// <summary>ryzen: nested paging, next RIP, 32,768 ASIDs.</summary>
    public static SvmCapabilityFields Ryzen => new()
    {
        HasSvm = true,
        HasLongMode = true,
        AsidCount = 32768,
        Features = 0x44F,
        Cr4Defined = 0x0037_07FF,
        EferDefined = 0x5D01,
        PhysicalAddressWidth = 40,
    };
}
