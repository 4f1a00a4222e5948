// What can become of a fault.
namespace MicroHV.Campaigns.Outcomes;

/// <summary>Classes of outcomes, by the letters that reports use. Evidence decides, never the absence of it.</summary>
internal enum OutcomeClass
{
    /// <summary>No effect: outputs, memory and windows of all partitions are those of the golden run.</summary>
    N,

    /// <summary>Masked: a check refused what the fault led to, and nothing changed.</summary>
    M,

    /// <summary>Contained: the partition that was hit had an error that the kernel acted on; the others are as in the golden run.</summary>
    C,

    /// <summary>Hang: the partition that was hit made less progress, and no error tells of it.</summary>
    H,

    /// <summary>Silent corruption: the partition that was hit put out or keeps something else, and no error tells of it.</summary>
    S,

    /// <summary>
    /// Isolation violation: memory, output, errors or windows of another partition differ, or a life began with what the one before left.
    /// </summary>
    I,

    /// <summary>The kernel stopped, and said so in a record.</summary>
    P,

    /// <summary>The kernel ended or hung without a record, or broke its protocol.</summary>
    X,

    /// <summary>The experiment failed, or its evidence decides nothing.</summary>
    E,
}
