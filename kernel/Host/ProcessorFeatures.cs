// What the kernel itself needs of its processor, and the protections that it switches on where they exist.
namespace MicroHV.Kernel.Host;

using System;
using MicroHV.Kernel.Cpu;

/// <summary>Features as <c>BootRecord.Features</c> reports them.</summary>
[Flags]
public enum HostFeatures : ulong
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The processor reports the length of the instruction that exited (VMX, or SVM with NRIPS).</summary>
    InstructionLength = 1 << 0,

    /// <summary>Translations are tagged: VPID or ASID.</summary>
    GuestTags = 1 << 1,

    /// <summary>VMX-preemption timer.</summary>
    PreemptionTimer = 1 << 2,

    /// <summary>1-GiB pages in nested tables.</summary>
    NestedGiganticPages = 1 << 3,

    /// <summary>Supervisor-mode execution prevention.</summary>
    Smep = 1 << 4,

    /// <summary>Supervisor-mode access prevention.</summary>
    Smap = 1 << 5,

    /// <summary>User-mode instruction prevention.</summary>
    Umip = 1 << 6,

    /// <summary>No-execute pages.</summary>
    Nx = 1 << 7,
}

/// <summary>The processor as CPUID describes it.</summary>
public unsafe struct ProcessorFeatures
{
    private const uint StructuredExtended = 7;
    private const uint ExtendedFeatures = 0x8000_0001;
    private const uint AddressSizes = 0x8000_0008;
    private const uint ExtendedState = 0xD;
    private const uint XsaveBit = 1u << 26;
    private const uint PcidBit = 1u << 17;
    private const uint FsGsBaseBit = 1u << 0;
    private const uint ProtectionKeysBit = 1u << 3;
    private const uint LocalApicBit = 1u << 9;
    private const uint Crc32Bit = 1u << 20;
    private const uint SmepBit = 1u << 7;
    private const uint SmapBit = 1u << 20;
    private const uint UmipBit = 1u << 2;
    private const uint FiveLevelsBit = 1u << 16;
    private const uint ShadowStacksBit = 1u << 7;
    private const uint NxBit = 1u << 20;
    private const uint RdtscpBit = 1u << 27;

    // x87, SSE, AVX, the two of MPX, the three of AVX-512, PKRU. MPX is hidden from guests, but where nobody intercepts
    // XSETBV they can have it all the same. TILE state would be 8 KiB for everyone.
    private const ulong SwitchedComponents = 0x2FF;
    private const uint LegacyStateSizeBytes = 512;

    /// <summary>Protections and capabilities found.</summary>
    public HostFeatures Features;

    /// <summary>The largest XCR0 that guests may have; 0 if the processor has no XSAVE.</summary>
    public ulong ExtendedStateMask;

    /// <summary>Bytes of an extended-state area under that mask.</summary>
    public uint ExtendedStateSizeBytes;

    /// <summary>Bits of CR4 that the processor has and a guest may set.</summary>
    public ulong GuestCr4Mask;

    /// <summary>Width of physical addresses in bits.</summary>
    public uint PhysicalAddressBits;

    /// <summary>True if RDTSCP, and so IA32_TSC_AUX, exists.</summary>
    public bool HasTscAux;

    /// <summary>Asks CPUID. False if something is missing without which there is no kernel; then leaf and bits, EDX below ECX, say what.</summary>
    public static bool TryRead(out ProcessorFeatures processor, out uint missingLeaf, out ulong missingBits)
    {
        processor = default;
        CpuidResult leaf1 = Ask(1, 0);
        CpuidResult extended = Ask(ExtendedFeatures, 0);
        missingLeaf = 1;
        missingBits = (LocalApicBit & ~leaf1.Edx) | ((ulong)(Crc32Bit & ~leaf1.Ecx) << 32);
        if (missingBits != 0)
        {
            return false;
        }

        missingLeaf = ExtendedFeatures;
        missingBits = NxBit & ~extended.Edx;
        if (missingBits != 0)
        {
            return false;
        }

        processor.Features = HostFeatures.Nx;
        CpuidResult leaf7 = AskStructured();
        processor.Features |= (leaf7.Ebx & SmepBit) != 0 ? HostFeatures.Smep : 0;
        processor.Features |= (leaf7.Ebx & SmapBit) != 0 ? HostFeatures.Smap : 0;
        processor.Features |= (leaf7.Ecx & UmipBit) != 0 ? HostFeatures.Umip : 0;
        processor.GuestCr4Mask = DefinedCr4() & ~(CR4.MCE | CR4.LA57 | CR4.CET);

        processor.HasTscAux = (extended.Edx & RdtscpBit) != 0;
        processor.PhysicalAddressBits = Ask(0x8000_0000, 0).Eax >= AddressSizes ? Ask(AddressSizes, 0).Eax & 0xFF : 36;
        processor.ExtendedStateSizeBytes = LegacyStateSizeBytes;
        if ((leaf1.Ecx & XsaveBit) != 0)
        {
            processor.EnableExtendedState();
        }

        return true;
    }

    /// <summary>Bits of CR4 that the processor has, but for those of VMX, SMX, Key Locker and supervisor keys.</summary>
    public static ulong DefinedCr4()
    {
        CpuidResult leaf1 = Ask(1, 0);
        CpuidResult leaf7 = AskStructured();
        return CR4.VME | CR4.PVI | CR4.TSD | CR4.DE | CR4.PSE | CR4.PAE | CR4.MCE | CR4.PGE | CR4.PCE
            | CR4.OSFXSR | CR4.OSXMMEXCPT
            | ((leaf1.Ecx & XsaveBit) != 0 ? CR4.OSXSAVE : 0)
            | ((leaf1.Ecx & PcidBit) != 0 ? CR4.PCIDE : 0)
            | ((leaf7.Ebx & FsGsBaseBit) != 0 ? CR4.FSGSBASE : 0)
            | ((leaf7.Ebx & SmepBit) != 0 ? CR4.SMEP : 0)
            | ((leaf7.Ebx & SmapBit) != 0 ? CR4.SMAP : 0)
            | ((leaf7.Ecx & UmipBit) != 0 ? CR4.UMIP : 0)
            | ((leaf7.Ecx & FiveLevelsBit) != 0 ? CR4.LA57 : 0)
            | ((leaf7.Ecx & ProtectionKeysBit) != 0 ? CR4.PKE : 0)
            | ((leaf7.Ecx & ShadowStacksBit) != 0 ? CR4.CET : 0);
    }

    /// <summary>
    /// Lets machine checks reach the kernel instead of shutting the machine down, and switches on SMEP, SMAP and UMIP where they
    /// exist. SMAP last: from then on guest memory needs its accessor.
    /// </summary>
    public readonly void EnableProtections()
    {
        ulong bits = (Features & HostFeatures.Smep) != 0 ? CR4.SMEP : 0;
        bits |= (Features & HostFeatures.Umip) != 0 ? CR4.UMIP : 0;
        Cpu.WriteCr4(Cpu.ReadCr4() | CR4.MCE | bits);
        if ((Features & HostFeatures.Smap) != 0)
        {
            Cpu.EnableSmap();
        }
    }

    /// <summary>True if <paramref name="other"/> has the same of everything.</summary>
    public readonly bool Equals(in ProcessorFeatures other) =>
        Features == other.Features
        && ExtendedStateMask == other.ExtendedStateMask
        && ExtendedStateSizeBytes == other.ExtendedStateSizeBytes
        && GuestCr4Mask == other.GuestCr4Mask
        && PhysicalAddressBits == other.PhysicalAddressBits
        && HasTscAux == other.HasTscAux;

    private void EnableExtendedState()
    {
        CpuidResult components = Ask(ExtendedState, 0);
        ExtendedStateMask = (((ulong)components.Edx << 32) | components.Eax) & SwitchedComponents;
        Cpu.WriteCr4(Cpu.ReadCr4() | CR4.OSXSAVE);
        Cpu.WriteXcr0(ExtendedStateMask);

        // SDM 1, "Enumeration of CPU Support for XSAVE Instructions and XSAVE-Supported Features": EBX is the size for the
        // components that XCR0 enables now.
        ExtendedStateSizeBytes = Ask(ExtendedState, 0).Ebx;
    }

    private static CpuidResult AskStructured() =>
        Ask(0, 0).Eax >= StructuredExtended ? Ask(StructuredExtended, 0) : default;

    private static CpuidResult Ask(uint leaf, uint subleaf)
    {
        CpuidResult result;
        Cpu.Cpuid(leaf, subleaf, &result);
        return result;
    }
}
