// The first hour of somebody who has just cloned the repository.
using System.Diagnostics;

namespace MicroHV.Image.Tests;

/// <summary>Uses a clone and its launcher: what is built here is not there, and the first command builds it.</summary>
[Collection(ProjectBuilds.Collection)]
[Trait("Category", "Slow")]
public sealed class NewcomerTests : IDisposable
{
    private const string Window = "  { partition = \"greeter\", start = \"0ms\", duration = \"2ms\" },";
    private const string LongWindow = "  { partition = \"greeter\", start = \"0ms\", duration = \"3ms\" },";
    private const string Overlap = "  { partition = \"greeter\", start = \"2ms\", duration = \"1ms\" },";

    private readonly string _folder = Directory.CreateTempSubdirectory("microhv-").FullName;

    private string Clone => Path.Combine(_folder, "clone");

    private string Launcher => Path.Combine(Clone, "microhv");

    private string Description => Path.Combine(_folder, "mine", "system.toml");

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void A_newcomer_makes_a_system_and_changes_breaks_and_mends_it()
    {
        CloneAsItStands();
        Assert.Contains("made from the template 'hello'", Good("new", "../mine"), StringComparison.Ordinal);
        AssertWorks();

        Edit(Window, LongWindow);
        AssertWorks();

        Edit(LongWindow, $"{LongWindow}\n{Overlap}");
        int line = Array.IndexOf(File.ReadAllLines(Description), Overlap) + 1;
        (int exitCode, string output) = Run(Clone, Launcher, "check", "../mine");
        Assert.Equal(1, exitCode);
        Assert.Equal(
            $"{Description}:{line}:3: MHV0303: the window of 'greeter' begins at 2ms, before the one of 'greeter' ends at 3ms; "
            + "sort windows by start and let none overlap\n1 error\n",
            output);
        Assert.Equal(1, Run(Clone, Launcher, "run", "../mine").ExitCode);

        Edit($"{LongWindow}\n{Overlap}", LongWindow);
        AssertWorks();
    }

    private void AssertWorks()
    {
        Assert.Contains("mine: ok, 1 partition in 1 window of 10ms", Good("check", "../mine"), StringComparison.Ordinal);
        string run = Good("run", "../mine");
        Assert.Contains("greeter | hello, world; it is  0 ms\n", run, StringComparison.Ordinal);
        Assert.Contains("pass mine on ", run, StringComparison.Ordinal);
    }

    // What is committed comes by git; what is not yet committed is laid over it.
    private void CloneAsItStands()
    {
        Assert.Equal((0, ""), Run(_folder, "git", "clone", "--quiet", Repository.Root, Clone));
        HashSet<string> here = [.. Files(Repository.Root, "--cached", "--others", "--exclude-standard")];
        foreach (string file in here.Where(file => File.Exists(Path.Combine(Repository.Root, file))))
        {
            string copy = Path.Combine(Clone, file);
            _ = Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(Repository.Root, file), copy, overwrite: true);
        }

        foreach (string gone in Files(Clone, "--cached").Where(file => !File.Exists(Path.Combine(Repository.Root, file))))
        {
            File.Delete(Path.Combine(Clone, gone));
        }
    }

    private static string[] Files(string folder, params string[] which)
    {
        (int exitCode, string output) = Run(folder, "git", ["ls-files", "-z", .. which]);
        Assert.Equal(0, exitCode);
        return output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    private void Edit(string was, string becomes)
    {
        string text = File.ReadAllText(Description);
        Assert.Contains(was, text, StringComparison.Ordinal);
        File.WriteAllText(Description, text.Replace(was, becomes, StringComparison.Ordinal));
    }

    private string Good(params string[] arguments)
    {
        (int exitCode, string output) = Run(Clone, Launcher, arguments);
        Assert.True(exitCode == 0, output);
        return output;
    }

    // What it says, standard error first.
    private static (int ExitCode, string Output) Run(string folder, string command, params string[] arguments)
    {
        ProcessStartInfo start = new(command, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors.GetAwaiter().GetResult() + output);
    }
}
