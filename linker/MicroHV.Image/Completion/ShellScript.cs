// The script that makes a shell complete the command line of `microhv`.
namespace MicroHV.Image.Completion;

/// <summary>One shell's script, and how to install it.</summary>
/// <param name="Shell">Name of the shell.</param>
/// <param name="Now">A line that serves the shell in which it is typed.</param>
/// <param name="Always">A line that serves every shell that is started later.</param>
internal sealed record ShellScript(string Shell, string Now, string Always)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ShellScript> All { get; } =
    [
        new(
            "bash",
            "source <(./microhv completion bash)",
            "mkdir -p ~/.local/share/bash-completion/completions && "
            + "./microhv completion bash > ~/.local/share/bash-completion/completions/microhv"),
        new(
            "zsh",
            "source <(./microhv completion zsh)",
            "mkdir -p ~/.zfunc && ./microhv completion zsh > ~/.zfunc/_microhv"),
        new(
            "fish",
            "./microhv completion fish | source",
            "mkdir -p ~/.config/fish/completions && "
            + "./microhv completion fish > ~/.config/fish/completions/microhv.fish"),
    ];

    /// <summary>The script.</summary>
    public string Text
    {
        get
        {
            string name = $"completion/microhv.{Shell}";
            using Stream stream = typeof(ShellScript).Assembly.GetManifestResourceStream(name)!;
            using StreamReader reader = new(stream);
            return reader.ReadToEnd();
        }
    }
}
