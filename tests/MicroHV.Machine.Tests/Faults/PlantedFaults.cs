// The faults: one of each kind that isolation cannot bear.
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Faults;

/// <summary>Every planted fault, and what notices it.</summary>
internal static class PlantedFaults
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new FaultOnMachine(
            "a mapping one page too large",
            "kernel/Memory/NestedPaging.cs",
            "region.SizeBytes,",
            "region.SizeBytes + (i == regions.Length - 1 ? FrameSize.Size4K : 0),")
        {
            Lane = Lane.QemuSvm,
            System = "edges",
            CaughtBy = ["past-the-end"],
        },
        new FaultOnMachine(
            "an MSR passed through",
            "kernel/Exits/MsrExit.cs",
            "            case Msr.IA32_PLATFORM_ID:\n",
            "            case Msr.IA32_MTRRCAP:\n                value = Cpu.ReadMsr(Msr.IA32_MTRRCAP);\n                break;\n            case Msr.IA32_PLATFORM_ID:\n")
        {
            Lane = Lane.QemuSvm,
            System = "policy",
            CaughtBy = ["ungranted-msrs"],
        },
        new FaultOnMachine(
            "a register not restored",
            "kernel/Vcpu/ExtendedState.cs",
            "        Cpu.LoadDebugRegisters((ulong*)Unsafe.AsPointer(ref vcpu.DebugAddresses[0]));\n",
            "")
        {
            Lane = Lane.QemuSvm,
            System = "isolation",
            CaughtBy = ["first-entry", "state-a"],
        },
        new FaultOnMachine(
            "XCR0 not restored",
            "kernel/Vcpu/ExtendedState.cs",
            "            Cpu.WriteXcr0(vcpu.Xcr0);\n",
            "")
        {
            Lane = Lane.QemuSvm,
            System = "instructions",
            CaughtBy = ["xsetbv-good", "xsetbv-bad", "xsetbv-cpl3"],
        },
        new FaultOnMachine(
            "a pending event dropped",
            "kernel/Exits/ExceptionExit.cs",
            "                vcpu.Pending = exit.Event;\n",
            "")
        {
            Lane = Lane.QemuSvm,
            System = "storms",
            CaughtBy = ["debug-storm"],
        },
        new FaultOnMachine(
            "a window not re-armed",
            "kernel/Backends/Svm/Svm.cs",
            "        if (cpu.ArmedTsc != cpu.LimitTsc)\n",
            "        if (cpu.ArmedTsc != cpu.LimitTsc && vcpu.Index == 0)\n")
        {
            Lane = Lane.QemuSvm,
            System = "spin-uninterruptible",
            CaughtBy = ["watch"],
        },
        new FaultOnMachine(
            "a bound off by one",
            "kernel/Exits/ControlRegisterExit.cs",
            "bool isTaken = value <= MaxTaskPriority;",
            "bool isTaken = value <= MaxTaskPriority + 1;")
        {
            Lane = Lane.BochsVtx,
            System = "registers",
            CaughtBy = ["cr8-reserved-bit"],
        },
        new FaultOnMachine(
            "an unchecked length",
            "kernel/Exits/HypercallExit.cs",
            "if (sizeBytes > HypercallLimits.MaxConsoleBytes)",
            "if ((uint)sizeBytes > HypercallLimits.MaxConsoleBytes)")
        {
            Lane = Lane.QemuSvm,
            System = "requests",
            CaughtBy = ["hypercall-write-refused"],
        },
        new FaultOnHost(
            "a stale ASID",
            "kernel/Backends/Svm/Svm.cs",
            "vmcb->TlbControl = vcpu.MustFlush != 0 ? FlushAll : (byte)0;",
            "vmcb->TlbControl = 0;")
        {
            Tests = "MicroHV.Kernel.Tests.Exits.TranslationTests",
            CaughtBy = ["A_guest_that_changed_its_paging_goes_on_without_old_translations_once"],
        },
        new FaultOnMachine(
            "a wrong port bit",
            "kernel/Backends/Vmx/VmxControls.cs",
            "VmxSwitch.Write(VmcsField.IoBitmapB, ports + FrameSize.Size4K);",
            "VmxSwitch.Write(VmcsField.IoBitmapB, ports);")
        {
            Lane = Lane.BochsVtx,
            System = "edges",
            CaughtBy = ["port-alias"],
        },
        new FaultOnHost(
            "a window that ends late",
            "kernel/Partitions/Schedule.cs",
            "                return end;",
            "                return end + 5_000;")
        {
            Tests = "MicroHV.Kernel.Tests.Plans.PlanTests",
            CaughtBy = ["Systems_by_chance_run_as_they_are_planned"],
        },
        ToCampaign(
            "a mapping one page too large",
            "kernel/Start.cs",
            "        bool isMapped = TBackend.TryMapRegions(config.RegionsOf(in partition), ref pool, out HostPhysical nestedRoot);\n",
            "        Span<RegionRecord> regions = config.RegionsOf(in partition).ToArray();\n"
            + "        regions[^1].SizeBytes += FrameSize.Size4K;\n"
            + "        bool isMapped = TBackend.TryMapRegions(regions, ref pool, out HostPhysical nestedRoot);\n",
            "its memory 'ram' differs",
            "No_fault_that_starts_in_a_partition_harms_another",
            "The_smoke_campaign_has_no_isolation_violation"),
        ToCampaign(
            "a register not restored",
            "kernel/Vcpu/ExtendedState.cs",
            "        Cpu.LoadDebugRegisters((ulong*)Unsafe.AsPointer(ref vcpu.DebugAddresses[0]));\n",
            "",
            "its memory 'ram' differs",
            "No_fault_that_starts_in_a_partition_harms_another",
            "The_smoke_campaign_has_no_isolation_violation"),
        ToCampaign(
            "a window that ends late",
            "kernel/Partitions/Schedule.cs",
            "                return end;",
            "                return end + 5_000;",
            "where no window of it begins",
            "A_partition_that_begins_anew_finds_nothing_of_its_former_life",
            "No_fault_that_starts_in_a_partition_harms_another",
            "The_smoke_campaign_has_no_isolation_violation"),
        ToCampaign(
            "a restart that keeps a stale page",
            "kernel/Partitions/ColdStart.cs",
            "isFilled ? region.SizeBytes - cursor.Offset : 0;",
            "isFilled ? region.SizeBytes - cursor.Offset - (cursor.FillsShared == 0 ? FrameSize.Size4K : 0) : 0;",
            "began with memory that is not as at boot",
            "A_partition_that_begins_anew_finds_nothing_of_its_former_life",
            "The_smoke_campaign_has_no_isolation_violation"),
        new FaultOnHost(
            "lateness handed on",
            "kernel/Partitions/Schedule.cs",
            "        FrameStartTsc += passed * MajorFrameTicks;",
            "        FrameStartTsc = now;")
        {
            Tests = "MicroHV.Kernel.Tests.Plans.PlanTests",
            CaughtBy = ["Systems_by_chance_run_as_they_are_planned"],
        },
        new FaultOnHost(
            "a schedule one frame late",
            "kernel/Partitions/ScheduleChoice.cs",
            "((settledUntil - StartOf(last)) / frameTicks) + 1;",
            "((settledUntil - StartOf(last)) / frameTicks) + 2;")
        {
            Tests = "MicroHV.Kernel.Tests.Plans.PlanTests",
            CaughtBy = ["Systems_by_chance_run_as_they_are_planned"],
        },
        new FaultOnHost(
            "a first request that wins",
            "kernel/Partitions/ScheduleChoice.cs",
            "IndexOf(before) == schedule ? 0 : StartOf(last) | schedule",
            "IndexOf(before) == schedule ? 0 : last")
        {
            Tests = "MicroHV.Kernel.Tests.Plans.PlanTests",
            CaughtBy = ["Systems_by_chance_run_as_they_are_planned"],
        },
        new FaultOnHost(
            "a partition that ends on one CPU only",
            "kernel/Partitions/PartitionWake.cs",
            "                LocalApic.SendWake(PerCpu.In(CpuArea.Of(cpu, config.Header.PoolBase)).ApicId);\n",
            "")
        {
            Tests = "MicroHV.Kernel.Tests.Plans.PlanTests",
            CaughtBy = ["Systems_by_chance_run_as_they_are_planned"],
        },
        new FaultOnHost(
            "a guest's timer that stops nobody",
            "kernel/VcpuLoop.cs",
            "cpu.LimitTsc = vcpu.TimerTsc < cpu.DeadlineTsc ? vcpu.TimerTsc : cpu.DeadlineTsc;",
            "cpu.LimitTsc = cpu.DeadlineTsc;")
        {
            Tests = "MicroHV.Kernel.Tests.Plans.PlanTests",
            CaughtBy = ["Systems_by_chance_run_as_they_are_planned"],
        },
        new FaultOnHost(
            "HLT that ends late",
            "kernel/WindowSwitch.cs",
            "            cpu.DeadlineTsc = vcpu.TimerTsc;",
            "            cpu.DeadlineTsc = vcpu.TimerTsc + 5_000;")
        {
            Tests = "MicroHV.Kernel.Tests.Plans.PlanTests",
            CaughtBy = ["Systems_by_chance_run_as_they_are_planned"],
        },
        new FaultOnHost(
            "a period that drifts",
            "kernel/Devices/VirtualTimer.cs",
            "expiry + (((now - expiry) / interval + 1) * interval)",
            "now + interval")
        {
            Tests = "MicroHV.Kernel.Tests.Plans.PlanTests",
            CaughtBy = ["Systems_by_chance_run_as_they_are_planned"],
        },
        new FaultOnHost(
            "an interrupt that comes twice",
            "kernel/Devices/InterruptDelivery.cs",
            "            VirtualTimer.Advance(ref vcpu, now);\n            VirtualApic.Accept(ref vcpu);",
            "            VirtualApic.Accept(ref vcpu);")
        {
            Tests = "MicroHV.Kernel.Tests.Plans.PlanTests",
            CaughtBy = ["Systems_by_chance_run_as_they_are_planned"],
        },
        new FaultOnHost(
            "a stale page kept by a start",
            "kernel/Partitions/ColdStart.cs",
            "GuestMemory.Clear(in region, cursor.Offset, bytes);",
            "GuestMemory.Clear(in region, cursor.Offset, cursor.Offset < 0x6000 ? bytes : 0);")
        {
            Tests = "MicroHV.Kernel.Tests.Plans.HealthTests",
            CaughtBy = ["Partitions_by_chance_live_as_their_plan_says"],
        },
        new FaultOnHost(
            "a register not reset by a start",
            "kernel/Vcpu/Vcpu.cs",
            "        IsOnCpu = kept.IsOnCpu;\n",
            "        IsOnCpu = kept.IsOnCpu;\n        Xmm[100] = kept.Xmm[100];\n")
        {
            Tests = "MicroHV.Kernel.Tests.Plans.HealthTests",
            CaughtBy = ["Partitions_by_chance_live_as_their_plan_says"],
        },
        new FaultOnHost(
            "a start that no budget counts",
            "kernel/Partitions/RestartBudget.cs",
            "        _times[slot] = now;\n",
            "")
        {
            Tests = "MicroHV.Kernel.Tests.Plans.HealthTests",
            CaughtBy = ["Partitions_by_chance_live_as_their_plan_says"],
        },
    ];

    // What only the evidence of a campaign tells, not the kernel's own checks.
    private static FaultOnHost ToCampaign(
        string name, string file, string original, string planted, string says, params IReadOnlyList<string> caughtBy) =>
        new($"{name}, to a campaign", file, original, planted)
        {
            Project = "MicroHV.Campaigns.Tests",
            Tests = "MicroHV.Campaigns.Tests.HostModel.SmokeTests",
            Says = says,
            CaughtBy = caughtBy,
        };
}
