// What is typed wrongly is told in a sentence, whatever it is.
using System.CommandLine;

namespace MicroHV.Image.Tests;

public sealed class WrongUsageTests
{
    private static readonly RootCommand _root = CommandLine.Create();

    // May stand without a value.
    private static readonly string[] _mayBeAlone = ["--gdb", "--trace"];

    // Looked up when the system is read, or a part of a name, which may be empty.
    private static readonly string[] _namesOfThings = ["--console", "--gdb", "--partition", "--project"];

    /// <summary>Every option of every verb that wants a value.</summary>
    public static TheoryData<string, string> OptionsWithValues =>
    [
        .. _root.Subcommands.SelectMany(verb => verb.Options
            .Where(option => option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool))
            .Select(option => new TheoryDataRow<string, string>(verb.Name, option.Name))),
    ];

    /// <summary>Every verb with arguments.</summary>
    public static TheoryData<string> VerbsWithArguments =>
        [.. _root.Subcommands.Where(verb => verb.Arguments.Count > 0).Select(verb => verb.Name)];

    [Theory]
    [MemberData(nameof(OptionsWithValues))]
    public void An_option_without_its_value_is_told(string verb, string option) =>
        Assert.Equal(!_mayBeAlone.Contains(option), MessagesAbout(verb, option).Length > 0);

    [Theory]
    [MemberData(nameof(OptionsWithValues))]
    public void An_empty_value_is_told(string verb, string option) =>
        Assert.Equal(!_namesOfThings.Contains(option), MessagesAbout(verb, option, "").Length > 0);

    [Theory]
    [InlineData("run", "--frames", "0")]
    [InlineData("run", "--frames", "-1")]
    [InlineData("run", "--frames", "many")]
    [InlineData("run", "--frames", "99999999999999999999")]
    [InlineData("run", "--for", "0s")]
    [InlineData("run", "--trace", "/no/such/trace.bin")]
    [InlineData("trace", "--cpu", "64")]
    [InlineData("trace", "--cpu", "one")]
    [InlineData("trace", "--kind", "entry")]
    [InlineData("trace", "--from", "soon")]
    [InlineData("trace", "--html", "/no/such/page.html")]
    [InlineData("bench", "--machine", "vax")]
    [InlineData("bench", "--vendor", "via")]
    [InlineData("run", "--json", "/")]
    [InlineData("run", "--json", "/no/such/report.json")]
    [InlineData("show", "--html", "/no/such/page.html")]
    [InlineData("inject", "--report", "/no/such/page.html")]
    [InlineData("inject", "--run", "0")]
    [InlineData("inject", "--shard", "17/16")]
    [InlineData("inject", "--merge", "/no/such/store.db")]
    [InlineData("bench", "--json", "/no/such/figures.json")]
    [InlineData("evidence", "--output", "/no/such/evidence.json")]
    public void A_value_that_makes_no_sense_is_told_before_any_work(string verb, string option, string value) =>
        Assert.Contains(MessagesAbout(verb, option, value), message => message.Contains(value, StringComparison.Ordinal));

    [Theory]
    [InlineData("inject", "--gdb")]
    [InlineData("inject", "--gdb", "--run", "1", "--lane", "qemu-svm")]
    [InlineData("inject", "--gdb", "--store", "runs.db")]
    [InlineData("inject", "--lane", "qemu-svm")]
    [InlineData("inject", "--run", "1", "--store", "runs.db")]
    [InlineData("inject", "--run", "1", "--gdb", "--shard", "1/2")]
    [InlineData("inject", "--merge", "/dev/null", "--shard", "1/2")]
    [InlineData("check", "--json", "--sarif")]
    public void Options_that_do_not_go_together_are_told(string verb, params string[] options) =>
        Assert.Contains(MessagesAbout(verb, options), message => message.StartsWith(options[0], StringComparison.Ordinal));

    [Theory]
    [InlineData("--run", "1", "--gdb")]
    [InlineData("--run", "1", "--lane", "qemu-svm")]
    public void Options_of_inject_that_go_together_are_taken(params string[] options) => Assert.Empty(MessagesAbout("inject", options));

    [Theory]
    [MemberData(nameof(VerbsWithArguments))]
    public void An_empty_argument_is_told(string verb) => Assert.NotEmpty(_root.Parse([verb, ""]).Errors);

    // What they say about the end of a line that says nothing wrong before it. No message names a type of .NET.
    private static string[] MessagesAbout(string verb, params string[] end)
    {
        string demo = Path.Combine(Repository.Root, "partitions", "demo");
        string[] arguments = verb switch
        {
            "new" => [verb, "motor"],
            "new-partition" => [verb, demo, "logger"],
            "inject" => [verb, Path.Combine(Repository.Root, "qemu", "campaigns", "smoke.toml")],
            _ when _root.Subcommands.Single(command => command.Name == verb).Arguments.Count > 0 => [verb, demo],
            _ => [verb],
        };
        string[] messages = [.. Messages([.. arguments, .. end]).Except(Messages(arguments))];
        Assert.All(messages, message => Assert.DoesNotContain("System.", message, StringComparison.Ordinal));
        return messages;
    }

    private static IEnumerable<string> Messages(string[] arguments) =>
        _root.Parse(arguments).Errors.Select(error => error.Message);
}
