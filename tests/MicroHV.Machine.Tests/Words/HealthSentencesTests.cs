// What a person reads of the health log.
using System.Text;
using MicroHV.Kernel.Abi;
using MicroHV.Machine.Tests.Transcripts;
using MicroHV.Machines;

namespace MicroHV.Machine.Tests.Words;

public sealed class HealthSentencesTests
{
    private static readonly HealthContext _plan = new(
        [new RestartBudget(3, 10_000_000_000), new RestartBudget(1, 500_000_000)], _ => "maintenance");

    [Fact]
    public void A_restart_is_told_with_its_place_and_its_budget() => Assert.Equal(
        "UnexpectedTrap, 3.000 ms, at main.c:41 in main: it starts again with its memory kept, restart 2; 3 are allowed in 10 s",
        HealthSentences.Line(Records.Restart(0, 2, 2), _plan, [new SourcePlace("main", "main.c", 41)]));

    [Fact]
    public void A_budget_of_one_and_parts_of_seconds_are_said_so() => Assert.Equal(
        "it starts again from its golden copy, restart 1; 1 is allowed in 0.5 s",
        HealthSentences.Deed(Records.Restart(1, 1, 1) with { Action = (uint)HealthAction.ColdStart }, _plan));

    [Theory]
    [InlineData(HealthAction.Ignore, "it goes on")]
    [InlineData(HealthAction.Propagate, "it gets #GP(0)")]
    [InlineData(HealthAction.Idle, "it is idle from now on")]
    [InlineData(HealthAction.SwitchSchedule, "it is idle from now on, and schedule maintenance follows")]
    [InlineData(HealthAction.Stop, "the kernel stops")]
    [InlineData(HealthAction.Reset, "the machine is reset")]
    [InlineData((HealthAction)99, "action 99")]
    public void Every_action_has_words(HealthAction action, string words) =>
        Assert.Equal(words, HealthSentences.Deed(Records.Restart(0, 1, 0) with { Action = (uint)action }, _plan));

    [Fact]
    public void What_a_guest_raises_has_its_number_and_its_words_made_safe()
    {
        HealthRecord record = Raised("pump 3 \u001b[2J"u8);
        Assert.StartsWith("ApplicationError 7 \"pump 3 \\1b[2J\", 1.500 ms: ", HealthSentences.Line(record, _plan, []), StringComparison.Ordinal);
        Assert.Equal(32, HealthSentences.Message(Raised(Encoding.ASCII.GetBytes(new string('x', 32)))).Length);
    }

    [Theory]
    [InlineData(HealthEvent.MemoryViolation, "MemoryViolation at guest-physical 0x300, ")]
    [InlineData(HealthEvent.PortViolation, "PortViolation at port 0x300, ")]
    [InlineData(HealthEvent.DeadVcpu, "DeadVcpu, ")]
    public void An_address_is_told_where_the_event_has_one(HealthEvent healthEvent, string words) => Assert.StartsWith(
        words,
        HealthSentences.Line(Records.Restart(0, 1, 1) with { Event = healthEvent, Address = 0x300 }, _plan, []),
        StringComparison.Ordinal);

    [Fact]
    public void A_run_prints_each_record_in_a_line()
    {
        using StringWriter writer = new() { NewLine = "\n" };
        RunPrinter printer = new(Terminal.On(writer, isRedirected: true), ["safety", "general"], SystemSources.None) { Health = _plan };
        DecoderFixture.Decode(
            Records.Boot + Records.Health(Records.Restart(1, 1, 1))
            + Records.Health(Records.Restart(HealthRecord.Module, 1, 0) with
            {
                Event = HealthEvent.NonMaskableInterrupt,
                Action = (uint)HealthAction.Ignore,
            })).ForEach(printer.Print);
        Assert.EndsWith(
            "general * UnexpectedTrap, 1.500 ms: it starts again with its memory kept, restart 1; 1 is allowed in 0.5 s\n"
            + "the module: NonMaskableInterrupt, 1.500 ms: it goes on\n",
            writer.ToString(), StringComparison.Ordinal);
    }

    private static unsafe HealthRecord Raised(ReadOnlySpan<byte> message)
    {
        HealthRecord record = Records.Restart(0, 1, 0) with { Event = HealthEvent.ApplicationError, Code = 7 };
        message.CopyTo(new Span<byte>(record.Message, HealthRecord.MessageSizeBytes));
        return record;
    }
}
