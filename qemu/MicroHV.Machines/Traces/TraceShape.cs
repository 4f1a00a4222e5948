// How a system's trace pages look from outside.
using MicroHV.Kernel.Abi;

namespace MicroHV.Machines;

/// <summary>What every trace page of a run has in common.</summary>
/// <param name="CpuCount">CPUs of the plan.</param>
/// <param name="PagesPerCpu">Trace pages of each of them, at least one.</param>
/// <param name="Key">The <see cref="SystemHeader.TraceKey"/> of the run.</param>
public sealed record TraceShape(int CpuCount, int PagesPerCpu, uint Key)
{
    /// <summary>All pages of all CPUs.</summary>
    public int PageCount => CpuCount * PagesPerCpu;

    /// <summary>The place of a page among all of them: those of CPU 0 first.</summary>
    /// <param name="page">The beginning of a page, as it was found.</param>
    /// <returns>Null if it is no page of this trace.</returns>
    internal int? IndexOf(in TracePageHead page)
    {
        bool isOurs = page.Magic == TracePage.ExpectedMagic
            && page.Key == Key
            && page.PageCount == PagesPerCpu
            && page.CpuIndex < CpuCount
            && page.PageIndex < PagesPerCpu;
        return isOurs ? (page.CpuIndex * PagesPerCpu) + page.PageIndex : null;
    }
}
