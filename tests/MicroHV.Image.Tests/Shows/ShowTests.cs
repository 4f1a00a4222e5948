// `microhv show`, as a person and as a script sees it.
using System.Text.Json;
using MicroHV.Image.Tests.Documentation;

namespace MicroHV.Image.Tests.Shows;

[Collection(ProjectBuilds.Collection)]
public sealed class ShowTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("microhv-").FullName;

    private static string Demo => Path.Combine(Repository.Root, "partitions", "demo");

    private static string Crime => Path.Combine(Repository.Root, "partitions", "crime");

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void A_system_and_its_images_are_one_system()
    {
        Assert.Equal(0, Run("build", Demo, "-o", _folder, "--iso").ExitCode);
        string fingerprint = Fingerprint(Demo);
        foreach (string image in new[] { "system.blob", "system.elf", "system.iso" })
        {
            string path = Path.Combine(_folder, image);
            Assert.Equal(fingerprint, Fingerprint(path));
            (int exitCode, string output) = Run("show", Demo, "--diff", path);
            Assert.Equal(0, exitCode);
            Assert.EndsWith("\nno difference\n", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_page_on_a_pipe_has_no_colours_and_is_the_same_every_time()
    {
        (int exitCode, string output) = Run("show", Demo);
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain('\u001b', output);
        Assert.All(output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
        Assert.Equal(output, Run("show", Demo).Output);
    }

    [Fact]
    public void Differences_are_no_failure()
    {
        (int exitCode, string output) = Run("show", Demo, "--diff", Crime);
        Assert.Equal(0, exitCode);
        Assert.Contains("~ general  arguments ", output, StringComparison.Ordinal);
        (exitCode, output) = Run("show", Demo, "--diff", Crime, "--json");
        Assert.Equal(0, exitCode);
        JsonElement report = JsonDocument.Parse(output).RootElement;
        Assert.False(report.GetProperty("isSame").GetBoolean());
        Assert.Contains(report.GetProperty("differences").EnumerateArray(), difference =>
            difference.GetProperty("subject").GetString() == "general"
            && difference.GetProperty("what").GetString() == "arguments");
    }

    [Fact]
    public void A_page_for_a_browser_is_one_file_and_the_same_every_time()
    {
        string page = Path.Combine(_folder, "demo.html");
        Assert.Equal((0, ""), Run("show", Demo, "--html", page));
        string first = File.ReadAllText(page);
        Assert.StartsWith("<!DOCTYPE html>", first, StringComparison.Ordinal);
        Assert.DoesNotContain("://", first.Replace("http://www.w3.org", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal((0, ""), Run("show", Demo, "--html", page));
        Assert.Equal(first, File.ReadAllText(page));
        Assert.Equal(["demo.html"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_damaged_image_is_refused_with_the_reason()
    {
        Assert.Equal(0, Run("build", Demo, "-o", _folder).ExitCode);
        string path = Path.Combine(_folder, "system.blob");
        byte[] blob = File.ReadAllBytes(path);
        blob[blob.Length / 2] ^= 1;
        File.WriteAllBytes(path, blob);
        (int exitCode, string output) = Run("show", path);
        Assert.Equal(1, exitCode);
        Assert.Contains("system.blob: the kernel would refuse it. BlobPartChecksum: A part's checksum is wrong.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_system_in_it_is_refused_with_the_way_out()
    {
        (int exitCode, string output) = Run("show", Repository.KernelElf);
        Assert.Equal(1, exitCode);
        Assert.Contains("name the system.elf or system.blob that 'microhv build' leaves", output, StringComparison.Ordinal);
        string noise = Path.Combine(_folder, "noise");
        File.WriteAllBytes(noise, [1, 0, 2, 0]);
        (exitCode, output) = Run("show", noise);
        Assert.Equal(1, exitCode);
        Assert.Contains("no system.blob, system.elf or system.iso, and no description either", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_usage_ends_with_2()
    {
        Assert.Equal(2, Run("show", Path.Combine(_folder, "nothing")).ExitCode);
        Assert.Equal(2, Run("show", Demo, "--diff", Path.Combine(_folder, "nothing")).ExitCode);
        Assert.Equal(2, Run("show", Demo, "--json", "--html", "page.html").ExitCode);
    }

    private string Fingerprint(string system)
    {
        (int exitCode, string output) = Run("show", system, "--json");
        Assert.True(exitCode == 0, output);
        return JsonDocument.Parse(output).RootElement.GetProperty("blob").GetProperty("sha256").GetString()!;
    }

    // Nothing is said on standard error unless a project had to be built.
    private (int ExitCode, string Output) Run(params string[] arguments)
    {
        (int exitCode, string output) = MicroHVCommand.Run(_folder, arguments);
        string[] lines = output.Split('\n');
        return (exitCode, string.Join('\n', lines.Where(line => !line.StartsWith("microhv: building ", StringComparison.Ordinal))));
    }
}
