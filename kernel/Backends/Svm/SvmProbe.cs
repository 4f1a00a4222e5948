// Reads what the processor says about its SVM.
namespace MicroHV.Kernel.Backends;

using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Host;

/// <summary>CPUID and VM_CR, as <see cref="SvmCapabilities"/> wants them.</summary>
internal static unsafe class SvmProbe
{
    private const uint LargestExtended = 0x8000_0000;
    private const uint ExtendedFeatures = 0x8000_0001;
    private const uint AddressSizes = 0x8000_0008;
    private const uint SvmFeatures = 0x8000_000A;
    private const uint SvmBit = 1u << 2;
    private const uint LongModeBit = 1u << 29;
    private const ulong EferDefined = EFER.SCE | EFER.LME | EFER.LMA | EFER.NXE | EFER.SVME | (1UL << 13) | (1UL << 14) | (1UL << 15);

    /// <summary>Reads them all; only <see cref="SvmCapabilityFields.HasSvm"/> counts if there is no SVM.</summary>
    internal static void Read(ref SvmCapabilityFields fields)
    {
        CpuidResult answer;
        Cpu.Cpuid(LargestExtended, 0, &answer);
        if (answer.Eax < SvmFeatures)
        {
            return;
        }

        Cpu.Cpuid(ExtendedFeatures, 0, &answer);
        fields.HasSvm = (answer.Ecx & SvmBit) != 0;
        fields.HasLongMode = (answer.Edx & LongModeBit) != 0;
        if (!fields.HasSvm)
        {
            return;
        }

        Cpu.Cpuid(AddressSizes, 0, &answer);
        fields.PhysicalAddressWidth = answer.Eax & 0xFF;
        Cpu.Cpuid(SvmFeatures, 0, &answer);
        fields.AsidCount = answer.Ebx;
        fields.Features = answer.Edx;
        fields.VmCr = Cpu.ReadMsr(Msr.VM_CR);
        fields.Cr4Defined = ProcessorFeatures.DefinedCr4();
        fields.EferDefined = EferDefined;
    }
}
