// What fails in an experiment and not in the kernel.
namespace MicroHV.Campaigns.HostModel;

/// <summary>The injection or the workload failed: the run says nothing of the kernel.</summary>
/// <param name="cause">What failed.</param>
internal sealed class ExperimentException(Exception cause) : Exception(cause.Message, cause);
