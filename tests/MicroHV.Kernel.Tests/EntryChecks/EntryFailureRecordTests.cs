// What the kernel reads after a refused entry is enough for the host tools to name the rule.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Backends;
using MicroHV.Model;
using MicroHV.Model.EntryChecks;

namespace MicroHV.Kernel.Tests.EntryChecks;

public sealed class EntryFailureRecordTests
{
    private const ulong VmcbAddress = 0x1000;

    public static TheoryData<VmxEntryRule> VmxRules =>
    [
        VmxEntryRule.PinBasedReserved,
        VmxEntryRule.IoBitmapAlignment,
        VmxEntryRule.EptpWalkLength,
        VmxEntryRule.EventType,
        VmxEntryRule.HostCsNull,
        VmxEntryRule.Host64Rip,
        VmxEntryRule.GuestCr3,
        VmxEntryRule.GuestCr4,
        VmxEntryRule.GuestEferLma,
        VmxEntryRule.GuestRflagsFixed,
        VmxEntryRule.GuestGdtrLimit,
    ];

    public static TheoryData<SvmEntryRule> SvmRules =>
    [
        SvmEntryRule.SvmeClear,
        SvmEntryRule.Cr0High,
        SvmEntryRule.Cr3Reserved,
        SvmEntryRule.Dr6High,
        SvmEntryRule.EferReserved,
        SvmEntryRule.LongCodeWithDefaultSize,
        SvmEntryRule.VmrunNotIntercepted,
        SvmEntryRule.AsidZero,
        SvmEntryRule.NestedCr3Reserved,
        SvmEntryRule.PatType,
        SvmEntryRule.EventVector,
    ];

    [Theory]
    [MemberData(nameof(VmxRules))]
    public void The_rule_that_an_entry_of_VMX_broke_is_found_from_the_record(VmxEntryRule rule)
    {
        foreach (Broken broken in VmxEntryRuleTests.AllBroken[rule])
        {
            VmxEntry entry = broken.Good();
            Assert.Equal(VmxEntryRule.None, VmxEntryValues.FirstViolation(Captured(entry)));
            broken.Break(entry);
            Assert.Equal(rule, VmxEntryValues.FirstViolation(Captured(entry)));
        }
    }

    [Theory]
    [MemberData(nameof(SvmRules))]
    public void The_rule_that_a_VMRUN_broke_is_found_from_the_record(SvmEntryRule rule)
    {
        foreach (Action<SvmEntry> breaking in SvmEntryRuleTests.AllBroken[rule])
        {
            SvmEntry entry = SvmEntry.LongMode();
            Assert.Equal(SvmEntryRule.None, SvmEntryValues.FirstViolation(Captured(entry)));
            breaking(entry);
            Assert.Equal(rule, SvmEntryValues.FirstViolation(Captured(entry)));
        }
    }

    private static ulong[] Captured(VmxEntry entry)
    {
        using SoftwareMachine machine = new(0x2000);
        VmcsOf.Load(entry);
        Kernel.Vcpu.Vcpu vcpu = default;
        EntryFailureRecord record = default;
        Vmx.CaptureEntry(ref vcpu, ref record);
        return Values(record);
    }

    private static unsafe ulong[] Captured(SvmEntry entry)
    {
        using SoftwareMachine machine = new(0x2000);
        uint width = entry.Capabilities.PhysicalAddressWidth;
        machine.Cpu.CpuidLeaves[(0x8000_0000, 0)] = (0x8000_000A, 0, 0, 0);
        machine.Cpu.CpuidLeaves[(0x8000_0001, 0)] = (0, 0, 1u << 2, 1u << 29);
        machine.Cpu.CpuidLeaves[(0x8000_0008, 0)] = (width, 0, 0, 0);
        machine.Cpu.CpuidLeaves[(0x8000_000A, 0)] = (1, entry.Capabilities.AsidCount, 0, entry.Capabilities.Features);
        machine.Cpu.Msrs[Cpu.Msr.VM_CR] = entry.Capabilities.VmCr;
        VmcbOf.Write(entry, (Vmcb*)machine.Ram(VmcbAddress));
        Kernel.Vcpu.Vcpu vcpu = new() { ControlBlock = VmcbAddress };
        EntryFailureRecord record = default;
        Svm.CaptureEntry(ref vcpu, ref record);
        return Values(record);
    }

    private static unsafe ulong[] Values(EntryFailureRecord record) =>
        new ReadOnlySpan<ulong>(record.Values, (int)record.ValueCount).ToArray();
}
