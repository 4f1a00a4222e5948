// The classes in words, for reports.
namespace MicroHV.Campaigns.Outcomes;

/// <summary>A word and a sentence for each class.</summary>
internal static class OutcomeWords
{
    /// <summary>All classes in the order of reports.</summary>
    public static IReadOnlyList<(OutcomeClass Outcome, string Word, string Sentence)> All { get; } =
    [
        (OutcomeClass.N, "no effect", "Memory, output and windows of all partitions are as without the fault."),
        (OutcomeClass.M, "masked", "What the fault led to was refused, and nothing changed."),
        (OutcomeClass.C, "contained", "The partition that was hit had an error that the kernel acted on; the others are as without the fault."),
        (OutcomeClass.H, "hang", "The partition that was hit did less, and no error tells of it; the others are as without the fault."),
        (OutcomeClass.S, "silent corruption", "The partition that was hit wrote or keeps something else, and no error tells of it; the others are as without the fault."),
        (OutcomeClass.I, "isolation violation", "Memory, output, errors or windows of another partition differ, or a life began with what the one before left."),
        (OutcomeClass.P, "controlled stop", "The kernel stopped and said why."),
        (OutcomeClass.X, "uncontrolled", "The kernel ended or hung without a word, or what it said cannot be read."),
        (OutcomeClass.E, "experiment failed", "The run says nothing; it is in no share."),
    ];

    /// <summary>The word for a class.</summary>
    public static string Of(OutcomeClass outcome) => All.Single(words => words.Outcome == outcome).Word;
}
