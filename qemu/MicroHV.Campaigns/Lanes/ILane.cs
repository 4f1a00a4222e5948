// A machine on which one fault after the other is injected.
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Partitions.Plans;

namespace MicroHV.Campaigns.Lanes;

/// <summary>One thread's machine.</summary>
internal interface ILane : IDisposable
{
    /// <summary>The system as it lies in this machine's memory.</summary>
    SystemPlan System { get; }

    /// <summary>What the system does without a fault.</summary>
    RunEvidence Golden { get; }

    /// <summary>Makes a fault of numbers by chance.</summary>
    Fault Draw(FaultRule rule, FaultDraws draws);

    /// <summary>Runs the system once, with <paramref name="fault"/>.</summary>
    RunEvidence Run(Fault fault);
}
