// Why a partition starts.
namespace MicroHV.Kernel.Abi;

/// <summary>Start conditions of a partition, numbered as in ARINC 653.</summary>
public enum StartCondition : uint
{
    /// <summary>The system began.</summary>
    NormalStart = 0,

    /// <summary>The partition, or a system partition, asked for it.</summary>
    PartitionRestart = 1,

    /// <summary>The schedule changed, and the plan has the partition start again then.</summary>
    ModuleRestart = 2,

    /// <summary>The health monitor answered an event.</summary>
    HealthRestart = 3,
}
