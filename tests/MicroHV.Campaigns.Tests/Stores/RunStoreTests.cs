// The store: no finished run is lost or made twice, shards make a whole, and other campaigns stay out.
using System.Globalization;
using Microsoft.Data.Sqlite;
using MicroHV.Campaigns.Files;
using MicroHV.Campaigns.Outcomes;
using MicroHV.Campaigns.Running;
using MicroHV.Campaigns.Stores;

namespace MicroHV.Campaigns.Tests.Stores;

public sealed class RunStoreTests : IDisposable
{
    private const int Shards = 3;
    private const int Interruptions = 12;

    private readonly string _folder = Directory.CreateTempSubdirectory("microhv-").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void A_run_comes_back_as_it_was_kept()
    {
        IReadOnlyList<RunRow> rows = RowsOf("one.db", Campaign.Plan);
        using RunStore again = Open("one.db", Campaign.Plan);
        Assert.Equal(rows, again.Rows());
        Assert.Equal(Campaign.Plan.Runs * Campaign.Plan.Lanes.Count, rows.Count);
    }

    [Fact]
    public void Interrupted_at_any_moment_a_campaign_goes_on_to_the_same_end()
    {
        CampaignPlan plan = Campaign.Plan;
        int rounds = 0;
        bool isDone = false;
        while (!isDone)
        {
            using CancellationTokenSource end = new();
            using RunStore store = Open("parts.db", plan);
            int kept = store.Rows().Count;
            isDone = new CampaignRunner(plan, store, Shard.Whole, 2).Run(
                _ => CancelSome(end, rounds++ < Interruptions), end.Token);
            Assert.True(store.Rows().Count >= kept);
        }

        using RunStore whole = Open("parts.db", plan);
        Assert.Equal(RowsOf("whole.db", plan), whole.Rows());
    }

    [Fact]
    public void Stores_of_shards_make_a_whole()
    {
        CampaignPlan plan = Campaign.Plan;
        for (int i = 1; i <= Shards; i++)
        {
            using RunStore shard = Open($"{i}.db", plan);
            Assert.True(new CampaignRunner(plan, shard, new Shard(i, Shards), 1).Run(_ => { }, CancellationToken.None));
        }

        using RunStore merged = Open("merged.db", plan);
        for (int i = 1; i <= Shards; i++)
        {
            merged.Merge(PathOf($"{i}.db"), StoreIdentity.Of(plan));
            merged.Merge(PathOf($"{i}.db"), StoreIdentity.Of(plan));
        }

        Assert.Equal(RowsOf("whole.db", plan), merged.Rows());
    }

    [Fact]
    public void It_can_be_read_while_it_is_written()
    {
        using RunStore store = Open("live.db", Campaign.Plan);
        using SqliteConnection reader = new($"Data Source={PathOf("live.db")};Mode=ReadOnly;Pooling=False");
        reader.Open();
        Assert.Equal(0, Count(reader));
        store.Add(RowsOf("other.db", Campaign.Plan));
        Assert.Equal(Campaign.Plan.Runs * Campaign.Plan.Lanes.Count, Count(reader));
    }

    [Fact]
    public void The_store_of_another_campaign_is_refused_with_the_way_out()
    {
        using (Open("store.db", Campaign.Plan))
        {
        }

        CampaignPlan other = Campaign.PlanOf(Campaign.Text.Replace("seed = 7", "seed = 8", StringComparison.Ordinal));
        InvalidDataException refusal = Assert.Throws<InvalidDataException>(() => Open("store.db", other));
        Assert.Contains("--store", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_store_is_refused_and_left_alone()
    {
        File.WriteAllText(PathOf("letter.txt"), new string('x', 5_000));
        _ = Assert.Throws<IOException>(() => Open("letter.txt", Campaign.Plan));
        Assert.Equal(5_000, new FileInfo(PathOf("letter.txt")).Length);
    }

    private static void CancelSome(CancellationTokenSource end, bool isTime)
    {
        if (isTime)
        {
            end.Cancel();
        }
    }

    private static long Count(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM run";
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private RunStore Open(string name, CampaignPlan plan) => RunStore.Open(PathOf(name), StoreIdentity.Of(plan));

    private IReadOnlyList<RunRow> RowsOf(string name, CampaignPlan plan)
    {
        using RunStore store = Open(name, plan);
        Assert.True(new CampaignRunner(plan, store, Shard.Whole, 2).Run(_ => { }, CancellationToken.None));
        return store.Rows();
    }
}
