// A change of the good system.
namespace MicroHV.Partitions.Tests.Cases;

/// <summary>What is replaced in the good system's description, and which files lie beside it.</summary>
internal sealed record Change
{

    /// <summary>Nothing is changed: the good system keeps the rule.</summary>
    public static Change None { get; } = new() { Edits = [] };

    /// <summary>Nothing of the system with several schedules is changed.</summary>
    public static Change NoneOfSchedules { get; } = new() { Base = SeveralSchedules.Text, Edits = [] };

    /// <summary>What is changed.</summary>
    public string Base { get; init; } = GoodSystem.Text;

    /// <summary>What is replaced, each at its first place.</summary>
    public required IReadOnlyList<(string Old, string New)> Edits { get; init; }

    /// <summary>Further files by name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>What <c>safety.elf</c> is instead.</summary>
    public TestElf? Image { get; init; }

    /// <summary>Replaces <paramref name="old"/>.</summary>
    public static Change Of(string old, string replacement) => new() { Edits = [(old, replacement)] };

    /// <summary>Replaces <paramref name="old"/> in the system with several schedules.</summary>
    public static Change OfSchedules(string old, string replacement) =>
        new() { Base = SeveralSchedules.Text, Edits = [(old, replacement)] };

    /// <summary>Only an image is another.</summary>
    public static Change Only(TestElf image) => new() { Edits = [], Image = image };

    /// <summary>Replaces something more.</summary>
    public Change And(string old, string replacement) => this with { Edits = [.. Edits, (old, replacement)] };

    /// <summary>The description after the change.</summary>
    public string Text()
    {
        string text = Base;
        foreach ((string old, string replacement) in Edits)
        {
            int at = text.IndexOf(old, StringComparison.Ordinal);
            Assert.True(at >= 0, old);
            text = text[..at] + replacement + text[(at + old.Length)..];
        }

        return text;
    }

    /// <summary>Leaves the changed system in <paramref name="folder"/>.</summary>
    public void WriteTo(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "system.toml"), Text());
        foreach ((string name, string text) in Files)
        {
            string path = Path.Combine(folder, name);
            _ = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        if (Image is not null)
        {
            File.WriteAllBytes(Path.Combine(folder, "safety.elf"), Image.ToBytes());
        }
    }

    /// <summary>For the name of a test.</summary>
    public override string ToString() =>
        string.Join(", ", Edits.Select(edit => edit.New.ReplaceLineEndings(" ").Trim()).Append(Image is null ? "" : "image")).Trim(' ', ',');
}
