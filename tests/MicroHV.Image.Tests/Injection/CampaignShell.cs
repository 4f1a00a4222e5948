// A campaign in a folder of its own, as somebody at a shell has it.
using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace MicroHV.Image.Tests.Injection;

/// <summary>The folder has <c>small.toml</c> beside the system <c>neighbours</c>, and goes with this object.</summary>
internal sealed class CampaignShell : IDisposable
{
    /// <summary>The store that is disturbed.</summary>
    public const string Store = "parts.db";

    /// <summary>
    /// Before a command: its temporary folder is <c>temporary</c>, and the runtime's own files, for those who look into it, stay away.
    /// </summary>
    public const string WithoutRuntimeFiles = "TMPDIR=$PWD/temporary DOTNET_EnableDiagnostics=0";

    /// <summary>A folder with a campaign.</summary>
    /// <param name="campaign">The text of <c>small.toml</c>.</param>
    public CampaignShell(string campaign)
    {
        _ = File.CreateSymbolicLink(PathOf("neighbours"), Path.Combine(Repository.Root, "qemu", "campaigns", "neighbours"));
        Write(campaign);
    }

    /// <summary>The folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("microhv-inject-").FullName;

    /// <summary>The path of a file in it.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Makes the campaign another one.</summary>
    public void Write(string campaign) => File.WriteAllText(PathOf("small.toml"), campaign);

    /// <summary>Runs a script of bash, in which <c>$microhv</c> is the command.</summary>
    /// <returns>What was written to either output, when nobody is left who could write more.</returns>
    public (int ExitCode, string Output) Run(string script)
    {
        ProcessStartInfo start = new("bash", ["-c", $"exec 2>&1\n{script}"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Folder,
            Environment = { ["microhv"] = $"dotnet {Path.Combine(AppContext.BaseDirectory, "microhv.dll")}" },
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    /// <summary>
    /// As <see cref="Run"/>, where the folder <c>disk</c> is a file system of its own, which goes with the script: <c>resize</c> says
    /// how many KiB it has. The test is skipped where nobody may mount one.
    /// </summary>
    public (int ExitCode, string Output) RunBesideSmallDisk(string script)
    {
        // Root may; others may where the operating system gives them namespaces of their own.
        string unshare = Environment.IsPrivilegedProcess ? "unshare --mount" : "unshare --map-root-user --mount";
        const string Mount = "mount -t tmpfs -o size=1m small disk";
        _ = Directory.CreateDirectory(PathOf("disk"));
        Assert.SkipUnless(
            Run($"{unshare} {Mount}").ExitCode == 0,
            "nobody may mount a small file system here: be root, or allow unprivileged user namespaces");
        File.WriteAllText(PathOf("script"), $"{Mount} || exit\nresize() {{ mount -o remount,size=$1k disk; }}\n{script}");
        return Run($"exec {unshare} bash script");
    }

    /// <summary>
    /// Makes a run, and before it the programs of partitions, as the first command of all does: a compiler that is killed leaves files of
    /// its own, and one without room has words of its own.
    /// </summary>
    public void BuildPrograms() => AssertSucceeds("--shard 1/100000 --store built.db");

    /// <summary>
    /// Kills the command at moments by chance: no run that was finished may be missing afterwards, and nothing may be left in the
    /// temporary folder; then goes on to the end.
    /// </summary>
    /// <param name="kills">How many times.</param>
    /// <param name="earliest">Seconds from the start of a command to the earliest moment.</param>
    /// <param name="latest">Seconds to the latest one.</param>
    public void KillAndGoOn(int kills, double earliest, double latest)
    {
        const int KilledBySignal = 137;
        Random random = new(653);
        HashSet<(string, long)> kept = [];
        _ = Directory.CreateDirectory(PathOf("temporary"));
        BuildPrograms();
        for (int i = 0; i < kills; i++)
        {
            double moment = earliest + (random.NextDouble() * (latest - earliest));
            (int exitCode, string output) = Run(string.Create(
                CultureInfo.InvariantCulture,
                $"{WithoutRuntimeFiles} exec timeout -s KILL {moment:F2}s $microhv inject small.toml --store {Store}"));
            Assert.True(exitCode is 0 or KilledBySignal, output);
            Assert.Empty(Directory.GetFileSystemEntries(PathOf("temporary")));
            HashSet<(string, long)> now = FinishedRuns();
            Assert.Superset(kept, now);
            kept = now;
        }

        AssertGoesOnToTheSameEnd();
    }

    /// <summary>Goes on with <see cref="Store"/>, and beside it makes all runs in another one: the reports must be the same.</summary>
    public void AssertGoesOnToTheSameEnd()
    {
        AssertSucceeds($"--store {Store} --json parts.json");
        AssertSucceeds("--store whole.db --json whole.json");
        Assert.Equal(File.ReadAllText(PathOf("whole.json")), File.ReadAllText(PathOf("parts.json")));
    }

    /// <summary>
    /// The finished runs of <see cref="Store"/> as it lies there, whoever left it so. A copy is read: opened, a store is put in order.
    /// </summary>
    public HashSet<(string Lane, long Number)> FinishedRuns()
    {
        string copy = Directory.CreateDirectory(PathOf($"copy-{Guid.NewGuid():N}")).FullName;
        foreach (string file in Directory.GetFiles(Folder, $"{Store}*"))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        using SqliteConnection connection = new($"Data Source={Path.Combine(copy, Store)};Pooling=False");
        connection.Open();
        Assert.Equal(["ok"], Read("PRAGMA integrity_check", reader => reader.GetString(0)));
        return Read("SELECT 1 FROM sqlite_master WHERE name = 'run'", _ => true).Count == 0
            ? []
            : Read("SELECT lane, number FROM run", reader => (reader.GetString(0), reader.GetInt64(1)));

        HashSet<T> Read<T>(string query, Func<SqliteDataReader, T> row)
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = query;
            using SqliteDataReader reader = command.ExecuteReader();
            HashSet<T> rows = [];
            while (reader.Read())
            {
                _ = rows.Add(row(reader));
            }

            return rows;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private void AssertSucceeds(string arguments)
    {
        (int exitCode, string output) = Run($"exec $microhv inject small.toml {arguments}");
        Assert.True(exitCode == 0, output);
    }
}
