// Each event with each answer that a plan can give: made by a guest on every lane, or named as what no guest can make.
using System.Text.RegularExpressions;
using MicroHV.Image;
using MicroHV.Kernel.Abi;
using MicroHV.Kernel.Config;
using MicroHV.Machines;
using MicroHV.Partitions.Plans;

namespace MicroHV.Machine.Tests.Lanes;

/// <summary>
/// The systems <c>tests/systems/health*</c>. A partition makes the event that its arguments name, or all that its table answers with
/// a reset.
/// </summary>
[Trait("Category", "Machine")]
public sealed partial class HealthAnswerTests
{
    private const string StopSystem = "health-stop";
    private const string StopWord = "stop";
    private const ulong StopFrames = 20;

    private static readonly string[] _systems = ["health", "health-schedules", "health-resets", StopSystem];

    /// <summary>Every system on every direct lane.</summary>
    public static TheoryData<string, string> Runs => [.. _systems.SelectMany(_ => Lane.Direct, (system, lane) => (system, lane.Name))];

    /// <summary>Every event that a guest makes, on every direct lane.</summary>
    public static TheoryData<HealthEvent, string> Stops =>
    [
        .. HealthWords.Events
            .Where(healthEvent => AllowedActions.OfPartition(healthEvent) != 0 && !IsBeyondGuests(healthEvent, isModule: false))
            .SelectMany(_ => Lane.Direct, (healthEvent, lane) => (healthEvent, lane.Name)),
    ];

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_run_shows_the_events_restarts_resets_and_schedules_that_its_plan_leads_to(string system, string lane)
    {
        RunReport report = await RunAsync(system, lane);
        Assert.True(report.Outcome == Outcome.Pass, string.Join('\n', report.Reasons));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task The_log_has_each_event_with_its_answer(string system, string lane)
    {
        HealthReport health = (await RunAsync(system, lane)).Health;
        foreach ((string partition, HealthEntryPlan answer) in Made(system))
        {
            IEnumerable<string> answers = health.Records
                .Where(record => record.Partition == partition && record.Event == answer.Event.ToString())
                .Select(record => record.Action);
            Assert.Equal(answer.IsLogged ? [answer.Action.ToString()] : [], answers);
        }
    }

    [Theory]
    [MemberData(nameof(Stops))]
    public async Task Each_event_may_stop_the_kernel(HealthEvent healthEvent, string lane)
    {
        RunReport report = await SystemRuns.ReportEditedAsync(
            Lane.Direct.Single(item => item.Name == lane), $"{GuestEnds.Systems}/{StopSystem}", text => Edited(text, healthEvent), StopFrames);
        Assert.True(report.Outcome == Outcome.Pass, string.Join('\n', report.Reasons));
        Assert.Equal(nameof(StopReason.HealthAction), report.Kernel.Stop);
        HealthRecordReport last = report.Health.Records[^1];
        Assert.Equal((healthEvent.ToString(), nameof(HealthAction.Stop)), (last.Event, last.Action));
    }

    [Fact]
    public void Each_event_is_made_by_guests_with_every_answer_or_stands_among_those_that_no_guest_makes()
    {
        ILookup<HealthEvent, string> made = _systems
            .SelectMany(Made)
            .Select(item => (item.Answer.Event, item.Answer.Word))
            .Concat(Stops.Select(row => (row.Data.Item1, StopWord)))
            .ToLookup(pair => pair.Item1, pair => pair.Item2);
        Assert.All(HealthWords.Events, healthEvent => Assert.Equal(
            IsBeyondGuests(healthEvent, isModule: false) ? [] : HealthWords.Allowed(healthEvent, isModule: false).Order(),
            made[healthEvent].Distinct().Order()));
    }

    [Fact]
    public void Every_event_of_the_module_alone_stands_among_those_that_no_guest_makes() => Assert.Equal(
        HealthWords.Events.Where(healthEvent => AllowedActions.OfModule(healthEvent) != AllowedActions.OfPartition(healthEvent)),
        HealthWords.Events.Where(healthEvent => IsBeyondGuests(healthEvent, isModule: true)));

    private static Task<RunReport> RunAsync(string system, string lane) =>
        SystemRuns.ReportAsync(Lane.Direct.Single(item => item.Name == lane), $"{GuestEnds.Systems}/{system}");

    private static IEnumerable<(string Partition, HealthEntryPlan Answer)> Made(string system)
    {
        SystemPlan plan = SystemRuns.Load($"{GuestEnds.Systems}/{system}").System.Plan!;
        return
            from partition in plan.Partitions
            let words = partition.Arguments.Split(' ')
            from answer in plan.AnswersTo(partition)
            where answer.Action == HealthAction.Reset || words.Contains(HealthWords.KeyOf(answer.Event))
            select (partition.Name, answer);
    }

    // A budget is exhausted by an event that starts the partition again.
    private static string Edited(string text, HealthEvent healthEvent)
    {
        const string Answer = "memory-violation = \"stop\" }";
        string key = HealthWords.KeyOf(healthEvent);
        string answer = healthEvent == HealthEvent.RestartBudgetExhausted
            ? "application-error = \"warm-start\" }\nrestarts = { budget = 1, then = \"stop\" }"
            : $"{key} = \"{StopWord}\" }}";
        string expected = healthEvent == HealthEvent.RestartBudgetExhausted
            ? "[\"guest: ApplicationError\", \"guest: RestartBudgetExhausted\"]\nrestarts = { guest = 1 }"
            : $"[\"guest: {healthEvent}\"]";
        return text
            .Replace(Answer, answer, StringComparison.Ordinal)
            .Replace("health memory-violation", $"health {key}", StringComparison.Ordinal)
            .Replace("[\"guest: MemoryViolation\"]", expected, StringComparison.Ordinal);
    }

    private static bool IsBeyondGuests(HealthEvent healthEvent, bool isModule) => File
        .ReadLines(Path.Combine(Repository.Root, "docs", "health.md"))
        .Select(line => BeyondGuests().Match(line))
        .Any(row => row.Groups["event"].Value == HealthWords.KeyOf(healthEvent) && row.Groups["level"].Value == (isModule ? "module" : "partition"));

    [GeneratedRegex(@"^\| `(?<event>[a-z-]+)` \| (?<level>partition|module) \|")]
    private static partial Regex BeyondGuests();
}
