// What a partition may do with an MSR.
namespace MicroHV.Partitions.Plans;

/// <summary>Reading and writing of an MSR.</summary>
[Flags]
public enum MsrAccess
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>RDMSR.</summary>
    Read = 1,

    /// <summary>WRMSR.</summary>
    Write = 2,

    /// <summary>Both.</summary>
    ReadWrite = Read | Write,
}
