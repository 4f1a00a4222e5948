// All processors of the software machine, for tests that run on each of them.
namespace MicroHV.Kernel.Tests.Boots;

/// <summary>Rows of a theory.</summary>
internal static class EveryProcessor
{
    /// <summary>One row for each kind.</summary>
    public static TheoryData<ProcessorKind> Kinds => [.. Enum.GetValues<ProcessorKind>()];
}
