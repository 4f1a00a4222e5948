// Whose virtualization extensions a machine has.
namespace MicroHV.Kernel.Abi;

/// <summary>The vendor of the processor's virtualization extensions.</summary>
public enum Vendor : uint
{
    /// <summary>Either will do (in a plan), or not known yet (in a record).</summary>
    Any = 0,

    /// <summary>VT-x with EPT.</summary>
    Intel = 1,

    /// <summary>SVM with nested paging.</summary>
    Amd = 2,
}
