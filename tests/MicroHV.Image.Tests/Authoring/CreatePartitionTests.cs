// `microhv new-partition`, as a shell sees it.
using System.Text;
using MicroHV.Image.Tests.Documentation;

namespace MicroHV.Image.Tests.Authoring;

[Collection(ProjectBuilds.Collection)]
public sealed class CreatePartitionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("microhv-").FullName;

    public CreatePartitionTests() => Assert.Equal(0, Run("new", "mine").ExitCode);

    private string Description => Path.Combine(_folder, "mine", "system.toml");

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [InlineData("c")]
    [InlineData("csharp")]
    [Trait("Category", "Machine")]
    public void A_partition_that_was_added_runs_beside_the_others(string kit)
    {
        string before = File.ReadAllText(Description);
        Assert.Contains(
            "mine: partition 'second' added: ", AssertGood("new-partition", "mine", "second", "--kit", kit),
            StringComparison.Ordinal);
        Assert.Empty(before.Split('\n').Except(File.ReadAllText(Description).Split('\n')));
        Assert.Contains(
            "  { partition = \"second\", start = \"2ms\", duration = \"1ms\" },\n", File.ReadAllText(Description),
            StringComparison.Ordinal);
        Assert.Contains("mine: ok, 2 partitions in 2 windows", AssertGood("check", "mine"), StringComparison.Ordinal);
        string run = AssertGood("run", "mine");
        Assert.Contains("second  | hello, world; it is 22 ms\n", run, StringComparison.Ordinal);
        Assert.Contains("pass mine on", run, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_window_is_as_long_as_was_asked_for()
    {
        _ = AssertGood("new-partition", "mine", "second", "--kit", "c", "--window", "2.5ms");
        Assert.Contains("start = \"2ms\", duration = \"2500us\" }", File.ReadAllText(Description), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_there_are_several_schedules_it_has_a_window_in_each_on_a_CPU_with_room_in_all()
    {
        Edit("[machine]", "[machine]\ncpus = 2");
        Edit("[schedule]", "[[schedule]]\nname = \"day\"");
        Edit("[[partition]]", """
            [[schedule]]
            name = "night"
            major-frame = "4ms"
            windows = [{ partition = "greeter", start = "0ms", duration = "4ms" }]

            [[partition]]
            system = true
            """);
        Edit("duration = \"2ms\" },", "duration = \"2ms\" },\n  { partition = \"spare\", cpu = 1, start = \"0ms\", duration = \"1ms\" },");
        Edit("duration = \"4ms\" }]", "duration = \"4ms\" }, { partition = \"spare\", cpu = 1, start = \"1ms\", duration = \"1ms\" }]");
        File.AppendAllText(Description, "\n[[partition]]\nname = \"spare\"\nmemory = \"1MiB\"\nproject = \"greeter\"\n");
        Assert.Contains(
            "a window of 1ms at 1ms on CPU 1 in schedule 'day', a window of 400us at 2ms on CPU 1 in schedule 'night', and its section",
            AssertGood("new-partition", "mine", "second", "--kit", "c"), StringComparison.Ordinal);
        string text = File.ReadAllText(Description);
        Assert.Contains("  { partition = \"second\", cpu = 1, start = \"1ms\", duration = \"1ms\" },\n]", text, StringComparison.Ordinal);
        Assert.Contains(" { partition = \"second\", cpu = 1, start = \"2ms\", duration = \"400us\" }]", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_and_ends_of_lines_stay_as_they_are()
    {
        string text = File.ReadAllText(Description).ReplaceLineEndings("\r\n");
        File.WriteAllText(Description, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        _ = AssertGood("new-partition", "mine", "second", "--kit", "c");
        byte[] bytes = File.ReadAllBytes(Description);
        Assert.True(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble));
        Assert.Equal(bytes.Count(value => value == '\n'), bytes.Count(value => value == '\r'));
    }

    [Fact]
    public void A_link_to_a_description_stays_a_link()
    {
        string target = Path.Combine(_folder, "elsewhere.toml");
        File.Move(Description, target);
        _ = File.CreateSymbolicLink(Description, target);
        _ = AssertGood("new-partition", "mine", "second", "--kit", "c");
        Assert.NotNull(File.ResolveLinkTarget(Description, false));
        Assert.Contains("\"second\"", File.ReadAllText(target), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_free_time_nothing_is_added()
    {
        Edit("duration = \"2ms\"", "duration = \"10ms\"");
        AssertAddsNothing(
            "the major frame of 10ms has no room for a window: none is free for 50us; shorten a window or lengthen "
            + "major-frame", "second", "--kit", "c");
    }

    [Fact]
    public void A_window_longer_than_the_free_time_is_refused() => AssertAddsNothing(
        "the longest free time is 8ms, from 2ms; ask for less, shorten a window or lengthen major-frame",
        "second", "--kit", "c", "--window", "9ms");

    [Fact]
    public void Without_room_in_memory_nothing_is_added()
    {
        Edit("size = \"16MiB\"", "size = \"1MiB\"");
        AssertAddsNothing("MHV0210", "second", "--kit", "c");
    }

    [Fact]
    public void A_system_with_errors_gets_no_partition()
    {
        Edit("partition = \"greeter\"", "partition = \"greter\"");
        AssertAddsNothing("the system has errors; mend them first", "second", "--kit", "c");
    }

    [Fact]
    public void A_name_that_is_taken_is_refused() =>
        AssertAddsNothing("has a partition 'greeter' already; choose another name", "greeter", "--kit", "c");

    [Fact]
    public void A_folder_that_is_there_is_not_touched()
    {
        string second = Directory.CreateDirectory(Path.Combine(_folder, "mine", "second")).FullName;
        File.WriteAllText(Path.Combine(second, "main.c"), "precious");
        AssertAddsNothing("already; choose another name", "second", "--kit", "c");
        Assert.Equal("precious", File.ReadAllText(Path.Combine(second, "main.c")));
    }

    [Fact]
    public void A_name_that_the_rules_refuse_is_taken_back() => AssertAddsNothing("MHV0111", "kernel", "--kit", "c");

    [Fact]
    public void Windows_in_another_file_are_left_to_the_author()
    {
        string text = File.ReadAllText(Description);
        int start = text.IndexOf("[schedule]", StringComparison.Ordinal);
        int end = text.IndexOf("[[partition]]", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "mine", "time.toml"), text[start..end]);
        File.WriteAllText(Description, "schedule = \"time.toml\"\n\n" + text[..start] + text[end..]);
        _ = AssertGood("check", "mine");
        AssertAddsNothing(
            "add this one yourself, with a project and a [[partition]]: { partition = \"second\", start = \"2ms\"",
            "second", "--kit", "c");
    }

    [Theory]
    [InlineData("Second", "--kit", "c")]
    [InlineData("out", "--kit", "c")]
    [InlineData("second")]
    [InlineData("second", "--kit", "rust")]
    [InlineData("second", "--kit", "c", "--window", "soon")]
    public void Wrong_usage_ends_with_2(params string[] arguments) =>
        Assert.Equal(ExitCode.Usage, Run(["new-partition", "mine", .. arguments]).ExitCode);

    [Fact]
    public void A_partition_in_CSharp_finds_the_kit_in_a_system_that_has_none_yet()
    {
        File.Delete(Path.Combine(_folder, "mine", "Directory.Build.props"));
        _ = AssertGood("new-partition", "mine", "second", "--kit", "csharp");
        Assert.True(File.Exists(Path.Combine(_folder, "mine", "second", "Directory.Build.props")));
    }

    private void Edit(string was, string becomes)
    {
        string text = File.ReadAllText(Description);
        Assert.Contains(was, text, StringComparison.Ordinal);
        File.WriteAllText(Description, text.Replace(was, becomes, StringComparison.Ordinal));
    }

    private void AssertAddsNothing(string problem, params string[] arguments)
    {
        byte[] before = File.ReadAllBytes(Description);
        string[] entries = Sources();
        (int exitCode, string output) = Run(["new-partition", "mine", .. arguments]);
        Assert.Equal(ExitCode.Failed, exitCode);
        Assert.Contains(problem, output, StringComparison.Ordinal);
        Assert.EndsWith("microhv: nothing was added\n", output, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Description));
        Assert.Equal(entries, Sources());
    }

    private string[] Sources() =>
        [.. MicroHV.Partitions.Projects.SourceFiles.Below(Path.Combine(_folder, "mine"))];

    private string AssertGood(params string[] arguments)
    {
        (int exitCode, string output) = Run(arguments);
        Assert.True(exitCode == 0, output);
        return output;
    }

    private (int ExitCode, string Output) Run(params string[] arguments) => MicroHVCommand.Run(_folder, arguments);
}
