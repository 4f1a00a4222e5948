// What the documentation shows is what happens.
using System.Text.RegularExpressions;
using MicroHV.Machines;

namespace MicroHV.Image.Tests.Documentation;

[Collection(ProjectBuilds.Collection)]
[Trait("Category", "Machine")]
public sealed partial class ExampleTests : IDisposable
{
    private const string Command = "./microhv ";
    private const string LeftOut = "…";

    // What the other commands of the README work on.
    private const string MakesSystem = "new ../hello";
    private const string EmptyProgram = "int main(void);\nint main(void)\n{\n    return 0;\n}\n";

    private static readonly Document _readme = Document.Read("README.md");

    private readonly string _folder = Directory.CreateTempSubdirectory("microhv-").FullName;

    /// <summary>The commands of all pages, but for the one that runs this test.</summary>
    public static TheoryData<string> Commands =>
        [.. Sessions().Keys.Where(command => command != "test")];

    /// <summary>The pages that show complete systems.</summary>
    public static TheoryData<string> PagesWithSystems =>
        [.. Document.All.Where(document => Systems(document).Any()).Select(document => document.Name)];

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [MemberData(nameof(Commands))]
    public void Commands_of_the_documentation_do_what_it_shows(string command)
    {
        string clone = Directory.CreateDirectory(Path.Combine(_folder, "clone")).FullName;
        if (command != MakesSystem)
        {
            Assert.Equal(0, MicroHVCommand.Run(clone, MakesSystem.Split(' ')).ExitCode);
        }

        (int exitCode, string output) = MicroHVCommand.Run(clone, command.Split(' ').Select(InRepository));

        Assert.True(exitCode == 0, output);

        // Nested KVM keeps real time: there, only the outcome is the same on every run.
        if (NestedKvm.Probe().Vendor is null)
        {
            AssertShows(Sessions()[command], output);
        }
    }

    [Fact]
    public void Files_that_the_README_shows_are_those_that_it_makes()
    {
        string clone = Directory.CreateDirectory(Path.Combine(_folder, "clone")).FullName;
        Assert.Equal(0, MicroHVCommand.Run(clone, MakesSystem.Split(' ')).ExitCode);
        MatchCollection files = ShownFile().Matches(_readme.Text);
        Assert.Equal(["hello/system.toml", "hello/greeter/main.c"], files.Select(file => file.Groups["path"].Value));
        Assert.All(files, file => Assert.Equal(
            File.ReadAllText(Path.Combine(_folder, file.Groups["path"].Value)), file.Groups["text"].Value));
    }

    [Theory]
    [MemberData(nameof(PagesWithSystems))]
    public void Systems_of_the_documentation_are_good(string page)
    {
        Document document = Document.Read(page);
        foreach ((string system, int number) in Systems(document).Select((system, number) => (system, number)))
        {
            string folder = Directory.CreateDirectory(Path.Combine(_folder, $"{number}")).FullName;
            File.WriteAllText(Path.Combine(folder, "system.toml"), system);
            foreach (Match project in Project().Matches(system))
            {
                WriteProject(Path.Combine(folder, project.Groups["name"].Value), document);
            }

            string verb = HasProgram(document) ? "run" : "check";
            (int exitCode, string output) = MicroHVCommand.Run(folder, [verb, "."]);
            Assert.True(exitCode == 0, output);
        }
    }

    // A command that stands on two pages is run once, with what the first of them shows.
    private static Dictionary<string, string[]> Sessions() =>
        Document.All
            .SelectMany(document => document.Blocks)
            .Where(block => block.Language == "console")
            .Select(block => block.Text.TrimEnd('\n').Split('\n'))
            .DistinctBy(lines => lines[0])
            .ToDictionary(lines => lines[0][("$ " + Command).Length..], lines => lines[1..]);

    private static IEnumerable<string> Systems(Document document) =>
        document.Blocks
            .Where(block => block.Language == "toml" && block.Text.StartsWith("[machine]", StringComparison.Ordinal))
            .Select(block => block.Text);

    // Where a page shows a program with its system, that is the program.
    private static void WriteProject(string path, Document document)
    {
        bool isCSharp = Path.GetExtension(path) == ".csproj";
        string folder = isCSharp ? Path.GetDirectoryName(path)! : path;
        _ = Directory.CreateDirectory(folder);
        if (isCSharp)
        {
            File.WriteAllText(path, document.Blocks.Single(block => block.Language == "xml").Text);
        }

        string program = HasProgram(document) ? document.Blocks.Single(IsProgram).Text : EmptyProgram;
        File.WriteAllText(Path.Combine(folder, isCSharp ? "Program.cs" : "main.c"), program);
    }

    private static bool HasProgram(Document document) => document.Blocks.Any(IsProgram);

    private static bool IsProgram((string Language, string Text) block) => block.Language is "c" or "csharp";

    // Each line comes after the one above it; what is left out may be anything.
    private static void AssertShows(string[] expected, string output)
    {
        string[] lines = [.. output.Split('\n').Select(line => line.TrimEnd())];
        int next = 0;
        foreach (string line in expected.Where(line => line != LeftOut))
        {
            string pattern = $"^{string.Join(".*", line.Split(LeftOut).Select(Regex.Escape))}$";
            int found = Array.FindIndex(lines, next, candidate => Regex.IsMatch(candidate, pattern));
            Assert.True(found >= 0, $"'{line}' is not where it should be in:\n{output}");
            next = found + 1;
        }
    }

    private static string InRepository(string argument) =>
        argument.StartsWith("partitions/", StringComparison.Ordinal) || argument.StartsWith("qemu/", StringComparison.Ordinal)
            ? Path.Combine(Repository.Root, argument)
            : argument;

    [GeneratedRegex(@"`(?<path>hello/[\w./]+)`:\n\n```\w+\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ShownFile();

    [GeneratedRegex(@"^project = ""(?<name>[^""]+)""", RegexOptions.Multiline)]
    private static partial Regex Project();
}
