// One command line that a person might type, and what comes of it.
namespace MicroHV.Image.Help;

/// <summary>An example of a verb's use.</summary>
/// <param name="Arguments">What stands after <c>microhv</c>.</param>
/// <param name="Purpose">What it is good for, as a phrase.</param>
internal sealed record Example(string Arguments, string Purpose)
{
    /// <summary>The whole command line.</summary>
    public string CommandLine => $"microhv {Arguments}";
}
