// Finished runs in a SQLite file, one row each.
using System.Globalization;
using Microsoft.Data.Sqlite;
using MicroHV.Campaigns.Faults;
using MicroHV.Campaigns.Outcomes;
using SQLitePCL;

namespace MicroHV.Campaigns.Stores;

/// <summary>
/// A store of one campaign; docs/inject.md documents its tables. A write-ahead log lets others read it while it is written, and
/// rows that were added together are there together or not at all, whatever ends this process.
/// </summary>
internal sealed class RunStore : IDisposable
{
    private const int Version = 3;

    private const string Tables = """
        CREATE TABLE campaign (
          id INTEGER PRIMARY KEY CHECK (id = 1), digest TEXT NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL, runs INTEGER NOT NULL
        );
        CREATE TABLE run (
          lane TEXT NOT NULL, number INTEGER NOT NULL, location TEXT NOT NULL, kind TEXT NOT NULL,
          partition INTEGER NOT NULL, partition_name TEXT NOT NULL, element TEXT NOT NULL, address INTEGER NOT NULL,
          bit INTEGER NOT NULL, trigger TEXT NOT NULL, at INTEGER NOT NULL, seed INTEGER NOT NULL, outcome TEXT NOT NULL,
          why TEXT NOT NULL, injected_ns INTEGER, detected_ns INTEGER, recovered_ns INTEGER, stop TEXT NOT NULL, refused TEXT NOT NULL,
          windows TEXT NOT NULL, PRIMARY KEY (lane, number)
        ) WITHOUT ROWID;
        """;

    private const string Columns =
        "lane, number, location, kind, partition, partition_name, element, address, bit, trigger, at, seed, outcome, why, "
        + "injected_ns, detected_ns, recovered_ns, stop, refused, windows";

    private readonly SqliteConnection _connection;

    private RunStore(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens or makes the store at <paramref name="path"/> for a campaign.</summary>
    /// <exception cref="InvalidDataException">It is no store, or that of another campaign.</exception>
    /// <exception cref="IOException">It cannot be opened or written.</exception>
    public static RunStore Open(string path, StoreIdentity identity) => Try(path, () =>
    {
        RunStore store = new(Connect(path, SqliteOpenMode.ReadWriteCreate));
        try
        {
            store.Prepare(path, identity);
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    });

    /// <summary>Adds runs, all or none; a run that is there already stays as it is.</summary>
    /// <exception cref="IOException">They cannot be written: the disk is full. The message says the way out.</exception>
    public void Add(IReadOnlyList<RunRow> rows) => Try(_connection.DataSource, () =>
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        using SqliteCommand command = _connection.CreateCommand();
        string[] names = [.. Columns.Split(", ").Select(column => $"${column}")];
        command.CommandText = $"INSERT OR IGNORE INTO run ({Columns}) VALUES ({string.Join(", ", names)})";
        SqliteParameter[] parameters = [.. names.Select(name => command.Parameters.Add(new SqliteParameter { ParameterName = name }))];
        foreach (RunRow row in rows)
        {
            object?[] values = ValuesOf(row);
            for (int i = 0; i < values.Length; i++)
            {
                parameters[i].Value = values[i] ?? DBNull.Value;
            }

            _ = command.ExecuteNonQuery();
        }

        transaction.Commit();
        return 0;
    });

    /// <summary>Numbers of the runs of <paramref name="lane"/> that are there.</summary>
    public HashSet<long> Numbers(string lane) => Try(_connection.DataSource, () =>
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = "SELECT number FROM run WHERE lane = $lane";
        _ = command.Parameters.AddWithValue("$lane", lane);
        using SqliteDataReader reader = command.ExecuteReader();
        HashSet<long> numbers = [];
        while (reader.Read())
        {
            _ = numbers.Add(reader.GetInt64(0));
        }

        return numbers;
    });

    /// <summary>All runs, by lane and number.</summary>
    public IReadOnlyList<RunRow> Rows() => Try(_connection.DataSource, () =>
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = $"SELECT {Columns} FROM run ORDER BY lane, number";
        using SqliteDataReader reader = command.ExecuteReader();
        List<RunRow> rows = [];
        while (reader.Read())
        {
            rows.Add(RowOf(reader));
        }

        return rows;
    });

    /// <summary>Takes the runs of the store at <paramref name="path"/> that are not here yet.</summary>
    /// <exception cref="InvalidDataException">It is no store of this campaign.</exception>
    /// <exception cref="IOException">One of the two cannot be read or written.</exception>
    public void Merge(string path, StoreIdentity identity)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"there is no store {path}", path);
        }

        using RunStore other = Open(path, identity);
        Add(other.Rows());
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private void Prepare(string path, StoreIdentity identity)
    {
        _ = Execute("PRAGMA journal_mode = WAL");
        long version = Convert.ToInt64(Execute("PRAGMA user_version"), CultureInfo.InvariantCulture);
        if (version == 0 && Execute("SELECT COUNT(*) FROM sqlite_master") is 0L)
        {
            Create(identity);
        }
        else if (version != Version)
        {
            throw new InvalidDataException($"{path} is no store of campaigns, or one of another version; name another file");
        }

        if (Execute("SELECT digest FROM campaign") is not string digest || digest != identity.Digest)
        {
            throw new InvalidDataException(
                $"{path} has runs of another campaign, system or kernel; delete it or name another file with --store");
        }
    }

    private void Create(StoreIdentity identity)
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = $"""
            {Tables}
            INSERT INTO campaign (id, digest, name, text, runs) VALUES (1, $digest, $name, $text, $runs);
            PRAGMA user_version = {Version};
            """;
        _ = command.Parameters.AddWithValue("$digest", identity.Digest);
        _ = command.Parameters.AddWithValue("$name", identity.Name);
        _ = command.Parameters.AddWithValue("$text", identity.Text);
        _ = command.Parameters.AddWithValue("$runs", identity.Runs);
        _ = command.ExecuteNonQuery();
        transaction.Commit();
    }

    private object? Execute(string text)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = text;
        return command.ExecuteScalar();
    }

    private static object?[] ValuesOf(RunRow row) =>
    [
        row.Lane, row.Number, row.Fault.Location, row.Fault.Kind, row.Fault.Partition, row.Partition, row.Fault.Element,
        unchecked((long)row.Fault.Address), row.Fault.Bit, row.Fault.Trigger, unchecked((long)row.Fault.At),
        unchecked((long)row.Fault.Seed), row.Outcome.ToString(), row.Why, row.Injected, row.Detected, row.Recovered,
        row.Stop, row.Refused, row.Windows,
    ];

    private static RunRow RowOf(SqliteDataReader reader) => new(
        reader.GetString(0),
        reader.GetInt64(1),
        new Fault(
            reader.GetString(2), reader.GetString(3), reader.GetInt32(4), reader.GetString(6), unchecked((ulong)reader.GetInt64(7)),
            reader.GetInt32(8), reader.GetString(9), unchecked((ulong)reader.GetInt64(10)), unchecked((ulong)reader.GetInt64(11))),
        reader.GetString(5),
        Enum.Parse<OutcomeClass>(reader.GetString(12)),
        reader.GetString(13),
        reader.IsDBNull(14) ? null : reader.GetInt64(14),
        reader.IsDBNull(15) ? null : reader.GetInt64(15),
        reader.IsDBNull(16) ? null : reader.GetInt64(16),
        reader.GetString(17),
        reader.GetString(18),
        reader.GetString(19));

    private static T Try<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SqliteException failure)
        {
            // Who may take no more of a disk is told of an error, not that it is full.
            string wayOut = failure.SqliteErrorCode is raw.SQLITE_FULL or raw.SQLITE_IOERR
                ? " Its finished runs are safe: make room on its disk, and the same command goes on."
                : "";
            throw new IOException($"the store {path} cannot be used: {failure.Message}{wayOut}", failure);
        }
    }
}
