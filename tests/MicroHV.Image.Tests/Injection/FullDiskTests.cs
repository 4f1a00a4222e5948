// Disks that fill up: below a store, below reports, and below what emulators need.
using System.Text.RegularExpressions;
using MicroHV.Machines;

namespace MicroHV.Image.Tests.Injection;

[Collection(ProjectBuilds.Collection)]
public sealed class FullDiskTests : IDisposable
{
    private const int Runs = 900;
    private const int Moments = 5;
    private const int ManyMoments = 50;

    private readonly CampaignShell _shell = new(OnHost(Runs));

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void A_store_is_told_and_goes_on_when_there_is_room() => FillAndGoOn(Moments);

    [Fact]
    [Trait("Category", "Slow")]
    public void A_store_that_is_full_fifty_times_comes_to_the_same_end()
    {
        _shell.Write(OnHost(10 * Runs));
        FillAndGoOn(ManyMoments);
    }

    // What was there before stays whole, and what is new is whole.
    [Fact]
    public void Reports_are_told_and_no_half_of_one_is_left()
    {
        string[] names = ["r.html", "r.json", "r.xml"];
        (int exitCode, string output) = _shell.RunBesideSmallDisk(
            """
            inject() { $microhv inject small.toml --store parts.db --report $1/r.html --json $1/r.json --junit $1/r.xml; }
            mkdir whole && inject whole || exit 1
            for size in 12 64 400 500 2000; do
                rm -rf disk/*
                resize $size
                for each in html json xml; do echo old >disk/r.$each; done
                inject disk >said-$size && echo 0 >>said-$size
                cp -r disk disk-$size
            done
            """);
        Assert.True(exitCode == 0, output);
        int told = 0;
        foreach (string disk in Directory.GetDirectories(_shell.Folder, "disk-*"))
        {
            Assert.Equal(names, Directory.GetFiles(disk).Select(Path.GetFileName).Order());
            bool isWhole = names.All(name => Content(disk, name) == Content("whole", name));
            Assert.All(names, name => Assert.Contains(Content(disk, name), new[] { "old\n", Content("whole", name) }));
            string said = File.ReadAllText(_shell.PathOf(disk.Replace("disk-", "said-", StringComparison.Ordinal)));
            Assert.Equal(isWhole, said.EndsWith("\n0\n", StringComparison.Ordinal));
            told += isWhole ? 0 : 1;
        }

        Assert.Equal(told, Regex.Count(
            output, @"microhv: the report cannot be written to \S+/disk/r\..* All runs are kept: the same command writes what is missing\."));
        Assert.InRange(told, 2, 4);
    }

    // Sizes between nothing and what two emulators at a time need.
    [Theory]
    [InlineData("qemu-svm")]
    [InlineData("bochs-vtx")]
    [Trait("Category", "Machine")]
    [Trait("Category", "Slow")]
    public void What_an_emulator_cannot_write_is_told_and_no_outcome_is_another(string lane)
    {
        RequiredTools.Require(Lane.All.Single(each => each.Name == lane).RequiredTools);
        _shell.Write($"""
            system = "neighbours"
            lanes = ["{lane}"]
            runs = 4
            frames = 2

            [[fault]]
            location = "memory"
            triggers = ["entry"]
            """);
        _shell.BuildPrograms();
        (int exitCode, string output) = _shell.RunBesideSmallDisk(
            $"""
            for size in 4 100 200 208 344 352 360 400 696 704 720 800; do
                resize $size
                TMPDIR=$PWD/disk DOTNET_EnableDiagnostics=0 $microhv inject small.toml --store {CampaignShell.Store} && exit
                [ $? = 1 ] && [ -z "$(ls -A disk)" ] || exit 2
            done
            exit 3
            """);
        Assert.True(exitCode == 0, output);
        Assert.Contains("there is no room for the files of the run in ", output, StringComparison.Ordinal);
        _shell.AssertGoesOnToTheSameEnd();
    }

    private static string OnHost(int runs) => $"""
        system = "neighbours"
        lanes = ["model-vtx", "model-svm"]
        runs = {runs}

        [[fault]]
        location = "register"

        [[fault]]
        location = "behaviour"
        """;

    // Each time the disk has room for what is there and for a little more.
    private void FillAndGoOn(int moments)
    {
        const int MostKibibytes = 120;
        Random random = new(653);
        HashSet<(string, long)> kept = [];
        for (int i = 0; i < moments; i++)
        {
            long size = random.Next(MostKibibytes) + Directory.GetFiles(_shell.Folder, $"{CampaignShell.Store}*").Sum(SizeKibibytes);
            (int exitCode, string output) = _shell.RunBesideSmallDisk(
                $"""
                resize {Math.Max(4, size)}
                for each in {CampaignShell.Store}*; do [ ! -e $each ] || mv $each disk; done
                $microhv inject small.toml --store disk/{CampaignShell.Store}
                code=$?
                mv disk/* .
                exit $code
                """);
            Assert.True(exitCode == 1, output);
            Assert.Matches("disk/parts.db cannot be used: .* make room on its disk, and the same command goes on", output);
            HashSet<(string, long)> now = _shell.FinishedRuns();
            Assert.Superset(kept, now);
            kept = now;
        }

        Assert.NotEmpty(kept);
        _shell.AssertGoesOnToTheSameEnd();
    }

    private static long SizeKibibytes(string file) => (new FileInfo(file).Length + 4095) / 4096 * 4;

    private string Content(string folder, string name) => File.ReadAllText(Path.Combine(_shell.PathOf(folder), name));
}
