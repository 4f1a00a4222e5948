// The jobs of a real Slurm, on a cluster of this machine alone.
using MicroHV.Machines;

namespace MicroHV.Image.Tests.Injection;

[Collection(ProjectBuilds.Collection)]
public sealed class SlurmTests : IDisposable
{
    // Some seconds of runs in each part.
    private const string Campaign = """
        system = "neighbours"
        lanes = ["model-vtx", "model-svm"]
        runs = 4000

        [[fault]]
        location = "register"

        [[fault]]
        location = "behaviour"
        """;

    // The first job of part 2 is killed, that of part 3 is put back into the queue while it runs. As each job has all CPUs, part 3 waits
    // again when part 4 has been made: Slurm would let it do so for two minutes.
    private const string Command = """
        #!/bin/bash
        part=$SLURM_ARRAY_TASK_ID
        is_first=$([ -e starts-$part ] || echo 1)
        echo "${SLURM_RESTART_COUNT:-0}" >>starts-$part
        case $part$is_first in
            21) timeout -s KILL 1.5s $microhv "$@"; kill -KILL $$ ;;
            31) timeout -s KILL 1.5s $microhv "$@"; scontrol requeue "$SLURM_JOB_ID" ;;
            41) $microhv "$@"; scontrol update JobId="${SLURM_ARRAY_JOB_ID}_3" StartTime=now ;;
        esac
        exec $microhv "$@"

        """;

    private readonly CampaignShell _shell = new(Campaign);

    public void Dispose() => _shell.Dispose();

    // Packages of Slurm begin services, so that `microhv test` does not install them.
    [Fact]
    [Trait("Category", "Slow")]
    public void Jobs_that_are_killed_requeued_and_submitted_again_make_all_runs_between_them()
    {
        Assert.SkipWhen(Host.Here.Find("sbatch") is null, "no Slurm here; Debian's packages are slurm-wlm and munge");
        string folder = Path.Combine(Repository.Root, "qemu", "campaigns", "slurm");
        File.WriteAllText(_shell.PathOf("microhv"), Command);
        _ = Directory.CreateDirectory(_shell.PathOf("out"));
        (int exitCode, string output) = _shell.Run($$"""
            chmod +x microhv
            submit() { sbatch --wait --array="$1" --cpus-per-task="$(nproc)" {{folder}}/campaign.sbatch small.toml stores 4; }
            submit_all() { ! submit 1-4 && submit 2; }
            export -f submit submit_all
            {{folder}}/one-node bash -c submit_all || { cat out/*; exit 1; }
            $microhv inject small.toml --store parts.db --merge stores/1.db --merge stores/2.db --merge stores/3.db --merge stores/4.db
            """);
        Assert.True(exitCode == 0, output);
        Assert.Equal(
            [["0"], ["0", "0"], ["0", "1"], ["0"]],
            Enumerable.Range(1, 4).Select(part => File.ReadAllLines(_shell.PathOf($"starts-{part}"))));
        _shell.AssertGoesOnToTheSameEnd();
    }
}
