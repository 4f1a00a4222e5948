// CPUID: the processor's answer, less what a guest cannot have.
namespace MicroHV.Kernel.Exits;

using System;
using System.Runtime.CompilerServices;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Cpu;
using MicroHV.Kernel.Vcpu;

/// <summary>
/// What is not known to be harmless and switched with the virtual CPU is hidden: features are allowed by name, leaves too.
/// SDM 2A, "CPUID—CPU Identification"; APM 3, "Obtaining Processor Information Via the CPUID Instruction".
/// </summary>
internal static unsafe class CpuidExit
{
    private const uint LargestBasic = 0xD;
    private const uint LargestExtended = 0x8000_0008;
    private const uint FirstHypervisor = (uint)HypervisorLeaf.Signature;

    // Leaf 1 ECX: SSE3, PCLMULQDQ, SSSE3, FMA, CX16, PCID, SSE4.1, SSE4.2, MOVBE, POPCNT, AES, XSAVE, AVX, F16C, RDRAND.
    private const uint Leaf1Ecx = 0x76DA_3203;
    private const uint OsXsave = 1u << 27;
    private const uint HypervisorPresent = 1u << 31;

    // The virtual local APIC has these whatever the machine's has; that there is one, every machine says of its own.
    private const uint X2Apic = 1u << 21;
    private const uint TscDeadline = 1u << 24;

    // Leaf 1 EDX: all but what needs MTRRs, machine checks, thermal or debug-store hardware.
    private const uint Leaf1Edx = 0x078B_AB7F;

    // Leaf 7 EBX: FSGSBASE, BMI1, AVX2, SMEP, BMI2, ERMS, INVPCID, AVX512F/DQ, RDSEED, ADX, SMAP, CLFLUSHOPT, CLWB, AVX512CD, SHA, AVX512BW/VL.
    private const uint Leaf7Ebx = 0xF19F_07A9;

    // Leaf 7 ECX: UMIP, PKU (OSPKE follows CR4), VAES, VPCLMULQDQ.
    private const uint Leaf7Ecx = (1u << 2) | (1u << 3) | (1u << 9) | (1u << 10);

    private const uint OsPke = 1u << 4;

    // Extended leaf 1 ECX: LAHF, ABM, SSE4A, misaligned SSE, PREFETCHW.
    private const uint Extended1Ecx = (1u << 0) | (1u << 5) | (1u << 6) | (1u << 7) | (1u << 8);

    // Extended leaf 1 EDX: SYSCALL, NX, MMX extensions, 1-GiB pages, RDTSCP, long mode, and AMD's copy of leaf 1.
    private const uint Extended1Edx = (1u << 11) | (1u << 20) | (1u << 22) | (1u << 26) | (1u << 27) | (1u << 29) | (Leaf1Edx & 0x0183_F3FF);
    private const uint XsaveOptXsavecXgetbv1 = 7;
    private const uint InvariantTsc = 1u << 8;

    internal static Verdict Handle(ref Vcpu vcpu, in VmExit exit)
    {
        uint leaf = (uint)vcpu.Registers.Rax;
        uint subleaf = (uint)vcpu.Registers.Rcx;
        CpuidResult answer;
        if (leaf is >= FirstHypervisor and <= FirstHypervisor + 0xFF)
        {
            AnswerAsHypervisor(leaf, in vcpu, &answer);
        }
        else
        {
            Cpu.Cpuid(leaf, subleaf, &answer);
            Filter(leaf, subleaf, ref vcpu, ref answer);
        }

        if (vcpu.CpuidMaskCount != 0)
        {
            Hide(vcpu.CpuidMasks, leaf, subleaf, ref answer);
        }

        vcpu.Registers.Rax = answer.Eax;
        vcpu.Registers.Rbx = answer.Ebx;
        vcpu.Registers.Rcx = answer.Ecx;
        vcpu.Registers.Rdx = answer.Edx;
        return Answers.Next(ref vcpu, in exit);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Filter(uint leaf, uint subleaf, ref Vcpu vcpu, ref CpuidResult answer)
    {
        // Guests ask for their features most of all.
        if (leaf == 1)
        {
            FilterFeatures(in vcpu, ref answer);
            return;
        }

        switch (leaf)
        {
            case 0:
                answer.Eax = answer.Eax < LargestBasic ? answer.Eax : LargestBasic;
                return;
            case 2:
            case 4:
            case 0x8000_0002:
            case 0x8000_0003:
            case 0x8000_0004:
            case 0x8000_0005:
            case 0x8000_0006:
                // Caches and the processor's name: harmless.
                return;
            case 7 when subleaf == 0:
                answer.Eax = 0;
                answer.Ebx &= Leaf7Ebx;
                answer.Ecx &= Leaf7Ecx;
                answer.Ecx |= (vcpu.Cr4Shadow & CR4.PKE) != 0 ? OsPke : 0;
                answer.Edx = 0;
                return;
            case 0xD:
                FilterExtendedState(subleaf, ref answer);
                return;
            case 0x8000_0000:
                answer.Eax = answer.Eax < LargestExtended ? answer.Eax : LargestExtended;
                return;
            case 0x8000_0001:
                answer.Ecx &= Extended1Ecx;
                answer.Edx &= Extended1Edx;
                return;
            case 0x8000_0007:
                answer = new CpuidResult { Edx = answer.Edx & InvariantTsc };
                return;
            case 0x8000_0008:
                answer = new CpuidResult { Eax = answer.Eax };
                return;
            default:
                answer = default;
                return;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FilterFeatures(in Vcpu vcpu, ref CpuidResult answer)
    {
        // One logical processor with an APIC id of the partition's, whatever the machine has. CLFLUSH size and brand index stay.
        answer.Ebx = (answer.Ebx & 0xFFFF) | vcpu.CpuidApicId;
        answer.Ecx = (answer.Ecx & Leaf1Ecx) | X2Apic | TscDeadline | HypervisorPresent;
        answer.Ecx |= (vcpu.Cr4Shadow & CR4.OSXSAVE) != 0 ? OsXsave : 0;
        answer.Edx &= Leaf1Edx;
    }

    // What the plan hides from this partition. RecordChecks bounds how many masks there are.
    private static void Hide(ReadOnlySpan<CpuidMaskRecord> masks, uint leaf, uint subleaf, ref CpuidResult answer)
    {
        for (int i = 0; i < masks.Length; i++)
        {
            ref readonly CpuidMaskRecord mask = ref masks[i];
            bool isMeant = mask.Leaf == leaf && (mask.Subleaf == subleaf || mask.Subleaf == CpuidMaskRecord.AnySubleaf);
            if (isMeant)
            {
                answer.Eax &= ~mask.Eax;
                answer.Ebx &= ~mask.Ebx;
                answer.Ecx &= ~mask.Ecx;
                answer.Edx &= ~mask.Edx;
            }
        }
    }

    // Sizes follow XCR0, and the processor holds the guest's. XSAVES is left out: IA32_XSS is not switched.
    private static void FilterExtendedState(uint subleaf, ref CpuidResult answer)
    {
        const uint SwitchedComponents = 0x2E7;
        switch (subleaf)
        {
            case 0:
                answer.Eax &= SwitchedComponents;
                answer.Edx = 0;
                return;
            case 1:
                answer = new CpuidResult { Eax = answer.Eax & XsaveOptXsavecXgetbv1 };
                return;
            case < 32 when ((SwitchedComponents >> (int)subleaf) & 1) != 0:
                return;
            default:
                answer = default;
                return;
        }
    }

    // "MicroHV" in EBX, ECX, EDX: hypervisors sign leaf 4000_0000H with twelve bytes.
    private static void AnswerAsHypervisor(uint leaf, in Vcpu vcpu, CpuidResult* answer)
    {
        *answer = default;
        switch ((HypervisorLeaf)leaf)
        {
            case HypervisorLeaf.Signature:
                answer->Eax = (uint)HypervisorLeaf.Partition;
                answer->Ebx = 0x7263_694D;
                answer->Ecx = 0x5648_6F;
                answer->Edx = 0;
                return;
            case HypervisorLeaf.Partition:
                answer->Eax = InformationPage.ExpectedLayoutVersion;
                answer->Ebx = vcpu.PartitionIndex;
                return;
            default:
                return;
        }
    }
}
