// Rooms of the kernel: each uses only rooms with a smaller number.
using System.Text.RegularExpressions;

namespace MicroHV.Structure.Tests;

public sealed partial class RoomTests
{
    private const string RootRoom = "Root";

    private static readonly Dictionary<string, int> _numbers = new()
    {
        ["Runtime"] = 0,
        ["Abi"] = 1,
        ["Cpu"] = 2,
        ["Config"] = 3,
        ["Console"] = 3,
        ["Memory"] = 4,
        ["Host"] = 4,
        ["Stop"] = 5,
        ["Vcpu"] = 6,
        ["Backends"] = 7,
        ["Partitions"] = 8,
        ["Devices"] = 8,
        ["Exits"] = 9,
        [RootRoom] = 10,
    };

    // Lower numbers that a room must not use all the same.
    private static readonly (string Room, string Forbidden)[] _forbidden =
    [
        ("Partitions", "Backends"), ("Devices", "Backends"), ("Exits", "Backends"), ("Exits", "Stop"),
    ];

    // Same numbers that may: the host's own tables are tables.
    private static readonly (string Room, string Used)[] _allowed = [("Host", "Memory")];

    private static IEnumerable<SourceFile> Sources => Repository.Files("kernel/", ".cs");

    [Fact]
    public void Every_folder_of_the_kernel_is_a_room_with_a_number() =>
        Assert.Empty(Sources.Select(RoomOf).Distinct().Except(_numbers.Keys));

    [Fact]
    public void A_room_uses_only_rooms_with_a_smaller_number()
    {
        foreach (SourceFile file in Sources.Where(file => RoomOf(file) != "Runtime"))
        {
            string room = RoomOf(file);
            foreach (string used in UsedRooms(file).Where(used => used != room))
            {
                bool isLower = _numbers[used] < _numbers[room] || _allowed.Contains((room, used));
                Assert.True(isLower, $"{file} of room {room} uses room {used}");
                Assert.False(_forbidden.Contains((room, used)), $"{file} of room {room} uses room {used}");
            }
        }
    }

    [Fact]
    public void The_core_library_uses_nothing_of_ours() =>
        Assert.All(Sources.Where(file => RoomOf(file) == "Runtime"), file =>
            Assert.DoesNotContain("MicroHV", file.Code, StringComparison.Ordinal));

    [Theory]
    [InlineData("Vmx", "Svm")]
    [InlineData("Svm", "Vmx")]
    public void One_backend_knows_nothing_of_the_other(string backend, string other)
    {
        string[] words = [.. Sources
            .Where(file => file.Path.StartsWith($"kernel/Backends/{other}/", StringComparison.Ordinal))
            .SelectMany(file => file.DeclaredTypes)];
        Assert.NotEmpty(words);
        Regex names = new($@"\b({string.Join('|', words)})\b");
        foreach (SourceFile file in Repository.Files($"kernel/Backends/{backend}/", ".cs"))
        {
            Assert.False(names.IsMatch(file.Code), $"{file} knows {names.Match(file.Code).Value}");
        }
    }

    [Fact]
    public void Namespaces_follow_folders()
    {
        foreach (SourceFile file in Sources.Where(file => RoomOf(file) is not "Runtime"))
        {
            string folder = Path.GetDirectoryName(file.Path)!.Replace('/', '.');
            string expected = RoomOf(file) switch
            {
                RootRoom => "MicroHV.Kernel.Root",

                // Both backends are one namespace: they are one room.
                "Backends" => "MicroHV.Kernel.Backends",
                _ => $"MicroHV.{char.ToUpperInvariant(folder[0])}{folder[1..]}",
            };
            Assert.True(file.Namespace == expected, $"{file} is in namespace {file.Namespace}, not {expected}");
        }
    }

    // By `using` lines, by full names, and by names from the common root.
    private static IEnumerable<string> UsedRooms(SourceFile file)
    {
        foreach (Match found in FullName.Matches(file.Code))
        {
            // The namespace line names the own room.
            yield return found.Groups[1].Value;
        }

        foreach (string room in _numbers.Keys)
        {
            foreach (Match found in Regex.Matches(file.Code, $@"(?<![\w.]){room}\.(\w+)"))
            {
                if (TypesOf(room).Contains(found.Groups[1].Value))
                {
                    yield return room;
                }
            }
        }
    }

    private static HashSet<string> TypesOf(string room) =>
        [.. Sources.Where(file => RoomOf(file) == room).SelectMany(file => file.DeclaredTypes)];

    private static string RoomOf(SourceFile file) =>
        file.Path.Split('/') is [_, var room, _, ..] ? room : RootRoom;

    [GeneratedRegex(@"\bMicroHV\.Kernel\.(\w+)")]
    private static partial Regex FullName { get; }
}
