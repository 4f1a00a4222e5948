// `microhv run`, as a person and as a script sees it.
using System.Diagnostics;
using System.Text.Json;

namespace MicroHV.Image.Tests;

[Collection(ProjectBuilds.Collection)]
[Trait("Category", "Machine")]
public sealed class RunTests
{
    private const string Crime = "partitions/crime";

    [Fact]
    public void An_attached_console_is_alone_on_standard_output_and_all_else_stands_on_standard_error()
    {
        (int exitCode, string output, string errors) = Run(Crime, "--console", "general");
        Assert.Equal(0, exitCode);
        Assert.Equal("going to write at 0x1000000, which is not mine\n", output);
        Assert.Contains("MemoryViolation", errors);
        Assert.Contains("pass crime on ", errors);
        Assert.DoesNotContain("motor control", errors);
    }

    [Fact]
    public void The_console_of_nobody_is_wrong_usage_and_the_nearest_name_is_told()
    {
        (int exitCode, string output, string errors) = Run(Crime, "--console", "generl");
        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Contains("there is no partition 'generl'; did you mean 'general'?", errors);
    }

    [Fact]
    public void Who_is_to_be_debugged_must_exist_on_a_machine_with_a_gdb_stub()
    {
        Assert.Contains("did you mean 'safety'?", Run(Crime, "--gdb", "safty").Errors);
        (int exitCode, _, string errors) = Run(Crime, "--gdb", "--vendor", "intel");
        Assert.Equal(2, exitCode);
        Assert.Contains("Bochs has no gdb stub", errors);
    }

    [Fact]
    public void A_report_without_a_folder_is_refused_before_anything_runs()
    {
        (int exitCode, string output, string errors) = Run(Crime, "--json", "/no/such/report.json");
        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Contains("there is no folder for /no/such/report.json; make it first", errors);
    }

    [Fact]
    public void A_report_on_standard_output_stands_there_alone()
    {
        (int exitCode, string output, _) = Run(Crime, "--json", "/dev/stdout");
        Assert.Equal(0, exitCode);
        using JsonDocument report = JsonDocument.Parse(output);
        JsonElement general = report.RootElement.GetProperty("partitions")[1];
        JsonElement source = general.GetProperty("errors")[0].GetProperty("source")[0];
        Assert.Equal("main", source.GetProperty("function").GetString());
        Assert.EndsWith("main.c", source.GetProperty("file").GetString());
    }

    [Fact]
    public void A_kept_folder_has_all_that_one_needs_to_look_again()
    {
        string temporary = Directory.CreateTempSubdirectory("microhv-").FullName;
        try
        {
            using Process process = Start(Crime, temporary, "--keep");
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            string folder = Assert.Single(Directory.GetDirectories(temporary, "microhv-run-*"));
            Assert.Contains($"the folder of the run is {folder}", output);
            Assert.Superset(
                new HashSet<string> { "console", "transcript.txt", "report.json", "run.sh", "system.elf", "qemu.log", "images" },
                Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).ToHashSet());
            string shown = File.ReadAllText(Path.Combine(folder, "transcript.txt"));
            Assert.Contains(shown.Split('\n')[1], output);
            Assert.Contains(shown[^200..], output);
        }
        finally
        {
            Directory.Delete(temporary, true);
        }
    }

    // The machine stands and waits for gdb: nothing but the signal ends it.
    [Theory]
    [InlineData("INT")]
    [InlineData("HUP")]
    public void A_run_that_is_interrupted_leaves_a_whole_report_and_nothing_else(string signal)
    {
        string temporary = Directory.CreateTempSubdirectory("microhv-").FullName;
        try
        {
            string report = Path.Combine(temporary, "report.json");
            using Process process = Start(Crime, temporary, "--gdb", "--json", report);
            string? line = process.StandardOutput.ReadLine();
            while (line is not null && !line.StartsWith("gdb ", StringComparison.Ordinal))
            {
                line = process.StandardOutput.ReadLine();
            }

            using Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
            Assert.Contains("The run was interrupted.", process.StandardOutput.ReadToEnd());
            process.WaitForExit();
            Assert.Equal(130, process.ExitCode);
            Assert.Equal("fail", JsonDocument.Parse(File.ReadAllText(report)).RootElement.GetProperty("outcome").GetString());
            Assert.Equal([report], Directory.EnumerateFileSystemEntries(temporary));
        }
        finally
        {
            Directory.Delete(temporary, true);
        }
    }

    private static (int ExitCode, string Output, string Errors) Run(string system, params string[] options)
    {
        using Process process = Start(system, Path.GetTempPath(), options);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.GetAwaiter().GetResult(), errors);
    }

    private static Process Start(string system, string temporary, params string[] options)
    {
        string command = Path.Combine(AppContext.BaseDirectory, "microhv.dll");
        string[] arguments = ["dotnet", command, "run", Path.Combine(Repository.Root, system), .. options];

        // Whoever started the tests in the background may have them ignore the signals that are sent here.
        ProcessStartInfo start = new("env", ["--default-signal=INT,HUP", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TMPDIR"] = temporary, ["DOTNET_EnableDiagnostics"] = "0" },
        };
        return Process.Start(start)!;
    }
}
