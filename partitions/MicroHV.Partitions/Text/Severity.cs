// How grave a finding is.
namespace MicroHV.Partitions.Text;

/// <summary>How grave a finding is.</summary>
public enum Severity
{
    /// <summary>The system cannot be used.</summary>
    Error,

    /// <summary>The system can be used, but hardly does what its author means.</summary>
    Warning,

    /// <summary>Worth knowing; nothing has to be done.</summary>
    Note,
}
