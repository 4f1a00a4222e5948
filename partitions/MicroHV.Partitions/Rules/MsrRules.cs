// Rules about MSR grants and about what CPUID hides.
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Partitions.Blobs;
using MicroHV.Partitions.Plans;
using MicroHV.Partitions.Text;

namespace MicroHV.Partitions.Rules;

/// <summary>Who may use which MSRs, and how much CPUID may hide.</summary>
internal static class MsrRules
{
    [Rule("MHV0410", "An MSR grant names MSRs that bitmaps know: 0x2000 each from 0, 0xC0000000 and 0xC0010000, the lower one first.")]
    public static IEnumerable<Breach> MsrsExist(SystemPlan plan) =>
        from grant in Grants(plan)
        where !grant.Msr.IsWellFormed
        select new Breach(
            grant.Msr.Place, $"{grant.Msr} is no range of MSRs that can be granted",
            "write a range such as \"0x19c-0x19d\" below 0x2000, or one from 0xc0000000 or 0xc0010000");

    [Rule("MHV0411", "The MSRs that the kernel relies on are written by nobody else.")]
    public static IEnumerable<Breach> KernelMsrsAreTheKernels(SystemPlan plan) =>
        from grant in WellFormed(plan)
        where grant.Msr.FirstKernelMsr is not null
        select new Breach(
            grant.Msr.Place,
            $"MSR grant {Shown(grant.Msr)} of '{grant.Partition.Name}' lets it write MSR 0x{grant.Msr.FirstKernelMsr:X}, "
            + "which is the kernel's",
            "grant it for reading, access = \"r\", or leave it out");

    [Rule("MHV0412", "An MSR, which is not switched with the virtual CPU, is granted only with a written reason.")]
    public static IEnumerable<Breach> MsrsHaveReasons(SystemPlan plan) =>
        from grant in WellFormed(plan)
        where string.IsNullOrWhiteSpace(grant.Msr.Reason) && !IsEverybodys(grant.Msr)
        select new Breach(
            grant.Msr.Place,
            $"MSR grant {Shown(grant.Msr)} of '{grant.Partition.Name}' reaches what others use too",
            $"leave it out or write {{ range = \"{Shown(grant.Msr)}\", reason = \"…\" }}");

    [Rule("MHV0413", "What one partition may write, no other is granted.", Severity = Severity.Warning)]
    public static IEnumerable<Breach> WrittenMsrsAreGrantedOnce(SystemPlan plan) =>
        from writer in WellFormed(plan)
        where writer.Msr.Access.HasFlag(MsrAccess.Write)
        from other in WellFormed(plan)
        where other.Partition != writer.Partition
            && other.Msr.First <= writer.Msr.Last && writer.Msr.First <= other.Msr.Last
        select new Breach(
            writer.Msr.Place,
            $"'{other.Partition.Name}' sees what '{writer.Partition.Name}' writes to MSRs {Shown(writer.Msr)}",
            "grant them to one partition");

    [Rule("MHV0414", "MSRs that every partition has need no grant.", Severity = Severity.Note)]
    public static IEnumerable<Breach> GrantsAreNeeded(SystemPlan plan) =>
        from grant in WellFormed(plan)
        where IsEverybodys(grant.Msr)
        select new Breach(
            grant.Msr.Place, $"every partition may use MSRs {Shown(grant.Msr)}, switched with its virtual CPU", "leave it out");

    [Rule("MHV0415", "MSRs from 0xC0010000 are granted on AMD's processors only.", Severity = Severity.Warning)]
    public static IEnumerable<Breach> AmdMsrsAreOnAmd(SystemPlan plan) =>
        from grant in WellFormed(plan)
        where plan.Machine.Vendor == Vendor.Intel && grant.Msr.Last >= MsrBits.AmdBase
        select new Breach(
            grant.Msr.Place, $"the bitmaps of VT-x have no bit for MSRs {Shown(grant.Msr)}: they stay #GP", "leave them out");

    [Rule("MHV0420", "A partition hides bits of at most 16 leaves and subleaves of CPUID.")]
    public static IEnumerable<Breach> MasksAreFewEnough(SystemPlan plan) =>
        from partition in plan.Partitions
        from mask in partition.CpuidMasks.Skip((int)CpuidMaskRecord.MaxPerPartition).Take(1)
        select new Breach(
            mask.Place,
            $"partition '{partition.Name}' hides bits of {partition.CpuidMasks.Count} leaves and subleaves of CPUID",
            $"hide less: {CpuidMaskRecord.MaxPerPartition} are the most");

    private static string Shown(MsrPlan msr) => msr.Group ?? msr.ToString();

    private static bool IsEverybodys(MsrPlan msr) =>
        msr.Last - msr.First < (ulong)MsrBitmap.PassedThrough.Count
        && Enumerable.Range(0, (int)(msr.Last - msr.First) + 1)
            .All(offset => MsrBitmap.PassedThrough.Contains((uint)msr.First + (uint)offset));

    private static IEnumerable<(PartitionPlan Partition, MsrPlan Msr)> Grants(SystemPlan plan) =>
        plan.Partitions.SelectMany(partition => partition.Msrs.Select(msr => (partition, msr)));

    private static IEnumerable<(PartitionPlan Partition, MsrPlan Msr)> WellFormed(SystemPlan plan) =>
        Grants(plan).Where(grant => grant.Msr.IsWellFormed);
}
