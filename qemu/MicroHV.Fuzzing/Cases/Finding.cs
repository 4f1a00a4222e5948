// A case that broke something.
namespace MicroHV.Fuzzing.Cases;

/// <summary>A finding, as small as it could be made.</summary>
/// <param name="Target">Name of the target.</param>
/// <param name="Bytes">The case.</param>
/// <param name="What">What did not hold, or the exception.</param>
internal sealed record Finding(string Target, byte[] Bytes, string What)
{
    /// <summary>The line that replays it.</summary>
    public string Replay => $"fuzz --target {Target} --replay {Convert.ToHexString(Bytes)}";

    /// <inheritdoc/>
    public override string ToString() => $"{What}\n  {Replay}";
}
