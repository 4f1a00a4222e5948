// A refused entry reaches the report as a rule.
using MicroHV.Kernel.Abi;
using MicroHV.Machines;
using MicroHV.Model.EntryChecks;

namespace MicroHV.Machine.Tests.Transcripts;

public sealed class EntryFailureTranscriptTests
{
    [Fact]
    public void An_error_after_a_refused_entry_has_the_rule()
    {
        Transcript transcript = Read(Records.EntryFailure(1) + Records.Error(1, HealthEvent.EntryFailed));
        PartitionErrorReport error = PartitionErrorReport.Of(Assert.Single(transcript.Partitions[1].Errors), SystemSources.None);
        Assert.Equal((uint)SvmEntryRule.SvmeClear, error.Rule?.Id);
        Assert.EndsWith("SvmeClear: EFER.SVME of the guest must be 1.", error.Sentence);
    }

    [Fact]
    public void Another_error_has_no_rule()
    {
        Transcript transcript = Read(Records.EntryFailure(1) + Records.Error(0, HealthEvent.MemoryViolation));
        Assert.Null(Assert.Single(transcript.Partitions[0].Errors).Rule);
    }

    [Fact]
    public void A_stop_for_a_refused_entry_tells_the_rule()
    {
        Transcript transcript =
            Read(Records.EntryFailure(1) + Records.Stop(StopReason.EntryFailed, partition: 1));
        KernelReport report = KernelReport.Of(transcript, SystemSources.None);
        Assert.Equal(nameof(SvmEntryRule.SvmeClear), report.StopRule?.Name);
        Assert.EndsWith("SvmeClear: EFER.SVME of the guest must be 1.", report.StopSentence);
    }

    [Fact]
    public void A_record_of_another_layout_names_no_rule()
    {
        EntryFailureRecord record = new() { Vendor = Vendor.Intel, ValueCount = 1 };
        Assert.Null(EntryRuleFinder.Find(record));
    }

    private static Transcript Read(string lines)
    {
        Transcript transcript = new(["safety", "general"]);
        DecoderFixture.Decode(Records.Boot + lines).ForEach(transcript.Add);
        return transcript;
    }
}
